"""Sets the archive up, tells how it is, checks it, and makes its words anew after a change of the rules for words."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.archive import reading, schema, vectors, writing
from reader.archive.planning import DOCUMENTS
from reader.archive.protocol import CheckFinding, Month, State
from reader.errors import ArchiveError
from reader.markdown import dialect

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS_AHEAD = 3
"""Months that are made before their articles come."""

_REWRITTEN = 200
"""Articles that get new words in one transaction."""


async def migrate(connection: Any, place: str, now: datetime) -> tuple[int, int]:
    """Brings the schema to this program's version; the versions before and after. Two at a time wait for each other."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", schema.LOCK)
        before = await version(connection)
        if before < schema.VERSION:
            await connection.execute(schema.META)
            for number in range(before, schema.VERSION):
                await connection.execute(schema.MIGRATIONS[number])
            await connection.execute(
                """
                INSERT INTO meta VALUES ('schema', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """,
                schema.VERSION,
            )
            await connection.execute("GRANT SELECT ON meta TO broadsheet_reader, broadsheet_worker")
        else:
            refuse_newer(before, place)
    await make_months(connection, now)
    return before, schema.VERSION


async def version(connection: Any) -> int:
    """The version of the schema; 0 where there is none."""
    if await connection.fetchval("SELECT to_regclass($1 || '.meta') IS NULL", schema.NAME):
        return 0
    return int(await connection.fetchval("SELECT value FROM meta WHERE key = 'schema'") or 0)


def refuse_newer(found: int, place: str) -> None:
    """Raises ArchiveError for a schema that this program does not know, and for none."""
    if found > schema.VERSION:
        raise ArchiveError(
            f"the archive has version {found} of its tables, and this broadsheet knows version {schema.VERSION}",
            subject=place,
            hint="install the broadsheet that its owner uses",
        )
    if not found:
        raise ArchiveError(
            "there is no archive in this database",
            subject=place,
            hint="to make one: broadsheet archive init ADDRESS",
        )
    if found < schema.VERSION:
        raise ArchiveError(
            f"the archive has version {found} of its tables, and this broadsheet needs version {schema.VERSION}",
            subject=place,
            hint="its owner brings it up to date with: broadsheet archive init ADDRESS",
        )


async def make_months(connection: Any, now: datetime) -> None:
    """Makes this month and the next ones, where this user may."""
    if not await connection.fetchval("SELECT has_function_privilege('make_month(timestamptz)', 'EXECUTE')"):
        return
    month = now.astimezone(UTC).replace(day=1)
    for _ in range(MONTHS_AHEAD + 1):
        await connection.execute("SELECT make_month($1)", month)
        month = (month + timedelta(days=32)).replace(day=1)


async def state(connection: Any) -> State:
    """Reports the state of the archive: a few statements, which look at every month."""
    about = await connection.fetchrow(
        """
        SELECT current_setting('server_version') AS version, current_user::text AS user,
            pg_is_in_recovery() AS is_replica,
            CASE WHEN pg_is_in_recovery() THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8 END AS lag,
            (SELECT value FROM meta WHERE key = 'schema') AS schema,
            (SELECT count(*) FROM feed) AS feeds,
            (SELECT count(*) FROM feed WHERE url IS NOT NULL AND state <> 'gone' AND next_at <= now()
                AND leased_until <= now()) AS due,
            (SELECT coalesce(sum(n), 0)::bigint FROM (SELECT df AS n FROM term WHERE lexeme = $1
                UNION ALL SELECT n FROM term_delta WHERE lexeme = $1) AS t) AS articles,
            pg_database_size(current_database()) AS size,
            has_schema_privilege('broadsheet', 'CREATE') AS owns,
            has_table_privilege('article', 'INSERT') AS works
        """,
        DOCUMENTS,
    )
    months = await connection.fetch(
        """
        SELECT replace(substr(c.relname, 9), '_', '-') AS name, pg_total_relation_size(c.oid) AS size
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'article'::regclass ORDER BY c.relname DESC
        """
    )
    counts = await connection.fetch(
        """
        SELECT replace(substr(tableoid::regclass::text, position('article_' IN tableoid::regclass::text) + 8), '_', '-')
            AS name, count(*) AS n, array_agg(DISTINCT analysis) AS analysis
        FROM article GROUP BY 1
        """
    )
    counted = {row["name"]: row for row in counts}
    return State(
        server=about["version"].partition(" ")[0],
        version=about["version"],
        user=about["user"],
        role="owner" if about["owns"] else "worker" if about["works"] else "reader",
        schema=about["schema"],
        analysis=vectors.RULES,
        articles=about["articles"],
        feeds=about["feeds"],
        due=about["due"],
        size=about["size"],
        months=tuple(
            Month(
                row["name"],
                counted[row["name"]]["n"],
                row["size"],
                tuple(counted[row["name"]]["analysis"]),
            )
            for row in months
            if row["name"] in counted
        ),
        is_replica=about["is_replica"],
        lag=about["lag"],
    )


async def check(connection: Any) -> list[CheckFinding]:
    """Looks for contradictions; reads every lexeme."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        lost = await connection.fetchval(
            "SELECT count(*) FROM address d WHERE NOT EXISTS (SELECT FROM article a WHERE a.uid = d.uid AND a.filed = d.filed)"
        )
        homeless = await connection.fetchval(
            "SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT FROM address d WHERE d.uid = a.uid AND d.filed = a.filed)"
        )
        twice = await connection.fetchval("SELECT count(*) - count(DISTINCT uid) FROM article")
        wrong = await connection.fetchval(
            """
            WITH told AS (SELECT lexeme, sum(n) AS n FROM (SELECT lexeme, df AS n FROM term
                    UNION ALL SELECT lexeme, n FROM term_delta) AS t GROUP BY lexeme),
                real AS (SELECT lexeme, count(*) AS n FROM article a, LATERAL unnest(tsvector_to_array(a.tsv)) AS lexeme
                    WHERE NOT starts_with(lexeme, $2) GROUP BY lexeme
                    UNION ALL SELECT $1, (SELECT count(*) FROM article))
            SELECT count(*) FROM told FULL JOIN real USING (lexeme) WHERE coalesce(told.n, 0) <> coalesce(real.n, 0)
            """,
            DOCUMENTS,
            vectors.TIER,
        )
        old = await connection.fetchval("SELECT count(*) FROM article WHERE analysis <> $1", vectors.RULES)
    return [
        CheckFinding("addresses have their articles", f"{lost:,} have none" if lost else ""),
        CheckFinding("articles have their addresses", f"{homeless:,} have none" if homeless else ""),
        CheckFinding("each article stands once", f"{twice:,} stand twice" if twice else ""),
        CheckFinding("the numbers of words are right", f"{wrong:,} words have a wrong one" if wrong else ""),
        CheckFinding(
            "all words are made by the present rules",
            f"{old:,} articles have others: broadsheet archive reindex" if old else "",
        ),
    ]


async def reindex(connection: Any, progress: Callable[[int, int], None]) -> int:
    """Makes the words anew of articles that have those of other rules, the newest first; how many there were. It can be
    ended and begun again at any time."""
    total: int = await connection.fetchval("SELECT count(*) FROM article WHERE analysis <> $1", vectors.RULES)
    done = 0
    while True:
        async with connection.transaction():
            rows = await connection.fetch(
                f"""
                SELECT a.uid, a.filed, tsvector_to_array(a.tsv) AS lexemes, a.authors, a.markdown, a.links,
                    '{{}}'::text[] AS feeds, {reading.FACTS} FROM article a
                WHERE a.analysis <> $1 ORDER BY a.filed DESC, a.uid LIMIT $2 FOR UPDATE SKIP LOCKED
                """,
                vectors.RULES,
                _REWRITTEN,
            )
            gains = Counter[str]()
            codes: set[str] = set()
            for row in rows:
                found = writing.words(
                    reading.draft(row), dialect.searchable(dialect.contents(row["markdown"]))
                )
                gains.update(found.names)
                gains.subtract(row["lexemes"])
                codes |= found.codes
                await connection.execute(
                    "UPDATE article SET tsv = $3, size = $4, analysis = $5, pairs = $6 WHERE uid = $1 AND filed = $2",
                    row["uid"],
                    row["filed"],
                    found.packed,
                    found.size,
                    vectors.RULES,
                    found.pairs,
                )
            await writing.count(connection, gains, codes)
        done += len(rows)
        progress(done, total)
        await writing.fold(connection)
        if not rows:
            break
    return done
