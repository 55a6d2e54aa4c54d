"""The dialog of tags: those of one or several articles, all known ones as suggestions, and any new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input, Static

from reader.text.clean import counted, line
from reader.text.fold import fold
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.article_row import shown_title
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.model import Article
    from reader.tui.widgets.foot_line import Hints

TAG_LIMIT = 100
"""Characters of a tag."""

FIELD_LIMIT = 400
"""Characters of the field: several tags."""

ALL, SOME, NONE = "✓", "–", " "


class TagsScreen(Dialog[tuple[tuple[str, ...], tuple[str, ...]]]):
    """Answers with the tags to give and the tags to take, None where nothing changes. Enter and Esc end it and keep
    what was ticked: undo takes it back. Enter gives what is typed or chosen first, and never takes; commas part several
    tags.

    `known` are all tags, with how many articles have each.
    """

    OWN_HINTS: ClassVar[Hints] = (
        ("Enter", "add and close"),
        ("Esc", "close"),
        ("Space", "add or remove"),
        ("Tab", "complete"),
    )

    def __init__(self, articles: Sequence[Article], known: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self._articles = articles
        self._counts = {fold(name): number for name, number in known}
        self._names = {fold(name): name for name, _ in known}
        held = [{fold(tag): tag for tag in article.tags} for article in articles]
        for tags in held:
            self._names = {**tags, **self._names}
        self._before = {
            key: ALL if all(key in tags for tags in held) else SOME
            for key in self._names
            if any(key in tags for tags in held)
        }
        self._now = dict(self._before)
        self._start = 0
        self._shown: list[str] = []

    def body(self) -> ComposeResult:
        """Yields the title, the field and the tags."""
        what = (
            shown_title(self._articles[0])
            if len(self._articles) == 1
            else counted(len(self._articles), "article")
        )
        yield Static(plain(f"Tags for {what}"), classes="heading one-line")
        yield Input(placeholder="for example: russia, news/world", max_length=FIELD_LIMIT)
        yield ChoiceList(spare=8, always_lit=True)

    def on_mount(self) -> None:
        """All tags, those of the articles first."""
        self._show()

    # What is shown

    @property
    def _last(self) -> str:
        """The text behind the last comma."""
        return self.query_one(Input).value.rpartition(",")[2]

    @property
    def _typed(self) -> str:
        return _tag(self._last)

    @property
    def _given(self) -> dict[str, str]:
        """The tags before the last comma, which Enter gives, by their folded names."""
        parts = self.query_one(Input).value.split(",")[:-1]
        return {fold(tag): tag for tag in map(_tag, parts) if tag}

    @on(Input.Changed)
    def _show(self) -> None:
        """The tags before the last comma; tags that begin with what is typed, it as a new one, tags that hold it."""
        if self.query_one(Input).value == " ":
            self._tick(takes=True)
            return
        words = fold(self._last.lstrip("# "))
        ordered = sorted(self._names, key=lambda key: (key not in self._before, key))
        begun = [key for key in ordered if any(part.startswith(words) for part in (key, *key.split("/")))]
        held = [key for key in ordered if words in key and key not in begun]
        new = [fold(self._typed)] if self._typed and fold(self._typed) not in self._names else []
        self._shown = [*dict.fromkeys((*self._given, *begun, *new, *held))]
        self.query_one(ChoiceList).put([self._row(key) for key in self._shown] or ["No tags yet: type one"])
        if 0 < len(self._given) < len(self._shown):
            self.query_one(ChoiceList).go_to(len(self._given), tell=False)

    def _row(self, key: str) -> Choice:
        given = self._given
        if key not in self._names:
            return Choice(given.get(key, self._typed), sign="+", end="a new tag", is_bold=key in given)
        number = self._counts.get(key)
        sign = ALL if key in given else self._now.get(key, NONE)
        return Choice(
            self._names[key], sign=sign, end=counted(number, "article") if number else "", is_bold=sign == ALL
        )

    # Choosing

    @on(Input.Submitted)
    def _entered(self) -> None:
        first, comma, rest = self.query_one(Input).value.partition(",")
        if comma:
            for tag in filter(None, map(_tag, (first, *rest.split(",")))):
                self._names.setdefault(fold(tag), tag)
                self._now[fold(tag)] = ALL
        elif first.strip() or self.query_one(ChoiceList).cursor != self._start:
            self._tick(takes=False)
        self.action_back()

    @on(ChoiceList.Opened)
    def _clicked(self) -> None:
        self._tick(takes=True)

    def _tick(self, *, takes: bool) -> None:
        """Give the tag under the cursor, which keeps the cursor, and empty the field; `takes`: take it where it is given."""
        at = self.query_one(ChoiceList).cursor
        if at >= len(self._shown):
            return
        key = self._shown[at]
        if key not in self._names:
            self._names[key] = self._given.get(key, self._typed)
        self._now[key] = NONE if takes and self._now.get(key) == ALL else ALL
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self.query_one(Input).focus()
        self._show()
        if key in self._shown:
            self.query_one(ChoiceList).go_to(self._shown.index(key), tell=False)
        self._start = self.query_one(ChoiceList).cursor

    def action_next_pane(self) -> None:
        """Complete to the tag under the cursor."""
        at = self.query_one(ChoiceList).cursor
        if at < len(self._shown):
            field = self.query_one(Input)
            before, comma, last = field.value.rpartition(",")
            name = self._names.get(self._shown[at], last)
            field.value = f"{before}{comma}{' ' if comma and name != last else ''}{name}"
            field.cursor_position = len(field.value)

    @property
    def action_targets(self) -> Sequence[object]:
        """The list, which the field hands its arrows to."""
        return [self.query_one(ChoiceList)]

    def action_back(self) -> None:
        """Done."""
        changed = {key: state for key, state in self._now.items() if state != self._before.get(key, NONE)}
        add = tuple(self._names[key] for key, state in changed.items() if state == ALL)
        drop = tuple(self._names[key] for key, state in changed.items() if state == NONE)
        self.dismiss((add, drop) if add or drop else None)


def _tag(text: str) -> str:
    """A tag as it is kept: one line, without signs around it."""
    return line(text.strip(), TAG_LIMIT).lstrip("#").strip("/ ")
