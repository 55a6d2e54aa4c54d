"""Commanding: other programs get the article: those on the user's own keys, a pipe, the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from reader.core import user_programs
from reader.core.events import Event, FeedRefreshed, JobDone
from reader.errors import BroadsheetError
from reader.tui import external_programs
from reader.tui.front.texts import Comparing

if TYPE_CHECKING:
    from pathlib import Path

    from reader.config.user_commands import UserCommand
    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.widgets.section_list import Section


class Commanding(Comparing):
    """Programs that get the article."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self._new_articles = 0
        self._piped_to = ""

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
            running = user_programs.after_refresh(words, new)
        except BroadsheetError as error:
            self.tell(f"{error}. after_refresh in config.toml names it", is_error=True)
            return
        if running is not None and words:
            self._show_ended(words[0], await external_programs.end_of(running))

    @work(group="program")
    async def action_command(self, number: int) -> None:
        """Run the command of that number with the article."""
        article, command = self.target(), self.app.commands[number]
        if article is None:
            self.tell("Put the cursor on an article first")
        elif user_programs.needs(command.words, "url") and not user_programs.values(article)["url"]:
            self.tell(f"{command.name}: this article has no address")
        elif not user_programs.needs(command.words, "file"):
            await self._run(command, article)
        elif (file := await self._text_file(article)) is not None:
            try:
                await self._run(command, article, str(file))
            finally:
                user_programs.gone(file)

    async def _run(self, command: UserCommand, article: Article, file: str = "") -> None:
        given = user_programs.values(article, file)
        words, environ = user_programs.filled(command.words, given), user_programs.environment(given)
        try:
            if command.in_terminal:
                self._show_ended(
                    command.name,
                    user_programs.Ended(external_programs.on_screen(self.app, words, environ), "", ""),
                )
                return
            running = user_programs.start(words, environ)
        except BroadsheetError as error:
            self.tell(f"{error}. [commands] in config.toml names it", is_error=True)
            return
        self.tell(f"{command.name} started")
        self._show_ended(words[0], await external_programs.end_of(running))

    def _show_ended(self, program: str, ended: user_programs.Ended, silent: str = "") -> None:
        said = user_programs.told(program, ended) or (silent and f"{program}: {silent}")
        if said:
            self.tell(said, is_error=bool(ended.code))

    # Out by the article's text

    @work(group="dialog")
    async def action_pipe(self) -> None:
        """Ask for a command, and give it the article's Markdown; what it writes is shown."""
        from reader.tui.dialogs.pipe import PipeScreen

        if (article := self.target()) is None:
            self.tell("Put the cursor on an article first")
            return
        command = await self.app.push_screen_wait(PipeScreen(article.title, self._piped_to))
        if command is not None:
            self._piped_to = command
            self._pipe(article, command)

    @work(group="program")
    async def _pipe(self, article: Article, command: str) -> None:
        from reader.tui.dialogs.pipe import OutputScreen

        if (text := await self.markdown_of(article)) is None:
            return
        words = user_programs.typed(command)
        ended = await self._piped(words, user_programs.environment(user_programs.values(article)), text)
        if ended is None:
            return
        if ended.code or len(ended.output.strip().splitlines()) <= 1:
            self._show_ended(words[0], ended, "done")
        else:
            self.app.push_screen(OutputScreen(command, ended.output))

    async def _piped(
        self, words: list[str], environ: dict[str, str], text: str
    ) -> user_programs.Ended | None:
        try:
            return await external_programs.end_of(user_programs.start(words, environ, text))
        except BroadsheetError as error:
            self.tell(str(error), is_error=True)
            return None

    @work(group="program")
    async def action_editor(self) -> None:
        """Open the article's file in the editor: the exported one where it was exported, else a copy."""
        if (article := self.target()) is None:
            return
        folder = self._export_folder()
        exported = await self.ask(lambda session: _exported_file(session, article.id, folder), lane="find")
        file = exported or await self._text_file(article, is_copy=True)
        if file is None:
            return
        try:
            words = [*user_programs.editor(), str(file)]
            code = external_programs.on_screen(
                self.app, words, user_programs.environment(user_programs.values(article))
            )
            self._show_ended(words[0], user_programs.Ended(code, "", ""))
        except BroadsheetError as error:
            self.tell(f"{error}. $EDITOR names the editor", is_error=True)
        finally:
            if exported is None:
                user_programs.gone(file)

    async def markdown_of(self, article: Article) -> str | None:
        """The article as its export file would have it."""
        from reader.core import export

        return await self.ask(lambda session: export.text(session, article.id), lane="find")

    async def _text_file(self, article: Article, *, is_copy: bool = False) -> Path | None:
        """A file with the article's Markdown, for a program."""
        text = await self.markdown_of(article)
        if text is None:
            return None
        try:
            return user_programs.article_file(text, f"article-{article.id}.md", is_copy=is_copy)
        except OSError as error:
            self.tell(f"No file for the program could be written ({error.strerror})", is_error=True)
            return None


def _exported_file(session: Session, article_id: int, to: str | None) -> Path | None:
    from reader.core import export

    return export.file(session, article_id, export.folder(session, to))
