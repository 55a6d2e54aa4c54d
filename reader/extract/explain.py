"""Explains to a person why a page was read so: which place gave each field, what was left out of the text and why."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from reader.dates.iso import iso
from reader.explanation import Dropped, Finding, Said
from reader.extract.metadata import dates as page_dates
from reader.extract.metadata import plain_fields
from reader.extract.metadata.authors import authors
from reader.extract.metadata.authors.bylines import Byline
from reader.extract.metadata.normalize import key
from reader.text.clean import count_words, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lxml.html import HtmlElement

    from reader.extract.metadata.evidence import Evidence, Metadata
    from reader.extract.pieces import Piece

OTHERS_LIMIT = 12
"""Other places of a field that are shown."""

VALUE_LIMIT = 300
"""Characters of a value that are shown."""

DROPPED_LIMIT = 200
"""Boxes and pieces that are listed."""

BEGINNING = 80
"""Characters of each that are shown."""

_READ = 20_000
_SILENT = ("text", "term", "heading", "rule")


def findings(seen: Evidence, chosen: Metadata) -> tuple[Finding, ...]:
    """One for each field, in the order in which an article shows them."""
    clues, main = seen.clues, seen.main
    base = seen.base or seen.canonical
    bylines = list(authors.said(clues, main, seen.headline, seen.near, seen.names))
    if not any(found.authors for _, found in bylines):
        bylines.append(("possibly not the name of a person", Byline(chosen.authors)))
    dates = page_dates.said(clues, main, seen.headline, seen.near, seen.url, lang=chosen.lang)
    changes = (Said(source, iso(stamp.moment)) for source, stamp in page_dates.changes(clues, main))
    people = (Said(source, "; ".join(found.authors)) for source, found in bylines if found.authors)
    agencies = (Said(source, found.agency) for source, found in bylines if found.agency)
    return (
        _finding("title", chosen.title, seen.forms.said(), _is_same_title),
        _finding("authors", "; ".join(chosen.authors), people),
        _finding("agency", chosen.agency, agencies),
        _finding("publication", chosen.publication, plain_fields.publication(clues, main, seen.nodes)),
        _finding("day", chosen.day, dates),
        _finding("updated", iso(chosen.updated) if chosen.updated else None, changes),
        _finding("language", chosen.lang, plain_fields.lang(clues, main)),
        _finding("description", chosen.description, plain_fields.description(clues, main)),
        _finding("picture", chosen.picture, plain_fields.picture(clues, main, base)),
        _finding("section", chosen.section, plain_fields.section(clues, main)),
        _finding("address", chosen.canonical, plain_fields.canonical(clues, seen.base)),
    )


def _finding(
    field: str, value: str | None, said: Iterable[Said], is_same: Callable[[str, str], bool] = str.__eq__
) -> Finding:
    given = [Said(one.source, one.value[:VALUE_LIMIT]) for one in said]
    value = value[:VALUE_LIMIT] if value else None
    source = next((one for one in given if value and one.value == value), None) or next(
        (one for one in given if value and is_same(one.value, value)), None
    )
    others = tuple(dict.fromkeys(one for one in given if one != source))
    return Finding(
        field=field,
        value=value,
        source=source.source if source else "several places together" if value else None,
        others=others[:OTHERS_LIMIT],
    )


def _is_same_title(form: str, title: str) -> bool:
    """Tells whether a form of the headline is the title, perhaps with the site's name at one of its ends."""
    return key(title) in key(form)


class ExtractionTrace:
    """`how` says what chose the text; `dropped`, where it is wanted, what was left out, in that order."""

    def __init__(self, *, is_wanted: bool = False) -> None:
        self.how = ""
        self.dropped: list[Dropped] = []
        self._is_wanted = is_wanted
        self._told: set[Piece] = set()

    def box(self, element: HtmlElement, reason: str) -> None:
        """Notes an element that is left out whole, before it goes."""
        if self._is_wanted:
            self._add(" ".join(map(str, islice(element.itertext(), 2_000)))[:_READ], reason)

    def pieces(self, row: Sequence[Piece], numbers: Iterable[int], reason: str) -> None:
        """Notes pieces that were taken first and left out then."""
        for number in sorted(numbers) if self._is_wanted else ():
            self._piece(row[number], reason)

    def rest(self, row: Sequence[Piece], kept: Iterable[Piece], reason: str) -> None:
        """Notes all pieces that are not among the kept ones, and not noted yet."""
        known = {*kept, *self._told}
        for piece in row if self._is_wanted else ():
            if piece not in known:
                self._piece(piece, reason)

    def _piece(self, piece: Piece, reason: str) -> None:
        self._told.add(piece)
        self._add(piece.text or (f"({piece.kind})" if piece.kind not in _SILENT else ""), reason)

    def _add(self, text: str, reason: str) -> None:
        shown = line(text)
        if shown and len(self.dropped) < DROPPED_LIMIT:
            self.dropped.append(Dropped(shown[:BEGINNING], count_words(shown), reason))
