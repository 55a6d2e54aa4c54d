"""Saved searches and rules: queries are parsed before they are kept, and unread articles counted when asked for.

Searches that notify are tried on the articles that a refresh brought. What one of them finds is kept before anybody is
told of it: a kill between the two costs the notification, never the mark in the sidebar, and nothing is announced twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core import search
from reader.core.events import Listener, NewMatches, Notice
from reader.core.lists import UNREAD
from reader.errors import QueryError, UsageError
from reader.frozen import dataclass
from reader.query.parse import parse
from reader.query.tree import And
from reader.store.user_state.rules import ACTIONS
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.core.session import Session
    from reader.query.tree import Query
    from reader.store.user_state.rules import Action, Rule
    from reader.store.user_state.saved_searches import SavedSearch

_HINT = "use mute, read, bookmark or tag:NAME"


@dataclass(frozen=True, slots=True)
class RuleAction:
    """The action of a rule, and the tag that it gives."""

    action: Action
    tag: str = ""


def rule_action(text: str) -> RuleAction:
    """Parse `mute`, `read`, `bookmark`, `tag:NAME` or `#NAME`. Raises UsageError."""
    name, colon, tag = text.partition(":")
    if text.startswith("#"):
        name, colon, tag = "tag", ":", text[1:]
    if name not in ACTIONS or (name == "tag") != bool(colon) or (name == "tag" and not tag.strip("#/ ")):
        import difflib

        near = difflib.get_close_matches(name, ACTIONS, 1)
        hint = f"did you mean {near[0]}{':NAME' if near[0] == 'tag' else ''}? {_HINT}" if near else _HINT
        raise UsageError("not an action of a rule", subject=text, hint=hint)
    return RuleAction(name, tag)


class KeptQuery(NamedTuple):
    """The query that is kept of one that was typed; `corrected` says which words it has in place of others: `“ferry” instead
    of “fery”`."""

    query: str
    corrected: str = ""


def as_seen(session: Session, source: str) -> KeptQuery:
    """The query that is kept of one that was typed: with the words that were found in place of misspelt ones and of runs
    without spaces, and with the words that begin like its last one where that, as it was typed, finds nothing. Raises
    `QueryError`."""
    from reader.query.rewrite import with_words

    relaxed = search.rank(session, source, limit=1, is_typed=True).relaxed
    if relaxed is None or not relaxed.corrected:
        return _begun(session, KeptQuery(source))
    others: dict[str, str | tuple[str, ...]] = {**relaxed.read_as, **relaxed.parted}
    seen = KeptQuery(with_words(source, others), relaxed.corrected)
    return seen if source.endswith(tuple(others)) else _begun(session, seen)


def _begun(session: Session, seen: KeptQuery) -> KeptQuery:
    from reader.query.rewrite import begun

    query = parse(seen.query, session.now())
    if search.count_tree(session, query.tree) or not (found := begun(query, seen.query)):
        return seen
    other, word = found
    try:
        is_found = search.count(session, other)
    except QueryError:
        is_found = 0  # a word that cannot be given another ending
    if not is_found:
        return seen
    said = f"“{word}*” instead of “{word}”"
    return KeptQuery(other, f"{seen.corrected} and {said}" if seen.corrected else said)


def save(
    session: Session,
    name: str,
    query: str,
    does: Sequence[RuleAction] = (),
    *,
    notify: bool = False,
    archive: bool = False,
) -> SavedSearch:
    """Save a search, with what is to be done to each new article that it finds; `notify`: the reader hears of these;
    `archive`: it asks the shared archive, too.

    Raises QueryError, UsageError.
    """
    parse(query, session.now())
    library, now = session.library, session.now()
    with library.undo.as_one():
        saved = library.saved.add(name, query, now)
        for each in does:
            library.rules.add(each.action, now, saved_id=saved.id, tag=each.tag)
        library.saved.notify(saved.id, now, on=notify)
        library.saved.ask_archive(saved.id, now, on=archive)
    return library.saved.get(saved.id)


def take_over(session: Session, name: str, query: str) -> SavedSearch:
    """Save a search that an import brings; undo leaves it. Raises QueryError, UsageError."""
    parse(query, session.now())
    return session.library.saved.add(name, query, session.now(), is_import=True)


def change(
    session: Session, number: int, *, name: str | None = None, query: str | None = None
) -> SavedSearch:
    """Give a saved search another name or query. Raises QueryError, UsageError, NothingFound."""
    if query is not None:
        parse(query, session.now())
    return session.library.saved.change(number, session.now(), name=name, query=query)


def settle(
    session: Session,
    number: int | None,
    name: str,
    query: str,
    does: Sequence[RuleAction],
    *,
    notify: bool = False,
    archive: bool = False,
) -> SavedSearch:
    """Save a search (None), or give one that is there this name and query; it does these things and no others.

    One step of undo. Raises QueryError, UsageError, NothingFound.
    """
    if number is None:
        return save(session, name, query, does, notify=notify, archive=archive)
    library, now = session.library, session.now()
    with library.undo.as_one():
        saved = change(session, number, name=name, query=query)
        rules = rule_actions(session, saved)
        for action, rule in rules.items():
            if action not in does:
                library.rules.remove(rule.id, now)
        for each in does:
            if each not in rules:
                library.rules.add(each.action, now, saved_id=number, tag=each.tag)
        library.saved.notify(number, now, on=notify)
        library.saved.ask_archive(number, now, on=archive)
    return library.saved.get(number)


def rule_actions(session: Session, saved: SavedSearch) -> dict[RuleAction, Rule]:
    """The actions of a saved search on each new article that it finds, with their rules."""
    rules = session.library.rules.all()
    return {RuleAction(rule.action, rule.tag or ""): rule for rule in rules if rule.saved == saved.name}


def settle_rule(session: Session, number: int | None, query: str, does: Sequence[RuleAction]) -> None:
    """Make rules of a query, one for each thing to do (None), or have these take the place of one that is there.

    One step of undo; a rule that is to stay as it is stays itself. Raises QueryError, UsageError, NothingFound.
    """
    library, now = session.library, session.now()
    if not query.strip():
        raise UsageError("a rule needs a query", hint="is:unread matches every new article")
    if not does:
        raise UsageError("a rule needs something to do", hint=_HINT)
    parse(query, now)
    with library.undo.as_one():
        if number is not None:
            before = library.rules.get(number)
            same = RuleAction(before.action, before.tag or "")
            if before.query == query and same in does:
                does = [each for each in does if each != same]
            else:
                library.rules.remove(number, now)
        for each in does:
            library.rules.add(each.action, now, query=query, tag=each.tag)


def apply(session: Session, ids: Sequence[int], does: Sequence[RuleAction]) -> None:
    """Do to articles that are there what a rule does to new ones. One step of undo."""
    library, now = session.library, session.now()
    acts: dict[Action, Callable[[Sequence[int], datetime], object]] = {
        "mute": library.marks.mute,
        "read": library.marks.read,
        "bookmark": library.marks.bookmark,
    }
    with library.undo.as_one():
        for each in does:
            if each.action == "tag":
                library.tags.change(ids, [each.tag], [], now)
            else:
                acts[each.action](ids, now)


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
    """True where the query can still be parsed: the language may have changed since it was saved."""
    try:
        parse(query, session.now())
    except QueryError:
        return False
    return True


def unread_count(session: Session, saved: SavedSearch) -> int | None:
    """The number of unread articles that a search finds; None where its query can no longer be parsed."""
    try:
        tree = parse(saved.query, session.now()).tree
    except QueryError:
        return None
    return search.count_tree(session, And((tree, UNREAD)))


def unread(session: Session, searches: Iterable[SavedSearch]) -> Mapping[int, int | None]:
    """The number of unread articles that each finds; None for a query that can no longer be parsed."""
    return {saved.id: unread_count(session, saved) for saved in searches}


# New articles

TITLES = 3
"""Titles of new articles that a notification has."""

TITLE_LENGTH = 100
"""Characters of each of them."""


def new_matches(session: Session, listen: Listener) -> list[NewMatches]:
    """Tries the searches that notify on the articles that came in since this was last done; one event for each that found
    some. Each search notifies of an article once.

    A query that can no longer be parsed is reported as a notice.
    """
    from reader.query.evaluate import Subject  # late: to list them needs no stemmer

    library, titles = session.library, dict[int, list[str]]()
    ids = library.saved.queued()
    searches = list(_notifying(session, listen)) if ids else []
    told = library.saved.told(ids)
    pairs: list[tuple[int, int]] = []
    for document in library.articles.documents(ids if searches else ()):
        subject, article = Subject(document), document.article
        for saved, query in searches:
            if (article.id, saved.id) not in told and subject.matches(query):
                pairs.append((article.id, saved.id))
                titles.setdefault(saved.id, []).append(line(article.title, TITLE_LENGTH))
    if ids:
        library.saved.judged(ids, pairs)
    found = [
        NewMatches(
            saved=saved.id,
            name=saved.name,
            query=saved.query,
            count=len(titles[saved.id]),
            titles=tuple(titles[saved.id][:TITLES]),
        )
        for saved, _ in searches
        if saved.id in titles
    ]
    for each in found:
        listen(each)
    return found


def _notifying(session: Session, listen: Listener) -> Iterator[tuple[SavedSearch, Query]]:
    for saved in session.library.saved.all():
        if saved.notify:
            try:
                yield saved, parse(saved.query, session.now())
            except QueryError as error:
                hint = f"to correct the query: broadsheet saved change {saved.id} QUERY"
                listen(
                    Notice(
                        f"{saved.name}: not run on new articles, because its query is invalid: {error}; {hint}"
                    )
                )
