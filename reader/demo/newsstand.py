"""The newsstand's server: our press on a loopback port, for as long as somebody reads."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from reader.demo import feeds, pages
from reader.demo.press import PUBLICATIONS, stories

if TYPE_CHECKING:
    from types import TracebackType


class Newsstand:
    """Serves all publications on 127.0.0.1 while used as a context manager. `origin` is its address."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._server.documents = _documents(self.origin)  # type: ignore[attr-defined]
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

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _documents(origin: str) -> dict[str, tuple[str, bytes]]:
    found: dict[str, tuple[str, bytes]] = {}
    for paper in PUBLICATIONS:
        kind = "application/feed+json" if paper.feed == "json" else "application/xml"
        found[paper.feed_path] = (kind, feeds.feed(paper, origin))
        found[f"/{paper.key}/"] = ("text/html; charset=utf-8", pages.front(paper).encode())
        for story in stories(paper):
            page = pages.article(paper, story, origin).encode()
            found[paper.path(story)] = ("text/html; charset=utf-8", page)
    return found


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
