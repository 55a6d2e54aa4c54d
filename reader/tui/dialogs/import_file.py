"""The dialog that imports a file or folder: its path, completed as in a shell, and what came of it."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.widgets import Input, Static

from reader.core.events import ImportDone
from reader.text.clean import capital, counted
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.job_line import JobLine, failure
from reader.tui.widgets.facts import Fact, FactList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.events import JobDone
    from reader.tui.dialogs.job_line import JobClient
    from reader.tui.widgets.foot_line import Hints

CANCELLED = "Cancelled. What was imported stays; importing it again adds nothing twice."

NAMES_SHOWN = 30
"""Names that the line below the field has room for."""

ENTRIES = 5_000
"""Entries of a folder that are looked at to complete a path."""


class ImportScreen(Dialog[bool]):
    """Answers True where what came is to be fetched now, False where something came and nothing is to be fetched."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "import"), ("Tab", "complete"))

    def __init__(self, client: JobClient, text: str = "") -> None:
        super().__init__()
        self._job = JobLine(client)
        self._text = text
        self._imported: ImportDone | None = None

    def body(self) -> ComposeResult:
        """The field, how it goes, and what was left out."""
        yield Static(plain("Import feeds or articles"), classes="heading")
        yield Input(
            self._text,
            placeholder="the path of a file or folder: OPML, newsboat, Pocket, notes …",
            select_on_focus=False,
        )
        yield self._job
        yield FactList(spare=9)

    def on_mount(self) -> None:
        """Hide what was left out until something was."""
        self.query_one(FactList).display = False

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    @on(Input.Changed)
    def _typed(self) -> None:
        if not self._job.is_busy:
            self._job.say("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if (text := event.value.strip()) and not self._job.is_busy:
            self._import(text)

    @work(exclusive=True, group="job")
    async def _import(self, path: str) -> None:
        self.hint(("Esc", "cancel"))
        done = await self._job.run("import", path=path)
        self.hint(*self.OWN_HINTS)
        if done is None:
            self._back_to_field(CANCELLED)
        elif isinstance(done.result, ImportDone):
            self._show(done, done.result)
        else:
            self._back_to_field(failure(done), is_wrong=True)

    def _back_to_field(self, said: str, *, is_wrong: bool = False) -> None:
        self._job.say(said, is_wrong=is_wrong)
        self._field.focus()

    def _show(self, done: JobDone, imported: ImportDone) -> None:
        self._imported = imported
        said = f"{capital(done.summary)}."
        if imported.feeds_new:
            self._job.say(f"{said} Fetch the new feeds now?")
            self.hint(("Enter", "fetch them"), ("Esc", "later"))
        else:
            self._job.say(said)
            self.hint(("Enter", "done"))
        facts = self.query_one(FactList)
        facts.put(left_out(imported))
        facts.display = bool(imported.skipped_count)
        self._field.display = False
        self.add_class("-done")
        self.set_focus(facts if facts.display else None)

    def action_open(self) -> None:
        """Answer that the new feeds are to be fetched now, if there are any."""
        if self._imported is not None:
            self.dismiss(bool(self._imported.feeds_new))

    def action_back(self) -> None:
        """Cancel the job; else leave, with the new feeds for later."""
        if not self._job.cancel():
            self.dismiss(None if self._imported is None else False)

    def action_next_pane(self) -> None:
        """Complete the path."""
        if not self._job.is_busy and self._imported is None:
            self._complete()

    @work(exclusive=True, group="complete")
    async def _complete(self) -> None:
        text = self._field.value
        found = await asyncio.to_thread(complete, text)
        if self._field.value != text:
            return
        with self.prevent(Input.Changed):
            self._field.value = found.text
        self._field.cursor_position = len(found.text)
        more = len(found.names) - NAMES_SHOWN
        names = "   ".join(found.names[:NAMES_SHOWN]) + (f"   and {more:,} more" if more > 0 else "")
        self._job.say(
            names if len(found.names) > 1 else "" if found.names else "No file or folder with this name"
        )


def left_out(done: ImportDone) -> list[Fact]:
    """List what was not imported, each with its reason."""
    if not done.skipped_count:
        return []
    facts = [Fact("" if at else "Left out", reason) for at, reason in enumerate(done.skipped)]
    more = done.skipped_count - len(done.skipped)
    return [*facts, Fact("", f"and {counted(more, 'more thing')}")] if more else facts


# Completion of a path


class Completed(NamedTuple):
    """The path as far as it is clear, and the names that it can go on with; those of folders end with `/`."""

    text: str
    names: tuple[str, ...]


def complete(text: str) -> Completed:
    """Complete the last part of a path; `~` stays as it is written. Hidden files are found by their dot only.

    A folder that cannot be read, or is not there, has no names. It reads the disk: not for the loop.
    """
    head, _, begun = text.rpartition("/")
    if text == "~":
        return Completed("~/", ("~/",))
    folder = f"{head}/" if "/" in text else ""
    names = _names(Path(folder or "."), begun)
    if not names:
        return Completed(text, ())
    common = os.path.commonprefix(names)  # noqa: RUF071 - by characters, as Tab does
    return Completed(folder + common, tuple(names))


def _names(folder: Path, begun: str) -> list[str]:
    found: list[str] = []
    with suppress(OSError, RuntimeError, ValueError), os.scandir(folder.expanduser()) as entries:
        for number, entry in enumerate(entries):
            if number >= ENTRIES:
                break
            if _fits(entry.name, begun):
                found.append(f"{entry.name}/" if entry.is_dir() else entry.name)
    return sorted(found)


def _fits(name: str, begun: str) -> bool:
    # A name that a terminal cannot show as it is could not be typed either.
    return (
        name.startswith(begun) and (begun.startswith(".") or not name.startswith(".")) and name.isprintable()
    )
