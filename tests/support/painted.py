"""Pictures painted for tests: whole, odd and hostile ones."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

RED, GREEN, BLUE = (200, 30, 30), (20, 140, 60), (30, 60, 190)


def picture(width: int, height: int, colour: Any = RED, *, mode: str = "RGB") -> Image.Image:
    """One colour; the upper half is another one, so that one sees what is above."""
    made = Image.new("RGB", (width, height), colour)
    made.paste(BLUE, (0, 0, width, height // 2))
    return made.convert(mode)


def data(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels, all of which are there."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer, packed = zlib.compressobj(9), b""
    for _ in range(height):
        packed += packer.compress(bytes(width // 8 + 1))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = packed + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
