"""Tells two inflections of one name, and which of its forms is most likely the one it has in a dictionary."""

from __future__ import annotations

from itertools import takewhile

from reader.text.fold import fold

INFLECTED = frozenset({"ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "lt", "lv"})
"""Languages in which names have cases."""

_START, _END, _LONG_END, _LONG = 3, 2, 3, 8
"""Letters that two forms of a word have in common at least, and letters at most in which each of them then differs: in a
word of so many letters one more."""

_OBLIQUE = (
    "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ах", "ях", "ам", "ям", "ом", "ем", "ых", "их", "ым", "им", "ою",
    "ego", "ého", "ího", "emu", "ému", "ímu", "ami", "ech", "ach", "ích", "ých", "ych", "ich", "om", "em", "ům", "ím", "ým",
    "im", "ym", "iej", "ej", "ów", "ův", "ів", "ої", "ій",
)  # fmt: skip
_VOWELS = "аеёиоуыэюяєії" + "aeiouyáéíóúýěůąęóàèìòù"
_FEMININE = ("а", "я", "a", "á")
_ADJECTIVE = ("ый", "ий", "ý", "í")
_EITHER = ("ой", "ей")
"""Of an adjective's nominative, or of a name's instrumental."""


def are_forms_of_one(one: str, other: str) -> bool:
    """Tells whether two words are likely inflections of one: alike but for their endings."""
    one, other = one.lower(), other.lower()
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    longest = max(len(one), len(other))
    return start >= _START and longest - start <= (_LONG_END if longest >= _LONG else _END)


def distance(form: str) -> int:
    """Steps that a form is from a nominative, by its ending; 0 is likely one."""
    word = form.lower()
    if word.endswith(_ADJECTIVE) or word.endswith(_FEMININE):
        return 1
    if word.endswith(_OBLIQUE):
        return 3
    if word.endswith(_EITHER):
        return 2
    return 2 if fold(word)[-1:] in fold(_VOWELS) or word[-1:] in _VOWELS else 0
