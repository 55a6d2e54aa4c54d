"""The layout of an article's text: a setting, which the screen knows before anything of an article is loaded."""

from __future__ import annotations

from typing import NamedTuple


class TextLayout(NamedTuple):
    """The measure, which is the cells of a line of text at most, and whether both edges of the text are even."""

    measure: int = 72
    is_justified: bool = False


USUAL = TextLayout()
