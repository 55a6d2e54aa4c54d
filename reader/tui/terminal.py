"""What must be said of the terminal before Textual is imported?"""

from __future__ import annotations

import os

ESCAPE_DELAY = "25"
"""Milliseconds after which a lone ESC is the key and not the start of a sequence; Textual's own 100 are felt."""


def prepare() -> None:
    """Set what Textual reads once, at its import, unless the user has set it."""
    os.environ.setdefault("ESCDELAY", ESCAPE_DELAY)
