"""Articles to show: made up, or the one that holds every kind of content."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.markdown import dialect
from reader.model import Article, Content, Related
from reader.text.clean import count_words

if TYPE_CHECKING:
    from reader.tui.article.document import ArticleDocument

EVERYTHING = (Path(__file__).parent.parent / "data/articles/everything.md").read_text("utf-8")

PROSE = (
    "The *harbour* board met [on Monday](https://example.org/%d) to hear why the crane had stood still for a week, "
    "whose **fault** it was, and what the crane driver, who had been asleep, would like to say about turbines."
)


def article(**fields: Any) -> Article:
    """An article of a few words; every field can be set."""
    given: dict[str, Any] = {
        "id": 1,
        "uid": "a" * 16,
        "title": "The Lock at Ostmoor Is Open",
        "fetched": datetime(2026, 10, 6, tzinfo=UTC),
        "authors": ("Ida Brandt", "Tom Quill"),
        "agency": "MPA",
        "publication": "The Harbour Gazette",
        "day": "2026-10-05",
        "words": 460,
        "text_state": "full",
    }
    return Article(**given | fields)


def content(markdown: str) -> Content:
    """A text of our Markdown, read as the library would hold it."""
    return dialect.contents(markdown)


def document(markdown: str, **fields: Any) -> ArticleDocument:
    """It as the screen has it, of an article with these fields."""
    from reader.tui.article.document import ArticleDocument

    return ArticleDocument(article(**fields), content(markdown))


def prose(words: int) -> str:
    """A text of about so many words, with emphasis and a link in every paragraph."""
    one = count_words(PROSE)
    return "\n\n".join(PROSE % number for number in range(max(words // one, 1)))


def related(number: int, **fields: Any) -> Related:
    """A row of the related panel."""
    given: dict[str, Any] = {
        "group": "story",
        "why": ("3 h earlier",),
        "score": 0.5,
        "article": article(
            id=number, title=f"Related {number}", published=datetime(2026, 10, 4, 12, tzinfo=UTC)
        ),
    }
    return Related(**given | fields)
