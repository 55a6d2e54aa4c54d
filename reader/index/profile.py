"""The profile of an article for comparing: words, names, numbers, days, and its run of words."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reader.index.days import Days, days
from reader.index.function_words import function_words
from reader.index.names import Part, has_capitals, is_mixed, names
from reader.index.notices import Template, hashes, template
from reader.text.language import language_of
from reader.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from reader.text.tokens import Term

READ = 20_000
"""Characters of a text that are read: what comes after tells no more of what it is about."""

HEAD = 900
"""Characters after the title in which a report says when it happened."""

_THAI = ("\u0e01", "\u0e4e")
_LEAD_SENTENCES = 3
_SHINGLE = 4
REMEMBERED = 128
"""Articles whose profiles are kept, some 90 KB each with its runs of words: the new ones of a refresh, and the open one."""


@dataclass(frozen=True)
class Profile:
    """`words`: stem → 1 + log of its count, more in the title and in the first sentences; `function`: those of them
    that carry grammar only; `title`: the others of the title; `letters`: Thai pairs, which the index knows but which
    are less than a word, so that runs of four stand beside them. `names`: stems of capitalised words and neighbouring
    pairs of them, with counts; `cased`: whether the script could show any; `lang`: the language by which it is stemmed;
    `read`: the title and the text as far as it was read."""

    words: Mapping[str, float]
    title: frozenset[str]
    function: frozenset[str]
    letters: frozenset[str]
    names: Mapping[str, int]
    cased: bool
    numbers: frozenset[str]
    days: Days
    sequence: tuple[str, ...]
    lang: str | None = None
    read: tuple[str, str] = ("", "")

    @property
    def stems(self) -> set[str]:
        """All stems, those of names too."""
        return {*self.words, *self.numbers, *self.title}.union(*(name.split(" ") for name in self.names))

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Runs of four stems."""
        return _shingles(self.sequence)

    @cached_property
    def template(self) -> Template:
        """The article without its names, numbers and days; computed when it is asked for, which is seldom."""
        headline, text = (Part.of(part, self.lang) for part in self.read)
        known = {name for name in self.names if " " not in name}
        return template(headline, text, known, self.function, self.runs)

    @cached_property
    def runs(self) -> NDArray[np.uint32]:
        """The hashes of the different runs of four stems."""
        return hashes(self.sequence)


def shingles(title: str, body: str, named: str | None = None) -> frozenset[tuple[str, ...]]:
    """The runs of four stems of an article, without the rest of its profile: a third of the work."""
    return _shingles(tuple(stems(body[:READ], language_of(title, body, named))))


def _shingles(sequence: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    if len(sequence) < _SHINGLE:
        return frozenset((sequence,))
    return frozenset(zip(*(sequence[at:] for at in range(_SHINGLE)), strict=False))


@lru_cache(maxsize=REMEMBERED)
def profile(title: str, body: str, named: str | None = None) -> Profile:
    """The parts of one article; `named` is the language that it is said to be in."""
    lang = language_of(title, body, named)
    body = body[:READ]
    headline, text = Part.of(title, lang), Part.of(body, lang)
    sequence = [term.stem for term in text.terms]
    in_title = frozenset(term.stem for term in headline.terms)
    counts = Counter(sequence)
    counts.update(term.stem for term in headline.terms)
    letters = (
        frozenset(stem for stem in counts if _THAI[0] <= stem[0] <= _THAI[1])
        if max(counts, default="") >= _THAI[0]
        else frozenset()
    )
    if letters:
        counts.update((*_fours(headline), *_fours(text)))
    words = {stem: 1 + math.log(count) for stem, count in counts.items()}
    for stem in in_title.union(sequence[: text.lead(_LEAD_SENTENCES)]):
        words[stem] += 0.5
    for stem in in_title:
        words[stem] += 0.5
    runs = list(names(headline, text) if is_mixed(title) else names(text))
    function = function_words(counts, lang) - _acronyms(runs)
    return Profile(
        words=words,
        title=in_title.union(_fours(headline)) - function - letters,
        function=function,
        letters=letters,
        names=Counter(name for _, run in runs for name in _keys(run) if name not in function),
        cased=has_capitals(counts),
        numbers=frozenset(stem for stem in counts if stem[0].isdigit()),
        days=days(headline, text, head=HEAD),
        sequence=tuple(sequence),
        lang=lang,
        read=(title, body),
    )


def _fours(part: Part) -> Iterator[str]:
    """Runs of four Thai letters and marks: about a syllable and a half."""
    for one, other in zip(part.terms, part.terms[2:], strict=False):
        if other.start == one.start + 2 and _THAI[0] <= one.stem[0] <= _THAI[1]:
            yield part.text[one.start : other.end]


def _acronyms(named: list[tuple[Part, list[Term]]]) -> set[str]:
    """US and WHO are no function words, though their stems are."""
    written = ((term.stem, part.text[term.start : term.end]) for part, run in named for term in run)
    return {stem for stem, form in written if len(form) > 1 and form.isupper()}


def _keys(run: list[Term]) -> Iterator[str]:
    yield from (term.stem for term in run)
    yield from (f"{one.stem} {other.stem}" for one, other in itertools.pairwise(run))
