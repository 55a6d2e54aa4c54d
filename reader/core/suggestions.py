"""Suggests other words where a search finds nothing or little: another one, the beginning of others, a far commoner one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.events import silent
from reader.core.search import FEW, Alone, count_tree, has_words, meant, near
from reader.frozen import replace
from reader.query.parse import parse
from reader.query.tree import Text, plain_word, wanted_words, with_other

if TYPE_CHECKING:
    from reader.core.search import Results
    from reader.core.session import Session
    from reader.query.tree import Node

COMMONER = 20
"""A word is offered in place of one that few articles have where so many times as many, and so many, have it."""

BEGUN = 3
"""Letters from which on a word is looked for as the beginning of others: with fewer, far too many begin so."""


def other_word(session: Session, source: str, results: Results) -> str | Alone | None:
    """Gives a word to try for the results of a query: what finds something where that found nothing, a far commoner one, with how
    many articles have it, where that found little. It can take longer than the search."""
    query = parse(source, session.now())
    is_ranked = query.sort in (None, "relevance") and has_words(query.tree)
    is_done = results.total >= FEW or results.relaxed is not None
    if is_done or not is_ranked or not indexing.make_ready(session, silent):
        return None
    return commoner(session, query.tree, results.total) if results.total else suggestion(session, query.tree)


def suggestion(session: Session, tree: Node) -> str | None:
    """Gives what finds something in place of a word of a query that found nothing: another word, else `begin*`. Never in place
    of one that is excluded."""
    plain = [text for text in wanted_words(tree) if text.field == "any" and not text.phrase]
    for text in plain:
        other = next(iter(meant(session, text.words, 1)), None)
        if other and count_tree(session, with_other(tree, text, replace(text, words=other))):
            return other
    for text in plain:
        begun = replace(text, prefix=True)
        if (
            len(text.words) >= BEGUN
            and not text.prefix
            and count_tree(session, with_other(tree, text, begun))
        ):
            return f"{text.words}*"
    return None


def commoner(session: Session, tree: Node, found: int) -> Alone | None:
    """Gives the word at one mistake that far more articles have than the few `found` by a single word, and how many these
    are; None for any other search."""
    word = plain_word(tree)
    if word is None or not 0 < found < FEW or (other := near(session, word)) is None:
        return None
    many = count_tree(session, Text("any", other))
    return Alone(other, many) if many >= COMMONER * found else None
