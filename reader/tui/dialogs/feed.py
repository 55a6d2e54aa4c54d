"""A feed's own name and tags, to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input, Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.session import Session
    from reader.model import Feed


@dataclass(frozen=True, slots=True)
class FeedChange:
    """What a feed is to be called and which tags it is to have; no title: the publisher's own again."""

    feed_id: int
    title: str | None
    tags: tuple[str, ...]

    def apply(self, session: Session) -> None:
        """Do it."""
        with session.library.transaction():
            session.library.feeds.rename(self.feed_id, self.title)
            session.library.feeds.set_tags(self.feed_id, self.tags)


class FeedScreen(Dialog[FeedChange]):
    """Answers with what was typed; Enter in either field keeps both."""

    OWN_HINTS = (("Enter", "keep"), ("↓ ↑", "other field"))

    DEFAULT_CSS = """
    FeedScreen Input { margin-bottom: 1; }
    FeedScreen .label { color: $dim; padding: 0 1; }
    """

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self._feed = feed

    def body(self) -> ComposeResult:
        """Two fields, each with its label."""
        yield Static(plain(self._feed.title), classes="heading")
        yield Static("Name (empty: the publisher's own)", classes="label", markup=False)
        yield Input(self._feed.title, id="title")
        yield Static(
            "Tags, parted by spaces; a tag with a slash is a folder in a folder",
            classes="label",
            markup=False,
        )
        yield Input(" ".join(self._feed.tags), id="tags")

    def on_mount(self) -> None:
        """The name first."""
        self.query_one("#title", Input).focus()

    def action_move_down(self) -> None:
        """To the other field."""
        self.focus_next(Input)

    def action_move_up(self) -> None:
        """To the other field."""
        self.focus_previous(Input)

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        title = self.query_one("#title", Input).value.strip()
        tags = tuple(word.lstrip("#").strip("/") for word in self.query_one("#tags", Input).value.split())
        self.dismiss(FeedChange(self._feed.id, title or None, tuple(tag for tag in tags if tag)))
