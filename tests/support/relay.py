"""A way to a server on loopback that a test can shut, or cut in the midst of an answer."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 65_536


@dataclass
class Gate:
    """Holds a request that begins with one of these words, and tells that it came, until it is opened."""

    before: tuple[bytes, ...]
    came: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def hold(self, data: bytes) -> None:
        """Waits, if these are the bytes of such a request."""
        if data.startswith(self.before):
            self.came.set()
            self.opened.wait(PATIENCE)


@dataclass
class Relay:
    """A port that leads to another. `is_open`: whether connections are taken; those of a shut one are hung up on at once.
    `cut`: bytes of answers that still pass before a connection is cut, once; None: all.
    `asked` counts requests. `gate` holds one of them."""

    to: int
    port: int = 0
    is_open: bool = True
    cut: int | None = None
    asked: int = 0
    gate: Gate | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, came: socket.socket) -> None:
        """Passes one connection's bytes both ways until either end closes it."""
        with came:
            if not self.is_open:
                return
            with socket.create_connection(("127.0.0.1", self.to)) as there:
                back = threading.Thread(target=self._pass, args=(there, came, True), daemon=True)
                back.start()
                self._pass(came, there, False)
                back.join()

    def _pass(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := source.recv(_AT_ONCE):
                passed = self._passing(len(data)) if is_answer else len(data)
                if not is_answer:
                    with self._lock:
                        self.asked += data.count(b" HTTP/1.1\r\n")
                    if self.gate is not None:
                        self.gate.hold(data)
                target.sendall(data[:passed])
                if passed < len(data):
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _passing(self, count: int) -> int:
        with self._lock:
            if self.cut is None or self.cut >= count:
                self.cut = None if self.cut is None else self.cut - count
                return count
            passed, self.cut = self.cut, None
            return passed


@contextmanager
def relay(to: int) -> Iterator[Relay]:
    """A relay to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        found = Relay(to, listener.getsockname()[1])

        def accept() -> None:
            with suppress(OSError):
                while True:
                    came, _ = listener.accept()
                    threading.Thread(target=found.serve, args=(came,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            # A listener that is merely closed does not wake the one who waits at it.
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()
