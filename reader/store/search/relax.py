"""Relaxes a query that hardly any article fulfils: one with a word too many, a question, a misspelt word.

Words of a search that may stand anywhere may then be missing; what else the query asks for stays. Articles count that
have enough of the words, by how rare these are; question words and function words count for nothing where two others are
there. The ranking is that of every search. Two words side by side may be one in an article: tik tok, TikTok. A word that
no article has is taken for two words, or for the one that was probably meant; so is one that a few articles misspell as well,
or have by chance for a stem.
A run of letters without spaces that no article has is looked for as its words.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from reader.frozen import dataclass
from reader.query.tree import And, Node, Or, Text, plain_word
from reader.store.search.run_words import words_of
from reader.text.clean import line
from reader.text.question_words import small_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from reader.store.search.masks import Mask

SHARE = 0.2
"""Of the weight of all words that the library has, the share that an article must have."""

CONTENT = 2
"""Words of a subject from which on those that only ask or join are not looked for."""

FAR_MORE = 10
"""Times as many articles as have a word, which have the one that it is taken for a slip of."""

JOINED = 3
"""Letters of two words that may be one: what a shorter one is joined with has often the same stem as without it."""

WORD_LENGTH = 30
"""Characters of a word that are repeated."""

FIRST = 10
"""Articles that are looked at for the words that are left out: those on a screen."""

MOST = 0.5
"""The share of the articles that lack a word from which on it is named above them."""

FEW_WORDS = 2
"""Words of a subject up to which what has them all comes first; more of them describe what is looked for, and an article
that lacks one answers more often than another that has all in passing."""


class Guesses(Protocol):
    """Guesses of the words that were meant, folded, the likeliest first."""

    def meant(self, word: str) -> Sequence[str]:
        """Those that may have been meant by a word that no article has."""
        ...

    def near(self, word: str) -> str | None:
        """The commonest word at one mistake from one that articles have."""
        ...

    def likelier(self, word: str) -> Sequence[str]:
        """Those that may have been meant by a word that articles have by its stem alone."""
        ...

    def kindred(self, word: str, others: Collection[str]) -> Sequence[str]:
        """Those that may have been meant by a word whose language is none of the `others`'."""
        ...

    def written(self, typed: str, folded: str) -> str:
        """A folded word in place of a typed one, as articles have it."""
        ...


class Relaxation(NamedTuple):
    """The facts about the results of a relaxed query: `whole` of the `found` ones have all words; where none has, `without` are the
    words that none of the first has, else the one that most of these lack, and `alike` results have none of them; `lacks` are
    the words that each of those listed lacks; `read_as` gives words that were taken for others, which count in their place."""

    whole: int
    without: tuple[str, ...]
    read_as: Mapping[str, str]
    lacks: Mapping[int, tuple[str, ...]]
    alike: int = 0
    found: int = 0
    parted: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def __str__(self) -> str:
        """`no article has all the words; “how” and “did” missing from all 20 found`."""
        return "; ".join(self.parts)

    @property
    def is_whole(self) -> bool:
        """True where none of the results lacks a word."""
        return self.whole == self.found

    def with_more(self, more: int, lacks: Mapping[int, tuple[str, ...]]) -> Relaxation:
        """The facts once so many `more` results are among them, of which some lack words."""
        return self._replace(
            whole=self.whole + more - len(lacks), found=self.found + more, lacks={**self.lacks, **lacks}
        )

    @property
    def parts(self) -> Sequence[str]:
        """Gives what is said of the results, in turn; how many there are is among it where some lack a word."""
        said = [f"searched for {self.corrected}"] if self.read_as or self.parted else []
        if self.is_whole:
            return said
        if self.whole:
            have = "has" if self.whole == 1 else "have"
            return [*said, f"only {self.whole:,} of {self.found:,} {have} all the words"]
        share = "all" if self.alike == self.found else "most of the"
        missing = f"{_listed(self.without)} missing from {share} " if self._are_named else ""
        return [*said, "no article has all the words", f"{missing}{self.found:,} found"]

    def divided(self, ids: Sequence[int]) -> tuple[int, str] | None:
        """The first of the results in this order that lacks a word, and what is said above it: `without “ferry”`. None where
        it does not part those that have all words from those that lack one."""
        first = next((at for at, id_ in enumerate(ids) if id_ in self.lacks), 0)
        lacking = [self.lacks.get(id_, ()) for id_ in ids[first:]]
        if not first or not all(lacking):
            return None
        common = [word for word in lacking[0] if all(word in words for words in lacking)]
        return ids[first], f"without {_listed(common)}" if common else "some words missing"

    def complete(self, ids: Sequence[int]) -> frozenset[int]:
        """Those of the results in this order that say that they have all words: they stand among others, and no line parts
        them."""
        if not self.whole or self.is_whole or self.divided(ids):
            return frozenset()
        return frozenset(ids) - self.lacks.keys()

    @property
    def _are_named(self) -> bool:
        """True where the line names the words that are missing."""
        return bool(self.without) and self.alike > MOST * self.found

    @property
    def corrected(self) -> str:
        """The words that were taken for others: `“ferry” instead of “fery”`, `“座礁” and “調査” instead of “座礁調査”`."""
        others = {word: (other,) for word, other in self.read_as.items()} | {**self.parted}
        taken = [f"{_listed(other)} instead of {_listed([word])}" for word, other in others.items()]
        return (", " if self.parted else " and ").join(taken)

    @property
    def of_rows(self) -> Mapping[int, tuple[str, ...]]:
        """The words that each row says it lacks: what the line above names they do not say again, unless they lack not all of
        it."""
        if not self._are_named:
            return self.lacks
        common = set(self.without)
        if all(common <= set(words) for words in self.lacks.values()):
            rows = {
                id_: tuple(word for word in words if word not in common) for id_, words in self.lacks.items()
            }
            return {id_: words for id_, words in rows.items() if words}
        return {
            id_: tuple(sorted(words, key=common.__contains__))
            for id_, words in self.lacks.items()
            if set(words) != common
        }


def _mostly_lacked(lacks: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The word that most of those lack which lack one; none where each lacks another."""
    counts = Counter(word for words in lacks for word in words)
    return tuple(word for word, count in counts.most_common(1) if count > MOST * len(lacks))


def _listed(words: Sequence[str]) -> str:
    *most, last = [f"“{line(word, WORD_LENGTH)}”" for word in words]
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A query in its relaxed form: the articles of the mask, ranked by the words; `read_as` gives words that were taken for
    others, `parted` the words of runs without spaces."""

    mask: Mask
    words: Mapping[str, Node]
    masks: Mapping[str, Mask]
    read_as: Mapping[str, str]
    parted: Mapping[str, tuple[str, ...]]

    @property
    def tree(self) -> Node:
        """Any of the words."""
        nodes = tuple(self.words.values())
        return Or(nodes) if len(nodes) > 1 else nodes[0]

    @property
    def complete(self) -> Mask:
        """The articles that have all words, each as it was taken for."""
        return reduce(and_, self.masks.values(), self.mask)

    @property
    def foremost(self) -> Mask:
        """The articles that come before all others: those that have all words which carry the subject, where these are few or
        one was taken for another; else any."""
        if not self.read_as and len(self.words) > FEW_WORDS:
            return self.mask
        return reduce(and_, (self.masks[word] for word in self.words), self.mask)

    def told(self, ids: Sequence[int], whole: int, found: Mask) -> Relaxation:
        """Tells what the articles lack that are listed, in their order, of those that were `found`; as many as `whole` have
        all words. What a word was taken for is what an article has or lacks."""
        masks = {self._taken(word): mask for word, mask in self.masks.items()}
        missing = {id_: tuple(word for word, mask in masks.items() if not mask[id_]) for id_ in ids}
        lacks = {id_: words for id_, words in missing.items() if words}
        total = _many(found)
        if whole or not lacks:
            return Relaxation(whole, (), self.read_as, lacks, found=total, parted=self.parted)
        first = {word: bool(mask[[*lacks][:FIRST]].any()) for word, mask in masks.items()}
        without = tuple(word for word, is_had in first.items() if not is_had)
        without = without or _mostly_lacked([*lacks.values()])
        alike = found & ~np.logical_or.reduce([masks[word] for word in without]) if without else found[:0]
        return Relaxation(0, without, self.read_as, lacks, _many(alike), total, self.parted)

    def _taken(self, word: str) -> str:
        return self.read_as.get(word, word)


def relaxed(tree: Node, masked: Callable[[Node], Mask], guesses: Guesses) -> Relaxed | None:
    """The relaxed query; None where no word can be left out. `masked` gives the articles that fulfil a tree."""
    fixed, typed = _split(tree)
    plain, parted = _with_runs_parted(typed, masked)
    if len(plain) < 2 and not parted:
        return None
    for pair in pairwise([*plain]):
        together = Text("any", "".join(pair))
        if min(map(len, pair)) >= JOINED and masked(together).any():
            for word in pair:
                plain[word].append(together)
    words: dict[str, Node] = {}
    masks: dict[str, Mask] = {}
    read_as: dict[str, str] = {}
    small = _small([*plain])
    for word, ways in plain.items():
        if word not in small:
            words[word] = Or(tuple(ways)) if len(ways) > 1 else ways[0]
            masks[word] = masked(words[word])
    absent = [word for word, mask in masks.items() if not mask.any()]
    there = [masks[word] for word in words if word not in absent]
    likely = {word: _likely(word, masked, guesses) for word in absent}
    for word in absent:
        del words[word]
        # What the other misspelt words may have been stands beside it, too.
        lost = [reduce(or_, found.values()) for other, found in likely.items() if found and other != word]
        if (other := _meant(word, likely[word], [*there, *lost], masked, guesses)) is not None:
            read_as[word], words[word], masks[word] = other.words, other, masked(other)
    if not words:
        return None
    for word, other in _slips([*words], masks, {**read_as}, masked, guesses):
        read_as[word], words[word], masks[word] = other.words, other, masked(other)
    matching = _near([masks[word] for word in words])
    for part in fixed:
        matching &= masked(part)
    return Relaxed(matching, words, masks, read_as, parted)


def _split(tree: Node) -> tuple[list[Node], dict[str, list[Node]]]:
    """The parts of a query that stay, and those that ask for one word anywhere."""
    fixed: list[Node] = []
    plain: dict[str, list[Node]] = {}
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if (word := plain_word(part)) is None:
            fixed.append(part)
        else:
            plain[word] = [part]
    return fixed, plain


def _with_runs_parted(
    typed: Mapping[str, list[Node]], masked: Callable[[Node], Mask]
) -> tuple[dict[str, list[Node]], dict[str, tuple[str, ...]]]:
    """The words of a query with the words of each run without spaces that no article has: all of them in its place where some
    article has all, else each by itself. Then the runs, each with its words."""
    plain: dict[str, list[Node]] = {}
    parted: dict[str, tuple[str, ...]] = {}
    for word, ways in typed.items():
        is_there = any(masked(way).any() for way in ways)
        if is_there or not (pieces := words_of(word, masked)):
            plain[word] = ways
            continue
        parted[word] = pieces
        nodes = tuple(map(_any, pieces))
        together = And(nodes) if len(nodes) > 1 else nodes[0]
        if masked(together).any():
            plain[word] = [together]
        else:
            plain |= {piece: [node] for piece, node in zip(pieces, nodes, strict=True)}
    return plain, parted


def _small(words: Sequence[str]) -> frozenset[str]:
    """The words that only ask or join, where two others are there."""
    small = small_words(words)
    return small if len({*words} - small) >= CONTENT else frozenset()


def _near(masks: list[Mask]) -> Mask:
    """The articles that have enough of some words."""
    weight = np.zeros(len(masks[0]))
    total = 0.0
    for mask in masks:
        rare = math.log(1 + len(mask) / _many(mask))
        weight += rare * mask
        total += rare
    near: Mask = weight >= SHARE * total
    return near


def _slips(
    words: Sequence[str],
    masks: Mapping[str, Mask],
    settled: Mapping[str, str],
    masked: Callable[[Node], Mask],
    guesses: Guesses,
) -> Iterator[tuple[str, Text]]:
    """The words that are taken for slips, each with the one that was meant: no article that has it has another word of the
    search, too, or none has all of these and all that have it are in a language of none of them; and more articles have the
    likelier word, or far more the commoner one, of which some stand with each of the others."""
    taken = {word: settled.get(word, word) for word in words}
    for word in words:
        own, others = masks[word], [masks[other] for other in words if other != word]
        if word in settled or not others:
            continue
        beside = [taken[other] for other in words if other != word]
        is_right = bool(reduce(and_, others, own).any())
        kindred = [] if is_right else [*guesses.kindred(word, beside)]
        least = dict.fromkeys(kindred, FAR_MORE * _many(own))
        if not kindred and not any((own & other).any() for other in others):
            least = dict.fromkeys(guesses.likelier(word), _many(own) + 1)
            if (near := guesses.near(word)) is not None:
                least.setdefault(near, FAR_MORE * _many(own))
        found = {other: mask for other, many in least.items() if _many(mask := masked(_any(other))) >= many}
        likely = [other for other, mask in found.items() if all((mask & one).any() for one in others)]
        if kindred:  # chosen by one letter from a whole language: the others tell which
            likely.sort(key=lambda other: -_many(reduce(and_, others, found[other])))
        if likely:
            yield word, _any(guesses.written(word, likely[0]))


def _likely(word: str, masked: Callable[[Node], Mask], guesses: Guesses) -> dict[str, Mask]:
    """The words that were probably meant by one that no article has, each with its articles."""
    return {other: mask for other in guesses.meant(word) if (mask := masked(_any(other))).any()}


def _meant(
    word: str,
    likely: Mapping[str, Mask],
    others: Sequence[Mask],
    masked: Callable[[Node], Mask],
    guesses: Guesses,
) -> Text | None:
    """Chooses what is searched for in place of a word that no article has: of the words that were probably meant the one which
    stands with most other words of the search in one article, of several the likeliest; or the word as two, unless that one
    is far commoner."""
    parted = _parted(word, masked)
    if not likely:
        return parted
    beside = np.sum(others, axis=0) if others else np.int64(0)
    best = max(likely, key=lambda other: int((beside * likely[other]).max()))
    if parted is None or _many(likely[best]) >= FAR_MORE * _many(masked(parted)):
        return _any(guesses.written(word, best))
    return parted


def _parted(word: str, masked: Callable[[Node], Mask]) -> Text | None:
    """The word as two that stand side by side in most articles: romcon, rom con."""
    ways = [Text("any", f"{word[:at]} {word[at:]}", phrase=True) for at in range(2, len(word) - 1)]
    counts = {way: _many(masked(way)) for way in ways if word.isalpha()}
    best = max(counts, key=lambda way: counts[way], default=None)
    return best if best and counts[best] else None


def _any(word: str) -> Text:
    return Text("any", word)


def _many(mask: Mask) -> int:
    return int(np.count_nonzero(mask))
