"""Articles that go out: exported files, the clipboard, links and pictures in the browser; and the article's own outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.keys import shown
from reader.errors import BroadsheetError
from reader.text.clean import counted, told
from reader.text.urls import without_credentials
from reader.tui import external_programs, toast
from reader.tui.front.targets import Targets, with_targets
from reader.tui.front.view import NO_ARTICLE, FrontPart, background, with_found, with_target
from reader.tui.picture_loader import PictureLoader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from subprocess import Popen

    from reader.core.export import Export
    from reader.core.sandbox.results import PictureRaster
    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.article.document import Heading
    from reader.tui.article.links import NumberedLink
    from reader.tui.front.marks import MarksPart
    from reader.tui.front.reading import ReadingPart
    from reader.tui.front.targets import TargetsPart
    from reader.tui.front.view import FrontApp

OUTCOMES = {
    "new": "Exported",
    "updated": "Exported again",
    "merged": "Exported again, with your edits",
    "unchanged": "Already exported, unchanged",
    "kept": "Left alone, as you edited it",
    "beside": "New version beside the one you edited",
}
"""What is said of an exported article before the path of its file."""


class OutgoingPart(FrontPart):
    """Exports, copies, links, pictures, the browser."""

    targets: TargetsPart
    reading: ReadingPart
    marks: MarksPart

    def __post_init__(self) -> None:
        self.pictures = PictureLoader(self.app.places.library, self.app.library)
        self._shows: dict[int, bool] = {}
        self._shown: dict[str, PictureRaster] = {}

    # Exports and copies

    @with_targets(group="export")
    async def action_export(self, targets: Targets) -> None:
        """Write the articles as Markdown files, and say where they are."""
        to = export_folder(self.app)
        folder, done, back = await self.app.library.ask(
            lambda session: _export(session, targets.ids, to), "find"
        )
        until = " until you leave the demo" if _goes_with_demo(self.app) else ""
        failed = [one for one in done if one.outcome == "failed"]
        width = self.view.width
        if back or failed:  # more than one line is no wider than the corner
            width = min(width, toast.CORNER)
        if targets.one is not None:
            self.view.tell(_exported(done[0], width, until) + back, is_error=bool(failed))
            return
        said = toast.with_path(
            f"{counted(len(done) - len(failed), 'article')} exported{until}", folder, width
        )
        if failed:
            said += f"\n{len(failed):,} not exported: {failed[0].message}"
        self.view.tell(said + back, is_error=bool(failed))

    @background(group="export")
    async def export_bookmarked(self, ids: Sequence[int]) -> None:
        """Exports, with `export.on_bookmark`, what was bookmarked just now; with a message only where it fails. A file that the reader
        deleted is not written again."""
        if not self.app.settings.export_on_bookmark:
            return
        to = export_folder(self.app)
        _, done, _ = await self.app.library.ask(
            lambda session: _export(session, ids, to, again=False), "find"
        )
        if failed := [one for one in done if one.outcome == "failed"]:
            self.view.tell(f"{len(failed):,} not exported: {failed[0].message}", is_error=True)

    def action_copy_address(self) -> None:
        """Copy the article's address to the terminal's clipboard."""
        if url := self._lacked_address():
            self._copy(url)
        else:
            self._copy_address()

    @with_target(group="link")
    async def _copy_address(self, article: Article) -> None:
        if article.url:
            self._copy(article.url)
        else:
            self.view.tell("This article has no address")

    def _copy(self, url: str) -> None:
        self.app.copy_to_clipboard(without_credentials(url))
        self.view.tell("Address copied")

    def _lacked_address(self) -> str | None:
        """The address of the related article under the cursor that the library lacks."""
        row = self.view.lacked
        return (row.article.url if row.article else row.url) if row else None

    @with_target(group="export")
    async def action_copy_markdown(self, article: Article) -> None:
        """Copy the article as Markdown."""
        self.app.copy_to_clipboard(await markdown_of(self.app, article))
        self.view.tell("Copied as Markdown")

    # Links

    def action_open(self) -> None:
        """Nothing is chosen in the article that could be opened: say what else a person may mean."""
        article, table = self.view.target, self.app.dispatcher.bindings
        if article is None:
            self.view.tell(NO_ARTICLE)
            return
        wanted = (
            ("read_on", "reads on", True),
            ("links", "lists its links", bool(self.view.article.links)),
            ("browser", "opens its page", article.url is not None),
        )
        keys = ((table.keys(action, "article"), said) for action, said, is_there in wanted if is_there)
        steps = [f"{shown(found[0])} {said}" for found, said in keys if found]
        self.view.tell(" · ".join(("The article is open", *steps)))

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
            self.browse(url)

    @with_found(lambda part: part.view.article.links, group="dialog", otherwise="This article has no links")
    async def action_links(self, links: Sequence[NumberedLink]) -> None:
        """List the links of the article."""
        from reader.tui.dialogs.links import LinksScreen

        link = await self.app.push_screen_wait(LinksScreen(links))
        if link is not None:
            self.action_open_link(link.number)

    @with_target(group="dialog")
    async def action_pictures(self, article: Article) -> None:
        """List the pictures of the article, to show them in its text or to open one in the browser."""
        from reader.tui.dialogs.pictures import InText, PicturesScreen

        content = await self.app.library.ask(lambda session: session.library.articles.content(article.id))
        if not content.pictures:
            self.view.tell("This article has no pictures")
            return
        loader, lack = self.pictures, self.pictures.lack(self.app)
        are_shown = self._shows_pictures(article) and not lack
        screen = PicturesScreen(content.pictures, failed=loader.failed, are_shown=are_shown, lack=lack)
        answer = await self.app.push_screen_wait(screen)
        if isinstance(answer, InText):
            self._shows[article.id] = not are_shown
            loader.failed.clear()
            if self.state.is_open(article.id):
                self.show_pictures(is_asked=True)
            else:
                self.reading.read_article(article.id)
        elif answer is not None:
            self.browse(answer)

    def _shows_pictures(self, article: Article) -> bool:
        return self._shows.get(article.id, self.app.settings.reading_pictures == "on")

    def heed_setting(self) -> None:
        """Go by `reading.pictures` as it is now; where it is on and none can be shown, a message says so."""
        self.show_pictures(is_asked=True)
        if self.app.settings.reading_pictures == "on" and (lack := self.pictures.lack(self.app)):
            self.view.tell(lack, is_error=True)

    def show_pictures(self, *, is_asked: bool = False) -> None:
        """Show the pictures of the open article, as the reader or the settings want it, or none. `is_asked`: somebody waits,
        so that a message says where none can be shown."""
        self.view.cancel("pictures")
        self._put_pictures({})
        article = self.state.open_article
        if article is not None and self._shows_pictures(article) and not self.pictures.lack(self.app):
            self._load_pictures(article, is_asked=is_asked)

    @background(group="pictures", exclusive=True)
    async def _load_pictures(self, article: Article, *, is_asked: bool) -> None:
        error = await self.pictures.load(article.id, lambda found: self._came(article, found))
        if is_asked and error and not self._shown:
            self.view.tell(f"No picture could be shown: {error}", is_error=True)

    def _came(self, article: Article, found: Mapping[str, PictureRaster]) -> None:
        if found and self.state.is_open(article.id):
            self._put_pictures({**self._shown, **found})

    def _put_pictures(self, found: dict[str, PictureRaster]) -> None:
        if found or self._shown:
            self._shown = found
            self.reading.in_place(lambda: self.view.article.put_pictures(found))

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

    def browse(self, url: str) -> None:
        """Open an address in the browser; what goes wrong is told."""
        try:
            browser = external_programs.open_url(url, self.app.settings.browser)
        except external_programs.NoBrowserError as error:
            self._not_opened(url, error)
        except BroadsheetError as error:
            self.view.fail(error)
        else:
            self.view.tell("Opening in the browser")
            self._watch_browser(url, browser)

    @background(group="browser")
    async def _watch_browser(self, url: str, browser: Popen[bytes]) -> None:
        if error := await external_programs.early_failure(browser):
            self._not_opened(url, error)

    def _not_opened(self, url: str, error: BroadsheetError) -> None:
        """Tell why, and give the address, which may be opened elsewhere: on the machine at which one sits, say."""
        address = without_credentials(url)
        self.app.copy_to_clipboard(address)
        self.view.tell(f"{told(str(error), error.hint)}\nAddress copied: {address}", is_error=True)

    def _browse_article(self, article: Article) -> None:
        if article.url:
            self.browse(article.url)
        else:
            self.view.tell("This article has no address")

    def action_browser(self) -> None:
        """Open the article in the browser."""
        if url := self._lacked_address():
            self.browse(url)
        else:
            self._browser()

    @with_target(group="link")
    async def _browser(self, article: Article) -> None:
        self._browse_article(article)

    @with_target(group="link")
    async def action_browser_read(self, article: Article) -> None:
        """Open the article in the browser and mark it read."""
        self._browse_article(article)
        if not article.read:
            self.marks.mark_read(article)


def export_folder(app: FrontApp) -> str | None:
    """The folder that files are exported to; None for the one that the settings name."""
    # The demo touches nothing of the reader's own, except where it is told to: otherwise its notes lie beside its library,
    # and go with it.
    return str(app.places.library.with_name("notes")) if _goes_with_demo(app) else None


def _goes_with_demo(app: FrontApp) -> bool:
    return app.is_demo and app.settings.export_folder is None


async def markdown_of(app: FrontApp, article: Article) -> str:
    """The article as its export file would have it."""
    from reader.core import export

    return await app.library.ask(lambda session: export.text(session, article.id), "find")


def _export(
    session: Session, ids: Sequence[int], to: str | None, *, again: bool = True
) -> tuple[Path, list[Export], str]:
    """The folder, the results, and a line about what was read back from the files, empty for nothing."""
    from reader.core import export
    from reader.core.events import Event, Notice

    session.library.articles.present(ids)
    notices: list[Event] = []
    folder = export.folder(session, to)
    done = export.export(session, ids, folder, again=again, listen=notices.append)
    return (
        folder,
        done,
        "".join(f"\n{one.text[:1].upper()}{one.text[1:]}" for one in notices if isinstance(one, Notice)),
    )


def _exported(done: Export, width: int, until: str) -> str:
    if done.outcome == "failed":
        return f"Not exported: {done.message}"
    said = OUTCOMES.get(done.outcome, done.outcome) + (until if done.outcome == "new" else "")
    return toast.with_path(said, done.path, width)
