"""Fills an archive with an earlier program, on a server of its own, and dumps it.

    python tests/data/archive-3/fill.py CHECKOUT

CHECKOUT is a checkout of that program. The dump is put beside this file. It is never made anew for a later version: it stands for
what a newsroom has that filed its articles with this one.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)

ARTICLES = (
    ("2026-02-03", "The gas pipeline to the island", "full", "The gas pipeline will cross the sound. The minister of the "
     "interior came to the harbour to see the first length of it."),
    ("2026-02-11", "Gas gets cheaper", "full", "Gas fell for a third week. A pipeline for gas is one of the reasons, the ministry said."),
    ("2026-02-20", "Lamps at the mole", "teaser", "The lamps of the mole are lit again."),
    ("2026-03-05", "Two tugs and a barge", "full", "Two tugs brought a barge to the harbour. It carried pipes for the gas line."),
    ("2026-03-09", "Der Hafen friert zu", "full", "Der Hafen ist zugefroren, und die Fähren liegen an der Mole. Die Schlepper warten auf das Tauwetter."),
    ("2026-03-30", "The minister of the sea", "full", "The minister of the interior is now the minister of the sea as well."),
)  # fmt: skip
"""When each was published, its title, how much of its text there is, and this."""


async def fill(address: str) -> None:
    """Files the articles, a feed that has not been fetched, and marks of the owner."""
    from reader.archive import connection
    from reader.archive.postgres import PostgresArchive
    from reader.archive.protocol import Mark
    from reader.model import Draft, Subscription

    drafts = [
        Draft(
            title=title,
            url=f"https://pier.example/{day}",
            authors=("Ann Keel",),
            published=datetime.fromisoformat(f"{day}T09:00:00+00:00"),
            text=text,
            markdown=text,
            text_state="full" if state == "full" else "teaser",
            feeds=("The Pier",),
        )
        for day, title, state, text in ARTICLES
    ]
    async with PostgresArchive(connection.read(address)) as archive:
        await archive.init(NOW)
        places = (await archive.put(drafts, NOW)).places
        await archive.subscribe([Subscription(url="https://pier.example/feed")])
        marks = [
            Mark(places[0], "bookmarked", NOW),
            Mark(places[3], "read", NOW),
            Mark(places[3], "bookmarked", NOW),
        ]
        await archive.mark(marks)


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    from tests.support import real_postgres

    with real_postgres.running() as server:
        asyncio.run(fill(server.address("postgres", "postgres")))
        # Another reader, who need not exist where this is restored.
        server.sql(
            "INSERT INTO broadsheet.mark (reader, uid, filed, bookmarked_at)"
            " SELECT 'anna', uid, filed, '2026-07-01' FROM broadsheet.article WHERE title = 'Gas gets cheaper'"
        )
        dumped = subprocess.run(
            [real_postgres.program("pg_dump") or "", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", "--no-owner", "postgres"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    # Newer versions of pg_dump write these for newer versions of psql.
    kept = [line for line in dumped.splitlines() if not line.startswith(("--", "\\restrict", "\\unrestrict"))]
    squeezed = "\n".join(line for line, before in zip(kept, ["", *kept], strict=False) if line or before)
    (HERE / "archive.sql").write_text(squeezed.strip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
