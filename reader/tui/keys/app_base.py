"""The base of the app: the theme that is worn, and the way from a key to an action.

`terminal.prepare` must have been called before this module is imported.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path, PurePath
from time import monotonic
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from textual import events, on
from textual._callback import invoke
from textual._compositor import CompositorUpdate
from textual.actions import SkipAction
from textual.app import App
from textual.dom import DOMNode
from textual.filter import Monochrome

from reader.config.actions import PLACES
from reader.config.keys import pressed, shown
from reader.text.clean import clean
from reader.tui import toast
from reader.tui.differences import Differences, Update
from reader.tui.keys.dispatch import Dispatcher, apart
from reader.tui.keys.dispatch import name as key_name
from reader.tui.paint import Paint, textual_theme
from reader.tui.sure_timers import set_timer
from reader.tui.terminal_pen import Abilities
from reader.tui.widgets.foot_line import FootLine, hinted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence

    from textual.message_pump import MessagePump
    from textual.notifications import Notification
    from textual.screen import Screen
    from textual.timer import Timer

    from reader.config.actions import Context
    from reader.config.keys import Binding, Bindings
    from reader.config.themes import Theme
    from reader.tui.widgets.foot_line import Hints

_FOLDER = Path(__file__).parent.parent / "styles"
STYLES: list[str | PurePath] = [_FOLDER / "base.tcss", _FOLDER / "news.tcss"]
"""The stylesheets of the front page, the common one first; dialogs have their own."""

OPENING_LIMIT_S = 1.0
"""Seconds that keys wait for a dialog that is on its way."""

OPENING_POLL_S = 0.002
"""Seconds between two looks whether it is there."""

_TELLING = frozenset({"typing", "dialog", "story", "sections"})
"""Places whose widgets get keys, or tell by a message what a key has led to: the list follows the sections' cursor."""

MARKER_LIMIT_S = 1.0
"""Seconds after which a marker counts as lost, should a dialog have closed with it in a message queue."""


class AppBase(App[int]):
    """An app with paint and with keys from the table. It sends the terminal at most so many `colours`, and fields have a
    cursor that blinks, if it `blinks`.

    An action `x` is the method `action_x` of the focused widget, of what holds it, of its screen, of the screen's
    `action_targets` (plain objects, in their order), or of the app: the first that has one and does not raise
    `SkipAction`. The context of a key is the `KEY_CONTEXT` of the focused widget
    or of what holds it; a field that takes text has `typing`; else a modal screen has `dialog`, another `front`.

    On a change of theme every widget is told by `notify_style_update`; what keeps lines drops them there.
    """

    set_timer = set_timer

    CSS_PATH = STYLES
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, theme: Theme, bindings: Bindings) -> None:
        super().__init__()
        self.dispatcher = Dispatcher(bindings)
        self._has_opened = False
        self._key_queue = KeyQueue(self, self._handle_key, self._is_opening, self._is_settling)
        # Textual's filter for NO_COLOR would paint the terminal's own colours grey; which theme is worn is said already.
        self._filters = [one for one in self._filters if not isinstance(one, Monochrome)]
        self.paint = Paint(theme)
        self.register_theme(textual_theme(theme))
        self.theme = theme.name
        self._worn = self.get_css_variables()
        self.stylesheet.set_variables(self._worn)
        self.colours = ColorSystem.TRUECOLOR
        self.blinks = True
        self.told_before: Sequence[Notification] = ()
        self.ended_early: Sequence[Notification] = ()
        self._told_idle = ""
        self._differences = Differences(Abilities.of(os.environ))

    def refresh_css(self, animate: bool = True) -> None:
        """Read the stylesheets and style all anew, where the colours are others. At the start they are not, and Textual
        would parse every stylesheet twice."""
        wanted = self.get_css_variables()
        if wanted != self._worn:
            self._worn = wanted
            super().refresh_css(animate)

    def read_dialog_styles(self) -> None:
        """Read the stylesheet of dialogs, at leisure: with the first dialog Textual would read and style all anew."""
        from reader.tui.dialogs.base import DIALOG_STYLES

        path = str(DIALOG_STYLES)
        if not self.stylesheet.has_source(path, ""):
            self.stylesheet.read(path)
            self.stylesheet.parse()

    @property
    def has_keys_ahead(self) -> bool:
        """True while keys wait that were pressed after the one that is being handled."""
        return self._key_queue.has_more

    def drop_keys(self) -> None:
        """Forget the keys that wait for what is not coming."""
        self._key_queue.drop()

    def end_told_before(self) -> None:
        """Take away the messages that stood before the last key or click."""
        self.ended_early = self.told_before or self.ended_early
        toast.clear(self, self.told_before)

    def wear(self, theme: Theme) -> None:
        """Change to a theme at once."""
        self.paint = Paint(theme)
        self.register_theme(textual_theme(theme))
        if self.theme == theme.name:
            self._watch_theme(theme.name)
        else:
            self.theme = theme.name

    def key_context(self) -> Context:
        """Return the context that a key would be pressed in now."""
        for node in self._path():
            if _takes_text(node):
                return "typing"
            found: Context | None = getattr(node, "KEY_CONTEXT", None)
            if found:
                return found
        return "dialog" if self.screen.is_modal else "front"

    async def perform(self, action_id: str, number: int | None = None) -> bool:
        """Do an action where it can be done now; False where nothing does it. An id can bring a number along: the
        user's own commands do."""
        name, _, own = action_id.partition(" ")
        params = (int(own),) if own else () if number is None else (number,)
        for target, method in self._actions(name):
            if isinstance(target, DOMNode):
                if await self.run_action(("", name, params), target):
                    return True
                continue
            with suppress(SkipAction):
                await invoke(method, *params)
                return True
        return False

    def can(self, action_id: str) -> bool:
        """Tell whether anything here does the action."""
        return self._is_among(action_id, self._targets())

    def _is_among(self, action_id: str, targets: Iterable[object]) -> bool:
        if action_id in getattr(self.screen, "lacks", ()):
            return False
        if action_id == "palette" and self.screen.is_modal:
            return False
        name = f"action_{action_id.partition(' ')[0]}"
        return any(callable(getattr(target, name, None)) for target in targets)

    def _targets(self) -> Iterator[object]:
        """Yields what can have an action, in the order in which they are tried: from the focused widget outwards."""
        for node in self._path():
            yield node
            yield from getattr(node, "action_targets", ())

    def _actions(self, name: str) -> Iterator[tuple[object, Callable[..., object]]]:
        """Yields each target that has the action, with its method, in the order in which they are tried."""
        for target in self._targets():
            if callable(method := getattr(target, f"action_{name}", None)):
                yield target, method

    def action_redraw(self) -> None:
        """Paint the whole screen anew: another program has written to it."""
        self._differences.forget()
        self.refresh()

    def reorder(self, *, wanted: bool) -> None:
        """Send letters that run from right to left in the order in which they are seen, or as they are written."""
        if self._differences.reorders != wanted:
            self._differences.reorders = wanted
            self.action_redraw()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable = Update(self._differences, renderable, self.colours)
        super()._display(screen, renderable)

    def action_help(self) -> None:
        """Show the keys."""
        if not self.can("help"):
            raise SkipAction
        from reader.tui.dialogs.help import Help

        bindings, context = self.dispatcher.bindings, self.key_context()
        own: Hints = ()
        only: Collection[str] | None = None
        if self.screen.is_modal:
            own = getattr(self.screen, "own_hints", ())
            only = {row.action.id for row in bindings.rows(context) if self.can(row.action.id)} - {"help"}
        self.push_screen(Help(bindings, context, own, only=only), self._perform_chosen)

    def action_palette(self) -> None:
        """Find an action by its name."""
        if self.screen.is_modal:
            raise SkipAction
        from reader.tui.dialogs.help import Palette, manual_pages

        context = self.key_context()
        rows = self.dispatcher.bindings.rows("front" if context == "typing" else context)
        offered = [row for row in rows if row.action.in_palette and self.can(row.action.id)]
        elsewhere = self.dispatcher.bindings.only_elsewhere(context, {row.action.id for row in offered})
        more = {"THEMES": self.themes_offered(), "MANUAL": manual_pages()}
        self.push_screen(Palette(offered, elsewhere, more), self._perform_chosen)

    def themes_offered(self) -> Sequence[Binding]:
        """The themes that the palette finds by their names."""
        return ()

    def action_manual(self, number: int) -> None:
        """Show a page of the manual by its number in the palette: 0 for the list of them."""
        from reader.core import manual
        from reader.tui.dialogs.manual import ManualScreen

        self.push_screen(ManualScreen([manual.INDEX, *(topic.name for topic in manual.topics())][number]))

    async def _perform_chosen(self, action_id: str | None) -> None:
        if action_id:
            await self.perform(action_id)

    async def on_event(self, event: events.Event) -> None:
        """Keys come here first; what we do not take goes to a dialog's widgets and to fields, and to nobody else."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            for key in apart(event, self.dispatcher.bindings, self.key_context()):
                await self._key_queue.add(key)
            return
        if isinstance(event, events.MouseDown):
            self.told_before = toast.shown_now(self)
        if isinstance(event, events.MouseEvent) and not isinstance(event, events.Click):
            column = int(event.screen_x)
            beside = self._differences.written_at(column, int(event.screen_y)) - column
            event._x, event._screen_x = event._x + beside, event._screen_x + beside
        if isinstance(event, events.Resize) and event.size == self._differences.size:
            # The terminal was another size for a moment, or someone else's: what it shows is not known.
            self.action_redraw()
        if isinstance(event, events.Paste):  # a field would hand it on to the terminal as it is
            event.text = clean(event.text)
        await super().on_event(event)

    async def _handle_key(self, event: events.Key) -> bool:
        """Do what a key means; True where a widget does it, or may do it, or tells others of it by a message."""
        context = self.key_context()
        if not await self._on_own_key(event):
            await super().on_event(event)
        return context in _TELLING or self._has_opened

    def _is_opening(self) -> bool:
        screen = self.screen
        if (is_ready := getattr(screen, "is_ready", None)) is not None:
            return not is_ready
        return any(
            worker.group == "dialog" and worker.node in (screen, self) and not worker.is_finished
            for worker in self.workers
        )

    def _is_settling(self) -> bool:
        """Tell whether a key would act on what the screen is about to replace."""
        return bool(self.screen_stack and getattr(self.screen, "is_settling", False))

    async def _on_own_key(self, event: events.Key) -> bool:
        if not (key := key_name(event)):
            return True
        # A key tells that the window has the focus, where a terminal does not say so; the widget gets it back first.
        self.app_focus = True
        context = self.key_context()
        result = self.dispatcher.feed(key, context)
        taken = result.taken
        self._has_opened = result.action in ("open", "choose", "mark_passage")
        if result.action:
            self.told_before = toast.shown_now(self)
            self.ended_early = toast.clear_stale(self, self._told_idle) or self.ended_early
            taken = await self.perform(result.action, result.number)
        elif not taken and (
            context == "story" or (context in ("welcome", "choosing", *PLACES) and _is_meant(key))
        ):
            self._say_idle(key, context)
        self._tell_foot()
        return taken or context not in {"typing", "dialog"}

    def _say_idle(self, key: str, context: Context) -> None:
        """Tell that a key does nothing here, and where it does something: neither on the welcome screen, which has no pane
        beside it, nor in a list without articles, where that would be told of the list, nor while a passage is chosen. In a
        story, which lies over the panes, all keys are told of: what they do in one of these is behind it."""
        bindings = self.dispatcher.bindings
        keys = bindings.keys("help", context)
        if context == "story" and (action := bindings.taken(key, ("list", "article", "related", "sections"))):
            said = f"{shown(key)} ({action.label}): only outside the story"
            said += "".join(f" · {shown(back)} closes it" for back in bindings.keys("back", context)[:1])
        elif where := bindings.elsewhere(key) if context in PLACES and context != "unfilled" else "":
            said = f"{shown(key)}: only in {where}"
        elif keys:
            said = f"{shown(key)} does nothing here. {shown(keys[0])} shows all keys."
        else:
            said = f"{shown(key)} does nothing here"
        self._told_idle = toast.show(self, said, "warn")

    @on(FootLine.Clicked)
    async def _press_hint(self, event: FootLine.Clicked) -> None:
        """Press what a hint stands for: the whole sequence where its keys are one, else the key that was hit."""
        event.stop()
        sequences = self.dispatcher.bindings.sequences[self.key_context()]
        whole = next((one for one in sequences if shown(one) == event.keys), None)
        for key in whole.split(" ") if whole else [pressed(event.key)]:
            await self._key_queue.add(
                events.Key(key, {"space": " "}.get(key, key if len(key) == 1 else None))
            )

    def _path(self) -> Iterator[DOMNode]:
        """From the focused widget up to the app."""
        yield from (self.focused or self.screen).ancestors_with_self

    @on(events.DescendantFocus)
    def _steady(self, event: events.DescendantFocus) -> None:
        """A cursor that blinks writes to the terminal twice a second."""
        if not self.blinks and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    @on(FootLine.Asked)
    def _tell_foot(self) -> None:
        if not self.is_running:
            return  # whatever had the focus loses it as the app closes, when no screen may be left
        feet = self.screen.query(FootLine)
        if not feet:
            return
        own: Hints = getattr(self.screen, "own_hints", ())
        named = {keys for keys, _ in own}
        targets = [*self._targets()]  # the same for all hints
        table = hinted(
            self.dispatcher.bindings,
            self.key_context(),
            lambda action: self._is_among(action, targets),
            getattr(self.screen, "labels", {}),
        )
        hints = [*(hint for hint in own if hint[1]), *(hint for hint in table if hint[0] not in named)]
        for foot in feet:
            foot.show(hints, self.dispatcher.pending)


def _is_meant(key: str) -> bool:
    """Tell whether somebody expects something of a key that does nothing: of one that types a character, with Ctrl or without,
    and of those that scroll in an article. Others a terminal may send by itself."""
    return (
        len(key) == 1 or key in ("left", "right") or (key.startswith("ctrl+") and len(key) == len("ctrl+a"))
    )


def _takes_text(node: DOMNode) -> bool:
    """Tell whether a node is a field. Before the module of fields is loaded, after the first list, nothing is one."""
    fields = sys.modules.get("textual.widgets._input")
    return fields is not None and isinstance(node, fields.Input)


class KeyQueue:
    """Keys in their order: each is handled when what the one before led to is done, so that keys that come at once mean
    what they mean one by one.

    `handle` does what one means, and tells whether it went through widgets; `is_opening` tells whether a dialog is on
    its way, `is_settling` whether the answer is that the next keys are meant for: they wait for it, however long it
    takes, and Esc ends that.

    A key for a field or a dialog passes through the message queues of the widget, of what holds it and of the app, and
    so does what it leads to, as a submitted text. Textual tells nobody when all of that is done; but its queues keep
    their order, so a marker that is sent the same way twice arrives after both. That a dialog is ready is polled: its
    worker may just as well end without one, and workers tell nobody either, since their messages are switched off on the
    front page.
    """

    def __init__(
        self,
        app: App[int],
        handle: Callable[[events.Key], Awaitable[bool]],
        is_opening: Callable[[], bool],
        is_settling: Callable[[], bool],
    ) -> None:
        self._app = app
        self._handle = handle
        self._is_opening = is_opening
        self._is_settling = is_settling
        self._keys: deque[events.Key] = deque()
        self._marker: Timer | None = None
        self._opening_since = 0.0

    async def add(self, key: events.Key) -> None:
        """Append a key; it is handled at once, unless one before it is not done."""
        self._keys.append(key)
        if self._marker is None:
            await self._go_on()

    def _skip_to_escape(self) -> bool:
        """Forget the keys before an Esc; False where there is none."""
        if all(key.key != "escape" for key in self._keys):
            return False
        while self._keys[0].key != "escape":
            self._keys.popleft()
        return True

    @property
    def has_more(self) -> bool:
        """True while there are keys behind the one that is being handled."""
        return bool(self._keys)

    def drop(self) -> None:
        """Forget the keys that wait: what they were meant for is not there."""
        self._keys.clear()

    async def _go_on(self) -> None:
        if self._marker is not None:
            self._marker.stop()
            self._marker = None
        while self._keys and self._app.screen_stack:  # none is left once somebody quits
            if self._is_settling() and not self._skip_to_escape():
                self._marker = self._app.set_timer(OPENING_POLL_S, self._go_on)
                return
            if self._is_opening():
                self._opening_since = self._opening_since or monotonic()
                if monotonic() - self._opening_since < OPENING_LIMIT_S:
                    self._marker = self._app.set_timer(OPENING_POLL_S, self._go_on)
                    return
            else:
                self._opening_since = 0.0
            path = list((self._app.focused or self._app.screen).ancestors_with_self)
            if await self._handle(self._keys.popleft()):
                self._marker = self._app.set_timer(MARKER_LIMIT_S, self._go_on)
                self._pass(self._marker, iter([*path, *path, self._app]))
                return

    def _pass(self, marker: Timer, pumps: Iterator[MessagePump]) -> None:
        """Send the marker on to the next queue that is not closed by now."""
        if not any(pump.call_later(self._pass, marker, pumps) for pump in pumps):
            self._app.call_later(self._arrived, marker)

    async def _arrived(self, marker: Timer) -> None:
        if marker is self._marker:
            await self._go_on()
