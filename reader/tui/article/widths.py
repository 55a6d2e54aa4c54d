"""How many cells does text take, and where may it be cut? As the screen's own compositor counts."""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

# Letters, digits and signs of one cell each that never join with a neighbour: most text, measured by its length.
_SIMPLE = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u0482\u048a-\u052f\u0620-\u064a\u05d0-\u05ea\u2010-\u2027\u20a0-\u20c0\u2190-\u2319\u2500-\u25fc]*"
)
_PARTNERS = re.compile("[\U0001f1e6-\U0001f1ff]{2}|[\U0001f3fb-\U0001f3ff]")


class Cluster(NamedTuple):
    """Characters [start, end) that are drawn as one, and the cells they take."""

    start: int
    end: int
    cells: int


def is_simple(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether every character takes one cell and stands alone."""
    end = len(text) if end is None else end
    found = _SIMPLE.match(text, start, end)
    return found is not None and found.end() == end


def width(text: str) -> int:
    """Cells of a text of one line."""
    return cell_len(text)


def clusters(text: str) -> list[Cluster]:
    """The characters of one line as a reader sees them: a letter with its marks, a joined emoji, a flag."""
    found = [Cluster(*span) for span in split_graphemes(text)[0]]
    if not _PARTNERS.search(text):
        return found
    joined: list[Cluster] = []
    is_open = False  # the last one is the first half of a flag
    for cluster in found:
        char = text[cluster.start]
        is_half = "\U0001f1e6" <= char <= "\U0001f1ff"
        if joined and ((is_half and is_open) or "\U0001f3fb" <= char <= "\U0001f3ff"):
            last = joined[-1]
            joined[-1] = Cluster(last.start, cluster.end, last.cells + cluster.cells)
            is_open = False
        else:
            joined.append(cluster)
            is_open = is_half
    return joined


def window(text: str, skip: int, cells: int) -> tuple[int, int, int]:
    """The characters [start, end) of one line that show after `skip` cells in at most so many, and the blank cells that
    stand in front where a wide character was cut."""
    if is_simple(text):
        start = min(skip, len(text))
        return start, min(start + cells, len(text)), 0
    at = lead = 0
    first = end = -1
    for cluster in clusters(text):
        if at >= skip:
            if at + cluster.cells > skip + cells:
                break
            if first < 0:
                first, lead = cluster.start, at - skip
            end = cluster.end
        at += cluster.cells
    return (first, end, lead) if first >= 0 else (len(text), len(text), 0)
