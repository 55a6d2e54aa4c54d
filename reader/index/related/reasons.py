"""Picks the words by which a reader sees that two articles belong together, as they stand in the open one.

Names count whole ("Marine Safety Board", "Bank of England") and more than words; of a name that is nowhere without its
other words no word is shown alone. In languages with cases each is shown once, as near to its nominative as it stands. In
scripts without spaces the pairs that both have are joined to the longest run that both have. A word that both have only in
passing is none where there is another. Numbers, function words,
endings and words that tell of no subject are no reasons, nor is a lone agency where there is another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from reader.index.clusters.cluster_features import key
from reader.index.names import Part, is_mixed, names
from reader.index.related.empty_words import is_empty, says_little_alone
from reader.index.related.inflections import INFLECTED, are_forms_of_one, distance
from reader.index.related.name_runs import (
    REACH,
    apart,
    is_shouted,
    known,
    without_days,
    without_opening,
    written,
)
from reader.text.clean import line
from reader.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from reader.index.profile import Profile
    from reader.text.tokens import Term

MOST = 5
"""Reasons given at most …"""

_LEADING = 2
"""Names and words of the open article's title, of which so many do without other words where these seldom stand in the form
of a list …"""

_ENDLESS = INFLECTED | {"ar", "he"}
"""… since they have cases, or a word has others attached."""

_LEAST = 0.15
"""… and what each weighs at least, the best being 1."""

_NAME = 2.0
"""What a name weighs more than its words."""

_NAME_WORDS = 6
"""A longer run of capitals is a heading."""

_CONNECTED = {
    lang: re.compile(rf"\s(?:{words})\s")
    for lang, words in {
        "en": "of|of the",
        "fr": "de|de la|du|des",
        "es": "de|de la|de los|de las|del",
        "pt": "de|da|do|dos|das",
        "it": "di|del|della|dei|degli|delle",
        "de": "von|von der|an der|am",
        "nl": "van|van de|van der|van den",
    }.items()
}
"""What stands between the words of one name, as in "Bank of England"."""

_WORD_BEFORE, _WORD_AFTER = re.compile(r"(\w+)[ \-]$"), re.compile(r"[ \-](\w+)")
_OFTEN = 2
"""Times that one word follows another where both may be one name."""

_RUN, _THAI_RUN = 12, 20
"""Characters of a run at most: a longer one is a sentence that was taken over."""

_SEEDS, _PLACES = 12, 5
"""Pairs of letters, the weightiest first, that are looked up in the other text, and places of each."""

_RUN_ENOUGH = 4
"""Characters of a run that are more than one word."""

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
    words: tuple[str, ...] = ()
    """The words of a name, or the word."""
    leads: bool = True
    """False for a word that is neither a name nor in the open article's title."""


class Wording:
    """The wording of the open article; made once for all its neighbours."""

    def __init__(self, title: str, body: str, seen: Profile) -> None:
        headline, text = Part.of(title, seen.lang), Part.of(body, seen.lang)
        self._text = f"{title}\n{body}"
        self._seen = seen
        self._has_cases = seen.lang in INFLECTED
        runs = names(headline, text) if is_mixed(title) else names(text)
        found = [
            (part, name)
            for part, run in runs
            for whole in without_days(part, run)
            if not is_shouted(part, name := without_opening(part, whole, seen.function))
        ]
        names_known = known(found)
        self._names = [
            (part, piece) for part, run in found for piece in apart(part, run, names_known, seen.lang)
        ]
        forms, titled = _forms(text), _forms(headline)
        forms |= {stem: form for stem, form in titled.items() if stem not in set(seen.sequence)}
        if self._has_cases and is_mixed(title):
            # A sum lacks what counts nothing, and so may be empty.
            forms |= {stem: forms[stem] + form or form for stem, form in titled.items() if stem in forms}
        capitals: dict[str, Counter[str]] = {}
        for part, run in self._names:
            for term in run:
                capitals.setdefault(term.stem, Counter())[written(part, term)] += 1
        alone = {run[0].stem for _, run in self._names if len(run) == 1}
        small = {
            term.stem
            for part in (headline, text)
            for term in part.terms
            if not part.text[term.start].isupper()
        }
        self._shown = {
            stem: self._best(counts, titled.get(stem, ())) for stem, counts in (forms | capitals).items()
        }
        for stem in self._shown.keys() - capitals.keys():
            shown = self._shown[stem]
            if shown.istitle() and forms[stem].get(
                shown.lower()
            ):  # its capital is that of a sentence that it opens
                self._shown[stem] = shown.lower()
        within = {term.stem for _, run in self._names if len(run) > 1 for term in run}
        self._only_within = within - alone - small

    def reasons(
        self, weights: Mapping[str, float], names: Container[int], other_text: str
    ) -> tuple[str, ...]:
        """At most five words or names that both articles have, best first; none where they share nothing that tells of a
        subject, and so are not related.

        `weights`: how much each stem that both have brings to their likeness; `names`: the numbers of the other's names
        (`cluster_features.key`). No reason is part of another, or another
        form of one.
        """
        passed = self._seen.function | self._seen.numbers
        telling = {
            stem: weight
            for stem, weight in weights.items()
            if stem not in passed and not is_empty(self._shown.get(stem, stem), stem)
        }
        shared = [
            name for name in self._shared_names(telling, names, other_text) if name.weight or not weights
        ]
        dwelt_on = {stem: weight for stem, weight in telling.items() if self._is_dwelt_on(stem, other_text)}
        found = [*self._words(dwelt_on), *shared, *self._runs(telling, other_text)]
        found = found or [*self._words(telling)]
        found.sort(key=lambda reason: (-reason.weight, self._distance(reason.words), reason.shown))
        leading = [reason for reason in found if reason.leads and reason.weight >= _LEAST * found[0].weight]
        if self._seen.lang in _ENDLESS and len(leading) >= _LEADING:
            found = leading
        if not all(map(_says_little, found)):
            found = [reason for reason in found if not _says_little(reason)]
        elif weights and found:
            return ()
        chosen: list[_Reason] = []
        for reason in found:
            if len(chosen) == MOST or (chosen and reason.weight < _LEAST * chosen[0].weight):
                break
            if not any(reason.stems & told.stems or self._are_one(reason, told) for told in chosen):
                chosen.append(reason)
        return tuple(reason.shown for reason in self._joined(chosen, other_text))

    def shown(self, stems: Iterable[str]) -> tuple[str, ...]:
        """Words of the open article as they are shown, at most five."""
        return tuple(islice((self._shown[stem] for stem in stems if stem in self._shown), MOST))

    def _joined(self, chosen: list[_Reason], other_text: str) -> list[_Reason]:
        """The reasons, with a capitalised word and the small one that mostly follows it as one: a name of which only the first
        word has a capital, as in most languages of Europe."""
        joined: list[_Reason] = []
        for reason in chosen:
            for at, before in enumerate(joined):
                pair = before, reason
                if whole := self._whole(pair, other_text) or self._whole(pair[::-1], other_text):
                    joined[at] = whole
                    break
            else:
                joined.append(reason)
        return joined

    def _whole(self, pair: tuple[_Reason, ...], other_text: str) -> _Reason | None:
        first, second = pair
        shown = f"{first.shown} {second.shown}"
        if not (
            first.shown.istitle() and second.shown.islower() and shown in self._text and shown in other_text
        ):
            return None
        if not len(first.words) == len(second.words) == len(first.stems) == len(second.stems) == 1:
            return None
        (stem,), (after,) = first.stems, second.stems
        sequence = self._seen.sequence
        follows = sum(one == stem and other == after for one, other in pairwise(sequence))
        if follows < _OFTEN or 2 * follows < sequence.count(stem):
            return None
        return _Reason(
            max(first.weight, second.weight), shown, first.stems | second.stems, first.words + second.words
        )

    def _is_dwelt_on(self, stem: str, other_text: str) -> bool:
        """Tells whether this article has the word more than once, in its title or at its beginning, or the other one has
        it more than once as it is shown."""
        return self._seen.words.get(stem, 0.0) > 1 or other_text.count(self._shown.get(stem, stem)) > 1

    def _are_one(self, one: _Reason, other: _Reason) -> bool:
        return self._has_cases and any(are_forms_of_one(a, b) for a in one.words for b in other.words)

    def _distance(self, words: tuple[str, ...]) -> int:
        return sum(map(distance, words)) if self._has_cases else 0

    def _best(self, forms: Counter[str], titled: Container[str]) -> str:
        """The form that is shown: in a language with cases that nearest to a nominative, and that of the title; the most frequent
        one."""
        return min(
            forms,
            key=lambda form: (
                self._distance((form,)),
                self._has_cases and form not in titled,
                -forms[form],
                _reverse(form),
            ),
        )

    def _words(self, weights: Mapping[str, float]) -> Iterator[_Reason]:
        for stem, weight in weights.items():
            if not _IN_RUN.match(stem) and stem not in self._only_within:
                shown = self._shown[stem]
                if len(shown) > 2 or shown.isupper():
                    yield _Reason(weight, shown, frozenset((stem,)), (shown,), stem in self._seen.title)

    def _shared_names(
        self, weights: Mapping[str, float], other: Container[int], other_text: str
    ) -> Iterator[_Reason]:
        for (part, run), (its_part, after) in pairwise([*self._names, (Part("", []), [])]):
            whole = [*run, *after]
            if (
                its_part is part
                and len(whole) <= _NAME_WORDS
                and (connected := _CONNECTED.get(self._seen.lang or ""))
                and connected.fullmatch(part.text, run[-1].end, after[0].start)
                and part.text[run[0].start : after[-1].end] in other_text
            ):
                yield self._name(part, whole, weights)
            yield from self._shared_parts(part, run, weights, other, other_text)

    def _shared_parts(
        self,
        part: Part,
        run: list[Term],
        weights: Mapping[str, float],
        other: Container[int],
        other_text: str,
    ) -> Iterator[_Reason]:
        """The name, or what of it is a whole name in the other text; its last word there stands for all of it."""
        start = 0
        for end in range(1, len(run) + 1):
            # Of an article with very many names the features have the weightiest.
            if end < len(run) and (
                key(f"{run[end - 1].stem} {run[end].stem}") in other
                or part.text[run[end - 1].start : run[end].end] in other_text
            ):
                continue
            piece, start = run[start:end], end
            if len(piece) == 1 and key(piece[0].stem) not in other:
                continue
            if len(piece) < len(run):
                shown = part.text[piece[0].start : piece[-1].end]
                is_whole = _stands_whole(shown, other_text)
                if len(piece) == 1 and not is_whole and (shown in other_text or piece[0] is not run[-1]):
                    continue  # a word of two names
                if not is_whole or piece == run[-1:]:
                    piece = run
            if len(piece) <= _NAME_WORDS:
                yield self._name(part, piece, weights)

    @staticmethod
    def _name(part: Part, run: list[Term], weights: Mapping[str, float]) -> _Reason:
        stems = frozenset(term.stem for term in run)
        shown = line(part.text[run[0].start : run[-1].end])
        return _Reason(
            _NAME * sum(weights.get(stem, 0.0) for stem in stems),
            shown,
            stems,
            tuple(written(part, term) for term in run),
        )

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


def _forms(part: Part) -> dict[str, Counter[str]]:
    """Stem → its forms as they stand; in an address a name has none of its capitals, which counts nothing."""
    forms: dict[str, Counter[str]] = {}
    text = part.text
    for term in part.terms:
        follows = text[max(term.start - 1, 0) : term.start] in _JOINTS
        goes_on = text[term.end : term.end + 1] in _JOINTS and text[term.end + 1 : term.end + 2].isalnum()
        forms.setdefault(term.stem, Counter())[text[term.start : term.end]] += not (follows or goes_on)
    return forms


def _reverse(form: str) -> tuple[int, ...]:
    """A key by which the last form of the alphabet comes first."""
    return tuple(-ord(letter) for letter in form)


def _stands_whole(name: str, text: str) -> bool:
    """Tells whether a name stands in a text without another capitalised word beside it."""
    for match in islice(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text), _PLACES):
        before = _WORD_BEFORE.search(text, max(match.start() - REACH, 0), match.start())
        after = _WORD_AFTER.match(text, match.end())
        if not any(beside and beside[1][0].isupper() for beside in (before, after)):
            return True
    return False


def _says_little(reason: _Reason) -> bool:
    """Tells whether a reason is but the name of an agency or a company, or a credit: "AP Photo"."""
    return bool(reason.words) and all(map(says_little_alone, reason.words))


def are_enough(why: Sequence[str], seen: Profile) -> bool:
    """Tells whether reasons are enough where the likeness alone is not: two of them, or a name of two words, and one with
    a word of the open article's title. What is not in its title is seldom what it is about: where it happened, who
    speaks in each episode."""
    if len(why) < 2 and not any(" " in reason or _is_long_run(reason) for reason in why):
        return False
    return any(not seen.title.isdisjoint(stems(reason, seen.lang)) for reason in why)


def _is_long_run(reason: str) -> bool:
    return len(reason) >= _RUN_ENOUGH and _IN_RUN.match(reason) is not None
