"""Applies the reader's rules to articles as they come in.

Rules are tried when an article is listed, as far as its text cannot change the answer, again when its text was read,
and again when its whole text came from its page. A rule that was applied to an article is not tried on it again: what
the reader undid stays undone. Archives that are imported bring the reader's own marks and meet no rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import QueryError
from reader.query.parse import parse
from reader.query.tree import Filter, Node, Not, Number, Text, nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from reader.core.session import Session
    from reader.query.tree import Query
    from reader.store.user_state.rules import Applied, Rule

_OF_THE_FEED = frozenset({"feed", "tag", "site", "lang"})
"""Filters that are answered when an article is listed; `is:` and `has:` speak of texts and marks."""

_GENTLE = frozenset({"tag", "bookmark"})
"""Actions of rules on a page that the reader added by hand: it is never muted or marked read."""


class RuleSet:
    """The rules in one piece of work, a refresh or an addition. All that they do in it is one step of undo."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: list[tuple[Rule, Query]] | None = None
        self._applied: Applied | None = None

    def listed(self, ids: Collection[int]) -> None:
        """Applies the rules that need no text to articles that were listed without it."""
        self._try(ids, lambda _, query: not waits_for_text(query.tree))

    def came(self, ids: Collection[int]) -> None:
        """Applies all rules to articles whose text is there now."""
        self._try(ids, lambda *_: True)

    def added(self, ids: Collection[int]) -> None:
        """Applies the gentle rules to articles that the reader added by hand."""
        self._try(ids, lambda rule, _: rule.action in _GENTLE)

    @property
    def summary(self) -> str:
        """A summary of what the rules did so far; empty where they did nothing."""
        return str(self._applied or "")

    def _try(self, ids: Collection[int], fits: Callable[[Rule, Query], bool]) -> None:
        library = self._session.library
        if self._known is None:
            self._known = list(_readable(self._session))
        rules = [(rule, query) for rule, query in self._known if fits(rule, query)]
        if not rules or not ids:
            return
        from reader.query.evaluate import Subject  # late: most runs bring nothing, or meet no rule

        tried = library.rules.tried(ids)
        hits: list[tuple[int, Rule]] = []
        for document in library.articles.documents(ids):
            subject, number = Subject(document), document.article.id
            hits += [
                (number, rule)
                for rule, query in rules
                if (number, rule.id) not in tried and subject.matches(query)
            ]
        self._applied = library.rules.apply(hits, self._session.now(), self._applied)


def _readable(session: Session) -> list[tuple[Rule, Query]]:
    found = []
    for rule in session.library.rules.all():
        if rule.enabled:
            try:
                found.append((rule, parse(rule.query, session.now())))
            except QueryError:
                continue  # `rules` says so beside it; it must not end a refresh
    return found


def waits_for_text(tree: Node) -> bool:
    """Tells whether the text of an article, once it is read, may turn a match into none."""
    for node in nodes(tree):
        match node:
            case Number():
                return True
            case Filter(name=name) if name not in _OF_THE_FEED:
                return True
            case Not(part=part):
                if any(isinstance(inner, Text) for inner in nodes(part)):
                    return True
            case _:
                continue
    return False
