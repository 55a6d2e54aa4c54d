"""Parses the bytes of a feed: the one door to all readers of feeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates.iso import stamp
from reader.errors import ParseError
from reader.late import pattern
from reader.model import ParsedFeed
from reader.parse import with_fastfeedparser
from reader.parse.entries import entry, names, plain, title_text
from reader.parse.raw import MAILS
from reader.parse.repair_xml import mended_words, mended_xml
from reader.parse.tag_walk import ITEMS, ITEMS_LIMIT, TOKEN, outline
from reader.text import urls
from reader.text.clean import line, optional_line
from reader.text.encodings import decode, unpack

if TYPE_CHECKING:
    from reader.parse.raw import RawEntry, RawFeed

ENTRIES_LIMIT = 5_000
"""Entries of a feed that are taken, the newest."""

_FEED_ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
_ENTRY_TAG = pattern(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_DATE = pattern(
    r"<(?:[\w.-]{1,40}:)?(?:pubDate|published|issued|created|date|updated|modified)(?:\s[^<>]{0,200})?>\s*(?:<!\[CDATA\[)?([^<\]]{1,80})",
    re.IGNORECASE,
)
_FIRST_TAG = pattern(r"<(?![!?])(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_PROLOGUE = pattern(r"<!--.*?-->|<\?.*?>", re.DOTALL)
_JSON_VERSION = pattern(rb'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org')
_NO_FEED = ("it is not RSS, Atom or JSON Feed", "open the address in a browser")
_OTHER_ROOTS = {
    "html": ("it is a web page", "to subscribe to the feeds that the page links to: broadsheet add ADDRESS"),
    "opml": ("it is a list of feeds", "to import it: broadsheet import FILE"),
    "urlset": ("it is a site map", ""),
    "sitemapindex": ("it is a site map", ""),
}


def parse(body: bytes, url: str | None, *, content_type: str | None = None) -> ParsedFeed:
    """The feed in `body`, as served under `url` (None: unknown) with that Content-Type.

    Any RSS, RDF, Atom or JSON Feed, packed by gzip or not, in any encoding, well-formed or not; what was mended or left
    out is in `notes`. Entries stand in file order, none folded; a feed without entries is a feed. At most
    `ENTRIES_LIMIT` entries. ParseError for whatever is no feed.
    """
    notes: list[str] = []
    try:
        raw = _read(body, url, content_type, notes)
    except ParseError as error:
        error.subject = urls.masked(url or "")
        raise
    base = url or urls.absolute(raw.url or "") or urls.absolute(raw.site_url or "")
    # RSS names an editor there, who did not write the entries; Atom and JSON Feed say that the names stand for all.
    authors = () if raw.format.startswith(("rss", "rdf")) else names(raw.authors)
    entries = tuple(entry(item, base, authors) for item in _newest(raw.entries, notes))
    return ParsedFeed(
        title=title_text(raw.title, raw.title_kind),
        url=urls.absolute(raw.url or "", base),
        site_url=urls.absolute(raw.site_url or "", base),
        description=optional_line(plain(mended_words(raw.description))),
        lang=optional_line(raw.lang, 40),
        ttl=raw.ttl,
        entries=entries,
        notes=tuple(line(note) for note in notes),
        format=line(raw.format, 40),
    )


def _read(body: bytes, url: str | None, content_type: str | None, notes: list[str]) -> RawFeed:
    if content_type and content_type.startswith(MAILS):
        from reader.parse import mail

        return mail.read(body, content_type)
    text = decode(unpack(body, notes), content_type, notes)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise ParseError("not a feed: it is empty")
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        from reader.parse import json_feed

        return json_feed.read(text.lstrip("\ufeff \t\r\n"))
    text = _with_newest(mended_xml(text, notes), notes)
    found = outline(text)
    if found.root not in _FEED_ROOTS:
        what, hint = _OTHER_ROOTS.get(found.root, _NO_FEED)
        raise ParseError(f"not a feed: {what}", hint=hint)
    if not with_fastfeedparser.is_for_patient(text, found) and (raw := with_fastfeedparser.read(text, found)):
        return raw
    from reader.parse import with_feedparser  # late: the first reader takes most feeds

    return with_feedparser.read(text, found, url)


def _with_newest(text: str, notes: list[str]) -> str:
    """The feed with its newest entries only, where it has very many: a parser of all of them takes too long."""
    if sum(1 for _ in _ENTRY_TAG.finditer(text)) <= ENTRIES_LIMIT:
        return text
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for token in TOKEN.finditer(text):
        if not token[2] or token[2].lower().rpartition(":")[2] not in ITEMS:
            continue
        if start is not None:  # whether it ends here or the next one begins
            spans.append((start, token.end() if token[1] else token.start()))
        start = None if token[1] or token[3].endswith("/") else token.start()
    if len(spans) > ITEMS_LIMIT:
        raise ParseError("too many elements for a feed")
    if len(spans) <= ENTRIES_LIMIT:
        return text
    notes.append(f"{len(spans)} entries; only the newest {ENTRIES_LIMIT} were read")
    dates = (_DATE.search(text, *span) for span in spans)
    ages = [_age(date[1] if date else "") for date in dates]
    taken = sorted(sorted(range(len(spans)), key=ages.__getitem__)[:ENTRIES_LIMIT])
    kept = "\n".join(text[slice(*spans[number])] for number in taken)
    return f"{text[: spans[0][0]]}{kept}\n{text[spans[-1][1] :]}"


def _newest(entries: tuple[RawEntry, ...], notes: list[str]) -> tuple[RawEntry, ...]:
    if len(entries) <= ENTRIES_LIMIT:
        return entries
    notes.append(f"{len(entries)} entries; only the newest {ENTRIES_LIMIT} were read")
    order = sorted(range(len(entries)), key=lambda number: _age(_date(entries[number])))
    return tuple(entries[number] for number in sorted(order[:ENTRIES_LIMIT]))


def _date(raw: RawEntry) -> str:
    return raw.published or raw.updated or ""


def _age(date: str) -> float:
    # Those without a date keep their place in the file, behind the dated ones.
    found = stamp(date)
    return -found.moment.timestamp() if found else float("inf")


def looks_like_feed(body: bytes) -> bool:
    """Tells whether the first bytes are those of a feed: cheap, reads 8 kB of XML at most; wrong only for odd ones."""
    if body.startswith(b"\x1f\x8b"):
        try:
            body = unpack(body, [])
        except ParseError:
            return False
    head = decode(body[:8_000], None, []).lstrip("\ufeff \t\r\n")
    if head.startswith("{"):  # the version may stand behind all items
        return bool(_JSON_VERSION.search(body))
    tag = _FIRST_TAG.search(_PROLOGUE.sub("", head))
    return tag is not None and tag[1].lower() in _FEED_ROOTS - {"channel"}
