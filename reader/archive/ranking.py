"""Ranks by relevance, over a bounded number of candidates, as the index ranks (`query.weights`).

Candidates are those that can have the highest scores (`archive.grades`); where few match, all that do. They are weighed by the
server (`archive.weighing`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.archive import condition, grades, planning, vectors
from reader.archive.vectors import Lexemes
from reader.archive.weighing import CLOSELY, WeighedPart, Weighing
from reader.query.tree import And, Or, Text, nodes, wanted_words
from reader.query.weights import TITLE_BOOST
from reader.text.tokens import WantedWord, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.archive.condition import Condition, Lookups
    from reader.archive.planning import LexemeFrequencies, Months
    from reader.archive.protocol import Place
    from reader.archive.vectors import Pattern
    from reader.archive.weighing import Scores
    from reader.query.tree import Node, TextField

CANDIDATES, OF_ONE, READ = 650, 900, 600
"""Articles that are weighed: by several words, by one, and where the places of words are read to find each."""

ENOUGH = 200
"""So many of the best grades that others are not weighed beside them."""

_MUCH = "+3"
"""The mark (`vectors.TIERS`) of what says much with a phrase: with each of its words, since it has these as often at least."""

_WORDS = 8
"""Words of a query that are weighed; with more, each says little."""

_SAMPLED = 2_000
"""Articles in which is counted how many have a word that begins so: too many words may begin so to ask for each."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What a query asks for as one: a word, a phrase or a beginning. `text` and `title` are what is counted of it, in the
    field asked for and in the title beside; `asked` is how the index finds it."""

    field: TextField
    text: Pattern
    asked: Pattern
    title: Pattern | None = None


def counted(tree: Node, codes: frozenset[str]) -> list[Pattern]:
    """All lexemes whose frequencies ranking goes by."""
    words = [word for text in list(wanted_words(tree))[:_WORDS] for word in _words(text, codes)]
    return [part for word in words for part in (word.text, word.asked, word.title) if part]


class Ranked(NamedTuple):
    """The best articles with their scores, best first; and how many match, None where only some were looked at."""

    best: list[tuple[Place, float]]
    matching: int | None


async def ranked(
    connection: Any,
    tree: Node,
    asked: Condition,
    known: Lookups,
    frequencies: LexemeFrequencies,
    months: Months,
    limit: int,
    now: datetime,
) -> Ranked:
    """The best articles; of equal ones the newer first."""
    texts = list(wanted_words(tree))[:_WORDS]
    words = [word for text in texts for word in _words(text, known.codes)]
    parts = [(word, part) for word in words for part in (word.text, word.title)]
    present = [planning.present(part, frequencies) if part else planning.NOTHING for _, part in parts]
    shares = await _shares(connection, present, frequencies, months)
    counting = [
        WeighedPart.of(
            part,
            int(shares[part] * frequencies.documents)
            if part in shares
            else planning.estimate(part, frequencies),
            frequencies.documents,
            boost=TITLE_BOOST if at % 2 else 1.0,
            is_text=at % 2 == 0 and word.field == "any",
        )
        for at, ((word, _), part) in enumerate(zip(parts, present, strict=True))
    ]
    weighing = Weighing(counting, _plain(texts), known, frequencies, months, now, limit)
    matching: int | None = None
    if asked.is_by_place:
        scores, matching = await _of_phrases(connection, weighing, texts, asked, max(READ, limit))
    else:
        scores, matching = await _of_words(
            connection,
            weighing,
            words,
            counting,
            shares,
            tree,
            asked,
            max(CANDIDATES if len(words) > 1 else OF_ONE, limit),
        )
    best = sorted(((score * gain, place) for place, (score, gain) in scores.items()), reverse=True)
    best = best[: max(CLOSELY, limit)]
    near = await weighing.nearness(connection, [place for _, place in best])
    best = sorted(
        ((score + scores[place][0] * near.get(place, 0.0), place) for score, place in best), reverse=True
    )
    return Ranked([(place, score) for score, place in best[:limit]], matching)


async def _shares(
    connection: Any, parts: Iterable[Pattern], frequencies: LexemeFrequencies, months: Months
) -> dict[Pattern, float]:
    """The shares of the newest articles that have words that begin so."""
    starts = list(dict.fromkeys(part for part in parts if isinstance(part, Lexemes) and part.is_start))
    starts = [part for part in starts if part.names]
    if not starts:
        return {}
    since, _ = months.since(min(_SAMPLED / max(frequencies.documents, 1), 1.0))
    values = list(map(vectors.tsquery, starts))
    found = [
        f"(SELECT count(*) FROM article a WHERE a.tsv @@ {condition.query(at)} AND a.filed >= $1)"
        for at in range(2, len(values) + 2)
    ]
    every, *counts = await connection.fetchrow(
        f"SELECT (SELECT count(*) FROM article a WHERE a.filed >= $1), {', '.join(found)}", since, *values
    )
    return {part: count / max(every, 1) for part, count in zip(starts, counts, strict=True)}


def _plain(texts: Sequence[Text]) -> list[WantedWord]:
    """The words of a query that gain by their form and by standing near each other."""
    return list(
        dict.fromkeys(
            word
            for text in texts
            if text.field == "any" and not text.phrase
            for word in wanted(text.words, prefix=text.prefix)[0].words
        )
    )


def _words(text: Text, codes: frozenset[str]) -> Iterator[_Word]:
    """The words of one part of a query, in each way of being found; those that must stand side by side are one."""
    for words, beginning in wanted(text.words, prefix=text.prefix):
        if words:
            found = _counted_as(words, codes, text.field)
            asked = (
                vectors.side_by_side(words, codes, vectors.mark_of(text.field)) if len(words) > 1 else found
            )
            title = _counted_as(words, codes, "title") if text.field == "any" else None
            yield _Word(text.field, found, asked, title)
        if beginning is not None:
            begun = vectors.beginnings(beginning, codes, vectors.mark_of(text.field))
            titled = vectors.beginnings(beginning, codes, vectors.mark_of("title"))
            yield _Word(text.field, begun, begun, titled if text.field == "any" else None)


def _counted_as(words: Sequence[WantedWord], codes: frozenset[str], field: TextField) -> Pattern:
    mark = vectors.mark_of(field)
    if len(words) == 1:
        return vectors.stems(words[0], codes, mark)
    return vectors.Adjacent(tuple(vectors.any_form(word, codes, mark) for word in words))


async def _of_phrases(
    connection: Any, weighing: Weighing, texts: Sequence[Text], asked: Condition, room: int
) -> tuple[Scores, int | None]:
    """The candidates where words must stand side by side: first those of which these are the title, then those that say much with
    the words, then the newest."""
    titles = (replace(text, field="title") for text in texts if text.field == "any")
    titled = planning.present(
        vectors.Either(tuple(vectors.pattern(text, asked.known.codes) for text in titles)), asked.frequencies
    )
    scores: Scores = {}
    if not planning.is_nothing(titled):
        scores, _, _ = await weighing.candidates(connection, asked, (titled,), room)
    much = _saying_much(texts, asked.known.codes)
    found, came, is_all = await weighing.candidates(connection, asked, (*much, None), room)
    return scores | found, came if is_all else None


def _saying_much(texts: Sequence[Text], codes: frozenset[str]) -> list[Pattern]:
    """Patterns of articles that say much with all words of a phrase; none where no phrase may stand anywhere."""
    phrases = [
        words
        for text in texts
        if text.field == "any"
        for words, _ in wanted(text.words, prefix=text.prefix)
        if len(words) > 1
    ]
    ways = [
        vectors.All(tuple(vectors.in_tier(vectors.stems(word, codes), _MUCH) for word in words))
        for words in phrases
    ]
    return [vectors.Either(tuple(ways))] if ways else []


async def _of_words(
    connection: Any,
    weighing: Weighing,
    words: Sequence[_Word],
    counting: Sequence[WeighedPart],
    shares: Mapping[Pattern, float],
    tree: Node,
    asked: Condition,
    room: int,
) -> tuple[Scores, int | None]:
    """The candidates by the grades of the words; and how many match, where that was seen."""
    kinds = {type(node) for node in nodes(tree)}
    graded = [
        grades.Worth(word.text, word.title, text.weight, title.weight)
        for word, text, title in zip(words, counting[::2], counting[1::2], strict=True)
        if isinstance(word.text, Lexemes) and isinstance(word.title, Lexemes)
    ]
    is_plain = kinds <= {Text, And, Or} and len(graded) == len(words)
    needs_all = is_plain and Or not in kinds
    about = asked.about(asked.frequencies)
    if needs_all:
        about = min(about, int(planning.likely(asked.patterns[0], asked.frequencies) * 2))
    chosen: tuple[Pattern | None, ...] = (None,)
    if graded and about > room:
        levels = await grades.graded(
            connection, graded, shares, asked.frequencies, weighing.months, needs_all=needs_all
        )
        if levels:
            chosen = levels.chosen(room)
    matches = is_plain and (needs_all or And not in kinds) and chosen[-1] is not None
    scores, came, is_all = await weighing.candidates(connection, asked, chosen, room, matches=matches)
    if came < min(ENOUGH, room) and chosen[-1]:
        scores, came, is_all = await weighing.candidates(connection, asked, (chosen[-1], None), room)
    return scores, came if is_all else None
