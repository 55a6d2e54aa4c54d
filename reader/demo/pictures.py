"""The newsstand's pictures, drawn when asked for: a sea, a sky and a sun, in colours that follow from the name."""

from __future__ import annotations

import hashlib
import struct
import zlib

WIDTH, HEIGHT = 480, 300
_HORIZON = 180
_SUN = 26

_Colour = tuple[int, int, int]


def png(name: str) -> bytes:
    """A PNG of 480 by 300 pixels, always the same for a name."""
    chance = hashlib.sha256(name.encode()).digest()
    sky_top, sky_low = _colour(chance[0:3], 60), _colour(chance[3:6], 150)
    sea = _colour(chance[6:9], 30)
    sun = (40 + chance[9] * (WIDTH - 80) // 255, 60 + chance[10] * 80 // 255)
    rows = b"".join(b"\0" + _row(y, sky_top, sky_low, sea, sun) for y in range(HEIGHT))
    # 8 bits, red, green and blue, not interlaced.
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _colour(chance: bytes, base: int) -> _Colour:
    red, green, blue = (base + value * 90 // 255 for value in chance)
    return red, green, blue


def _row(y: int, sky_top: _Colour, sky_low: _Colour, sea: _Colour, sun: tuple[int, int]) -> bytes:
    if y < _HORIZON:
        colour = tuple(top + (low - top) * y // _HORIZON for top, low in zip(sky_top, sky_low, strict=True))
    else:
        colour = tuple(value + (12 if (y - _HORIZON) % 15 < 4 else 0) for value in sea)
    row = bytearray(bytes(colour) * WIDTH)
    height = _SUN**2 - (y - sun[1]) ** 2
    if height > 0 and y < _HORIZON:
        half = int(height**0.5)
        row[3 * (sun[0] - half) : 3 * (sun[0] + half)] = bytes((250, 240, 210)) * (2 * half)
    return bytes(row)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
