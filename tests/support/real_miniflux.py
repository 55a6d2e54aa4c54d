"""The real Miniflux on a PostgreSQL of its own, both on this machine only, with feeds that a server of the tests holds."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

ADMIN = ("admin", "lighthouse-9")


def _program(name: str) -> str | None:
    # Debian keeps the programs of PostgreSQL out of the path, a folder for each version.
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


def missing() -> list[str]:
    """The packages that are not there."""
    return [
        package
        for package, program in (("miniflux", "miniflux"), ("postgresql", "initdb"))
        if _program(program) is None or (package == "postgresql" and _program("postgres") is None)
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
                _program("psql") or "",
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


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _owner() -> str | None:
    """Who runs PostgreSQL, which refuses to run as root; None: whoever runs the tests."""
    return "postgres" if os.geteuid() == 0 else None


@contextmanager
def _process(
    command: list[str], log: Path, environ: dict[str, str] | None = None, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environ,
            cwd="/",
            user=user,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], is_there: object, log: Path) -> None:
    assert callable(is_there)
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if is_there():
            return
        assert process.poll() is None, log.read_text(errors="replace")[-2_000:]
        pause.wait(0.05)
    raise AssertionError(log.read_text(errors="replace")[-2_000:])


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
    initdb, postgres, miniflux = (_program(name) or "" for name in ("initdb", "postgres", "miniflux"))
    with ExitStack() as stack:
        # Not below the tests' own folders: the other user may not enter those.
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bs-pg-", dir="/tmp")))
        if os.geteuid() == 0:
            shutil.chown(place, "postgres")
        place.chmod(0o755)
        data, log = place / "data", place / "log"
        made = subprocess.run(
            [
                initdb,
                "-D",
                str(data),
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C.UTF-8",
            ],
            capture_output=True,
            check=False,
            cwd="/",
            user=_owner(),
        )
        assert made.returncode == 0, made.stderr.decode(errors="replace")
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
        database = stack.enter_context(_process([postgres, "-D", str(data), *options], log, user=_owner()))
        server = RealMiniflux(f"http://127.0.0.1:{_free_port()}", place)
        _wait(database, (place / ".s.PGSQL.5432").exists, log)
        ready = _program("pg_isready") or ""
        _wait(
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
        program = stack.enter_context(_process([miniflux], own, environ))
        _wait(program, lambda: _answers(f"{server.url}/healthcheck"), own)
        yield server
