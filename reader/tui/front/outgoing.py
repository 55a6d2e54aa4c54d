"""Articles that go out: exported files, the clipboard, links and pictures in the browser; and the article's own outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import BroadsheetError
from reader.text.clean import counted
from reader.text.urls import without_credentials
from reader.tui import external_programs, toast
from reader.tui.front.targets import with_targets
from reader.tui.front.view import FrontPart, background, with_found, with_target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.core.export import Export
    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.article.document import Heading
    from reader.tui.article.links import NumberedLink
    from reader.tui.front.marks import MarksPart
    from reader.tui.front.reading import ReadingPart
    from reader.tui.front.targets import Targets, TargetsPart
    from reader.tui.front.view import FrontApp

OUTCOMES = {
    "new": "Exported",
    "updated": "Exported again",
    "unchanged": "Already exported, unchanged",
    "kept": "You edited the file, so it was left alone",
    "beside": "You edited the file, so the new version is beside it",
}
"""What is said of an exported article, before its path."""


@dataclass(eq=False)
class OutgoingPart(FrontPart):
    """Exports, copies, links, pictures, the browser."""

    targets: TargetsPart
    reading: ReadingPart
    marks: MarksPart

    # Exports and copies

    @with_targets(group="export")
    async def action_export(self, targets: Targets) -> None:
        """Write the articles as Markdown files, and say where they are."""
        to = export_folder(self.app)
        folder, done = await self.app.library.ask(lambda session: _export(session, targets.ids, to), "find")
        if targets.one is not None:
            self.view.tell(_exported(done[0]), is_error=done[0].outcome == "failed")
            return
        failed = [one for one in done if one.outcome == "failed"]
        said = toast.with_path(f"{counted(len(done) - len(failed), 'article')} exported", folder)
        if failed:
            said += f"\n{len(failed):,} not exported: {failed[0].message}"
        self.view.tell(said, is_error=bool(failed))

    def action_copy_address(self) -> None:
        """Copy the article's address to the terminal's clipboard."""
        article = self.view.target
        if article is None or not article.url:
            self.view.tell("This article has no address")
            return
        self.app.copy_to_clipboard(without_credentials(article.url))
        self.view.tell("Address copied")

    @with_target(group="export")
    async def action_copy_markdown(self, article: Article) -> None:
        """Copy the article as Markdown."""
        self.app.copy_to_clipboard(await markdown_of(self.app, article))
        self.view.tell("Copied as Markdown")

    # Links

    def action_open_link(self, number: int) -> None:
        """Open the link of that number: in the library where it is there, else in the browser."""
        link = next((one for one in self.view.article.links if one.number == number), None)
        if link is None:
            self.view.tell(f"There is no link {number}")
        else:
            self._follow(link.url)

    @background(group="link")
    async def _follow(self, url: str) -> None:
        id_ = await self.app.library.ask(lambda session: session.library.articles.by_url(url))
        if id_ is not None and not self.state.is_open(id_):
            self.reading.read_article(id_)
        else:
            self._browse(url)

    @with_found(lambda part: part.view.article.links, group="dialog", otherwise="This article has no links")
    async def action_links(self, links: Sequence[NumberedLink]) -> None:
        """List the links of the article."""
        from reader.tui.dialogs.links import LinksScreen

        link = await self.app.push_screen_wait(LinksScreen(links))
        if link is not None:
            self.action_open_link(link.number)

    @with_target(group="dialog")
    async def action_pictures(self, article: Article) -> None:
        """List the pictures of the article, and open one in the browser."""
        from reader.tui.dialogs.pictures import PicturesScreen

        content = await self.app.library.ask(lambda session: session.library.articles.content(article.id))
        if not content.pictures:
            self.view.tell("This article has no pictures")
            return
        url = await self.app.push_screen_wait(PicturesScreen(content.pictures))
        if url is not None:
            self._browse(url)

    @with_found(
        lambda part: part.view.article.headings, group="dialog", otherwise="This article has no headings"
    )
    async def action_outline(self, headings: Sequence[Heading]) -> None:
        """List the headings of the article, and go to one."""
        from reader.tui.dialogs.outline import OutlineScreen

        position = await self.app.push_screen_wait(OutlineScreen(headings))
        if position is not None:
            self.view.article.go_to(position)

    # The browser

    def _browse(self, url: str) -> None:
        try:
            external_programs.open_url(url, self.app.settings.browser)
        except BroadsheetError as error:
            self.view.fail(error)
        else:
            self.view.tell("Opened in the browser")

    def action_browser(self) -> None:
        """Open the article in the browser."""
        article = self.view.target
        if article is not None and article.url:
            self._browse(article.url)
        else:
            self.view.tell("This article has no address")

    def action_browser_read(self) -> None:
        """Open the article in the browser and mark it read."""
        article = self.view.target
        if article is not None:
            self.action_browser()
            if not article.read:
                self.marks.mark_read(article)


def export_folder(app: FrontApp) -> str | None:
    """The folder that files are exported to; None for the one that the settings name."""
    # The demo touches nothing of the reader's own: its notes lie beside its library, and go with it.
    return str(app.places.library.with_name("notes")) if app.is_demo else None


async def markdown_of(app: FrontApp, article: Article) -> str:
    """The article as its export file would have it."""
    from reader.core import export

    return await app.library.ask(lambda session: export.text(session, article.id), "find")


def _export(session: Session, ids: Sequence[int], to: str | None) -> tuple[Path, list[Export]]:
    from reader.core import export

    folder = export.folder(session, to)
    return folder, export.export(session, ids, folder, again=True)


def _exported(done: Export) -> str:
    if done.outcome == "failed":
        return f"Not exported: {done.message}"
    return toast.with_path(OUTCOMES.get(done.outcome, done.outcome), done.path)
