"""The real Miniflux on a PostgreSQL of its own, both on this machine only, with feeds that a server of the tests holds."""

from __future__ import annotations

import os
import subprocess
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.processes import PATIENCE
from tests.support.real_postgres import folder, free_port, initdb, owner, process, program, wait
from tests.support.real_postgres import is_missing as no_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADMIN = ("admin", "lighthouse-9")


def missing() -> list[str]:
    """The packages that are not there."""
    return [
        package
        for package, is_missing in (("miniflux", program("miniflux") is None), ("postgresql", no_postgres()))
        if is_missing
    ]


@dataclass(frozen=True)
class RealMiniflux:
    """A running server. `url` is its address; `sql` runs statements in its database."""

    url: str
    place: Path

    def sql(self, statements: str) -> str:
        """What the statements print: rows of fields, parted by `|`."""
        done = subprocess.run(
            [
                program("psql") or "",
                "-h",
                str(self.place),
                "-U",
                "postgres",
                "-qtA",
                "-v",
                "ON_ERROR_STOP=1",
                "postgres",
            ],
            input=statements,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def user(self, name: str, password: str) -> int:
        """Makes a user who has both interfaces, with the same name and password; its id. No request is made for it: the
        web form alone can switch the Google Reader API on."""
        self.sql(
            f"""
            WITH made AS (INSERT INTO users (username, password, is_admin, language)
                VALUES ('{name}', crypt('{password}', gen_salt('bf', 4)), 'f', 'en_US') RETURNING id)
            INSERT INTO integrations (user_id, googlereader_enabled, googlereader_username, googlereader_password)
                SELECT id, 't', '{name}', crypt('{password}', gen_salt('bf', 4)) FROM made;
            INSERT INTO categories (user_id, title) SELECT id, 'All' FROM users WHERE username = '{name}';
            """
        )
        return int(self.sql(f"SELECT id FROM users WHERE username = '{name}'"))

    def feed(self, user: int, number: int, *, title: str = "", folder: str = "All") -> int:
        """Makes a feed without fetching it; its id."""
        self.sql(
            f"""
            INSERT INTO categories (user_id, title) VALUES ({user}, '{folder}') ON CONFLICT DO NOTHING;
            INSERT INTO feeds (user_id, category_id, title, feed_url, site_url)
                SELECT {user}, id, '{title or f"Feed {number}"}', 'https://pier.example/{number}/feed',
                    'https://pier.example/{number}/' FROM categories
                WHERE user_id = {user} AND title = '{folder}';
            """
        )
        return int(self.sql(f"SELECT max(id) FROM feeds WHERE user_id = {user}"))

    def entries(self, user: int, feed: int, count: int) -> None:
        """Fills a feed with entries, numbered from 1, which changed a second after the other, the last an hour ago."""
        self.sql(
            f"""
            INSERT INTO entries (user_id, feed_id, hash, published_at, created_at, changed_at, title, url, author, content)
                SELECT {user}, {feed}, md5('{feed}-' || n), moment, moment, moment, 'Lamp ' || n,
                    'https://pier.example/{feed}/' || n, 'Ann Keel',
                    '<p>Lamp ' || n || ' burns. ' || repeat('The tide comes in, the boats lie still. ', 60) || '</p>'
                FROM generate_series(1, {count}) AS n,
                    LATERAL (SELECT now() - interval '1 hour' - interval '1 second' * ({count} - n) AS moment) AS t;
            ANALYZE;
            """
        )


def _answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            url, timeout=PATIENCE
        ) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running() -> Iterator[RealMiniflux]:
    """Starts both, and stops them."""
    postgres, miniflux = (program(name) or "" for name in ("postgres", "miniflux"))
    with ExitStack() as stack:
        place = folder(stack)
        data, log = place / "data", place / "log"
        initdb(data)
        quick = (
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "shared_buffers=32MB",
            "max_connections=30",
        )
        options = [
            word
            for one in (*quick, "listen_addresses=", f"unix_socket_directories={place}")
            for word in ("-c", one)
        ]
        database = stack.enter_context(process([postgres, "-D", str(data), *options], log, user=owner()))
        server = RealMiniflux(f"http://127.0.0.1:{free_port()}", place)
        wait(database, (place / ".s.PGSQL.5432").exists, log)
        ready = program("pg_isready") or ""
        wait(
            database,
            lambda: subprocess.run([ready, "-q", "-h", str(place)], check=False).returncode == 0,
            log,
        )
        server.sql("CREATE EXTENSION pgcrypto")
        environ = {
            "PATH": os.environ.get("PATH", ""),
            "DATABASE_URL": f"host={place} user=postgres dbname=postgres sslmode=disable",
            "LISTEN_ADDR": server.url.removeprefix("http://"),
            "RUN_MIGRATIONS": "1",
            "CREATE_ADMIN": "1",
            "ADMIN_USERNAME": ADMIN[0],
            "ADMIN_PASSWORD": ADMIN[1],
            "DISABLE_SCHEDULER_SERVICE": "1",
            "FETCHER_ALLOW_PRIVATE_NETWORKS": "1",
        }
        own = place / "miniflux.log"
        service = stack.enter_context(process([miniflux], own, environ))
        wait(service, lambda: _answers(f"{server.url}/healthcheck"), own)
        yield server
