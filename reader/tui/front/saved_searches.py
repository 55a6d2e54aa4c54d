"""Saved searches among the sections: kept from a search, counted, changed, moved and taken away there; and the rules."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial, partialmethod
from typing import TYPE_CHECKING

from reader.config.keys import shown
from reader.errors import BroadsheetError, QueryError
from reader.text.clean import counted, line, told
from reader.tui.front.state import UNREAD
from reader.tui.front.view import UNDO, FrontPart, Signal, background, with_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core import lists
    from reader.core.session import Session
    from reader.store.user_state.rules import Rule
    from reader.store.user_state.saved_searches import SavedSearch
    from reader.tui.dialogs.saved import Form
    from reader.tui.front.list import ListPart
    from reader.tui.front.sections import SectionsPart
    from reader.tui.widgets.foot_line import Hints

TALLY_S = 0.4
"""Seconds after the last change that the numbers of saved searches wait: they may ask the index, and nobody waits."""

SEEN_S = 1.0
"""Seconds that a saved search is listed before it counts as opened: a cursor that moves on opens nothing."""

NAME_LENGTH = 100
"""Characters of a query that is offered as the name of its search."""

_NOTIFY = "notify"
"""The word for notifications among those of what a saved search does."""

_ARCHIVE = "archive"
"""The word that lets it ask the shared archive, too."""


class SavedSearchesPart(FrontPart):
    """The actions on saved searches and rules.

    Signal: `applied` once a rule was applied to articles that are there.
    """

    sections: SectionsPart
    listing: ListPart

    def __post_init__(self) -> None:
        self.applied: Signal[[]] = Signal()

    def hints(self) -> Hints:
        """While one types a search, that it can be saved."""
        keys = self.app.dispatcher.bindings.keys("save_search", "typing")
        is_typing = self.view.bar.has_keys and self.view.bar.purpose == "search"
        return ((shown(keys[0]), "save"),) if is_typing and keys else ()

    @background(group="tally", exclusive=True)
    async def count(self, counts: lists.Counts) -> None:
        """Count what the saved searches find, one by one, so that a search that is typed comes in between."""
        if not counts.searches:
            return
        await asyncio.sleep(TALLY_S)
        from reader.core.saved_searches import unread_count

        for saved in counts.searches:
            try:
                hits = await self.app.library.ask(partial(unread_count, saved=saved), "find")
            except BroadsheetError:
                continue  # the index cannot be read: searching says so
            self.sections.hits[saved.id] = hits
        self.sections.put()
        self.listing.titled()  # of one of them: the list has the same number

    def see(self, _: lists.Counts | None = None) -> None:
        """A search that is listed loses the mark that it found new articles."""
        if self._fresh_listed() is not None:
            self._seen()

    @background(group="seen", exclusive=True)
    async def _seen(self) -> None:
        await asyncio.sleep(SEEN_S)
        if (number := self._fresh_listed()) is not None:
            await self.app.library.ask(lambda session: session.library.saved.seen(number), "write")
            await self.sections.count()

    def _fresh_listed(self) -> int | None:
        """The number of the search that is listed, if it has the mark."""
        counts, listing = self.state.counts, self.state.listing
        if counts is None or listing.is_search:
            return None
        fresh = (saved.id for saved in counts.searches if saved.is_fresh)
        return next((number for number in fresh if number == listing.section.saved_id), None)

    # Saving

    def action_save_search(self) -> None:
        """Ask for a name, and keep the search among the sections."""
        bar, listing = self.view.bar, self.state.listing
        is_typing = bar.has_keys and bar.purpose == "search"
        if self.view.find_bar.has_keys or (bar.has_keys and not is_typing):
            self.view.tell("Only a search of the library can be saved")
        elif source := (
            bar.field.value if is_typing else listing.source if listing.is_search else ""
        ).strip():
            self._save(source)
        elif is_typing:
            self.view.tell("Type a search first, then save it")
        else:
            self.view.tell("No search to save. Press / to search, then s to save it.")

    @background(group="dialog")
    async def _save(self, source: str) -> None:
        from reader.core.saved_searches import KeptQuery, as_seen
        from reader.tui.dialogs.saved import Form

        seen = KeptQuery(source)
        with suppress(BroadsheetError):  # a mistake in the query is told by the dialog
            seen = await self.app.library.ask(partial(as_seen, source=source), "find")
        before = Form(line(seen.query, NAME_LENGTH), seen.query)
        form = await self._form("Save this search", before, None, corrected=seen.corrected)
        if form is not None:
            self.view.tell(f"Saved “{form.name}” to the sidebar · {UNDO}")

    async def _form(self, heading: str, form: Form, id_: int | None, *, corrected: str = "") -> Form | None:
        """Asks for name, query and rules until they can be kept, or the person gives up; what is wrong is said in the
        dialog, and which words of the query were `corrected`."""
        done = await self._asked(heading, form, partial(_settle, id_), corrected=corrected)
        if done is not None:
            self.view.recount()
        return done

    async def _asked(
        self,
        heading: str,
        form: Form,
        settle: Callable[[Form, Session], None],
        *,
        has_name: bool = True,
        corrected: str = "",
    ) -> Form | None:
        from reader.core import names
        from reader.tui.dialogs.saved import SavedScreen

        async def found(source: str) -> str:
            said = await self._found(source)
            return f"It has {corrected}. {said}" if corrected and source == form.query else said

        keys = self.app.dispatcher.bindings.keys("help", "typing")
        screen = SavedScreen(
            heading,
            form,
            partial(self._kept, settle),
            has_name=has_name,
            known=await self.app.library.ask(names.known, "count"),
            help_key=shown(keys[0]) if keys else "",
            found=found,
        )
        return await self.app.push_screen_wait(screen)

    async def _found(self, source: str) -> str:
        """Says how many articles a query matches now; "" for none yet, and for one with a mistake, which is told on
        Enter."""
        from reader.core import search

        if not source.strip():
            return ""
        try:
            number = await self.app.library.ask(partial(search.count, source=source), "find")
        except QueryError:
            return ""
        return f"Matches {counted(number, 'article')} now"

    # Rules

    @background(group="dialog")
    async def action_rules(self) -> None:
        """Show the rules; what is done with one is seen at once."""
        from reader.tui.dialogs.rules import RulesScreen

        at: int | None = None
        while True:
            rules = await self.app.library.ask(lambda session: session.library.rules.all())
            decision = await self.app.push_screen_wait(RulesScreen(rules, at))
            if decision is None:
                return
            rule, at = decision.rule, decision.rule.id if decision.rule else None
            if decision.what == "edit":
                at = await self._edit_rule(rule)
            elif rule is not None:
                is_removal = decision.what == "remove"
                await self.app.library.ask(
                    partial(_remove_rule if is_removal else _switch_rule, rule), "write"
                )
                self.view.tell(
                    f"Rule {'removed' if is_removal else 'off' if rule.enabled else 'on'} · u to undo"
                )

    async def _edit_rule(self, rule: Rule | None) -> int | None:
        """Ask for query and action of a rule, None for a new one, until it can be kept; the rule that the cursor is for."""
        from reader.core import saved_searches
        from reader.tui.dialogs.saved import Form

        if rule is not None and rule.saved is not None:
            self.view.tell(
                f"This rule belongs to the saved search “{rule.saved}”; edit it with E in the sidebar"
            )
            return rule.id

        def settle(form: Form, session: Session) -> None:
            does = [saved_searches.rule_action(word) for word in form.does.split()]
            saved_searches.settle_rule(session, rule.id if rule else None, form.query, does)

        before = Form("", rule.query, rule.does) if rule else Form("", self.state.listing.source)
        heading = "Edit this rule" if rule else "New rule"
        done = await self._asked(heading, before, settle, has_name=False)
        if done is not None and done != before:
            self.view.tell("Rule saved · u to undo")
            await self._offer(done)
        return rule.id if rule else None

    async def _offer(self, form: Form) -> None:
        """Ask whether what a new rule does is to be done to the articles that are there, too."""
        from reader.core import saved_searches, search
        from reader.tui.dialogs.confirm import AskScreen

        ids = await self.app.library.ask(partial(search.matching, source=form.query), "find")
        number = counted(len(ids), "article")
        ask = AskScreen(f"Apply the rule to the {number} it matches now?", f"{form.does}: {form.query}")
        if not ids or not await self.app.push_screen_wait(ask):
            return
        does = [saved_searches.rule_action(word) for word in form.does.split()]
        await self.app.library.ask(partial(saved_searches.apply, ids=ids, does=does), "write")
        if any(each.action == "mute" for each in does):
            self.listing.remove(ids)
        self.listing.fetch_rows(self.view.rows.in_view())
        self.view.tell(f"Applied to {number} · u to undo")
        self.view.recount()
        self.applied()

    async def _kept(self, settle: Callable[[Form, Session], None], form: Form) -> str | None:
        """Keep a form; says what is wrong where that cannot be."""
        try:
            await self.app.library.ask(partial(settle, form), "write")
        except QueryError as error:
            from reader.query.tokens import place

            return told(f"the query: {error} ({place(error)})", error.hint)
        except BroadsheetError as error:
            return told(str(error), error.hint)
        return None

    async def _show_again(self, id_: int) -> None:
        """List the search as it is now, if it is the one that is listed."""
        await self.sections.count()
        section = next((one for one in self.view.sections.sections if one.saved_id == id_), None)
        if section is not None and self.state.listing.section.saved_id == id_:
            self.listing.show_section(section)

    # In the sections

    def under_cursor(self) -> SavedSearch | None:
        """The saved search that a key in the sections means."""
        counts, section = self.state.counts, self.view.sections.current
        if self.state.at != "sections" or counts is None or section is None:
            return None
        return next((one for one in counts.searches if one.id == section.saved_id), None)

    @with_found(under_cursor, group="dialog", skips=True)
    async def action_edit_feed(self, saved: SavedSearch) -> None:
        """Change name and query of the search under the cursor, and what it does; feeds are the sections' own."""
        from reader.core import saved_searches
        from reader.tui.dialogs.saved import Form

        does = await self.app.library.ask(
            lambda session: [rule.does for rule in saved_searches.rule_actions(session, saved).values()]
        )
        before = Form(
            saved.name,
            saved.query,
            " ".join([*does, *[_NOTIFY][: int(saved.notify)], *[_ARCHIVE][: int(saved.archive)]]),
        )
        form = await self._form(saved.name, before, saved.id)
        if form is not None and form != before:
            self.view.tell(f"Saved “{form.name}” · {UNDO}")
            await self._show_again(saved.id)

    @with_found(under_cursor, group="marks", skips=True)
    async def action_remove(self, saved: SavedSearch) -> None:
        """Take the search under the cursor away."""
        await self.app.library.ask(
            lambda session: session.library.saved.remove(saved.id, session.now()), "write"
        )
        self.view.tell(f"Removed the search “{saved.name}” · u to undo")
        if self.state.listing.section.saved_id == saved.id:
            self.listing.show_section(UNREAD)
        self.view.recount()

    @background(group="marks")
    async def _move(self, step: int) -> None:
        saved, counts = self.under_cursor(), self.state.counts
        if saved is None or counts is None:
            self.view.tell("Select a saved search first")
            return
        place = [one.id for one in counts.searches].index(saved.id) + 1 + step
        if 1 <= place <= len(counts.searches):
            await self.app.library.ask(
                lambda session: session.library.saved.move(saved.id, place, session.now()), "write"
            )
            self.view.tell(f"Moved “{saved.name}” to place {place} · {UNDO}")
            await self.sections.count()
        else:
            self.view.tell(f"“{saved.name}” is the {'last' if step > 0 else 'first'} saved search")

    action_search_down = partialmethod(_move, 1)
    """The saved search one place down."""

    action_search_up = partialmethod(_move, -1)
    """The saved search one place up."""


def _remove_rule(rule: Rule, session: Session) -> None:
    session.library.rules.remove(rule.id, session.now())


def _switch_rule(rule: Rule, session: Session) -> None:
    session.library.rules.switch(rule.id, session.now(), on=not rule.enabled)


def _settle(id_: int | None, form: Form, session: Session) -> None:
    from reader.core import saved_searches

    words = form.does.split()
    does = [saved_searches.rule_action(word) for word in words if word not in (_NOTIFY, _ARCHIVE)]
    saved_searches.settle(
        session, id_, form.name, form.query, does, notify=_NOTIFY in words, archive=_ARCHIVE in words
    )
