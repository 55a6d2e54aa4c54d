"""Saving: searches under a name among the sections, with their numbers; changed, moved and taken away there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from reader.config.keys import shown
from reader.errors import BroadsheetError, QueryError
from reader.text.clean import capital
from reader.tui.front.searching import Searching

if TYPE_CHECKING:
    from reader.core import lists
    from reader.core.saved_searches import SavedSearchCounts
    from reader.core.session import Session
    from reader.store.user_state.saved_searches import SavedSearch
    from reader.tui.dialogs.saved import Form
    from reader.tui.widgets.section_list import Section

TALLY_S = 0.4
"""Seconds after the last change that the numbers of saved searches wait: they may ask the index, and nobody waits."""


class Saving(Searching):
    """Saved searches."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self._tallies: SavedSearchCounts | None = None

    @property
    def own_hints(self) -> tuple[tuple[str, str], ...]:
        """While one types a search, that it can be saved."""
        keys = self.app.dispatcher.bindings.keys("save_search", "typing")
        typing = self.focused is self.bar.field and self.bar.purpose == "search"
        return super().own_hints + (((shown(keys[0]), "save"),) if typing and keys else ())

    # What a query goes on with

    def action_search(self) -> None:
        """Search the library; feeds and tags are completed."""
        super().action_search()
        self._learn()

    @work(exclusive=True, group="learn")
    async def _learn(self) -> None:
        from reader.query.complete import Known

        tags = await self.ask(lambda session: session.library.tags.all(), "count")
        feeds = self.counts.feeds if self.counts else ()
        often = sorted(tags or (), key=lambda tag: -tag[1])
        self.bar.known = Known(
            feeds=[feed.title for feed in feeds],
            tags=list(
                dict.fromkeys([*(name for name, _ in often), *(tag for feed in feeds for tag in feed.tags)])
            ),
        )

    # Numbers

    def _put_counts(self, counts: lists.Counts) -> None:
        super()._put_counts(counts)
        if counts.searches:
            self._tally(counts)

    @work(exclusive=True, group="tally")
    async def _tally(self, counts: lists.Counts) -> None:
        """Count what the saved searches find, one by one, so that a search that is typed comes in between."""
        await asyncio.sleep(TALLY_S)
        if self._tallies is None:
            from reader.core.saved_searches import SavedSearchCounts

            self._tallies = SavedSearchCounts()
        tallies = self._tallies
        for saved in counts.searches:
            try:
                self.hits[saved.id] = await self.app.desk.ask(tallies.of(saved), "find")
            except BroadsheetError:
                continue  # the index cannot be read: who searches is told
        self.put_sections()

    # Saving

    @work(group="dialog")
    async def action_save_search(self) -> None:
        """Ask for a name, and keep the search among the sections."""
        from reader.tui.dialogs.saved import Form

        source = self.bar.field.value if self.focused is self.bar.field else self.listing.source
        if not self.listing.is_search or not source.strip():
            self.tell("Search first: / finds, s then saves it")
            return
        form = await self._form("Save this search", Form("", source), None)
        if form is not None:
            self.tell(f"Saved: {form.name} is among the sections")

    @work(group="dialog")
    async def edit_search(self, saved: SavedSearch) -> None:
        """Change name, query, and what it does."""
        from reader.core import saved_searches
        from reader.tui.dialogs.saved import Form

        does = await self.ask(
            lambda session: [rule.does for rule in saved_searches.rule_actions(session, saved).values()]
        )
        if does is None:
            return
        before = Form(saved.name, saved.query, " ".join(does))
        form = await self._form(saved.name, before, saved.id)
        if form is not None and form != before:
            await self._shown_anew(saved.id)

    async def _form(self, heading: str, form: Form, number: int | None) -> Form | None:
        from reader.tui.dialogs.saved import SavedScreen

        async def keep(form: Form) -> str | None:
            try:
                await self.app.desk.ask(lambda session: _settle(session, number, form), "write")
            except QueryError as error:
                return f"The query: {error}" + (f": {error.hint}" if error.hint else "")
            except BroadsheetError as error:
                return f"{error}. {capital(error.hint)}".rstrip(". ")
            return None

        done = await self.app.push_screen_wait(SavedScreen(heading, form, keep))
        if done is not None:
            self.recount()
        return done

    async def _shown_anew(self, number: int) -> None:
        """The list of that search, if it is the one that is shown, as it is now."""
        await self.recount().wait()
        section = next((one for one in self.sections.sections if one.saved_id == number), None)
        if section is not None and self.listing.section.saved_id == number:
            self.show_section(section)

    # In the sections

    def search_under_cursor(self) -> SavedSearch | None:
        """The saved search that a key in the sections means."""
        if self.at != "sections" or self.counts is None:
            return None
        section = self.sections.current
        return next((one for one in self.counts.searches if section and one.id == section.saved_id), None)

    @work(group="marks")
    async def remove_search(self, saved: SavedSearch) -> None:
        """Take it away."""
        await self.ask(lambda session: session.library.saved.remove(saved.id, session.now()), lane="write")
        self.tell(f"Removed the search {saved.name} · u brings it back")
        if self.listing.section.saved_id == saved.id:
            self.show_section(self.unread)
        self.recount()

    def action_search_down(self) -> None:
        """The saved search one place down."""
        self._move(1)

    def action_search_up(self) -> None:
        """The saved search one place up."""
        self._move(-1)

    @work(group="marks")
    async def _move(self, step: int) -> None:
        saved = self.search_under_cursor()
        if saved is None or self.counts is None:
            self.tell("Put the cursor on a saved search first")
            return
        place = [one.id for one in self.counts.searches].index(saved.id) + 1 + step
        if 1 <= place <= len(self.counts.searches):
            await self.ask(
                lambda session: session.library.saved.move(saved.id, place, session.now()), lane="write"
            )
            await self.recount().wait()


def _settle(session: Session, number: int | None, form: Form) -> None:
    from reader.core import saved_searches

    does = [saved_searches.rule_action(word) for word in form.does.split()]
    saved_searches.settle(session, number, form.name, form.query, does)
