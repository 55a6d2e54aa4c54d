"""Dialogs about the article: its other texts, its publisher's changes, where its text comes from."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reader.core.events import AddDone
from reader.errors import BroadsheetError
from reader.tui.front.view import FrontPart, background, untargeted, with_found, with_target
from reader.tui.wording import not_fetched

if TYPE_CHECKING:
    from reader.model import Article, Revision, TextOrigin
    from reader.tui.dialogs.changes import Comparison
    from reader.tui.front.jobs import JobsPart
    from reader.tui.front.reading import ReadingPart

NAMES: dict[TextOrigin, str] = {
    "page": "the page's text",
    "feed": "the feed's text",
    "file": "the file's text",
}


class TextsPart(FrontPart):
    """One text in place of another; dialogs about the article."""

    reading: ReadingPart
    jobs: JobsPart

    # The other text

    @with_target(group="text")
    async def action_other_text(self, article: Article) -> None:
        """The feed's text or the page's, which is fetched where it is not here."""
        there = await self.app.library.ask(lambda session: session.library.articles.origins(article.id))
        others = [origin for origin in there if origin != article.text_origin]
        if others:
            await self._choose(article, others[0])
        elif "page" in there:
            self.view.tell("No feed has this article's text; this is the page's")
        elif not article.url:
            self.view.tell("This article has no address to fetch a page from")
        else:
            self._fetch(article, article.url)

    @background(group="jobs")
    async def _fetch(self, article: Article, url: str) -> None:
        self.jobs.tell_start("fetching the page")
        done = await self.jobs.done("add", target=url, wanted="article")
        self.view.recount()
        if done.error:
            self.view.tell(not_fetched(done.error), is_error=True)
        elif isinstance(done.result, AddDone) and done.result.id != article.id:
            self.view.tell("Its address now leads to another article, which was added", is_error=True)
        else:
            await self._choose(article, "page")

    async def _choose(self, article: Article, origin: TextOrigin) -> None:
        chosen = await self.app.library.ask(
            lambda session: session.library.articles.choose_text(article.id, origin), "write"
        )
        self.reading.read_ahead()
        if not chosen:
            self.view.tell("No text was found on the page")
            return
        is_seen = self.state.is_open(article.id) and (
            self.state.is_reading or self.view.layout_name == "wide"
        )
        said = f"Showing {NAMES[origin]}" if is_seen else f"Opens with {NAMES[origin]} from now on"
        self.view.tell(f"{said} · x switches back")
        if not (self.state.is_reading and self.state.is_open(article.id)):
            await self.jobs.list_news()
        self.reading.show_anew(article.id)

    @with_target(group="dialog")
    async def action_changes(self, article: Article) -> None:
        """Show what its publisher changed in the article."""
        from reader.tui.dialogs.changes import ChangesScreen, compared

        markdown, edited = await self.app.library.ask(
            lambda session: (
                session.library.articles.content(article.id).markdown,
                session.library.articles.earlier(article.id),
            )
        )

        async def compare(before: Revision) -> Comparison | None:
            over = threading.Event()
            try:
                return await self.app.library.ask(
                    lambda _: compared(article, markdown, before, over.is_set), "find"
                )
            except BroadsheetError as error:
                self.view.fail(error)
                return None
            finally:
                over.set()

        earlier = [one for one in edited if one.origin == article.text_origin]
        if earlier:
            await self.app.push_screen_wait(ChangesScreen(article, earlier, compare, self.app.now()))
        elif edited:
            self.view.tell(f"Only {NAMES[edited[-1].origin]} was edited · x switches to it")
        else:
            self.view.tell("Not edited since it arrived")

    # Origin

    def listed_article(self) -> Article | None:
        """The article that a key means outside the sections, where it means a feed."""
        return self.view.target if self.state.at != "sections" else None

    def _unlisted(self) -> str:
        return untargeted(self) if self.view.lacked else "Select a feed or an article first"

    @with_found(listed_article, group="dialog", otherwise=_unlisted)
    async def action_why(self, article: Article) -> None:
        """Show where the article's text comes from, and what the rules did to it."""
        from reader.tui.dialogs.why import WhyScreen, of_article

        copies, rules = await self.app.library.ask(
            lambda session: (
                session.library.articles.many(article.copies),
                session.library.rules.met(article.id),
            )
        )
        await self.app.push_screen_wait(WhyScreen(of_article(article, copies, self.app.now(), rules)))
