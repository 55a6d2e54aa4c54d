"""The order of a list, which it keeps, or of a search's results, which stands in the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.text.clean import capital
from reader.tui.front.list import SORTS
from reader.tui.front.view import FrontPart, background
from reader.tui.wording import ORDERS

if TYPE_CHECKING:
    from reader.query.tree import Sort
    from reader.tui.front.list import ListPart
    from reader.tui.front.searching import SearchPart
    from reader.tui.front.state import Listing

RESULT_SORTS: tuple[Sort, ...] = ("relevance", "date", "oldest", "longest")
"""The orders of a search, which its query can ask for."""


class OrderPart(FrontPart):
    """Has the order chosen in a dialog."""

    listing: ListPart
    searching: SearchPart

    @background(group="dialog")
    async def action_sort(self) -> None:
        """Choose the order of the list; that of a search stands in its query."""
        from reader.tui.dialogs.order import OrderScreen

        listing, is_search = self.state.listing, self.state.listing.is_search
        if listing.section.key == "continue" and not is_search:
            self.view.tell("Continue reading always lists the latest first")
            return
        orders = RESULT_SORTS if is_search else SORTS[: -1 if listing.is_of_one_feed else None]
        now = (listing.order or "relevance") if is_search else listing.order or listing.sort
        heading = "Order of the results (sort: in the query)" if is_search else "Order of the list"
        named = [(sort, capital(ORDERS[sort])) for sort in orders]
        chosen = await self.app.push_screen_wait(OrderScreen(heading, named, now))
        still = self.state.listing  # a refresh may have brought rows in the meantime
        if chosen is None or (still.section, still.source) != (listing.section, listing.source):
            return
        if is_search:
            self._search_again(listing, next(sort for sort in RESULT_SORTS if sort == chosen))
        elif chosen == "date" and listing.order:
            self.view.tell(
                f"The query of this search has sort:{listing.order}; edit it with E in the sidebar"
            )
        else:
            self.listing.put_order(chosen)

    def _search_again(self, listing: Listing, sort: Sort) -> None:
        """Have the same search in another order, which its query says from now on."""
        from reader.query.rewrite import with_sort

        self.searching.rewrite(with_sort(listing.source, None if sort == "relevance" else sort))
