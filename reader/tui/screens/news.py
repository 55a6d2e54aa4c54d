"""The front page, whole: its dialogs, wired in one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from reader.tui.screens.working import Working

if TYPE_CHECKING:
    from reader.tui.widgets.section_list import Section


class News(Working):
    """The front page of the reader."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self.dialogs = 0

    @work
    async def action_links(self) -> None:
        """List the links of the article."""
        from reader.tui.screens.links import LinksScreen

        link = await self.app.push_screen_wait(LinksScreen(self.article.links))
        if link is not None:
            self.action_open_link(link.number)
