"""Reading an article of the shared archive that the library lacks, and keeping a copy of it."""

from __future__ import annotations

from functools import partial, partialmethod
from typing import TYPE_CHECKING

from textual.actions import SkipAction

from reader.config.keys import shown
from reader.errors import BroadsheetError
from reader.frozen import replace
from reader.text.clean import told
from reader.text.urls import without_credentials
from reader.tui.front.state import Unkept
from reader.tui.front.view import NO_ARTICLE, FrontPart, Signal, background

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.archive.protocol import Archive, Place
    from reader.core.session import Session
    from reader.model import Article, Draft
    from reader.query.tree import Node
    from reader.store.articles.save_article import SaveResult
    from reader.store.user_state.archive_outbox import ArchiveMark, Kind
    from reader.tui.archive_client import ArchiveClient
    from reader.tui.article.document import ArticleDocument
    from reader.tui.front.archive_related import ArchiveRelatedPart
    from reader.tui.front.archive_search import ArchiveSearchPart
    from reader.tui.front.reading import ReadingPart


class ArchiveReadingPart(FrontPart):
    """The archive's articles in the article pane.

    Signals: `kept` once a copy of one is in the library, `link_wanted` with an address to open."""

    archive: ArchiveClient
    searching: ArchiveSearchPart
    related: ArchiveRelatedPart
    reading: ReadingPart

    def __post_init__(self) -> None:
        self.kept: Signal[[]] = Signal()
        self.link_wanted: Signal[[str]] = Signal()

    async def close(self) -> None:
        """End the connections to the archive."""
        await self.archive.close()

    # Reading

    def read(self, index: int) -> None:
        """Open a result to read it."""
        found = self.searching.found
        if found is not None and 0 <= index < len(found.places):
            self._read(Unkept(index, found.places[index], found.found[index].article), found.tree)

    def read_related(self, index: int) -> None:
        """Open an article that is related to the one that is read."""
        open_article, found = self.state.open_article, self.related.found
        if open_article is not None and 0 <= index < len(found) and (row := found[index].row.article):
            self._read(Unkept(None, found[index].archived.place, row, open_article.id))

    @background(group="archive-text", exclusive=True)
    async def _read(self, wanted: Unkept, tree: Node | None = None) -> None:
        """No key waits for its text."""
        at = self.view.focused
        place, row, said = wanted.place, wanted.article, self._way_to_keep()
        document = await self.archive.ask(lambda archive: _document(archive, place, row, said))
        if document is None:
            self.view.tell("This article is no longer in the archive", is_error=True)
            return
        if self.view.focused is not at:
            return  # somebody went on in the meantime
        if wanted.index is not None:
            self.searching.enter(wanted.index)
        self.reading.show_nothing()
        self.state.unkept = replace(wanted, article=document.article)
        self._show_marks(place, replace(document.article, read=True))
        self.state.is_unrelated = self.state.is_reading = True
        self.view.related.say("Keep a copy to see related articles")
        self.view.article.show(document, is_kept=False)
        if tree is not None:
            self.view.article.find(tree)
        self.view.enter(self.view.article)
        self.view.head()
        self.view.foot()
        if not row.read:
            self._mark(place, "read")

    @background(group="archive-mark")
    async def _mark(self, place: Place, kind: Kind, said: str = "") -> None:
        """Mark an article in the archive, for this reader, or take a mark back: now, or once it answers again."""
        noted = partial(_noted, address=self.archive.address, place=place, kind=kind)
        await self.app.library.ask(noted, "write")
        try:
            await self._send()
        except BroadsheetError as error:
            said = said and f"{said}, once it answers: {told(error.message, error.hint)}"
        if said:
            self.view.tell(said)

    def _show_marks(self, place: Place, article: Article) -> None:
        self.searching.show_marks(place, article)
        if (unkept := self.state.unkept) is not None and unkept.place == place:
            self.state.unkept = replace(unkept, article=article)

    async def _send(self) -> None:
        """Send the archive the marks that wait for it."""
        address = self.archive.address
        marks = await self.app.library.ask(partial(_waiting, address=address))
        if marks:
            await self.archive.ask(partial(_sent, marks=marks))
            await self.app.library.ask(partial(_taken, address=address, marks=marks), "write")

    def _way_to_keep(self) -> str:
        keys = self.app.dispatcher.bindings.keys("keep", "archived")
        return f"in the archive, not in your library{f' · {shown(keys[0])} keeps a copy' if keys else ''}"

    def leave(self) -> None:
        """Back to the archive's results, or to the article that this one is related to."""
        unkept, self.state.unkept = self.state.unkept, None
        if unkept is not None and unkept.beside is not None:
            self.reading.read_article(unkept.beside)
            return
        self.state.is_reading = self.state.is_zoomed = False
        self.view.article.clear()
        self.view.related.clear()
        if not self.searching.enter():
            self.view.enter(self.view.rows)
        self.view.head()
        self.reading.follow_cursor()

    @property
    def place(self) -> str:
        """The place among the archive's results of the one that is read; "" where none is."""
        unkept, found = self.state.unkept, self.searching.found
        if unkept is None:
            return ""
        if unkept.index is None or found is None:
            return "in the archive"
        return f"{unkept.index + 1:,} of {len(found.places):,} in the archive"

    def _beside(self, step: int, otherwise: str) -> None:
        index, found = self._need_unkept().index, self.searching.found
        if found is None or index is None or not 0 <= index + step < len(found.places):
            self.view.tell(otherwise)
        else:
            self.read(index + step)

    def _need_unkept(self) -> Unkept:
        """Gives what is read. Raises `SkipAction` where that is an article of the library, or none."""
        if self.state.unkept is None or not self.state.is_reading:
            raise SkipAction
        return self.state.unkept

    action_next_article = partialmethod(_beside, 1, "This is the archive's last result here")
    """The next result of the archive."""

    action_previous_article = partialmethod(_beside, -1, "This is the archive's first result")
    """The previous result of the archive."""

    def action_read_on(self) -> None:
        """A page on; at the end of the article the archive's next result."""
        self._need_unkept()
        if not self.view.article.read_on():
            self.action_next_article()

    def _to_hit(self, step: int) -> None:
        self._need_unkept()
        if self.view.article.hit[1] > 0:
            self.view.article.to_hit(step)
        else:
            self._beside(step, "No more results here")

    action_next_unread = partialmethod(_to_hit, 1)
    """The next match in the article, else the next result."""

    action_previous_unread = partialmethod(_to_hit, -1)
    """The previous match in the article, else the previous result."""

    # What is done with it

    def _target(self) -> tuple[Place, Article]:
        """The article that a key means: the one that is read, or under the cursor in the archive's results. Raises
        `SkipAction` where it is one of the library's."""
        if self.state.unkept is not None and self.state.is_reading:
            return self.state.unkept.place, self.state.unkept.article
        found, index = self.searching.found, self.searching.cursor
        if index is None or found is None:
            raise SkipAction
        return found.places[index], found.found[index].article

    def action_toggle_read(self) -> None:
        """Mark the article read in the archive; one that is read, unread again."""
        place, article = self._target()
        is_read = not article.read
        self._show_marks(place, replace(article, read=is_read))
        kind: Kind = "read" if is_read else "unread"
        self._mark(place, kind, f"Marked as {kind} in the archive")

    def action_bookmark(self) -> None:
        """Bookmark the article in the archive; one that is bookmarked, not any more."""
        place, article = self._target()
        is_bookmarked = not article.bookmarked
        self._show_marks(place, replace(article, bookmarked=is_bookmarked))
        said = "Bookmarked in the archive" if is_bookmarked else "No longer bookmarked in the archive"
        self._mark(place, "bookmarked" if is_bookmarked else "unbookmarked", said)

    def action_copy_address(self) -> None:
        """Copy the article's address to the terminal's clipboard."""
        if url := self._target()[1].url:
            self.app.copy_to_clipboard(without_credentials(url))
            self.view.tell("Address copied")
        else:
            self.view.tell("This article has no address")

    def action_browser(self) -> None:
        """Open the article in the browser."""
        if url := self._target()[1].url:
            self.link_wanted(url)
        else:
            self.view.tell("This article has no address")

    def action_keep(self) -> None:
        """Copy the article into the library."""
        try:
            place, article = self._target()
        except SkipAction:
            self.view.tell(NO_ARTICLE)
        else:
            self._keep(place, article)

    @background(group="keep")
    async def _keep(self, place: Place, article: Article) -> None:
        drafts = await self.archive.ask(lambda archive: _texts(archive, place))
        if not drafts:
            self.view.tell("This article is no longer in the archive", is_error=True)
            return
        copied = partial(_copied, drafts=drafts, address=self.archive.address, place=place)
        (saved,) = await self.app.library.ask(copied, "write")
        self.searching.drop(place)
        said = "Kept in your library" if saved.outcome == "new" else "Already in your library"
        try:
            await self._send()
        except BroadsheetError as error:
            said = f"{said}\nNot yet bookmarked in the archive: {told(error.message, error.hint)}"
        if self.state.unkept is not None and self.state.unkept.place == place and self.state.is_reading:
            self.reading.read_article(saved.id)
        self.view.tell(said)
        self.view.recount()
        self.kept()


async def _document(archive: Archive, place: Place, row: Article, said: str) -> ArticleDocument | None:
    from reader.core.archive import beside

    found = await beside.text(archive, place, row)
    if found is None:
        return None
    from reader.tui.article.document import ArticleDocument  # late: most readers have no archive
    from reader.tui.article.heading import head

    document = ArticleDocument(*found)
    document.put_head(head(document.article, has_text=bool(document.source.pieces), own=said))
    return document


async def _texts(archive: Archive, place: Place) -> list[Draft]:
    from reader.core.archive import beside

    return await archive.texts([place], deadline=beside.ENTERED_S)


def _copied(session: Session, drafts: list[Draft], address: str, place: Place) -> list[SaveResult]:
    from reader.core.archive import articles

    return articles.copied(session, drafts, address, [place])


def _noted(session: Session, address: str, place: Place, kind: Kind) -> None:
    from reader.core.archive import outgoing

    session.library.archive_outbox.mark(address, outgoing.of_places([place], kind, session.now()))


def _waiting(session: Session, address: str) -> list[ArchiveMark]:
    from reader.core.archive import outgoing

    return session.library.archive_outbox.marks(address, outgoing.BATCH)


async def _sent(archive: Archive, marks: Sequence[ArchiveMark]) -> None:
    from reader.core.archive import outgoing

    await outgoing.mark(archive, marks)


def _taken(session: Session, address: str, marks: Sequence[ArchiveMark]) -> None:
    session.library.archive_outbox.marked(address, marks)
