"""Turns key presses into actions: sequences and numbers are put together here, since Textual knows single keys only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.events import Key

from reader.config.actions import COUNTED, REPEATED
from reader.config.keys import DIGIT, NUMBER, shown

if TYPE_CHECKING:
    from reader.config.actions import Context
    from reader.config.keys import Bindings

NUMBER_LIMIT = 5
"""Digits that a number can have."""

COUNT_LIMIT = 4
"""Digits of a count before a movement; further ones change nothing."""

_SILENT = ("_shift", "_control", "_alt", "_super", "_hyper", "_meta", "caps_lock", "num_lock", "<ignore>")
"""Ends of keys that mean nothing by themselves: some terminals send Shift before a capital."""


_WORDS = {"b": "ctrl+left", "f": "ctrl+right"}


class Result(NamedTuple):
    """The outcome of a key. `action` is to be done now, with `number` where its sequence has one, or where a count stood
    before a movement; `taken` says that the key was used up, by an action or by a sequence that has begun."""

    action: str = ""
    number: int | None = None
    taken: bool = False


class Dispatcher:
    """Keys in, actions out. A sequence waits as long as it takes; a key that does not go on with it ends it and counts
    by itself, but Esc ends it only. In lists, digits that no action has are a count for the movement that follows.
    `pending` is what has been pressed, for the foot line."""

    def __init__(self, bindings: Bindings) -> None:
        self.bindings = bindings
        self._patterns = {
            context: [(key.split(" "), action) for key, action in sequences.items()]
            for context, sequences in bindings.sequences.items()
        }
        self._pressed: list[str] = []
        self._count = ""
        self._context: Context | None = None

    @property
    def pending(self) -> str:
        """The sequence or count that has begun, as a person reads it: `g`, `#12`, `10`."""
        keys = [shown(key) for key in self._pressed]
        return self._count + ("" if self._in_number() else " ").join(keys)

    def reset(self) -> None:
        """Forget a sequence or a count that has begun."""
        self._pressed = []
        self._count = ""

    def feed(self, key: str, context: Context) -> Result:
        """The next key, by its name as `name` gives it. A sequence does not go on from one context to another."""
        if context != self._context:
            self.reset()
            self._context = context
        if not self._pressed and self._is_counting(key, context):
            return Result(taken=True)
        begun = bool(self._pressed or self._count)
        if begun and key == "backspace" and self._in_number():
            self._pressed.pop()
            return Result(taken=True)
        result = self._next([*self._pressed, key], context)
        if result is not None:
            return self._with_count(result)
        if self._in_number() and _is_digit(key):
            return Result(taken=True)
        self.reset()
        if not begun:
            return Result()
        return Result(taken=True) if key == "escape" else self._next([key], context) or Result()

    def _is_counting(self, key: str, context: Context) -> bool:
        """Take a key that belongs to a count: a digit; Backspace, which takes the last one away; Esc, which drops it."""
        if context not in COUNTED:
            return False
        if self._count and key in ("backspace", "escape"):
            self._count = self._count[:-1] if key == "backspace" else ""
            return True
        is_free = key != "0" and not any(_match(pattern, [key]) for pattern, _ in self._patterns[context])
        if not _is_digit(key) or not (self._count or is_free):
            return False
        self._count = (self._count + key)[:COUNT_LIMIT]
        return True

    def _with_count(self, result: Result) -> Result:
        """The result with the count that stood before it, which ends with the action."""
        if not result.action:
            return result
        count, self._count = self._count, ""
        return result._replace(number=int(count)) if count and result.action in REPEATED else result

    def _next(self, pressed: list[str], context: Context) -> Result | None:
        """The result where these keys are a sequence or the start of one."""
        for pattern, action in self._patterns[context]:
            if _match(pattern, pressed) == len(pattern):
                self._pressed = []
                return Result(action, _number(pattern, pressed), taken=True)
        if any(_match(pattern, pressed) for pattern, _ in self._patterns[context]):
            self._pressed = pressed
            return Result(taken=True)
        return None

    def _in_number(self) -> bool:
        return len(self._pressed) > 1 and self._pressed[-1].isdecimal()


def name(event: Key) -> str:
    """The key in our spelling: the character where it has one, else Textual's name; empty for Shift and the like."""
    key = event.key.removeprefix("shift+") if event.key == "shift+space" else event.key
    if key.endswith(_SILENT):
        return ""
    if "+" in key or key == "space":
        return key
    return event.character if event.is_printable and event.character else key


def apart(event: Key, bindings: Bindings, context: Context) -> tuple[Key, ...]:
    """The keys that a key with Alt to it stands for: in a terminal it cannot be told from Esc and that key right after
    it, so it is these, unless it is bound. In a field Alt-b and Alt-f stay what they are everywhere, and what
    Option-Left and Option-Right send on a Mac: a word back or on."""
    letter = event.key.removeprefix("alt+")
    if letter == event.key or any(
        event.key in keys.split(" ") for table in bindings.sequences.values() for keys in table
    ):
        return (event,)
    if context == "typing" and letter in _WORDS:
        return (Key(_WORDS[letter], None),)
    upper = letter.removeprefix("shift+")
    letter = upper.upper() if upper != letter else letter
    if len(letter) > 1 and letter != "space":
        return (event,)
    return Key("escape", "\x1b"), Key(letter, " " if letter == "space" else letter)


def _match(pattern: list[str], pressed: list[str]) -> int:
    """Parts of the pattern that the keys fill, all of them used; 0 where they do not fit."""
    at = 0
    for part_at, part in enumerate(pattern, start=1):
        if at == len(pressed):
            return part_at - 1
        if part == NUMBER:
            end = at
            while end < len(pressed) and end - at < NUMBER_LIMIT and _is_digit(pressed[end]):
                end += 1
            if end == at or pressed[at] == "0":
                return 0
            at = end
        elif pressed[at] == part or (part == DIGIT and _is_digit(pressed[at]) and pressed[at] != "0"):
            at += 1
        else:
            return 0
    return len(pattern) if at == len(pressed) else 0


def _number(pattern: list[str], pressed: list[str]) -> int | None:
    if DIGIT not in pattern and NUMBER not in pattern:
        return None
    return int("".join(key for key in pressed if _is_digit(key)))


def _is_digit(key: str) -> bool:
    return len(key) == 1 and key in "0123456789"
