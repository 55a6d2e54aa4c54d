"""The reader: settings, library, workers and the front page, put together. What happens is in its screens."""

from __future__ import annotations

import asyncio
import gc
import os
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import Console
from textual import work
from textual.constants import TEXTUAL_ANIMATIONS

from reader.config import bidi_terminal, keys, save_setting, settings, site_rules, themes, user_commands
from reader.config.actions import Action
from reader.config.keys import Binding
from reader.core.session import LibraryPaths, local_now
from reader.errors import BroadsheetError
from reader.frozen import replace
from reader.text.clean import told
from reader.tui import external_programs, paint, terminal, toast
from reader.tui.front.screen import FrontScreen
from reader.tui.front.view import UNDO
from reader.tui.keys.app_base import AppBase
from reader.tui.library_threads import LibraryThreads
from reader.tui.worker_client import WorkerClient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from reader.config.save_setting import Written
    from reader.config.settings import Settings
    from reader.config.themes import Theme
    from reader.config.user_commands import UserCommand
    from reader.core.events import Event
    from reader.model import Subscription


NOTICES = 2
"""Lines of what is wrong with the settings that are shown at the start."""

PREPARE_S = 0.5
"""Seconds from the first list until what articles need is loaded: feeds and counts are painted by then."""


class Reader(AppBase):
    """The full-screen reader on one library.

    `demo_feeds`: it is the demo, and these are the newsstand's feeds, which are subscribed to at the start; when they
    have come, `stocked` is called. `now` is the clock of ages and days. `library`: the library's threads, where they are
    at work already. `worker` does what goes on by itself; `dialog_worker` what a person waits for in a dialog, so that it
    never queues behind a refresh, nor ends one when it is cancelled.
    """

    TITLE = "broadsheet"

    def __init__(
        self,
        places: LibraryPaths,
        *,
        demo_feeds: Sequence[Subscription] = (),
        stocked: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = local_now,
        library: LibraryThreads | None = None,
    ) -> None:
        self._preferences = Preferences(places.config)
        super().__init__(self._preferences.theme(), self._preferences.bindings)
        self.places = places
        self.demo_feeds = demo_feeds
        self.stocked = stocked
        self.now = now
        self.library = library or LibraryThreads(places, now)
        self.worker = WorkerClient(places.library, self._heard, places.config)
        self.dialog_worker = WorkerClient(places.library, self._heard, places.config)
        self.front = FrontScreen(self)
        self._writing = asyncio.Lock()
        self._heed_line()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._preferences.settings

    @property
    def commands(self) -> Sequence[UserCommand]:
        """The user's own commands."""
        return self._preferences.commands

    @property
    def themes_known(self) -> Mapping[str, Theme]:
        """All themes by their names."""
        return self._preferences.themes

    @property
    def is_demo(self) -> bool:
        """True on the demo newsstand, whose library is gone afterwards."""
        return bool(self.demo_feeds)

    def on_mount(self) -> None:
        """The front page."""
        terminal.watch_signals(self._end)
        self._loop_here = asyncio.get_running_loop()
        if self._driver is not None:
            self._driver.write(terminal.questions(background=self._goes_by_terminal))
        self.push_screen(self.front)

    def settle(self) -> None:
        """The first list is painted: now is the time to read what dialogs and articles need, to tell what was wrong with
        the settings, and from now on garbage is collected, if that was put off. What there is by now stays and is never
        looked through again, which would hold a key for 50 ms."""
        self.read_dialog_styles()
        self.set_timer(PREPARE_S, self.library.prepare)
        if notices := self._preferences.notices:
            told, more = notices[:NOTICES], len(notices) - NOTICES
            rest = [f"And {more} more: broadsheet config check lists them"] if more > 0 else []
            toast.show(self, "\n".join((*told, *rest)), "warn")
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def _heard(self, event: Event) -> None:
        self.front.hear(event)

    @work(group="dialog")
    async def action_themes(self) -> None:
        """Choose the theme; the choice is kept in the config file."""
        from reader.tui.dialogs.themes import ThemesScreen

        name = await self.push_screen_wait(ThemesScreen(self.themes_known, self.paint.theme.name, self.wear))
        if name is not None:
            self.keep_theme(name)

    def themes_offered(self) -> Sequence[Binding]:
        """The themes by their names, each with its number for `action_theme`."""
        from reader.tui.dialogs.themes import kind_of

        return [
            Binding(Action(f"theme {at}", (), (), name, f"theme: {kind_of(theme)}"), ())
            for at, (name, theme) in enumerate(self.themes_known.items())
        ]

    def action_theme(self, number: int) -> None:
        """Wear a theme by its number among those known, and keep it."""
        self.keep_theme([*self.themes_known][number])

    def keep_theme(self, name: str) -> None:
        """Wear a theme from now on, also the next time."""
        self.wear(self.themes_known[name])
        try:
            self.keep_setting("theme", name)
        except BroadsheetError as error:
            toast.show(self, told(str(error), error.hint), "warn")
        else:
            toast.show(self, f"Theme: {name} · saved {self.saved_where}", "good")

    @work(group="dialog")
    async def action_settings(self) -> None:
        """See and change the settings."""
        from reader.tui.dialogs.settings import SettingsScreen

        await self.push_screen_wait(SettingsScreen(self))

    def keep_setting(self, name: str, value: Written | None) -> None:
        """Write a setting into the config file (None: its default again), and go by it from now on.

        Raises `ConfigError`; then nothing has changed.
        """
        self._preferences.keep(name, value)
        self.library.forget_settings()
        self.front.heed(self.settings)
        self.front.place()
        self.front.refresh(layout=True)
        if name == "refresh.every":
            self.front.parts.jobs.refresh_by_itself()
        if name.startswith("feeds."):
            self.front.parts.sections.arrange()
        if name == "reading.pictures":
            self.front.parts.outgoing.heed_setting()
        if name in ("colours", "slow_line", "bidi"):
            self._heed_line()
        if name == "theme" and value is None:
            self.wear(self._preferences.theme())

    def _heed_line(self) -> None:
        """Send what the settings want the line to carry."""
        self.colours = ColorSystem.EIGHT_BIT if self.settings.colours == "256" else ColorSystem.TRUECOLOR
        self.animation_level = "none" if self.settings.slow_line else TEXTUAL_ANIMATIONS
        self.blinks = not self.settings.slow_line
        self.reorder(wanted=bidi_terminal.is_by_broadsheet(self.settings.bidi, os.environ))

    def keep_choice(self, name: str, value: str | bool) -> None:
        """Go by a setting at once and write it afterwards, so that no key waits for the disk. Where it cannot be
        written, a message says so, and it holds until the reader is closed."""
        self._preferences.choose(name, value)
        self._write_choice(name, value)

    @work(group="choices")
    async def _write_choice(self, name: str, value: str | bool) -> None:
        async with self._writing:  # the last choice is written last
            try:
                await asyncio.to_thread(self._preferences.write, name, value)
            except BroadsheetError as error:
                toast.show(self, told(str(error), error.hint), "warn")

    @property
    def offers_undo(self) -> bool:
        """True while a message is shown that says how to undo what it tells of, or would be if no article had been opened
        since."""
        return toast.stands(self, UNDO, self.ended_early)

    @property
    def config_file(self) -> Path:
        """The user's settings."""
        return self._preferences.file

    @property
    def saved_where(self) -> str:
        """The place in which settings are saved, as the end of a sentence."""
        return "for this demo only" if self.is_demo else f"in {toast.path(self.config_file)}"

    @property
    def _goes_by_terminal(self) -> bool:
        return not self.settings.theme and not self.paint.theme.uses_terminal

    def told_background(self, is_dark: bool) -> None:
        """The terminal has said of what kind its background is; called in the thread that reads from it."""
        self._loop_here.call_soon_threadsafe(self._wear_like, is_dark)

    def _wear_like(self, is_dark: bool) -> None:
        self._preferences.is_dark = is_dark
        if self._goes_by_terminal:
            self.wear(self._preferences.theme())

    def told_mark(self, is_wide: bool) -> None:
        """The terminal has said whether a spacing mark takes a cell; called in the thread that reads from it."""
        self._loop_here.call_soon_threadsafe(self._count_marks, is_wide)

    def _count_marks(self, is_wide: bool) -> None:
        if is_wide and terminal.widen_marks():
            self.wear(self.paint.theme)

    def leave(self) -> None:
        """End the reader."""
        self._end(0)

    def to_demo(self) -> None:
        """Make room for the demo newsstand."""
        self.exit(terminal.TO_DEMO)

    def action_suspend(self) -> None:
        """Back to the shell, as Ctrl-Z does it for any program; `fg` there goes on."""
        if not external_programs.to_shell(self):
            toast.show(self, "There is no shell to go back to", "warn")

    def action_quit(self) -> None:  # type: ignore[override]
        """End at once, out of the demo too."""
        self._end(terminal.QUIT)

    def _end(self, code: int) -> None:
        self.front.parts.reading.keep_place()
        self.exit(code, return_code=code)

    def _fatal_error(self) -> None:
        # Textual's own prints its traceback; whoever runs the reader has a sentence for the fault instead.
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        """Let the worker and the library go."""
        await asyncio.gather(
            self.worker.close(),
            self.dialog_worker.close(),
            self.front.parts.outgoing.pictures.close(),
            self.front.parts.archive_reading.close(),
        )
        self.library.close()


class Preferences:
    """The settings, keys, commands and themes of the config folder. `notices` are lines on what is wrong with the files;
    `is_dark` says of what kind the terminal's background is, which is light until the terminal says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "config.toml"
        self.settings, notices = settings.load(self.file)
        bindings, more = keys.load(self.file)
        self.themes, still = themes.load(folder)
        if Console().color_system == "standard":
            self.themes = {name: paint.in_sixteen(theme) for name, theme in self.themes.items()}
        self.commands, yet = user_commands.load(self.file, bindings)
        self.bindings = bindings.with_own(user_commands.actions(self.commands))
        lacks = themes.missing(self.file, self.settings.theme, self.themes)
        self.notices = (*notices, *lacks, *more, *yet, *still, *site_rules.check(folder)[1])
        self.is_dark = False

    def keep(self, name: str, value: Written | None) -> None:
        """Write a setting (None: its default again), and go by it from now on. Raises `ConfigError`; then nothing has
        changed."""
        self.write(name, value)
        self.settings, _ = settings.load(self.file)

    def write(self, name: str, value: Written | None) -> None:
        """Write a setting; what is gone by stays. Raises `ConfigError`."""
        save_setting.keep(self.file, name, value)

    def choose(self, name: str, value: str | bool) -> None:
        """Go by a value from now on; nothing is written."""
        changed: dict[str, Any] = {name.replace(".", "_"): value}
        self.settings = replace(self.settings, **changed)

    def theme(self) -> Theme:
        """The theme to wear: the one that is set, else one that suits the terminal."""
        background = themes.DARK if self.is_dark else themes.LIGHT
        usual = "plain" if os.environ.get("NO_COLOR") else paint.usual(Console().color_system, background)
        return self.themes.get(self.settings.theme or usual) or self.themes["newsprint"]
