"""The dialog of a story: the reports of one event by time, and others that might belong to them."""

from __future__ import annotations

from functools import partialmethod
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from reader.dates.iso import ago
from reader.frozen import dataclass, replace
from reader.text.clean import counted, line
from reader.tui.cells import dotted, plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.article_row import shown_title, signs
from reader.tui.widgets.choice_list import Choice, ChoiceList
from reader.tui.wording import clock, short_name, source, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from reader.config.actions import Context
    from reader.model import Article

OTHERS = "Related, not in this story"
ALONE = "No other report of this event in your library"
ALONE_YET = "No other report yet · articles are still being compared"
SOURCE_BESIDE = 72
"""Columns of a screen from which on a source stands beside its title, else before the date below: titles need the room."""

SOURCE_LEAST, SOURCE_MOST = 20, 32
"""Cells of a source beside a title at most, by the width of the screen: a fifth of that."""

BESIDE_ROWS = 5
"""Rows of the screen that are no report's: two rules, the heading, a blank one and the foot line."""

ADDED_BY = "Related: + joins one with the report above"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The reports of a story by time, the id of the `first` one, and articles that might belong to it. One report alone is
    no story; `is_early` where one may yet come, since it has not been compared."""

    reports: Sequence[Article]
    others: Sequence[Article]
    first: int
    is_early: bool = False

    @property
    def is_story(self) -> bool:
        """There are several reports."""
        return len(self.reports) > 1

    @property
    def articles(self) -> Sequence[Article]:
        """All of them."""
        return [*self.reports, *self.others]


class StoryScreen(Dialog[int]):
    """Answers with the id of the article to open; the cursor begins on the one with the id `at`. All else that keys do to
    the article under the cursor is done by `actions`, objects whose methods are asked in this order, while the dialog
    stays: `show` and `update` bring it up to date."""

    KEY_CONTEXT: ClassVar[Context] = "story"

    def __init__(
        self, story: Timeline, now: datetime, *, at: int | None = None, actions: Sequence[object] = ()
    ) -> None:
        super().__init__()
        self._now = now
        self._at = at
        self._actions = actions
        self._take(story)

    def _take(self, story: Timeline) -> None:
        self.story = story
        self._articles = [*story.reports, *([None, *story.others] if story.others else [])]

    def body(self) -> ComposeResult:
        """The numbers of reports and of their sources, and the reports by time, then the others."""
        yield Static(plain(self._heading), classes="heading")
        yield ChoiceList(self._rows, at=self._place_of(self._at, 0), spare=BESIDE_ROWS)

    def show(self, story: Timeline) -> None:
        """Show the story as it is now. The cursor stays on its article, else as near as can be to where that was."""
        under = self.current_article
        self._take(story)
        for rows in self.query(ChoiceList):
            self.query_one(".heading", Static).update(plain(self._heading))
            rows.put(self._rows, at=self._place_of(under.id if under else None, rows.cursor))
            self.foot()

    def update(self, articles: Iterable[Article]) -> None:
        """Articles have changed: their rows show it."""
        new = {article.id: article for article in articles}
        reports, others = (
            [new.get(one.id, one) for one in part] for part in (self.story.reports, self.story.others)
        )
        self.show(replace(self.story, reports=reports, others=others))

    def _place_of(self, id_: int | None, otherwise: int) -> int:
        places = {article.id: place for place, article in enumerate(self._articles) if article}
        nearest = min(places.values(), key=lambda place: abs(place - otherwise))
        return nearest if id_ is None else places.get(id_, nearest)

    @property
    def _heading(self) -> str:
        reports = self.story.reports
        sources = {source(report) for report in reports}
        many = f"{counted(len(reports), 'report')} from {counted(len(sources), 'source')}"
        alone = ALONE_YET if self.story.is_early else ALONE
        return many if self.story.is_story else alone

    @property
    def _rows(self) -> Sequence[Choice | str]:
        heading = OTHERS if self.story.is_story else ADDED_BY
        return [self._row(article) if article else heading for article in self._articles]

    def _row(self, article: Article) -> Choice:
        moment = when(article, self._now)
        said = clock(moment, self._now)
        if not article.undated:
            said += f", {ago(moment, self._now)}"
        if self.story.is_story and article.id == self.story.first:
            said += " · first report"
        is_narrow = self.app.size.width < SOURCE_BESIDE
        marks = [sign for sign, is_there in signs(article) if is_there]
        return Choice(
            shown_title(article),
            sign=" " if article.read else "●",
            end="" if is_narrow else short_name(source(article), self._source_cells),
            note=dotted([source(article), said]) if is_narrow else said,
            marks=" ".join([*marks, *(f"#{line(tag)}" for tag in article.tags)]),
            is_bold=not article.read,
            is_dim=article.read,
            is_sided=True,
            is_tall=True,
        )

    @property
    def _source_cells(self) -> int:
        return min(max(self.app.size.width // 5, SOURCE_LEAST), SOURCE_MOST)

    # What keys do here

    @property
    def current_article(self) -> Article | None:
        """The article under the cursor: the one that keys mean."""
        return next((self._articles[rows.cursor] for rows in self.query(ChoiceList)), None)

    @property
    def lacks(self) -> frozenset[str]:
        """Taking out is offered on the reports of a story only, bringing in on the others."""
        is_report = self.current_article in self.story.reports
        refused = {"join": is_report, "split": not (is_report and self.story.is_story)}
        return super().lacks.union(action for action, is_refused in refused.items() if is_refused)

    @on(ChoiceList.Highlighted)
    def _highlighted(self) -> None:
        self.foot()

    @property
    def action_targets(self) -> Sequence[object]:
        """The parts that are asked for an action after the dialog itself."""
        return self._actions

    @property
    def is_settling(self) -> bool:
        """True while the story is being changed, or a dialog is on its way that a key opens here: the next keys are meant
        for what comes. One piece of work waits for this dialog's own answer."""
        groups = [worker.group for worker in self.app.workers if not worker.is_finished]
        return "story" in groups or groups.count("dialog") > 1

    @on(ChoiceList.Opened)
    def _opened(self) -> None:
        if self.current_article:
            self.dismiss(self.current_article.id)

    def _to_unread(self, step: int, otherwise: str, times: int = 1) -> None:
        rows = self.query_one(ChoiceList)
        places = range(rows.cursor + step, len(self._articles) if step > 0 else -1, step)
        unread = [place for place in places if (one := self._articles[place]) and not one.read]
        if unread:
            rows.go_to(unread[min(times, len(unread)) - 1])
        else:
            self.tell(otherwise)

    action_next_unread = partialmethod(_to_unread, 1, "No more unread articles here")
    """The next unread article, or one of those after it."""

    action_previous_unread = partialmethod(_to_unread, -1, "No unread article before this one")
    """The unread article before, or one of those before it."""
