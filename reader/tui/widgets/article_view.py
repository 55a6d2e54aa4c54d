"""The article that is read: what keys and the mouse do in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.actions import SkipAction

from reader.tui.widgets.article_text import ArticleText

if TYPE_CHECKING:
    from textual import events

WHEEL = 3
"""Lines that a step of the mouse wheel moves."""


class ArticleView(ArticleText, can_focus=True):
    """An article text that is moved through, in which links are pressed and passages chosen."""

    KEY_CONTEXT = "article"

    # The mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Some lines on; with Shift, code and tables to the right."""
        event.stop()
        self._do(self._page is not None and (self._page.shift(1) if event.shift else self._page.move(WHEEL)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Some lines back; with Shift, code and tables to the left."""
        event.stop()
        self._do(
            self._page is not None and (self._page.shift(-1) if event.shift else self._page.move(-WHEEL))
        )

    def on_click(self, event: events.Click) -> None:
        """Press the link, or open the related row, that is there."""
        page = self._page
        drawn = page.drawn(event.y, self.paint) if page else None
        if page is None or drawn is None:
            return
        number = next((number for start, end, number in drawn.links if start <= event.x < end), None)
        row = page.row_at(event.y)
        if number is not None:
            self.post_message(self.LinkPressed(self, number))
        elif row is not None:
            self.post_message(self.RelatedOpened(self, page.related[row]))

    # Keys of the action table

    def action_move_down(self) -> None:
        """A line on; while a passage is chosen, a sentence."""
        if not self.is_choosing:
            self.line_down()
        else:
            self._move_choice(1)

    def action_move_up(self) -> None:
        """A line back; while a passage is chosen, a sentence."""
        if not self.is_choosing:
            self.line_up()
        else:
            self._move_choice(-1)

    def action_page_on(self) -> None:
        """A page on."""
        self.page_down()

    def action_page_back(self) -> None:
        """A page back."""
        self.page_up()

    def action_half_down(self) -> None:
        """Half a page on."""
        self.half_down()

    def action_half_up(self) -> None:
        """Half a page back."""
        self.half_up()

    def action_first(self) -> None:
        """To the title."""
        self.to_start()

    def action_last(self) -> None:
        """To the last line."""
        self.to_end()

    def action_next_heading(self) -> None:
        """To the next heading."""
        self.next_heading()

    def action_previous_heading(self) -> None:
        """To the heading before."""
        self.previous_heading()

    def action_side_right(self) -> None:
        """More of the right of code and tables; while a passage is chosen, a word on."""
        if not self.is_choosing:
            self.side_right()
        else:
            self._move_choice(words=1)

    def action_side_left(self) -> None:
        """More of the left of code and tables; while a passage is chosen, a word back."""
        if not self.is_choosing:
            self.side_left()
        else:
            self._move_choice(words=-1)

    def action_open(self) -> None:
        """The related row that is chosen; the passage that is."""
        page = self._page
        if page is not None and page.choosing is not None:
            self.post_message(self.PassageChosen(self, page.choosing.span))
            self.end_choice()
        elif not self.open_row():
            raise SkipAction

    def action_read_on(self) -> None:
        """While a passage is chosen: hold its start."""
        if not self.is_choosing:
            raise SkipAction
        self.choose()

    def action_back(self) -> None:
        """Out of choosing a passage."""
        if not self.is_choosing:
            raise SkipAction
        self.end_choice()
