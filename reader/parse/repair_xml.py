"""Repairs what no XML reader takes in the text of a feed. Each repair is one rule below."""

from __future__ import annotations

import re
from html.entities import html5

from reader.late import pattern

_REFERENCE = pattern(
    r"<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:[xX]([0-9a-fA-F]{1,40})|([0-9]{1,40}));?|([A-Za-z][A-Za-z0-9]{1,30});)?|<(?=[\s\d=])",
    re.DOTALL,
)
_NUMBER = pattern(r"&#(?:[xX]([0-9a-fA-F]{1,40})|([0-9]{1,40}));?")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF))
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos", "AMP", "LT", "GT", "QUOT"))
_PROLOGUE = pattern(r"\s*(<\?|<!--|<!DOCTYPE)", re.IGNORECASE)
_SUBSET_END = pattern(r"\]\s{0,20}>")
_FEED_START = pattern(r"<(?:\?xml|(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)[\s>])", re.IGNORECASE)
_HEAD = 8_000
"""Characters in which the first tag of a feed must stand."""


def mended_xml(text: str, notes: list[str]) -> str:
    """The text with what no XML reader takes put right: junk before the first tag, control characters, references to
    characters that are none (feedparser raises on them), entities of HTML, a "<" that begins no tag, a document type
    with entities of its own (never followed: so none can grow or fetch), and the declaration, which no longer tells the
    truth."""
    text = text.translate(_CONTROLS).lstrip("\ufeff \t\r\n")
    start = _FEED_START.search(text, 0, _HEAD)
    if start and start.start() > 0 and not text.startswith(("<!", "<?")):
        notes.append("text before the first tag left out")
        text = text[start.start() :]
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _REFERENCE.sub(_character, text[_prologue(text) :])


def _prologue(text: str) -> int:
    """The place of the first tag: behind declarations (there may be two), instructions, comments and document types."""
    at = 0
    while found := _PROLOGUE.match(text, at):
        kind, at = found[1].upper(), found.end()
        if kind == "<!DOCTYPE":
            end = text.find(">", at)
            if at <= text.find("[", at) < end:
                subset = _SUBSET_END.search(text, at)
                end = subset.end() - 1 if subset else -1
        elif kind == "<!--":
            end = text.find("-->", at)
            end = end + 2 if end >= 0 else -1
        else:
            end = text.find(">", at)
        if end < 0:
            return len(text)
        at = end + 1
    return at


def _character(match: re.Match[str]) -> str:
    if match[0] == "<":  # "5 < 6": no tag begins so
        return "&lt;"
    # HTML's own references may stand in CDATA, as long as no reader stumbles over them.
    if match[0].startswith("<"):
        return _NUMBER.sub(_numbered, match[0]) if "&#" in match[0] else match[0]
    if match[1] or match[2]:
        return _numbered(match)
    if match[3] in _XML_NAMES:
        return match[0]
    # An entity of HTML, which XML does not know; else a bare "&", as addresses have it.
    return html5.get(f"{match[3]};") or f"&amp;{match[0][1:]}"


def _numbered(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2] or "0")
    if 0x80 <= code <= 0x9F:  # written by those who took windows-1252 for Unicode; HTML reads it so too
        return bytes((code,)).decode("cp1252", "ignore")
    if code in _CONTROLS or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return ""
    return f"{match[0].removesuffix(';')};"


def mended_words(text: str) -> str:
    """Text that was encoded as UTF-8 twice ("fÃ¼r"), read back; any other text as it is.

    Only if the whole of it reads back and shows the marks of the mistake: "CAFÉ»" alone would read back too.
    """
    if text.isascii() or not _TWICE.search(text):
        return text
    for name in ("latin-1", "cp1252"):
        try:
            return text.encode(name).decode("utf-8")
        except UnicodeError:
            continue
    return text


_TWICE = pattern("[\x80-\x9f]|[ÂÃ][\xa0-\xbf]|â€")
