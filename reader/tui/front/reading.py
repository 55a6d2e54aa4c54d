"""Reading: an article opened, its related ones beside it, the place in it kept, the way back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from textual import on, work

from reader.config.keys import shown
from reader.core import highlights
from reader.core import related as core_related
from reader.core.highlights import PlacedNotes
from reader.tui.front.list import Browsing
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.related_panel import RelatedPanel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from reader.core.session import Session
    from reader.model import Article, Content, Related
    from reader.tui.widgets.section_list import Section

FOLLOWS_S = 0.15
"""Seconds that the cursor rests before the wide layout's article follows it."""

HASTE_S = 1.0
"""Seconds between two articles under which somebody goes through them in haste."""

AHEAD_S = 0.05
"""Seconds that an article is open before the next one is read: its own paint is not to wait for a thread that reads."""

RELATES_S = 0.5
"""Seconds that an article is then open before its related ones are looked for, so that no key waits for these."""

READ_S = 2.0
"""Seconds after which an open article counts as read; the first scroll does at once."""

PLACE_S = 1.0
"""Seconds of rest after which the place in the article is kept."""


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """An article with all that opening it needs."""

    article: Article
    content: Content
    own: PlacedNotes
    place: int


class Reading(Browsing):
    """The article pane and the related panel."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self._before: list[int] = []
        self._after: list[int] = []
        self.stays_unread: int | None = None
        self._follow: Timer | None = None
        self._count_read: Timer | None = None
        self._keep: Timer | None = None
        self._shown_at = 0.0
        self._ahead: OpenedArticle | None = None
        self._related: Sequence[Related] = ()
        self._below: Sequence[Related] = ()
        self._stands_at: tuple[object, ...] = ()
        self._may_leave = False
        self.own_words = PlacedNotes()

    # Opening

    @on(ArticleList.Opened, "#list")
    def _row_opened(self, event: ArticleList.Opened) -> None:
        event.stop()
        self.read_article(self.rows.ids[event.index])

    def read_article(self, id_: int, *, is_travel: bool = False) -> None:
        """Open an article to read it. `is_travel`: along the way back or forth, which is then not changed."""
        if (
            not is_travel
            and self.open_article is not None
            and self.is_reading
            and self.open_article.id != id_
        ):
            self._before.append(self.open_article.id)
            self._after.clear()
        if self._follow is not None:
            self._follow.stop()
        self.is_reading = True
        self._show(id_, is_meant=True)

    @work(exclusive=True, group="open")
    async def _show(self, id_: int, *, is_meant: bool) -> None:
        self.keep_place()
        opened, self._ahead = self._ahead, None
        if opened is None or opened.article.id != id_:
            opened = await self.ask(lambda session: _open(session, id_))
        if opened is None:
            self.tell("This article is no longer in the library", is_error=True)
            self.is_reading = self.is_reading and self.at in ("text", "related")
            return
        self.open_article = opened.article
        self._related = self._below = ()
        self.own_words = opened.own
        self.article.show(opened.article, opened.content, own=opened.own, position=opened.place)
        self._stands_at = self._standing()
        self.shown()
        self.related.waiting()
        if is_meant:
            self._begin_reading(opened.article)
        self.head()
        self._relate(opened.article)
        self._read_ahead()

    def changed(self) -> None:
        """The next article may be another by now."""
        super().changed()
        self._read_ahead()

    @work(exclusive=True, group="ahead")
    async def _read_ahead(self) -> None:
        """Have the next article read while this one is looked at: `J` shows it at once."""
        self._ahead = None
        await asyncio.sleep(AHEAD_S)
        next_ = self.rows.cursor + 1
        if self.is_reading and next_ < len(self.rows.ids):
            id_ = self.rows.ids[next_]
            self._ahead = await self.ask(lambda session: _open(session, id_))

    def shown(self) -> None:
        """An article is in its pane; what is built on this marks the hits of a search."""

    def _begin_reading(self, article: Article) -> None:
        if article.id != self.rows.current_id and article.id in self.rows.ids:
            self.rows.go_to(self.rows.ids.index(article.id), tell=False)
        self.is_reading = True
        self.stays_unread = None
        self._stop_counting()
        self.enter(self.article)

    def arrived(self) -> None:
        """In an article the time begins after which it counts as read."""
        article = self.open_article
        if not self.is_reading or article is None:
            self._stop_counting()
        elif self._count_read is None:
            self._count_read = self.set_timer(READ_S, lambda: self.count_as_read(article.id))

    def _stop_counting(self) -> None:
        if self._count_read is not None:
            self._count_read.stop()
            self._count_read = None

    def count_as_read(self, id_: int) -> None:
        """The article was read: marked so, unless that is done already, or was taken back by hand."""
        article = self.open_article
        if article is not None and article.id == id_ != self.stays_unread and not article.read:
            self.mark_read([article])

    def mark_read(self, articles: list[Article], say: str | None = None) -> None:
        """What marks is built on this."""

    @work(exclusive=True, group="related")
    async def _relate(self, article: Article) -> None:
        before, self._shown_at = self._shown_at, monotonic()
        if self._shown_at - before < HASTE_S:
            await asyncio.sleep(RELATES_S)
        await self.index_ready()
        found = await self.ask(lambda session: _relate(session, article), lane="find")
        if found is None or self.open_article is None or self.open_article.id != article.id:
            return
        rows, total = found
        self._related = rows
        self.related.put(rows, self.app.now(), total=total)
        self._put_below()
        self.head()

    def place(self) -> None:
        """In the narrow layout the related articles stand below the text, too; in the wide one the article follows."""
        super().place()
        self._put_below()
        self._follow_cursor()

    def _put_below(self) -> None:
        wanted = self._related if self.layout_name == "narrow" else ()
        if wanted is not self._below:
            self._below = wanted
            self.article.append_related(wanted)

    # The wide layout's article follows the cursor

    @on(ArticleList.Highlighted, "#list")
    def _row_highlighted(self, event: ArticleList.Highlighted) -> None:
        event.stop()
        self.cursor_moved()
        self._follow_cursor()

    def filled(self) -> None:
        """The list has come: in the wide layout its first article is shown."""
        self._follow_cursor()

    def _follow_cursor(self) -> None:
        if self._follow is not None:
            self._follow.stop()
        if self.layout_name == "wide" and not self.is_reading:
            self._follow = self.set_timer(FOLLOWS_S, self._show_under_cursor)

    def _show_under_cursor(self) -> None:
        id_ = self.rows.current_id
        if id_ is None:
            self._show_nothing()
        elif self.open_article is None or self.open_article.id != id_:
            self._show(id_, is_meant=False)

    def _show_nothing(self) -> None:
        """An empty list has no article beside it."""
        self.keep_place()
        self.workers.cancel_group(self, "open")
        self.workers.cancel_group(self, "related")
        self.open_article = None
        self.article.clear()
        self.related.waiting()

    # Within the article

    @on(ArticleView.Moved)
    def _moved(self, event: ArticleView.Moved) -> None:
        event.stop()
        before, self._stands_at = self._stands_at, self._standing()
        has_moved = (
            before != self._stands_at and before[:1] == self._stands_at[:1]
        )  # of another size: it was laid out
        if self.is_reading and has_moved and self.open_article is not None:
            self.count_as_read(self.open_article.id)
            if self._keep is not None:
                self._keep.stop()
            self._keep = self.set_timer(PLACE_S, self.keep_place)
        self.head()

    def _standing(self) -> tuple[object, ...]:
        return self.article.size, self.article.position, self.article.progress

    def keep_place(self) -> None:
        """Remember where one is in the article, before it is left."""
        article = self.open_article
        if self._keep is None or article is None:
            return
        self._keep.stop()
        self._keep = None
        position, progress = self.article.position, self.article.progress
        self.app.desk.post(
            lambda session: session.library.marks.keep_place(article.id, position, progress, session.now())
        )

    def action_read_on(self) -> None:
        """A page on; at the end of the article the next unread one."""
        if not self.article.page_down():
            if self.open_article is not None:
                self.count_as_read(self.open_article.id)
            self.read_unread(1)

    @work(exclusive=True, group="unread")
    async def read_unread(self, step: int) -> None:
        """Move the cursor to the next or previous unread article, and open it where one is reading."""
        if await self.to_unread(step) and self.is_reading and self.rows.current_id is not None:
            self.read_article(self.rows.current_id)

    def action_next_article(self) -> None:
        """The next article of the list."""
        self._beside(1)

    def action_previous_article(self) -> None:
        """The previous article of the list."""
        self._beside(-1)

    def _beside(self, step: int) -> None:
        if self.rows.move(step) and self.rows.current_id is not None:
            self.read_article(self.rows.current_id)
        else:
            self.tell(
                "This is the last article of the list"
                if step > 0
                else "This is the first article of the list"
            )

    def action_zoom(self) -> None:
        """The article only, or all panes again."""
        self.is_zoomed = not self.is_zoomed
        self.place()

    # The way back

    async def action_leave(self) -> None:
        """Back; out of the list to the program's end."""
        self._may_leave = True
        try:
            await self.app.perform("back")
        finally:
            self._may_leave = False

    def action_back(self) -> None:
        """Out of the article into the list. From there the key that leaves goes on to the end: Esc is pressed by habit."""
        if self.is_reading and self.at == "related" and self.layout_name == "narrow":
            self.enter(self.article)
        elif self.is_reading:
            self.leave_article()
        elif self.at != "middle":
            self.enter(self.rows)
        elif self._may_leave:
            self.app.leave()
        elif keys := self.app.dispatcher.bindings.keys("leave", "list"):
            self.tell(f"{shown(keys[0])} {'leaves the demo' if self.app.is_demo else 'quits'}")

    def leave_article(self) -> None:
        """Back to the list, where one was."""
        self.keep_place()
        self._stop_counting()
        self.workers.cancel_group(self, "open")
        self.is_reading = self.is_zoomed = False
        self._before.clear()
        self._after.clear()
        self.enter(self.rows)
        self.recount()
        self.head()

    def action_earlier(self) -> None:
        """Back among the articles that were opened."""
        self._travel(self._before, self._after)

    def action_later(self) -> None:
        """Forward among the articles that were opened."""
        self._travel(self._after, self._before)

    def _travel(self, source: list[int], target: list[int]) -> None:
        if not source or self.open_article is None:
            self.tell("No article before this one" if source is self._before else "No article after this one")
            return
        target.append(self.open_article.id)
        self.read_article(source.pop(), is_travel=True)

    # Related

    @on(RelatedPanel.Opened, "#related")
    def _related_opened(self, event: RelatedPanel.Opened) -> None:
        event.stop()
        related = self.related.related_at(event.index)
        if related is not None:
            self.open_related(related)

    @on(ArticleView.RelatedOpened)
    def _row_below_opened(self, event: ArticleView.RelatedOpened) -> None:
        event.stop()
        self.open_related(event.related)

    def open_related(self, related: Related) -> None:
        """Open a related article; one that is not in the library yet is fetched by what is built on this."""
        if related.article is not None:
            self.read_article(related.article.id)
        elif related.url:
            self.fetch_linked(related.url)

    def fetch_linked(self, url: str) -> None:
        """What works with the net is built on this."""


def _open(session: Session, id_: int) -> OpenedArticle | None:
    article = session.library.articles.get(id_)
    if article is None:
        return None
    content = session.library.articles.content(id_)
    return OpenedArticle(
        article, content, highlights.of(session, id_, content), session.library.marks.place(id_)
    )


def _relate(session: Session, article: Article) -> tuple[tuple[Related, ...], int]:
    from reader.core import search

    return core_related.related(session, article), search.count(session, "")
