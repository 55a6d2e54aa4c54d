"""Takes in the entries of a feed: listed at once, many in a few statements; their texts follow.

An entry is listed without its text, which takes most of the time to be read. Until `fill` its article is "pending", and
its place in the feed has no hash, so that a kill in between loses nothing: the next refresh reads the entry again.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.model import UNDATED
from reader.store.articles import texts
from reader.store.articles.identity import KnownEntry, entry
from reader.store.articles.save_article import INTO, facts_of, new_uid, put_appearances, share_read, shown_of
from reader.store.change_log import log
from reader.store.sql_values import id_list, micros

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from reader.model import Draft
    from reader.store.articles.articles import Articles
    from reader.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An entry of a feed: its draft, its guid, its place (0 is the first) and the hash by which it is known again,
    None where it is not to be."""

    draft: Draft
    guid: str | None
    position: int
    hash: bytes | None


class Arrivals:
    """The entries of feeds on their way into the library."""

    def __init__(self, database: Database, articles: Articles) -> None:
        self._database = database
        self._articles = articles

    def seen(self, feed_id: int) -> dict[bytes, int]:
        """Gives the entries of the feed that need not be read again: their hashes and their articles."""
        return dict(
            self._database.rows(
                "SELECT entry_hash, article_id FROM appearance WHERE feed_id = ? AND entry_hash IS NOT NULL",
                (feed_id,),
            )
        )

    def announce(self, feed_id: int, arrivals: Sequence[Arrival], now: datetime) -> list[int | None]:
        """Lists those that are plainly new; returns the ids of their articles, None for all others.

        Others are those that the library may know, from this feed or elsewhere, and those that share a guid or an
        address with another one of them: these need their text to be told apart, and are left to `articles.save`.
        """
        return self.announce_all([(feed_id, arrival) for arrival in arrivals], now)

    def announce_all(self, arrivals: Sequence[tuple[int, Arrival]], now: datetime) -> list[int | None]:
        """Lists entries of several feeds, as `announce` does those of one."""
        database, at = self._database, micros(now)
        places = [entry(a.draft, feed_id, a.guid, a.position) for feed_id, a in arrivals]
        with database.transaction():
            is_new = self._strangers(places)
            number = database.value("SELECT coalesce(max(id), 0) FROM article")
            ids: list[int | None] = []
            for new in is_new:
                number += new
                ids.append(number if new else None)
            chosen = [
                (n, a.draft, p) for n, (_, a), p in zip(ids, arrivals, places, strict=True) if n is not None
            ]
            database.insert_each(
                INTO,
                ((n, new_uid(at), at, *facts_of(draft), *shown_of(draft)) for n, draft, _ in chosen),
            )
            database.insert_each(
                f"INSERT INTO text (article_id, origin, {', '.join(texts.COLUMNS)})",
                (
                    (n, d.text_origin, "", "", False, d.text_state, d.reason, b"", _NO_TEXT)
                    for n, d, _ in chosen
                ),
            )
            database.insert_each(
                "INSERT INTO address (key, article_id)",
                ((key, n) for n, _, place in chosen for key in place.keys),
            )
            put_appearances(database, ((n, place) for n, _, place in chosen), at)
            log(database, (n for n, *_ in chosen), gone=False)
        return ids

    def _strangers(self, places: Sequence[KnownEntry]) -> list[bool]:
        """Tells which of them share neither guid nor key with anything in the library or among themselves."""
        guids = Counter((place.feed_id, place.guid) for place in places if place.guid)
        keys = Counter(key for place in places for key in place.keys)
        known_guids = self._there("guid", guids)
        known_keys = {
            key for _, key in self._there("link_key", {(p.feed_id, key): 1 for p in places for key in p.keys})
        }
        known_keys |= set(
            self._database.column(
                "SELECT key FROM address WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(list(keys)),),
            )
        )

        def is_stranger(place: KnownEntry) -> bool:
            if place.guid:
                if guids[place.feed_id, place.guid] > 1 or (place.feed_id, place.guid) in known_guids:
                    return False
            elif not place.keys or place.keys[0].startswith("text:"):
                return False  # only its text tells it apart
            return all(keys[key] == 1 and key not in known_keys for key in place.keys)

        return [is_stranger(place) for place in places]

    def _there(self, column: str, wanted: Iterable[tuple[int, str | None]]) -> set[tuple[int, str]]:
        """Gives those pairs of a feed and a guid or key under which an article appears there."""
        return set(
            self._database.rows(
                f"""
                SELECT p.feed_id, p.{column} FROM json_each(?) w CROSS JOIN appearance p
                ON p.feed_id = json_extract(w.value, '$[0]') AND p.{column} = json_extract(w.value, '$[1]')
                """,
                (json.dumps(list(wanted)),),
            )
        )

    def put_last(self, ids: Collection[int]) -> None:
        """Puts those of the articles that give no date after all that do: what a feed holds when it is first fetched
        can be of any age."""
        self._database.run(
            """
            UPDATE mark SET sorted_at = ? WHERE article_id IN (
                SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?)) AND published IS NULL)
            """,
            (micros(UNDATED), id_list(ids)),
        )

    def fill(self, feed_id: int, arrivals: Sequence[tuple[int, Arrival]], now: datetime) -> None:
        """Gives articles that were announced their text, whatever became of them since."""
        database = self._database
        with database.transaction():
            waiting = set(
                database.column(
                    """
                    SELECT a.id FROM article a JOIN mark m ON m.article_id = a.id
                    WHERE a.id IN (SELECT value FROM json_each(?)) AND a.text_state = 'pending'
                        AND a.text_origin = 'feed' AND m.removed_at IS NULL
                    """,
                    (id_list(number for number, _ in arrivals),),
                )
            )
            self._fill([pair for pair in arrivals if pair[0] in waiting], feed_id)
            for number, a in arrivals:
                if number not in waiting:
                    self._articles.save(
                        a.draft, now=now, feed_id=feed_id, guid=a.guid, position=a.position,
                        article_id=number, entry_hash=a.hash,
                    )  # fmt: skip

    def _fill(self, arrivals: Sequence[tuple[int, Arrival]], feed_id: int) -> None:
        database = self._database
        drafts = [(number, arrival.draft) for number, arrival in arrivals]
        shown = [(number, draft.title, shown_of(draft)) for number, draft in drafts]
        database.run_each(
            f"""
            UPDATE text SET {", ".join(f"{name} = ?" for name in texts.COLUMNS)}
            WHERE article_id = ? AND origin = 'feed'
            """,
            ((*texts.columns_of(draft, texts.draft_hash(draft)), number) for number, draft in drafts),
        )
        database.run_each(
            "UPDATE article SET title = ?, text_state = ?, reason = ?, words = ?, text_hash = ? WHERE id = ?",
            ((title, s.text_state, s.reason, s.words, s.text_hash, n) for n, title, s in shown),
        )
        database.run_each(
            "UPDATE appearance SET entry_hash = ? WHERE article_id = ? AND feed_id = ?",
            ((arrival.hash, number, feed_id) for number, arrival in arrivals),
        )
        texts.write_parts(database, drafts)
        for number, _, new in shown:
            share_read(database, number, new.text_hash)
        log(database, (number for number, _ in drafts), gone=False)


_NO_TEXT = texts.digest("", "")
