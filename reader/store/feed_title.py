"""Names a feed."""

from __future__ import annotations

from reader.text.urls import masked


def feed_title(title: str | None, url: str | None) -> str:
    """Gives what a feed is called: its title, else its address without a password."""
    return title or (masked(url) if url else "")
