"""Every error that a person can be shown.

    BroadsheetError            message, subject, hint, exit code
    ├── UsageError             2   wrong use: unknown command, missing argument, ambiguous feed
    │   ├── QueryError         2   a query that cannot be read; knows the place
    │   └── ConfigError        2   a config file or setting that cannot be used
    ├── NothingFound           1   asked for something that is not there
    ├── WorkFailed             3   part of the work failed
    │   ├── FetchError         3   the net: unreachable, refused, too slow, too large, an HTTP status
    │   ├── ParseError         3   bytes that are not a feed, or a feed that cannot be read
    │   ├── ExtractError       3   a page or file that gave no article
    │   └── FileError          3   a file that cannot be read or written
    │       └── OutputLost     3   standard output cannot be written
    ├── ArchiveError           4   the shared archive or its server cannot be used
    │   ├── ArchiveRefused     4   this user may not do that
    │   ├── ArchiveSlow        4   no answer in time
    │   └── LeaseLost          4   a worker was too slow: another one has its feed
    └── LibraryError           4   the library or its disk cannot be used
        ├── LibraryLocked      4   another process holds it
        ├── LibraryGone        4   its file is gone, though copies of it are there
        ├── LibraryTooNew      4   written by a newer broadsheet
        └── LibraryDamaged     4   not sound, or not a library

A message tells the subject and the cause; the hint tells the next step.
All texts are shown as plain text; whoever shows them cleans them again (`text.clean.line`).
"""

from __future__ import annotations


class BroadsheetError(Exception):
    """Base of all errors that are shown to a person.

    `message` is one sentence without a final full stop; `subject` is what it is about (an address, a path, a query);
    `hint` is the next step, one sentence, or empty.
    """

    exit_code = 3

    def __init__(self, message: str, *, subject: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}" if self.subject else self.message


class UsageError(BroadsheetError):
    """The command or its arguments are wrong."""

    exit_code = 2


class QueryError(UsageError):
    """A query that cannot be read; `position` is the 0-based character offset of the mistake in `subject`."""

    def __init__(self, message: str, *, subject: str = "", hint: str = "", position: int = 0) -> None:
        super().__init__(message, subject=subject, hint=hint)
        self.position = position

    def __str__(self) -> str:
        # The query itself is shown below the message, with a mark at the place.
        return self.message


class ConfigError(UsageError):
    """A config file or setting that cannot be used."""


class NothingFound(BroadsheetError):
    """Something that was asked for is not there."""

    exit_code = 1


class WorkFailed(BroadsheetError):
    """Part of the work failed; the rest was done."""

    exit_code = 3


class FetchError(WorkFailed):
    """The net gave no usable answer.

    `word` is the short outcome kept with the feed ("unreachable", "too slow", "cut short", "certificate", "HTTP 404" …);
    `status` is the HTTP status where there was one; `retry_after` is in seconds, where the server gave it; `host` is the
    one that could not be connected to, to which a redirect may have led.
    """

    def __init__(
        self,
        message: str,
        *,
        subject: str = "",
        hint: str = "",
        word: str = "failed",
        status: int | None = None,
        retry_after: float | None = None,
        host: str | None = None,
    ) -> None:
        super().__init__(message, subject=subject, hint=hint)
        self.word = word
        self.status = status
        self.retry_after = retry_after
        self.host = host


class ParseError(WorkFailed):
    """Bytes that are not a feed or a subscription list, or one that cannot be read."""


class ExtractError(WorkFailed):
    """A page or file that gave no article."""


class FileError(WorkFailed):
    """A file that cannot be read or written."""


class OutputLost(FileError):
    """Standard output cannot be written: nothing more is printed there."""


class ArchiveError(BroadsheetError):
    """The shared archive, or the server under it, cannot be used; the own library can."""

    exit_code = 4


class ArchiveSlow(ArchiveError):
    """The archive did not answer in time; it may the next time."""


class ArchiveRefused(ArchiveError):
    """The archive's server does not let this user do that, and will not the next time."""


class LeaseLost(ArchiveError):
    """A worker took longer than its lease, and another one has the feed by now; nothing was saved."""


class LibraryError(BroadsheetError):
    """The library, or the disk under it, cannot be used."""

    exit_code = 4


class LibraryLocked(LibraryError):
    """Another process holds the library, or is at a job that one alone may do (`is_job`: a refresh, for one)."""

    def __init__(self, message: str, *, subject: str = "", hint: str = "", is_job: bool = False) -> None:
        super().__init__(message, subject=subject, hint=hint)
        self.is_job = is_job


class LibraryGone(LibraryError):
    """The library's file is gone, though copies of it lie beside its place: no empty one is begun there unasked."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer broadsheet; it is left as it is."""


class LibraryDamaged(LibraryError):
    """The file is not a library, or it is not sound."""
