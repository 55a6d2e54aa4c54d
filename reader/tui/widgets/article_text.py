"""The article as it is shown: its text in a measure, whatever its length, with numbered links, headings and finding."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widget import Widget

from reader.tui import cells
from reader.tui.article import wrap
from reader.tui.article.block import DIM, Block, written
from reader.tui.article.draw import draw
from reader.tui.article.page import ArticlePage, frame
from reader.tui.paint import paint_of
from reader.tui.widgets.related_tail import tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region
    from textual.strip import Strip

    from reader.core.highlights import PlacedNotes
    from reader.model import Article, Content, Related
    from reader.query.tree import Node
    from reader.text.quote_anchor import Span
    from reader.tui.article.links import NumberedLink
    from reader.tui.article.outline import Heading
    from reader.tui.paint import Paint

MEASURE = 72
"""Cells of a line of text; 50 to 100 are sensible."""

LOOK_S = 0.008
"""Seconds for which hits are looked for at a time, so that keys are answered in between."""


class Told(Message):
    """What an article tells."""

    def __init__(self, view: ArticleText) -> None:
        super().__init__()
        self.view = view

    @property
    def control(self) -> ArticleText:
        """The view, for `@on` with a selector."""
        return self.view


class ArticleText(Widget, can_focus=True):
    """Shows one article. All methods are quick, whatever the length of the text.

    Before it has a size, and without an article, moving does nothing.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS: ClassVar[str] = """
    ArticleText { background: $paper; color: $ink; width: 1fr; height: 1fr; }
    """

    class Moved(Told):
        """Another line is at the top, or another share of the text was read."""

        def __init__(self, view: ArticleText, position: int, progress: float) -> None:
            super().__init__(view)
            self.position = position
            self.progress = progress

        def can_replace(self, message: Message) -> bool:
            """Only the last of many counts."""
            return isinstance(message, ArticleText.Moved) and message.view is self.view

    class LinkPressed(Told):
        """A link was clicked; `number` is its number in `links`."""

        def __init__(self, view: ArticleText, number: int) -> None:
            super().__init__(view)
            self.number = number

    class RelatedOpened(Told):
        """A related row below the text was chosen."""

        def __init__(self, view: ArticleText, related: Related) -> None:
            super().__init__(view)
            self.related = related

    class HitsFound(Told):
        """More hits of a find were found; `hit` is the number of the one that the reader stands on, 0 for none."""

        def __init__(self, view: ArticleText, hit: int, hits: int) -> None:
            super().__init__(view)
            self.hit = hit
            self.hits = hits

        def can_replace(self, message: Message) -> bool:
            """Only the last of many counts."""
            return isinstance(message, ArticleText.HitsFound) and message.view is self.view

    class PassageChosen(Told):
        """A passage was chosen: characters of the plain text, None where it does not stand there."""

        def __init__(self, view: ArticleText, span: Span | None) -> None:
            super().__init__(view)
            self.span = span

    class EndReached(Told):
        """The end of the text came into view for the first time since it was shown."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._page: ArticlePage | None = None
        self._message = ""
        self._told: tuple[int, float] | None = None
        self._has_ended = False
        self._is_looking = False

    # What is shown

    @property
    def plain_text(self) -> str:
        """The plain text that is shown, which spans are of: the library may have another by now."""
        return self._page.text if self._page else ""

    def show(
        self,
        article: Article,
        content: Content,
        *,
        own: PlacedNotes | None = None,
        position: int = 0,
        measure: int = MEASURE,
    ) -> None:
        """Show an article from a reading position on, its text at most `measure` cells wide, with what the reader
        added."""
        self._page = ArticlePage(article, content, measure=measure, position=position)
        if own:
            self._page.put_own(own)
        self._told, self._has_ended = None, False
        self._fit()
        self.refresh()

    def clear(self, message: str = "") -> None:
        """Show no article, but words that say why."""
        self._page, self._message = None, message
        self.refresh()

    def append_related(self, rows: Sequence[Related]) -> None:
        """Related articles below the text, in place of those before: the way down goes through them."""
        self._do(self._page is not None and self._page.append(rows, tail(rows)))

    def put_own(self, own: PlacedNotes) -> None:
        """Mark the reader's highlights, in place of those before, and show them and the notes below the text."""
        self._do(self._page is not None and self._page.put_own(own))

    # Where the reader is

    @property
    def position(self) -> int:
        """The line at the top as a character of the Markdown, the same in every width; 0 at the head."""
        return self._page.position if self._page else 0

    @property
    def progress(self) -> float:
        """How much was read, 0 to 1: 1 where the end of the text is in view."""
        return self._page.progress if self._page else 0.0

    @property
    def minutes_left(self) -> int:
        """Minutes that the rest takes to read."""
        return math.ceil(self._page.article.minutes * (1 - self._page.progress)) if self._page else 0

    @property
    def headings(self) -> list[Heading]:
        """Level, text and position of each heading."""
        return self._page.headings if self._page else []

    @property
    def links(self) -> list[NumberedLink]:
        """The links of the text by their numbers, in reading order."""
        return self._page.document.links.all() if self._page else []

    # Moving

    def line_down(self) -> None:
        """A line on; through the related rows, once the first one is in view."""
        self._do(self._page is not None and (self._page.next_row() or self._page.move(1)))

    def line_up(self) -> None:
        """A line back; through the related rows, where one is chosen."""
        self._do(self._page is not None and (self._page.previous_row() or self._page.move(-1)))

    def page_down(self) -> bool:
        """A page on, two lines of the old one stay; False where the end was in view."""
        return self._do(self._page is not None and self._page.turn(1))

    def page_up(self) -> bool:
        """A page back; False at the start."""
        return self._do(self._page is not None and self._page.turn(-1))

    def half_down(self) -> None:
        """Half a page on."""
        self._do(self._page is not None and self._page.turn(0.5))

    def half_up(self) -> None:
        """Half a page back."""
        self._do(self._page is not None and self._page.turn(-0.5))

    def to_start(self) -> None:
        """To the title."""
        self.go_to(0)

    def to_end(self) -> None:
        """To the last line."""
        self._do(self._page is not None and self._page.to_end())

    def go_to(self, position: int) -> None:
        """Put a reading position at the top, as far as the end lets it."""
        self._do(self._page is not None and self._page.go_to(position))

    def next_heading(self) -> bool:
        """Put the next heading at the top; False where that moves nothing."""
        return self._do(self._page is not None and self._page.to_heading(is_next=True))

    def previous_heading(self) -> bool:
        """Put the heading before the top line at the top; False where there is none."""
        return self._do(self._page is not None and self._page.to_heading(is_next=False))

    def side_right(self) -> bool:
        """Show more of the right of code and tables; False where all of it is in view."""
        return self._do(self._page is not None and self._page.shift(1))

    def side_left(self) -> bool:
        """Show more of the left of code and tables; False where it is in view."""
        return self._do(self._page is not None and self._page.shift(-1))

    # Finding

    def find(self, words: Sequence[str] | Node) -> int:
        """Mark words, as typed or as a query asks for them, and say how many hits there are; nothing moves.

        Of a very long text these are the first ones; `Found` tells of the others.
        """
        found = self._page.find(words) if self._page else 0
        self.refresh()
        if not self._is_looking:
            self._look_on()
        return found

    def _look_on(self) -> None:
        """Look through the rest of a very long text, a little at a time."""
        page = self._page
        self._is_looking = page is not None and not page.hits.is_whole
        if page is None or not self._is_looking:
            return
        if page.look_on(LOOK_S):
            self.refresh()
            self.post_message(self.HitsFound(self, *page.hits.standing))
        self.call_later(self._look_on)

    def clear_find(self) -> None:
        """No marks any more."""
        self.find(())

    def next_hit(self) -> bool:
        """To the next hit, the first time to the first one from the top line on, after the last to the first."""
        return self._do(self._page is not None and self._page.to_hit(1))

    def previous_hit(self) -> bool:
        """To the hit before, before the first to the last."""
        return self._do(self._page is not None and self._page.to_hit(-1))

    @property
    def hit(self) -> tuple[int, int]:
        """The number of the hit that the reader stands on, 0 before the first step, and how many there are."""
        return self._page.hits.standing if self._page else (0, 0)

    # Choosing a passage

    def show_passage(self, span: Span) -> None:
        """Bring a passage of the plain text into view."""
        self._do(self._page is not None and self._page.show_passage(span))

    @property
    def is_choosing(self) -> bool:
        """Whether keys choose a passage."""
        return self._page is not None and self._page.choosing is not None

    @property
    def is_holding(self) -> bool:
        """Whether the start of the passage is held, so that keys move its end."""
        return self._page is not None and self._page.choosing is not None and self._page.choosing.is_held

    def choose(self) -> bool:
        """Choose a passage from what is in view on; where one is being chosen, hold its start. False without text."""
        return self._do(self._page is not None and self._page.choose())

    def end_choice(self) -> None:
        """Choose no more."""
        self._do(self._page is not None and self._page.end_choice())

    def _move_choice(self, sentences: int = 0, words: int = 0) -> bool:
        return self._do(self._page is not None and self._page.move_choice(sentences, words))

    # Related rows below the text

    def open_row(self) -> bool:
        """Open the related row that is chosen; False where none is."""
        page = self._page
        if page is None or page.row is None:
            return False
        self.post_message(self.RelatedOpened(self, page.related[page.row]))
        return True

    # Drawing

    @property
    def paint(self) -> Paint:
        """The styles of the theme in use."""
        return paint_of(self)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines as they are now, of the size of now: asking Textual for the size at each costs more than the line."""
        self._fit()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line as it is now."""
        if self._page is None:
            return self._message_line(y)
        drawn = self._page.drawn(y, self.paint)
        return drawn.strip if drawn else cells.strip((), self.size.width, self.paint.style("ink"))

    def _message_line(self, y: int) -> Strip:
        text, runs = written(self._message.replace("\n", " "), DIM)
        where = frame(self.size.width, MEASURE)
        lines = wrap.lines(Block(text, runs, gap=None), where.room)
        if not text or y >= len(lines):
            return cells.strip((), self.size.width, self.paint.style("ink"))
        return draw(lines[y], where, self.paint).strip

    def on_resize(self) -> None:
        """The same text stays at the top."""
        self._fit()

    def _fit(self) -> None:
        if self._page is not None:
            self._do(self._page.fit(*self.size))

    def _do(self, has_changed: bool) -> bool:
        """Draw what changed, and tell where the reader is now."""
        page = self._page
        if page is not None and has_changed:
            self.refresh()
            now = (page.position, page.progress)
            if now != self._told:
                self._told = now
                self.post_message(self.Moved(self, *now))
            if page.sees_text_end and not self._has_ended:
                self._has_ended = True
                self.post_message(self.EndReached(self))
        return has_changed
