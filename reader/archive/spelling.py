"""Words as they are spelt in the archive: the lexemes of each word, made once and remembered.

What a word is spelt as does not depend on where it stands, so that all that can be reckoned beforehand stands with it: its
lexemes, and the numbers by which it is told in a mark of pairs (`archive.pairs`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reader.archive import pairs
from reader.text import stemming
from reader.text.language import ANY, function_word_rows
from reader.text.tokens import forms_of, terms
from reader.text.word_memory import WordMemory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.text.stemming import Stemmers
    from reader.text.tokens import Form

EXACT = "="
"""How the lexeme of an exact form begins."""

_REMEMBERED = 200_000
"""Words remembered with their lexemes, some 120 MB where a writer meets as many."""

_FOLDED_FIRST = frozenset((stemming.NONE, "e", "A", "H"))
"""Codes by which words with one exact form have one stem, too: their pairs need no exact forms."""


class SpeltTerm(NamedTuple):
    """A term of a piece: its place behind the first, its stem, all its lexemes, and those that pairs of function words are
    made of."""

    step: int
    stem: str
    lexemes: tuple[str, ...]
    function: tuple[str, ...]


class Spelt:
    """A piece of a text: its terms, and the places that they take. `numbers` has the number of one lexeme of each place,
    `second` that of another, and `others` those of all others, a layer for each; 0 where there is none. `layers`: how many."""

    __slots__ = ("layers", "numbers", "others", "places", "second", "terms")

    def __init__(self, terms: tuple[SpeltTerm, ...], places: int, layers: Sequence[bytes]) -> None:
        self.terms = terms
        self.places = places
        self.layers = len(layers)
        self.numbers = layers[0]
        self.second = layers[1] if len(layers) > 1 else pairs.NOBODY * places
        self.others = tuple(layers[2:])


GAP = Spelt((), 1, (pairs.NOBODY,))
"""What stands between two parts of an article: no pair reaches over."""


def spelt(words: list[str], chosen: Stemmers) -> list[Spelt]:
    """Spells the pieces of a text; one that is met again is the same object."""
    return _memory.each(words, chosen)


def _spelt_anew(piece: str, chosen: Stemmers) -> Spelt:
    forms = forms_of(piece, chosen)
    if len(forms) == 1:  # most pieces, quicker
        term, paired = _term(forms[0])
        return Spelt((term,), 1, tuple(dict.fromkeys(map(pairs.number, paired))))
    found: list[SpeltTerm] = []
    numbers: list[list[bytes]] = []
    for form in forms:
        term, paired = _term(form)
        found.append(term)
        while len(numbers) <= term.step:
            numbers.append([])
        numbers[term.step] += map(pairs.number, paired)
    each = [list(dict.fromkeys(one)) for one in numbers]
    layers = [
        b"".join([one[at] if at < len(one) else pairs.NOBODY for one in each])
        for at in range(max(map(len, each), default=1))
    ]
    return Spelt(tuple(found), len(numbers), layers)


def _term(form: Form) -> tuple[SpeltTerm, tuple[str, ...]]:
    """Spells a term; with the lexemes by which it is told in any pair."""
    stem, exact, _, _, step, stemmer, also, _ = form
    first = stemmer + stem
    lexemes: tuple[str, ...] = (first, stemmer + also) if also else (first,)
    if exact not in (stem, also):
        lexemes = (*lexemes, EXACT + exact)
    paired = lexemes[:1] if stemmer in _FOLDED_FIRST else lexemes
    function = _function_forms()
    return SpeltTerm(step, first, lexemes, tuple([one for one in paired if one in function])), paired


_memory = WordMemory(_spelt_anew, _REMEMBERED)


def is_function_form(lexeme: str) -> bool:
    """Tells whether a lexeme is a form of a function word of some language that is stemmed so."""
    return lexeme in _function_forms()


@cache
def _function_forms() -> frozenset[str]:
    forms: set[str] = set()
    for lang, words in function_word_rows():
        for term in terms(words, None if lang == ANY else lang):
            forms.update((term.stemmer + term.stem, EXACT + term.exact))
    return frozenset(forms)
