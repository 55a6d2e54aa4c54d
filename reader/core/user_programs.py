"""Runs the user's own programs: as a list of arguments, never through a shell, with the article in them."""

from __future__ import annotations

import os
import shlex
import signal
import string
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from reader import log
from reader.config.placeholders import PLACEHOLDER
from reader.core.events import bundled
from reader.errors import UsageError, WorkFailed
from reader.text import urls
from reader.text.clean import counted, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

    from reader.core.events import NewMatches
    from reader.model import Article, Content

KEPT = 100_000
"""Bytes of what a program writes that are read."""

NOTIFY_S = 10.0
"""Seconds that the programs which show notifications have, all of one refresh together."""

_LEADING = string.punctuation + string.whitespace


class Ended(NamedTuple):
    """The end of a program: its exit code (negative: the signal that ended it), and what it wrote, not yet cleaned.
    `is_cut`: it wrote more to its output."""

    code: int
    output: str
    errors: str
    is_cut: bool = False

    @property
    def last_words(self) -> str:
        """The last line that it wrote."""
        return next((said for text in (self.errors, self.output) if (said := _last(text))), "")


class Running:
    """A program that was started. It goes on, and can write, whatever becomes of us. Of a longer output the end is read,
    or, with `from_start`, the beginning."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        output: IO[bytes],
        errors: IO[bytes],
        *,
        from_start: bool = False,
    ) -> None:
        self._process = process
        self._output = output
        self._errors = errors
        self._from_start = from_start

    def wait(self, seconds: float | None = None) -> Ended:
        """Its end; once these seconds are over it is killed, with all that it started."""
        late = ""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            code, late = self._process.wait(), "took too long"
        with self._output, self._errors:
            output, is_cut = _read(self._output, from_start=self._from_start)
            return Ended(code, output, late or _read(self._errors)[0], is_cut)

    def stop(self) -> None:
        """Kill it, with all that it started."""
        with suppress(ProcessLookupError):  # it has just ended
            os.killpg(self._process.pid, signal.SIGKILL)


def values(article: Article, file: str = "", enclosure: str = "") -> dict[str, str]:
    """The values of the placeholders for an article; `file` the path of its text, `enclosure` the address of its sound or
    film. What is not there is empty."""
    return {
        "url": _address(article.url),
        "title": _text(article.title) or f"article {article.id}",
        "feed": _text(article.source),
        "author": _text(", ".join(article.authors)),
        "enclosure": _address(enclosure),
        "id": str(article.id),
        "file": file,
    }


def _address(url: str | None) -> str:
    return urls.absolute(urls.without_credentials(url)) or "" if url else ""


def _text(given: str) -> str:
    # It could be taken for an option, a file of arguments or a command of an editor.
    return line(given).lstrip(_LEADING)


def enclosure(content: Content) -> str:
    """The address of an article's sound or film: of its first enclosure that is no picture, else of what its text embeds;
    "" where it has none."""
    files = [link.url for link in content.links if link.role == "enclosure" and link.url]
    shown = [embed.url for embed in content.embeds if embed.kind in ("video", "audio") and embed.url]
    pictures = {picture.url for picture in content.pictures}
    return next((url for url in (*files, *shown) if url not in pictures), "")


def needs(words: Sequence[str], name: str) -> bool:
    """True where a placeholder stands in the arguments."""
    return any(found[1] == name for word in words for found in PLACEHOLDER.finditer(word))


def names(words: Sequence[str], name: str) -> bool:
    """True where a placeholder stands in the arguments, or a shell in them reads its environment variable."""
    return needs(words, name) or any(_variable(name) in word for word in words)


def _variable(name: str) -> str:
    return f"BROADSHEET_{name.upper()}"


def filled(words: Sequence[str], given: Mapping[str, str]) -> list[str]:
    """The arguments with their placeholders filled; what is filled in is not looked at again."""
    first, *rest = words
    put = [PLACEHOLDER.sub(lambda found: given.get(found[1], found[0]), word) for word in rest]
    return [_at_home(first), *put]


def typed(command: str) -> list[str]:
    """The arguments of a command that a person typed, `~/` being the home folder in all of them. Raises ValueError where
    quotes are not closed."""
    return [
        _at_home(word) if not at or f"{word}/".startswith("~/") else word
        for at, word in enumerate(shlex.split(command))
    ]


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Our environment with the same as BROADSHEET_URL and so on."""
    named = {_variable(name): value for name, value in given.items() if value}
    return {**os.environ, **named}


def start(
    words: Sequence[str], environ: Mapping[str, str], text: str | None = None, *, from_start: bool = False
) -> Running:
    """Start a program beside us, without a terminal; `text` is its input. Raises `UsageError` where it cannot start.
    `from_start`: of a longer output the beginning is read."""
    output, errors, source = (tempfile.TemporaryFile() for _ in range(3))  # noqa: SIM115 - open until the program has ended
    try:
        with source:
            source.write((text or "").encode("utf-8", "replace"))
            source.seek(0)
            process = subprocess.Popen(
                list(words), env=environ, stdin=source, stdout=output, stderr=errors, start_new_session=True
            )
    except (OSError, ValueError) as error:
        output.close()
        errors.close()
        raise not_started(words, error) from error
    return Running(process, output, errors, from_start=from_start)


def editor() -> list[str]:
    """The arguments that start the user's editor. Raises `UsageError` where $VISUAL or $EDITOR cannot be read."""
    given = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = typed(given)
    except ValueError:
        words = []
    if not words:
        raise UsageError("not a valid command", subject=line(given, 80))
    return words


def after_refresh(words: Sequence[str] | None, new: int) -> Running | None:
    """Start what the user has set for after a refresh, where it brought `new` articles. Raises `UsageError`."""
    if not words or not new:
        return None
    given = {"new": str(new)}
    return start(filled(words, given), environment(given))


def notify(words: Sequence[str] | None, found: Sequence[NewMatches], seconds: float = NOTIFY_S) -> str:
    """Run what the user has set for notifications, once for each saved search that found new articles (`bundled`), and
    wait for all of them these seconds at most.

    Returns the first failure in words, empty where all is well; each is in the log.
    """
    until, failures = time.monotonic() + seconds, list[str]()
    started: list[Running] = []
    for each in bundled(found) if words else ():
        given = _notification(each)
        try:
            started.append(start(filled(words or (), given), environment(given)))
        except UsageError as error:
            log.exception("starting notify_command")
            failures.append(str(error))
    for running in started:
        ended = running.wait(max(until - time.monotonic(), 0.0))
        try:
            _check(words or (), ended)
        except WorkFailed as error:
            log.exception("running notify_command")
            failures.append(str(error))
    return failures[0] if failures else ""


def _notification(found: NewMatches) -> dict[str, str]:
    query = line(found.query)
    return {
        "summary": _text(str(found)) or counted(found.count, "new article"),
        "title": _text(" · ".join(found.titles)),
        "count": str(found.count),
        "name": _text(found.name),
        "query": f" {query}"
        if query.startswith(("-", "+", "@"))
        else query,  # no option, no file of arguments
    }


def _check(words: Sequence[str], ended: Ended) -> None:
    if ended.code:
        raise WorkFailed(told(words[0], ended))


def not_started(words: Sequence[str], error: OSError | ValueError) -> UsageError:
    """The error of a program that did not start."""
    if isinstance(error, FileNotFoundError):
        return UsageError("no such program", subject=line(words[0], 80))
    return UsageError(
        f"could not be started ({getattr(error, 'strerror', None) or error})", subject=line(words[0], 80)
    )


def told(program: str, ended: Ended) -> str:
    """The end of a program in one line; empty where all is well and it wrote nothing."""
    name = line(PurePath(program).name, 40)
    said = ended.last_words
    if ended.code:
        how = (
            f"{name} failed ({ended.code})" if ended.code > 0 else f"{name} was ended by signal {-ended.code}"
        )
        return f"{how}: {said}" if said else how
    return f"{name}: {said}" if said else ""


def article_file(text: str, name: str, *, is_copy: bool = False) -> Path:
    """A file with an article's text in a folder of its own, for the user alone; `is_copy`: not to be written to.
    `gone` takes both away."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-"))
    path = folder / name
    path.touch(0o600)
    path.write_text(text, "utf-8")
    if is_copy:
        path.chmod(0o400)
    return path


def gone(path: Path) -> None:
    """Take a file of `article_file` away, and what a program put beside it."""
    import shutil

    shutil.rmtree(path.parent, ignore_errors=True)


def _at_home(program: str) -> str:
    try:
        return str(Path(program).expanduser()) if program.startswith("~") else program
    except RuntimeError:  # ~ of a user that does not exist
        return program


def _read(file: IO[bytes], *, from_start: bool = False) -> tuple[str, bool]:
    """The last bytes of a file, or the first ones, as text; and whether there are more."""
    length = file.seek(0, os.SEEK_END)
    file.seek(0 if from_start else max(length - KEPT, 0))
    is_cut = length > KEPT
    text = file.read(KEPT).decode("utf-8", "replace")
    # The letter that the cut goes through is none.
    return text.rstrip("\ufffd") if is_cut and from_start else text, is_cut


def _last(text: str) -> str:
    return next((said for written in reversed(text.splitlines()) if (said := line(written, 200))), "")
