"""The only place that prints: data on stdout, talk on stderr, progress where a person is watching."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING, Any, TextIO

from reader.errors import BroadsheetError, OutputLost, QueryError
from reader.text.clean import clean, line
from reader.text.width import width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reader.cli.shape import OutputTemplate
    from reader.core.events import Event

PATIENCE_S = 0.3
"""Work that takes longer than this shows its progress."""


class Output:
    """The streams of a command. `json`: objects are asked for in place of text for people; of these only the fields of
    `only`, where it has any, or what `template` makes of them."""

    def __init__(self, *, json: bool = False, quiet: bool = False) -> None:
        self.json = json
        self.only: tuple[str, ...] = ()
        self.template: OutputTemplate | None = None
        self.quiet = quiet
        # Where a letter cannot be written it would be escaped in Python's way, which is no JSON.
        self._is_utf8 = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
        self.colour = (
            sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        )
        self._bar = ProgressLine("", enabled=False, say=self.say)
        self.columns = _columns() if sys.stdout.isatty() else None

    def data(self, text: str = "") -> None:
        """Text of a result, cleaned again at this last door."""
        self._out(f"{clean(text, 50_000_000)}\n")

    def raw(self, text: str) -> None:
        """A result that is a file by itself (a completion script, Markdown for a pipe), without a final line end."""
        self._out(clean(text, 50_000_000))

    def object(self, value: Mapping[str, Any]) -> None:
        """One object of JSON Lines, or by the template; what a terminal would act on leaves as an escape of JSON."""
        if self.template is not None:
            self.data(self.template.filled(value))
            return
        if self.only:
            value = {name: value.get(name) for name in self.only}
        import json

        text = json.dumps(value, ensure_ascii=False)
        is_plain = self._is_utf8 and clean(text, len(text)) == text
        self._out(f"{text if is_plain else json.dumps(value)}\n")

    def result(
        self, value: Mapping[str, Any] | Callable[[], Mapping[str, Any]], text: str | Callable[[], None]
    ) -> None:
        """A result in its two forms: an object where JSON is asked for, else text, or what prints it."""
        if self.json:
            self.object(value() if callable(value) else value)
        elif callable(text):
            text()
        else:
            self.data(text)

    def say(self, text: str) -> None:
        """Talk: what was done, what to do next; no secret of an address. Silent with --quiet."""
        if not self.quiet:
            self._err(text)

    def warn(self, text: str) -> None:
        """Tell what went wrong in part; shown even with --quiet."""
        self._err(text)

    def fail(self, error: BroadsheetError) -> None:
        """An error in at most two lines (three for a query: with the place marked)."""
        subject = "" if isinstance(error, QueryError) else line(error.subject)
        self._err(f"broadsheet: {subject}: {error.message}" if subject else f"broadsheet: {error.message}")
        if isinstance(error, QueryError) and error.subject:
            self._err(f"  {line(error.subject)}")
            # A letter after it keeps the spaces before the place.
            before = width(line(f"{error.subject[: error.position]}x")) - 1
            self._err(f"  {' ' * before}^ {error.hint}".rstrip())
        elif error.hint:
            self._err(f"  {line(error.hint)}")

    def flush(self) -> None:
        """Send what is still waiting. Raises `OutputLost`."""
        self._out("", flush=True)

    def _out(self, text: str, *, flush: bool = False) -> None:
        self._bar.close()
        try:
            print(text, end="", flush=flush)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputLost(f"cannot be written ({error.strerror})", subject="standard output") from error

    def _err(self, text: str) -> None:
        self._bar.close()
        try:
            print(_masked(clean(text)), file=sys.stderr, flush=True)
        except OSError:  # there is nobody left to tell
            let_go(sys.stderr)

    def bold(self, text: str) -> str:
        """Bold on a terminal with colours. The marks are put around text that is clean already."""
        return self._styled(text, "1")

    def dim(self, text: str) -> str:
        """Dim on a terminal with colours."""
        return self._styled(text, "2")

    def accent(self, text: str) -> str:
        """The one accent colour."""
        return self._styled(text, "31")

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def styled(self, text: str) -> None:
        """A line of our own making, put together from clean parts and styles."""
        self._out(f"{text}\n")

    @contextlib.contextmanager
    def progress(self, title: str) -> Iterator[ProgressLine]:
        """A bar on stderr while the work inside goes on; nothing where nobody is watching."""
        self._bar = ProgressLine(title, enabled=sys.stderr.isatty() and not self.quiet, say=self.say)
        try:
            yield self._bar
        finally:
            self._bar.close()


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def _masked(text: str) -> str:
    if "@" not in text:
        return text
    from reader.text.urls import masked

    return masked(text)


def let_go(stream: TextIO) -> None:
    """Sends what is still buffered nowhere, so that the interpreter does not try to write it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class ProgressLine:
    """A progress bar that appears once the work has taken `PATIENCE_S`; takes the events of core.

    Whatever is printed takes it away until the next event, so that data and bar share a terminal.
    """

    def __init__(self, title: str, *, enabled: bool, say: Callable[[str], None]) -> None:
        self.title = title
        self._say = say
        self._enabled = enabled
        self._since = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, event: Event) -> None:
        """Show how far the work is, and say what a notice says; other events are left to others."""
        from reader.core.events import Notice  # late: most commands have no events

        if isinstance(event, Notice):
            self._say(event.text)
        done, total = getattr(event, "done", None), getattr(event, "total", None)
        if not self._enabled or done is None or time.monotonic() - self._since < PATIENCE_S:
            return
        if self._bar is None:
            self._start()
        self._bar.update(
            self._task,
            completed=done,
            total=total,
            said=f"{done:,}/{'?' if total is None else f'{total:,}'}",
            description=getattr(event, "job", self.title),
        )

    def _start(self) -> None:
        # Imported here: rich costs 60 ms, which a command without a watcher need not pay.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[said]}"),
            TimeElapsedColumn(),
        )
        # Left to itself rich would send what we print on stdout to stderr, where the bar is.
        self._bar = Progress(
            *columns,
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task(self.title, total=None, said="")
        self._bar.tasks[0].start_time = self._since
        self._bar.start()

    def close(self) -> None:
        """Removes the bar."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
