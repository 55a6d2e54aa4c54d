"""Remembers what was made of the words met last, so that a word of everyday language is taken apart once.

Scripts without spaces give runs, few of which come again: these are not remembered, nor is what is longer than a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from reader.late import pattern
from reader.text.scripts import FIRST_UNSPACED, UNSPACED_OR_HANGUL

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.text.stemming import Stemmers

LONGEST = 64
"""Characters of a word that is remembered."""

_UNSPACED = pattern(f"[{UNSPACED_OR_HANGUL}]")

Made = TypeVar("Made")


class _Known(dict[str, Made]):
    """The words of one language. A word that is missing is made as it is asked for, so that a whole text is looked up without
    a look at each answer."""

    def __init__(self, memory: WordMemory[Made], chosen: Stemmers) -> None:
        self._memory = memory
        self._chosen = chosen
        self.is_old = False

    def __missing__(self, word: str) -> Made:
        return self._memory.met(word, self._chosen, self)


class WordMemory(Generic[Made]):
    """Keeps what `make` gave of the words met last, by language, in two halves: the older one goes when the younger is full,
    but for what is met again. A word of ASCII letters must give the same with capitals and without."""

    def __init__(self, make: Callable[[str, Stemmers], Made], room: int) -> None:
        self._make = make
        self._half = self._left = room // 2
        self._young: dict[Stemmers, _Known[Made]] = {}
        self._old: dict[Stemmers, _Known[Made]] = {}

    def known(self, chosen: Stemmers) -> _Known[Made]:
        """The words of the younger half; asked for one that is missing, it gives it as well."""
        found = self._young.get(chosen)
        if found is None:
            found = self._young[chosen] = _Known(self, chosen)
        return found

    def each(self, words: list[str], chosen: Stemmers) -> list[Made]:
        """Gives for each of the words what is made of it."""
        return list(map(self.known(chosen).__getitem__, words))

    def met(self, word: str, chosen: Stemmers, lacking: _Known[Made]) -> Made:
        """Gives what is made of a word that these words of the language lack."""
        known, found = lacking, None
        if known.is_old:  # it became so while a text was looked up
            known = self.known(chosen)
            found = known.get(word)
            if found is not None:
                return found
        if word.isascii():
            if word.isalpha():
                found = known.get(word.lower())
        elif word >= FIRST_UNSPACED and _UNSPACED.match(word):
            return self._make(word, chosen)
        if found is None and self._old and chosen in self._old:
            found = self._old[chosen].get(word)
        if found is None:
            found = self._make(word, chosen)
        if len(word) <= LONGEST:
            if not self._left:
                known = self._aged(chosen)
            known[word] = found
            self._left -= 1
        return found

    def _aged(self, chosen: Stemmers) -> _Known[Made]:
        """Lets the older half go, and gives the new one's words of that language: none yet."""
        for known in self._young.values():
            known.is_old = True
        self._old, self._young, self._left = self._young, {}, self._half
        return self.known(chosen)
