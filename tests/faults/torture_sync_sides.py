"""The three sides of a torture of sync: two libraries, and the real Miniflux with its own interface."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.faults.torture_orders import Order
from tests.support.ledger import Copy, Unsound
from tests.support.processes import PATIENCE
from tests.support.relay import Gate

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

    from tests.faults.torture_orders import Done, Orders
    from tests.support.real_miniflux import RealMiniflux
    from tests.support.relay import Relay
    from tests.support.server import Server

USER = "twins"
PASSWORD = "pier-glass-7"
READ, STARRED = "read", "starred"


class Marks(NamedTuple):
    """The marks of an article on one side."""

    read: bool
    starred: bool


@dataclass(frozen=True)
class Held:
    """What a library holds. `feeds`: folder (both here and there) and title by address, of those that the server fetches. `texts`: addresses of articles
    whose texts are there. `doubled`: addresses of more than one article. `unsent`: what the server has yet to hear."""

    marks: dict[str, Marks]
    ids: dict[str, int]
    texts: set[str]
    doubled: list[str]
    feeds: dict[str, tuple[str, str]]
    unsent: int


@dataclass
class Library:
    """One of the libraries, with its own way to the server. `hands` do what is done while `orders` have a command run."""

    name: str
    folder: Path
    orders: Orders
    hands: Orders
    relay: Relay
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.folder / "library.db"

    def run(self, *argv: str, at: int = 0, after: float | None = None) -> Done:
        """A command of the program, which may be killed."""
        done = self.orders.run(Order([*argv, "--library", str(self.file)], at=at, after=after))
        if not done.is_killed:
            self.steps[argv[0]] = done.steps
        return done

    def at_once(self, syncing: Sequence[str], argv: Sequence[str]) -> tuple[Done, Done]:
        """Two commands at the same time."""
        with ThreadPoolExecutor(1) as other:
            running = other.submit(self.run, *syncing)
            done = self.hands.run(Order([*argv, "--library", str(self.file)]))
            return running.result(), done

    def behind_push(self, syncing: Sequence[str], argv: Sequence[str]) -> tuple[Done, Done]:
        """A sync, and a command that runs when it has sent what waited and is about to ask what is new."""
        gate = self.relay.gate = Gate((b"GET /v1/feeds ", b"GET /reader/api/0/subscription/list"))
        with ThreadPoolExecutor(1) as other:
            running = other.submit(self.run, *syncing)
            running.add_done_callback(lambda _: gate.came.set())
            gate.came.wait(PATIENCE)
            done = self.hands.run(Order([*argv, "--library", str(self.file)]))
            self.relay.gate = None
            gate.opened.set()
            return running.result(), done

    def killed(self, chance: random.Random, *argv: str) -> Done:
        """The same, killed now and then: at a step, or after some time."""
        match chance.randrange(4):
            case 0:
                return self.run(*argv, at=chance.randint(1, max(self.steps.get(argv[0], 60), 1)))
            case 1:
                return self.run(*argv, after=chance.random() * 0.4)
            case _:
                return self.run(*argv)

    def held(self) -> Held:
        """What is in its file. Raises Unsound."""
        copy = Copy.of(self.file, self.folder / "looked-at.db").place
        try:
            with closing(sqlite3.connect(copy)) as database:
                found = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
                if found != ["ok"]:
                    raise Unsound(f"not sound: {found}")
                return _held(database)
        except sqlite3.Error as error:
            raise Unsound(f"cannot be read: {error}") from error


def _held(database: sqlite3.Connection) -> Held:
    rows = database.execute(
        """
        SELECT a.id, a.url, m.read_at IS NOT NULL, m.bookmarked_at IS NOT NULL,
            EXISTS (SELECT 1 FROM text t WHERE t.article_id = a.id AND length(t.body) > 0)
        FROM article a JOIN mark m ON m.article_id = a.id WHERE m.removed_at IS NULL
        """
    ).fetchall()
    urls = [row[1] for row in rows]
    return Held(
        marks={url: Marks(bool(read), bool(starred)) for _, url, read, starred, _ in rows},
        ids={url: number for number, url, *_ in rows},
        texts={row[1] for row in rows if row[4]},
        doubled=sorted({url for url in urls if urls.count(url) > 1}),
        feeds={
            url: (folder or "All", title)
            for url, folder, title in database.execute(
                """
                SELECT url, iif(folder IS NULL OR t.tag IS NOT NULL, folder, 'elsewhere'), title FROM feed
                LEFT JOIN feed_tag t ON t.feed_id = feed.id AND t.tag = folder
                WHERE account_id IS NOT NULL AND removed_at IS NULL
                """
            )
        },
        unsent=database.execute(
            "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM feed_move)"
        ).fetchone()[0],
    )


@dataclass
class Site:
    """The server, its own interface, and the feeds that a server of the tests publishes."""

    miniflux: RealMiniflux
    publisher: Server
    user: int = 0
    written: int = 0
    published: dict[str, list[int]] = field(default_factory=dict)

    def prepare(self) -> None:
        """A user with four feeds in two folders, of ten entries each."""
        self.user = self.miniflux.user(USER, PASSWORD)
        for number in range(4):
            self.miniflux.feed(self.user, number, folder=f"Folder {number % 2}")
        for feed in self.feeds().values():
            self.write(feed, 10)

    def ask(self, method: str, path: str, content: object = None) -> Any:
        """A request to its own interface, as its web page would make it."""
        login = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            f"{self.miniflux.url}/v1{path}",
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={"Authorization": f"Basic {login}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def feeds(self) -> dict[str, int]:
        """The ids of feeds by their addresses."""
        return {url: int(number) for number, url in self._rows("SELECT id, feed_url FROM feeds")}

    def subscribed(self) -> dict[str, tuple[str, str]]:
        """The folders and titles of feeds by the feeds' addresses."""
        rows = self._rows(
            "SELECT feed_url, c.title, feeds.title FROM feeds JOIN categories c ON c.id = category_id",
            "feeds.user_id",
        )
        return {url: (folder, title) for url, folder, title in rows}

    def marks(self) -> dict[str, tuple[int, Marks]]:
        """The entries that it shows: id and marks by address."""
        rows = self._rows("SELECT id, url, status, starred FROM entries", more="AND status <> 'removed'")
        return {
            url: (int(number), Marks(status == "read", starred == "t"))
            for number, url, status, starred in rows
        }

    def write(self, feed: int, count: int) -> None:
        """New entries of a feed."""
        first, self.written = self.written + 1, self.written + count
        self.miniflux.sql(
            f"""
            INSERT INTO entries (user_id, feed_id, hash, published_at, created_at, changed_at, title, url, author, content)
                SELECT {self.user}, {feed}, md5('{feed}-' || n), now(), now(), now(), 'Lamp ' || n,
                    'https://pier.example/' || n, 'Ann Keel', {_CONTENT}
                FROM generate_series({first}, {self.written}) AS n
            """
        )

    def remake(self, url: str) -> None:
        """Unsubscribes from a feed and subscribes to it again: its entries come back with other ids, and without marks."""
        feed = self.feeds()[url]
        kept = f"kept_{feed}"
        self.miniflux.sql(
            f"CREATE TABLE {kept} AS SELECT url, title, content FROM entries WHERE feed_id = {feed}"
        )
        [(title, category)] = self._rows("SELECT title, category_id FROM feeds", more=f"AND id = {feed}")
        self.ask("DELETE", f"/feeds/{feed}")
        self.miniflux.sql(
            f"""
            INSERT INTO feeds (user_id, category_id, title, feed_url, site_url)
                VALUES ({self.user}, {category}, '{title}', '{url}', '{url}');
            INSERT INTO entries (user_id, feed_id, hash, published_at, created_at, changed_at, title, url, author, content)
                SELECT {self.user}, f.id, md5(f.id || k.url), now(), now(), now(), k.title, k.url, 'Ann Keel', k.content
                FROM {kept} k, feeds f WHERE f.user_id = {self.user} AND f.feed_url = '{url}';
            DROP TABLE {kept};
            """
        )

    def publish(self, path: str, count: int) -> str:
        """A feed that really is there, with so many more items; its address."""
        numbers = self.published.setdefault(path, [])
        numbers += range(self.written + 1, self.written + count + 1)
        self.written += count
        items = "".join(
            f"<item><title>Lamp {n}</title><link>https://pier.example/{n}</link><guid>g{n}</guid>"
            f"<description>Lamp {n} burns. The boats {n} lie still, and lamp{n:06}x is lit.</description></item>"
            for n in numbers
        )
        return self.publisher.text(
            path,
            f'<rss version="2.0"><channel><title>Real {path[1:]}</title><link>https://pier.example{path}/</link>'
            f"{items}</channel></rss>",
            "application/rss+xml",
        )

    def _rows(self, select: str, owner: str = "user_id", more: str = "") -> list[list[str]]:
        return [
            row.split("|")
            for row in self.miniflux.sql(f"{select} WHERE {owner} = {self.user} {more}").splitlines()
        ]


_CONTENT = "'<p>Lamp ' || n || ' burns. The boats ' || n || ' lie still, and lamp' || lpad(n::text, 6, '0') || 'x is lit.</p>'"
