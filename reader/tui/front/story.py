"""The dialog of a story: what is taken out of it and brought in, and the marks of its articles."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.config.keys import shown
from reader.frozen import replace
from reader.text.clean import counted
from reader.tui.front.view import UNDO, FrontPart, background, with_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.dialogs.story import StoryScreen, Timeline
    from reader.tui.front.reading import ReadingPart
    from reader.tui.front.related import RelatedPart
    from reader.tui.index_updates import IndexUpdates


SOON_S = 0.15
"""Seconds of waiting that nobody needs to be told of."""

AGAIN_S = 0.5
"""Seconds between two looks whether the article is compared."""


LOOKS = 6
"""Looks after which what is known is shown, though the article is not compared yet: while full texts are fetched that takes
minutes."""


class _FoundStory(NamedTuple):
    """A story; `is_early` where none is known, and one may be once the article is compared."""

    story: Timeline | None
    is_early: bool


class StoryPart(FrontPart):
    """A story in its dialog, which stays open while it is changed. Keys for one article go to the part that does them in
    the list: `FrontView.over` is the article that they mean."""

    index: IndexUpdates
    reading: ReadingPart
    related: RelatedPart

    def __post_init__(self) -> None:
        self._place: tuple[object, ...] | None = None
        self._screen: StoryScreen | None = None
        self._opened = self._anchor = 0
        self._once: list[int] = []

    # Opening it

    @with_target(group="dialog")
    async def action_story(self, article: Article) -> None:
        """Show the reports of the article's story by time, or say that there is none; while the article is still being
        compared with others, say that for a while, and show it then."""
        ready = asyncio.create_task(self.index.done())
        await asyncio.wait([ready], timeout=SOON_S)
        found = await self._find(article)
        if self._is_known(found, ready):
            await self._open(article, found.story)
        else:
            self._wait(article, ready, found)

    async def _find(self, article: Article) -> _FoundStory:
        """Read what is known of the story, while the worker is busy perhaps not all."""

        def find(session: Session) -> tuple[Timeline | None, bool]:
            session.library.articles.present([article.id])
            return _look(session, [article.id]), session.library.groups.waits(article.id)

        story, waits = await self.app.library.ask(find, "find")
        return _FoundStory(story, waits and self.app.worker.is_busy and not (story and story.is_story))

    @background(group="awaited story", exclusive=True)
    async def _wait(self, article: Article, ready: asyncio.Task[bool], found: _FoundStory) -> None:
        """Say what is waited for, a while at most; then open the story, unless the reader went on meanwhile."""
        self._place, waiting = (place := self._here()), self._waiting_for(found)
        try:
            self.view.tell(waiting)
            for _ in range(LOOKS):
                await asyncio.sleep(AGAIN_S)
                if place != self._here():
                    return
                found = await self._find(article)
                if self._is_known(found, ready):
                    break
        finally:
            if self._place is place:
                self._place = None
        if place == self._here():
            self.view.untell(waiting)
            self._open_late(article, found)

    def _is_known(self, found: _FoundStory, ready: asyncio.Task[bool]) -> bool:
        """Tell whether there is nothing to wait for. Errors of bringing the index up to date are the caller's."""
        if ready.done():
            ready.result()
        is_story = found.story is not None and found.story.is_story
        return is_story or (ready.done() and not found.is_early)

    @background(group="dialog")
    async def _open_late(self, article: Article, found: _FoundStory) -> None:
        from reader.tui.dialogs.story import ALONE_YET

        if found.is_early and not (found.story and found.story.others):
            self.view.tell(ALONE_YET)
        else:
            await self._open(article, found.story and replace(found.story, is_early=found.is_early))

    def _waiting_for(self, found: _FoundStory) -> str:
        what = "Comparing articles" if found.is_early else "Indexing new articles"
        keys = self.app.dispatcher.bindings.keys("back", "article")
        key = "escape" if "escape" in keys else next(iter(keys), "")
        return f"{what} · {shown(key)} cancels" if key else what

    def _here(self) -> tuple[object, ...]:
        """The place that one is at: a story that comes later belongs to that."""
        return self.view.is_current, self.view.focused, self.view.target_id

    @property
    def is_waiting(self) -> bool:
        """True while one waits for a story here."""
        return self._place is not None and self._place == self._here()

    def stop_waiting(self) -> None:
        """Wait no longer; the comparing goes on."""
        self.view.cancel("awaited story")
        self.view.tell("The story is not opened · articles are still being compared")

    async def _open(self, article: Article, story: Timeline | None) -> None:
        from reader.tui.dialogs.story import ALONE, StoryScreen

        if story is None or not (story.is_story or story.others):
            self.view.tell(ALONE)
            return
        self._opened = self._anchor = article.id
        self._once = [report.id for report in story.reports]
        screen = StoryScreen(story, self.app.now(), at=article.id, actions=self.view.action_targets)
        self._screen = screen
        try:
            chosen = await self.app.push_screen_wait(screen)
        finally:
            self._screen = None
        if chosen is not None:
            self.reading.read_article(chosen)

    # Changes of the story

    def action_split(self) -> None:
        """Take the report under the cursor out of the story; the others stay one."""
        if (screen := self._screen) is None or (article := screen.current_article) is None:
            return
        left = [report.id for report in screen.story.reports if report.id != article.id]
        if len(left) == len(screen.story.reports):
            self.view.tell("This article is not in the story")
        elif not left:
            self.view.tell("This article is in no story")
        else:
            self._split(article, left)

    @background(group="story")
    async def _split(self, article: Article, left: Sequence[int]) -> None:
        await self.app.library.ask(
            lambda session: session.library.stories.split([article.id], session.now()), "write"
        )
        if len(left) == 1:
            said = "Removed from the story; the other report is alone now"
        elif article.id == self._opened:
            said = f"Removed from the story of the other {len(left):,} reports"
        else:
            said = "Removed from the story"
        if article.id == self._anchor:
            self._anchor = left[0]
        await self._show()
        self.view.tell(f"{said} · {UNDO}")

    def action_join(self) -> None:
        """Bring the article under the cursor into the story, with all reports of its own story."""
        if (screen := self._screen) is None or (article := screen.current_article) is None:
            return
        if all(report.id != article.id for report in screen.story.reports):
            self._join(article, len(screen.story.reports))
        elif screen.story.is_story:
            self.view.tell("This article is already in the story")
        else:
            self.view.tell("Select a related article, to make a story of both")

    @background(group="story")
    async def _join(self, article: Article, there: int) -> None:
        ids = [self._anchor, article.id]
        came = await self.app.library.ask(
            lambda session: session.library.stories.join(ids, session.now()), "write"
        )
        if there == 1:
            said = f"Now a story of {counted(came + 1, 'report')}"
        elif came > 1:
            said = f"Added to the story, with {counted(came - 1, 'other report')} of its own"
        else:
            said = "Added to the story"
        await self._show()
        self.view.tell(f"{said} · {UNDO}")

    # What has changed elsewhere

    def look_again(self) -> None:
        """Articles were marked, or removed."""
        if self._screen is not None:
            self._update(self._screen)

    @background(group="story")
    async def _update(self, screen: StoryScreen) -> None:
        ids = [article.id for article in screen.story.articles]
        there = await self.app.library.ask(lambda session: session.library.articles.many(ids))
        screen.update(there)
        if len(there) < len(ids):
            await self._show()

    def take_anew(self) -> None:
        """A change was undone or done again, or came from another process: it may be one of the story."""
        if self._screen is not None:
            self._show_again()

    @background(group="story")
    async def _show_again(self) -> None:
        await self._show()

    async def _show(self) -> None:
        """Show the story as it is now; where none of its articles is left, the dialog closes."""
        if (screen := self._screen) is None:
            return
        reports = [report.id for report in screen.story.reports]
        ids, once = [self._anchor, *reports], [*self._once]
        story = await self.app.library.ask(partial(_look, ids=ids, once=once), "find")
        if screen is not self._screen:
            return
        if story is None:
            screen.dismiss(None)
            return
        known = {report.id for report in story.reports}
        self._once = [*dict.fromkeys([*self._once, *known])]
        if self._anchor not in known:
            self._anchor = story.reports[0].id
        screen.show(story)
        self.related.follow_story()


def _look(session: Session, ids: Sequence[int], once: Sequence[int] = ()) -> Timeline | None:
    """The story of the first of these articles that is there; those that were in it `once` stand before what is related, so
    that they can be brought back. None where no article is left."""
    from reader.core import story_reports
    from reader.tui.dialogs.story import Timeline

    there = session.library.articles.many(ids)
    if not there:
        return None
    reports, related = story_reports.timeline(session, there[0])
    known = {report.id for report in reports}
    left = session.library.articles.many([id_ for id_ in once if id_ not in known])
    shown = {article.id for article in left}
    others = [*left, *(article for article in related if article.id not in shown)]
    return Timeline(reports, others, story_reports.first(session, reports).id)
