"""Sets a reader's marks, and takes them back: row-level security lets nobody see or change those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.archive.protocol import Mark

_COLUMNS = {
    "read": "read_at",
    "unread": "read_at",
    "bookmarked": "bookmarked_at",
    "unbookmarked": "bookmarked_at",
}
_TAKEN_BACK = ("unread", "unbookmarked")


async def mark(connection: Any, marks: Sequence[Mark]) -> None:
    """Sets marks, or takes them back; of several of one kind on an article the last is meant. One that is set keeps its time."""
    last = [*{(one.place, _COLUMNS[one.kind]): one for one in marks}.values()]
    async with connection.transaction():
        if added := [one for one in last if one.kind not in _TAKEN_BACK]:
            await connection.execute(
                """
                INSERT INTO mark (uid, filed, read_at, bookmarked_at)
                SELECT uid, filed, min(at) FILTER (WHERE kind = 'read'), min(at) FILTER (WHERE kind = 'bookmarked')
                FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::timestamptz[]) AS t (uid, filed, kind, at)
                GROUP BY uid, filed ORDER BY uid
                ON CONFLICT (uid, reader) DO UPDATE SET read_at = coalesce(mark.read_at, excluded.read_at),
                    bookmarked_at = coalesce(mark.bookmarked_at, excluded.bookmarked_at)
                """,
                [one.place.uid for one in added],
                [one.place.filed for one in added],
                [one.kind for one in added],
                [one.at for one in added],
            )
        for kind in _TAKEN_BACK:
            if uids := sorted(one.place.uid for one in last if one.kind == kind):
                column = _COLUMNS[kind]
                await connection.execute(
                    f"UPDATE mark SET {column} = NULL WHERE reader = current_user AND uid = ANY($1) AND {column} IS NOT NULL",
                    uids,
                )
                await connection.execute(
                    """
                    DELETE FROM mark WHERE reader = current_user AND uid = ANY($1)
                        AND read_at IS NULL AND bookmarked_at IS NULL
                    """,
                    uids,
                )
