"""The bytes that a server meant: gzip and deflate undone piece by piece, never more than asked for."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"


class UnaskedEncoding(Exception):
    """An encoding that was not asked for; `name` is as the server gives it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooLarge(Exception):
    """More bytes than the limit, as sent or as decoded."""


class BrokenEncoding(Exception):
    """The bytes are not what the header says."""


class CutShort(Exception):
    """The bytes end before the encoding does."""


class DecodedBody:
    """Collects a response's body. `limit` is in bytes and holds for the raw and for the decoded ones."""

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        if name not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise UnaskedEncoding(name)
        self._gzip = name.endswith("gzip")
        self._coded = self._gzip or name == "deflate"
        self._limit = limit
        self._raw = 0
        self._size = 0
        self._pieces: list[bytes] = []
        self._unzip: zlib._Decompress | None = None

    def add(self, raw: bytes) -> None:
        """The next bytes off the wire."""
        self._raw += len(raw)
        if self._raw > self._limit:
            raise TooLarge
        if not self._coded:
            self._pieces.append(raw)
            return
        try:
            self._decode(raw)
        except zlib.error as error:
            raise BrokenEncoding from error

    def _decode(self, raw: bytes) -> None:
        while raw:
            if self._unzip is None or (self._unzip.eof and self._gzip):
                # A gzip body may have several members; zero padding after the last one is common and harmless.
                if self._unzip is not None and not (raw := raw.lstrip(b"\0")):
                    return
                self._unzip = zlib.decompressobj(self._window(raw))
            elif self._unzip.eof:
                return
            piece = self._unzip.decompress(raw, self._limit - self._size + 1)
            self._size += len(piece)
            if self._size > self._limit:
                raise TooLarge
            self._pieces.append(piece)
            raw = self._unzip.unused_data

    def _window(self, raw: bytes) -> int:
        if self._gzip:
            return 16 + zlib.MAX_WBITS
        # "deflate" means a zlib stream, but some servers send it bare: a zlib stream starts with method 8.
        return zlib.MAX_WBITS if raw[0] & 0x0F == 8 else -zlib.MAX_WBITS

    def whole(self) -> bytes:
        """All bytes, decoded. Raises CutShort where the coded stream has no end."""
        if self._unzip is not None and not self._unzip.eof:
            raise CutShort
        return b"".join(self._pieces)

    def so_far(self) -> bytes:
        """The bytes that have come, decoded; all of them or not."""
        return b"".join(self._pieces)
