"""The newsstand's server and its pictures: our press on a loopback port, for as long as somebody reads."""

from __future__ import annotations

import hashlib
import re
import struct
import threading
import zlib
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from reader.demo import feeds, pages
from reader.demo.press import PUBLICATIONS, printed, shift, stories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from reader.demo.press import PressStory
from reader.model import Subscription

_HTML = "text/html; charset=utf-8"
_PICTURE = re.compile(r"\]\((/pictures/[\w.-]+)\)")
_FILM = re.compile(r"\[([^\]]+)\]\((/videos/[\w.-]+)\)")

WIDTH, HEIGHT = 480, 300
"""Pixels of a picture."""

_HORIZON = 180
_SUN = 26

_DOT, _WATERLINE = 8, 222
"""Pixels of a dot of a drawing, and the row on which drawings stand."""

_DRAWINGS = {
    "crane-pole": (
        "                     *",
        "                     #",
        "              ##     #",
        "              ##     *",
        "             ####    #",
        "             ####### #",
        "             ####  ###",
        "             ####    *",
        "             ####    #",
        "             ####    #",
        "#            ####  # *",
        "#################### #",
        " ##################  #",
    ),
    "halcyon": (
        "                ###               ",
        "                ###               ",
        "           #############          ",
        "           #*##*##*##*##          ",
        "       ########################   ",
        "       #*##*##*##*##*##*##*##*#   ",
        "  ################################",
        "   ############################## ",
        "    ############################  ",
        "    *                          *  ",
        "**************************************",
    ),
    "mole": (
        "        *   *      ",
        "      *   *   *    ",
        "     * * * *   *   ",
        "    *  * * * *  *  ",
        "   * *  * *  *  ** ",
        "  *  ## * * *  * **",
        " *  **** * * * *** ",
        "  *  ##   * * ** * ",
        " *   ##  * * * ** *",
        "* #################",
        " ##################",
        "###################",
    ),
    "azarashi": (
        "              #######        ",
        "   ####    ############      ",
        "  ########################   ",
        " ########################## #",
        "   ####  ###################",
        "******************************",
        "##############################",
        " #            ##            # ",
    ),
}
"""Silhouettes by the name of their picture: # is dark, * is light."""

_INK = {"#": (28, 30, 40), "*": (236, 228, 206)}

_Colour = tuple[int, int, int]


class Newsstand:
    """Serves all publications on 127.0.0.1 while used as a context manager. `origin` is its address.

    With `now` all dates are shifted by whole days so that the newest article is at least an hour old then, and at most
    a day more; without, they are as they are written.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self._shift = shift(now) if now else timedelta()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._serve(corrected=False)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def feed_urls(self) -> list[str]:
        """The address of each publication's feed."""
        return [self.origin + publication.feed_path for publication in PUBLICATIONS]

    def page_url(self, key: str, slug: str) -> str:
        """The address of an article's page."""
        publication = next(paper for paper in PUBLICATIONS if paper.key == key)
        story = next(story for story in stories(publication) if story.slug == slug)
        return self.origin + publication.path(story)

    def subscriptions(self) -> list[Subscription]:
        """Its feeds in their folders."""
        pairs = zip(self.feed_urls(), PUBLICATIONS, strict=True)
        return [Subscription(url=url, title=paper.title, tags=(paper.folder,)) for url, paper in pairs]

    def publish_corrections(self) -> None:
        """From now on feeds and pages give the edited text of each article that its publisher corrected."""
        self._serve(corrected=True)

    def _serve(self, *, corrected: bool) -> None:
        documents = dict(_documents(self.origin, self._shift, corrected=corrected))
        self._server.documents = documents  # type: ignore[attr-defined]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _documents(origin: str, by: timedelta, *, corrected: bool) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Each path with the kind and the bytes of what stands there."""
    yield "/", (_HTML, pages.newsstand(PUBLICATIONS).encode())
    for paper in PUBLICATIONS:
        kind = "application/feed+json" if paper.feed == "json" else "application/xml"
        issue = printed(paper, by, corrected=corrected)
        yield paper.feed_path, (kind, feeds.feed(paper, issue, origin))
        yield f"/{paper.key}/", (_HTML, pages.front(paper, issue).encode())
        for story in issue:
            yield paper.path(story), (_HTML, pages.article(paper, story, issue, origin).encode())
            yield from _media(story)


def _media(story: PressStory) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for picture in _PICTURE.finditer(story.body):
        yield picture[1], ("image/png", png(picture[1]))
    for film in _FILM.finditer(story.body):
        yield film[2], (_HTML, pages.film(film[1]).encode())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        documents: dict[str, tuple[str, bytes]] = self.server.documents  # type: ignore[attr-defined]
        kind, body = documents.get(self.path, ("text/plain", b"no such page on this newsstand\n"))
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.path not in documents:
            self.send_response(404)
        elif self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            body = b""
        else:
            self.send_response(200)
            self.send_header("ETag", tag)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep quiet: the talk belongs to the program."""


def png(name: str) -> bytes:
    """A picture as PNG, drawn when asked for: a sea, a sky and a sun, in colours that follow from the name, and before
    them what its caption tells of."""
    chance = hashlib.sha256(name.encode()).digest()
    sky_top, sky_low = _colour(chance[0:3], 60), _colour(chance[3:6], 150)
    sea = _colour(chance[6:9], 30)
    sun = (40 + chance[9] * (WIDTH - 80) // 255, 60 + chance[10] * 80 // 255)
    drawing = _DRAWINGS.get(name.rpartition("/")[2].partition(".")[0], ())
    rows = b"".join(b"\0" + _drawn(_row(y, sky_top, sky_low, sea, sun), y, drawing) for y in range(HEIGHT))
    # 8 bits, red, green and blue, not interlaced.
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _colour(chance: bytes, base: int) -> _Colour:
    red, green, blue = (base + value * 90 // 255 for value in chance)
    return red, green, blue


def _row(y: int, sky_top: _Colour, sky_low: _Colour, sea: _Colour, sun: tuple[int, int]) -> bytearray:
    if y < _HORIZON:
        colour = tuple(top + (low - top) * y // _HORIZON for top, low in zip(sky_top, sky_low, strict=True))
    else:
        colour = tuple(value + (12 if (y - _HORIZON) % 15 < 4 else 0) for value in sea)
    row = bytearray(bytes(colour) * WIDTH)
    height = _SUN**2 - (y - sun[1]) ** 2
    if height > 0 and y < _HORIZON:
        half = int(height**0.5)
        row[3 * (sun[0] - half) : 3 * (sun[0] + half)] = bytes((250, 240, 210)) * (2 * half)
    return row


def _drawn(row: bytearray, y: int, drawing: tuple[str, ...]) -> bytearray:
    """The row of pixels with what the drawing has there, which stands in the middle."""
    line = (y - _WATERLINE) // _DOT + len(drawing)
    if 0 <= line < len(drawing):
        left = (WIDTH - _DOT * max(map(len, drawing))) // 2
        for place, dot in enumerate(drawing[line]):
            if dot != " ":
                at = 3 * (left + _DOT * place)
                row[at : at + 3 * _DOT] = bytes(_INK[dot]) * _DOT
    return row


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
