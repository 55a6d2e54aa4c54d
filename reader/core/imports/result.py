"""The outcome of an import, counted and in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reader.core.events import SKIPPED_TOLD, ImportDone
from reader.text.clean import counted

NAMED = 10_000
"""Things not taken over that are named one by one; the rest are only counted."""

_KINDS = 100
"""Kinds of such things that are counted by themselves."""


@dataclass(slots=True)
class Imported:
    """The result of an import. `skipped` are lines in words, one for each thing that was not taken, the first `NAMED`;
    `skipped_count` is how many these things are, `kinds` how many of each kind.
    `notes` tell what else is worth a line; `is_list`: feeds and no articles."""

    source: str
    kind: str
    is_list: bool = False
    feeds_new: int = 0
    feeds_known: int = 0
    searches_new: int = 0
    searches_known: int = 0
    new: int = 0
    updated: int = 0
    same: int = 0
    skipped: list[str] = field(default_factory=list)
    skipped_count: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def skip(self, reason: str, kind: str = "other") -> None:
        """Note something that was not taken."""
        self.skipped_count += 1
        self.kinds[kind if kind in self.kinds or len(self.kinds) < _KINDS else "other"] += 1
        if len(self.skipped) < NAMED:
            self.skipped.append(reason)

    def count(self, outcome: str) -> None:
        """Note an article; `outcome` is new, updated or same."""
        if outcome == "new":
            self.new += 1
        elif outcome == "updated":
            self.updated += 1
        else:
            self.same += 1

    @property
    def done(self) -> ImportDone:
        """The result as the worker sends it to the screen."""
        return ImportDone(
            kind="opml" if self.is_list else "articles",
            feeds_new=self.feeds_new,
            feeds_known=self.feeds_known,
            new=self.new,
            updated=self.updated,
            same=self.same,
            skipped=tuple(self.skipped[:SKIPPED_TOLD]),
            skipped_count=self.skipped_count,
        )

    def __str__(self) -> str:
        parts = [self._feeds()] if self.is_list or self.feeds_new or self.feeds_known else []
        parts += [self._searches()] if self.searches_new or self.searches_known else []
        parts += [self._articles()] if not self.is_list else []
        parts += [f"{counted(self.skipped_count, 'entry')} not imported"] if self.skipped_count else []
        return "; ".join(parts)

    def _feeds(self) -> str:
        text = f"subscribed to {counted(self.feeds_new, 'feed')}"
        return text + (f", {self.feeds_known:,} already there" if self.feeds_known else "")

    def _searches(self) -> str:
        text = f"{self.searches_new:,} searches saved" if self.searches_new != 1 else "1 search saved"
        return text + (f", {self.searches_known:,} already there" if self.searches_known else "")

    def _articles(self) -> str:
        text = f"{counted(self.new, 'article')} imported"
        text += f", {self.updated:,} updated" if self.updated else ""
        return text + (f", {self.same:,} already there" if self.same else "")
