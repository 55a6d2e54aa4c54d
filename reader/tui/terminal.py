"""What must be said of the terminal before Textual is imported?"""

from __future__ import annotations

import os

ESCAPE_DELAY = "25"
"""Milliseconds after which a lone ESC is the key and not the start of a sequence; Textual's own 100 are felt."""

FRAMES = "1000"
"""Frames a second. Textual waits for the next one before it paints what a key changed: with its own 60 that alone can
take the 16 ms that a key may take. Without changes nothing is painted, however many frames there are."""

TO_DEMO = -1
"""The reader's answer when the demo is asked for."""

QUIT = -2
"""The reader's answer when it is to end at once, out of the demo too."""


def prepare() -> None:
    """Set what Textual reads once, at its import, unless the user has set it."""
    os.environ.setdefault("ESCDELAY", ESCAPE_DELAY)
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
