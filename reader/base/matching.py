"""Does an article match a query? The reference that library and index must agree with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, assert_never

from reader.base import terms, urls
from reader.base.querytree import (
    And,
    Everything,
    Filter,
    Node,
    Not,
    Number,
    Or,
    Query,
    Span,
    Text,
    mentions,
    nodes,
)
from reader.base.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.model import Article, Document


def matches(query: Query, document: Document) -> bool:
    """Whether the query finds the article. Muted ones are found only by a query that says `is:muted` somewhere."""
    if document.article.muted and not mentions(query.tree, "is", "muted"):
        return False
    has_words = any(isinstance(node, Text) for node in nodes(query.tree))
    return _holds(query.tree, document, _fields(document) if has_words else {})


def has_site(value: str, url: str | None) -> bool:
    """Whether the address is on that host or a subdomain of it."""
    host = ((urls.host(url) if url else None) or "").partition(":")[0]
    return host == value or host.endswith(f".{value}")


def has_lang(value: str, lang: str | None) -> bool:
    """Whether the language is the one asked for, or a regional form of it: `en` finds `en-US`."""
    have = (lang or "").lower().replace("_", "-")
    return have == value or have.startswith(f"{value}-")


def has_tag(value: str, tags: Iterable[str]) -> bool:
    """Whether one of the tags is that one or lies below it, case and diacritics aside: `a` finds `a/b`."""
    want = fold(value)
    return any(have == want or have.startswith(f"{want}/") for have in map(fold, tags))


def has_feed(value: str, paths: Iterable[str]) -> bool:
    """Whether one of the feeds' titles or path tags holds those words side by side, each in its exact form."""
    want = [term.exact for term in terms.terms(value)]
    return bool(want) and any(
        _side_by_side(want, [term.exact for term in terms.terms(path)]) for path in paths
    )


def feed_tags(document: Document) -> list[str]:
    """The path tags among the document's `feed_paths`: what is left when the feeds' titles are taken away."""
    return list((Counter(document.feed_paths) - Counter(document.article.feeds)).elements())


_Terms = list[terms.Term]


def _fields(document: Document) -> Mapping[str, _Terms]:
    article = document.article
    return {
        "title": list(terms.terms(article.title)),
        "author": list(terms.terms("\n".join((*article.authors, article.agency or "")))),
        "url": list(terms.terms(article.url or "")),
        "body": list(terms.terms(document.body)),
    }


def _holds(node: Node, document: Document, fields: Mapping[str, _Terms]) -> bool:
    match node:
        case Text():
            own = document.own if node.field == "any" else ()
            return _text(node, fields) or says(node, [list(terms.terms(text)) for text in own])
        case Filter():
            return _filter(node, document)
        case Span(start=start, end=end):
            when = document.article.sorted_by
            return (start is None or when >= start) and (end is None or when < end)
        case Number(name=name, low=low, high=high):
            count = document.article.words if name == "words" else document.article.minutes
            return (low is None or count >= low) and (high is None or count <= high)
        case And(parts=parts):
            return all(_holds(part, document, fields) for part in parts)
        case Or(parts=parts):
            return any(_holds(part, document, fields) for part in parts)
        case Not(part=part):
            return not _holds(part, document, fields)
        case Everything():
            return True
        case _:
            assert_never(node)


def _text(node: Text, fields: Mapping[str, _Terms]) -> bool:
    return says(node, list(fields.values()) if node.field == "any" else [fields[node.field]])


def says(node: Text, asked: Sequence[Sequence[terms.Term]]) -> bool:
    """Whether texts, given by their terms, hold the words: side by side within one of them."""
    wanted = terms.wanted(node.words, prefix=node.prefix)
    if not wanted.stems and wanted.beginning is None:
        return False
    begins = wanted.beginning is None or any(
        term.exact.startswith(wanted.beginning) or term.stem.startswith(wanted.beginning)
        for field in asked
        for term in field
    )
    return begins and any(_side_by_side(wanted.stems, [term.stem for term in field]) for field in asked)


def _side_by_side(want: Sequence[str], have: Sequence[str]) -> bool:
    length = len(want)
    return any(tuple(have[at : at + length]) == tuple(want) for at in range(len(have) - length + 1))


def _filter(node: Filter, document: Document) -> bool:
    article = document.article
    match node.name:
        case "feed":
            return has_feed(node.value, document.feed_paths)
        case "tag":
            return has_tag(node.value, (*article.tags, *feed_tags(document)))
        case "site":
            return has_site(node.value, article.url)
        case "lang":
            return has_lang(node.value, article.lang)
        case "is":
            return _is(node.value, article, document.revisions)
        case "has":
            return node.value in document.has
        case _:
            assert_never(node.name)


def _is(value: str, article: Article, revisions: int) -> bool:
    return {
        "unread": not article.read,
        "read": article.read,
        "bookmarked": article.bookmarked,
        "tagged": bool(article.tags),
        "full": article.text_state == "full",
        "failed": article.text_state == "failed",
        "edited": revisions > 0,
        "muted": article.muted,
    }[value]
