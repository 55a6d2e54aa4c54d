"""The article that is read: its text in a measure, what keys and the mouse do in it, and what it tells."""

from __future__ import annotations

import math
from functools import partialmethod
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.message import Message
from textual.widget import Widget

from reader.tui import cells
from reader.tui.article.text_layout import USUAL
from reader.tui.paint import paint_of
from reader.tui.record import Record
from reader.tui.widgets.article_row import shown_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.geometry import Region
    from textual.strip import Strip

    from reader.config.actions import Context
    from reader.core.highlights import PlacedNotes
    from reader.core.sandbox.results import PictureRaster
    from reader.model import Article, Related
    from reader.query.tree import Node
    from reader.text.quote_anchor import Span
    from reader.tui.article.document import ArticleDocument, Heading
    from reader.tui.article.heading import Edited
    from reader.tui.article.links import NumberedLink
    from reader.tui.article.page import ArticlePage
    from reader.tui.article.text_layout import TextLayout

LOOK_S = 0.008
"""Seconds for which hits are looked for at a time, so that keys are answered in between."""

WHEEL = 3
"""Lines that a step of the mouse wheel moves."""


class _Latest(Message):
    """A message of which only the last of many counts; a screen has one article view."""

    def can_replace(self, message: Message) -> bool:
        """Replace an earlier one."""
        return type(message) is type(self)


class ArticleView(Widget, can_focus=True):
    """One article. All methods are quick, whatever the length of the text.

    Before it has a size, and without an article, moving does nothing. Methods that move tell whether anything on the
    screen is another than before.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS: ClassVar[str] = """
    ArticleView { background: $paper; color: $ink; width: 1fr; height: 1fr; }
    """

    class Moved(_Latest):
        """Another line is at the top, or another share of the text was read."""

    class LinkPressed(Record, Message):
        """A link was clicked; `number` is its number in `links`."""

        number: int

    class RelatedOpened(Record, Message):
        """A related row below the text was chosen."""

        related: Related

    class HitsFound(Record, _Latest):
        """More hits of a find were found: so many in all."""

        hits: int

    class PassageChosen(Record, Message):
        """A passage was chosen: characters of the plain text, None where it does not stand there."""

        span: Span | None

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._page: ArticlePage | None = None
        self.text_layout = USUAL
        self._place: Context = "article"
        self._told: tuple[int, float, bool] | None = None
        self._is_looking = False

    # What is shown

    @property
    def plain_text(self) -> str:
        """The plain text that is shown, which spans are of: the library may have another by now."""
        return self._page.document.text if self._page else ""

    def show(
        self,
        document: ArticleDocument,
        *,
        own: PlacedNotes | None = None,
        position: int = 0,
        edited: Edited | None = None,
        fetched_by: str = "",
        is_kept: bool = True,
    ) -> None:
        """Show an article from a reading position on, with what the reader added, and the key that fetches its page where the
        feed has only the title. One that is not kept has other keys: the
        library knows nothing of it."""
        self._place = "article" if is_kept else "archived"
        from reader.tui.article.page import ArticlePage  # late: it was loaded after the first list

        self._page = ArticlePage(document, position=position, edited=edited, fetched_by=fetched_by)
        if own:
            self._page.put_own(own)
        self._told = None
        self._fit()
        self.refresh()

    def put_layout(self, layout: TextLayout) -> None:
        """Lay the text out in another way; the same text stays at the top."""
        self.text_layout = layout
        self._fit()

    def clear(self) -> None:
        """Show no article."""
        self._page = None
        self.refresh()

    @property
    def chosen(self) -> Related | None:
        """The related row below the text that is chosen."""
        return self._page.chosen if self._page else None

    def append_related(self, rows: Sequence[Related]) -> None:
        """Related articles below the text, in place of those before: the way down goes through them."""
        self._change(lambda page: page.append(rows))

    def put_own(self, own: PlacedNotes) -> None:
        """Mark the reader's highlights, in place of those before, and show them and the notes below the text."""
        self._change(lambda page: page.put_own(own))

    def put_marks(self, article: Article) -> None:
        """Show in the head whether the article is bookmarked now, and its tags."""
        self._change(lambda page: page.put_marks(article))

    def put_pictures(self, found: Mapping[str, PictureRaster]) -> None:
        """Show pictures of the text by their addresses, in place of those before; the line at the top stays there."""
        self._change(lambda page: page.put_pictures(found))

    # Where the reader is

    @property
    def position(self) -> int:
        """The line at the top as a character of the Markdown, the same in every width; 0 at the head."""
        return self._page.position if self._page else 0

    @property
    def is_read_out(self) -> bool:
        """Nothing of the article is left to read on to."""
        return self._page is not None and self._page.is_read_out

    @property
    def progress(self) -> float:
        """The share that was read, 0 to 1: 1 where the end of the text is in view."""
        return self._page.progress if self._page else 0.0

    @property
    def passed_title(self) -> str:
        """The title once it is above the view; "" while it is seen."""
        page = self._page
        return shown_title(page.article) if page and page.has_passed_title else ""

    @property
    def minutes_left(self) -> int:
        """Minutes that the rest takes to read."""
        return math.ceil(self._page.article.minutes * (1 - self._page.progress)) if self._page else 0

    @property
    def has_more(self) -> bool:
        """Code or a table in view goes on beyond the right edge."""
        return self._page is not None and self._page.has_more

    @property
    def headings(self) -> list[Heading]:
        """Level, text and position of each heading."""
        return self._page.headings if self._page else []

    @property
    def links(self) -> list[NumberedLink]:
        """The links of the text by their numbers, in reading order."""
        return self._page.document.links.all() if self._page else []

    # Moving

    def _change(self, how: Callable[[ArticlePage], bool]) -> bool:
        """Change the page; where that changed anything, draw it and tell where the reader is now."""
        page = self._page
        has_changed = page is not None and how(page)
        if page is not None and has_changed:
            self.refresh()
            now = (page.position, page.progress, page.has_passed_title)
            if now != self._told:
                self._told = now
                self.post_message(self.Moved())
        return has_changed

    def step(self, by: int) -> bool:
        """Move a line on or back; through the related rows, where one is chosen or the first one is in view."""
        return self._change(lambda page: page.step(by))

    def read_on(self) -> bool:
        """Move a page on, two lines of the old one stay; False where the end was in view: of related articles below the text
        the first one is enough."""
        return self._change(lambda page: page.read_on())

    def page_down(self) -> bool:
        """Move a page on, two lines of the old one stay; False where the end was in view."""
        return self._change(lambda page: page.turn(1))

    def go_to(self, position: int) -> bool:
        """Put a reading position at the top, as far as the end lets it."""
        return self._change(lambda page: page.go_to(position))

    # Finding

    def find(self, words: Sequence[str] | Node) -> int:
        """Mark words, as typed or as a query asks for them, and say how many hits there are; nothing moves.

        Of a very long text these are the first ones; `HitsFound` tells of the others.
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
            self.post_message(self.HitsFound(len(page.hits.all)))
        self.call_later(self._look_on)

    def clear_find(self) -> None:
        """No marks any more."""
        self.find(())

    def to_hit(self, step: int) -> bool:
        """Move to the next hit or the one before, round and round, the first time from the top line on."""
        return self._change(lambda page: page.to_hit(step))

    @property
    def hit(self) -> tuple[int, int]:
        """The number of the hit that the reader stands on, 0 before the first step, and how many there are."""
        return self._page.hits.standing if self._page else (0, 0)

    # Choosing a passage

    def show_passage(self, span: Span) -> None:
        """Bring a passage of the plain text into view."""
        self._change(lambda page: page.show_passage(span))

    def show_tail(self) -> None:
        """Bring what stands below the text to the top."""
        self._change(lambda page: page.to_tail())

    @property
    def KEY_CONTEXT(self) -> Context:  # noqa: N802 - the app reads it of every widget by this name
        """The place of its keys: a kept article, one of the archive, or a passage that is chosen."""
        return "choosing" if self.is_choosing else self._place

    @property
    def is_choosing(self) -> bool:
        """Keys choose a passage."""
        return self._page is not None and self._page.choosing is not None

    @property
    def is_holding(self) -> bool:
        """The start of the passage is held, so that keys move its end."""
        return self._page is not None and self._page.choosing is not None and self._page.choosing.is_held

    def choose(self) -> bool:
        """Choose a passage from what is in view on; where one is being chosen, hold its start. False without text."""
        return self._change(lambda page: page.choose())

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines as they are now, of the size of now: asking Textual for the size at each costs more than the line."""
        self._fit()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line as it is now."""
        drawn = self._page.drawn(y, paint_of(self)) if self._page else None
        return drawn.strip if drawn else cells.strip((), self.size.width, paint_of(self).style("ink"))

    def on_hide(self) -> None:
        """The lines of a long article are some MB: they go when it is left."""
        if self._page:
            self._page.free()

    def on_resize(self) -> None:
        """The same text stays at the top."""
        self._fit()

    def _fit(self) -> None:
        self._change(lambda page: page.fit(*self.size, self.text_layout))

    # The mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move some lines on; with Shift, code and tables to the right."""
        event.stop()
        self._change(lambda page: page.shift(1) if event.shift else page.move(WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move some lines back; with Shift, code and tables to the left."""
        event.stop()
        self._change(lambda page: page.shift(-1) if event.shift else page.move(-WHEEL))

    def on_click(self, event: events.Click) -> None:
        """Press the link, or open the related row, that is there."""
        page = self._page
        drawn = page.drawn(event.y, paint_of(self)) if page else None
        if page is None or drawn is None:
            return
        number = next((number for start, end, number in drawn.links if start <= event.x < end), None)
        row = page.row_at(event.y)
        if number is not None:
            self.post_message(self.LinkPressed(number))
        elif row is not None:
            self.post_message(self.RelatedOpened(page.related[row]))

    # Keys of the action table

    def action_move_down(self) -> None:
        """A line on."""
        self.step(1)

    def action_move_up(self) -> None:
        """A line back."""
        self.step(-1)

    def action_page_on(self) -> None:
        """A page on."""
        self.page_down()

    def action_page_back(self) -> None:
        """A page back."""
        self._change(lambda page: page.turn(-1))

    def action_half_down(self) -> None:
        """Half a page on."""
        self._change(lambda page: page.turn(0.5))

    def action_half_up(self) -> None:
        """Half a page back."""
        self._change(lambda page: page.turn(-0.5))

    def action_first(self) -> None:
        """Goes to the title."""
        self.go_to(0)

    def action_last(self) -> None:
        """Goes to the last line."""
        self._change(lambda page: page.to_end())

    def action_next_heading(self) -> None:
        """Goes to the next heading."""
        self._change(lambda page: page.to_heading(is_next=True))

    def action_previous_heading(self) -> None:
        """Goes to the heading before."""
        self._change(lambda page: page.to_heading(is_next=False))

    def action_side_right(self) -> None:
        """More of the right of code and tables."""
        self._aside(1)

    def action_side_left(self) -> None:
        """More of the left of code and tables."""
        self._aside(-1)

    def _aside(self, step: int) -> None:
        """Raises `SkipAction` where nothing moves: whoever is asked next says so."""
        if not self._change(lambda page: page.shift(step)):
            raise SkipAction

    def action_open(self) -> None:
        """The related row that is chosen."""
        if (chosen := self.chosen) is None:
            raise SkipAction
        self.post_message(self.RelatedOpened(chosen))

    # Keys while a passage is chosen

    def action_mark_passage(self) -> None:
        """Tells the passage, which is highlighted then."""
        if self._page is not None and self._page.choosing is not None:
            self.post_message(self.PassageChosen(self._page.choosing.span))
            self.action_end_choice()

    def action_end_choice(self) -> None:
        """Out of choosing a passage."""
        self._change(lambda page: page.end_choice())

    def action_hold(self) -> None:
        """Holds the start of the passage."""
        self.choose()

    def _choose_on(self, *, sentences: int = 0, words: int = 0) -> None:
        self._change(lambda page: page.move_choice(sentences, words))

    action_sentence_on = partialmethod(_choose_on, sentences=1)
    """The next sentence; once the start is held, one more."""

    action_sentence_back = partialmethod(_choose_on, sentences=-1)
    """The previous sentence, or one less."""

    action_word_on = partialmethod(_choose_on, words=1)
    """The start, or the end, a word later."""

    action_word_back = partialmethod(_choose_on, words=-1)
    """The start, or the end, a word earlier."""
