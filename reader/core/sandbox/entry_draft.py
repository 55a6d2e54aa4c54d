"""Turns an entry of a feed into a draft, and tells a full text from a teaser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.frozen import replace
from reader.markdown import dialect
from reader.model import UNTITLED, Content, Draft, Picture, TextState
from reader.text.clean import count_words, line
from reader.text.fold import fold
from reader.text.width import shorten

if TYPE_CHECKING:
    from reader.model import Entry, Link, ParsedFeed

WHOLE_WORDS = 120
"""Minimum words for a description to count as the full text: teasers of feeds have 20 to 80."""

_TITLE_CELLS = 80
_END_CHARS = 200
_CUT = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;|more)\]"
    r"|(?:^|[\n.!?…»\])\"”])[ \n]*"  # the rest are whole sentences
    r"(?:(?:read|continue|keep) (?:more|on|reading)\b[^.\n]{0,120}"
    r"|(?:read|see|view) (?:the )?(?:full|whole|entire|rest|original)\b[^.\n]{0,120}|full (?:article|story)"
    r"|to (?:read|continue reading|see|view) (?:this|the) (?:full |whole |entire )?(?:article|story|post)\b[^.\n]{0,80}"
    r"|(?:please )?click here to (?:read|continue)\b[^.\n]{0,120}"
    r"|читать (?:далее|дальше|полностью)|подробнее|weiterlesen|mehr lesen|lire la suite|lire plus|leer más"
    r"|seguir leyendo|continua a leggere|leggi tutto|続きを読む|阅读全文|اقرأ المزيد))"
    r"[\s.…:»›>→\])]*$",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"\n\n(?:The post|Der Beitrag|L’article|La entrada|Сообщение|Запись)\b[^\n]{1,400}\s*$")


_HEADING = re.compile(r"#{1,6} (?P<title>[^\n]+)\n+")

WAITING = "Its text is still being parsed."
"""The reason shown for an entry that is listed without its text."""


def listed(entry: Entry, feed: ParsedFeed) -> Draft:
    """The draft of an entry whose HTML is still to be read: everything but the text."""
    return Draft(
        title=entry.title or entry.url or UNTITLED,
        url=entry.url,
        authors=entry.authors,
        publication=feed.title or None,
        published=entry.published,
        day=entry.day,
        updated=entry.updated,
        lang=entry.lang or feed.lang,
        description=entry.summary,
        text_origin="feed",
        text_state="pending",
        reason=WAITING,
    )


def from_entry(entry: Entry, feed: ParsedFeed, content: Content) -> Draft:
    """The draft of an entry whose HTML is `content`; where that holds no text, the entry's summary is the text.

    Files that come with the entry stand below its text as links. The state tells a whole text from a teaser by where it
    stood (content or description), its length and its end.
    """
    if not content.text.strip() and entry.summary:
        content = replace(content, markdown=dialect.from_text(entry.summary), text=entry.summary)
        entry = replace(entry, html_is_summary=True)
    content = _without_title(content, entry.title)
    state, reason = _state(entry, content.text)
    known = {link.url for link in content.links}
    enclosures = tuple(replace(link, role="enclosure") for link in entry.enclosures if link.url not in known)
    pictures = content.pictures or ((Picture(url=entry.picture),) if entry.picture else ())
    shown = {picture.url for picture in pictures}
    files = [_file(link) for link in enclosures if link.url not in shown]
    return replace(
        listed(entry, feed),
        title=entry.title or _first_words(content.text) or entry.url or UNTITLED,
        markdown="\n\n".join(filter(None, (content.markdown, *files))),
        text=content.text,
        pictures=pictures,
        embeds=content.embeds,
        links=content.links + enclosures,
        related=content.related,
        text_state=state,
        reason=reason,
    )


def _without_title(content: Content, title: str) -> Content:
    """The text without a heading at its top that says the title once more."""
    heading = _HEADING.match(content.markdown)
    if heading is None or fold(dialect.plain(heading["title"])) != fold(title):
        return content
    _, _, text = content.text.partition("\n")
    return replace(content, markdown=content.markdown[heading.end() :], text=text.lstrip("\n"))


def _file(link: Link) -> str:
    return dialect.link(link.title or urlsplit(link.url).path.rpartition("/")[2] or link.url, link.url)


def _first_words(text: str) -> str:
    return shorten(line(text[:1_000]), _TITLE_CELLS)


def _state(entry: Entry, text: str) -> tuple[TextState, str | None]:
    words = count_words(text)
    if not words:
        return "none", "The feed has only the title."
    if _is_cut(text):
        if words < WHOLE_WORDS:
            return "teaser", "The feed has only a summary."
        return "part", "The feed has only the beginning."
    if entry.html_is_summary and words < WHOLE_WORDS:
        return "teaser", "The feed has only a summary."
    return "full", None


def _is_cut(text: str) -> bool:
    """Tells whether a text ends as cut ones do; the footer that some systems put under every entry is ignored."""
    return bool(_CUT.search(_FOOTER.sub("", text[-2 * _END_CHARS :].rstrip())[-_END_CHARS:]))
