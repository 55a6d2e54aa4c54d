"""Tells whether an article matches a query. The reference that library and index must agree with."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from reader.model import UNDATED
from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Query, Text, TimeSpan, mentions
from reader.text import tokens, urls
from reader.text.fold import fold
from reader.text.language import language, language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reader.model import Article, Document


def matches(query: Query, document: Document) -> bool:
    """Tells whether the query finds the article. Muted ones are found only by a query that says `is:muted` somewhere."""
    return Subject(document).matches(query)


class Subject:
    """An article that many queries are asked about: each of its fields is read once, when the first one needs it."""

    def __init__(self, document: Document) -> None:
        article, lang = (
            document.article,
            language_of(document.article.title, document.body, document.article.lang),
        )
        self._document = document
        self._fields = {
            "title": ArticleWords(article.title, lang),
            "author": ArticleWords("\n".join((*article.authors, article.agency or "")), lang),
            "url": ArticleWords(article.url or "", lang),
            "body": ArticleWords(document.body, lang),
        }
        self._anywhere = [*self._fields.values(), *map(own_words, document.outputs)]
        self._own = list(map(own_words, document.own))

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


_Forms = tuple[str, str, str, str]
"""What decides whether a word matches a term: its stem, second stem, exact form and stemmer."""


class ArticleWords:
    """The terms of a text in a language, read when they are first asked for."""

    def __init__(self, text: str, lang: str | None) -> None:
        self._text = text
        self._lang = lang

    @cached_property
    def _terms(self) -> Mapping[_Forms, list[int]]:
        """The positions of each term."""
        places: dict[_Forms, list[int]] = {}
        for stem, exact, _, _, position, stemmer, also, _ in tokens.terms(self._text, self._lang):
            places.setdefault((stem, also, exact, stemmer), []).append(position)
        return places

    @cached_property
    def _having(self) -> Mapping[str, list[_Forms]]:
        """The terms that have a form: as stem, first or second, or as exact form."""
        having: dict[str, list[_Forms]] = {}
        for term in self._terms:
            for form in {*term[:3]}:
                having.setdefault(form, []).append(term)
        having.pop("", None)
        return having

    @cached_property
    def _stemmers(self) -> frozenset[str]:
        return frozenset(stemmer for *_, stemmer in self._terms)

    @cached_property
    def _forms(self) -> list[str]:
        return sorted(self._having)

    def hold(self, words: Sequence[tokens.WantedWord]) -> bool:
        """Tells whether terms that these words match stand side by side."""
        found = []
        for word in words:
            if not (terms := self._found(word)):
                return False
            found.append(terms)
        return len(found) < 2 or self._stand_side_by_side(found)

    def _found(self, word: tokens.WantedWord) -> set[_Forms]:
        """The terms that the word matches."""
        found = set(self._having.get(word.exact, ()))
        for code in self._stemmers:
            stem = word.stem(code)
            found.update(term for term in self._having.get(stem, ()) if term[3] == code and stem in term[:2])
            for whole in word.uncut(code):
                found.update(term for term in self._having.get(whole, ()) if term[2:] == (whole, code))
        return found

    def _stand_side_by_side(self, found: Sequence[set[_Forms]]) -> bool:
        starts: set[int] | None = None
        for offset, terms in enumerate(found):
            places = {place - offset for term in terms for place in self._terms[term]}
            starts = places if starts is None else starts & places
        return bool(starts)

    def begin(self, beginning: str) -> bool:
        """Tells whether the exact form or the stem of a term begins with these letters."""
        forms = self._forms
        at = bisect_left(forms, beginning)
        return at < len(forms) and forms[at].startswith(beginning)


def own_words(text: str) -> ArticleWords:
    """The words of a note, a highlight or a kept output, in the language that they tell by themselves."""
    return ArticleWords(text, language(text))


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
    want = tokens.exact_forms(value)
    return bool(want) and any(_side_by_side(want, tokens.exact_forms(path)) for path in paths)


def feed_tags(document: Document) -> list[str]:
    """The path tags among the document's `feed_paths`: what is left when the feeds' titles are taken away."""
    return list((Counter(document.feed_paths) - Counter(document.article.feeds)).elements())


def says(node: Text, asked: Sequence[ArticleWords]) -> bool:
    """Tells whether one of the texts holds the words side by side."""
    return any(_hold(wanted, asked) for wanted in tokens.wanted(node.words, prefix=node.prefix))


def _hold(wanted: tokens.WantedWords, asked: Sequence[ArticleWords]) -> bool:
    if wanted.beginning is not None and not any(words.begin(wanted.beginning) for words in asked):
        return False
    return any(words.hold(wanted.words) for words in asked)


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
    "failed": lambda article: article.text_state == "failed" or article.full_text_error is not None,
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
