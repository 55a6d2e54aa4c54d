"""Suggests other words where a search finds nothing or little (another one, the beginning of others, a far commoner one) or what
it finds has its word by the stem alone, and other queries that find more: the feed whose name was typed, OR in capitals."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.events import silent
from reader.core.other_scripts import also_written
from reader.core.search import FEW, Alone, LibraryGuesses, count_tree, has_words
from reader.errors import QueryError
from reader.frozen import replace
from reader.query.evaluate import has_feed
from reader.query.parse import parse
from reader.query.rewrite import with_or
from reader.query.tree import And, Filter, Text, is_word_or_phrase, plain_word, wanted_words, with_other

if TYPE_CHECKING:
    from reader.core.other_scripts import OtherScripts
    from reader.core.search import Results
    from reader.core.session import Session
    from reader.query.tree import Node

COMMONER = 20
"""A word is offered in place of one that few articles have where so many times as many, and so many, have it."""

BEGUN = 3
"""Letters from which on a word is looked for as the beginning of others: with fewer, far too many begin so."""

MEANT = 3
"""Words that one of a phrase may be a slip of."""

PHRASES = 28
"""Ways in which a phrase may have been meant, its own among them."""


def other(session: Session, source: str, results: Results) -> str | Alone | OtherScripts | None:
    """Gives what to try for the results of a query: another query that finds more, the same name in other scripts, a word that
    finds something where this found nothing, or a likelier one where it found some. It can take longer than the search."""
    query = parse(source, session.now())
    if not has_words(query.tree) or not indexing.make_ready(session, silent):
        return None
    whole = results.relaxed.whole if results.relaxed else results.total
    if query_found := feed_named(session, source, whole) or joined_by_or(session, source, whole):
        return query_found
    if elsewhere := also_written(session, query.tree):
        return elsewhere
    if results.relaxed is not None or query.sort not in (None, "relevance"):
        return None
    return likelier(session, query.tree, results.total) if results.total else suggestion(session, query.tree)


def feed_named(session: Session, source: str, found: int) -> Alone | None:
    """Gives the query for the articles of the feeds or the folder whose name was typed, where it finds more than the few that have
    its words; None for any other search."""
    tree = parse(source, session.now()).tree
    name = _plain_words(tree)
    if not name or found >= FEW:
        return None
    titles = ((feed.title, *feed.tags) for feed in session.library.feeds.all())
    if not any(has_feed(name, own) for own in titles):
        return None
    many = count_tree(session, Filter("feed", name))
    quoted = name if name.isalnum() else f'"{name}"'
    return Alone(f"feed:{quoted}", many) if many > found else None


def _plain_words(tree: Node) -> str:
    """The words of a query that has nothing else; "" for any other."""
    words = tree.parts if isinstance(tree, And) else (tree,)
    if all(isinstance(word, Text) and word.field == "any" and not word.prefix for word in words):
        return " ".join(word.words for word in words if isinstance(word, Text))
    return ""


def joined_by_or(session: Session, source: str, found: int) -> Alone | None:
    """Gives the query with OR in place of a small `or`, where it finds more; None for any other search."""
    if not (capital := with_or(source)):
        return None
    try:
        many = count_tree(session, parse(capital, session.now()).tree)
    except QueryError:
        return None  # what stands beside it cannot be joined
    return Alone(capital, many) if many > found else None


def suggestion(session: Session, tree: Node) -> str | None:
    """Gives what finds something in place of a word of a query that found nothing: another word, another phrase in its quotes, else
    `begin*`. Never in place of one that is excluded."""
    anywhere = [text for text in wanted_words(tree) if text.field == "any"]
    plain = [text for text in anywhere if not text.phrase]
    for text in plain:
        folded = next(iter(LibraryGuesses(session).meant(text.words)), None)
        word = LibraryGuesses(session).written(text.words, folded) if folded else ""
        if word and count_tree(session, with_other(tree, text, replace(text, words=word))):
            return word
    for text in anywhere:
        if text.phrase and (words := _other_phrase(session, tree, text)):
            return f'"{words}"'
    for text in plain:
        begun = replace(text, prefix=True)
        if (
            len(text.words) >= BEGUN
            and not text.prefix
            and count_tree(session, with_other(tree, text, begun))
        ):
            return f"{text.words}*"
    return None


def likelier(session: Session, tree: Node, found: int) -> Alone | None:
    """Gives what was probably meant by a single word or a phrase that `found` some articles, and how many that finds: more, where
    no article has a word as it was typed; far more, where few have a single word that is at one mistake from a commoner
    one. None for any other search."""
    word = plain_word(tree)
    if not is_word_or_phrase(tree) or not found:
        return None
    words = [word] if word else tree.words.split() if isinstance(tree, Text) else []
    meant = " ".join(_as_meant(session, one) for one in words)
    if meant != " ".join(words):
        other = Text("any", meant, phrase=word is None)
        many = count_tree(session, other)
        if many > found:
            return Alone(f'"{meant}"' if other.phrase else meant, many)
    return None if word is None or found >= FEW else _commoner(session, word, found)


def _as_meant(session: Session, word: str) -> str:
    """The word, or the likeliest that was meant by it where articles have it by its stem alone."""
    guesses = LibraryGuesses(session)
    return next((guesses.written(word, folded) for folded in guesses.likelier(word)), word)


def _commoner(session: Session, word: str, found: int) -> Alone | None:
    """Gives the word at one mistake that far more articles have than the few `found` by a single word."""
    guesses = LibraryGuesses(session)
    if (folded := guesses.near(word)) is None:
        return None
    other = guesses.written(word, folded)
    many = count_tree(session, Text("any", other))
    return Alone(other, many) if many >= COMMONER * found else None


def _other_phrase(session: Session, tree: Node, phrase: Text) -> str | None:
    """The words of a phrase with those that were probably meant in place of misspelt ones. A single word in quotes is meant as it
    is."""
    words = phrase.words.split()
    ways = [_ways(session, word) for word in words] if len(words) > 1 else []
    for way in islice(product(*ways), 1, PHRASES):
        written = " ".join(way)
        if count_tree(session, with_other(tree, phrase, replace(phrase, words=written))):
            return written
    return None


def _ways(session: Session, word: str) -> list[str]:
    """The word, and those that it may be a slip of where few or no articles have it."""
    guesses = LibraryGuesses(session)
    found = count_tree(session, Text("any", word))
    if found >= FEW:
        return [word]
    commonest = guesses.near(word) if found else None
    others = [commonest] if commonest else guesses.meant(word)[:MEANT]
    return [word, *(guesses.written(word, other) for other in others)]
