"""The dialog of jobs: the one that runs, those that ended lately, and the feeds and full texts that failed."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, TypeGuard

from textual import on
from textual.widgets import Static

from reader.core.events import Event, FeedChoice, JobDone, Notice
from reader.model import cause
from reader.text.clean import counted
from reader.text.urls import host
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.job_line import running
from reader.tui.dialogs.why import Why, WhyScreen, of_article, of_feed, of_server
from reader.tui.widgets.choice_list import Choice, ChoiceList
from reader.tui.widgets.facts import Fact, FactList
from reader.tui.wording import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from reader.model import Article, Feed

ENDED_SHOWN = 5
"""Jobs that ended lately; a dialog has little room."""

TEXTS_SHOWN = 1_000
"""Articles whose full text failed, the newest of them; `is:failed` lists all."""

ALIKE = 4
"""So many pages that failed for one cause are one row, whatever their hosts."""

LOST = "could not be fetched, in all refreshes so far"
"""Follows the number of pages that failed: a job above tells its own alone."""

FEEDS_NAMED = 3
"""Feeds that such a row names."""


class JobsScreen(Dialog[None]):
    """`events` are those of the worker, the newest last; the screen reads them again when it hears of another. `texts` are
    the newest of the `texts_count` articles whose full text could not be fetched."""

    def __init__(
        self,
        events: Sequence[Event],
        feeds: Sequence[Feed],
        now: Callable[[], datetime],
        texts: Sequence[Article] = (),
        texts_count: int = 0,
    ) -> None:
        super().__init__()
        self._events = events
        # A feed stands for each account that fails.
        accounts = {feed.account: feed for feed in feeds if feed.sync_error}
        failing = [feed for feed in feeds if feed.state in ("failing", "gone")]
        self._numbers = (
            (len(accounts), "server"),
            (len(failing), "feed"),
        )
        self._texts_count = max(texts_count, len(texts))
        self._unseen = max(texts_count - len(texts), 0)
        self._failing: list[tuple[Callable[[datetime], Choice], Callable[[datetime], Why]]] = [
            *((partial(_account_row, feed), partial(of_server, feed)) for feed in accounts.values()),
            *((partial(_row, feed), partial(of_feed, feed)) for feed in failing),
            *_texts(texts),
        ]
        self._are_grouped = len(self._failing) < len(accounts) + len(failing) + len(texts)
        self._now = now
        if self._failing:
            self.hint(("Enter", "why"))

    def body(self) -> ComposeResult:
        """Jobs above, what failed below."""
        yield Static(plain("Jobs"), classes="heading")
        facts = FactList(spare=13)
        facts.can_focus = not self._failing
        yield facts
        if not self._failing:
            yield Static(plain("No feed or page has failed."), classes="said")
            return
        failing = " and ".join(counted(number, what) for number, what in self._numbers if number)
        pages = f"{counted(self._texts_count, 'page')} {LOST}" if self._texts_count else ""
        said = " · ".join(filter(None, (f"{failing} failing" if failing else "", pages)))
        yield Static(plain(said), classes="heading")
        is_more = bool(self._unseen or self._are_grouped)
        yield ChoiceList(spare=12 + ENDED_SHOWN + is_more)
        if is_more:
            more = f"{self._unseen:,} more" if self._unseen else "to list each page"
            yield Static(plain(f"{more}: search for is:failed"), classes="said")

    def on_mount(self) -> None:
        """Shows things as they are."""
        self.query_one(FactList).put(told(self._events))
        for choices in self.query(ChoiceList):
            choices.put([row(self._now()) for row, _ in self._failing])

    def hear(self, event: Event) -> None:
        """Shows a new event."""
        self.query_one(FactList).put(told(self._events))

    @on(ChoiceList.Opened)
    def _why(self, event: ChoiceList.Opened) -> None:
        why = WhyScreen(self._failing[event.index][1](self._now()))
        self.app.push_screen(why.add_class("-alone"))


def _account_row(feed: Feed, now: datetime) -> Choice:
    since = f" · last synced {clock(feed.last_success, now)}" if feed.last_success else ""
    return Choice(
        feed.server or "", end="not synced", note=f"{feed.sync_error}{since}", note_role="bad", is_bold=True
    )


def _row(feed: Feed, now: datetime) -> Choice:
    end = counted(feed.failures, "failure") if feed.state == "failing" else "ended"
    coming = f" · next try {clock(feed.next_at, now)}" if feed.next_at and feed.next_at > now else ""
    return Choice(
        feed.title,
        end=end,
        note=f"{feed.outcome or 'outcome unknown'}{coming}",
        note_role="bad",
        is_bold=True,
    )


def _texts(
    texts: Sequence[Article],
) -> Iterator[tuple[Callable[[datetime], Choice], Callable[[datetime], Why]]]:
    """The rows of pages that failed: those of one host with one cause are one row, and so are many with one cause. It says why
    of the newest of them."""
    often = {said for said, number in Counter(map(_cause, texts)).items() if number >= ALIKE}
    groups: dict[tuple[str, str | None], list[Article]] = {}
    for article in texts:
        said = _cause(article)
        groups.setdefault((said, None if said in often else _host(article)), []).append(article)
    for alike in groups.values():
        row = partial(_texts_row, alike) if len(alike) > 1 else partial(_text_row, alike[0])
        yield row, partial(of_article, alike[0], ())


def _cause(article: Article) -> str:
    return cause(article.full_text_error or article.reason or "no text")


def _host(article: Article) -> str:
    return host(article.url or "") or ""


def _texts_row(articles: Sequence[Article], now: datetime) -> Choice:
    feeds = list(dict.fromkeys(article.feeds[0] for article in articles if article.feeds))
    others = f" and {counted(len(feeds) - FEEDS_NAMED, 'other feed')}" if len(feeds) > FEEDS_NAMED else ""
    hosts = {_host(article) for article in articles}
    where = " · ".join(
        filter(None, (", ".join(feeds[:FEEDS_NAMED]) + others, *(hosts if len(hosts) == 1 else ())))
    )
    tries = [article.full_text_next for article in articles if article.full_text_next]
    return Choice(
        f"{counted(len(articles), 'page')}: {_cause(articles[0])}",
        end=f"next try {_soon(min(tries), now)}" if tries else "given up",
        note=where,
        is_bold=True,
    )


def _text_row(article: Article, now: datetime) -> Choice:
    where = " · ".join(filter(None, (article.feeds[0] if article.feeds else "", _host(article))))
    error = _cause(article)
    return Choice(
        article.title,
        end=f"next try {next_try}" if (next_try := _soon(article.full_text_next, now)) else "given up",
        note=f"{where}: {error}" if where else error,
        note_role="bad",
        is_bold=True,
    )


def _soon(moment: datetime | None, now: datetime) -> str:
    return "" if moment is None else "at the next refresh" if moment <= now else clock(moment, now)


def told(events: Sequence[Event]) -> list[Fact]:
    """List the job that runs, then those that ended lately, the latest first."""
    facts = [Fact("Running", running(events) or "nothing")]
    ended = [event for event in reversed(events) if _is_end(event)][:ENDED_SHOWN]
    facts += [_ended(event, "" if at else "Ended") for at, event in enumerate(ended)]
    return facts


def _is_end(event: Event) -> TypeGuard[JobDone | Notice]:
    if isinstance(event, JobDone):
        return bool(event.summary or event.error or event.result)
    return isinstance(event, Notice)


def _ended(event: JobDone | Notice, label: str) -> Fact:
    if isinstance(event, Notice):
        return Fact(label, event.text, "ink" if event.is_news else "warn")
    if isinstance(event.result, FeedChoice):
        return Fact(label, f"{event.job}: {counted(len(event.result.choices), 'feed')} to choose from")
    if event.error:
        return Fact(label, f"{event.job or 'job'}: {event.error}", "bad")
    return Fact(label, f"{event.job}: {event.summary}")
