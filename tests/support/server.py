"""A server on loopback whose every answer a test decides: honest, slow, cut, lying or broken."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DRIP_S = 0.05
"""Seconds between two bytes that drip."""


@dataclass(frozen=True)
class Seen:
    """A request as it came. Header names are lower-case."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Route:
    """What a path answers.

    `zipped`: the body goes out as gzip. `etag`: answers 304 to a request that knows it. `hangs`: no answer until the
    server closes. `drip`: bytes sent, then one at a time, never the last, until the server closes. `cut`: bytes sent,
    then the connection is closed; `reset`: the same, with a reset. `length`: the Content-Length claimed (None: none,
    the body ends with the connection). `raw`: these bytes instead of any answer; they can drip, too."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    zipped: bool = False
    etag: str | None = None
    hangs: bool = False
    drip: int | None = None
    cut: int | None = None
    reset: int | None = None
    length: int | None = -1
    raw: bytes | None = None


Answer = Route | Callable[[Seen], Route]


@dataclass
class Server:
    """A running server; `url(path)` is the address of a path, `seen` what was asked, in order. `otherwise` answers what has
    no answer of its own."""

    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    routes: dict[str, list[Answer]] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)
    otherwise: Callable[[Seen], Route] = field(default=lambda _: Route(status=404))

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def on(self, path: str, *answers: Answer) -> str:
        """Sets what a path answers, one after the other, the last for ever; gives the path's address."""
        self.routes[path] = list(answers)
        return self.url(path)

    def text(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8") -> str:
        """Sets a plain honest answer; gives the path's address."""
        data = body.encode() if isinstance(body, str) else body
        return self.on(path, Route(body=data, headers=(("Content-Type", kind),)))

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        return self.on(path, Route(status=status, headers=(("Location", target),)))

    def count(self, path: str) -> int:
        return len(self.asked(path))

    def asked(self, path: str) -> Sequence[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def answer(self, seen: Seen) -> Route:
        answers = self.routes.get(seen.path)
        if not answers:
            return self.otherwise(seen)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return found(seen) if callable(found) else found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        seen = Seen(self.path, headers, self.command, body)
        self.state.seen.append(seen)
        route = self.state.answer(seen)
        if route.hangs:
            self.state.closing.wait()
            self.close_connection = True
        elif route.raw is not None:
            self._write(route.raw, route.drip)
            self.close_connection = True
        elif route.etag and seen.headers.get("if-none-match") == route.etag:
            self._head(304, (("ETag", route.etag), *route.headers), None)
        else:
            self._send(route)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the parent looks for these names

    def _send(self, route: Route) -> None:
        body = gzip.compress(route.body, mtime=0) if route.zipped else route.body
        headers = list(route.headers)
        headers += [("Content-Encoding", "gzip")] if route.zipped else []
        headers += [("ETag", route.etag)] if route.etag else []
        self._head(route.status, headers, len(body) if route.length == -1 else route.length)
        stop = next((at for at in (route.drip, route.cut, route.reset) if at is not None), None)
        self._write(body[:stop] if route.drip is None else body, route.drip)
        if route.reset is not None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        self.close_connection = stop is not None or route.length is None

    def _write(self, data: bytes, drip: int | None) -> None:
        self.wfile.write(data[:drip])
        if drip is not None:
            for byte in data[drip:-1]:
                if self.state.closing.wait(DRIP_S):
                    return
                self.wfile.write(bytes((byte,)))
            self.state.closing.wait()

    def _head(self, status: int, headers: Sequence[tuple[str, str]], length: int | None) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent named it
        """Silent."""


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the game."""


@contextmanager
def running(address: str = "127.0.0.1") -> Iterator[Server]:
    """A server on a free port of a loopback address."""
    server = Server()
    handler = type("Handler", (_Handler,), {"state": server})
    kind = type("V6", (_HTTPServer,), {"address_family": socket.AF_INET6}) if ":" in address else _HTTPServer
    with kind((address, 0), handler) as http:
        server.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            http.shutdown()
            thread.join()
