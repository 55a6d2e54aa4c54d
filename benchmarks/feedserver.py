"""Serves feeds on loopback: python -m benchmarks.feedserver PORT FEEDS ENTRIES LATENCY_MS

Each feed has its own address in 127.0.0.0/8 (`host`), so that each counts as a separate host. `/feed` answers with an
honest RSS or Atom feed and its ETag, or with 304; `/silent` never answers; `/slow` sends a byte a second; `/failing` is
a 500. Entries are made at the start from the texts under $BROADSHEET_DATA/corpus, one language a feed, with the lengths
(20 to 2,000 words, half of them above 230) and the nested markup of real feeds that carry their articles whole.

It prints a line once it listens, reads commands from stdin and answers each with a line: `edition N` switches to an
edition; in each, every tenth feed has `FRESH` new entries on top and drops as many old ones; `answers` returns the
numbers of whole feeds, 304s and other answers since it was last asked. The process ends with its stdin."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import math
import os
import random
import re
import socket
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, NamedTuple, Self

from benchmarks import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = datetime(2026, 1, 1, tzinfo=UTC)
FRESH = 3
EDITIONS = 2
CHANGING = 10
"""An edition changes one feed in this many."""

WORD = "quillfeather"
"""A word of every entry that no text of the corpus has: searching for it counts the entries that can be found."""

LANGUAGES = ("en",) * 16 + ("bg", "cs", "pl", "ru")
WORDS_MEDIAN, WORDS_SPREAD, WORDS_BOUNDS = 230, 0.85, (20, 2_000)
PARAGRAPH = 60
KINDS = ("p", "inline", "quote", "list", "heading", "div", "table")
SHARES = (50, 25, 6, 6, 6, 6, 1)

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def host(number: int) -> str:
    """Returns the loopback address of a feed."""
    return f"127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}"


def changed(feeds: int) -> int:
    """Returns the number of feeds that an edition changes."""
    return len(range(0, feeds, CHANGING))


class Server:
    """Starts the server in a process and talks to it."""

    def __init__(self, feeds: int, entries: int, latency: int = 0, port: int = 0) -> None:
        corpus.folder()  # says in a line that the texts are missing, where they are
        with socket.socket() as free:
            free.bind(("127.0.0.1", port))
            self.port = free.getsockname()[1]
        words = map(str, (self.port, feeds, entries, latency))
        self._process = subprocess.Popen(
            (sys.executable, "-m", "benchmarks.feedserver", *words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=corpus.CHECKOUT,
        )
        self._line()

    def url(self, number: int, kind: str = "feed") -> str:
        """Returns the URL of a feed."""
        return f"http://{host(number)}:{self.port}/{kind}"

    def publish(self, edition: int) -> None:
        """Serves this edition from now on."""
        self._ask(f"edition {edition}")

    def answers(self) -> tuple[int, int, int]:
        """Returns the numbers of whole feeds, 304s and other answers since the last call."""
        whole, unchanged, other = map(int, self._ask("answers").split())
        return whole, unchanged, other

    def _ask(self, words: str) -> str:
        assert self._process.stdin
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise RuntimeError("the server of the feeds has ended")
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


class Text(NamedTuple):
    """A text of the corpus."""

    title: str
    paragraphs: list[str]


def texts() -> dict[str, Iterator[Text]]:
    """Returns an endless iterator over the texts of each language, reshuffled after each pass."""
    found: dict[str, list[Text]] = {}
    for name in corpus.FILES:
        for row in corpus.rows(name):
            text, title = (_CONTROLS.sub(" ", row[key] or "") for key in ("text", "title"))
            if parts := [part for block in text.split("\n") for part in cut(block.split())]:
                found.setdefault(row["lang"], []).append(
                    Text(" ".join(title.split()) or parts[0][:60], parts)
                )
    return {language: endless(of_it) for language, of_it in found.items()}


def cut(words: list[str]) -> Iterator[str]:
    """Splits a block into paragraphs, each ending with the sentence in which it reaches `PARAGRAPH` words."""
    begun: list[str] = []
    for word in words:
        begun.append(word)
        if len(begun) >= PARAGRAPH and word.endswith((".", "!", "?", '"', "»")):
            yield " ".join(begun)
            begun = []
    if begun:
        yield " ".join(begun)


def endless(of_one_language: list[Text]) -> Iterator[Text]:
    """Yields all texts in random order, again and again."""
    rng = random.Random(1)
    while True:
        yield from rng.sample(of_one_language, len(of_one_language))


def article(rng: random.Random, source: Iterator[Text], mark: str) -> Text:
    """Joins short texts, or cuts a long one, to a realistic length, and adds a mark that makes it unique."""
    least, most = WORDS_BOUNDS
    wanted = min(max(rng.lognormvariate(math.log(WORDS_MEDIAN), WORDS_SPREAD), least), most)
    title, parts, words = "", [], 0
    while words < wanted:
        text = next(source)
        title = title or text.title
        for part in text.paragraphs:
            parts.append(part)
            words += part.count(" ") + 1
            if words >= wanted:
                break
    parts[0] += f" ({WORD} {mark})"
    parts[-1] = parts[-1].rstrip(".… ") + "."  # dots at the end say that there is more on the page
    return Text(title, parts)


def markup(rng: random.Random, paragraphs: list[str], page: str) -> str:
    """Returns nested HTML as content management systems write it."""
    picture = (
        f'<figure class="wp-block-image"><div><img src="{page}/lead.jpg" srcset="{page}/lead.jpg 1024w, {page}/s.jpg 300w" '
        f'alt="" width="1024" height="683"/></div><figcaption><span>{escape(paragraphs[0][:70])}</span> <em>Photo: '
        f"Ann Keel</em></figcaption></figure>"
    )
    rows = [picture]
    for number, text in enumerate(paragraphs, 1):
        kind = "p" if number == len(paragraphs) else rng.choices(KINDS, SHARES)[0]
        words = text.split()
        at = rng.randrange(len(words))
        before, some, after = (
            escape(" ".join(part)) for part in (words[:at], words[at : at + 4], words[at + 4 :])
        )
        linked = f'{before} <a href="{page}/{number}?utm_source=rss" target="_blank" rel="noopener">{some}</a> {after}'
        match kind:
            case "p":
                rows.append(f"<p>{escape(text)}</p>")
            case "inline":
                rows.append(
                    f'<p><span style="font-weight: 400;">{linked}</span> <strong><em>{some}</em></strong></p>'
                )
            case "quote":
                rows.append(f"<blockquote><p>{escape(text)}</p><cite>{some}</cite></blockquote>")
            case "list":
                thirds = [" ".join(words[part::3]) for part in range(3)]
                rows.append(
                    "<ul>" + "".join(f"<li><span>{escape(third)}</span></li>" for third in thirds) + "</ul>"
                )
            case "heading":
                rows.append(f"<h2>{some}</h2><p>{linked}</p>")
            case "div":
                rows.append(f'<div class="block"><div><p>{linked}<br/>{some}</p></div></div>')
            case _:
                cells = "".join(f"<tr><td>{escape(word)}</td><td>{len(word)}</td></tr>" for word in words[:6])
                rows.append(f"<p>{escape(text)}</p><table><tbody>{cells}</tbody></table>")
    return f'<div class="post"><div class="entry-content">{"".join(rows)}</div></div>'


class Entry(NamedTuple):
    """An entry of a feed."""

    url: str
    title: str
    html: str
    when: datetime


def feed(number: int, entries: int, source: Iterator[Text], port: int) -> list[bytes]:
    """Returns the editions of a feed: RSS for even numbers, Atom for odd ones."""
    rng = random.Random(number)
    origin = f"http://{host(number)}:{port}"
    old = FRESH * (EDITIONS - 1) if number % CHANGING == 0 else 0
    rows = []
    for position in range(entries + old):
        text = article(rng, source, f"{number}-{position}")
        url = f"{origin}/{position}/article"
        when = BASE - timedelta(hours=position + number % 7)
        rows.append(Entry(url, text.title, markup(rng, text.paragraphs, url), when))
    write = _rss if number % 2 == 0 else _atom
    starts = [max(old - FRESH * edition, 0) for edition in range(EDITIONS)]
    return [write(f"Paper {number:03}", origin, rows[at : at + entries]).encode() for at in starts]


def _rss(title: str, origin: str, rows: list[Entry]) -> str:
    items = "\n".join(
        f"<item><title>{escape(row.title)}</title><link>{row.url}</link><guid>{row.url}</guid>"
        f"<pubDate>{format_datetime(row.when)}</pubDate><dc:creator>Ann Keel</dc:creator>"
        f"<content:encoded><![CDATA[{row.html}]]></content:encoded></item>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{origin}/</link><description>News</description>\n{items}\n</channel></rss>"
    )


def _atom(title: str, origin: str, rows: list[Entry]) -> str:
    entries = "\n".join(
        f'<entry><title>{escape(row.title)}</title><id>{row.url}</id><link href="{row.url}"/>'
        f"<published>{row.when.isoformat()}</published><updated>{row.when.isoformat()}</updated>"
        f'<author><name>Ann Keel</name></author><content type="html">{escape(row.html)}</content></entry>'
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>{title}</title><id>{origin}/</id><link href="{origin}/"/>'
        f"<updated>{rows[0].when.isoformat()}</updated>\n{entries}\n</feed>"
    )


class Answer(NamedTuple):
    """The responses for one edition of a feed, built before the first request."""

    tag: bytes
    whole: bytes
    unchanged: bytes


def answer(body: bytes) -> Answer:
    """Builds both responses for a body."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'.encode()
    head = b"Content-Type: application/xml; charset=utf-8\r\nETag: " + tag + b"\r\n"
    whole = b"HTTP/1.1 200 OK\r\n" + head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    return Answer(tag, whole, b"HTTP/1.1 304 Not Modified\r\n" + head + b"\r\n")


class Served:
    """Holds all feeds and serves the current edition."""

    def __init__(self, count: int, entries: int, latency: float, port: int) -> None:
        self.latency = latency
        self.edition = 0
        self.sent: Counter[str] = Counter()
        sources = texts()
        self.feeds = {
            host(number): [
                answer(body)
                for body in feed(number, entries, sources[LANGUAGES[number % len(LANGUAGES)]], port)
            ]
            for number in range(count)
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves all requests of one connection."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head, writer)
                await writer.drain()
        writer.close()

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        path = head.split(b" ", 2)[1]
        if path == b"/feed":
            if self.latency:
                await asyncio.sleep(self.latency)
            tag, whole, unchanged = self.feeds[writer.get_extra_info("sockname")[0]][self.edition]
            is_known = tag in head
            self.sent["unchanged" if is_known else "whole"] += 1
            writer.write(unchanged if is_known else whole)
            return
        self.sent["other"] += 1
        if path == b"/silent":
            await asyncio.sleep(3_600)
        elif path == b"/slow":
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 100000\r\n\r\n"
            )
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(1)
        else:
            writer.write(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")

    def obey(self, command: str) -> str:
        """Executes a command from stdin and returns the reply."""
        match command.split():
            case ["edition", number]:
                self.edition = int(number)
                return "published"
            case ["answers"]:
                sent, self.sent = self.sent, Counter()
                return f"{sent['whole']} {sent['unchanged']} {sent['other']}"
        raise ValueError(command)


async def main() -> None:
    """Serves until stdin ends."""
    port, count, entries, latency = (int(word) for word in sys.argv[1:5])
    served = Served(count, entries, latency / 1000, port)
    await asyncio.start_server(served.serve, [host(number) for number in range(count)], port)
    print("listening", flush=True)
    while line := await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        print(served.obey(line), flush=True)
    os._exit(0)  # connections that are held open on purpose would be waited for


if __name__ == "__main__":
    asyncio.run(main())
