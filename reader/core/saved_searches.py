"""Saved searches and rules as a person makes them: queries are read before they are kept, and counted when asked for."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core import search
from reader.errors import QueryError, UsageError
from reader.query.parse import parse
from reader.query.tree import And, Filter
from reader.store.user_state.rules import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.core.session import Session
    from reader.store.user_state.rules import Action, Rule
    from reader.store.user_state.saved_searches import SavedSearch

_HINT = "one of: mute, read, bookmark, tag:NAME"


@dataclass(frozen=True, slots=True)
class RuleAction:
    """What a rule does: an action, and the tag that it gives."""

    action: Action
    tag: str = ""


def deed(text: str) -> RuleAction:
    """What `mute`, `read`, `bookmark`, `tag:NAME` or `#NAME` means. Raises UsageError."""
    name, colon, tag = text.partition(":")
    if text.startswith("#"):
        name, colon, tag = "tag", ":", text[1:]
    if name not in ACTIONS or (name == "tag") != bool(colon) or (name == "tag" and not tag.strip("#/ ")):
        near = difflib.get_close_matches(name, ACTIONS, 1)
        hint = f"did you mean {near[0]}{':NAME' if near[0] == 'tag' else ''}? {_HINT}" if near else _HINT
        raise UsageError("this is nothing that a rule does", subject=text, hint=hint)
    return RuleAction(name, tag)


def save(session: Session, name: str, query: str, does: Sequence[RuleAction] = ()) -> SavedSearch:
    """Save a search, with what is to be done to each new article that it finds. Raises QueryError, UsageError."""
    parse(query, session.now())
    library, now = session.library, session.now()
    with library.undo.as_one():
        saved = library.saved.add(name, query, now)
        for each in does:
            library.rules.add(each.action, now, saved_id=saved.id, tag=each.tag)
    return saved


def change(
    session: Session, number: int, *, name: str | None = None, query: str | None = None
) -> SavedSearch:
    """Give a saved search another name or query. Raises QueryError, UsageError, NothingFound."""
    if query is not None:
        parse(query, session.now())
    return session.library.saved.change(number, session.now(), name=name, query=query)


def settle(
    session: Session, number: int | None, name: str, query: str, does: Sequence[RuleAction]
) -> SavedSearch:
    """Save a search (None), or give one that is there this name and query; it does these things and no others.

    One step of undo. Raises QueryError, UsageError, NothingFound.
    """
    if number is None:
        return save(session, name, query, does)
    library, now = session.library, session.now()
    with library.undo.as_one():
        saved = change(session, number, name=name, query=query)
        rules = deeds(session, saved)
        for deed, rule in rules.items():
            if deed not in does:
                library.rules.remove(rule.id, now)
        for each in does:
            if each not in rules:
                library.rules.add(each.action, now, saved_id=number, tag=each.tag)
    return saved


def deeds(session: Session, saved: SavedSearch) -> dict[RuleAction, Rule]:
    """What a saved search does to each new article that it finds."""
    rules = session.library.rules.all()
    return {RuleAction(rule.action, rule.tag or ""): rule for rule in rules if rule.saved == saved.name}


def make_rule(
    session: Session, does: RuleAction, *, query: str | None = None, saved: str | None = None
) -> Rule:
    """Make a rule of a query, or for a saved search that is named. Raises QueryError, UsageError, NothingFound."""
    library = session.library
    if saved is not None:
        return library.rules.add(
            does.action, session.now(), saved_id=library.saved.find(saved).id, tag=does.tag
        )
    assert query is not None
    parse(query, session.now())
    return library.rules.add(does.action, session.now(), query=query, tag=does.tag)


def is_readable(session: Session, query: str) -> bool:
    """Whether the query can be read: a later version might mean something else by it."""
    try:
        parse(query, session.now())
    except QueryError:
        return False
    return True


def unread(session: Session, searches: Iterable[SavedSearch]) -> Mapping[int, int | None]:
    """How many unread articles each finds; None for a query that can no longer be read."""
    return {saved.id: _unread(session, saved.query) for saved in searches}


def _unread(session: Session, source: str) -> int | None:
    try:
        tree = parse(source, session.now()).tree
    except QueryError:
        return None
    return search.count_tree(session, And((tree, Filter("is", "unread"))))
