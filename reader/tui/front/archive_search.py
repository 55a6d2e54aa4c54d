"""The shared archive under a search's own results: a section that fills while one types."""

from __future__ import annotations

import asyncio
from functools import partial, partialmethod
from typing import TYPE_CHECKING

from textual.actions import SkipAction

from reader.config.keys import shown
from reader.errors import ArchiveSlow, BroadsheetError, QueryError
from reader.frozen import replace
from reader.text.clean import capital
from reader.tui.front.list import found_rows
from reader.tui.front.view import FrontPart, background
from reader.tui.wording import ORDERS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.archive.protocol import Archive, Place
    from reader.core.archive.beside import Beside
    from reader.model import Article
    from reader.tui.archive_client import ArchiveClient
    from reader.tui.widgets.archive_section import ArchiveSection
    from reader.tui.widgets.article_list import ArticleList

TYPED_S = 0.15
"""Seconds without a key after which the archive is asked while somebody types."""


class ArchiveSearchPart(FrontPart):
    """The section, where the config file names an archive. `found` is what it shows."""

    archive: ArchiveClient

    def __post_init__(self) -> None:
        self._section: ArchiveSection | None = None
        self._asked = ("", False)
        self._followed = ""
        self.found: Beside | None = None

    # What is asked

    @background(group="archive-open", exclusive=True)
    async def begin(self) -> None:
        """A search begins: find out whether there is an archive, and connect, so that the first letters need not wait."""
        try:
            if not await self.archive.look():
                return
            if self._asked[0]:
                self._find(*self._asked)
            elif not self.archive.rests:
                await self.archive.ask(_connect)
        except BroadsheetError as error:
            self._silence(error)

    def follow(self) -> None:
        """Below a saved search that also asks the archive stands what the archive has, newest first."""
        counts, listing = self.state.counts, self.state.listing
        number = None if counts is None or listing.is_search else listing.section.saved_id
        searches = counts.searches if counts is not None and number is not None else ()
        query = next((saved.query for saved in searches if saved.id == number and saved.archive), "")
        if query != self._followed:
            if self._followed:
                self.close()
            self._followed = query
            if query:
                self._asked = query, True
                self._open_below(query)

    @background(group="archive-open", exclusive=True)
    async def _open_below(self, query: str) -> None:
        try:
            if await self.archive.look():
                self._find(query, is_ranked=True, is_below=True)
        except BroadsheetError as error:
            self._silence(error, is_typing=False)

    def find(self, text: str) -> None:
        """Search for another query: newest first, once no key has been pressed for a moment; where nobody is typing, the
        best first."""
        self._ask(text, is_ranked=self.view.focused is not self.view.bar.field)

    def submitted(self) -> None:
        """The query is typed to the end: search for the best, unless they are there or on their way."""
        if self._asked != (text := self.view.bar.field.value, True):
            self._ask(text, is_ranked=True)

    def _ask(self, text: str, *, is_ranked: bool) -> None:
        self._asked = text, is_ranked
        if self.archive.is_set:
            self._find(text, is_ranked)

    def action_refresh(self) -> None:
        """In the archive's results, and in the own ones where it was silent: ask it again."""
        is_silent = self.view.focused is self.view.rows and self._asked[0] and self.found is None
        if not (self.archive.is_set and (self.has_keys or is_silent)):
            raise SkipAction
        self._ask(self._asked[0], is_ranked=True)

    @background(group="archive", exclusive=True)
    async def _find(self, text: str, is_ranked: bool, *, is_below: bool = False) -> None:
        if not text.strip():
            self._hide()
            return
        from reader.core.archive import beside

        self._shown().wait(is_said=is_ranked)
        if not is_ranked or is_below:
            await asyncio.sleep(TYPED_S)
            if self.archive.rests:
                return
        try:
            deadline = beside.ENTERED_S if is_ranked else beside.TYPED_S
            ask = partial(self._answered, text, is_ranked=is_ranked and not is_below, deadline=deadline)
            found = await ask(is_typed=not is_ranked)
            if is_ranked and not (is_below or found.found or found.kept):
                found = await ask(is_typed=True)  # what begins so stays where the word itself finds nothing
            self._put(found)
            if is_ranked and self.view.focused is self.view.bar.field and not self.view.rows.count:
                self.enter(0)  # Enter goes to the results, and there are no others
        except QueryError:
            self._hide()  # what is wrong with it is said below the field
        except BroadsheetError as error:
            self._silence(error, is_typing=not is_ranked)

    async def _answered(self, text: str, *, is_ranked: bool, deadline: float, is_typed: bool) -> Beside:
        from reader.core.archive import beside

        library, now = self.app.library, self.app.now()

        async def known(addresses: Sequence[str]) -> Collection[str]:
            return await library.ask(partial(beside.known, addresses=addresses))

        return await self.archive.ask(
            lambda archive: beside.find(
                archive, text, now, known, is_ranked=is_ranked, deadline=deadline, is_typed=is_typed
            )
        )

    # What is shown

    def _shown(self) -> ArchiveSection:
        if self._section is None:
            self._section = self.view.add_archive()
        return self._section

    def _put(self, found: Beside) -> None:
        self.found = found
        order = ORDERS[found.order] if len(found.found) > 1 else ""
        if not found.found:
            self._give_up_keys()
        self._shown().put(found_rows(found.found, found.tree), self.app.now(), order, told(found))
        self.view.foot()

    def show_marks(self, place: Place, article: Article) -> None:
        """Show whether the article here is read, and bookmarked."""
        if (found := self.found) is None or place not in found.places:
            return
        index = found.places.index(place)
        row = found.found[index]
        row = replace(row, article=replace(row.article, read=article.read, bookmarked=article.bookmarked))
        self._put(replace(found, found=(*found.found[:index], row, *found.found[index + 1 :])))

    def drop(self, place: Place) -> None:
        """Show the article here no longer: it is in the library by now."""
        if (found := self.found) is None or place not in found.places:
            return
        at = found.places.index(place)
        self._put(
            replace(
                found,
                found=found.found[:at] + found.found[at + 1 :],
                places=found.places[:at] + found.places[at + 1 :],
                kept=None if found.kept is None else found.kept + 1,
            )
        )

    def _silence(self, error: BroadsheetError, *, is_typing: bool = True) -> None:
        """Say in the section why nothing comes from the archive."""
        self.found = None
        self._give_up_keys()
        keys = self.app.dispatcher.bindings.keys("refresh", "list")
        step = f"{shown(keys[0])} asks again" if keys else ""
        if is_typing:
            step = "Enter waits longer" if isinstance(error, ArchiveSlow) else "Enter asks again"
        said = (capital(error.message), step, error.hint)
        self._shown().silence(self.app.now(), [part for part in said if part])

    def _hide(self) -> None:
        self.found = None
        if self._section is not None:
            self._give_up_keys()
            self._section.close()

    def _give_up_keys(self) -> None:
        """The rows go: keys that were in them go to the library's own."""
        if self.has_keys:
            self._enter(self.view.rows)

    def close(self) -> None:
        """The search is over."""
        self._asked, self._followed = ("", False), ""
        if self._section is not None:
            self.view.cancel("archive")
            self.view.cancel("archive-text")
            self._hide()

    def fit(self) -> None:
        """The own results are others, or the panes were laid out: share the lines."""
        if self._section is not None:
            self._section.rows.is_read = self.state.unkept is not None and self.state.unkept.index is not None
            self._section.fit()

    # Between the own results and the archive's

    @property
    def has_keys(self) -> bool:
        """True while keys are pressed in the archive's results."""
        return self._section is not None and self.view.focused is self._section.rows

    @property
    def cursor(self) -> int | None:
        """The place of the result under the cursor, while keys are pressed there."""
        return self._section.rows.cursor if self._section is not None and self.has_keys else None

    def enter(self, index: int | None = None) -> bool:
        """Put the keys into the archive's results, on one of them; False where there are none."""
        if self._section is None or not self._section.display or not self._section.rows.count:
            return False
        if index is not None:
            self._section.rows.go_to(index, tell=False)
        self._enter(self._section.rows)
        return True

    def turn(self, step: int) -> bool:
        """Go with Tab from the own results to the archive's, or back; False where that is no way from here."""
        if step > 0 and self.view.focused is self.view.rows:
            return self.enter()
        if step < 0 and self.has_keys:
            self._enter(self.view.rows)
            return True
        return False

    def _enter(self, rows: ArticleList) -> None:
        self.view.enter(rows)
        self.view.rows.refresh()

    def _step(self, way: int) -> None:
        rows = self.view.rows
        if self.view.focused is not rows and not self.has_keys:
            raise SkipAction
        if way < 0 and self.has_keys and rows.count:
            self._enter(rows)
        elif way > 0 and not self.has_keys:
            self.enter(0)

    action_move_down = partialmethod(_step, 1)
    """Below the last own result: the archive's first one."""

    action_move_up = partialmethod(_step, -1)
    """Above the archive's first result: the own ones."""


async def _connect(archive: Archive) -> None:
    from reader.core.archive import beside

    await archive.texts((), deadline=beside.ENTERED_S)


def told(found: Beside) -> str:
    """`1,000+ found`, and how many of all are in the library."""
    if found.kept:
        return f"{found.told} found · {found.kept:,} in your library"
    return f"{found.told} found" if found.told != "0" else "nothing found"
