"""The passages that a reader marks: found in the article's text, now and after it was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.errors import NothingFound, UsageError
from reader.text import quote_anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session
    from reader.model import Article, Content, Highlight, KeptOutput, Note


class Placed(NamedTuple):
    """A highlight, and where it stands in the plain text that is shown; None: it is not in it."""

    highlight: Highlight
    span: quote_anchor.Span | None


class PlacedNotes(NamedTuple):
    """The notes and highlights that a reader added to an article, and what the reader's own commands printed on it."""

    notes: tuple[Note, ...] = ()
    highlights: tuple[Placed, ...] = ()
    outputs: tuple[KeptOutput, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notes or self.highlights or self.outputs)


def of(session: Session, article_id: int, content: Content) -> PlacedNotes:
    """The notes, highlights and kept outputs of the article whose content this is; asks the library only where it has some."""
    own = session.library.own_words
    return PlacedNotes(
        notes=tuple(own.notes(article_id)) if content.notes else (),
        highlights=tuple(_placed(own.highlights(article_id), content.text)) if content.highlights else (),
        outputs=content.outputs,
    )


def highlights(session: Session, article_id: int) -> list[Placed]:
    """The article's highlights in the order of its text; those that are no longer in it at the end."""
    return _placed(
        session.library.own_words.highlights(article_id), session.library.articles.content(article_id).text
    )


def _placed(marked: Sequence[Highlight], text: str) -> list[Placed]:
    words = quote_anchor.WordPositions(text if marked else "")
    placed = [Placed(one, quote_anchor.find(words, one.passage)) for one in marked]
    return sorted(placed, key=lambda one: (one.span is None, one.span or (0, 0)))


def highlight(session: Session, article: Article, words: str) -> Highlight:
    """Mark the first passage that says these words. Raises NothingFound where the text does not say them, UsageError
    where they are none or are marked already."""
    if not words.strip():
        raise UsageError("no words to highlight", hint="give a passage exactly as it appears in the article")
    passage = quote_anchor.quoted(session.library.articles.content(article.id).text, words)
    if passage is None:
        raise NothingFound(
            "these words do not occur in the article",
            subject=article.title,
            hint=f"to see the text: broadsheet show {article.id} --text",
        )
    number = session.library.own_words.mark(article.id, passage, session.now())
    if number is None:
        raise UsageError("this passage is already highlighted", subject=article.title)
    return next(one for one in session.library.own_words.highlights(article.id) if one.id == number)
