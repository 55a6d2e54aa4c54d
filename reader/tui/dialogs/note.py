"""A note on an article: a few lines of text, and all that was noted, highlighted and kept before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static, TextArea

from reader.core.highlights import Placed, PlacedNotes
from reader.model import KeptOutput, Note
from reader.text.clean import clean
from reader.tui.cells import plain, wrapped
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from reader.tui.widgets.foot_line import Hints


WIDTH, BESIDE = 112, 6
"""Columns of a list at most, as the stylesheet has it, and those of a row that are not its text's."""

DRAFT_S = 1.0
"""Seconds of typing that a kill may cost."""


class NoteField(TextArea):
    """Plain text of several lines, wrapped; Tab is no sign of it."""

    KEY_CONTEXT = "typing"


class NoteScreen(Dialog[str]):
    """Answers with the text where it was saved and is another one than before. Who leaves without that has a draft:
    `left` is what is typed and not saved, and `draft` what one goes on with.

    `unanswered` gets what was typed where the reader ends before that: its terminal was closed, say. `drafted` gets it
    while it is typed, for a reader that is killed. `there` tells of what is on the article already.
    """

    OWN_HINTS: ClassVar[Hints] = (("Ctrl-s", "save"), ("Esc", "keep as a draft"), ("Enter", "new line"))
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+s", "save")]

    def __init__(
        self,
        title: str,
        text: str,
        unanswered: Callable[[str], None],
        *,
        draft: str = "",
        drafted: Callable[[str], None] = lambda _: None,
        there: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._has_draft = bool(draft)
        self._unanswered = unanswered
        self._drafted = drafted
        self._there = there
        self._due: Timer | None = None
        self._field = NoteField(
            draft or text, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False
        )

    def body(self) -> ComposeResult:
        """Yields the title and the field."""
        heading = f"Note on {self._title}"
        yield Static(plain(f"Draft · {heading}" if self._has_draft else heading), classes="heading one-line")
        if self._there:
            yield Static(plain(self._there), classes="said")
        yield self._field

    def on_mount(self) -> None:
        """Go on at the end."""
        self._field.move_cursor(self._field.document.end)
        self._field.focus()

    @property
    def _typed(self) -> str:
        return clean(self._field.text).strip()

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._due is None:
            self._due = self.set_timer(DRAFT_S, self._keep_draft)

    def _keep_draft(self) -> None:
        self._due = None
        if not self.is_dismissed:
            self._drafted(self._typed)

    @property
    def left(self) -> str:
        """The text that is typed and not saved; "" where there is no difference, or nothing at all."""
        return self._typed if self._typed != self._text else ""

    def action_save(self) -> None:
        """Save it."""
        text = self._typed
        self.dismiss(None if text == self._text else text)

    def on_unmount(self) -> None:
        """The reader ends."""
        if not self.is_dismissed and self._typed not in ("", self._text):
            self._unanswered(self._typed)

    def action_quit(self) -> None:
        """Nothing that was typed is lost by a quick way out: it stays as a draft."""
        self.action_back()


Item = Note | Placed | KeptOutput


class OwnWordsScreen(Dialog[Item]):
    """Answers with the note to change, or the highlight or output to go to; a note without a number is a new one, of which `draft` may
    be there. `D` takes the row away at once: it answers with `taken` set."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "write, edit, go to"), ("D", "remove"))
    BINDINGS: ClassVar[list[BindingType]] = [("D", "take_away")]

    def __init__(self, title: str, own: PlacedNotes, new: Note, draft: str = "") -> None:
        super().__init__()
        self._title = title
        self._draft = draft
        groups: dict[str, tuple[Item, ...]] = {
            "Notes": own.notes,
            "Highlights": own.highlights,
            "Outputs": own.outputs,
        }
        self._items: list[Item | None] = [new]
        for group in filter(None, groups.values()):
            self._items += [None, *group]
        self._headings = iter([name for name, group in groups.items() if group])
        self.taken = False

    def body(self) -> ComposeResult:
        """The article's title, and all of them, a new note first."""
        yield Static(plain(self._title), classes="heading one-line")
        yield ChoiceList([self._row(item) if item else next(self._headings) for item in self._items])

    def _row(self, item: Item) -> Choice:
        """A row of two lines at most: where a note's first line ends, or is full, the rest goes on below."""
        if isinstance(item, Note) and not item.id:
            return Choice(f"Draft: {self._draft}" if self._draft else "Write a note", sign="+")
        if isinstance(item, KeptOutput):
            return Choice(item.name, sign="■", end=item.program)
        text = item.text if isinstance(item, Note) else item.highlight.passage.quote
        end = "" if isinstance(item, Note) or item.span else "no longer in the text"
        room = min(self.app.size.width, WIDTH) - BESIDE - (len(end) + 2 if end else 0)
        lines = [piece for part in text.split("\n") for piece in wrapped(part, room)]
        first, rest = lines[0] if lines else "", " ".join(lines[1:])
        return Choice(first, sign="✎" if isinstance(item, Note) else "▎", end=end, note=rest, note_role="ink")

    @on(ChoiceList.Opened)
    def _opened(self, event: ChoiceList.Opened) -> None:
        self.dismiss(self._items[event.index])

    def action_take_away(self) -> None:
        """Take the note, the mark or the output away."""
        item = self._items[self.query_one(ChoiceList).cursor]
        self.taken = not (isinstance(item, Note) and not item.id)
        if self.taken:
            self.dismiss(item)
