"""Keeps a trace of unexpected failures in `broadsheet.log`, which all processes of the program write.

A record says what was being done, the exception and its frames by file, line and function. It holds no text of articles
and no secret: of an exception only what is made of names in the code is written, since messages of libraries quote the
data they fail on; addresses lose their user, password and query.

The standard library's logging is not used: its import is a tenth of the start of a plain command, and its rotating file
loses records when two processes rotate at once.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from reader import __version__, private_files
from reader.errors import BroadsheetError
from reader.late import pattern
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAME = "broadsheet.log"

LIMIT = 2**18
"""Bytes of the file; a full one becomes `broadsheet.log.1`, in place of the one that was there before."""

RECORD_LIMIT = 2**13
"""Bytes of one record: some forty frames with two causes."""

DEBUG = "BROADSHEET_DEBUG"
"""The variable that carries `--debug` to the worker and the children."""

_MESSAGE_LIMIT = 200
_FIRST_FRAMES = 10
_LAST_FRAMES = 30
"""Endless recursion has a thousand frames: how it began and where it ended tell enough."""

_CAUSES = 4

_URL = pattern(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s'\"<>]+")
_QUOTED = pattern(r"(?<!\w)'[^']*(?:'|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|“[^”]*(?:”|$)")
_NAME = pattern(r"[A-Za-z_][\w.-]{0,60}", re.ASCII)
_OF_TYPES = pattern(
    r"'[\w.]+' object (?:is|does|cannot|has)[\w ]{1,40}"
    r"|[\w.<>]+\(\) (?:takes|missing|got) [\w ,']{1,120}"
    r"|unsupported operand type\(s\) for [^ ]{1,20}: '[\w.]+' and '[\w.]+'",
    re.ASCII,
)
"""What the interpreter says of a wrong type: names of the code alone."""

_folder: Callable[[], Path] | None = None
_echoes = False


def write_in(folder: Callable[[], Path]) -> None:
    """Names the folder of the log; it is asked for with each record, and made with the first."""
    global _folder
    _folder = folder


def place() -> Path | None:
    """The log's file; None where it has none, or no home folder is known."""
    try:
        return None if _folder is None else _folder() / NAME
    except BroadsheetError:
        return None


def echo(*, on: bool) -> None:
    """Repeats on stderr what this process writes, for `--debug` on the command line."""
    global _echoes
    _echoes = on


def is_debugging() -> bool:
    """Tells whether failures that are part of the usual way are written, too."""
    return bool(os.environ.get(DEBUG))


def exception(doing: str, *, about: str | None = None) -> None:
    """Records the exception that is being handled. `doing` is in words of ours, `about` an address or a name."""
    error = sys.exception()
    if error is None:
        return
    from datetime import UTC, datetime  # late, as all that only a failure needs

    head = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ} {__version__} [{os.getpid()} {_program()}] {doing}"
    record = "\n".join((f"{head} {masked(about)}" if about else head, *_told(error), ""))
    if _echoes and sys.stderr is not None:
        sys.stderr.write(record)
    if (file := place()) is not None:
        with suppress(OSError):  # a log that cannot be written must not end what goes on without it
            _append(file, record.encode("utf-8", "backslashreplace"))


def debug(doing: str, *, about: str | None = None) -> None:
    """Records the exception that is being handled where `--debug` asks for it: it is part of the usual way."""
    if is_debugging():
        exception(doing, about=about)


def masked(url: str) -> str:
    """An address without user, password, query and fragment, where secrets stand."""
    from reader.text.urls import without_credentials

    return line(re.split(r"[?#]", without_credentials(url), maxsplit=1)[0], _MESSAGE_LIMIT)


def _program() -> str:
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    return spec.name if spec is not None else "broadsheet"


def _told(error: BaseException) -> Iterator[str]:
    """Lines on the exception and on what it came from, the last one first."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen and len(seen) < _CAUSES:
        words = _words(cause)
        yield f"  {'from ' if seen else ''}{type(cause).__name__}{f': {words}' if words else ''}"
        yield from _frames(cause)
        seen.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _frames(error: BaseException) -> list[str]:
    from traceback import walk_tb

    found = [
        f"    {_short(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"
        for frame, number in walk_tb(error.__traceback__)
    ]
    left_out = len(found) - _FIRST_FRAMES - _LAST_FRAMES
    if left_out <= 0:
        return found
    return [*found[:_FIRST_FRAMES], f"    … {left_out} more", *found[-_LAST_FRAMES:]]


def _short(file: str) -> str:
    """A file as it is named within its package: where somebody keeps their programs is theirs."""
    folders = [folder for folder in sys.path if folder and file.startswith(folder + os.sep)]
    return file.removeprefix(max(folders, key=len) + os.sep) if folders else os.path.basename(file)  # noqa: PTH119


def _words(error: BaseException) -> str:
    """The words of an exception that may be written: names of the code, numbers, and messages of ours without what they
    quote."""
    match error:
        case BroadsheetError():
            text = _QUOTED.sub("'…'", _URL.sub(lambda found: masked(found[0]), error.message))
            return line(text, _MESSAGE_LIMIT)
        case AttributeError(name=str(name)) if _NAME.fullmatch(name):
            return f"{type(error.obj).__name__!r} object has no attribute {name!r}"
        case NameError(name=str(name)) | ImportError(name=str(name)) if _NAME.fullmatch(name):
            return repr(name)
        case KeyError(args=(str(key),)) if _NAME.fullmatch(key):
            return repr(key)
        case TypeError() if _OF_TYPES.fullmatch(text := str(error)):
            return text
        case UnicodeDecodeError(reason=str(reason), encoding=str(encoding)):
            return f"{encoding}: {line(reason, _MESSAGE_LIMIT)}"
        case OSError(errno=int(number)):
            return os.strerror(number)
    return str(getattr(error, "sqlite_errorname", ""))


def _append(file: Path, record: bytes) -> None:
    """Writes a record in one piece, under a lock on the file itself."""
    import fcntl

    if len(record) > RECORD_LIMIT:
        record = record[: RECORD_LIMIT - 1] + b"\n"
    private_files.make_folder(file.parent)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    while True:
        opened = os.open(file, flags, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            found = os.fstat(opened)
            with suppress(FileNotFoundError):
                # Another process may have moved the file away while this one waited for the lock.
                if os.path.samestat(found, file.stat()):
                    if found.st_size + len(record) <= LIMIT:
                        if stat.S_IMODE(found.st_mode) != 0o600:
                            os.fchmod(opened, 0o600)
                        os.write(opened, record)
                        return
                    file.replace(f"{file}.1")
        finally:
            os.close(opened)
