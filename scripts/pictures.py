"""Makes the pictures of README and docs from the demo newsstand: python scripts/pictures.py [FOLDER]."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from reader.core.session import LibraryPaths
from reader.demo.newsstand import Newsstand
from reader.tui import terminal

terminal.prepare()

from reader.tui.app import Reader  # noqa: E402 - after the terminal is prepared

NOW = datetime(2026, 10, 18, 9, 5, tzinfo=UTC)
PICTURES = (
    ("reading", "newsprint", (120, 36), ("slash", *"author:renko", "enter", "enter")),
    ("browsing", "newsprint", (120, 36), ("j",)),
    ("wide", "newsprint", (200, 50), ("j", "j")),
    ("search", "lamplight", (120, 36), ("slash", *"barrage")),
)
"""Name, theme, columns and lines, and the keys that lead there from the list."""


def places_in(room: str, theme: str) -> LibraryPaths:
    """A library and a config of the demo's own, with that theme."""
    places = LibraryPaths(Path(room) / "library.db", Path(room) / "cache", Path(room) / "config")
    places.config.mkdir()
    (places.config / "config.toml").write_text(f'theme = "{theme}"\n', "utf-8")
    return places


async def picture(folder: Path, name: str, theme: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """One picture of a demo of its own."""
    with tempfile.TemporaryDirectory() as room, Newsstand(NOW) as newsstand:
        places = places_in(room, theme)
        app = Reader(places, demo_feeds=newsstand.subscriptions(), now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause(0.5)
            await app.workers.wait_for_complete()
            svg = app.export_screenshot(title="broadsheet")
            # Fonts of a foreign host would be asked for by whoever looks at the picture: any monospace will do.
            (folder / f"{name}.svg").write_text(re.sub(r"@font-face \{[^}]*\}", "", svg), "utf-8")


async def pictures(folder: Path) -> None:
    """All of them."""
    for name, theme, size, keys in PICTURES:
        await picture(folder, name, theme, size, keys)


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    place.mkdir(parents=True, exist_ok=True)
    asyncio.run(pictures(place))
