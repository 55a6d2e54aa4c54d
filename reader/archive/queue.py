"""Feeds that workers share: leased by one at a time, due by the server's clock, with a turn for each host.

A lease has a number that grows with each (fencing): a worker that was slow, and whose feed another one has by now, cannot
save what it brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.archive import writing
from reader.archive.protocol import FeedTry, LeasedFeed, Put
from reader.errors import LeaseLost
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.archive.writing import Filing
    from reader.model import Subscription

LEASE_S = 600
"""Seconds for which a feed belongs to a worker. One that is killed leaves it to the others after that."""

_STATE = (
    "state", "outcome", "failures", "next_at", "next_why", "retry_after", "etag", "last_modified", "body_hash", "ttl", "crash_hash",
    "crash_count",
)  # fmt: skip


async def subscribe(connection: Any, subscriptions: Sequence[Subscription]) -> int:
    """Adds feeds; how many are new."""
    rows = sorted({urls.feed_identity(one.url) or one.url: one for one in subscriptions}.items())
    made = await connection.fetch(
        """
        INSERT INTO feed (key, url, title) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS t (key, url, title)
        ORDER BY key ON CONFLICT DO NOTHING RETURNING id
        """,
        [key for key, _ in rows],
        [one.url for _, one in rows],
        [one.title or one.url for _, one in rows],
    )
    return len(made)


async def lease(connection: Any) -> LeasedFeed | None:
    """The feed that has been due for longest and that nobody has; None where there is none."""
    row = await connection.fetchrow(
        f"""
        UPDATE feed SET lease = lease + 1, leased_until = now() + interval '1 second' * $1
        WHERE id = (SELECT id FROM feed WHERE url LIKE 'http%' AND state <> 'gone' AND next_at <= now()
            AND leased_until <= now() ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, url, title, lease, {", ".join(_STATE)}
        """,
        LEASE_S,
    )
    if row is None:
        return None
    known = FeedTry(**{name: row[name] for name in _STATE})
    return LeasedFeed(row["id"], row["url"], row["title"], row["lease"], known)


async def give_back(connection: Any, leased: LeasedFeed) -> None:
    """Lets another worker have the feed at once."""
    await connection.execute(
        "UPDATE feed SET leased_until = '-infinity' WHERE id = $1 AND lease = $2", leased.id, leased.lease
    )


async def done(connection: Any, leased: LeasedFeed, tried: FeedTry, filings: Sequence[Filing]) -> Put:
    """Files what came of a feed, and when it is due again, in one transaction. Raises LeaseLost where another worker has
    the feed by now: then nothing is saved."""
    await writing.make_months(connection, filings)
    async with connection.transaction():
        changes = ", ".join(f"{name} = ${number}" for number, name in enumerate(_STATE, 4))
        own = await connection.fetchval(
            f"""
            UPDATE feed SET leased_until = '-infinity', title = coalesce($3, title), {changes}
            WHERE id = $1 AND lease = $2 RETURNING id
            """,
            leased.id,
            leased.lease,
            tried.title,
            *(getattr(tried, name) for name in _STATE),
        )
        if own is None:
            raise LeaseLost("another worker has this feed by now", subject=leased.url)
        return await writing.put_within(connection, filings, leased.id)


async def whole(connection: Any, addresses: Collection[str]) -> frozenset[str]:
    """Those of the addresses whose articles are there with their whole text, or whose page was tried."""
    keys = {key: url for url in addresses if (key := urls.identity(url)) is not None}
    rows = await connection.fetch(
        """
        SELECT d.key FROM address d JOIN article a USING (uid, filed)
        WHERE d.key = ANY($1) AND (a.text_state = 'full' OR a.text_origin = 'page')
        """,
        list(keys),
    )
    return frozenset(keys[row["key"]] for row in rows)


async def turn(connection: Any, host: str, pause: float) -> float:
    """Takes the next turn at a host, of all workers'; the seconds until it comes."""
    wait: float = await connection.fetchval(
        """
        INSERT INTO host_turn AS h (host, next_at) VALUES ($1, now() + interval '1 second' * $2)
        ON CONFLICT (host) DO UPDATE SET next_at = greatest(h.next_at, now()) + interval '1 second' * $2
        RETURNING greatest(extract(epoch FROM next_at - now()) - $2, 0)::float8
        """,
        host,
        pause,
    )
    return wait
