"""A process that serves made-up feeds on loopback: python -m benchmarks.feedserver PORT COUNT ENTRIES LATENCY_MS

One address of 127.0.0.0/8 a feed (`host`), so that each is a host of its own. `/feed` answers by number: an honest RSS or
Atom feed with an ETag; `/silent` never answers; `/slow` sends a byte a second; `/failing` is a 500.
Prints a line once it listens, and ends with its stdin.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

BASE = datetime(2026, 1, 1, tzinfo=UTC)
WORDS_EACH = (120, 300)


def host(number: int) -> str:
    """The loopback address of a feed."""
    return f"127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}"


def lexicon() -> list[str]:
    """20,000 words of letters, the early ones meant to be frequent."""
    rng = random.Random(1)
    starts = [
        "b",
        "br",
        "d",
        "f",
        "g",
        "gl",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "pr",
        "r",
        "s",
        "st",
        "t",
        "tr",
        "v",
        "w",
    ]
    vowels = ["a", "e", "i", "o", "u", "ea", "ou"]
    found: dict[str, None] = {}
    while len(found) < 20_000:
        found[
            "".join(rng.choice(starts) + rng.choice(vowels) for _ in range(rng.choice((1, 2, 2, 3)))) + "n"
        ] = None
    return list(found)


WORDS = lexicon()
WEIGHTS = [1 / (rank + 2) for rank in range(len(WORDS))]
CUMULATIVE = [sum(WEIGHTS[:1])]
for weight in WEIGHTS[1:]:
    CUMULATIVE.append(CUMULATIVE[-1] + weight)


def paragraphs(rng: random.Random) -> list[str]:
    """The body of one entry."""
    words = rng.choices(WORDS, cum_weights=CUMULATIVE, k=rng.randint(*WORDS_EACH))
    found = []
    while words:
        part, words = words[:60], words[60:]
        sentences = [" ".join(part[at : at + 12]).capitalize() + "." for at in range(0, len(part), 12)]
        found.append(" ".join(sentences))
    return found


def feed(number: int, entries: int) -> bytes:
    """The feed of that number: RSS for even ones, Atom for odd ones."""
    rng = random.Random(number)
    origin = f"http://{host(number)}"
    rows = []
    for position in range(entries):
        title = " ".join(rng.choices(WORDS[:8_000], k=7)).capitalize()
        html = "".join(f"<p>{text}</p>" for text in paragraphs(rng))
        html += f'<p>More in <a href="{origin}/{position}/more">{title[:20]}</a>, with <em>thanks</em>.</p>'
        rows.append(
            (f"{origin}/{position}/article", title, html, BASE - timedelta(hours=position + number % 7))
        )
    return (_rss if number % 2 == 0 else _atom)(f"Paper {number}", origin, rows).encode()


def _rss(title: str, origin: str, rows: list[tuple[str, str, str, datetime]]) -> str:
    items = "\n".join(
        f"<item><title>{name}</title><link>{url}</link><guid>{url}</guid><pubDate>{format_datetime(when)}</pubDate>"
        f"<dc:creator>Ann Keel</dc:creator><content:encoded><![CDATA[{html}]]></content:encoded></item>"
        for url, name, html, when in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{origin}/</link><description>News</description>\n{items}\n</channel></rss>"
    )


def _atom(title: str, origin: str, rows: list[tuple[str, str, str, datetime]]) -> str:
    entries = "\n".join(
        f'<entry><title>{name}</title><id>{url}</id><link href="{url}"/><published>{when.isoformat()}</published>'
        f"<updated>{when.isoformat()}</updated><author><name>Ann Keel</name></author>"
        f'<content type="html">{escape(html)}</content></entry>'
        for url, name, html, when in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>{title}</title><id>{origin}/</id><link href="{origin}/"/>'
        f"<updated>{BASE.isoformat()}</updated>\n{entries}\n</feed>"
    )


class Served:
    """The answers: all made before the first request."""

    def __init__(self, count: int, entries: int, latency: float) -> None:
        self.latency = latency
        self.answers: dict[str, tuple[bytes, bytes, bytes]] = {}
        for number in range(count):
            body = feed(number, entries)
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'.encode()
            head = b"Content-Type: application/xml; charset=utf-8\r\nETag: " + tag + b"\r\n"
            whole = b"HTTP/1.1 200 OK\r\n" + head + b"Content-Length: %d\r\n\r\n" % len(body) + body
            self.answers[host(number)] = (tag, whole, b"HTTP/1.1 304 Not Modified\r\n" + head + b"\r\n")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as many requests as come."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head, writer)
                await writer.drain()
        writer.close()

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        path = head.split(b" ", 2)[1]
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
        elif path == b"/failing":
            writer.write(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")
        else:
            if self.latency:
                await asyncio.sleep(self.latency)
            tag, whole, unchanged = self.answers[writer.get_extra_info("sockname")[0]]
            writer.write(unchanged if tag in head else whole)


async def main() -> None:
    """Serve until stdin ends."""
    port, count, entries, latency = (int(word) for word in sys.argv[1:5])
    served = Served(count, entries, latency / 1000)
    await asyncio.start_server(served.serve, [host(number) for number in range(count)], port)
    print("listening", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)  # connections that are held open on purpose would be waited for


if __name__ == "__main__":
    asyncio.run(main())
