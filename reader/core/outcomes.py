"""What did a job come to? What an addition or an import brought, and its form in JSON, from the worker to the screen."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from reader.model import Link
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDone:
    """One address or file was added, or was there already. `new` articles came with a new feed; `site_feed` is the
    feed that an added page announces; `note` says why an article's text is not whole."""

    kind: Literal["feed", "article"]
    id: int
    title: str
    outcome: Literal["new", "updated", "same"]
    new: int = 0
    site_feed: str | None = None
    note: str | None = None

    def __str__(self) -> str:
        if self.kind == "feed":
            if self.outcome == "same":
                return f"already subscribed to {self.title}"
            return f"subscribed to {self.title}: {counted(self.new, 'article')}"
        words = {"new": "added", "updated": "updated", "same": "already in the library:"}[self.outcome]
        return f"{words} {self.title}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChoice:
    """A page has several feeds; nothing was added. To choose the first is to add with `choose` 1."""

    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone:
    """A file was imported. `skipped` says of the first `SKIPPED_TOLD` things that were not taken why; `skipped_count`
    is how many they are in all."""

    kind: Literal["opml", "articles"]
    feeds_new: int = 0
    feeds_known: int = 0
    new: int = 0
    updated: int = 0
    same: int = 0
    skipped: tuple[str, ...] = ()
    skipped_count: int = 0


@dataclass(frozen=True, slots=True)
class PagesDone:
    """How many whole texts came, how many did not, and how many are still queued."""

    came: int = 0
    failed: int = 0
    left: int = 0

    def __str__(self) -> str:
        if not (self.came or self.failed or self.left):
            return ""
        text = f"full texts: {self.came} came"
        text += f", {self.failed} failed" if self.failed else ""
        return text + (f", {self.left} left for the next time" if self.left else "")


Outcome = AddDone | FeedChoice | ImportDone

SKIPPED_TOLD = 100
"""Lines about what was not imported that go to the screen; the rest is counted."""

_NAMES: dict[type[Outcome], str] = {AddDone: "added", FeedChoice: "choice", ImportDone: "imported"}
_KINDS = {name: kind for kind, name in _NAMES.items()}


def to_plain(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON takes it: its name under `is`, then its fields."""
    return {"is": _NAMES[type(outcome)], **dataclasses.asdict(outcome)}


def from_plain(plain: Mapping[str, Any]) -> Outcome:
    """The outcome that `to_plain` gave. Raises KeyError, TypeError or AttributeError for anything else."""
    fields = dict(plain)
    kind = _KINDS[fields.pop("is")]
    if "choices" in fields:
        fields["choices"] = tuple(Link(**link) for link in fields["choices"])
    if "skipped" in fields:
        fields["skipped"] = tuple(fields["skipped"])
    return kind(**fields)
