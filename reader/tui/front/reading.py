"""Reading: an article opened, the place in it kept, the way back and forth."""

from __future__ import annotations

import asyncio
from functools import partialmethod
from typing import TYPE_CHECKING

from reader.config.keys import shown as key_name
from reader.core import highlights
from reader.core.highlights import PlacedNotes
from reader.errors import BroadsheetError
from reader.frozen import dataclass
from reader.tui.front.layout import pane_order
from reader.tui.front.view import FrontPart, Signal, background
from reader.tui.widgets.foot_line import hinted
from reader.tui.wording import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.timer import Timer

    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.article.document import ArticleDocument
    from reader.tui.article.heading import Edited
    from reader.tui.front.list import ListPart
    from reader.tui.front.related import RelatedPart
    from reader.tui.widgets.foot_line import Hints

FOLLOWS_S = 0.15
"""Seconds that the cursor rests before the wide layout's article follows it."""

AHEAD_S = 0.05
"""Seconds that an article is open before the next one is read: its own paint is not to wait for a thread that reads."""

SOON_S = 0.001
"""Seconds of the shortest wait: at once, after what opens the article is done."""

STAYING = frozenset(("read_on", "back", "next_pane"))
"""Actions whose hints stand first for every article."""

TEXT_ONLY = frozenset(("highlight",))
"""Actions that are not offered where there is no text."""

PLACE_S = 1.0
"""Seconds of rest after which the place in the article is kept."""


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """An article with all that opening it needs."""

    article: Article
    document: ArticleDocument
    own: PlacedNotes
    place: int
    edited: datetime | None


class ReadingPart(FrontPart):
    """The article pane. `own_words` are the notes, highlights and outputs of the open article, `ahead`
    is the one that comes next, once it is read.

    Signals: `shown` once an article is in its pane, `was_read` with an article that counts as read from now on.
    """

    listing: ListPart
    related: RelatedPart

    def __post_init__(self) -> None:
        self._before: list[int] = []
        self._after: list[int] = []
        self._follow: Timer | None = None
        self._count_read: Timer | None = None
        self._keep: Timer | None = None
        # Places that were kept from here: the library may be asked for one before it is written.
        self._kept: dict[int, int] = {}
        self._opening: int | None = None
        self._latest: int | None = None
        self._awaited: int | None = None
        self.ahead: OpenedArticle | None = None
        self._stands_at: tuple[object, ...] = ()
        self.own_words = PlacedNotes()
        self._is_edited = False
        self.shown: Signal[[]] = Signal()
        self.was_read: Signal[[Article]] = Signal()

    # Opening

    def read_article(self, id_: int, *, is_travel: bool = False) -> None:
        """Open an article to read it. `is_travel`: along the way back or forth, which is then not changed."""
        before = self.state.open_article
        if not is_travel and before is not None and self.state.is_reading and before.id != id_:
            self._before.append(before.id)
            self._after.clear()
        if (
            before is None or before.id != id_ or not self.state.is_reading
        ):  # what was told of another article would stand over this one
            self.app.end_told_before()
        if self._follow is not None:
            self._follow.stop()
        self.state.is_reading = True
        self._opening = id_
        self._show(id_, is_meant=True)

    @property
    def is_opening(self) -> bool:
        """True while the article that a person opened is not there yet: keys are meant for it."""
        return self._opening is not None and self.state.is_reading

    @background(group="open", exclusive=True)
    async def _show(self, id_: int, *, is_meant: bool) -> None:
        self.keep_place()
        self._latest = id_
        opened, self.ahead = self.ahead, None
        try:
            if opened is None or opened.article.id != id_:
                opened = await self.app.library.ask(lambda session: _open(session, id_))
        except BroadsheetError:
            self._not_opened()
            raise
        finally:
            if self._opening == id_:
                self._opening = None
        if opened is None:
            self._not_opened()
            self.view.tell("This article is no longer in the library", is_error=True)
            return
        if not self.state.is_open(id_):
            self.related.forget()
        self.state.open_article, self.state.unkept = opened.article, None
        self._awaited = id_ if opened.article.text_state == "pending" else None
        self.own_words = opened.own
        self._is_edited = opened.edited is not None
        self.view.article.show(
            opened.document,
            own=opened.own,
            position=self._kept.get(id_, opened.place),
            edited=self._edit_told(opened.edited),
            fetched_by=self._fetched_by(opened.article),
        )
        self._stands_at = self._standing()
        self.related.text_shown()
        self.shown()
        if is_meant:
            self._begin_reading(opened.article)
        self.view.head()
        self.view.foot()
        self.related.relate(opened.article)
        self.read_ahead()

    def _edit_told(self, edited: datetime | None) -> Edited | None:
        keys = self.app.dispatcher.bindings.keys("changes", "article")
        if edited is None or not keys:
            return None
        from reader.tui.article.heading import Edited

        return Edited(f"edited {clock(edited, self.app.now())}", key_name(keys[0]))

    def _fetched_by(self, article: Article) -> str:
        """The key that fetches the page of an article whose feed has only the title; empty elsewhere."""
        is_bare = (article.text_origin, article.text_state) == ("feed", "none") and article.url
        keys = self.app.dispatcher.bindings.keys("other_text", "article")
        return key_name(keys[0]) if is_bare and keys else ""

    def hints(self) -> Hints:
        """Hints for the foot line at what is more to see: behind the end, on the page of a feed's teaser or title, beyond the edge of a
        table, before an edit, in a story, behind it: where Back leads to the list and not there, the two say so. One without words: there is no other pane to go to."""
        if self.state.at != "text" or not self.state.is_reading:
            return ()
        article = self.state.open_article
        has_page = article is not None and article.url is not None
        is_short = (
            article is not None
            and has_page
            and article.text_origin == "feed"
            and article.text_state != "full"
        )
        there = (
            ("read_on", "next unread", self.view.article.is_read_out),
            ("other_text", "full text", is_short),
            ("browser", "browser", has_page and self._is_bare),
            ("side_right", "more", self.view.article.has_more),
            ("changes", "edited", self._is_edited),
            ("story", "story", any(row.group == "story" for row in self.state.related)),
            ("earlier", "article before", bool(self._before)),
            ("back", "to the list", bool(self._before)),
        )
        bindings = self.app.dispatcher.bindings
        has_others = len(pane_order(self.state, self.view.layout_name)) > 1
        shown = [(action, said) for action, said, is_there in there if is_there]
        shown += [] if has_others else [("next_pane", "")]
        keys = ((bindings.keys(action, "article"), said) for action, said in shown)
        return tuple((key_name(found[0]), said) for found, said in keys if found)

    @property
    def _is_bare(self) -> bool:
        """True where the article in its pane is a title only."""
        return self.state.open_article is not None and not self.view.article.plain_text

    @property
    def lacks(self) -> frozenset[str]:
        """The actions on a text, in an article that has none."""
        return TEXT_ONLY if self.state.is_reading and self._is_bare else frozenset()

    def foot_hints(self) -> Hints:
        """The same behind those that every article has, which so keep their places from one to the next."""
        own = self.hints()
        said = dict(own)
        usual = hinted(self.app.dispatcher.bindings, "article", STAYING.__contains__) if own else ()
        first = [(keys, said.get(keys, label)) for keys, label in usual]
        return (*first, *(hint for hint in own if hint not in first))

    def _not_opened(self) -> None:
        self.state.is_reading = self.state.is_reading and self.state.at in ("text", "related")

    @background(group="ahead", exclusive=True)
    async def read_ahead(self) -> None:
        """Have the next article read while this one is looked at: `J` shows it at once. Whatever changes the library
        calls for it again."""
        self.ahead = None
        await asyncio.sleep(AHEAD_S)
        rows = self.view.rows
        if self.state.is_reading and not self.is_opening and rows.cursor + 1 < len(rows.ids):
            id_ = rows.ids[rows.cursor + 1]
            self.ahead = await self.app.library.ask(lambda session: _open(session, id_))

    def _begin_reading(self, article: Article) -> None:
        self.state.is_reading = True
        self.state.stays_unread = None
        self._stop_counting()
        self.view.enter(self.view.article)

    def entered(self) -> None:
        """The keys went into a pane: in an article the time begins after which it counts as read."""
        article = self.state.open_article
        if not self.state.is_reading or article is None:
            self._stop_counting()
        elif self._count_read is None and (after := self.app.settings.read_after) is not None:
            self._count_read = self.view.set_timer(
                max(after, SOON_S), lambda: self._count_as_read(article.id)
            )

    def _stop_counting(self) -> None:
        if self._count_read is not None:
            self._count_read.stop()
            self._count_read = None

    def _count_as_read(self, id_: int) -> None:
        """The article was read, unless that is known already, was taken back by hand, or is left to the reader's hand."""
        article = self.state.open_article
        if self.app.settings.read_after is None:
            return
        if article is not None and article.id == id_ and id_ != self.state.stays_unread and not article.read:
            self.was_read(article)

    # The wide layout's article follows the cursor

    def follow_cursor(self) -> None:
        """Show the article under the cursor beside the list, where there is room for it."""
        if self._follow is not None:
            self._follow.stop()
        if self.view.layout_name == "wide" and not self.state.is_reading:
            self._follow = self.view.set_timer(FOLLOWS_S, self._show_under_cursor)

    def _show_under_cursor(self) -> None:
        id_ = self.view.rows.current_id
        if id_ is None:
            self.show_nothing()
        elif not self.state.is_open(id_):
            self._show(id_, is_meant=False)

    def show_anew(self, id_: int) -> None:
        """Show the article that is read or stands beside the list, or is on its way there, anew: its text is another one
        now."""
        if id_ != self._latest:
            return
        if self.state.is_reading:
            self.read_article(id_)
        elif self.view.layout_name == "wide":
            self._show(id_, is_meant=False)

    @background(group="awaited", exclusive=True)
    async def look_for_text(self) -> None:
        """Show the text of an article that was opened while that was still to come, once it is there; the keys stay where they
        are."""
        if (id_ := self._awaited) is None:
            return
        found = await self.app.library.ask(lambda session: session.library.articles.many([id_]))
        has_come = bool(found) and found[0].text_state != "pending" and self._latest == self._awaited == id_
        if has_come and (self.state.is_reading or self.view.layout_name == "wide"):
            self._show(id_, is_meant=False)

    def show_nothing(self) -> None:
        """No article of the library is open, as beside an empty list."""
        self.keep_place()
        self.view.cancel("open")
        self._latest = self._awaited = None
        self.state.open_article = self.state.unkept = None
        self.view.article.clear()
        self.related.end()

    # Within the article

    def moved(self) -> None:
        """The article was scrolled, or laid out for another size."""
        before, self._stands_at = self._stands_at, self._standing()
        article = self.state.open_article
        has_scrolled = before != self._stands_at and before[:2] == self._stands_at[:2]  # laid out as before
        if self.state.is_reading and has_scrolled and article is not None:
            self._count_as_read(article.id)
            if self._keep is not None:
                self._keep.stop()
            self._keep = self.view.set_timer(PLACE_S, self.keep_place)
        self.view.head()

    def in_place(self, change: Callable[[], object]) -> None:
        """Change lines above what is read, which is no scrolling: it neither marks the article read nor keeps the place."""
        self.moved()
        change()
        self._stands_at = self._standing()

    def _standing(self) -> tuple[object, ...]:
        article = self.view.article
        return article.size, article.text_layout, article.position, article.progress

    def keep_place(self) -> None:
        """Remember where one is in the article, before it is left."""
        article = self.state.open_article
        if self._keep is None or article is None:
            return
        self._keep.stop()
        self._keep = None
        position, progress = self.view.article.position, self.view.article.progress
        self._kept[article.id] = position
        self.app.library.post(
            lambda session: session.library.marks.keep_place(article.id, position, progress, session.now())
        )

    def action_read_on(self) -> None:
        """A page on; at the end of the article, or where related ones are seen below it, the next unread one."""
        if not self.view.article.read_on():
            if self.state.open_article is not None:
                self._count_as_read(self.state.open_article.id)
            self.read_unread(1)

    def read_unread(self, step: int) -> None:
        """Move the cursor to the next or previous unread article, or by several of them, and open it where one is
        reading. Who goes on from the end of an article has read it."""
        article = self.state.open_article
        if step > 0 and article is not None and self.state.is_reading and self.view.article.progress >= 1:
            self._count_as_read(article.id)
        self.listing.is_seeking = True
        self._seek(step)

    @background(group="unread", exclusive=True)
    async def _seek(self, step: int) -> None:
        try:
            is_there = await self.listing.to_unread(step)
        finally:
            self.listing.is_seeking = False
        if is_there and self.state.is_reading:
            id_ = self.view.rows.current_id
            if id_ is not None:
                self.read_article(id_)

    def action_side_right(self) -> None:
        """The article has nothing beyond its right edge."""
        self.view.tell("Nothing more to the right")

    def action_side_left(self) -> None:
        """The article has nothing beyond its left edge."""
        self.view.tell("Nothing more to the left")

    def _read_beside(self, step: int, otherwise: str) -> None:
        rows = self.view.rows
        if rows.move(step) and rows.current_id is not None:
            self.read_article(rows.current_id)
        else:
            self.view.tell(otherwise)

    action_next_article = partialmethod(_read_beside, 1, "This is the last article in the list")
    """The next article of the list."""

    action_previous_article = partialmethod(_read_beside, -1, "This is the first article in the list")
    """The previous article of the list."""

    # The way back

    def leave_article(self) -> None:
        """Back to the list, where one was."""
        self.keep_place()
        self._stop_counting()
        self.view.cancel("open")
        self._opening = None
        self.state.is_reading = self.state.is_zoomed = False
        self._before.clear()
        self._after.clear()
        self.view.enter(self.view.rows)
        self.view.recount()
        self.view.head()

    def set_aside(self) -> Callable[[], object]:
        """Back to the list for a while. Gives the way into the article again, with what was opened before it; one of the
        archive goes with the search that found it."""
        article, is_zoomed = self.state.open_article, self.state.is_zoomed
        before, after = [*self._before], [*self._after]
        self.leave_article()

        def reopen() -> None:
            if article is not None:
                self._before, self._after, self.state.is_zoomed = before, after, is_zoomed
                self.read_article(article.id, is_travel=True)

        return reopen

    def action_earlier(self) -> None:
        """Back among the articles that were opened."""
        self._travel(self._before, self._after, "Nothing to go back to")

    def action_later(self) -> None:
        """Forward among the articles that were opened."""
        self._travel(self._after, self._before, "Nothing to go forward to")

    def _travel(self, source: list[int], target: list[int], otherwise: str) -> None:
        if not source or self.state.open_article is None:
            self.view.tell(otherwise)
            return
        target.append(self.state.open_article.id)
        self.read_article(source.pop(), is_travel=True)


def _open(session: Session, id_: int) -> OpenedArticle | None:
    article = session.library.articles.get(id_)
    if article is None:
        return None
    from reader.tui.article.document import ArticleDocument  # late: with the parser of Markdown

    content = session.library.articles.content(id_)
    return OpenedArticle(
        article,
        ArticleDocument(article, content),
        highlights.of(session, id_, content),
        session.library.marks.place(id_),
        session.library.articles.edited(id_),
    )
