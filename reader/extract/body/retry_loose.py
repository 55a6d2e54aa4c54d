"""A text that is thin, on a page that holds much more, is read once more, loosely; the fuller of the two is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.extract.body.assemble import body
from reader.extract.html import tree
from reader.extract.trace import ExtractionTrace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from reader.extract.body.assemble import ArticleBody
    from reader.extract.body.live_blog import Update
    from reader.extract.metadata.evidence import Metadata
    from reader.model import SiteRules

THIN = 400
"""Characters below which a text may be thin: a standfirst, the first paragraph."""

FULLER = 3
"""How many times as much running text the page has to hold, and the other way has to give: beside a short notice stand
teasers, which are no text of it."""


class Tries:
    """Reads the text of a page. Afterwards `was_loose` says which way gave it, and `trace`, if asked for, how."""

    def __init__(
        self, html: str, base: str | None, said: Metadata, rules: SiteRules | None, updates: Sequence[Update]
    ) -> None:
        self.was_loose = False
        self.trace: ExtractionTrace | None = None
        self._html = html
        self._page = (base, said, rules, updates)

    def read(self, root: HtmlElement, *, loosely_first: bool, explain: bool) -> ArticleBody:
        """The better text. `loosely_first` where that was the better way with other pages of the site."""
        first = self._try(root, loosely=loosely_first, explain=explain)
        length = len(first.content.text)
        if length >= THIN or first.present < FULLER * max(length, 1):
            return first
        trace = self.trace
        second = self._try(tree.parse(self._html), loosely=not loosely_first, explain=explain)
        if len(second.content.text) >= FULLER * max(length, 1) and second.is_chosen:
            return second
        self.trace, self.was_loose = trace, loosely_first
        return first

    def _try(self, root: HtmlElement, *, loosely: bool, explain: bool) -> ArticleBody:
        base, said, rules, updates = self._page
        self.was_loose, self.trace = loosely, ExtractionTrace() if explain else None
        found = body(root, base, said, rules=rules, updates=updates, loosely=loosely, trace=self.trace)
        if loosely and self.trace is not None:
            self.trace.how = f"{self.trace.how}, read loosely"
        return found
