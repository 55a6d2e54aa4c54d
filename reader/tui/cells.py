"""Text on its way to the screen: cleaned of what acts on a terminal, and fitted to cells as the compositor counts them.

Textual reads a `str` as markup and hands escape sequences on to the terminal; `Content` and `Segment` made here hold
neither.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len, set_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from reader.late import pattern
from reader.text.bidi import RUNS_BACK
from reader.text.clean import clean
from reader.text.width import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Piece = tuple[str, Style]

Align = Literal["left", "right", "centre"]

_FIRST_LOOKED_AT = 200
"""Characters among which the first letter says which way a text runs."""

# Letters, digits and signs of one cell each that never join with a neighbour: most text, measured by its length.
_SIMPLE = pattern(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u0482\u048a-\u052f\u0620-\u064a\u05d0-\u05ea\u2010-\u2027\u20a0-\u20c0\u2190-\u2319\u2500-\u25fc]*"
)
_PARTNERS = pattern("[\U0001f1e6-\U0001f1ff]{2}|[\U0001f3fb-\U0001f3ff]")


LEFT_TO_RIGHT = "\u200e"
"""The mark of Unicode that has no width and the direction of Latin letters.

Terminals with bidi (VTE, Konsole, mlterm) take a row of the screen for a paragraph that runs from left to right, with
its columns and panes. Rule N1 of the algorithm (UAX #9) gives blanks, dots and lines between two Arabic or Hebrew texts
their direction, and W7 leaves a number behind such a text a number within it: the two texts become one, and what stands at the
left goes to the right of the other, as an age goes to the left of its title. After this mark the blanks have letters of
two directions beside them and take the row's own (N2), and a number is one of the row (W7): each text is turned
in its place. All else shows nothing of it.
"""

RIGHT_FROM, RIGHT_TO = "\u2067", "\u2069"
"""The marks before and behind a text that runs from right to left (Unicode's isolates), where the reader puts the letters in
order itself (`tui.visual_rows`). They come from nowhere else, as `text.clean` takes them out, and no terminal gets them.
"""


class Cluster(NamedTuple):
    """Characters [start, end) that are drawn as one, and the cells they take."""

    start: int
    end: int
    cells: int


def align(text: str) -> Align:
    """Right for text whose first letter belongs to a script that runs from right to left."""
    if text.isascii():
        return "left"
    for char in text[:_FIRST_LOOKED_AT]:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "right"
        if kind == "L":
            return "left"
    return "left"


def plain(text: str) -> Content:
    """Text for a widget, a title, a toast or a tooltip, as it stands; line breaks stay."""
    return Content(clean(text))


def segment(text: str, style: Style) -> Segment:
    """A piece of one screen line; each line break and tab becomes a space, spaces stay as many as they are."""
    if text.isascii() and text.isprintable():
        return Segment(text, style)
    return Segment(clean(text, max(len(text), 1)).replace("\n", " ").replace("\t", " "), style)


def fit(text: str, cells: int, *, at_word: bool = True) -> str:
    """The text in at most so many cells, with … in place of what was cut: at a word where one is near the end, unless a
    column is to be filled.

    It fits as the compositor counts, which joins emoji, and as a terminal draws that joins none.
    """
    short = shorten(text, cells, at_word=at_word)
    while short and cell_len(short) > cells:
        short = shorten(short[:-2], cells - 1, at_word=at_word) + "…" if len(short) > 2 else ""
    return short if short == text or not short.endswith((".…", "……")) else f"{short[:-1].rstrip('.…')}…"


def cut_before(text: str, cells: int) -> str:
    """The end of the text in at most so many cells, with … in place of what was before it."""
    if cell_len(text) <= cells:
        return text
    while text and cell_len(text) > cells - 1:
        text = text[1:]
    return f"…{text}" if cells > 0 else ""


def faded(drawn: Strip, dim: Style) -> Strip:
    """The line in the dim colour, on its own ground."""
    over = Style(color=dim.color, dim=dim.dim, bold=False)
    return Strip([Segment(text, (style or Style()) + over) for text, style, _ in drawn], drawn.cell_length)


def strip(pieces: Iterable[Piece], cells: int, ground: Style, *, is_prose: bool = False) -> Strip:
    """A line of exactly so many cells: what is too long is cut, what is too short is filled with the ground. Texts that run
    from right to left keep their places: what stands behind two blanks, or beyond the line, is another column, unless
    the line `is_prose`. A mark that no letter stands before is left out: it would join what the pane before ends with."""
    segments = list(_segments(pieces))
    while segments and _joins(segments[0].text[0]):
        rest = Segment(segments[0].text[1:], segments[0].style)
        segments[:1] = [rest] if rest.text else []
    if any(_runs_back(one.text) for one in segments):
        segments = _in_columns([_upright(one) for one in segments], is_prose=is_prose)
    if not segments:
        return _blank(cells, ground)
    used = sum(one.cell_length for one in segments)
    if used > cells:
        return Strip(segments, used).adjust_cell_length(cells, ground)
    if used < cells:
        segments.append(Segment(" " * (cells - used), ground))
    return Strip(segments, cells)


_NO_ITALICS = Style(italic=False)


@lru_cache(maxsize=64)
def _blank(cells: int, ground: Style) -> Strip:
    return Strip.blank(cells, ground)


def _segments(pieces: Iterable[Piece]) -> Iterator[Segment]:
    for text, style in pieces:
        if text in (RIGHT_FROM, RIGHT_TO):
            yield Segment(text, style)
        elif text:
            yield segment(text, style)


def _joins(char: str) -> bool:
    return not char.isascii() and char != RIGHT_FROM and not cell_len(char)


def _runs_back(text: str) -> bool:
    """Tell whether some of the text runs from right to left."""
    return not text.isascii() and RUNS_BACK.search(text) is not None


def _upright(segment: Segment) -> Segment:
    """Arabic and Hebrew have no italics, and few fonts a slanted form of their letters."""
    text, style, _ = segment
    return Segment(text, style + _NO_ITALICS) if style and style.italic and _runs_back(text) else segment


def parted(text: str) -> str:
    """The mark that parts a text from what stands behind it in the line; empty where none is needed."""
    return LEFT_TO_RIGHT if _runs_back(text) else ""


def dotted(texts: Iterable[str]) -> str:
    """The texts in one, ` · ` between them; each in its place, whichever way it runs."""
    *before, last = [*texts] or [""]
    return "".join(f"{text}{parted(text)} · " for text in before) + last


def fitting(texts: Iterable[str], width: int) -> str:
    """As many of the texts as fit whole in so many cells, ` · ` between them; the first one always, cut where it must be."""
    said: list[str] = []
    for text in texts:
        if said and cell_len(dotted([*said, text])) > width:
            break
        said.append(text if said else fit(text, width))
    return dotted(said)


def _in_columns(segments: Sequence[Segment], *, is_prose: bool) -> list[Segment]:
    """Segments with the mark at the end of each column that has such a text. It is a part of the text before it: alone, it
    would be cut off where a pane ends. Prose has the marks of its own direction already."""
    found: list[Segment] = []
    needs_mark, begun = False, 0
    for one in [*segments, None]:
        is_end = one is None or (not is_prose and one.text.startswith("  "))
        if needs_mark and is_end:
            if not is_prose:
                _isolate(found, begun)
            found[-1] = Segment(found[-1].text + LEFT_TO_RIGHT, found[-1].style)
            needs_mark = False
        if one is not None:
            begun = len(found) if is_end else begun
            found.append(one)
            needs_mark = needs_mark or _runs_back(one.text)
    return found


def _isolate(found: list[Segment], begun: int) -> None:
    """Put a column that runs from right to left between the marks: from its first word on, with what opens it (`«`), while a
    sign before it stays; until its end, or the mark behind a text that others follow (`dotted`)."""
    if align("".join(one.text for one in found[begun:])) != "right":
        return
    worded = (at for at in range(begun, len(found)) if any(map(str.isalnum, found[at].text)))
    first = next(worded, begun)  # signs alone, or marks, can have a direction, too
    while first > begun and _opens(found[first - 1].text):
        first -= 1
    text = found[first].text
    lead = len(text) - len(text.lstrip(" "))
    found[first] = Segment(text[:lead] + RIGHT_FROM + text[lead:], found[first].style)
    last = next((at for at in range(first, len(found)) if LEFT_TO_RIGHT in found[at].text), len(found) - 1)
    before, mark, behind = found[last].text.partition(LEFT_TO_RIGHT)
    found[last] = Segment(before + mark + RIGHT_TO + behind, found[last].style)


def _opens(text: str) -> bool:
    """Tell whether a piece is what a text can open with before a first word that is a hit: brackets, … and quotation marks."""
    signs = text.strip(" ")
    return bool(signs) and all(
        char in "\"'…" or unicodedata.category(char) in ("Ps", "Pi", "Pf") for char in signs
    )


def cells_of(pieces: Iterable[Piece]) -> int:
    """The cells that pieces take together."""
    return sum(cell_len(text) for text, _ in pieces)


def ends(left: Iterable[Piece], right: Piece, cells: int, ground: Style) -> list[Piece]:
    """Pieces with one more at the right end of the line, one cell before the edge."""
    pieces = list(left)
    gap = cells - cells_of(pieces) - cell_len(right[0]) - 1
    return [*pieces, (" " * max(gap, 1), ground), right]


def cut(pieces: Iterable[Piece], cells: int, mark: Piece) -> list[Piece]:
    """Pieces in at most so many cells; where they are more, the mark ends the line, unless a piece does that was cut before."""
    every = [(text.replace("\n", " "), style) for text, style in pieces]
    if cells_of(every) <= cells:
        return every
    kept: list[Piece] = []
    room = max(cells - cell_len(mark[0]), 0)
    for text, style in every:
        if cell_len(text) > room:
            short = set_cell_size(text, room).removesuffix("…")
            is_cut = not short.strip() and kept and kept[-1][0].endswith("…")
            return kept if is_cut else [*kept, (short, style), mark]
        kept.append((text, style))
        room -= cell_len(text)
    return kept


NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗〟｠»,.:;?!)]}%‰…‥‐–—〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
NOT_LAST = frozenset("‘“（〔［｛〈《「『【〘〖〝｟«([{$£¥€＄￥￡")
"""Characters that begin no line, and that end none, in a run without spaces."""


def wrapped(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells, broken at spaces, within a word only where it is longer than a line."""
    lines, current = list[str](), ""
    for word in text.split():
        while cell_len(word) > cells:
            head = set_cell_size(word, max(cells - (cell_len(current) + 1 if current else 0), 0)).rstrip()
            if not head:
                if not current:
                    break
                lines.append(current)
                current = ""
                continue
            while len(head) > 1 and (word[len(head)] in NOT_FIRST or head[-1] in NOT_LAST):
                head = head[:-1]
            lines.append(f"{current} {head}".strip())
            current, word = "", word[len(head) :]
        joined = f"{current} {word}".strip()
        if cell_len(joined) > cells:
            lines.append(current)
            current = word
        else:
            current = joined
    return [*lines, current] if current else lines


# Characters


def is_simple(text: str) -> bool:
    """Tell whether every character takes one cell and stands alone."""
    return _SIMPLE.fullmatch(text) is not None


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
