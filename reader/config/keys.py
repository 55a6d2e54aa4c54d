"""Key bindings: the table of actions with the user's `[keys]` applied, and the notation of keys.

A sequence is written as keys parted by spaces: `g g`, `ctrl+r`, `# number enter`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.config import toml_file
from reader.config.actions import ACTIONS, CONTEXTS, FIRST, LAST, PANES, PLACES, TITLES, Action, Context
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

DIGIT, NUMBER = "digit", "number"
"""Any of the keys 1–9; one or more digits. Both give the action its number."""

_SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    DIGIT: "1–9",
    NUMBER: "n",
}
_ARROW_WORDS = str.maketrans({"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"})
_NAMED = frozenset(_SHOWN) | {f"f{number}" for number in range(1, 25)}
_ALIASES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    # What a terminal sends for them:
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+[": "escape",
}
_MODIFIERS = ("alt", "ctrl", "shift")  # in the order in which a terminal names them


class Binding(NamedTuple):
    """The keys of an action in one context; `keys` as sequences, none where only the palette has it."""

    action: Action
    keys: tuple[str, ...]


_PANE_NAMES: dict[Context, str] = {
    "sections": "the sidebar",
    "list": "the list",
    "article": "the article",
    "related": "related articles",
}


def _named(contexts: Collection[Context]) -> str:
    found = [_PANE_NAMES[context] for context in PANES if context in contexts]
    return " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


def _without_panel(contexts: Collection[Context]) -> Collection[Context]:
    """The panes without that of related articles where the article beside it has the same: both are there together."""
    return [context for context in contexts if context != "related" or "article" not in contexts]


class Bindings:
    """All keys in force. What holds on the front page is in each of its panes."""

    def __init__(self, keys: Mapping[str, tuple[str, ...]], own: Sequence[Action] = ()) -> None:
        """`keys`: the sequences of the actions that have others than the table's; `own`: actions of the user's own."""
        self._keys = keys
        self._rows: dict[Context, list[Binding]] = {context: [] for context in CONTEXTS}
        placed: set[tuple[str, Context]] = set()
        for action in (*ACTIONS, *own):
            for context in _contexts(action):
                if (action.id, context) in placed:
                    continue  # there it has a row of its own, with other keys than on the front page
                placed.add((action.id, context))
                given = keys.get(action.id, action.keys)
                # Who sets `back` to a letter still needs a way out of a field: there using the default keys.
                fitting = _fitting(given, context) or (_fitting(action.keys, context) if given else ())
                self._rows[context].append(Binding(action, fitting))
        self.sequences: dict[Context, dict[str, str]] = {
            context: {key: row.action.id for row in rows for key in row.keys}
            for context, rows in self._rows.items()
        }
        """Context → sequence → the id of the action."""

    def with_own(self, own: Sequence[Action]) -> Bindings:
        """These and the actions of the user's own, whose keys are free."""
        return Bindings(self._keys, own)

    def taken(self, sequence: str, contexts: Sequence[Context]) -> Action | None:
        """The action that has the keys of this sequence, or the first ones of them, in one of the contexts."""
        rows = (row for context in contexts for row in self._rows[context])
        wanted = sequence.split(" ")
        found = (row.action for row in rows if any(collide(wanted, key.split(" ")) for key in row.keys))
        return next(found, None)

    def elsewhere(self, key: str) -> str:
        """The panes that have a single key, in words, with what it does there: `the sidebar and the list (filter)`; empty where
        none has it."""
        panes: dict[str, list[Context]] = {}
        for context in PANES:
            for row in self._rows[context]:
                if key in row.keys:
                    panes.setdefault(row.action.label, []).append(context)
        return " and ".join(f"{_named(_without_panel(having))} ({label})" for label, having in panes.items())

    def only_elsewhere(self, context: Context, ids: Collection[str]) -> list[Binding]:
        """The actions of other panes for a palette, without those with these ids; the help of each says where it works."""
        rows = {
            row.action: row._replace(
                action=row.action._replace(help=f"only in {_named(_without_panel(row.action.contexts))}")
            )
            for pane in PANES
            for row in self._rows[pane]
            if row.action.in_palette and row.action.id not in ids and pane in row.action.contexts
        }
        return [shown for action, shown in rows.items() if context not in action.contexts]

    def rows(self, context: Context) -> list[Binding]:
        """The actions of a context: its own before those of the whole front page, those used most first."""

        def rank(row: Binding) -> tuple[bool, bool, int]:
            is_own = context in row.action.contexts
            first = FIRST.get(context if is_own else "front", ())
            id_ = row.action.id
            place = first.index(id_) if id_ in first else len(first)
            return not is_own, (context, id_) in LAST, place

        return sorted(self._rows[context], key=rank)

    def keys(self, action_id: str, context: Context) -> tuple[str, ...]:
        """The sequences of an action in a context."""
        return next((row.keys for row in self._rows[context] if row.action.id == action_id), ())


class Problem(NamedTuple):
    """Something in `[keys]` that cannot be used: the action as written, and what is wrong."""

    name: str
    text: str


def bindings(given: Mapping[str, object]) -> tuple[Bindings, list[Problem]]:
    """The table with these keys: action → a sequence or a list of them, as TOML gave it. What cannot be used, or would
    give a key two meanings in one context, keeps the table's keys."""
    used: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name, value in given.items():
        keys, problem = _read(name, value)
        if problem:
            problems.append(Problem(name, problem))
        else:
            used[name] = keys
    # The table alone has none, which a test proves: looking would take each start 10 ms.
    while used and (clash := _clash(used)):
        problems.append(clash)
        del used[clash.name]
    return Bindings(used), problems


def load(path: Path) -> tuple[Bindings, tuple[str, ...]]:
    """The keys of a config file, and one line for each thing in them that cannot be used. What is wrong with the file
    as a whole is reported by `settings.load`."""
    file = toml_file.read(path)
    given = file.tree.get("keys", {})
    if not isinstance(given, dict):
        said = "keys must be a table: [keys], then lines of action = [keys]; using the default keys"
        return Bindings({}), (toml_file.notice(path, file.lines.get("keys"), said),)
    found, problems = bindings(given)
    notices = [
        toml_file.notice(path, file.lines.get(f"keys.{problem.name}"), problem.text) for problem in problems
    ]
    return found, toml_file.bounded(path, notices, "keys")


class _Arrows:
    """How arrow keys are named. Like a locale, it is one for the whole process."""

    are_words = False


def name_arrows(*, in_words: bool) -> None:
    """Name arrow keys by words from now on, where a terminal has no arrows: `v` and `^` are keys of their own."""
    _Arrows.are_words = in_words


def legible(keys: str) -> str:
    """Keys as a person reads them, the arrows among them by words where those are wanted."""
    return keys.translate(_ARROW_WORDS) if _Arrows.are_words else keys


def shown(sequence: str) -> str:
    """A sequence as a person reads it: `Ctrl-r`, `g g`, `# n Enter`."""
    return legible(" ".join(_shown(key) for key in sequence.split(" ")))


def pressed(said: str) -> str:
    """The key that `shown` says in this way."""
    *modifiers, name = said.split("-") if len(said) > 1 else [said]
    key = next((key for key, given in _SHOWN.items() if given == name and key not in {DIGIT, NUMBER}), name)
    return "+".join([*(modifier.lower() for modifier in modifiers), key.lower() if len(key) > 1 else key])


def page() -> str:
    """The page `docs/keys.md`."""
    table = Bindings({})
    parts = [_HEAD]
    for context, title in TITLES.items():
        parts.append(f"\n## {title}\n\n| Keys | Action | What it does |\n| --- | --- | --- |\n")
        parts.extend(_row(row) for row in table.rows(context) if context in row.action.contexts)
    return "".join(parts)


_HEAD = """\
# Keys

<!-- Made from the program's own table by `make docs`; do not edit. -->

`?` lists the keys that work where you are. `:` opens the palette, which finds any action by name, even one without a key.

To change a key, name the action in `config.toml` (`broadsheet config path` shows where it is). Separate the keys of a
sequence with spaces. A list gives an action several keys, an empty list none. A key has only one meaning in each place; a
second one is ignored, and a message says so.

In lists and the sidebar, a number repeats a movement: `10j`, `3n`. `Esc` cancels it. In an article, numbers open links. You
can click the keys in the bottom line.

```toml
[keys]
open = ["enter", "l"]
first = "g g"
redo = "ctrl+y"
```
"""


def _row(row: Binding) -> str:
    keys = " ".join(f"`{shown(key)}`".replace("|", "\\|") for key in row.keys)
    return f"| {keys} | `{row.action.id}` | {row.action.help} |\n"


def _contexts(action: Action) -> Iterator[Context]:
    for context in action.contexts:
        yield context
        if context == "front":
            yield from PLACES


def _fitting(sequences: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Those that a field that takes text leaves to us; elsewhere all."""
    if context != "typing":
        return sequences
    firsts = ((sequence, sequence.split(" ")[0]) for sequence in sequences)
    return tuple(
        sequence for sequence, first in firsts if len(first) > 1 and first not in {DIGIT, NUMBER, "space"}
    )


def _read(name: str, value: object) -> tuple[tuple[str, ...], str]:
    """The sequences written, or what is wrong with them."""
    ids = {action.id for action in ACTIONS}
    if name not in ids:
        hint = toml_file.nearest(name, ids, "to list all actions: broadsheet help keys")
        return (), f"unknown action “{line(name, 40)}”; {hint}"
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        return (), f"{name} must be a key or a list of keys; using the default keys"
    sequences = []
    for one in written:
        found, problem = sequence(one)
        if problem:
            return (), f"{name}: {problem}"
        sequences.append(found)
    return tuple(dict.fromkeys(sequences)), ""


def sequence(written: str) -> tuple[str, str]:
    """A sequence in our spelling, or what is wrong with it."""
    parts = [_key(part) for part in written.split()[:8]]
    for part, key in zip(written.split(), parts, strict=False):
        if key is None:
            return "", f"there is no key “{line(part, 20)}”; {toml_file.nearest(part, _NAMED, _KEYS)}"
    if not parts:
        return "", "the key is empty; using the default keys"
    return " ".join(str(key) for key in parts), ""


_KEYS = "a key is a character or a name such as enter or pageup, optionally with ctrl+ in front"


def _key(written: str) -> str | None:
    """A key in our spelling, None where there is none of that name."""
    if len(written) == 1:
        return written if written.isprintable() else None
    *modifiers, key = written.replace("-", "+").split("+") if written[-1] not in "+-" else [written]
    names = [modifier.lower() for modifier in modifiers]
    if any(name not in _MODIFIERS for name in names) or len(set(names)) != len(names):
        return None
    key = key.lower() if len(key) > 1 or names else key
    key = _ALIASES.get(key, key)
    if len(key) == 1 and names == ["shift"] and key.isalpha():
        return key.upper()
    if not (key in _NAMED or (len(key) == 1 and key.isprintable() and names)):
        return None
    whole = "+".join([*(name for name in _MODIFIERS if name in names), key])
    return _ALIASES.get(whole, whole)


def _shown(key: str) -> str:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    name = _SHOWN.get(name) or (name.upper() if name in _NAMED else name)
    return "-".join([*(modifier.capitalize() for modifier in modifiers), name])


def _clash(used: Mapping[str, tuple[str, ...]]) -> Problem | None:
    """The last of the user's keys that mean something else in one context already."""
    table = Bindings(used)
    order = list(used)
    found: dict[str, str] = {}
    for context in CONTEXTS:
        pairs = [(key, row.action) for row in table.rows(context) for key in row.keys]
        for at, (key, action) in enumerate(pairs):
            for other, rival in pairs[:at]:
                if action.id != rival.id and collide(key.split(" "), other.split(" ")):
                    late = max(action, rival, key=lambda one: order.index(one.id) if one.id in used else -1)
                    taken = rival if late is action else action
                    found.setdefault(
                        late.id,
                        f"{late.id}: {shown(key if late is action else other)} is {taken.label} "
                        f"({taken.id}) {TITLES[context].lower()}; using the default keys",
                    )
    last = max(found, key=order.index, default=None)
    return None if last is None else Problem(last, found[last])


def collide(one: list[str], other: list[str]) -> bool:
    """Tells whether one sequence is the start of the other, so that a key would mean two things."""
    return all(_same(left, right) for left, right in zip(one, other, strict=False))


def _same(one: str, other: str) -> bool:
    return one == other or any(
        left in {DIGIT, NUMBER} and (right in {DIGIT, NUMBER} or (len(right) == 1 and right in "0123456789"))
        for left, right in ((one, other), (other, one))
    )
