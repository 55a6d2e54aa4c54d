"""Files articles in the archive: each address once, a batch in one transaction, and again without harm.

Who claims an article's address makes its row; keys are claimed in their order, so that no two writers wait for each
other. The numbers of articles that have each word grow by rows of differences, so that writers never wait for a common
word; `fold` adds them up.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from reader.archive import vectors
from reader.archive.planning import DOCUMENTS
from reader.archive.protocol import Place, Put
from reader.garbage import uncollected
from reader.markdown import dialect
from reader.text import urls
from reader.text.clean import count_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from reader.archive.vectors import Vector
    from reader.model import Draft

BATCH = 500
"""Articles in one transaction."""

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""A time of publication before that, or after tomorrow, is a mistake: the article is filed by its arrival."""

_FOLDING = 422826697061
"""The advisory lock of who adds up."""

FOLDED, _MOST_FOLDED = 250_000, 1_000_000
"""Rows of differences from which on they are added up, and how many at a time: of many more cancel out."""

NOTED = 400_000
"""Lexemes of articles after which a writer looks how many rows there are."""

LOOKED_UP = "; ".join(
    f"SET LOCAL enable_{way} = off" for way in ("seqscan", "hashjoin", "mergejoin", "hashagg", "sort")
)
"""Each word is looked up among those that are known, in the order of the words. Left to itself PostgreSQL goes through all
of them for each one, if it made its plan while they were few."""

ADDED_UP = """
    WITH gone AS (DELETE FROM term_delta WHERE ctid <= $1)
    MERGE INTO term USING (SELECT lexeme, sum(n) AS n FROM term_delta WHERE ctid <= $1
        GROUP BY lexeme HAVING sum(n) <> 0 ORDER BY lexeme) AS more
    ON term.lexeme = more.lexeme
    WHEN MATCHED THEN UPDATE SET df = term.df + more.n
    WHEN NOT MATCHED THEN INSERT VALUES (more.lexeme, more.n)
"""
"""Adds differences to the numbers of the words that are known, and begins those of the others. What is read is what goes:
both see the table as it was when the statement began, and nobody else takes rows away."""

COLUMNS = (
    "uid", "filed", "arrived", "url", "canonical", "host", "title", "authors", "agency", "publication", "published", "day",
    "updated", "lang", "lang_code", "description", "words", "text_origin", "text_state", "reason", "page_kind",
    "has_picture", "has_video", "markdown", "links", "size", "tsv", "analysis", "pairs",
)  # fmt: skip


class Words(NamedTuple):
    """The words of an article as they are sent: its lexemes' names, and all of them packed. A batch of lexemes with their places
    would be a hundred thousand lists, among which Python looks for garbage time and again."""

    names: tuple[str, ...]
    packed: bytes
    size: int
    codes: frozenset[str]
    pairs: bytes

    @classmethod
    def of(cls, found: Vector) -> Words:
        """Packs the lexemes of an article."""
        return cls(tuple(found.lexemes), vectors.packed(found.lexemes), found.size, found.codes, found.pairs)


@dataclass(frozen=True, slots=True)
class Filing:
    """A draft as it is to be filed. `keys` are its addresses, the first the one that `uid` is made of."""

    draft: Draft
    keys: tuple[str, ...]
    place: Place
    words: Words
    markdown: str
    arrived: datetime


def filing(draft: Draft, now: datetime) -> Filing:
    """Gives what is filed of a draft: half a millisecond to some milliseconds of work."""
    markdown = draft.markdown or dialect.from_text(draft.text)
    arrived = min(draft.saved or now, now)
    published = draft.published
    filed = published if published and OLDEST <= published <= now + timedelta(days=1) else arrived
    keys = _keys(draft)
    found = words(draft, dialect.searchable(draft))
    return Filing(draft, keys, Place(filed, uid(keys[0])), found, markdown, arrived)


def filings(drafts: Iterable[Draft], now: datetime) -> list[Filing]:
    """Gives what is filed of drafts."""
    with uncollected():  # a quarter of the work
        return [filing(draft, now) for draft in drafts]


def words(draft: Draft, body: str) -> Words:
    """The words of an article with that searchable text."""
    people = (*draft.authors, draft.agency or "")
    return Words.of(vectors.vector(draft.title, people, draft.url or "", body, draft.lang))


def uid(key: str) -> UUID:
    """The number of an article by its address, which all writers make alike."""
    return UUID(bytes=blake2b(key.encode(), digest_size=16).digest())


def _keys(draft: Draft) -> tuple[str, ...]:
    own = urls.identity(draft.url) if draft.url else None
    claimed = urls.identity(draft.canonical) if draft.canonical else None
    if own and claimed and not urls.same_site(own, claimed):
        claimed = None
    if keys := tuple(dict.fromkeys(key for key in (claimed, own) if key)):
        return keys
    text = f"{draft.title}\n{draft.text or draft.markdown}"
    return (f"text:{blake2b(text.encode(errors='replace'), digest_size=16).hexdigest()}",)


async def put(connection: Any, filings: Sequence[Filing]) -> Put:
    """Files a batch in one transaction."""
    await make_months(connection, filings)
    async with connection.transaction():
        return await put_within(connection, filings)


async def make_months(connection: Any, filings: Sequence[Filing]) -> None:
    """Makes the partitions that the batch needs and that are not there: each in a transaction of its own, since it waits for
    all others."""
    months = {one.place.filed.strftime("article_%Y_%m"): one.place.filed for one in filings}
    missing = await connection.fetch(
        "SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL ORDER BY name",
        list(months),
    )
    for row in missing:
        await connection.execute("SELECT make_month($1)", months[row["name"]])


async def put_within(connection: Any, filings: Sequence[Filing], feed: int | None = None) -> Put:
    """Files a batch, whose months are there, in the open transaction; as entries of that feed, where there is one."""
    filings = [*{one.keys[0]: one for one in filings}.values()]
    places, new = await _claimed(connection, filings)
    added = [one for one in filings if one.keys[0] in new]
    improved = await _improved(connection, [one for one in filings if one.keys[0] not in new], places)
    gains = Counter[str]()
    for one in added:
        gains.update(one.words.names)
        gains[DOCUMENTS] += 1
    gains.update(improved.gains)
    # In order, so that those of a month are written together.
    added.sort(key=lambda one: one.place.filed)
    await connection.copy_records_to_table("article", records=map(_record, added), columns=COLUMNS)
    await count(connection, gains, {code for one in filings for code in one.words.codes})
    await _appear(connection, filings, places, feed)
    return Put(
        len(added),
        improved.articles,
        len(filings) - len(added) - improved.articles,
        tuple(places[one.keys[0]] for one in filings),
    )


async def count(connection: Any, gains: Mapping[str, int], codes: Collection[str]) -> None:
    """Notes by how much the numbers of articles with these lexemes change, and the stemmers that their words have."""
    await connection.execute(
        "INSERT INTO stemmer (code) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", sorted(codes)
    )
    # In order, so that each page of its index is met once.
    names = sorted(one for one, n in gains.items() if n and not one.startswith(vectors.TIER))
    await connection.copy_records_to_table(
        "term_delta", records=zip(names, map(gains.__getitem__, names), strict=True), columns=("lexeme", "n")
    )


async def _claimed(connection: Any, filings: Sequence[Filing]) -> tuple[dict[str, Place], frozenset[str]]:
    """The places of all articles by their first keys, and the first keys of those that are new: this writer's own."""
    known = await _addresses(connection, [key for one in filings for key in one.keys])
    wanted = sorted(
        (key, one.place.uid, one.place.filed)
        for one in filings
        if not any(key in known for key in one.keys)
        for key in one.keys
    )
    own: set[tuple[str, UUID]] = set()
    if wanted:
        keys, uids, times = zip(*wanted, strict=True)
        made = await connection.fetch(
            """
            INSERT INTO address (key, uid, filed)
            SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[]) AS t (key, uid, filed) ORDER BY key
            ON CONFLICT DO NOTHING RETURNING key, uid
            """,
            keys,
            uids,
            times,
        )
        own = {(row["key"], row["uid"]) for row in made}
        known |= {key: Place(time, uid) for key, uid, time in wanted if (key, uid) in own}
        known |= await _addresses(connection, [key for key in keys if key not in known])
    places = {one.keys[0]: next(known[key] for key in one.keys if key in known) for one in filings}
    return places, frozenset(one.keys[0] for one in filings if (one.keys[0], one.place.uid) in own)


async def _addresses(connection: Any, keys: Sequence[str]) -> dict[str, Place]:
    if not keys:
        return {}
    rows = await connection.fetch("SELECT key, uid, filed FROM address WHERE key = ANY($1)", keys)
    return {row["key"]: Place(row["filed"], row["uid"]) for row in rows}


class _Improved(NamedTuple):
    """How many articles got a better text, and by how much the numbers of their lexemes change."""

    articles: int
    gains: Mapping[str, int]


async def _improved(connection: Any, filings: Sequence[Filing], places: Mapping[str, Place]) -> _Improved:
    """Gives whole texts to those that are known with less, in the order of their numbers."""
    whole = {places[one.keys[0]]: one for one in filings if one.draft.text_state == "full" and one.draft.text}
    if not whole:
        return _Improved(0, {})
    rows = await connection.fetch(
        """
        SELECT a.uid, a.filed, tsvector_to_array(a.tsv) AS lexemes
        FROM unnest($1::uuid[], $2::timestamptz[]) AS p (uid, filed) JOIN article a USING (uid, filed)
        WHERE a.text_state <> 'full' ORDER BY a.uid FOR UPDATE OF a
        """,
        [place.uid for place in whole],
        [place.filed for place in whole],
    )
    gains = Counter[str]()
    for row in rows:
        place = Place(row["filed"], row["uid"])
        one = whole[place]
        record = dict(zip(COLUMNS, _record(one), strict=True))
        names = [name for name in COLUMNS if name not in ("uid", "filed", "arrived")]
        changes = ", ".join(f"{name} = ${number}" for number, name in enumerate(names, 3))
        await connection.execute(
            f"UPDATE article SET {changes}, put = DEFAULT WHERE uid = $1 AND filed = $2",
            place.uid,
            place.filed,
            *(record[name] for name in names),
        )
        gains.update(one.words.names)
        gains.subtract(row["lexemes"])
    return _Improved(len(rows), gains)


async def _appear(
    connection: Any, filings: Sequence[Filing], places: Mapping[str, Place], feed: int | None
) -> None:
    """Notes in which feeds the articles stand: the one given, or those that the drafts name by their titles."""
    if feed is None:
        titles = sorted({title for one in filings for title in one.draft.feeds})
        if not titles:
            return
        await connection.execute(
            """
            INSERT INTO feed (key, title) SELECT 'title:' || t, t FROM unnest($1::text[]) AS t ORDER BY t
            ON CONFLICT DO NOTHING
            """,
            titles,
        )
        rows = await connection.fetch(
            "SELECT title, id FROM feed WHERE key = ANY(SELECT 'title:' || t FROM unnest($1::text[]) AS t)",
            titles,
        )
        numbers = {row["title"]: row["id"] for row in rows}
        stands = {
            (places[one.keys[0]].uid, numbers[title], places[one.keys[0]].filed)
            for one in filings
            for title in one.draft.feeds
        }
    else:
        stands = {(places[one.keys[0]].uid, feed, places[one.keys[0]].filed) for one in filings}
    await connection.execute(
        """
        INSERT INTO appearance (uid, feed, filed)
        SELECT * FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS t (uid, feed, filed) ORDER BY uid, feed
        ON CONFLICT DO NOTHING
        """,
        *([row[at] for row in sorted(stands)] for at in range(3)),
    )


def _record(one: Filing) -> tuple[Any, ...]:
    draft = one.draft
    links = [{"url": link.url, "title": link.title, "role": link.role} for link in draft.links]
    return (
        one.place.uid,
        one.place.filed,
        one.arrived,
        draft.url,
        draft.canonical,
        ((urls.host(draft.url) if draft.url else None) or "").partition(":")[0],
        draft.title,
        list(draft.authors),
        draft.agency,
        draft.publication,
        draft.published,
        draft.day,
        draft.updated,
        draft.lang,
        draft.lang.lower().replace("_", "-") if draft.lang else None,
        draft.description,
        count_words(draft.text),
        draft.text_origin,
        draft.text_state,
        draft.reason,
        draft.page_kind,
        bool(draft.pictures),
        any(embed.kind == "video" for embed in draft.embeds),
        one.markdown,
        json.dumps(links),
        one.words.size,
        one.words.packed,
        vectors.RULES,
        one.words.pairs,
    )


async def fold(connection: Any) -> None:
    """Adds up differences, where there are many. One writer at a time does so, and nobody waits for it: only who has the
    lock writes numbers."""
    async with connection.transaction():
        if not await connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", _FOLDING):
            return
        many, last = await connection.fetchrow(
            "SELECT count(*), max(ctid) FROM (SELECT ctid FROM term_delta LIMIT $1) AS t", _MOST_FOLDED
        )
        if many >= FOLDED:
            await connection.execute(LOOKED_UP)
            await connection.execute(ADDED_UP, last)


async def prepare(connection: Any) -> None:
    """Lets a connection write lexemes."""
    await connection.set_type_codec(
        "tsvector", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary"
    )
