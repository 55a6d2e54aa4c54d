"""Selecting: several rows of the list at once, for marks, tags, exports and removal in one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from reader.config.keys import shown
from reader.text.clean import counted
from reader.tui.front.programs import Commanding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.core.export import Export
    from reader.core.session import Session
    from reader.model import Article

ACTS = {
    "toggle_read": "read",
    "bookmark": "bookmark",
    "tags": "tags",
    "export": "export",
    "remove": "remove",
}
"""What can be done with what is selected: for the foot line."""


class Selecting(Commanding):
    """Rows from where `V` was pressed to the cursor. What acts on one article acts on all of them, and ends that."""

    def action_select(self) -> None:
        """Begin to select at the cursor; again: end it."""
        if self.rows.is_selecting:
            self.rows.end_selection()
        elif self.rows.count:
            self.rows.begin_selection()

    @property
    def own_hints(self) -> tuple[tuple[str, str], ...]:
        """How many rows are selected, and what can be done with them."""
        if not self.rows.is_selecting or self.focused is not self.rows:
            return super().own_hints
        table = self.app.dispatcher.bindings
        hints = [(table.keys(action, "list"), said) for action, said in ACTS.items()]
        ends = table.keys("back", "list")[-1:]  # Esc, where the table's keys stand
        count = (f"{len(self.rows.selected):,}", "selected")
        return (count, *((shown(keys[0]), said) for keys, said in (*hints, (ends, "end")) if keys))

    def arrived(self) -> None:
        """A selection is of the list only."""
        super().arrived()
        if self.at != "middle":
            self.rows.end_selection()

    def action_back(self) -> None:
        """Esc ends a selection before anything else."""
        if self.rows.is_selecting:
            self.rows.end_selection()
        else:
            super().action_back()

    def take_selected(self) -> list[int]:
        """The ids of the selected rows, which are selected no longer; none where nothing was."""
        ids = list(self.rows.selected)
        self.rows.end_selection()
        return ids

    async def targets(self) -> list[Article]:
        """The selected articles, which are selected no longer; else the one that a key means."""
        if ids := self.take_selected():
            return await self._articles(ids)
        article = self.target()
        return [article] if article is not None else []

    async def _articles(self, ids: list[int]) -> list[Article]:
        return await self.ask(lambda session: session.library.articles.many(ids)) or []

    # What acts on all of them

    def action_toggle_read(self) -> None:
        """Read; where all are read, unread again."""
        if self.rows.is_selecting:
            self._toggle_read(self.take_selected())
        else:
            super().action_toggle_read()

    @work(group="marks")
    async def _toggle_read(self, ids: list[int]) -> None:
        articles = await self._articles(ids)
        if any(not article.read for article in articles):
            self.mark_read(articles, "{} marked read · u takes it back")
        else:
            self.change(
                ids,
                lambda session, wanted: session.library.marks.unread(wanted, session.now()),
                "{} marked unread · u takes it back",
            )

    def action_mark_all_read(self) -> None:
        """All that is selected, else all that is shown, read."""
        if self.rows.is_selecting:
            self.change(
                self.take_selected(),
                lambda session, ids: session.library.marks.read(ids, session.now()),
                "{} marked read · u takes it back",
            )
        else:
            super().action_mark_all_read()

    def action_bookmark(self) -> None:
        """Bookmark; where all are bookmarked, not any more."""
        if self.rows.is_selecting:
            self._bookmark(self.take_selected())
        else:
            super().action_bookmark()

    @work(group="marks")
    async def _bookmark(self, ids: list[int]) -> None:
        articles = await self._articles(ids)
        if any(not article.bookmarked for article in articles):
            self.change(
                ids,
                lambda session, wanted: session.library.marks.bookmark(wanted, session.now()),
                "{} bookmarked · u takes it back",
            )
        else:
            self.change(
                ids,
                lambda session, wanted: session.library.marks.unbookmark(wanted, session.now()),
                "Bookmark taken from {} · u takes it back",
            )

    def action_remove(self) -> None:
        """Remove them from the library."""
        if self.rows.is_selecting:
            ids = self.take_selected()
            self.remove_articles(ids, f"{counted(len(ids), 'article')} removed from the library")
        else:
            super().action_remove()

    def action_export(self) -> None:  # type: ignore[override]
        """Write them as Markdown files, and say where they are."""
        if self.rows.is_selecting:
            self._export_all(self.take_selected())
        else:
            super().action_export()

    @work(group="export")
    async def _export_all(self, ids: Sequence[int]) -> None:
        to = self._export_folder()
        found = await self.ask(lambda session: _export(session, ids, to), lane="find")
        if found is not None:
            folder, done = found
            failed = [one for one in done if one.outcome == "failed"]
            self.tell(f"{counted(len(done) - len(failed), 'article')} exported: {folder}")
            if failed:
                self.tell(f"{len(failed):,} not exported: {failed[0].message}", is_error=True)


def _export(session: Session, ids: Sequence[int], to: str | None) -> tuple[Path, list[Export]]:
    from reader.core import export

    folder = export.folder(session, to)
    return folder, export.export(session, ids, folder, again=True)
