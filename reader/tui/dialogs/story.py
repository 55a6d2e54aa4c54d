"""The dialog of a story: the reports of one event by time, and others that might belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.widgets import Static

from reader.dates.iso import ago
from reader.frozen import dataclass
from reader.text.clean import counted
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList
from reader.tui.wording import clock, source, when

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.model import Article
    from reader.tui.widgets.foot_line import Hints

Wish = Literal["bookmark", "export"]

OTHERS = "Related, not in this story"


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """The choice of opening an article, taking it out of the story, or bringing it in."""

    what: Literal["open", "split", "join"]
    id: int


class StoryScreen(Dialog[StoryDecision]):
    """Answers with the article to open, to take out or to bring in. The first report is marked; `said` is told at once.
    What is wished for an article, as in a list, is done by `do` while the dialog stays."""

    OWN_HINTS: ClassVar[Hints] = (
        ("Enter", "open"),
        ("-", "remove from the story"),
        ("+", "add to the story"),
        ("b", "bookmark"),
        ("e", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        ("minus", "split"),
        ("plus", "join"),
        ("b", "wish('bookmark')"),
        ("e", "wish('export')"),
    ]

    def __init__(
        self,
        reports: Sequence[Article],
        others: Sequence[Article],
        now: datetime,
        *,
        at: int | None = None,
        first: int | None = None,
        said: str = "",
        do: Callable[[Wish, Article], object] = lambda wish, article: None,
    ) -> None:
        super().__init__()
        self._do = do
        self._said = said
        self._reports = reports
        self._first = reports[0].id if first is None else first
        self._others = others
        self._now = now
        self._at = at

    def body(self) -> ComposeResult:
        """The numbers of reports and of their sources, and the reports by time, then the others."""
        sources = {source(report) for report in self._reports}
        said = f"{counted(len(self._reports), 'report')} from {counted(len(sources), 'source')}"
        yield Static(plain(said), classes="heading")
        rows: list[Choice | str] = [
            self._row(report, is_first=report.id == self._first) for report in self._reports
        ]
        if self._others:
            rows += [OTHERS, *(self._row(other, is_first=False) for other in self._others)]
        ids = [article.id for article in self._reports]
        yield ChoiceList(rows, at=ids.index(self._at) if self._at in ids else None)

    def on_mount(self) -> None:
        """Tell what the answer before this has led to."""
        if self._said:
            self.tell(self._said)

    def _row(self, article: Article, *, is_first: bool) -> Choice:
        moment = when(article, self._now)
        said = clock(moment, self._now)
        if not article.undated:
            said += f", {ago(moment, self._now)}"
        return Choice(
            article.title,
            sign="" if article.read else "●",
            end=source(article),
            note=f"{said} · first report" if is_first and len(self._reports) > 1 else said,
            is_bold=not article.read,
        )

    @property
    def _current(self) -> tuple[Article, bool] | None:
        """The article under the cursor, and whether it is in the story."""
        place, reports = self.query_one(ChoiceList).cursor, len(self._reports)
        if place < reports:
            return self._reports[place], True
        others = place - reports - 1
        return (self._others[others], False) if 0 <= others < len(self._others) else None

    @on(ChoiceList.Opened)
    def _opened(self) -> None:
        if self._current:
            self.dismiss(StoryDecision("open", self._current[0].id))

    def action_wish(self, wish: Wish) -> None:
        """Bookmark or export the article under the cursor."""
        if self._current:
            self._do(wish, self._current[0])

    def action_split(self) -> None:
        """Take the report under the cursor out of the story."""
        if not self._current:
            return
        article, is_report = self._current
        if is_report and len(self._reports) > 1:
            self.dismiss(StoryDecision("split", article.id))
        else:
            said = "This is the only report on its story" if is_report else "This article is not in the story"
            self.tell(said)

    def action_join(self) -> None:
        """Bring the article under the cursor into the story."""
        if not self._current:
            return
        article, is_report = self._current
        if is_report:
            self.tell("This article is already in the story")
        else:
            self.dismiss(StoryDecision("join", article.id))
