"""The dialog that changes a feed's own name and tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.form import Field, InputForm

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.session import Session
    from reader.model import Feed


@dataclass(frozen=True, slots=True)
class FeedChange:
    """The name and the tags that a feed is to have; no title: the publisher's own again."""

    feed_id: int
    title: str | None
    tags: tuple[str, ...]

    def apply(self, session: Session) -> None:
        """Write it into the library, both or neither, as one step of undo."""
        feeds, now = session.library.feeds, session.now()
        with session.library.undo.as_one():
            feeds.rename(self.feed_id, self.title, now)
            feeds.set_tags(self.feed_id, self.tags, now)


class FeedScreen(Dialog[FeedChange]):
    """Answers with what was typed."""

    OWN_HINTS = InputForm.HINTS

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self._feed = feed

    def body(self) -> ComposeResult:
        """The feed's title, and the two fields."""
        yield Static(plain(self._feed.title), classes="heading")
        yield InputForm(
            Field("title", "Name (empty: the publisher's own)", self._feed.title),
            Field(
                "tags",
                "Tags, separated by commas; a slash makes a folder in a folder",
                ", ".join(self._feed.tags),
            ),
        )

    @on(InputForm.Submitted)
    def _keep(self, event: InputForm.Submitted) -> None:
        title, words = event.values
        tags = (word.strip().lstrip("#").strip("/ ") for word in words.split(","))
        self.dismiss(FeedChange(self._feed.id, title or None, tuple(tag for tag in tags if tag)))
