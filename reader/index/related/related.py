"""Finds the articles related to one: picks candidates by its most telling words, and ranks them with the words that
show why.

The score is that of `likeness`; the thresholds were found on labelled stories (`benchmarks/related.py`).
"""

from __future__ import annotations

import heapq
import math
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal

import numpy as np

from reader.index import days, search
from reader.index.clusters import copies
from reader.index.clusters.cluster_features import key, numbered, template_of, unpacked
from reader.index.clusters.stories import DAYS, have_a_name_in_both_titles, name_others, of_one_source
from reader.index.names import Part
from reader.index.notices import Template, are_of_one_template, can_be_copies, source_key
from reader.index.profile import READ, Profile, profile, shingles
from reader.index.related.empty_words import is_empty
from reader.index.related.reasons import Wording, are_enough
from reader.index.similarity import Weighed, likeness, same_filling, weigh
from reader.text.fold import fold
from reader.text.language import language_of
from reader.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from reader.index.snapshot import Snapshot, Weights
    from reader.index.word_frequencies import Frequencies
    from reader.model import Document

SHOW = 0.24
"""From this score on an article is related …"""

SOME = 0.17
"""… where fewer than three are, from this one on, if it shares enough that one can name, and is not of other people or places …"""

FEW = 3
"""… so many of these at most …"""

LOOSE = 0.12
"""From this score on an article is loosely related where it shares enough that one can name, or both titles have a name, several words,
or one that both texts dwell on, as they may on a name of one title. Found in a library of 1,900 articles of 70 feeds; the labelled stories know no such degree."""

SAME_STORY = 0.46
"""… and from this one on it tells the same story, unless they are notices of one template or of different days, or appeared
too far apart; of one source names count less."""

OLD = 30
"""Days between two articles from which on a single name or word in common must be rare …"""

RARE, RARER = 7.0, 0.25
"""… by so much (`Frequencies.idf`: one of some 1,100 articles) and this much more for each e-fold of the days: after a year 7.6,
one of some 2,000."""

READ_WHOLE = 12
"""Candidates whose texts are read: some more than are shown, for copies of one text are one row."""

PRINTED_AGAIN = 0.9
"""From this share of common runs of four words on, two entries of one feed with one title are one row: to the library they are
no copies, since what a feed prints in similar words is a series."""

TERMS = 16
"""Telling words that are looked up."""

LEAST = 0.2
"""What a candidate's score is at least, the document's own being 1: below, it is almost never related …"""

TITLED = 24
"""… but so many articles whose titles have words of this one's are compared at any rate: where there is little more than a title,
one name in common is less than that."""

_TITLE_WEIGHT = 1.5
_TELLING_SHARE, _TELLING_FEW, _TELLING_MANY = 0.10, 5, 20_000
"""A telling word stands in at most that share of the articles, or in that few, and in no more than that many: in a library of a
million what more have tells little, and takes most of the time."""

_TITLED_MANY = 2_000
"""A word of a title that tells which titles to look at stands in no more than that many."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A related article. `why` are words and names of the open article that both have, best first, never empty.

    `copies`: ids of its own copies among the candidates, which have no rows of their own.
    """

    id: int
    score: float
    group: Literal["story", "background", "loose"]
    why: tuple[str, ...]
    copies: tuple[int, ...] = ()


def pick_candidates(
    snapshot: Snapshot, frequencies: Frequencies, document: Document, limit: int
) -> list[int]:
    """Ids of the articles worth comparing with a document, best first, without itself: at most `limit` by BM25 over the
    document's most telling words, and at most `TITLED` more by the words of both titles."""
    seen = profile(document.article.title, document.body, document.article.lang)
    most = min(max(snapshot.count * _TELLING_SHARE, _TELLING_FEW), _TELLING_MANY)
    telling: list[tuple[float, str]] = []
    frequencies.look_up(seen.stems)
    for stem in seen.words.keys() - seen.function:
        weight = seen.words[stem]
        frequency = frequencies.having(stem)
        if 2 <= frequency <= most:
            telling.append(
                (weight * snapshot.idf(frequency) * (_TITLE_WEIGHT if stem in seen.title else 1.0), stem)
            )
    scores = np.zeros(snapshot.size)
    for weight, stem in heapq.nlargest(TERMS, telling):
        docs, weights = snapshot.stem("text", stem)
        np.add.at(scores, docs, weight * weights)
    docs = np.flatnonzero(scores > 0)
    scores = scores[docs]
    is_own = snapshot.ids[docs] == document.article.id
    near = np.flatnonzero((scores >= LEAST * scores[is_own].max(initial=0.0)) & ~is_own)
    docs = docs[near]
    found: list[int] = snapshot.ids[docs[search.best(scores[near], docs, snapshot.ids, limit)]].tolist()
    return [*found, *_titled(snapshot, seen, int(most), {document.article.id, *found})]


def _titled(snapshot: Snapshot, seen: Profile, most: int, passed: Collection[int]) -> list[int]:
    """Ids of the articles whose titles share most with the title, best first, at most `TITLED`; none of `passed`. A word that
    more than `most` titles have tells nothing."""
    found = [snapshot.stem("title", stem).docs for stem in seen.title - seen.numbers]
    found = [docs for docs in found if 0 < len(docs) <= min(most, _TITLED_MANY)]
    if not found:
        return []
    weights = np.repeat([snapshot.idf(len(docs)) for docs in found], [len(docs) for docs in found])
    docs, places = np.unique(np.concatenate(found), return_inverse=True)
    scores: Weights = np.bincount(places, weights).astype(np.float64)
    order = search.best(scores, docs, snapshot.ids, TITLED + len(passed))
    best = snapshot.ids[docs[order]].tolist()
    return [id_ for id_ in best if id_ not in passed][:TITLED]


def telling_words(document: Document, frequencies: Frequencies, most: int) -> list[str]:
    """The words that tell most what a document is about, as they are written in it, best first."""
    article, body = document.article, document.body[:READ]
    seen = profile(article.title, body, article.lang)
    written: dict[str, str] = {}
    for text in (article.title, body):
        for term in Part.of(text, seen.lang).terms:
            written.setdefault(term.stem, text[term.start : term.end])
    weights = {
        stem: weight * frequencies.idf(stem) * (_TITLE_WEIGHT if stem in seen.title else 1.0)
        for stem, weight in seen.words.items()
        if stem in written and stem not in seen.function
    }
    return [written[stem] for stem in heapq.nlargest(most, weights, key=lambda stem: (weights[stem], stem))]


def neighbours(
    document: Document,
    candidates: Iterable[Document],
    frequencies: Frequencies,
    kept: Mapping[int, bytes] | None = None,
) -> list[Neighbour]:
    """The candidates that are related, best first (`Opened.neighbours`); `kept`: the packed features of some of them."""
    opened = Opened(document, frequencies)
    opened.nearest(kept or {})
    return opened.neighbours(candidates)


class Opened:
    """The open article, with its words weighed once for all that it is compared with."""

    def __init__(self, document: Document, frequencies: Frequencies) -> None:
        self._seen = profile(document.article.title, document.body, document.article.lang)
        self._frequencies = frequencies
        frequencies.look_up(self._seen.stems)
        self._words = weigh(self._seen, frequencies.idf)
        self._own = _Side(document, numbered(self._words), self._seen)
        self._kept: dict[int, tuple[bytes, Weighed[int], float]] = {}

    def nearest(self, kept: Mapping[int, bytes]) -> list[int]:
        """Of articles with their packed features the ids of the most alike, best first, at most `READ_WHOLE`: those whose
        texts are worth reading. What is compared here is not compared again."""
        for id_, packed in kept.items():
            weighed = unpacked(packed)
            self._kept[id_] = packed, weighed, likeness(self._own.weighed, weighed)
        return self._alike(kept, SOME)

    def likenesses(self, kept: Mapping[int, bytes]) -> dict[int, float]:
        """Gives the likeness of articles, by their packed features, to the open one."""
        return {id_: likeness(self._own.weighed, unpacked(packed)) for id_, packed in kept.items()}

    def neighbours(
        self, candidates: Iterable[Document], firsts: Mapping[int, int] | None = None
    ) -> list[Neighbour]:
        """The candidates that are related, best first: not those that share nothing one could name. Where fewer than `FEW` are like
        enough, some that are a little like it and share more than a word; those of another language always, to which this
        one may be the nearest. The article itself may be among them and is passed over.

        `firsts`: of the articles that have copies the number that these have in common, as the library knows them (None:
        it is not known); those of articles without kept features, or with but a part of their text, are looked for here.
        """
        rows: list[tuple[float, _Side]] = []
        for candidate in candidates:
            if candidate.article.id != self._own.document.article.id:
                score, other = self._compared(candidate)
                if score >= SOME and self._own.weighed.words.keys() & other.weighed.words.keys():
                    rows.append((score, other))
        if not rows:
            return []
        rows.sort(key=lambda row: (-row[0], row[1].document.article.id))
        near = [row for row in rows if row[0] >= SHOW]
        found = [row for row in self._named(near, firsts) if row.why]
        some = [row for row in rows if row[0] < SHOW and not self._is_elsewhere(row[1].weighed)]
        if len(found) >= FEW:  # from the other side, in its language, this one may be all that there is
            some = [row for row in some if self._is_of_another_language(row[1])]
        more = (row for row in self._named(some, firsts) if are_enough(row.why, self._seen))
        return [*found, *islice(more, FEW)]

    def nearest_loose(self, passed: Collection[int]) -> list[int]:
        """Of the articles that `nearest` has compared the ids of those that may be loosely related, the most alike first, at most
        `READ_WHOLE`; none of `passed`."""
        return self._alike(self._kept.keys() - passed, LOOSE)

    def _alike(self, ids: Iterable[int], least: float) -> list[int]:
        like = [id_ for id_ in ids if self._kept[id_][2] >= least]
        return heapq.nsmallest(READ_WHOLE, like, key=lambda id_: (-self._kept[id_][2], id_))

    def loose(
        self, candidates: Iterable[Document], firsts: Mapping[int, int] | None = None
    ) -> list[Neighbour]:
        """The candidates that are loosely related, best first: for an article beside which hardly anything is related. None is
        in another language, where what little both have is mostly chance. `firsts`: see `neighbours`."""
        rows = [(score, other) for score, other in map(self._compared, candidates) if score >= LOOSE]
        rows.sort(key=lambda row: (-row[0], row[1].document.article.id))
        found: list[Neighbour] = []
        for score, other, folded in _folded(rows, firsts):
            languages = {other.lang, self._seen.lang} - {None}
            if len(languages) < 2 and (why := self._shared_loosely(score, other)):
                copies_ = tuple(copy.document.article.id for copy in folded)
                found.append(Neighbour(other.document.article.id, score, "loose", why, copies_))
        return found

    def _shared_loosely(self, score: float, other: _Side) -> tuple[str, ...]:
        """The reasons why an article is loosely related, () where they are not enough."""
        own, its = self._own.weighed, other.weighed
        why = self._wording.reasons(other.shared_with(self._words), its.names, other.text)
        are_many = are_enough(why, self._seen)
        if self._is_elsewhere(its):
            return why if are_many and len(why) >= FEW else ()
        seen = self._seen
        words = {
            stem: key(stem)
            for stem in sorted(seen.words.keys() - seen.function - seen.numbers)
            if not is_empty(stem, stem)
        }
        both = [stem for stem, word in words.items() if stem in seen.title and word in its.title]
        named = [
            stem
            for stem in both
            if (words[stem] in own.names or words[stem] in its.names) and not self._is_small(stem, other)
        ]
        leading = [  # a name of either title leads, another word has to stand in both
            stem
            for stem, word in words.items()
            if (stem in seen.title or word in its.title) and word in own.names and word in its.names
        ]
        dwelt_on = any(seen.words[stem] > 1 for stem in (*both, *leading)) and any(
            other.text.casefold().count(reason.casefold()) > 1 for reason in why
        )
        if are_many or named or dwelt_on or len(both) >= FEW:
            return why or self._wording.shown(named or both)
        return ()

    def _is_small(self, stem: str, other: _Side) -> bool:
        """Tells whether either text has the word in small letters: in many titles every word has a capital, a lock too."""
        for shown in self._wording.shown((stem,)):
            small = re.compile(rf"(?<!\w){re.escape(shown.lower())}(?!\w)")
            return bool(small.search(self._own.text) or small.search(other.text))
        return True

    @cached_property
    def _wording(self) -> Wording:
        document = self._own.document
        return Wording(document.article.title, document.body[:READ], self._seen)

    def _is_of_another_language(self, other: _Side) -> bool:
        one, two = self._own.document.article.lang, other.document.article.lang
        return one is not None and two is not None and one[:2].lower() != two[:2].lower()

    def _is_elsewhere(self, other: Weighed[int]) -> bool:
        """Tells whether both titles name somebody or some place of their own, and none that both have."""
        own = self._own.weighed
        return name_others(own, other) and not have_a_name_in_both_titles(own, other)

    def _compared(self, candidate: Document) -> tuple[float, _Side]:
        if known := self._kept.get(candidate.article.id):
            packed, weighed, score = known
            return score, _Side(candidate, weighed, packed=packed)
        article = candidate.article
        seen = profile(article.title, candidate.body, article.lang)
        other = _Side(candidate, numbered(weigh(seen, self._idf)), seen)
        return likeness(self._own.weighed, other.weighed), other

    def _idf(self, stem: str) -> float:
        # What the open article lacks is not shared: it only makes the other's vector longer.
        return self._frequencies.idf(stem) if stem in self._seen.words else self._frequencies.about(stem)

    def _named(
        self, rows: list[tuple[float, _Side]], firsts: Mapping[int, int] | None
    ) -> Iterator[Neighbour]:
        for score, other, folded in _folded(rows, firsts):
            is_story = self._own.is_of_one_event_with(other, score)
            why = self._wording.reasons(other.shared_with(self._words), other.weighed.names, other.text)
            yield Neighbour(
                other.document.article.id,
                score,
                "story" if is_story else "background",
                why if is_story or not self._is_slight(why, other) else (),
                tuple(copy.document.article.id for copy in folded),
            )

    def _is_slight(self, why: tuple[str, ...], other: _Side) -> bool:
        """Tells whether an old article shares but one thing that many articles have, as a country, a president or a large company,
        and no other word of both titles."""
        one, two = self._own.document.article.published, other.document.article.published
        if len(why) != 1 or one is None or two is None or (apart := abs(one - two).days) <= OLD:
            return False
        named = stems(why[0], self._seen.lang)
        titled = self._seen.title - self._seen.numbers - {*named}
        if any(key(stem) in other.weighed.title and not is_empty(stem, stem) for stem in titled):
            return False
        rarest = max(map(self._frequencies.idf, named), default=math.inf)
        return rarest < RARE + RARER * math.log(apart / OLD)


def _folded(
    rows: list[tuple[float, _Side]], firsts: Mapping[int, int] | None
) -> list[tuple[float, _Side, list[_Side]]]:
    """The rows that are no copies of one before, with the copies that are."""
    kept: list[tuple[float, _Side, list[_Side]]] = []
    for score, side in rows:
        first = next((folded for _, known, folded in kept if side.is_copy_of(known, firsts)), None)
        if first is None:
            kept.append((score, side, []))
        else:
            first.append(side)
    return kept


@dataclass(frozen=True)
class _Side:
    """An article with its words weighed, and its profile or its features, which were kept."""

    document: Document
    weighed: Weighed[int]
    profile: Profile | None = None
    packed: bytes = b""

    @property
    def text(self) -> str:
        """Title and body, as far as they are read."""
        return f"{self.document.article.title}\n{self.document.body[:READ]}"

    @cached_property
    def lang(self) -> str | None:
        """The language by which it is stemmed."""
        return language_of(self.document.article.title, self.document.body, self.document.article.lang)

    def shared_with(self, words: Weighed[str]) -> dict[str, float]:
        """The words that the open article has, too, with what they bring to the likeness."""
        own, names = self.weighed.words, self.weighed.names
        # Of a long text's words the features have the weightiest; what a name has beside weighs as the least of these.
        least = min(own.values(), default=0.0)
        shared = {stem: own.get(key(stem), least * (key(stem) in names)) for stem in words.words}
        return {stem: weight * words.words[stem] for stem, weight in shared.items() if weight}

    def is_of_one_event_with(self, other: _Side, score: float) -> bool:
        """Tells whether both report one event, by their likeness: never notices of one template, nor reports that name
        different days at their beginning or appeared on days far apart."""
        one, two = self.document.article, other.document.article
        if one.source == two.source != "":
            score = of_one_source(score, self.weighed, other.weighed)
        if score < SAME_STORY:
            return False
        if one.published and two.published and abs(one.published - two.published) > timedelta(days=DAYS):
            return False
        if days.differ(self.weighed.days, other.weighed.days):
            return False
        same = same_filling(self.weighed, other.weighed)
        return not are_of_one_template(self.template, other.template, same_filling=same)

    @cached_property
    def template(self) -> Template:
        """The template, with the source that the profile does not know."""
        known = self.profile.template if self.profile else template_of(self.packed)
        return known._replace(source=source_key(self.document.article.source))

    def is_copy_of(self, other: _Side, firsts: Mapping[int, int] | None) -> bool:
        """Tells whether the texts are copies: as the library has it, else those are taken apart that may be. Of one feed, what it
        prints again under one title."""
        one, two = self.document.article, other.document.article
        if one.feeds and one.feeds == two.feeds and fold(one.title) == fold(two.title):
            return copies.share(self.shingles, other.shingles) >= PRINTED_AGAIN
        are_kept = bool(self.packed and other.packed)
        if are_kept and firsts is not None and {one.text_state, two.text_state} <= copies.STATES:
            return one.id in firsts and firsts[one.id] == firsts.get(two.id)
        if not copies.are_near(one, two):
            return False
        if are_kept and not can_be_copies(self.template, other.template):
            return False
        return copies.share(self.shingles, other.shingles) >= copies.SHARE

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Runs of four stems."""
        article = self.document.article
        if self.profile:
            return self.profile.shingles
        return shingles(article.title, self.document.body, article.lang)
