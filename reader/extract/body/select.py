"""The pieces of the article: what was taken, completed, with the pictures, embeds and related links that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.extract.body.attached import attached
from reader.extract.body.complete import completed
from reader.extract.body.edges import rescued, trimmed, within
from reader.extract.body.standfirst import place_of_headline, standfirst, words_of
from reader.extract.media.related_boxes import is_call

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from lxml.html import HtmlElement

    from reader.extract.pieces import Piece
    from reader.extract.trace import ExtractionTrace

_KICKER = 40
_REPEAT_LENGTH = 40


def selected(
    row: Sequence[Piece],
    taken: frozenset[int],
    container: HtmlElement | None,
    titles: Collection[str],
    description: str | None,
    trace: ExtractionTrace | None = None,
) -> list[Piece]:
    """The article's pieces in their order; none where nothing was taken.

    `container` is the element with most of the page's paragraphs; `titles` are all forms of the headline, and
    `description` what the page says of itself.
    """
    inside = within(row, container)
    numbers = completed(row, rescued(row, taken, inside))
    steps: tuple[tuple[str, Callable[[frozenset[int]], frozenset[int]]], ...] = (
        ("a short line outside of the article's box", lambda n: trimmed(row, n, inside)),
        ("the title again", lambda n: without_title(row, n, titles)),
        ("a call to read on, to share or to look at an advertisement", lambda n: _without_calls(row, n)),
        ("said before", lambda n: _without_repeats(row, n)),
        ("a heading with nothing below it", lambda n: _without_loose_headings(row, n)),
    )
    for reason, step in steps:
        left = step(numbers)
        if trace is not None:
            trace.pieces(row, numbers - left, reason)
        numbers = left
    if not numbers:
        return []
    headline = place_of_headline(row, min(numbers), titles)
    if (lead := standfirst(row, numbers, headline, description)) is not None:
        row[lead].kind = "text"
        numbers |= {lead}
    kept = numbers | attached(row, numbers, headline)
    return [piece for number, piece in enumerate(row) if number in kept]


def without_title(row: Sequence[Piece], numbers: frozenset[int], titles: Collection[str]) -> frozenset[int]:
    """The headline repeated as heading or first line is no text, also with a kicker glued on."""
    forms = {words_of(title) for title in titles} - {""}
    first = min(
        (n for n in numbers if row[n].kind == "text" and len(row[n].text) > 2 * _REPEAT_LENGTH),
        default=-1,
    )
    dropped: set[int] = set()
    for number in numbers:
        piece = row[number]
        if piece.kind not in ("heading", "text") or (piece.kind == "text" and number >= first):
            continue
        words = words_of(piece.text)
        if words in forms or (
            number < first
            and any(
                len(form) > 20 and words.endswith(form) and len(words) - len(form) < _KICKER for form in forms
            )
        ):
            dropped.add(number)
    return numbers - dropped


def _without_calls(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    return frozenset(n for n in numbers if row[n].kind != "text" or not is_call(row[n].text))


def _without_repeats(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    """Long paragraphs that came before are left out; never in quotations and code, where saying it again has a reason."""
    seen: set[str] = set()
    dropped: set[int] = set()
    for number in sorted(numbers):
        piece = row[number]
        if piece.kind != "text" or piece.frames:
            continue
        words = piece.text
        if len(words) >= _REPEAT_LENGTH:
            if words in seen:
                dropped.add(number)
            seen.add(words)
    return numbers - dropped


def _without_loose_headings(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    """A heading at the very end heads nothing."""
    order = sorted(numbers)
    while order and row[order[-1]].kind in ("heading", "rule"):
        order.pop()
    return frozenset(order)
