"""The help and the palette: actions with their keys, searched as one types."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.widgets import Input, Static

from reader.config.actions import ALSO_CALLED, ARCHIVE, PLACES, TITLES, Action
from reader.config.keys import Binding, shown
from reader.core import manual
from reader.text.fold import fold
from reader.tui.cells import fit, plain, strip
from reader.tui.dialogs.base import SLIM, Dialog
from reader.tui.widgets.grouped_list import GroupedList, beside, lines_beside
from reader.tui.widgets.row_columns import COLUMN, GUTTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.config.actions import Context
    from reader.config.keys import Bindings
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground
    from reader.tui.widgets.foot_line import Hints


KEY_COLUMN, KEY_SHARE = 26, 0.24
"""Cells that keys take where they stand on the left, at most, and the part of a narrow list: there they run on over lines."""

KEYS_LEAST = 53
"""Cells of a column of keys at least where there are several: most of what is said beside a key is one line, the rest two."""

SAME_KEYS = 3
"""Keys that mean the same in a place before, from which on a line says together what they do."""

NAMED = 3
"""Actions that such a line names; it counts the others."""

LABEL_COLUMN = 20


class ActionList(GroupedList[Binding]):
    """Bindings; `keys_first`: keys left, else right."""

    def __init__(self, *, keys_first: bool = False) -> None:
        super().__init__()
        self._keys_first = keys_first

    def lines_of(self, row: Binding, width: int) -> int:
        """Beside its keys all of a help is shown."""
        if not self._keys_first:
            return 1
        room = key_column(width) if row.keys else 0
        return max(len(lines_beside(row.action.help, width - room - 1)), len(_keys_in(row, room)))

    @property
    def least_column(self) -> int:
        """All keys are to be seen at once where the terminal is large."""
        return KEYS_LEAST if self._keys_first else super().least_column

    def begins_column(self, index: int) -> bool:
        """A column goes on within a group, but not right below its heading."""
        return self.begins_group(index) or (self._keys_first and self.is_choice(index - 1))

    def again(self, index: int, width: int) -> Strip:
        """Say that a place goes on."""
        ink, heads = (
            self.paint.style("ink"),
            (row for row in reversed(self._rows[:index]) if isinstance(row, str)),
        )
        said = fit(f"{next(heads, '')} (continued)", width - 1)
        return strip([(" ", ink), (said, self.paint.style("dim"))], width, ink)

    def choice(self, row: Binding, number: int, width: int, ground: Ground) -> list[Piece]:
        """An action with its keys."""
        accent = self.paint.style("accent", bold=True, on=ground)
        ink, dim = self.paint.style("ink", on=ground), self.paint.style("dim", on=ground)
        if self._keys_first:
            room = key_column(width) if row.keys else 0
            said = beside(row.action.help, width - room - 1, number)
            if not row.keys:  # it says in general what other rows explain
                return [(said, dim)]
            keys = "".join(_keys_in(row, room)[number : number + 1])
            return [(_column(keys, room), accent), (said, ink)]
        keys = "  ".join(shown(key) for key in row.keys)
        label = _column(row.action.label, LABEL_COLUMN)
        room = width - LABEL_COLUMN - cell_len(keys) - 2
        said = fit(row.action.help, room) if row.action.help != row.action.label else ""
        return [(label, ink), (said, dim), (" " * max(room - cell_len(said) + 1, 1), ink), (keys, accent)]


def key_column(width: int) -> int:
    """Cells of the column of keys in a list of some width."""
    return min(KEY_COLUMN, int(width * KEY_SHARE)) if width < COLUMN - 1 else KEY_COLUMN


def _keys_in(row: Binding, room: int) -> Sequence[str]:
    """The keys of a row in lines of so many cells."""
    lines = [""]
    for key in map(shown, row.keys):
        joined = f"{lines[-1]}  {key}" if lines[-1] else key
        if lines[-1] and cell_len(joined) >= room:
            lines.append(key)
        else:
            lines[-1] = joined
    return lines


class Help(Dialog[str]):
    """The keys in force by place, the place one came from first. Over a dialog these are the dialog's `own` keys, and the
    actions that can be done in it (`only`), and nothing else. Answers with the id of an action that can be done there."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "run"),)
    LACKS = frozenset({"help"})
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's
        (0, "-slim"),
        (SLIM, "-usual"),
        (2 * KEYS_LEAST + GUTTER, "-broad"),
        (3 * KEYS_LEAST + 2 * GUTTER, "-large"),
    ]

    def __init__(
        self, bindings: Bindings, context: Context, own: Hints = (), *, only: Collection[str] | None = None
    ) -> None:
        super().__init__()
        self._table = bindings
        self._place: Context = context
        self._own = [Binding(Action("", (), (), said, said), (keys,)) for keys, said in own if said]
        self._only = only

    def body(self) -> ComposeResult:
        """A field and the keys below it."""
        yield Input(placeholder="search keys")
        yield ActionList(keys_first=True)
        if self._only is None and (keys := self._table.keys("move_down", "list")):
            said = f"In lists and the sidebar, a number repeats a movement: 10{shown(keys[0])}"
            yield Static(plain(said), classes="said")

    def on_mount(self) -> None:
        """All keys, until something is typed."""
        self._show("")

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    @on(ActionList.Opened)
    def _choose(self) -> None:
        row = self.query_one(ActionList).current
        if row is None or not row.keys:
            return
        here = [self._place, *(["front"] if self._place in PLACES else [])]
        if not row.action.id:  # a key of the dialog below, which is waiting for it
            self.dismiss(None)
        elif any(context in row.action.contexts for context in here):
            self.dismiss(row.action.id)
        else:
            self.tell(f"Not here: {TITLES[row.action.contexts[0]].lower()}")

    def _show(self, words: str) -> None:
        rows: list[Binding | str] = []
        if found := matching([*self._own, *self._possible()], words):
            rows += ["IN THIS DIALOG", *found]
        known: dict[Binding, Context] = {}
        for context in ordered(self._place) if self._only is None else ():
            own = [row for row in self._table.rows(context) if context in row.action.contexts and row.keys]
            more = ""
            if context == "related" != self._place and not words:  # most of its keys are those of an article
                more = ", AND THE KEYS OF AN ARTICLE"
                there = {(row.action.id, row.keys) for row in self._table.rows("article")}
                own = [row for row in own if (row.action.id, row.keys) not in there]
            others, same = (own, []) if words else apart(own, known)
            known = {**dict.fromkeys(own, context), **known}
            if found := matching(others, words):
                rows += [TITLES[context].upper() + more, *found, *same]
        if words.strip() and (found := matching([*self._unbound()], words)):
            rows += ["BY NAME, WITHOUT A KEY", *found]
        self.query_one(ActionList).put(rows, f"No key matches “{words}”")

    def _unbound(self) -> Iterator[Binding]:
        """Gives what can be done here and has no key: the one of the palette stands there, with its name."""
        palette = self._table.keys("palette", "front")[:1]
        for row in self._table.rows(self._place) if palette and self._only is None else ():
            if not row.keys and row.action.in_palette:
                yield row._replace(keys=(f"{palette[0]} {row.action.label}",))

    def _possible(self) -> Iterator[Binding]:
        """Gives what can be done in the dialog below by keys that are not its own."""
        taken = {keys for row in self._own for keys in row.keys}
        for row in self._table.rows(self._place) if self._only is not None else ():
            keys = tuple(key for key in row.keys if shown(key) not in taken)
            if row.action.id in (self._only or ()) and keys:
                yield row._replace(keys=keys)

    @property
    def action_targets(self) -> Sequence[object]:
        """The list, which the field hands its arrows to."""
        return [self.query_one(ActionList)]


class Palette(Dialog[str]):
    """All that can be done where it was opened (`rows`), by name; answers with the id of an action. What is done only
    `elsewhere` is found as well, and says where, and so is what there is `more`, by its heading: themes, pages of the
    manual."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "run"),)

    def __init__(
        self,
        rows: Sequence[Binding],
        elsewhere: Sequence[Binding] = (),
        more: Mapping[str, Sequence[Binding]] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self._rows = rows
        self._elsewhere = elsewhere
        self._more = {"NOT HERE": elsewhere, **more}

    def body(self) -> ComposeResult:
        """A field and the actions below it."""
        yield Input(placeholder="search actions")
        yield ActionList()

    def on_mount(self) -> None:
        """All actions, until something is typed."""
        self.query_one(ActionList).put(self._rows)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        words = event.value
        rows: list[Binding | str] = [*matching(self._rows, words)]
        for heading, more in self._more.items() if words.strip() else ():
            if found := matching(more, words):
                rows += [heading, *found]
        self.query_one(ActionList).put(rows, f"Nothing matches “{words}”")

    @on(Input.Submitted)
    @on(ActionList.Opened)
    def _choose(self) -> None:
        row = self.query_one(ActionList).current
        if row is not None and row in self._elsewhere:
            self.tell(f"“{row.action.label}”: {row.action.help}")
        elif row is not None:
            self.dismiss(row.action.id)

    @property
    def action_targets(self) -> Sequence[object]:
        """The list, which the field hands its arrows to."""
        return [self.query_one(ActionList)]


def ordered(context: Context) -> list[Context]:
    """Order the contexts: the one that matters, then what holds on the whole front page, then the others. A story, the welcome screen,
    an empty library and the choice of a passage are among them only where one is there, and the archive's only in one:
    many readers have none."""
    first: list[Context] = [context, "front"] if context in PLACES else [context]
    others = (other for other in TITLES if other not in (*first, "story", "welcome", "unfilled", "choosing"))
    return [*first, *(other for other in others if other not in ARCHIVE or context in ARCHIVE)]


def apart(rows: Sequence[Binding], known: Mapping[Binding, Context]) -> tuple[list[Binding], list[Binding]]:
    """The rows of a place that are not known from one before, and a row for each place that says what those do that are; a few
    of them stay where they are."""
    others, named = [*rows], []
    for place, title in TITLES.items():
        same = [row for row in rows if known.get(row) == place]
        if len(same) >= SAME_KEYS:
            others = [row for row in others if row not in same]
            named_first = same if len(same) <= NAMED + 1 else same[:NAMED]
            more = f" and {len(same) - NAMED} more" if len(same) > NAMED + 1 else ""
            does = " · ".join(row.action.label for row in named_first)
            said = f"{does}{more}: as {title[0].lower()}{title[1:]}"
            named.append(Binding(Action("", (), (), said, said), ()))
    return others, named


def manual_pages() -> list[Binding]:
    """The pages of the manual as rows, the list of them first; none where the manual is not there."""
    try:
        topics = manual.topics()
    except OSError:
        return []
    said = [("manual", "the list of its pages"), *((f"help {one.name}", one.tells) for one in topics)]
    return [
        Binding(Action(f"manual {at}", (), (), label, tells.replace("`", "")), ())
        for at, (label, tells) in enumerate(said)
    ]


def matching(rows: Sequence[Binding], words: str) -> list[Binding]:
    """Those that hold every word in label, help, names or keys; where the label begins with them, first."""
    wanted = fold(words).split()
    found = [row for row in rows if all(word in _searched(row) for word in wanted)]
    start = " ".join(wanted)
    return sorted(found, key=lambda row: not fold(row.action.label).startswith(start))


def _searched(row: Binding) -> str:
    keys = " ".join(shown(key) for key in row.keys)
    also = ALSO_CALLED.get(row.action.id, "")
    if row.action.id.startswith("manual "):
        also = manual.ALSO_CALLED.get(row.action.label.removeprefix("help "), "")
    return fold(f"{row.action.label} {row.action.help} {row.action.id} {also} {keys}")


def _column(text: str, cells: int) -> str:
    short = fit(text, cells - 1)
    return short + " " * (cells - cell_len(short))
