"""Comparing: the other texts of an article: the feed's beside the page's, those before an edit."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual import work

from reader.core.events import AddDone
from reader.tui.front.jobs import Working

if TYPE_CHECKING:
    from reader.model import Article, Revision, TextOrigin
    from reader.tui.dialogs.changes import Comparison

NAMES: dict[TextOrigin, str] = {
    "page": "the page's text",
    "feed": "the feed's text",
    "file": "the file's text",
}


class Comparing(Working):
    """One text in place of another."""

    @work(group="text")
    async def action_other_text(self) -> None:
        """The feed's text or the page's, which is fetched where it is not here."""
        article = self.target()
        if article is None:
            return
        there = await self.ask(lambda session: session.library.articles.origins(article.id)) or []
        others = [origin for origin in there if origin != article.text_origin]
        if others:
            await self._choose_text(article, others[0])
        elif "page" in there:
            self.tell("Only the page's text is here: no feed gave one")
        elif not article.url:
            self.tell("This article has no address to fetch a page from")
        else:
            self._fetch_text(article)

    @work(group="office")
    async def _fetch_text(self, article: Article) -> None:
        assert article.url is not None
        self.tell("Fetching the page …")
        done = await self._done("add", target=article.url, wanted="article")
        self.recount()
        if done.error:
            self.tell(f"Not fetched: {done.error}", is_error=True)
        elif isinstance(done.result, AddDone) and done.result.id != article.id:
            self.tell("Its address leads to another article now, which was added", is_error=True)
        else:
            await self._choose_text(article, "page")

    async def _choose_text(self, article: Article, origin: TextOrigin) -> None:
        chosen = await self.ask(
            lambda session: session.library.articles.choose_text(article.id, origin), lane="write"
        )
        if chosen is None:
            return
        self.changed()
        if not chosen:
            self.tell("The page gave no text")
            return
        self.tell(f"This is {NAMES[origin]} · x shows the other")
        if self.is_reading and self.open_article is not None and self.open_article.id == article.id:
            self.read_article(article.id)
        else:
            await self.refill()

    @work(group="dialog")
    async def action_changes(self) -> None:
        """What its publisher changed in the article."""
        from reader.tui.dialogs.changes import ChangesScreen, compared

        article = self.target()
        if article is None:
            return
        found = await self.ask(
            lambda session: (
                session.library.articles.content(article.id).markdown,
                session.library.articles.earlier(article.id),
            )
        )
        if found is None:
            return
        markdown, edited = found

        async def compare(before: Revision) -> Comparison | None:
            over = threading.Event()
            try:
                return await self.ask(lambda _: compared(article, markdown, before, over.is_set), lane="find")
            finally:
                over.set()

        earlier = [one for one in edited if one.origin == article.text_origin]
        if earlier:
            await self.app.push_screen_wait(ChangesScreen(article, earlier, compare, self.app.now()))
        elif edited:
            self.tell(f"Only {NAMES[edited[-1].origin]} was edited · x shows it")
        else:
            self.tell("This text was not edited since it came in")
