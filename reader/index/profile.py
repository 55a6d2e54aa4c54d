"""What an article says, in the parts that relatedness compares: words, names, numbers, days, and its run of words."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from reader.base.terms import Term, terms
from reader.index.days import Days, days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

READ = 60_000
"""Characters of a text that are read: what comes after tells no more of what it is about."""

HEAD = 900
"""Characters after the title in which a report says when it happened."""

_LEAD_SENTENCES = 3
_SHINGLE = 4
_SENTENCE_BREAK = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s|\n")
_JOINS = re.compile(r"[\s\-–'’]*")
_REMEMBERED = 1_000
"""Articles whose profiles are kept, some 30 MB: a list of related articles meets the same ones again and again."""


@dataclass(frozen=True)
class Profile:
    """`words`: stem → 1 + log of its count, more in the title and in the first sentences. `names`: stems of capitalised
    words and neighbouring pairs of them, with counts. `shown`: how a stem or a name stands in the text."""

    words: Mapping[str, float]
    title: frozenset[str]
    names: Mapping[str, int]
    numbers: frozenset[str]
    days: Days
    shown: Mapping[str, str]
    sequence: tuple[str, ...]

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Runs of four stems."""
        return frozenset(
            self.sequence[at : at + _SHINGLE] for at in range(max(len(self.sequence) - _SHINGLE + 1, 1))
        )


@dataclass(slots=True)
class _Word:
    term: Term
    written: str
    sentence: int
    first: bool
    capital: bool
    joined: bool
    """Whether it follows the word before it with no more than a space or a hyphen between."""


@lru_cache(maxsize=_REMEMBERED)
def profile(title: str, body: str) -> Profile:
    """The parts of one article."""
    body = body[:READ]
    headline, text = list(_words(title)), list(_words(body))
    in_title = frozenset(word.term.stem for word in headline)
    counts = Counter(word.term.stem for word in (*headline, *text))
    lead = {word.term.stem for word in text if word.sentence < _LEAD_SENTENCES}
    words = {
        stem: 1 + math.log(count) + 0.5 * (stem in in_title or stem in lead) + 0.5 * (stem in in_title)
        for stem, count in counts.items()
    }
    named = list(_names(headline if _is_mixed(title) else [], text))
    return Profile(
        words=words,
        title=in_title,
        names=Counter(name for name, _ in named),
        numbers=frozenset(word.term.stem for word in (*headline, *text) if word.term.exact[0].isdigit()),
        days=days(f"{title}\n{body[:HEAD]}"),
        shown=_shown(headline) | _shown(text) | {name: written for name, written in named if " " in name},
        sequence=tuple(word.term.stem for word in text),
    )


def _words(text: str) -> Iterator[_Word]:
    sentence, end = 0, 0
    for term in terms(text):
        between = text[end : term.start]
        broken = _SENTENCE_BREAK.search(text, max(end - 1, 0), term.start) is not None and end > 0
        sentence += broken
        joined = bool(end) and not broken and _JOINS.fullmatch(between) is not None
        yield _Word(
            term, text[term.start : term.end], sentence, broken or not end, text[term.start].isupper(), joined
        )
        end = term.end


def _is_mixed(title: str) -> bool:
    """Whether capitals in the title say something: most of its words do not have them."""
    letters = [word[0] for word in title.split() if word[0].isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 <= len(letters) + 1 and not title.isupper()


def _names(*texts: list[_Word]) -> Iterator[tuple[str, str]]:
    """Names as stems, with how they stand: every capitalised word inside a sentence, and each two side by side.

    A sentence's first word counts where the article has it capitalised inside a sentence too, or where another
    capitalised word follows and the word never occurs in lower case.
    """
    inside = {word.term.stem for text in texts for word in text if word.capital and not word.first}
    small = {word.term.stem for text in texts for word in text if not word.capital}
    for text in texts:
        before: _Word | None = None
        for word, after in zip_longest(text, text[1:]):
            name = word.capital
            if name and word.first:
                opens = after is not None and after.capital and after.joined
                name = word.term.stem in inside or (opens and word.term.stem not in small)
            if not name:
                before = None
                continue
            yield word.term.stem, word.written
            if before and word.joined:
                yield f"{before.term.stem} {word.term.stem}", f"{before.written} {word.written}"
            before = word


def _shown(words: list[_Word]) -> dict[str, str]:
    """Stem → its most frequent form as it stands, one from inside a sentence before one that opens it."""
    forms: dict[str, Counter[str]] = {}
    for word in words:
        forms.setdefault(word.term.stem, Counter())[word.written] += 1 if word.first else 3
    return {
        stem: max(counts.items(), key=lambda item: (item[1], item[0]))[0] for stem, counts in forms.items()
    }
