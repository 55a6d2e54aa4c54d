"""How does foreign text come into a widget? Through here only: cleaned, and never read as markup.

Textual reads a `str` as markup and hands escape sequences on to the terminal; `Content` and `Segment` made here hold
neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content

from reader.text.clean import clean

if TYPE_CHECKING:
    from rich.style import Style


def plain(text: str) -> Content:
    """Text for a widget, a title, a toast or a tooltip, as it stands; line breaks stay."""
    return Content(clean(text))


def segment(text: str, style: Style) -> Segment:
    """A piece of one screen line; each line break and tab becomes a space, spaces stay as many as they are."""
    if text.isascii() and text.isprintable():
        return Segment(text, style)
    return Segment(clean(text, max(len(text), 1)).replace("\n", " ").replace("\t", " "), style)
