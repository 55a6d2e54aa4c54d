"""Other programs get the article: those on the user's own keys, a pipe, the editor; after a refresh others run, and
notify of what it brought."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.core import user_programs
from reader.core.events import AccountSynced, Event, FeedRefreshed, JobDone, NewMatches, in_words
from reader.errors import BroadsheetError
from reader.text.clean import told
from reader.tui import external_programs
from reader.tui.front.outgoing import export_folder, markdown_of
from reader.tui.front.view import UNDO, FrontPart, Signal, background, with_target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.config.user_commands import UserCommand
    from reader.core.session import Session
    from reader.model import Article


NOTHING_TO_PLAY = "this article has no audio or video"


class ProgramsPart(FrontPart):
    """Programs that get the article.

    Signal: `kept` once what one printed is kept with its article.
    """

    def __post_init__(self) -> None:
        self.kept: Signal[[]] = Signal()
        self._new_articles = 0
        self._found: list[NewMatches] = []
        self._failing: Sequence[str] | None = None
        self._piped_to = ""

    def hear(self, event: Event) -> None:
        """At the end of a refresh the programs run that the user has set for that; one that gave way goes on later."""
        if isinstance(event, FeedRefreshed | AccountSynced):
            self._new_articles += event.new
        elif isinstance(event, NewMatches):
            self._found.append(event)
        elif isinstance(event, JobDone) and event.gave_way:
            return
        elif isinstance(event, JobDone) and event.job == "refresh" and not self.app.is_demo:
            new, self._new_articles = self._new_articles, 0
            found, self._found = self._found, []
            self._refreshed(new)
            if found:
                self._notify(found)

    def _notify(self, found: Sequence[NewMatches]) -> None:
        self.view.tell(in_words(found))
        if self.app.settings.notify_bell:
            self.app.bell()
        if self.app.settings.notify_command:
            self._notify_by(self.app.settings.notify_command, found)

    @background(group="program")
    async def _notify_by(self, words: Sequence[str], found: Sequence[NewMatches]) -> None:
        failure = await external_programs.beside(partial(user_programs.notify, words, found))
        if failure and words != self._failing:  # once, not after each refresh
            self.view.tell(told(failure, "check notify_command in config.toml"), is_error=True)
        self._failing = words if failure else None

    @background(group="program")
    async def _refreshed(self, new: int) -> None:
        words = self.app.settings.after_refresh
        try:
            running = user_programs.after_refresh(words, new)
        except BroadsheetError as error:
            self.view.tell(told(str(error), "check after_refresh in config.toml"), is_error=True)
            return
        if running is not None and words:
            self._show_ended(words[0], await external_programs.end_of(running))

    # The user's own commands

    @with_target(group="program")
    async def action_command(self, article: Article, number: int) -> None:
        """Run the command of that number with the article."""
        command = self.app.commands[number]
        if command.keep:
            await self._keep(command, article)
        elif user_programs.needs(command.words, "url") and not user_programs.values(article)["url"]:
            self.view.tell(f"{command.name}: this article has no address")
        else:
            await self._run(command, article)

    async def _run(self, command: UserCommand, article: Article) -> None:
        played = await self._enclosure(article) if user_programs.names(command.words, "enclosure") else ""
        if user_programs.needs(command.words, "enclosure") and not played:
            self.view.tell(f"{command.name}: {NOTHING_TO_PLAY}")
        elif not user_programs.names(command.words, "file"):
            await self._run_with(command, user_programs.values(article, enclosure=played))
        elif (file := await self._text_file(article)) is not None:
            try:
                await self._run_with(command, user_programs.values(article, str(file), played))
            finally:
                user_programs.gone(file)

    async def _run_with(self, command: UserCommand, given: Mapping[str, str]) -> None:
        words, environ = user_programs.filled(command.words, given), user_programs.environment(given)
        try:
            if command.in_terminal:
                code = self.view.on_screen(words, environ)
                self._show_ended(command.name, user_programs.Ended(code, "", ""))
                return
            running = user_programs.start(words, environ)
        except BroadsheetError as error:
            self.view.tell(told(str(error), "check [commands] in config.toml"), is_error=True)
            return
        self.view.tell(f"{command.name} started")
        self._show_ended(words[0], await external_programs.end_of(running))

    async def _keep(self, command: UserCommand, article: Article) -> None:
        """Run a command and keep what it prints; whatever fails is the screen's to tell."""
        from reader.core import kept_commands  # late: with the parser of Markdown

        given = await self.app.library.ask(
            lambda session: kept_commands.prepare(session, command, article), "find"
        )
        try:
            running = given.start()
            self.view.tell(f"{command.keep}: {command.name} started")
            ended = await external_programs.end_of(running)
        finally:
            given.end()
        output = await self.app.library.ask(
            lambda session: kept_commands.keep(session, command, article, ended), "write"
        )
        cut = f" ({kept_commands.CUT})" if output.is_cut else ""
        self.view.tell(f"{output.name} kept{cut} · {UNDO}")
        self.kept()

    async def _enclosure(self, article: Article) -> str:
        content = await self.app.library.ask(lambda session: session.library.articles.content(article.id))
        return user_programs.values(article, enclosure=user_programs.enclosure(content))["enclosure"]

    @with_target(group="program")
    async def action_play(self, article: Article) -> None:
        """Play the article's sound or film: the player has the screen until it ends."""
        player, address = self.app.settings.player, await self._enclosure(article)
        if not address:
            self.view.tell(f"Nothing to play: {NOTHING_TO_PLAY}")
        elif not player:
            self.view.tell("No player is set. Choose one in the settings, such as mpv.")
        else:
            words = external_programs.with_address(player, address)
            try:
                code = self.view.on_screen(
                    words, user_programs.environment(user_programs.values(article, enclosure=address))
                )
            except BroadsheetError as error:
                self.view.tell(told(str(error), "check the setting player"), is_error=True)
                return
            self._show_ended(words[0], user_programs.Ended(code, "", ""))

    def _show_ended(self, program: str, ended: user_programs.Ended, silent: str = "") -> None:
        said = user_programs.told(program, ended) or (silent and f"{program}: {silent}")
        if said:
            self.view.tell(said, is_error=bool(ended.code))

    # A pipe, and the editor

    @with_target(group="dialog")
    async def action_pipe(self, article: Article) -> None:
        """Ask for a command, and give it the article's Markdown; what it writes is shown."""
        from reader.tui.dialogs.pipe import PipeScreen

        command = await self.app.push_screen_wait(PipeScreen(article.title, self._piped_to))
        if command is not None:
            self._piped_to = command
            self._pipe(article, command)

    @background(group="program")
    async def _pipe(self, article: Article, command: str) -> None:
        from reader.tui.dialogs.pipe import OutputScreen

        words = user_programs.typed(command)
        environ = user_programs.environment(user_programs.values(article))
        text = await markdown_of(self.app, article)
        try:
            running = user_programs.start(words, environ, text)
        except BroadsheetError as error:
            self.view.tell(str(error), is_error=True)
            return
        ended = await external_programs.end_of(running)
        if ended.code or len(ended.output.strip().splitlines()) <= 1:
            self._show_ended(words[0], ended, "done")
        else:
            self.app.push_screen(OutputScreen(command, ended.output))

    @with_target(group="program")
    async def action_editor(self, article: Article) -> None:
        """Open the article's file in the editor: the exported one where it was exported, else a copy."""
        folder = export_folder(self.app)
        exported = await self.app.library.ask(
            lambda session: _exported_file(session, article.id, folder), "find"
        )
        file = exported or await self._text_file(article, is_copy=True)
        if file is None:
            return
        try:
            words = [*user_programs.editor(), str(file)]
            code = self.view.on_screen(words, user_programs.environment(user_programs.values(article)))
            self._show_ended(words[0], user_programs.Ended(code, "", ""))
        except BroadsheetError as error:
            self.view.tell(told(str(error), "check $EDITOR"), is_error=True)
        finally:
            if exported is None:
                user_programs.gone(file)

    async def _text_file(self, article: Article, *, is_copy: bool = False) -> Path | None:
        """A file with the article's Markdown, for a program; None, with a message, where it cannot be written."""
        text = await markdown_of(self.app, article)
        try:
            return user_programs.article_file(text, f"article-{article.id}.md", is_copy=is_copy)
        except OSError as error:
            self.view.tell(f"Could not write a file for the program ({error.strerror})", is_error=True)
            return None


def _exported_file(session: Session, article_id: int, to: str | None) -> Path | None:
    from reader.core import export

    return export.file(session, article_id, export.folder(session, to))
