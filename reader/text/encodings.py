"""Which text are these bytes? Unpacked and decoded, whatever they say about themselves."""

from __future__ import annotations

import codecs
import re
import zlib

from reader.errors import ParseError

DECODED_LIMIT = 15 * 1024 * 1024
"""Bytes of a feed or list after unpacking; a larger one is refused."""

_GZIP_LAYERS = 3
_BROKEN_SHARE = 0.1

_BOMS = (  # UTF-32 before UTF-16: its mark begins with the same two bytes.
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)

# Only encodings that hold text: Python also knows "undefined", "punycode", "utf-7", "unicode_escape" and the like,
# which raise, or let control characters in by the back door.
_TEXT_CODEC = re.compile(
    r"^(ascii|utf-8|utf-(16|32)(-[bl]e)?|iso8859-\d+|latin[-_]?1|cp\d+|koi8-[rut]|mac-\w+|big5\w*|gb\w+|hz|johab|ptcp154"
    r"|euc_\w+|shift_jis\w*|iso2022_\w+|tis-620)$"
)

WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
"""As browsers do: what calls itself by the left name is nearly always written in the right one, which holds it whole."""

_SEVEN_BIT = ("iso2022", "hz")

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
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
    """The text of the bytes, whatever they say about themselves.

    Order of trust: a byte order mark; the look of UTF-16 and UTF-32; valid UTF-8 with more than ASCII in it, since
    other encodings hardly ever look so by chance; the declaration in the XML head, which the writer made; the server's
    charset; UTF-8 with a few broken bytes; windows-1252, which reads anything.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for start, name in _BARE_WIDE:
        if body.lstrip(b" \t\r\n").startswith(start):
            return body.decode(name, "replace")
    said = _said(body, content_type)
    if not any(name.startswith(_SEVEN_BIT) for name in said):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in said:
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= _BROKEN_SHARE * sum(1 for char in text if char > "\x7f" and char != "\ufffd"):
        notes.append(f"{broken} broken characters")
        return text
    notes.append("the encoding was not said rightly; read as windows-1252")
    return body.decode(next((name for name in said if name != "utf-8"), "cp1252"), "replace")


def _said(body: bytes, content_type: str | None) -> list[str]:
    declared = _DECLARED.search(body[:2000])
    served = _CHARSET.search((content_type or "")[:500])
    names = [declared[1].decode("ascii")] if declared else []
    names += [served[1]] if served else []
    return [known for name in names if (known := _codec(name))]


def _codec(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return WIDER.get(known, known) if _TEXT_CODEC.match(known) else None
