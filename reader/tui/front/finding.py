"""Finding in the open article: words marked while one types, and the way from one to the next."""

from __future__ import annotations

from functools import partialmethod
from typing import TYPE_CHECKING

from reader.config.keys import shown as key_name
from reader.tui.front.view import FrontPart

if TYPE_CHECKING:
    from reader.tui.front.reading import ReadingPart
    from reader.tui.widgets.foot_line import Hints


class FindPart(FrontPart):
    """The bar above the article, and the hits that it or a search has marked there."""

    reading: ReadingPart

    def __post_init__(self) -> None:
        self._finds = False

    def action_find(self) -> None:
        """Find in the article."""
        self.app.end_told_before()  # its keys are letters now
        self._finds = True
        self.view.find_bar.open("find")
        self.view.enter(self.view.find_bar.field)

    @property
    def is_finding(self) -> bool:
        """True while a find in the article can be ended."""
        return self._finds and self.state.is_reading

    def end(self) -> None:
        """Find no more; the hits of a search are marked again."""
        self.view.article.clear_find()
        self.mark_hits()
        self.view.enter(self.view.article)

    def hints(self) -> Hints:
        """Hints for the foot line while one types, and while matches are marked."""
        if self._is_typing:
            return (("Enter", "next match"),)
        if not self.is_finding or self.state.at != "text" or not self.view.article.hit[1]:
            return ()
        bindings = self.app.dispatcher.bindings
        keys = [bindings.keys(action, "article")[:1] for action in ("next_unread", "previous_unread")]
        return ((" ".join(key_name(key) for [key] in keys), "next, previous match"),) if all(keys) else ()

    @property
    def _is_typing(self) -> bool:
        return self.view.find_bar.has_keys

    def typed(self, text: str) -> None:
        """The words in the bar are others."""
        if not text.strip():
            self.view.article.clear_find()
            self.view.find_bar.say("")
            return
        self._say(self.view.article.find(text.split()))

    def found_more(self, hits: int) -> None:
        """The rest of a long article was looked through."""
        if self._finds:
            self._say(hits)

    def submitted(self) -> None:
        """Enter was pressed in the bar: on to the next hit."""
        self.view.article.to_hit(1)
        self.view.enter(self.view.article)
        if hits := self.view.article.hit[1]:
            self._say(hits)

    def _say(self, hits: int) -> None:
        if not hits:
            self.view.find_bar.say("Not found in this article")
            return
        said = "1 match" if hits == 1 else f"{hits:,} matches"
        if self._is_typing:
            said += " · Enter goes to it" if hits == 1 else " · Enter next, then n and p"
        elif at := self.view.article.hit[0]:
            said = f"{at:,} of {hits:,}"
        self.view.find_bar.say(said)

    def mark_hits(self) -> None:
        """An article is shown: the words of a search are marked in the articles that it found, where n and p go from one
        to the next; a find was of the article before."""
        self._finds = False
        self.view.find_bar.close()
        listing, article = self.state.listing, self.state.open_article
        if listing.is_search and article is not None and article.id in listing.ids:
            self.view.article.find(listing.tree)

    def _go(self, step: int, times: int = 1) -> None:
        if not self.state.is_reading or not (self._finds or self.view.article.hit[1] > 0):
            self.reading.read_unread(step * times)
            return
        self.view.article.to_hit(step)
        if self._finds:
            self._say(self.view.article.hit[1])

    action_next_unread = partialmethod(_go, 1)
    """The next hit while a find is open, else the next unread article."""

    action_previous_unread = partialmethod(_go, -1)
    """The previous hit while a find is open, else the previous unread article."""
