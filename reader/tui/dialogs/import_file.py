"""What is brought along? A file's or folder's path, what it held, and whether its feeds are fetched now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Input

from reader.core.events import ImportDone
from reader.text.clean import capital, counted
from reader.tui.dialogs import path_completion
from reader.tui.dialogs.job_dialog import JobDialog, failure
from reader.tui.widgets.facts import Fact, FactList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.events import JobDone
    from reader.tui.dialogs.job_dialog import Doer

NAMES_SHOWN = 30
"""Names that the line below the field has room for."""


class ImportScreen(JobDialog[bool]):
    """Answers True where what came is to be fetched now, False where something came and nothing is to be fetched."""

    OWN_HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "import"), ("Tab", "complete"))
    TITLE_TEXT = "Import feeds or articles"
    PLACEHOLDER = "the path of a file or folder: OPML, newsboat, Pocket, notes …"
    CANCELLED = "Cancelled; what came so far stays, and importing it again brings nothing twice"

    def __init__(self, office: Doer, text: str = "") -> None:
        super().__init__(office, text)
        self._imported: ImportDone | None = None

    def body(self) -> ComposeResult:
        """The field, and what came."""
        yield from super().body()
        yield FactList(spare=9)

    def on_mount(self) -> None:
        """Nothing came yet."""
        super().on_mount()
        self.query_one(FactList).display = False

    def submitted(self, text: str) -> None:
        """Import it."""
        self.begin("import", path=text)

    def ended(self, done: JobDone) -> None:
        """Show what came."""
        if not isinstance(done.result, ImportDone):
            self.back_to_field(failure(done), is_wrong=True)
            return
        self._imported = done.result
        said = f"{capital(done.summary)}."
        if done.result.feeds_new:
            self.say(f"{said} Fetch the new feeds now?")
            self.hint(("Enter", "fetch them"), ("Esc", "later"))
        else:
            self.say(said)
            self.hint(("Enter", "done"))
        facts = self.query_one(FactList)
        facts.put(left_out(done.result))
        facts.display = bool(done.result.skipped_count)
        self.field.display = False
        self.add_class("-done")
        self.set_focus(facts if facts.display else None)

    def action_open(self) -> None:
        """Yes, now."""
        if self._imported is not None:
            self.dismiss(bool(self._imported.feeds_new))

    def step_back(self) -> None:
        """Not now."""
        self.dismiss(None if self._imported is None else False)

    # Paths

    def action_next_pane(self) -> None:
        """Complete the path."""
        if not self.is_busy and self._imported is None:
            self._complete()

    @work(exclusive=True, group="complete")
    async def _complete(self) -> None:
        text = self.field.value
        found = await asyncio.to_thread(path_completion.complete, text)
        if self.field.value != text:
            return
        with self.prevent(Input.Changed):
            self.field.value = found.text
        self.field.cursor_position = len(found.text)
        more = len(found.names) - NAMES_SHOWN
        names = "   ".join(found.names[:NAMES_SHOWN]) + (f"   and {more:,} more" if more > 0 else "")
        self.say(names if len(found.names) > 1 else "" if found.names else "nothing of that name is there")

    @on(Input.Changed)
    def _typed(self) -> None:
        if not self.is_busy:
            self.say("")


def left_out(done: ImportDone) -> list[Fact]:
    """What was not taken, and why."""
    if not done.skipped_count:
        return []
    facts = [Fact("" if at else "Left out", reason) for at, reason in enumerate(done.skipped)]
    more = done.skipped_count - len(done.skipped)
    return [*facts, Fact("", f"and {counted(more, 'more thing')}")] if more else facts
