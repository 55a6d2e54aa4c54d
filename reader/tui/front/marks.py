"""Marking: read, bookmarks, tags, removal, undo; export and copies out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from reader.core import lists
from reader.text.clean import counted
from reader.text.urls import without_credentials
from reader.tui.front.saving import Saving

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.core.export import Export
    from reader.core.session import Session
    from reader.model import Article


class Marking(Saving):
    """What a reader does to articles. Each change is one step of undo, and the rows show it in place."""

    def target(self) -> Article | None:
        """The article that a key means: the open one while reading, else the one under the cursor."""
        if self.is_reading:
            return self.open_article
        return self.rows.current

    # Marks

    def action_toggle_read(self) -> None:
        """Read, or unread again."""
        if (article := self.target()) is None:
            return
        if article.read:
            self.stays_unread = article.id
            self.change(
                [article.id],
                lambda session, ids: session.library.marks.unread(ids, session.now()),
                say="Marked unread" if self.is_reading else None,
            )
        else:
            self.mark_read([article], say="Marked read" if self.is_reading else None)

    def mark_read(self, articles: list[Article], say: str | None = None) -> None:
        """Mark articles read."""
        ids = [article.id for article in articles]
        self.change(ids, lambda session, wanted: session.library.marks.read(wanted, session.now()), say)

    def action_mark_all_read(self) -> None:
        """All that is shown read."""
        ids = list(self.listing.ids)
        if ids:
            self.change(
                ids,
                lambda session, wanted: session.library.marks.read(
                    lists.with_copies(session, wanted), session.now()
                ),
                say="{} marked read · u takes it back",
            )

    def action_bookmark(self) -> None:
        """Bookmark, or not any more."""
        if (article := self.target()) is None:
            return
        if article.bookmarked:
            self.change(
                [article.id],
                lambda session, ids: session.library.marks.unbookmark(ids, session.now()),
                say="Bookmark taken away",
            )
        else:
            self.change(
                [article.id],
                lambda session, ids: session.library.marks.bookmark(ids, session.now()),
                say="Bookmarked",
            )

    def action_remove(self) -> None:
        """Remove the article from the library; in the sections the feed."""
        if self.at == "sections":
            self.remove_feed()
        elif (article := self.target()) is not None:
            self.remove_articles([article.id], "Removed from the library")

    def remove_feed(self) -> None:
        """What asks first is built on this."""

    @work(group="marks")
    async def remove_articles(self, gone: Sequence[int], said: str) -> None:
        """Remove articles from the library and from the list, and say it."""
        await self.ask(lambda session: session.library.marks.remove(gone, session.now()), lane="write")
        if self.is_reading:
            self.leave_article()
        left = set(gone)
        ids = [id_ for id_ in self.listing.ids if id_ not in left]
        self.list_as(self.listing, ids=ids)
        self.rows.renew(ids, self.app.now())
        self._titled()
        self.tell(f"{said} · u brings {'it' if len(gone) == 1 else 'them'} back")
        self.recount()

    @work(group="marks")
    async def change(
        self, ids: Sequence[int], change: Callable[[Session, Sequence[int]], int], say: str | None = None
    ) -> None:
        """Change articles, show it in their rows, and say it."""
        known = {*self.rows.known_ids(), self.open_article.id if self.open_article else None}
        seen = [id_ for id_ in ids if id_ in known]

        def work(session: Session) -> tuple[int, list[Article]]:
            changed = change(session, ids)
            return changed, session.library.articles.many(seen)

        done = await self.ask(work, lane="write")
        if done is None:
            return
        changed, articles = done
        self._redraw(articles)
        if say:
            self.tell(say.format(counted(changed, "article")))
        self.recount()

    def _redraw(self, articles: Sequence[Article]) -> None:
        for article in articles:
            self.rows.update(article)
            if self.open_article is not None and self.open_article.id == article.id:
                self.open_article = article
        self.head()

    # Undo

    @work(group="marks")
    async def action_undo(self) -> None:
        """Take the last change back."""
        await self._step(
            lambda session: session.library.undo.undo(1, session.now()), "Undone", "Nothing to undo"
        )

    @work(group="marks")
    async def action_redo(self) -> None:
        """Do it again."""
        await self._step(
            lambda session: session.library.undo.redo(1, session.now()), "Done again", "Nothing to redo"
        )

    async def _step(self, step: Callable[[Session], list[str]], done: str, nothing: str) -> None:
        words = await self.ask(step, lane="write")
        if words is None:
            return
        self.tell(f"{done}: {words[0]}" if words else nothing)
        if not words:
            return
        ids = self.rows.known_ids()
        fresh = await self.ask(lambda session: session.library.articles.many(ids))
        self._redraw(fresh or [])
        await self.stepped()
        await self.refill(is_news=False)
        self.recount()

    async def stepped(self) -> None:
        """A step back or forth was made; what is built on this shows what else it changed."""

    # Out

    def _export_folder(self) -> str | None:
        # The demo touches nothing of the reader's own: its notes lie beside its library, and go with it.
        return str(self.app.places.library.with_name("notes")) if self.app.is_demo else None

    @work(group="export")
    async def action_export(self) -> None:
        """Write the article as a Markdown file, and say where it is."""
        article = self.target()
        if article is None:
            return
        done = await self.ask(
            lambda session: _export(session, article.id, self._export_folder()), lane="find"
        )
        if done is not None:
            self.tell(_exported(done), is_error=done.outcome == "failed")

    def action_copy_address(self) -> None:
        """Copy the article's address to the terminal's clipboard."""
        article = self.target()
        if article is None or not article.url:
            self.tell("This article has no address")
            return
        self.app.copy_to_clipboard(without_credentials(article.url))
        self.tell("Address copied")

    @work(group="export")
    async def action_copy_markdown(self) -> None:
        """Copy the article as Markdown."""
        article = self.target()
        if article is None:
            return
        text = await self.ask(lambda session: _markdown(session, article.id), lane="find")
        if text is not None:
            self.app.copy_to_clipboard(text)
            self.tell("Copied as Markdown")


def _markdown(session: Session, article_id: int) -> str:
    from reader.core import export

    return export.text(session, article_id)


def _export(session: Session, article_id: int, to: str | None) -> Export:
    from reader.core import export

    return export.export(session, [article_id], export.folder(session, to), again=True)[0]


def _exported(done: Export) -> str:
    if done.outcome == "failed":
        return f"Not exported: {done.message}"
    words = {
        "new": "Exported",
        "updated": "Exported anew",
        "unchanged": "Exported already, and unchanged",
        "kept": "You changed the file: it stays",
        "beside": "You changed the file: the new version is beside it",
    }
    return f"{words.get(done.outcome, done.outcome)}: {done.path}"
