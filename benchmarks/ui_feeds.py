"""The library's feeds on loopback, with other entries at each request, so that a refresh has work to do."""

from __future__ import annotations

import contextlib
import itertools
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES = 20
WORDS = (
    "harbour",
    "council",
    "ferry",
    "wheat",
    "engine",
    "museum",
    "river",
    "signal",
    "market",
    "garden",
    "the",
    "of",
)

_served = itertools.count()


class _Feed(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """An RSS feed whose entries nobody has seen before."""
        number = next(_served)
        pick = random.Random(number)
        items = "".join(
            f"<item><title>{' '.join(pick.choices(WORDS, k=6))} {number}</title><guid>{self.path}/{number}/{at}</guid>"
            f"<link>http://127.0.0.1:{self.server.server_port}/page/{number}/{at}</link>"  # type: ignore[attr-defined]
            f"<description>&lt;p&gt;{' '.join(pick.choices(WORDS, k=300))}.&lt;/p&gt;</description></item>"
            for at in range(ENTRIES)
        )
        title = f"Paper {self.path.strip('/').removesuffix('.xml'):0>3}"
        body = f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the table is all that is printed."""


@contextlib.contextmanager
def served(port: int) -> Iterator[None]:
    """Serve them for a while."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
