"""The head of an article: its title, who wrote it, when and where, and how much of its text was got."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from reader.dates.iso import SYSTEM_ZONE, shown
from reader.frozen import replace
from reader.model import NO_FULL_TEXT
from reader.text import agencies
from reader.text.clean import is_unspaced
from reader.tui.article.block import ACCENT, CODE, DIM, Block, Look, Writing, placed, written
from reader.tui.cells import align, dotted
from reader.tui.wording import long_day, title_parts

if TYPE_CHECKING:
    from reader.model import Article, TextOrigin, TextState

TITLE = Look("ink", bold=True)
WARNING = Look("warn")
KEY = Look("accent", bold=True)

DOT = "\u00a0· "
"""Stands between two facts. A line ends before it: the wrapping leaves it out."""

ROOM = 72
"""Characters of a line, in the usual measure."""
SUMMARY = Look("ink", italic=True)

STATES: dict[TextState, str] = {
    "part": "part of the text",
    "teaser": "summary only",
    "paywall": "behind a paywall",
    "script": "needs JavaScript",
    "failed": "full text failed",
    "pending": "full text to come",
    "none": "no text",
}
ORIGINS: dict[TextOrigin, str] = {"page": "full page", "feed": "feed text", "file": "file"}


class ArticleHead(NamedTuple):
    """The lines above the text, from the top down."""

    title: Block
    byline: Block | None
    below: tuple[Block, ...]

    @property
    def blocks(self) -> list[Block]:
        """All of them, placed one after the other."""
        return placed([self.title, *([self.byline] if self.byline else []), *self.below])


class Edited(NamedTuple):
    """The time at which the publisher edited the article, in words, and the key that shows what changed."""

    said: str
    key: str


def head(
    article: Article, *, has_text: bool, own: str = "", edited: Edited | None = None, fetched_by: str = ""
) -> ArticleHead:
    """The head of an article; its description is shown where there is no text. `own` tells of notes and highlights;
    `fetched_by` is the key that fetches the page of an article whose feed has only the title.

    All of it stands on the side of the title's script.
    """
    side = align(article.title)

    def block(writing: Writing, *, gap: tuple[()] | None = None) -> Block:
        return replace(writing.block(gap=gap), align=side, is_mirrored=side == "right")

    byline = _byline(article).replace(" · ", DOT)
    below = [block(line, gap=None if byline or at else ()) for at, line in enumerate(_about(article, edited))]
    if reason := _reason(article, has_text=has_text):
        line = _line(reason.removesuffix(".") if fetched_by else reason, WARNING)
        if fetched_by:
            line.add(DOT, WARNING)
            line.add(fetched_by, KEY)
            line.add(" fetches the page", WARNING)
        below.append(block(line))
    kept = "★ bookmarked" if article.bookmarked else ""
    if added := dotted(part for part in (kept, own, *(f"#{tag}" for tag in article.tags)) if part):
        below.append(block(_line(added.replace(" · ", DOT), ACCENT)))
    if not has_text and article.description:
        below.append(block(_line(article.description, SUMMARY), gap=()))
    above = block(_line(byline, DIM), gap=()) if byline else None
    return ArticleHead(block(_title(article.title)), above, tuple(below))


def _title(title: str) -> Writing:
    writing = Writing()
    for part, is_code in title_parts(title.replace("\n", " ")):
        writing.add(part, TITLE._replace(on=CODE.on) if is_code else TITLE)
    return writing


def _about(article: Article, edited: Edited | None) -> list[Writing]:
    """The facts of the article, and the edit behind them, or in a line of its own where both are longer than one."""
    # The number of minutes and their unit stay in one line.
    lines = [_line(meta(article).replace(" min", "\u00a0min").replace(" · ", DOT), DIM)]
    if edited:
        said = f"{edited.said}{DOT}"
        if lines[0].length + len(f"{DOT}{said}{edited.key}") > ROOM:
            lines.append(Writing())
        lines[-1].add(f"{DOT}{said}" if lines[-1].length else said, DIM)
        lines[-1].add(edited.key, KEY)
    return lines


def meta(article: Article) -> str:
    """`4 February 2022 · The Moscow Times · full page · 4 min`; what is not known is left out."""
    day = article.day
    if article.published:
        day = shown(article.published, day, SYSTEM_ZONE).date().isoformat()
    state = _state(article)
    minutes = f"{article.minutes:,} min" if article.minutes else None
    return dotted(part for part in (day and long_day(day), article.source, state, minutes) if part)


def _state(article: Article) -> str:
    """Name the text, and how much of it there is: `full page`, `part of the text`, `feed text, summary only`. Where a
    sentence below says how much, only `feed text` or nothing."""
    if article.text_state == "full":
        return ORIGINS[article.text_origin]
    parts = [ORIGINS["feed"]] if article.text_origin == "feed" and article.words else []
    return ", ".join(parts if article.reason else [*parts, STATES[article.text_state]])


def _byline(article: Article) -> str:
    *others, last = article.authors or ("",)
    agency = agencies.beside(article.agency, (*article.authors, article.source))
    if comma := _comma(article.title):
        return " · ".join(part for part in (comma.join(article.authors), agency) if part)
    names = f"{', '.join(others)} and {last}" if others else last
    return " · ".join(part for part in (f"By {names}" if names else None, agency) if part)


def _comma(title: str) -> str:
    """Gives what stands between names where the title is not in Latin letters, where “By … and …” would be foreign words; "" where
    it is."""
    if title.isascii():
        return ""
    letters = [char for char in title if char.isalpha()]
    others = [char for char in letters if not unicodedata.name(char, "").startswith("LATIN")]
    if 2 * len(others) <= len(letters):
        return ""
    if is_unspaced(others[0]):
        return "、"
    return "\u060c " if unicodedata.bidirectional(others[0]) == "AL" else ", "


def _reason(article: Article, *, has_text: bool) -> str | None:
    """Say in a sentence that the text is not whole; None where it is."""
    if article.text_state == "full":
        return None if has_text else "This article has no text"
    reason = article.reason or ""
    is_bare = bool(article.feeds) and not (has_text or article.description)
    # The page that failed is told instead of the feed: that there is no more than a title would look like a fault.
    return (
        f"The feed has only the title. {reason}"
        if is_bare and reason.startswith(NO_FULL_TEXT)
        else article.reason
    )


def _line(text: str, look: Look) -> Writing:
    return written(text.replace("\n", " "), look)
