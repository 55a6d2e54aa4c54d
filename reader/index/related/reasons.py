"""By which words does a reader see that two articles belong together? As they stand in the open one.

Names first count whole ("Marine Safety Board"); in scripts without spaces the pairs that both have are joined to the
longest run that both have. Numbers, function words and endings are no reasons.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reader.index.names import Part, is_mixed, names
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reader.index.profile import Profile
    from reader.text.tokens import Term

MOST = 5
"""Reasons given at most …"""

_LEAST = 0.15
"""… and what each weighs at least, the best being 1."""

_NAME = 1.5
"""What a name weighs more than its words."""

_NAME_WORDS = 4
_RUN, _THAI_RUN = 12, 20
"""Characters of a run at most: a longer one is a sentence that was taken over."""

_SEEDS, _PLACES = 12, 5
"""Pairs of letters, the weightiest first, that are looked up in the other text, and places of each."""

_UNSPACED = "\u3005-\u3007\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e01-\u0e3a\u0e40-\u0e4e"
_IN_RUN = re.compile(f"[{_UNSPACED}]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_THAI = re.compile("[\u0e01-\u0e4e]")
_THAI_MARKS = "".join(map(chr, (0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F))))
"""What stands above or below the letter before it."""


@dataclass(frozen=True, slots=True)
class _Reason:
    weight: float
    shown: str
    stems: frozenset[str]


class Wording:
    """The wording of the open article; made once for all its neighbours."""

    def __init__(self, title: str, body: str, seen: Profile) -> None:
        headline, text = Part.of(title, seen.lang), Part.of(body, seen.lang)
        self._text = f"{title}\n{body}"
        self._seen = seen
        self._names = list(names(headline, text) if is_mixed(title) else names(text))
        self._shown = _forms(text) | {
            stem: form for stem, form in _forms(headline).items() if stem not in set(seen.sequence)
        }
        for part, run in self._names:
            for term in run:
                self._shown[term.stem] = part.text[term.start : term.end]

    def reasons(self, weights: Mapping[str, float], other: Profile, other_text: str) -> tuple[str, ...]:
        """Two to five words or names that both articles have, fewer where they share no more, best first, at least one.

        `weights`: how much each stem that both have brings to their likeness. No reason is part of another.
        """
        passed = self._seen.function | self._seen.numbers
        telling = {stem: weight for stem, weight in weights.items() if stem not in passed}
        shared = self._shared_names(telling, other.names)
        found = [*self._words(telling), *shared, *self._runs(telling, other_text)]
        found.sort(key=lambda reason: (-reason.weight, reason.shown))
        chosen: list[_Reason] = []
        for reason in found:
            if len(chosen) == MOST or (chosen and reason.weight < _LEAST * chosen[0].weight):
                break
            if not any(reason.stems & told.stems for told in chosen):
                chosen.append(reason)
        if not chosen:
            best = max(weights, key=lambda stem: (weights[stem], stem))
            return (self._shown.get(best, best),)
        return tuple(reason.shown for reason in chosen)

    def _words(self, weights: Mapping[str, float]) -> Iterator[_Reason]:
        for stem, weight in weights.items():
            if not _IN_RUN.match(stem):
                shown = self._shown[stem]
                if len(shown) > 2 or shown.isupper():
                    yield _Reason(weight, shown, frozenset((stem,)))

    def _shared_names(self, weights: Mapping[str, float], other: Mapping[str, int]) -> Iterator[_Reason]:
        for part, run in self._names:
            start = 0
            for end in range(1, len(run) + 1):
                together = end < len(run) and f"{run[end - 1].stem} {run[end].stem}" in other
                if together and end - start < _NAME_WORDS:
                    continue
                if end - start > 1 or run[start].stem in other:
                    yield self._name(part, run[start:end], weights)
                start = end

    @staticmethod
    def _name(part: Part, run: list[Term], weights: Mapping[str, float]) -> _Reason:
        stems = frozenset(term.stem for term in run)
        shown = line(part.text[run[0].start : run[-1].end])
        return _Reason(_NAME * sum(weights.get(stem, 0.0) for stem in stems), shown, stems)

    def _runs(self, weights: Mapping[str, float], other_text: str) -> Iterator[_Reason]:
        seeds = sorted((stem for stem in weights if _IN_RUN.match(stem)), key=lambda stem: -weights[stem])
        for seed in seeds[:_SEEDS]:
            if run := self._longest(seed, other_text):
                pieces = frozenset(stem for stem in seeds if stem in run)
                yield _Reason(sum(weights[piece] for piece in pieces), run.lstrip(_THAI_MARKS), pieces)

    def _longest(self, seed: str, other_text: str) -> str:
        """The longest run around a place of the pair that both texts have, "" where that is but a piece of a word."""
        text, best = self._text, ""
        for match in islice(re.finditer(re.escape(seed), text), _PLACES):
            start, end = match.span()
            while start and _IN_RUN.match(text[start - 1]) and text[start - 1 : end] in other_text:
                start -= 1
            while end < len(text) and _IN_RUN.match(text[end]) and text[start : end + 1] in other_text:
                end += 1
            most = _THAI_RUN if _THAI.match(text[start]) else _RUN
            if end - start > max(len(best), 1) and end - start <= most and _is_whole(text, start, end):
                best = text[start:end]
        return best


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tells whether the run cuts no word: a katakana word at either end, a Korean one at its beginning."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _HANGUL.match(text[start]):
        return not _HANGUL.match(before)
    cuts_first = _KATAKANA.match(text[start]) and _KATAKANA.match(before)
    return not cuts_first and not (_KATAKANA.match(text[end - 1]) and _KATAKANA.match(after))


_JOINTS = frozenset("@/.")
"""What stands right between two words of an address: of a host, a path, a mailbox."""


def _forms(part: Part) -> dict[str, str]:
    """Stem → its most frequent form as it stands; in an address a name has none of its capitals, which counts nothing."""
    forms: dict[str, Counter[str]] = {}
    text = part.text
    for term in part.terms:
        follows = text[max(term.start - 1, 0) : term.start] in _JOINTS
        goes_on = text[term.end : term.end + 1] in _JOINTS and text[term.end + 1 : term.end + 2].isalnum()
        forms.setdefault(term.stem, Counter())[text[term.start : term.end]] += not (follows or goes_on)
    return {
        stem: max(counts.items(), key=lambda item: (item[1], item[0]))[0] for stem, counts in forms.items()
    }
