"""Finds names in a text: runs of capitalised words, in the scripts that have capitals."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self

from reader.text.tokens import Term, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SENTENCE_BREAK = re.compile(r"(?:[.!?…][\"'”’»)\]]*\s|[。！？]|\n)\s*")
_JOINS = re.compile(r"[\s\-–'’]*")

_REMEMBERED = 4
"""Texts whose terms are remembered: title and body are asked for by the profile, the template and the reasons."""

_LAST_CASED = "\u058f"
"""Up to here scripts have capitals: Latin, Greek, Cyrillic, Armenian."""


class Part(NamedTuple):
    """A title or a body with its terms."""

    text: str
    terms: list[Term]

    @classmethod
    def of(cls, text: str, lang: str | None = None) -> Self:
        """A text in that language, taken apart; joined terms are left out. The terms are shared: nobody changes them."""
        return cls(text, _terms(text, lang))

    def lead(self, sentences: int) -> int:
        """The number of terms in the first sentences."""
        last = next(islice(_SENTENCE_BREAK.finditer(self.text), sentences - 1, None), None)
        if last is None:
            return len(self.terms)
        return next((n for n, term in enumerate(self.terms) if term.start >= last.end()), len(self.terms))


@lru_cache(maxsize=_REMEMBERED)
def _terms(text: str, lang: str | None) -> list[Term]:
    return words(text, lang)


def has_capitals(counts: Mapping[str, int]) -> bool:
    """Tells whether a text is mostly in a script that could show names; `counts` are those of its stems."""
    if max(counts, default="") <= _LAST_CASED:  # then all are
        return any(stem[0].isalpha() for stem in counts)
    letters = [stem for stem in counts if stem[0].isalpha()]
    return 2 * sum(stem[0] <= _LAST_CASED for stem in letters) >= len(letters) > 0


def is_mixed(title: str) -> bool:
    """Tells whether capitals in the title say something: most of its words do not have them."""
    letters = [word[0] for word in title.split() if word[0].isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 <= len(letters) + 1 and not title.isupper()


def names(*parts: Part) -> Iterator[tuple[Part, list[Term]]]:
    """Names in the order of the parts: each a run of capitalised words side by side, with the part it stands in.

    A sentence's first word counts where the parts have it capitalised inside a sentence too, or where another
    capitalised word follows and the word never occurs in lower case.
    """
    inside: set[str] = set()
    small: set[str] = set()
    capitals: list[tuple[Part, list[_Capital]]] = []
    for part in parts:
        found = list(_capitals(part))
        inside.update([part.terms[one.number].stem for one in found if not one.first])
        numbers = {one.number for one in found}
        small.update([term[0] for number, term in enumerate(part.terms) if number not in numbers])
        capitals.append((part, found))
    for part, found in capitals:
        run: list[Term] = []
        last = -2
        for at, one in enumerate(found):
            term = part.terms[one.number]
            if one.first and term.stem not in inside:
                after = found[at + 1] if at + 1 < len(found) else None
                opens = after is not None and after.number == one.number + 1 and after.joined
                if not opens or term.stem in small:
                    continue
            if run and not (one.joined and one.number == last + 1):
                yield part, run
                run = []
            run.append(term)
            last = one.number
        if run:
            yield part, run


class _Capital(NamedTuple):
    number: int
    first: bool
    """Whether it opens a sentence."""
    joined: bool
    """Whether it follows the word before it with no more than a space or a hyphen between."""


def _capitals(part: Part) -> Iterator[_Capital]:
    text, found = part
    capitals = [number for number, term in enumerate(found) if text[term[2]].isupper()]
    for number in capitals:
        end, start = found[number - 1].end if number else 0, found[number].start
        first = not end or _SENTENCE_BREAK.search(text, end - 1, start) is not None
        joined = not first and _JOINS.fullmatch(text, end, start) is not None
        yield _Capital(number, first, joined)
