"""Commanding: the user's own programs on keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from reader.core import programs
from reader.core.events import Event, FeedRefreshed, JobDone
from reader.errors import BroadsheetError
from reader.tui import aside
from reader.tui.screens.working import Working

if TYPE_CHECKING:
    from pathlib import Path

    from reader.config.commands import Command
    from reader.model import Article
    from reader.tui.widgets.section_list import Section


class Commanding(Working):
    """Programs that get the article."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self._new_articles = 0

    def hear(self, event: Event) -> None:
        """At the end of a refresh the program runs that the user has set for that."""
        super().hear(event)
        if isinstance(event, FeedRefreshed):
            self._new_articles += event.new
        elif isinstance(event, JobDone) and event.job == "refresh" and not self.app.is_demo:
            new, self._new_articles = self._new_articles, 0
            self._refreshed(new)

    @work(group="program")
    async def _refreshed(self, new: int) -> None:
        words = self.app.settings.after_refresh
        try:
            running = programs.after_refresh(words, new)
        except BroadsheetError as error:
            self.tell(f"{error}. after_refresh in config.toml names it", is_error=True)
            return
        if running is not None and words:
            self._show_ended(words[0], await aside.end_of(running))

    @work(group="program")
    async def action_command(self, number: int) -> None:
        """Run the command of that number with the article."""
        article, command = self.target(), self.app.commands[number]
        if article is None:
            self.tell("Put the cursor on an article first")
        elif programs.needs(command.words, "url") and not programs.values(article)["url"]:
            self.tell(f"{command.name}: this article has no address")
        elif not programs.needs(command.words, "file"):
            await self._run(command, article)
        elif (file := await self._text_file(article)) is not None:
            try:
                await self._run(command, article, str(file))
            finally:
                programs.gone(file)

    async def _run(self, command: Command, article: Article, file: str = "") -> None:
        given = programs.values(article, file)
        words, environ = programs.filled(command.words, given), programs.environment(given)
        try:
            if command.in_terminal:
                self._show_ended(
                    command.name, programs.Ended(aside.on_screen(self.app, words, environ), "", "")
                )
                return
            running = programs.start(words, environ)
        except BroadsheetError as error:
            self.tell(f"{error}. [commands] in config.toml names it", is_error=True)
            return
        self.tell(f"{command.name} started")
        self._show_ended(words[0], await aside.end_of(running))

    def _show_ended(self, name: str, ended: programs.Ended) -> None:
        if said := programs.told(name, ended):
            self.tell(said, is_error=bool(ended.code))

    async def markdown_of(self, article: Article) -> str | None:
        """The article as its export file would have it."""
        from reader.core import exporting

        return await self.ask(lambda session: exporting.markdown(session, article.id), lane="find")

    async def _text_file(self, article: Article, *, is_copy: bool = False) -> Path | None:
        """A file with the article's Markdown, for a program."""
        text = await self.markdown_of(article)
        if text is None:
            return None
        try:
            return programs.article_file(text, f"article-{article.id}.md", is_copy=is_copy)
        except OSError as error:
            self.tell(f"No file for the program could be written ({error.strerror})", is_error=True)
            return None
