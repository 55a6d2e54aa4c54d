"""The dialogs of feeds: one changes a feed's name, tags and settings, one finds a feed by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input, Static

from reader.core.refresh import feed_settings
from reader.errors import UsageError
from reader.frozen import dataclass
from reader.text.clean import told
from reader.text.fold import fold
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList
from reader.tui.widgets.form import Field, InputForm
from reader.tui.widgets.section_list import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.core.session import Session
    from reader.model import Feed
    from reader.tui.widgets.foot_line import Hints
    from reader.tui.widgets.section_list import Section

NAME = 50
"""Cells of a name in the list of all feeds, which a narrow terminal has."""


@dataclass(frozen=True, slots=True)
class FeedChange:
    """The name, the tags and the settings that a feed is to have; no title: the publisher's own again; a setting that is
    None: its default."""

    feed_id: int
    title: str | None
    tags: tuple[str, ...]
    settings: tuple[tuple[str, str | None], ...] = ()

    def apply(self, session: Session) -> None:
        """Write it into the library, all or nothing, as one step of undo."""
        feeds, now = session.library.feeds, session.now()
        with session.library.undo.as_one():
            feeds.rename(self.feed_id, self.title, now)
            feeds.set_tags(self.feed_id, self.tags, now)
            for key, value in self.settings:
                feeds.set(self.feed_id, key, value, now)


class FeedScreen(Dialog[FeedChange]):
    """Answers with what was typed."""

    OWN_HINTS = InputForm.HINTS

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self._feed = feed

    def body(self) -> ComposeResult:
        """The feed's title, the fields, and what is wrong with one."""
        settings = dict(self._feed.settings)
        yield Static(plain(self._feed.title), classes="heading")
        if self._feed.server:
            said = f"{self._feed.server} fetches this feed. How often, and into which folder, is set there."
            yield Static(plain(said), classes="said")
        interval = Field(
            "interval",
            "Minutes between refreshes; never pauses the feed",
            settings.get("interval", ""),
            "60 if left empty",
        )
        yield InputForm(
            Field("title", "Name (leave empty for the publisher's)", self._feed.title),
            Field(
                "tags",
                "Tags, separated by commas; news/world is a folder within news",
                ", ".join(self._feed.tags),
            ),
            *(() if self._feed.server else (interval,)),
            Field(
                "full_text",
                "Full text from the page: auto (if the feed has only a part), always or never",
                settings.get("full_text", ""),
                "auto if left empty",
            ),
        )
        yield Static(classes="said -wrong")

    def on_mount(self) -> None:
        """Nothing is wrong yet."""
        self.query_one(".-wrong").display = False

    @on(InputForm.Submitted)
    def _keep(self, event: InputForm.Submitted) -> None:
        title, words, *values = event.values
        tags = (word.strip().lstrip("#").strip("/ ") for word in words.split(","))
        keys = ("full_text",) if self._feed.server else ("interval", "full_text")
        try:
            settings = [
                feed_settings.checked(f"{key}={value}") for key, value in zip(keys, values, strict=True)
            ]
        except UsageError as error:
            said = self.query_one(".-wrong", Static)
            said.display = True
            said.update(plain(told(error.message, error.hint)))
            return
        self.dismiss(
            FeedChange(self._feed.id, title or None, tuple(tag for tag in tags if tag), tuple(settings))
        )


class FindFeed(Dialog[str]):
    """The sections by a part of their name, or of their folder's; answers with the key of one."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "go there"),)

    def __init__(self, sections: Sequence[Section], current: str) -> None:
        super().__init__()
        self._every: list[tuple[str, Section]] = []
        folder = ""
        for section in sections:
            if section.kind not in ("heading", "blank"):
                folder = section.title if section.kind == "folder" else folder if section.depth else ""
                own = "" if section.kind == "folder" else folder
                self._every.append((fold(f"{section.name} {own}"), section))
        self._current = current
        self._found = [section for _, section in self._every]

    def body(self) -> ComposeResult:
        """A field and the sections below it."""
        yield Input(placeholder="a feed or folder")
        yield ChoiceList(always_lit=True)

    def on_mount(self) -> None:
        """All of them, the cursor on the one that one comes from."""
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, words: str) -> None:
        wanted = fold(words).split()
        start = " ".join(wanted)
        found = [(name, section) for name, section in self._every if all(word in name for word in wanted)]
        found.sort(key=lambda one: not one[0].startswith(start))
        self._found = [section for _, section in found]
        keys = [section.key for section in self._found]
        at = keys.index(self._current) if not wanted and self._current in keys else None
        self.query_one(ChoiceList).put(
            [_choice(section) for section in self._found] or [f"No feed or folder matches “{words}”"], at=at
        )

    @on(Input.Submitted)
    @on(ChoiceList.Opened)
    def _choose(self) -> None:
        if self._found:
            self.dismiss(self._found[self.query_one(ChoiceList).cursor].key)
        else:
            self.tell("No match to go to. Type another part of a name.")

    @property
    def action_targets(self) -> Sequence[object]:
        """The list, which the field hands its arrows to."""
        return [self.query_one(ChoiceList)]


def _choice(section: Section) -> Choice:
    sign = "▸" if section.kind == "folder" else ""
    return Choice(named(section, NAME), sign=sign, end=f"{section.count:,}" if section.count else "")
