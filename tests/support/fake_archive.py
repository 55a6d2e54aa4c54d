"""An archive in memory: its articles are found by the library's own evaluator, and it can fail, hang, and be cancelled."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from reader.archive.protocol import COUNTED, Archived, Arrived, Hit, Page, Place, Put
from reader.core.archive import access, beside
from reader.model import Document
from reader.query.evaluate import matches
from reader.query.tree import Query

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    import pytest

    from reader.archive.protocol import Archive, Mark
    from reader.model import Draft
    from reader.query.tree import Node, Sort

ADDRESS = "postgresql://anna@127.0.0.1:1/news"
CONFIG = f'archive.address = "{ADDRESS}"'
"""What a config file says that names it."""


@dataclass(eq=False)
class FakeArchive:
    """Holds drafts, the newest first. `asked` are the order, limit and deadline of each search; `errors` are raised by the
    next calls; while `hangs` nothing is answered, and `cancelled` counts what was given up."""

    drafts: Sequence[Draft] = ()
    asked: list[tuple[Sort, int, float]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    bookmarked: list[Place] = field(default_factory=list)
    read: list[Place] = field(default_factory=list)
    hangs: bool = False
    is_slow: bool = False
    """True where it hangs only when it is to give texts."""

    cancelled: int = 0
    opened: int = 0
    closed: int = 0
    hanging: threading.Event = field(default_factory=threading.Event)
    """Set once somebody waits in vain."""

    @property
    def archive(self) -> Archive:
        """It, as who asks takes it."""
        return cast("Archive", self)

    def place(self, at: int) -> Place:
        """Where the draft at this place of `drafts` is."""
        return Place(self.drafts[at].published or datetime(2026, 1, 1, tzinfo=UTC), UUID(int=(at + 1) << 80))

    async def _answers(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        try:
            if self.hangs:
                self.hanging.set()
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise

    async def search(
        self, tree: Node, *, order: Sort, limit: int, deadline: float, now: datetime, before: Any = None
    ) -> Page:
        del before, now
        self.asked.append((order, limit, deadline))
        await self._answers()
        found = [at for at in range(len(self.drafts)) if matches(Query("", tree), self._document(at))]
        if order == "relevance":
            found.reverse()
        hits = tuple(Hit(self._row(at)) for at in found[:limit])
        return Page(hits, min(len(found), COUNTED), len(found) <= COUNTED)

    def _document(self, at: int) -> Document:
        return Document(article=beside.article(self._row(at), at + 1), body=self.drafts[at].text)

    def _row(self, at: int) -> Archived:
        one = self.drafts[at]
        return Archived(
            place=self.place(at), title=one.title, url=one.url, authors=one.authors, publication=one.publication,
            published=one.published, lang=one.lang, words=len(one.text.split()), text_state=one.text_state,
        )  # fmt: skip

    async def texts(self, places: Sequence[Place], *, deadline: float = 600.0) -> list[Draft]:
        del deadline
        self.hangs = self.hangs or self.is_slow
        await self._answers()
        known = {self.place(at): one for at, one in enumerate(self.drafts)}
        return [known[place] for place in places if place in known]

    async def arrived(self, tree: Node, since: int | None, *, deadline: float) -> Arrived:
        del deadline
        await self._answers()
        begin = len(self.drafts) if since is None else since
        came = [at for at in range(begin, len(self.drafts)) if matches(Query("", tree), self._document(at))]
        return Arrived(tuple(self._row(at) for at in reversed(came)), len(self.drafts))

    async def mark(self, marks: Sequence[Mark]) -> None:
        await self._answers()
        for one in marks:
            of = self.bookmarked if one.kind.endswith("bookmarked") else self.read
            if one.kind.startswith("un"):
                of[:] = [place for place in of if place != one.place]
            else:
                of.append(one.place)

    async def put(self, drafts: Sequence[Draft], now: datetime) -> Put:
        del now
        await self._answers()
        new = [one for one in drafts if one not in self.drafts]
        self.drafts = [*self.drafts, *new]
        return Put(len(new), 0, len(drafts) - len(new))


def install(monkeypatch: pytest.MonkeyPatch, archive: FakeArchive) -> None:
    """Has every address lead to this archive."""

    @asynccontextmanager
    async def opened(where: object) -> AsyncIterator[FakeArchive]:
        del where
        archive.opened += 1
        try:
            yield archive
        finally:
            archive.closed += 1

    monkeypatch.setattr(access, "opened", opened)


def name(config: Path) -> None:
    """Writes a config file that names it."""
    config.mkdir(exist_ok=True)
    (config / "config.toml").write_text(CONFIG, "utf-8")
