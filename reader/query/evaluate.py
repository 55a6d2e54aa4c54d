"""Does an article match a query? The reference that library and index must agree with."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from reader.model import UNDATED
from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Query, Text, TimeSpan, mentions
from reader.text import tokens, urls
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.model import Article, Document


def matches(query: Query, document: Document) -> bool:
    """Tells whether the query finds the article. Muted ones are found only by a query that says `is:muted` somewhere."""
    return Subject(document).matches(query)


class Subject:
    """An article that many queries are asked about: each of its fields is read once, when the first one needs it."""

    def __init__(self, document: Document) -> None:
        article = document.article
        self._document = document
        self._fields = {
            "title": ArticleWords(article.title),
            "author": ArticleWords("\n".join((*article.authors, article.agency or ""))),
            "url": ArticleWords(article.url or ""),
            "body": ArticleWords(document.body),
        }
        self._anywhere = list(self._fields.values())
        self._own = [ArticleWords(text) for text in document.own]

    def matches(self, query: Query) -> bool:
        """Tells whether the query finds the article, by the rules of `matches`."""
        if self._document.article.muted and not mentions(query.tree, "is", "muted"):
            return False
        return self.holds(query.tree)

    def holds(self, node: Node) -> bool:
        """Tells whether a part of a query holds for the article, muted or not."""
        article = self._document.article
        match node:
            case Text(field="any"):
                return says(node, self._anywhere) or says(node, self._own)
            case Text(field=field):
                return says(node, [self._fields[field]])
            case Filter(name=name, value=value):
                return _FILTERS[name](value, self._document)
            case TimeSpan(start=start, end=end):
                when = article.sorted_by
                return when != UNDATED and (start is None or when >= start) and (end is None or when < end)
            case Number(name=name, low=low, high=high):
                count = _NUMBERS[name](article)
                return (low is None or count >= low) and (high is None or count <= high)
            case And(parts=parts):
                return all(self.holds(part) for part in parts)
            case Or(parts=parts):
                return any(self.holds(part) for part in parts)
            case Not(part=part):
                return not self.holds(part)
            case Everything():
                return True
            case _:
                assert_never(node)


class ArticleWords:
    """The terms of a text, read when they are first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _terms(self) -> list[tokens.Term]:
        return list(tokens.terms(self._text))

    @cached_property
    def _stems(self) -> list[str]:
        return [term.stem for term in self._terms]

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._stems)

    @cached_property
    def _forms(self) -> list[str]:
        return sorted(self._known.union(term.exact for term in self._terms))

    def hold(self, stems: Sequence[str]) -> bool:
        """Tells whether these stems stand side by side."""
        return self._known.issuperset(stems) and (len(stems) < 2 or _side_by_side(stems, self._stems))

    def begin(self, beginning: str) -> bool:
        """Tells whether the exact form or the stem of a term begins with these letters."""
        forms = self._forms
        at = bisect_left(forms, beginning)
        return at < len(forms) and forms[at].startswith(beginning)


def has_site(value: str, url: str | None) -> bool:
    """Tells whether the address is on that host or a subdomain of it."""
    host = ((urls.host(url) if url else None) or "").partition(":")[0]
    return host == value or host.endswith(f".{value}")


def has_lang(value: str, lang: str | None) -> bool:
    """Tells whether the language is the one asked for, or a regional form of it: `en` finds `en-US`."""
    have = (lang or "").lower().replace("_", "-")
    return have == value or have.startswith(f"{value}-")


def has_tag(value: str, tags: Iterable[str]) -> bool:
    """Tells whether one of the tags is that one or lies below it, case and diacritics aside: `a` finds `a/b`."""
    want = fold(value)
    return any(have == want or have.startswith(f"{want}/") for have in map(fold, tags))


def has_feed(value: str, paths: Iterable[str]) -> bool:
    """Tells whether one of the feeds' titles or path tags holds those words side by side, each in its exact form."""
    want = [term.exact for term in tokens.terms(value)]
    each = ([term.exact for term in tokens.terms(path)] for path in paths)
    return bool(want) and any(_side_by_side(want, have) for have in each)


def feed_tags(document: Document) -> list[str]:
    """The path tags among the document's `feed_paths`: what is left when the feeds' titles are taken away."""
    return list((Counter(document.feed_paths) - Counter(document.article.feeds)).elements())


def says(node: Text, asked: Sequence[ArticleWords]) -> bool:
    """Tells whether one of the texts holds the words side by side."""
    wanted = tokens.wanted(node.words, prefix=node.prefix)
    if not wanted.stems and wanted.beginning is None:
        return False
    if wanted.beginning is not None and not any(words.begin(wanted.beginning) for words in asked):
        return False
    return any(words.hold(wanted.stems) for words in asked)


def _side_by_side(want: Sequence[str], have: list[str]) -> bool:
    length, wanted = len(want), list(want)
    return any(
        have[at] == want[0] and have[at : at + length] == wanted for at in range(len(have) - length + 1)
    )


_STATES: dict[str, Callable[[Article], bool]] = {
    "unread": lambda article: not article.read,
    "read": lambda article: article.read,
    "bookmarked": lambda article: article.bookmarked,
    "tagged": lambda article: bool(article.tags),
    "full": lambda article: article.text_state == "full",
    "failed": lambda article: article.text_state == "failed",
    "muted": lambda article: article.muted,
}
_FILTERS: dict[str, Callable[[str, Document], bool]] = {
    "feed": lambda value, document: has_feed(value, document.feed_paths),
    "tag": lambda value, document: has_tag(value, (*document.article.tags, *feed_tags(document))),
    "site": lambda value, document: has_site(value, document.article.url),
    "lang": lambda value, document: has_lang(value, document.article.lang),
    "is": lambda value, document: (
        document.revisions > 0 if value == "edited" else _STATES[value](document.article)
    ),
    "has": lambda value, document: value in document.has,
}
_NUMBERS: dict[str, Callable[[Article], int]] = {
    "words": lambda article: article.words,
    "minutes": lambda article: article.minutes,
}
