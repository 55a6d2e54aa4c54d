"""The shared archive beside an article: related ones that the library lacks, below its own in their panel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.errors import BroadsheetError
from reader.text.clean import capital
from reader.tui.front.view import FrontPart, background

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.archive.related import RelatedThere
    from reader.model import Article
    from reader.tui.archive_client import ArchiveClient


class ArchiveRelatedPart(FrontPart):
    """Asks the archive once somebody reads an article, and only then: the cursor goes through many. `found` is what the
    panel shows."""

    archive: ArchiveClient

    def __post_init__(self) -> None:
        self.found: Sequence[RelatedThere] = ()

    @background(group="related-archive", exclusive=True)
    async def relate(self, article: Article) -> None:
        """Show what the archive has beside this article, or why it is silent."""
        self.found, said = (), ""
        if not self.state.is_reading or not self.state.is_open(article.id):
            return
        try:
            if not await self.archive.is_known():
                return
            if self.archive.rests and self.archive.failed is not None:
                raise self.archive.failed
            self.found = await self._related(article)
        except BroadsheetError as error:
            said = capital(error.message)
        if not self.state.is_open(article.id):
            return
        self.view.related.put_archive([one.row for one in self.found], said)
        is_unrelated = not (self.state.related or self.found)
        if self.state.is_unrelated != is_unrelated:
            self.state.is_unrelated = is_unrelated
            self.view.place()
        self.view.foot()

    async def _related(self, article: Article) -> Sequence[RelatedThere]:
        from reader.core.archive import related

        library, now = self.app.library, self.app.now()
        asked = await library.ask(partial(related.asked, article=article), "find")
        if asked is None:
            return ()
        found = await self.archive.ask(partial(related.candidates, wanted=asked, now=now))
        return await library.ask(partial(related.nearest, wanted=asked, found=found), "find")
