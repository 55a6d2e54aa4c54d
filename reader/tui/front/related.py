"""Related articles of the open one: looked for, shown beside it or below its text, kept while it is read, opened."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from reader.errors import BroadsheetError
from reader.tui.front.layout import stands_beside
from reader.tui.front.related_rows import RelatedRows
from reader.tui.front.view import FrontPart, Signal, background

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.core.session import Session
    from reader.model import Article, Related
    from reader.tui.index_updates import IndexUpdates

HASTE_S = 1.0
"""Seconds between two articles under which somebody goes through them in haste."""

RELATES_S = 0.5
"""Seconds that an article is then open before its related ones are looked for, so that no key waits for these."""

LOOKS_S = 0.3
"""Seconds of looking for them after which the panel says so: most answers are there before."""


class RelatedPart(FrontPart):
    """The related panel, and the related rows below the text. `rows` are those of the open article.

    Signals: `found` with an article once the library's own related ones of it are known, `opened` with the id of one that
    is to be read, `page_wanted` with the address of one that is not in the library.
    """

    index: IndexUpdates

    def __post_init__(self) -> None:
        self._shown_at = 0.0
        self.rows = RelatedRows()
        self._newest: Sequence[Related] = ()
        self._counted = (0, False)
        self._below: Sequence[Related] = ()
        self._story: Sequence[int] = ()
        self.found: Signal[[Article]] = Signal()
        self.opened: Signal[[int]] = Signal()
        self.page_wanted: Signal[[str]] = Signal()

    # Looking for them

    @background(group="related", exclusive=True)
    async def relate(self, article: Article, *, is_again: bool = False, is_regrouped: bool = False) -> None:
        """Show what is related to an article that is open. `is_again`: it was asked before, others have come since, and
        stories were found. `is_regrouped`: its story was changed by hand, which the rows follow at once."""
        before, self._shown_at = self._shown_at, monotonic()
        if self._shown_at - before < HASTE_S:
            await asyncio.sleep(RELATES_S)
        with self._looking():
            await self._painted()
            if not self.rows.shown and await self.index.is_late():
                self.view.related.look_later()
            await self.index.done()
            rows, total, waits, story = await self.app.library.ask(
                lambda session: _related(session, article), "find"
            )
        if not self.state.is_open(article.id):
            return
        counted = total, waits and self.app.worker.is_busy
        self._story = story
        if is_regrouped:
            self.rows.regroup(rows)
            self._newest = ()
        else:
            held = self._held()
            self.rows.renew(rows, held)
            self._newest = rows if held else ()
        if is_again and self.rows.shown == self.state.related and counted[1] == self._counted[1]:
            return
        self._counted = counted
        self._put()
        self.found(article)

    @background(group="story of the open article", exclusive=True)
    async def follow_story(self) -> None:
        """Have the rows follow where the story of the open article was changed by hand, undone or done again."""
        if (article := self.state.open_article) is None:
            return
        story = await self.app.library.ask(lambda session: _story(session, article))
        if self.state.is_open(article.id) and story != self._story:
            self.relate(article, is_again=True, is_regrouped=True)

    @contextmanager
    def _looking(self) -> Iterator[None]:
        """Have an empty panel say after a while that something is looked for, and no longer once that has failed."""
        if self.rows.shown:
            yield
            return
        timer = asyncio.get_running_loop().call_later(LOOKS_S, self.view.related.look)
        try:
            yield
        except BroadsheetError:
            self.view.related.waiting()
            raise
        finally:
            timer.cancel()

    async def _painted(self) -> None:
        """Waits for the paint of what has opened: threads that work beside it would make it twice as slow."""
        painted = asyncio.Event()
        self.view.call_after_refresh(painted.set)
        await painted.wait()

    def _held(self) -> Related | None:
        """The row that the cursor is on, in the panel or below the text."""
        if self.state.at == "related":
            return self.view.related.row
        return self.view.article.chosen if self.state.at == "text" else None

    def entered(self) -> None:
        """The keys went into a pane: once they have left the panel, its rows take their places anew."""
        if self._newest and self.state.at != "related":
            self.rows.renew(self._newest)
            self._newest = ()
            self._put()

    # Showing them

    def _put(self) -> None:
        rows, panel = self.rows.shown, self.view.related
        self.state.related = rows
        panel.put(rows, self.app.now(), total=self._counted[0], is_comparing=self._counted[1])
        is_unrelated = not rows and not panel.has_archived
        if self.state.is_unrelated != is_unrelated:
            self.state.is_unrelated = is_unrelated
            self.view.place()
        self._put_below()
        self.view.head()
        self.view.foot()

    def text_shown(self) -> None:
        """The pane has the text of an article, and nothing below it yet."""
        self._below = ()
        self._put_below()

    def placed(self) -> None:
        """The panes were laid out: in the narrow layout, and without their panel, the related articles stand below the
        text."""
        self._put_below()

    def _put_below(self) -> None:
        wanted = () if stands_beside(self.state, self.view.layout_name) else self.state.related
        if wanted is not self._below:
            self._below = wanted
            self.view.article.append_related(wanted)

    def forget(self) -> None:
        """Another article opens: what is related to it is not known yet."""
        self._clear()
        self.view.related.waiting()

    def end(self) -> None:
        """No article is open, and no text in the pane."""
        self.view.cancel("related")
        self._below = ()
        self._clear()
        self.view.related.clear()

    def _clear(self) -> None:
        self.rows.clear()
        self.state.related = self._newest = ()

    # What becomes of them

    def update(self, articles: Sequence[Article]) -> None:
        """Articles have changed: their rows show it."""
        self.rows.update(articles)
        self.state.related = self.rows.shown
        for article in articles:
            self.view.related.update(article)

    def take_out(self, ids: Sequence[int]) -> None:
        """Take articles that are in no list any more out of the related ones, too."""
        self.rows.take_out(ids)
        if self.rows.shown != self.state.related:
            self._put()

    def put_back(self, there: Sequence[Article]) -> None:
        """Of the related articles these are in the library, as undo or another program has left it."""
        self.rows.put_back(there)
        if self.rows.shown != self.state.related:
            self._put()

    def open(self, related: Related | None) -> None:
        """Open a related article; one that is not in the library yet is fetched."""
        if related is None:
            return
        if related.article is not None:
            self.opened(related.article.id)
        elif related.url:
            self.page_wanted(related.url)


def _related(session: Session, article: Article) -> tuple[tuple[Related, ...], int, bool, Sequence[int]]:
    """The related rows, the number of articles, whether this one has yet to be compared, and its story."""
    from reader.core import related, search

    return (
        related.related(session, article),
        search.count(session, ""),
        session.library.groups.waits(article.id),
        _story(session, article),
    )


def _story(session: Session, article: Article) -> Sequence[int]:
    """The ids of the reports of an article's story; none where it has yet to be grouped."""
    stories = session.library.stories
    own = stories.of([article.id]).get(article.id)
    return () if own is None else stories.reports([own]).get(own, ())
