"""Marks: read, bookmarks, tags, removal, and undo, for one article or for all that are selected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.config.keys import shown
from reader.core import lists
from reader.store.user_state.undo_words import taken_back
from reader.text.clean import counted
from reader.tui import toast
from reader.tui.front.targets import Targets, with_targets
from reader.tui.front.view import NO_ARTICLE, UNDO, FrontPart, Signal, background, untargeted
from reader.tui.wording import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.front.list import ListPart
    from reader.tui.front.related import RelatedPart
    from reader.tui.front.state import Listing
    from reader.tui.front.targets import TargetsPart
    from reader.tui.widgets.section_list import Section

    Change = Callable[[Session, Sequence[int]], int]


class Toggle(NamedTuple):
    """A mark that one key sets and takes off: whether an article has it, and the two changes."""

    of: Callable[[Article], bool]
    on: Change
    off: Change


READ = Toggle(
    lambda article: article.read,
    lambda session, ids: session.library.marks.read(ids, session.now()),
    lambda session, ids: session.library.marks.unread(ids, session.now()),
)
BOOKMARK = Toggle(
    lambda article: article.bookmarked,
    lambda session, ids: session.library.marks.bookmark(ids, session.now()),
    lambda session, ids: session.library.marks.unbookmark(ids, session.now()),
)
MUTE = Toggle(
    lambda article: article.muted,
    lambda session, ids: session.library.marks.mute(ids, session.now()),
    lambda session, ids: session.library.marks.unmute(ids, session.now()),
)


class MarksPart(FrontPart):
    """The changes that a reader makes to articles. Each change is one step of undo, and the rows show it in place.

    Signals: `stepped` once a change was undone or done again, `changed` after that and after each change, `bookmarked`
    with the articles that got a bookmark; `left` once the article that is read is in no list any more, `lost` once
    the open one is not in the library.
    """

    targets: TargetsPart
    listing: ListPart
    related: RelatedPart

    def __post_init__(self) -> None:
        self.stepped: Signal[[]] = Signal()
        self.changed: Signal[[]] = Signal()
        self.bookmarked: Signal[[Sequence[int]]] = Signal()
        self.left: Signal[[]] = Signal()
        self.lost: Signal[[]] = Signal()
        self._taken: tuple[Listing, Sequence[int]] | None = None
        self._unsaid: set[int] = set()
        self._others: int | None = None
        self._others_amid: int | None = None

    # Read, bookmarks, tags

    @with_targets(group="marks")
    async def action_toggle_read(self, targets: Targets) -> None:
        """Read; where all are read, unread again."""
        changed, is_read = await self._toggle(targets.ids, READ)
        if is_read:
            self._say(targets, "Marked as read:", "{} marked as read", changed)
        else:
            self._say(targets, "Marked as unread:", "{} marked as unread", changed)
            if targets.one is not None:
                self.state.stays_unread = targets.one.id

    @background(group="marks")
    async def mark_read(self, article: Article) -> None:
        """Mark an article read, without a word: it is not what a message that is shown offers to undo."""

        def work(session: Session, wanted: Sequence[int]) -> int:
            before = session.library.undo.last()
            changed = READ.on(session, wanted)
            self._unsaid.update({session.library.undo.last()} - {before})
            return changed

        await self._change([article.id], work)

    def action_mark_all_read(self) -> None:
        """All that is selected, else all that is shown, read; in the sections all of the one under the cursor. With
        `confirm.mark_all` it asks first."""
        selected = self.targets.selected()
        listing, current = self.state.listing, self.view.sections.current
        if selected is not None:
            self._mark_selected_read(selected.ids)
        elif self.state.at == "sections" and current and current.key != listing.section.key:
            self._mark_section_read(current)
        elif listing.is_search:
            self._mark_found_read(listing)
        elif listing.ids and self.app.settings.confirm_mark_all:
            self._mark_section_read(listing.section, listing.ids)
        elif listing.ids:
            self._mark_all_read(listing.ids, _read_with_copies)
        else:
            self.view.tell("Nothing is listed here")

    def action_mark_below_read(self) -> None:
        """The cursor's row and all below it, read."""
        self._mark_from_cursor(slice(self.view.rows.cursor, None), "this and all below")

    def action_mark_above_read(self) -> None:
        """The cursor's row and all above it, read."""
        self._mark_from_cursor(slice(0, self.view.rows.cursor + 1), "this and all above")

    def _mark_from_cursor(self, places: slice, named: str) -> None:
        ids = self.state.listing.ids[places]
        if ids:
            self._mark_asked(ids, f"Mark {named} as read?")
        else:
            self.view.tell(NO_ARTICLE)

    def _mark_selected_read(self, ids: Sequence[int]) -> None:
        if ids:
            self._mark_all_read(ids, READ.on, "The selected articles are already read")
        else:
            self.view.tell(NO_ARTICLE)

    @background(group="marks")
    async def _mark_all_read(
        self, ids: Sequence[int], change: Change, otherwise: str = "Everything here is already read"
    ) -> None:
        rows = 0

        def work(session: Session, wanted: Sequence[int]) -> int:
            nonlocal rows
            rows = len(set(session.library.queries.ids(lists.UNREAD, sort="date")).intersection(wanted))
            return change(session, wanted)

        changed = await self._change(ids, work)
        if changed > rows:
            copies = counted(changed - rows, "copy")
            self._tell(f"{counted(rows, 'article')} and {copies} marked as read", changed)
        elif changed:
            self._tell("{} marked as read", changed)
        else:
            self.view.tell(otherwise)

    @background(group="dialog")
    async def _mark_found_read(self, listing: Listing) -> None:
        """Mark all that a search finds, which can be more than it lists, and what it has listed since it was opened."""
        asked = partial(lists.found, source=listing.source, is_typed=bool(listing.begins))
        found = await self.app.library.ask(asked, "find")
        self._mark_section_read(listing.section, [*dict.fromkeys([*listing.ids, *found])])

    @background(group="dialog")
    async def _mark_section_read(self, section: Section, ids: Sequence[int] | None = None) -> None:
        """Mark all articles of a section read; `ids` where they are listed already."""
        if ids is None:
            ids = await self.listing.ids_of(section)
        if not ids:
            self.view.tell(f"No unread articles in {section.title}")
            return
        what = "found" if section.key == "search" else f"in {section.title}"
        self._mark_asked(ids, f"Mark everything {what} as read?")

    @background(group="dialog")
    async def _mark_asked(self, ids: Sequence[int], question: str) -> None:
        """Mark articles read; with `confirm.mark_all` ask the question first."""
        if self.app.settings.confirm_mark_all:
            from reader.tui.dialogs.confirm import AskScreen

            if not await self.app.push_screen_wait(AskScreen(question, counted(len(ids), "article"))):
                return
        self._mark_all_read(ids, _read_with_copies)

    @with_targets(group="marks")
    async def action_bookmark(self, targets: Targets) -> None:
        """Bookmark; where all are bookmarked, not any more."""
        changed, is_bookmarked = await self._toggle(targets.ids, BOOKMARK)
        if is_bookmarked:
            self._say(targets, "Bookmarked", "{} bookmarked", changed)
            self.bookmarked(targets.ids)
        else:
            self._say(targets, "Bookmark removed:", "Bookmark removed from {}", changed)

    @with_targets(group="dialog")
    async def action_tags(self, targets: Targets) -> None:
        """Change the tags."""
        from reader.tui.dialogs.tags import TagsScreen

        articles = await self.targets.articles(targets)
        known = await self.app.library.ask(lambda session: session.library.tags.all())
        change = await self.app.push_screen_wait(TagsScreen(articles, known))
        if change is not None:
            self._retag(targets.ids, *change)

    @background(group="marks")
    async def _retag(self, ids: Sequence[int], add: Sequence[str], drop: Sequence[str]) -> None:
        def work(session: Session, wanted: Sequence[int]) -> int:
            session.library.articles.present(wanted)
            return session.library.tags.change(wanted, add, drop, session.now())

        if changed := await self._change(ids, work):
            parts = [f"Tagged {_named(add)}"] if add else []
            parts += [f"{'removed' if add else 'Removed'} {_named(drop)}"] if drop else []
            of = f" ({counted(changed, 'article')})" if len(ids) > 1 else ""
            self._tell(f"{', '.join(parts)}{of}", changed)

    async def _toggle(self, ids: Sequence[int], toggle: Toggle) -> tuple[int, bool]:
        """Set a mark; where all have it, take it off. Returns how many changed, and whether it was set.

        Where the mark is written it is asked for as well: the change of the key before may still be on its way.
        """
        is_set = True

        def work(session: Session, wanted: Sequence[int]) -> int:
            nonlocal is_set
            articles = session.library.articles.present(wanted)
            is_set = any(not toggle.of(article) for article in articles)
            return (toggle.on if is_set else toggle.off)(session, wanted)

        return await self._change(ids, work), is_set

    async def _change(self, ids: Sequence[int], change: Change) -> int:
        """Change articles and show it in their rows. Returns how many changed."""
        known = {*self.view.rows.cache.cached_ids(), *self._beside()}
        seen = [id_ for id_ in ids if id_ in known]

        def work(session: Session) -> tuple[int, list[Article]]:
            changed = change(session, ids)
            return changed, session.library.articles.many(seen)

        changed, articles = await self.app.library.ask(work, "write")
        self._redraw(articles)
        self.view.recount()
        self.changed()
        return changed

    def _beside(self) -> list[int]:
        """The articles on the screen besides the list's, and related ones that were taken out."""
        open_article = self.state.open_article
        return [*([open_article.id] if open_article else []), *self.related.rows.ids]

    def _say(self, targets: Targets, one: str, several: str, changed: int) -> None:
        """Tell of a change of one article, which is named, or of a selection."""
        if targets.one is None:
            self._tell(several, changed)
        else:
            ending = f" · {UNDO}" if changed else ""
            self.view.tell(toast.with_title(one, bare(targets.one.title), ending, self.view.width))

    def _tell(self, say: str, changed: int) -> None:
        """Tell of a change; one that changed nothing can not be undone."""
        said = say.replace("{}", counted(changed, "article"))
        self.view.tell(f"{said} · {UNDO}" if changed else said)

    def _redraw(self, articles: Sequence[Article]) -> None:
        self.related.update(articles)
        for article in articles:
            self.view.rows.update(article)
            if self.state.is_open(article.id):
                self.state.open_article = article
                self.view.article.put_marks(article)
        self.view.head()

    # Removal

    @with_targets(group="marks")
    async def action_mute(self, targets: Targets) -> None:
        """Mute, which takes out of the list; where all are muted, not any more."""
        changed, is_muted = await self._toggle(targets.ids, MUTE)
        if is_muted:
            self._say(targets, "Muted", "{} muted", changed)
            self.targets.end()
            self._gone(targets.ids)
        else:
            self._say(targets, "Unmuted", "{} unmuted", changed)

    def action_remove(self) -> None:
        """Remove from the library; what was selected is selected no longer."""
        if (targets := self.targets.targets()) is not None:
            self.targets.end()
            self._remove(targets)
        else:
            self.view.tell(untargeted(self))

    @background(group="marks")
    async def _remove(self, targets: Targets) -> None:
        gone = targets.ids

        def work(session: Session) -> None:
            session.library.articles.present(gone)
            session.library.marks.remove(gone, session.now())

        await self.app.library.ask(work, "write")
        self._gone(gone)
        self._say(targets, "Removed", "{} removed from the library", len(gone))
        self.view.recount()
        self.changed()

    def _gone(self, ids: Sequence[int]) -> None:
        """These are in no list any more, nor open, nor beside what is."""
        if self.state.is_reading and any(map(self.state.is_open, ids)):
            self.left()
        self.related.take_out(ids)
        self._taken = self.state.listing, ids
        self.listing.remove(ids)

    # Undo

    def action_undo(self) -> None:
        """Undoes the last change; while a message offers to undo one, that one."""
        unsaid = self._unsaid if self.app.offers_undo else ()
        self._step(
            lambda session: session.library.undo.undo(1, session.now(), but=unsaid),
            taken_back,
            "Nothing to undo",
            "redo",
        )

    def action_redo(self) -> None:
        """Redoes the change undone last."""
        self._step(
            lambda session: session.library.undo.redo(1, session.now()),
            "redone: {}".format,
            "Nothing to redo",
        )

    @background(group="marks")
    async def _step(
        self,
        step: Callable[[Session], list[str]],
        said: Callable[[str], str],
        nothing: str,
        opposite: str = "",
    ) -> None:
        words = await self.app.library.ask(step, "write")
        if not words:
            self.view.tell(nothing)
            return
        done = said(bare(words[0]))
        keys = self.app.dispatcher.bindings.keys(opposite, "front")[:1]
        ending = "".join(f" · {shown(key)} to {opposite}" for key in keys)
        self.view.tell(toast.with_ending(f"{done[:1].upper()}{done[1:]}", ending, self.view.width))
        await self._look_again()

    @background(group="others", exclusive=True)
    async def look_for_others(self) -> None:
        """Show what other processes have changed since the last look. The worker is one of them and tells what it brings:
        while it works, only the marks of the rows in view are looked at, and all else once it rests."""
        number = await self.app.library.ask(lambda session: session.library.others_changes(), "write")
        amid, self._others_amid = self._others_amid, number
        if self.app.worker.is_busy:
            self._others = number if self._others is None else self._others
            if amid not in (None, number):
                await self._look_at_marks()
            return
        before, self._others = self._others, number
        if before not in (None, number):
            await self._look_again()
            self.changed()

    async def _look_at_marks(self) -> None:
        """Read anew the marks of the articles in view. An open one whose text is to come is left to who waits for that."""
        ids = [*dict.fromkeys([*self.view.rows.in_view(), *self._beside()])]
        articles = await self.app.library.ask(lambda session: session.library.articles.many(ids))
        before = self.state.open_article
        awaited = before.id if before is not None and before.text_state == "pending" else None
        self._redraw([article for article in articles if article.id != awaited])

    async def _look_again(self) -> None:
        """Read anew what is on the screen."""
        ids = self.view.rows.cache.cached_ids()
        beside = self._beside()
        articles = await self.app.library.ask(
            lambda session: session.library.articles.many([*dict.fromkeys([*ids, *beside])])
        )
        self._redraw(articles)
        open_article = self.state.open_article
        if open_article is not None and all(article.id != open_article.id for article in articles):
            if self.state.is_reading:
                self.left()
                self.view.tell(f"This article was removed elsewhere · {UNDO}")
            self.lost()
        self.related.put_back(articles)
        is_search = self.state.listing.is_search
        listed = {article.id for article in articles if is_search or not article.muted}
        if gone := [id_ for id_ in ids if id_ not in listed]:
            self.listing.remove(gone)
        await self._put_back()
        self.stepped()
        await self.listing.refill(is_news=False)
        self.view.recount()
        self.changed()

    async def _put_back(self) -> None:
        """Lists again what was taken out of this list last and is there now, read or not."""
        if self._taken is None:
            return
        (before, taken), now = self._taken, self.state.listing
        if (before.section, before.source) != (now.section, now.source):
            return
        found = await self.app.library.ask(lambda session: session.library.articles.many(taken))
        back = [one.id for one in found if not one.muted and one.id not in now.ids]
        if back and self.state.listing is now:
            self.listing.put_back(back, before.ids)


def _named(tags: Sequence[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def _read_with_copies(session: Session, ids: Sequence[int]) -> int:
    own = set(ids)
    copies = [id_ for id_ in lists.with_copies(session, ids) if id_ not in own]
    return session.library.marks.read(ids, session.now(), also=copies)
