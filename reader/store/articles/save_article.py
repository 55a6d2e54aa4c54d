"""Saves drafts: as new articles, or as news of those that they are.

A known value is never replaced by an unknown one. The facts follow the text that is shown: a full text before a part
of one, the page's before the feed's; a draft of another origin only fills what is unknown.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.frozen import dataclass
from reader.late import pattern
from reader.store.articles import texts
from reader.store.articles.identity import KnownEntry, identify
from reader.store.change_log import log
from reader.store.feeds import Feeds
from reader.store.sql_values import EQUAL_TEXTS, micros, optional_micros
from reader.store.user_state.marks import Marks
from reader.store.user_state.notes import NotesAndHighlights
from reader.store.user_state.tags import Tags
from reader.text.clean import count_words
from reader.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reader.model import Draft
    from reader.store.database import Database

_UID = pattern(r"[a-z2-7]{16}")
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LETTERS = _ALPHABET.encode() * 8
"""A letter for each byte, five bits of it."""

_TICK = 4_000_000
"""Microseconds of a step in the time of a uid: 30 bits of them last for 136 years."""

_DAY = timedelta(days=1) // timedelta(microseconds=1)
_WORTH = {"full": 4, "part": 3, "teaser": 2, "script": 2, "pending": 2}
"""A text before a paywall is worth less than a feed's summary: it may be the wall's own words."""

_RANK = {"page": 3, "file": 2, "feed": 1}
_TELLING = frozenset({"failed", "paywall", "script"})
"""States of a page that are shown even where the feed's text is shown instead."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The outcome of a draft: the article's id, and whether it was new, changed what is shown, or changed nothing;
    `first_text`: it was listed already, without its text."""

    id: int
    outcome: Literal["new", "updated", "same"]
    first_text: bool = False


class DraftFacts(NamedTuple):
    """Facts that the publisher gives of an article, as they stand in the table."""

    url: str | None
    canonical: str | None
    host: str | None
    title: str
    authors: str
    agency: str | None
    publication: str | None
    published: int | None
    day: str | None
    updated: int | None
    lang: str | None
    description: str | None


class TextColumns(NamedTuple):
    """Columns that follow from the texts that an article has."""

    text_origin: str
    text_state: str
    reason: str | None
    words: int
    text_hash: bytes | None


_FACTS = ", ".join(DraftFacts._fields)
_SHOWN = ", ".join(TextColumns._fields)
INTO = f"INSERT INTO article (id, uid, first_seen, {_FACTS}, {_SHOWN})"
"""Makes articles of their ids (None: the next), uids, times, facts and what is shown."""

_INSERT = f"{INTO} VALUES ({', '.join('?' * (3 + len(DraftFacts._fields) + len(TextColumns._fields)))})"

_SEARCHED = ("url", "title", "authors", "agency", "published", "lang")


def save(
    database: Database,
    draft: Draft,
    now: datetime,
    *,
    place: KnownEntry | None,
    known: int | None,
    fills: bool,
) -> SaveResult:
    """Saves the draft; `place` is where it stands in a feed, `known` the article that it is, if that is known; `fills`:
    only where the article has less of a text is it changed.

    A removed article stays as it is, and so does one that an earlier entry of the same document was.
    """
    at = micros(now)
    first_text = False
    with database.transaction():
        found = identify(database, draft, place)
        article_id = found.article_id if known is None else known
        if article_id is None:
            article_id = _make(database, draft, place, at)
            outcome: Literal["new", "updated", "same"] = "new"
        else:
            state = database.row(
                """
                SELECT m.removed_at, t.draft_hash FROM mark m
                LEFT JOIN text t ON t.article_id = m.article_id AND t.origin = ? WHERE m.article_id = ?
                """,
                (draft.text_origin, article_id),
            )
            if state is None or state[0] is not None:
                return SaveResult(article_id, "same")
            if place and known is None and article_id in place.met:
                _appear(database, article_id, place, at, is_twin=True)
                return SaveResult(article_id, "same")
            hashed = texts.draft_hash(draft)
            stays = state[1] == hashed or (fills and _has_as_much(database, article_id, draft))
            outcome = "same" if stays else _renew(database, article_id, draft, hashed, at)
            first_text = state[1] == b""
        _claim(database, article_id, found.keys)
        if place:
            _appear(database, article_id, place, at, is_twin=False)
        _honour(database, article_id, draft, at)
    return SaveResult(article_id, outcome, first_text)


def _make(database: Database, draft: Draft, place: KnownEntry | None, at: int) -> int:
    shown = shown_of(draft)
    article_id = database.insert(_INSERT, (None, _uid(database, draft.uid, at), at, *facts_of(draft), *shown))
    texts.write(database, article_id, draft, texts.draft_hash(draft))
    if place:  # first: what is a copy of what depends on the feed
        put_appearances(database, [(article_id, place)], at)
    share_read(database, article_id, shown.text_hash)
    log(database, [article_id], gone=False)
    return article_id


def _uid(database: Database, wanted: str | None, at: int) -> str:
    if (
        wanted
        and _UID.fullmatch(wanted)
        and not database.row("SELECT 1 FROM article WHERE uid = ?", (wanted,))
    ):
        return wanted
    return new_uid(at)


def new_uid(at: int) -> str:
    """Makes a name for an article that no other has: 50 random bits behind 30 of the time.

    Those of one time stand together in their index, so that many new articles do not touch all pages of it.
    """
    tick = at // _TICK
    time = "".join(_ALPHABET[tick >> shift & 31] for shift in (25, 20, 15, 10, 5, 0))
    return time + os.urandom(10).translate(_LETTERS).decode()


def shown_of(draft: Draft) -> TextColumns:
    """Gives what follows from the draft's text where it is the only one."""
    return TextColumns(
        draft.text_origin,
        draft.text_state,
        draft.reason,
        count_words(draft.text),
        _copy_hash(draft.text_state, draft.text),
    )


def facts_of(draft: Draft) -> DraftFacts:
    """Gives what the draft says, as it stands in the table."""
    from reader.text.language import language_of  # late: its table of words is for what comes in

    return DraftFacts(
        url=draft.url,
        canonical=draft.canonical,
        host=(host(draft.url) or "").partition(":")[0] or None if draft.url else None,
        title=draft.title,
        authors="\n".join(draft.authors),
        agency=draft.agency,
        publication=draft.publication,
        published=optional_micros(draft.published),
        day=draft.day,
        updated=optional_micros(draft.updated),
        lang=draft.lang or language_of(draft.title, draft.text, None),
        description=draft.description,
    )


def _copy_hash(state: str, text: str) -> bytes | None:
    return texts.word_hash(text, texts.COPY_WORDS) if state in {"full", "part"} else None


def _renew(
    database: Database, article_id: int, draft: Draft, hashed: bytes, at: int
) -> Literal["updated", "same"]:
    stored = database.rows(f"SELECT {_FACTS}, {_SHOWN} FROM article WHERE id = ?", (article_id,))[0]
    facts, shown = (
        DraftFacts(*stored[: len(DraftFacts._fields)]),
        TextColumns(*stored[len(DraftFacts._fields) :]),
    )
    before = texts.contents(database, [article_id])
    _replace_text(database, article_id, draft, hashed, facts.title, at)
    new_shown = _best(database, article_id)
    new_facts = _merged(facts, facts_of(draft), leads=new_shown.text_origin == draft.text_origin)
    if (new_facts, new_shown) != (facts, shown):
        columns = ", ".join(f"{name} = ?" for name in (*DraftFacts._fields, *TextColumns._fields))
        database.run(f"UPDATE article SET {columns} WHERE id = ?", (*new_facts, *new_shown, article_id))
    if new_shown.text_hash != shown.text_hash:
        share_read(database, article_id, new_shown.text_hash)
    is_other_text = texts.contents(database, [article_id]) != before
    if is_other_text or any(getattr(facts, name) != getattr(new_facts, name) for name in _SEARCHED):
        log(database, [article_id], gone=False)
    return "updated" if is_other_text or (new_facts, new_shown) != (facts, shown) else "same"


def _replace_text(
    database: Database, article_id: int, draft: Draft, hashed: bytes, title: str, at: int
) -> None:
    key = (article_id, draft.text_origin)
    old = database.row("SELECT markdown, body, state FROM text WHERE article_id = ? AND origin = ?", key)
    if old is not None:
        markdown, plain, state = old
        if _worth(draft.text_state, draft.text) < _worth(state, plain):
            # A text that was got once outlives the day on which the page gives less of it.
            database.run("UPDATE text SET draft_hash = ? WHERE article_id = ? AND origin = ?", (hashed, *key))
            return
        if plain and texts.word_hash(plain, 0) != texts.word_hash(draft.text, 0):
            database.run(
                "INSERT INTO revision (article_id, origin, markdown, title, replaced_at) VALUES (?, ?, ?, ?, ?)",
                (*key, markdown, title, at),
            )
        texts.clear(database, *key)
    texts.write(database, article_id, draft, hashed)


def _worth(state: str, text: str) -> int:
    return _WORTH.get(state, 1) if text else 0


def _has_as_much(database: Database, article_id: int, draft: Draft) -> bool:
    there = database.rows("SELECT state, body FROM text WHERE article_id = ?", (article_id,))
    return max((_worth(*text) for text in there), default=0) >= _worth(draft.text_state, draft.text)


def choose(database: Database, article_id: int, origin: str) -> bool:
    """Shows the text of that origin from now on, whatever the others become; returns False where there is none."""
    with database.transaction():
        there = database.row(
            "SELECT 1 FROM text WHERE article_id = ? AND origin = ? AND body <> ''", (article_id, origin)
        )
        if there is None:
            return False
        database.run("UPDATE text SET chosen = (origin = ?) WHERE article_id = ?", (origin, article_id))
        shown = _best(database, article_id)
        columns = ", ".join(f"{name} = ?" for name in TextColumns._fields)
        database.run(f"UPDATE article SET {columns} WHERE id = ?", (*shown, article_id))
        share_read(database, article_id, shown.text_hash)
        log(database, [article_id], gone=False)
    return True


def _best(database: Database, article_id: int) -> TextColumns:
    found = database.rows(
        "SELECT origin, state, reason, body, chosen AND body <> '' FROM text WHERE article_id = ?",
        (article_id,),
    )
    origin, state, reason, plain, is_chosen = max(
        found, key=lambda row: (row[4], _worth(row[1], row[3]), _RANK[row[0]])
    )
    shown = TextColumns(origin, state, reason, count_words(plain), _copy_hash(state, plain))
    if state != "full" and not is_chosen:
        for other, its_state, its_reason, *_ in found:
            if other == "page" and its_state in _TELLING:
                return shown._replace(text_state=its_state, reason=its_reason)
    return shown


def _merged(old: DraftFacts, new: DraftFacts, *, leads: bool) -> DraftFacts:
    picked = DraftFacts._make(
        then if now in (None, "") or (not leads and then not in (None, "")) else now
        for then, now in zip(old, new, strict=True)
    )
    if old.published is not None and new.published is not None and _is_vaguer(old.published, new.published):
        return picked._replace(published=old.published, day=old.day or picked.day)
    return picked


def _is_vaguer(old: int, new: int) -> bool:
    """Tells whether the new time is only the day (midnight) of an old one that is known to the minute."""
    return new % _DAY == 0 and old % _DAY != 0 and abs(new - old) < 2 * _DAY


def share_read(database: Database, article_id: int, text_hash: bytes | None) -> None:
    """Marks the article read if an equal copy was, at the time when the first of them was."""
    if text_hash is not None:
        database.run(
            f"""
            UPDATE mark SET (read_at, read_changed) = (
                SELECT m.read_at, m.read_changed FROM article a JOIN article b ON {EQUAL_TEXTS}
                JOIN mark m ON m.article_id = b.id
                WHERE a.id = ? AND m.read_at IS NOT NULL ORDER BY m.read_at LIMIT 1
            ) WHERE article_id = ? AND read_at IS NULL
            """,
            (article_id, article_id),
        )


def _claim(database: Database, article_id: int, keys: tuple[str, ...]) -> None:
    for key in keys:
        database.run("INSERT OR IGNORE INTO address (key, article_id) VALUES (?, ?)", (key, article_id))


def _appear(database: Database, article_id: int, place: KnownEntry, at: int, *, is_twin: bool) -> None:
    """Notes the place in the feed as it is now. A second entry of the same document only fills what is unknown."""
    old = database.row(
        "SELECT guid, link_key, title, entry_hash FROM appearance WHERE article_id = ? AND feed_id = ?",
        (article_id, place.feed_id),
    )
    if old is None:
        put_appearances(database, [(article_id, place)], at)
        return
    guid, link_key, title, known = old
    new = (
        (guid or place.guid, link_key or place.link_key, title, known)
        if is_twin
        else (place.guid or guid, place.link_key or link_key, place.title, place.hash or known)
    )
    if new != old:
        database.run(
            """
            UPDATE appearance SET guid = ?, link_key = ?, title = ?, entry_hash = ?
            WHERE article_id = ? AND feed_id = ?
            """,
            (*new, article_id, place.feed_id),
        )


def put_appearances(database: Database, places: Iterable[tuple[int, KnownEntry]], at: int) -> None:
    """Notes where these articles stand that did not stand in that feed before."""
    database.insert_each(
        "INSERT INTO appearance (article_id, feed_id, guid, link_key, title, position, seen_at, entry_hash)",
        ((n, p.feed_id, p.guid, p.link_key, p.title, p.position, at, p.hash) for n, p in places),
    )


def _honour(database: Database, article_id: int, draft: Draft, at: int) -> None:
    """Takes over what an import says of the reader's own marks, tags, feeds and words; nothing is taken away."""
    if draft.read:
        database.run(
            f"""
            UPDATE mark SET read_at = ?, read_changed = ? WHERE read_at IS NULL AND (article_id = ? OR article_id IN (
                SELECT b.id FROM article a JOIN article b ON {EQUAL_TEXTS} WHERE a.id = ?))
            """,
            (at, at, article_id, article_id),
        )
    if draft.bookmarked:
        database.run(
            """
            UPDATE mark SET bookmarked_at = ?, bookmarked_changed = ?
            WHERE article_id = ? AND bookmarked_at IS NULL
            """,
            (at, at, article_id),
        )
    if draft.tags:
        Tags(database).put(article_id, draft.tags, at)
    if draft.progress or draft.notes or draft.highlights or draft.excerpts:
        shown = texts.contents(database, [article_id])[article_id].text
        if draft.progress:
            Marks(database).begin(article_id, min(draft.progress, 1.0), len(shown), at)
        NotesAndHighlights(database).put(article_id, shown, draft, at)
    for title in draft.feeds:
        Feeds(database).join(article_id, title, draft.title, at)
