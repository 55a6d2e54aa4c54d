"""Bytes from outside as text: unpacked, and decoded by one table of encodings, whatever they say about themselves."""

from __future__ import annotations

import codecs
import re
import zlib
from typing import TYPE_CHECKING

from reader.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterable

DECODED_LIMIT = 15 * 1024 * 1024
"""Bytes of a feed or list after unpacking, a larger one is refused; bytes of a page that are read."""

_GZIP_LAYERS = 3
_HEAD_LIMIT = 4_096
_META_LIMIT = 8 * _HEAD_LIMIT
_SAMPLE = 400_000
_BROKEN = "\ufffd"
_BROKEN_SHARE = 0.1
_STRAY_SHARE = 0.05

_BOMS = (  # UTF-32 before UTF-16: its mark begins with the same two bytes.
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Two characters each: a single zero byte before or after the first bracket is litter, not UTF-16.
_BARE_WIDE = (
    (re.compile(rb"[<{]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{]"), "utf-32-be"),
    (re.compile(rb"[<{]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{]\0[^\0]"), "utf-16-be"),
)

# Only encodings that hold text: Python also knows "undefined", "punycode", "utf-7", "unicode_escape" and the like,
# which raise, or let control characters in by the back door.
_TEXT_CODEC = re.compile(
    r"^(ascii|utf-8|utf-(16|32)(-[bl]e)?|iso8859-\d+|latin[-_]?1|cp\d+|koi8-[rut]|mac-\w+|big5\w*|gb\w+|hz|johab|ptcp154"
    r"|euc_\w+|shift_jis\w*|iso2022_\w+|tis-620)$"
)
_SEVEN_BIT = ("iso2022", "hz")

# As browsers do (encoding.spec.whatwg.org): what calls itself by the left name is nearly always written in the right
# one, which holds it whole. Whoever could read a label in ASCII does not read UTF-16.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_UNKNOWN_TO_PYTHON = {"x-sjis": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "win-1251": "cp1251"}

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{1,40})""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


def unpack(body: bytes, notes: list[str]) -> bytes:
    """The bytes without gzip around them, gzip inside gzip included. ParseError above `DECODED_LIMIT`."""
    for _ in range(_GZIP_LAYERS):
        if not body.startswith(b"\x1f\x8b"):
            break
        unzip = zlib.decompressobj(wbits=31)
        try:
            unpacked = unzip.decompress(body, DECODED_LIMIT + 1)
        except zlib.error as error:
            raise ParseError("the bytes say gzip, but cannot be unpacked") from error
        if not unzip.eof and len(unpacked) <= DECODED_LIMIT:
            notes.append("the packed bytes end too early; what was there is shown")
        body = unpacked
    if len(body) > DECODED_LIMIT:
        raise ParseError(f"larger than {DECODED_LIMIT // 2**20} MiB")
    return body


def decode(body: bytes, content_type: str | None, notes: list[str]) -> str:
    """A feed or list as text. Its XML head, which the writer made, is believed before the server's content type."""
    served = _CHARSET.search((content_type or "")[:500])
    return _decoded(body, (_found(_DECLARED, body[:_HEAD_LIMIT]), served[1] if served else None), notes)


def decode_page(body: bytes, charset: str | None = None) -> str:
    """A page as text, at most `DECODED_LIMIT` bytes of it. The server's `charset` is believed before the page's own
    words, as browsers do."""
    body = body[:DECODED_LIMIT]
    declared = _found(_DECLARED, body[:_HEAD_LIMIT]), _found(_META, body[:_META_LIMIT])
    return _decoded(body, (charset, *declared), [])


def _found(label: re.Pattern[bytes], head: bytes) -> str | None:
    found = label.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _decoded(body: bytes, labels: Iterable[str | None], notes: list[str]) -> str:
    """The text of the bytes; those that do not fit become U+FFFD.

    Order of trust: a byte order mark; the look of UTF-16 and UTF-32; valid UTF-8, since other encodings hardly ever
    look so by chance, and UTF-8 with a stray byte; the labels; UTF-8 with a few broken bytes; the first label again,
    or windows-1252, which reads anything.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    begin = body[:_HEAD_LIMIT].lstrip(b" \t\r\n")
    for look, name in _BARE_WIDE:
        if look.match(begin):
            return body.decode(name, "replace")
    said = [codec for label in labels if label and (codec := _codec(label))]
    if not any(name.startswith(_SEVEN_BIT) for name in said):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            is_cut = error.reason == "unexpected end of data" and not body[: error.start].isascii()
            if is_cut or _is_utf8(body[:_SAMPLE], _STRAY_SHARE):
                return _replaced(body, notes)
    said = [name for name in said if name != "utf-8"]
    for name in said:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    if _is_utf8(body, _BROKEN_SHARE):
        return _replaced(body, notes)
    notes.append("the encoding it declares is wrong; read as windows-1252")
    return body.decode(said[0] if said else "cp1252", "replace")


def _is_utf8(body: bytes, share: float) -> bool:
    """Tells whether at most that share of what is not ASCII is broken."""
    text = body.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    return broken <= share * (sum(1 for char in text if char > "\x7f") - broken)


def _replaced(body: bytes, notes: list[str]) -> str:
    text = body.decode("utf-8", "replace")
    notes.append(f"{text.count(_BROKEN)} broken characters")
    return text


def _codec(label: str) -> str | None:
    """Python's name of the encoding that a label means; None for one that is unknown or holds no text."""
    label = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_UNKNOWN_TO_PYTHON.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _TEXT_CODEC.match(name) else None
