"""The head of an article: its title, who wrote it, when and where, and how much of its text was got."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.tui.article.block import ACCENT, DIM, Block, Look, placed, written
from reader.tui.wording import long_day

if TYPE_CHECKING:
    from reader.model import Article, TextOrigin, TextState

TITLE = Look("ink", bold=True)
WARNING = Look("warn")
SUMMARY = Look("ink", italic=True)

STATES: dict[TextState, str] = {
    "part": "part of the text",
    "teaser": "teaser only",
    "paywall": "behind a paywall",
    "script": "shown by JavaScript only",
    "failed": "text not got",
    "pending": "text on its way",
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


def head(article: Article, *, has_text: bool, own: str = "") -> ArticleHead:
    """The head of an article; its description is shown where there is no text. `own` tells what the reader added."""
    byline = _byline(article)
    below = [_block(meta(article), DIM)]
    if reason := _reason(article, has_text=has_text):
        below.append(_block(reason, WARNING))
    if own:
        below.append(_block(own, ACCENT))
    if not has_text and article.description:
        below.append(_block(article.description, SUMMARY, gap=()))
    return ArticleHead(_block(article.title, TITLE), _block(byline, DIM) if byline else None, tuple(below))


def meta(article: Article) -> str:
    """`4 February 2022 · The Moscow Times · full page · 4 min`; what is not known is left out."""
    day = article.day or (article.published.astimezone().date().isoformat() if article.published else None)
    state = _state(article)
    minutes = f"{article.minutes} min" if article.minutes else None
    return " · ".join(
        part for part in (long_day(day) if day else None, article.source, state, minutes) if part
    )


def _state(article: Article) -> str:
    """Name the text, and how much of one it is: `full page`, `part of the text`, `feed text, teaser only`."""
    if article.text_state == "full":
        return ORIGINS[article.text_origin]
    state = STATES[article.text_state]
    return f"{ORIGINS['feed']}, {state}" if article.text_origin == "feed" and article.words else state


def _byline(article: Article) -> str:
    *others, last = article.authors or ("",)
    names = f"{', '.join(others)} and {last}" if others else last
    return " · ".join(part for part in (f"By {names}" if names else None, article.agency) if part)


def _reason(article: Article, *, has_text: bool) -> str | None:
    """Say in a sentence that the text is not whole; None where it is."""
    if article.text_state == "full":
        return None if has_text else "The text is empty"
    return article.reason


def _block(text: str, look: Look, gap: tuple[()] | None = None) -> Block:
    return written(text.replace("\n", " "), look).block(gap=gap)
