"""From what a feed's reader found to our own entries: cleaned, bounded, addresses safe, dates read, files described."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from reader.dates.iso import Stamp, stamp
from reader.late import pattern
from reader.model import Entry, Link
from reader.parse.repair_xml import mended_words
from reader.text import urls
from reader.text.byline_label import without_label
from reader.text.clean import BODY_LIMIT, clean, line, optional_line
from reader.text.file_words import file_kind, file_words
from reader.text.fold import fold
from reader.text.mail import without_mail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.parse.raw import RawEnclosure, RawEntry, TitleKind

SUMMARY_LIMIT = 1_000
"""Characters of an entry's summary."""

_MARKUP_TIMES, _MARKUP_LENGTH = 6, 1_000
"""How many times as long as a title, and characters more, its repetition with all tags can be: longer texts are not compared."""

_SHOWN = pattern(r"<(?:img|picture|video|audio|iframe|embed|object|source|svg)\b", re.IGNORECASE)
"""What is to be seen or heard beside words."""

_LINK = pattern(r"<a\b", re.IGNORECASE)

_LIST_LIMIT = 50
_TITLE_FROM_TEXT = 90
_TAG = pattern(r"</?([A-Za-z][\w-]{0,20})(?:\s[^<>]*)?/?>")
_HIDDEN = pattern(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_CUT_TAG = pattern(r"</?[A-Za-z][^<>]*\Z")
_REFERENCE = pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_WORD = pattern(r"\w+")
_MARKUP = pattern(r"[<>]|&(?:lt|gt|#0*6[02]|#x0*3[ce]);", re.IGNORECASE)
_CLOSES = pattern(r"</[A-Za-z]")
_TITLE_TAG = pattern(
    r"^(a|abbr|acronym|b|bdi|bdo|big|br|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|p|q|s|samp|small|span|strike|strong"
    r"|sub|sup|tt|u|var|wbr)$",
    re.IGNORECASE,
)


def entry(raw: RawEntry, base: str | None, feed_authors: tuple[str, ...] = ()) -> Entry:
    """One entry; `base` is what its relative addresses start from (the feed's own address); `feed_authors` wrote it
    where it names nobody."""
    bodies = sorted((mended_words(body) for body in raw.bodies), key=len)
    summary = mended_words(raw.summary)
    html = bodies[-1] if bodies else ""
    is_summary = len(summary) > len(html) and not bodies
    # Some feeds put the whole text into the description and a teaser into the content: the longest is the body.
    if len(summary) > len(html):
        html, summary = summary, html
    if raw.body_is_text and html in raw.bodies:
        html = as_html(html)
    url = urls.tidy(raw.link or "", base)
    title = title_text(raw.title, raw.title_kind)
    if title:
        html = "" if _repeats(html, title) else html
        summary = "" if _repeats(summary, title) else summary
    else:
        title = _first_words(html, url)
        # A headline as description, as of a blog of links: its text is behind the address. What is given as the whole
        # text, as of a note, stays, and so do links.
        if is_summary and url and not _LINK.search(html) and _repeats(html, title):
            html = ""
    published, updated = _stamp(raw.published), _stamp(raw.updated)
    shown = published or updated
    return Entry(
        title=title,
        guid=optional_line(raw.guid, urls.URL_LIMIT),
        url=url,
        authors=names(raw.authors) or feed_authors,
        published=shown.moment if shown else None,
        day=shown.day if shown else None,
        updated=updated.moment if updated else None,
        html=clean(html, BODY_LIMIT),
        html_is_summary=is_summary,
        summary=line(plain(summary), SUMMARY_LIMIT) or None,
        lang=optional_line(raw.lang, 40),
        categories=_categories(raw),
        enclosures=enclosure_links(raw.enclosures, base, raw.duration),
        picture=_picture(raw, base),
    )


def title_text(text: str, kind: TitleKind) -> str:
    """A title as plain text.

    Text shows as written: `[b]`, `<b>` and `*b*` too; only references to what is no sign of markup are decoded once more
    where it has none (`AT&amp;T` that was encoded twice). HTML (Atom says so) loses its tags and has its references
    decoded. RSS does not say what its titles are. The references of XML are decoded already; only where what is left
    is clearly HTML (it closes a tag, and every tag is one that stands within a line of text: `<em>Foo</em>`) the tags
    go; `Why <b> is not <strong>`, `a < b` and `Vec<T>` stay as written. A reference that is still there
    (`Foo &amp; bar`, encoded twice, as many feeds do) is decoded once more; those of JSON Feed titles, which ought to
    have none, for the first time.
    """
    text = mended_words(text)
    if kind == "text" and _MARKUP.search(text):
        return line(text)
    if kind == "html" or (kind == "unsaid" and _is_inline_html(text)):
        text = _HIDDEN.sub("", text[:20_000])
        text = _TAG.sub(lambda tag: " " if tag[1].lower() in ("br", "p") else "", text)
    return line(_REFERENCE.sub(lambda found: unescape(found[0]), text[:20_000]))


def _is_inline_html(text: str) -> bool:
    return bool(_CLOSES.search(text)) and all(_TITLE_TAG.match(tag[1]) for tag in _TAG.finditer(text))


def plain(html: str) -> str:
    """The words of a summary on one line, tags and references gone; only its beginning is looked at."""
    return unescape(_TAG.sub(" ", _CUT_TAG.sub("", _HIDDEN.sub(" ", html[: SUMMARY_LIMIT * 10]))))


def as_html(text: str) -> str:
    """Plain text as the HTML that shows it: paragraphs at blank lines."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"<p>{part.strip()}</p>\n" for part in re.split(r"\n\s*\n", escaped) if part.strip())


def names(raw: tuple[str, ...]) -> tuple[str, ...]:
    """Names as given, each once, without labels before them ("Author: Ann Lee"). Mail addresses go: `ann@example.org (Ann Lee)` is Ann Lee, a bare one nobody."""
    found: dict[str, None] = {}
    for name in raw[:_LIST_LIMIT]:
        if text := without_label(without_mail(line(plain(mended_words(name[:2_000])), 300))):
            found.update(dict.fromkeys(_each(text)))
    return tuple(found)


def _each(text: str) -> list[str]:
    """The names of several people in one tag, where each part is a full name; else the text as it is."""
    parts = [part for part in _TIES.split(text) if part]
    return parts if len(parts) > 1 and all(map(_FULL_NAME.fullmatch, parts)) else [text]


_TIES = pattern(
    r"\s*[;,]\s*(?:(?:and|und|et|y|e|en|och|og|i|и)\s+)?|\s+(?:and|&|und|et|y|e|en|och|og|i|и)\s+"
)
_FULL_NAME = pattern(
    r"(?!(?:The|Die|Der|Das|Le|La|El)\b)[^\W\d_a-z][\w'’.-]*(?:\s(?:de|van|von|der|da|di|la|bin|al|[^\W\d_a-z][\w'’.-]*)){1,3}"
)


@lru_cache(256)  # many an entry was published and updated at one moment
def _stamp(text: str | None) -> Stamp | None:
    return stamp(text) if text else None


def _repeats(html: str, title: str) -> bool:
    """True where a text says the words of the title once more and nothing else, with nothing to see or hear: signs
    between them differ where the title names the source behind a dash."""
    is_short = len(html) <= len(title) * _MARKUP_TIMES + _MARKUP_LENGTH
    return is_short and not _SHOWN.search(html) and _words(line(plain(html))) == _words(title)


def _words(text: str) -> list[str] | str:
    return _WORD.findall(fold(text)) or text


def _first_words(html: str, url: str | None) -> str:
    """The beginning of the text, which stands for a title where there is none, as in RSS 0.92 and in notes."""
    words = line(plain(html), _TITLE_FROM_TEXT * 4)
    if len(words) > _TITLE_FROM_TEXT:
        words = words[:_TITLE_FROM_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return words or url or "Untitled"


def _categories(raw: RawEntry) -> tuple[str, ...]:
    cleaned = (line(title_text(name, "unsaid"), 200) for name in raw.categories[:_LIST_LIMIT])
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _picture(raw: RawEntry, base: str | None) -> str | None:
    candidates = [*raw.pictures, *(part.url for part in raw.enclosures if part.type.startswith("image/"))]
    return next((url for href in candidates[:_LIST_LIMIT] if (url := urls.absolute(href, base))), None)


def enclosure_links(raw: Iterable[RawEnclosure], base: str | None, duration: str) -> tuple[Link, ...]:
    """The files that come with an entry, each once, with their kind, duration and size as title: `Audio, 42 min, 31 MB`.

    `duration` is the entry's, which is that of its first sound or film where that tells none.
    """
    found: dict[str, Link] = {}
    for one in raw:
        url = urls.absolute(one.url, base)
        if url is None or url in found:
            continue
        kind = file_kind(one.type, url)
        seconds = one.duration
        if not seconds and duration and kind in ("Audio", "Video"):
            seconds, duration = duration, ""
        found[url] = Link(url, title=file_words(kind, seconds, one.size), role="enclosure")
    return tuple(found.values())
