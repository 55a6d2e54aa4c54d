"""Makes the pictures of README and docs from the demo newsstand: python scripts/pictures.py [FOLDER]."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from reader.core.session import Places
from reader.demo.newsstand import Newsstand
from reader.tui import terminal

terminal.prepare()

from reader.tui.app import Reader  # noqa: E402 - after the terminal is prepared

NOW = datetime(2026, 10, 18, 9, 5, tzinfo=UTC)
PICTURES = (
    ("reading", (120, 36), ("slash", *"sandbank", "enter", "enter")),
    ("browsing", (120, 36), ("j",)),
    ("wide", (200, 50), ("j", "j")),
    ("search", (120, 36), ("slash", *"barrage")),
)
"""Name, columns and lines, and the keys that lead there from the list."""


async def picture(folder: Path, name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """One picture of a demo of its own."""
    with tempfile.TemporaryDirectory() as room, Newsstand(NOW) as newsstand:
        places = Places(Path(room) / "library.db", Path(room) / "cache", Path(room) / "config")
        app = Reader(places, demo_feeds=newsstand.feed_urls(), now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause(0.5)
            await app.workers.wait_for_complete()
            svg = app.export_screenshot(title="broadsheet")
            # Fonts of a foreign host would be asked for by whoever looks at the picture: any monospace will do.
            (folder / f"{name}.svg").write_text(re.sub(r"@font-face \{[^}]*\}", "", svg), "utf-8")


async def main(folder: Path) -> None:
    """All of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size, keys in PICTURES:
        await picture(folder, name, size, keys)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")))
