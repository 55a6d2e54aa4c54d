"""The numbers of the library: its articles, feeds and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from reader.core import upkeep
from reader.text.clean import capital
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.facts import Fact, FactList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from reader.model import Feed

FEEDS_SHOWN = 5
"""Feeds that are named, those of most articles first."""


class StatisticsScreen(Dialog[None]):
    """Shows the numbers of the library, and the feeds of most articles."""

    def __init__(self, numbers: Mapping[str, int], feeds: Sequence[Feed]) -> None:
        super().__init__()
        self._numbers = numbers
        self._feeds = feeds

    def body(self) -> ComposeResult:
        """A line a number."""
        yield Static(plain("Statistics"), classes="heading")
        facts = [_fact(name, number) for name, number in upkeep.told(self._numbers)]
        yield FactList([*facts, *largest(self._feeds)])


def _fact(name: str, number: int) -> Fact:
    label = upkeep.FILES.get(name, name)
    return Fact(capital(label), upkeep.in_megabytes(number) if name in upkeep.FILES else f"{number:,}")


def largest(feeds: Sequence[Feed]) -> list[Fact]:
    """The feeds of most articles."""
    first = sorted(feeds, key=lambda feed: -feed.articles)[:FEEDS_SHOWN]
    told = (f"{feed.title}: {feed.articles:,}, {feed.unread:,} unread" for feed in first if feed.articles)
    return [Fact("" if at else "Largest feeds", text) for at, text in enumerate(told)]
