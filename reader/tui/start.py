"""Opens the reader from the command line: on the reader's own library, or on the demo newsstand and back."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from reader.config import keys
from reader.core.session import LibraryPaths, local_now
from reader.errors import UsageError
from reader.tui import terminal

if TYPE_CHECKING:
    from reader.tui.app import Reader

PRIVATE_NAMES = {
    "textual._ansi_sequences": ("SYNC_END", "SYNC_START"),
    "textual._callback": ("invoke",),
    "textual._compositor": ("ChopsUpdate", "Compositor", "CompositorMap", "CompositorUpdate", "LayoutUpdate"),
    "textual.app": ("App",),
    **(
        {}
        if sys.platform == "win32"
        else {"textual.drivers.linux_driver": ("WriterThread", "XTermParser", "getincrementaldecoder")}
    ),
}
"""What Textual does not promise and `tui` uses: names in its modules …"""

PRIVATE_ATTRIBUTES = {
    "textual.app.App": (
        "_close_messages_no_wait",
        "_display",
        "_driver",
        "_exception",
        "_fatal_error",
        "_filters",
        "_notifications",
        "_refresh_notifications",
        "_unnotify",
        "_watch_theme",
    ),
    "textual._compositor.Compositor": (
        "_dirty_regions",
        "_full_map",
        "_regions_to_spans",
        "cuts",
        "full_map",
        "visible_widgets",
    ),
    "textual._compositor.ChopsUpdate": ("chop_ends", "chops", "render_segments", "spans"),
    "textual._compositor.LayoutUpdate": ("region", "render_segments", "strips"),
    "textual.events.MouseEvent": ("_screen_x", "_x"),
    "textual.screen.Screen": ("_compositor",),
}
"""… and attributes of its classes."""

PALETTE = "textual.command"

SWITCH_S = 0.001
"""Seconds after which a thread that searches lets the one that paints go on; Python's own five are felt in each key."""


def is_possible() -> bool:
    """Tells whether there is a terminal to draw on and to read keys from."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in (None, "", "dumb")


def run(places: LibraryPaths) -> int:
    """Open the reader; the exit code. Raises `UsageError` where there is no terminal for it."""
    _require_terminal()
    from reader.tui.library_threads import LibraryThreads

    code: int | None = None
    with terminal.Guard() as guard:
        while code is None:
            library = LibraryThreads(places, local_now)
            library.begin_front()
            require_textual()
            from reader.tui.app import Reader

            code = _run(Reader(places, library=library), guard)
            if code == terminal.TO_DEMO:
                code = _demo(places, guard) or None
    return 0 if code == terminal.QUIT else code


def demo(places: LibraryPaths) -> int:
    """Open the reader on the newsstand, in a library that is gone afterwards; the settings are a copy of the reader's own."""
    _require_terminal()
    with terminal.Guard() as guard:
        code = _demo(places, guard)
    return 0 if code == terminal.QUIT else code


def _demo(places: LibraryPaths, guard: terminal.Guard) -> int:
    require_textual()
    from reader.demo.newsstand import Newsstand
    from reader.tui.app import Reader

    with tempfile.TemporaryDirectory(prefix="broadsheet-demo-") as room, Newsstand(local_now()) as newsstand:
        own = Path(room)
        _copy_settings(places.config, own / "config")
        places = LibraryPaths(own / "library.db", own / "cache", own / "config")
        # A publisher corrects an article after it came in: the next refresh brings that.
        app = Reader(places, demo_feeds=newsstand.subscriptions(), stocked=newsstand.publish_corrections)
        return _run(app, guard)


def _copy_settings(config: Path, to: Path) -> None:
    """Copy the files that a person wrote, so that the demo looks as they are used to and changes none of them. One that cannot
    be read is left out."""
    for file in (config / "config.toml", *config.glob("*/*.toml")):
        with suppress(OSError):
            copy = to / file.relative_to(config)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def _run(app: Reader, guard: terminal.Guard) -> int:
    guard.wait()
    sys.setswitchinterval(SWITCH_S)
    keys.name_arrows(in_words=terminal.has_ascii_only())
    terminal.patch_driver(app.told_background, app.told_mark)
    answer = app.run()
    if (fault := _fault(app)) is not None:
        raise fault
    return app.return_code or (answer if answer is not None else 0)


def _fault(app: Reader) -> Exception | None:
    """Returns the exception that ended the reader; None where it ended by itself. A failed Textual worker wraps its
    own: that is taken out."""
    from textual.worker import WorkerFailed

    fault = app._exception
    return fault.error if isinstance(fault, WorkerFailed) and isinstance(fault.error, Exception) else fault


def _require_terminal() -> None:
    if not is_possible():
        raise UsageError("the reader needs a terminal", hint="commands work without one: broadsheet --help")
    terminal.prepare()


def _load_without_palette() -> None:
    """Load Textual's app without the module of its command palette, which is switched off here and would take a tenth of the
    start: it loads the widgets of each kind. The names that are taken from it stand for nothing; who asks for the
    module later gets it whole."""
    if "textual.app" in sys.modules:
        return
    empty = ModuleType(PALETTE)
    empty.__getattr__ = lambda name: type(name, (), {})  # type: ignore[method-assign]
    sys.modules[PALETTE] = empty
    try:
        importlib.import_module("textual.app")
    except ImportError:
        pass  # the names that are missing are told of
    finally:
        del sys.modules[PALETTE]


def require_textual() -> None:
    """Raises `UsageError` where the installed Textual lacks a private name that the reader uses, as one that was put in
    place of the declared version may: in words now, not as a fault in the middle of reading."""
    lacking = list[str]()
    _load_without_palette()
    for module, names in PRIVATE_NAMES.items():
        try:
            there = vars(importlib.import_module(module))
        except ImportError:
            there = {}
        lacking += [f"{module}.{name}" for name in names if name not in there]
    if not lacking:
        for place, attributes in PRIVATE_ATTRIBUTES.items():
            module, _, name = place.rpartition(".")
            kind = getattr(importlib.import_module(module), name)
            # What only an object that was made has stands among the names of what makes it.
            known = {*dir(kind), *kind.__init__.__code__.co_names}
            lacking += [f"{name}.{attribute}" for attribute in attributes if attribute not in known]
    if lacking:
        from importlib import metadata  # late: it takes a tenth of the time of a start

        raise UsageError(
            f"does not fit this broadsheet: it lacks {', '.join(lacking)}",
            subject=f"Textual {metadata.version('textual')}",
            hint="install the declared version: pip install 'textual~=8.2.8'; the commands work without",
        )
