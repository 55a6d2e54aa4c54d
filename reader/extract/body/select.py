"""The pieces of the article: what was taken, completed, with the pictures, embeds and related links that stand in it."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from reader.dates import iso
from reader.extract.body.complete import completed, place, with_facts
from reader.extract.body.edges import is_good, is_linked, rescued, trimmed, within, without_tags
from reader.extract.body.notices import is_byline, is_notice
from reader.extract.media.pictures import once
from reader.extract.media.related_boxes import is_call
from reader.late import pattern
from reader.model import Embed, Picture, RelatedLink
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from lxml.html import HtmlElement

    from reader.extract.explain import ExtractionTrace
    from reader.extract.metadata.evidence import Metadata
    from reader.extract.pieces import Piece

LEAD_PICTURES = 2
"""Pictures between headline and text that are kept."""

_NEAR = 12

_STANDFIRST = pattern(
    r"(?:^|[\s_-])(?:lead|lede|standfirst|stand-first|dek|deck|perex|chapo|chapeau|sub-?title|sub-?head(?:line|ing)?|intro|excerpt|strapline"
    r"|sottotitolo|entradilla|bajada|ingress|teaser-?text|summary|article-?description|vorspann)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_STANDFIRST = pattern(
    r"cookie|newsletter|subscri|sign up|abonn|©|photo|foto|credit|http|@|\bmin read\b", re.IGNORECASE
)
_SEE_ALSO = pattern(
    r"\W*(?:see also|further reading|siehe auch|voir aussi|véase también|vedi anche|zie ook|se även|zobacz też|см\. также)\b",
    re.IGNORECASE,
)
"""Sections of reference works, whose links are part of the text."""

_ONLY_ARTICLE = pattern(
    r"(?:article|artikel|článek|artículo|articolo|artigo|artykuł|статья|стаття)", re.IGNORECASE
)
_SHORTEST, _LONGEST = 40, 500
_BEGINNING = 80
_DATELINE = 30
_OPENING = 20
_NAME_LENGTH = 300
_LEVELS = 2
_KICKER = 40
_LINE_LENGTH = 80


def selected(
    row: Sequence[Piece],
    taken: frozenset[int],
    container: HtmlElement | None,
    titles: Collection[str],
    said: Metadata,
    trace: ExtractionTrace,
) -> list[Piece]:
    """The article's pieces in their order; none where nothing was taken.

    `container` is the element with most of the page's paragraphs; `titles` are all forms of the headline, and `said` is
    what the page says of itself.
    """
    # Completed before trimmed: what is added moves the ends, and only then is known which lines stand outside of them.
    inside = within(row, container)
    found = completed(row, rescued(row, taken, inside))
    numbers = trimmed(row, found, inside)
    trace.pieces(row, found - numbers, "a short line outside the article")
    numbers = with_facts(row, numbers, place_of_headline(row, _first_good(row, numbers), titles))
    chosen = numbers
    steps: tuple[tuple[str, Callable[[frozenset[int]], frozenset[int]]], ...] = (
        ("repeats the title", lambda n: without_title(row, n, titles)),
        ("says who wrote it and when", lambda n: without_bylines(row, n, said.authors, said.day)),
        ("an invitation to read on, share or look at an advertisement", lambda n: _without_calls(row, n)),
        ("a notice of the publisher: subscribe, donate, follow, rights", lambda n: without_notices(row, n)),
        ("tags", lambda n: without_tags(row, n)),
        ("a heading with nothing below it", lambda n: _without_loose_headings(row, n)),
    )
    for reason, step in steps:
        left = step(numbers)
        trace.pieces(row, numbers - left, reason)
        numbers = left
    if not numbers:
        return []
    headline = place_of_headline(row, min(numbers), titles)
    if (lead := standfirst(row, numbers, headline, said.description)) is not None:
        row[lead].kind = "text"
        numbers |= {lead}
    gone = chosen - numbers
    kept = numbers | attached(row, numbers, headline, authors=said.authors, gone=gone)
    return [piece for number, piece in enumerate(row) if number in kept]


def without_title(row: Sequence[Piece], numbers: frozenset[int], titles: Collection[str]) -> frozenset[int]:
    """The headline repeated as heading or first line is no text, also with a kicker glued on."""
    forms = {words_of(title) for title in titles} - {""}
    first = min(
        (n for n in numbers if row[n].kind == "text" and len(row[n].text) > _LINE_LENGTH),
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
    """Labels of what else there is, and the links right below such a heading."""
    dropped: set[int] = set()
    is_below = False
    for number in sorted(numbers):
        piece = row[number]
        is_a_call = piece.kind in ("text", "heading") and is_call(piece.text)
        is_a_call = is_a_call or (piece.kind == "heading" and bool(_ONLY_ARTICLE.fullmatch(piece.text)))
        is_a_call = is_a_call and not (piece.kind == "heading" and _SEE_ALSO.match(piece.text))
        is_below = (piece.kind == "heading" and is_a_call) or (
            is_below and piece.kind == "text" and is_linked(piece)
        )
        if is_a_call or is_below:
            dropped.add(number)
    return numbers - dropped


def without_bylines(
    row: Sequence[Piece], numbers: frozenset[int], authors: tuple[str, ...], day: str | None = None
) -> frozenset[int]:
    """Lines before the second paragraph that say who wrote the article and when, and names of authors behind the last.

    Between the first paragraph, which may be a standfirst, and the second a line without a name is a subheading, unless
    it tells the `day` of the article.
    """
    order = sorted(n for n in numbers if row[n].kind == "text" and not row[n].frames)
    told = {n for n in order[:_OPENING] if _is_time(row[n]) or is_byline(row[n].text, authors)}
    good = [n for n in order if is_good(row[n]) and n not in told]
    first, second = (good[place] if len(good) > place else -1 for place in (0, 1))
    opening = {n for n in told if n < first or (n < second and is_byline(row[n].text, authors, day=day))}
    # What stands between a name and a day is the author's role.
    beside = zip(order, order[1:], order[2:], strict=False)
    roles = {n for before, n, behind in beside if {before, behind} <= opening and not is_good(row[n])}
    last = max((n for n in numbers if is_good(row[n])), default=0)
    closing = {n for n in numbers if n > last and words_of(row[n].text) in map(words_of, authors)}
    return numbers - opening - roles - closing


def _first_good(row: Sequence[Piece], numbers: Collection[int]) -> int:
    """The place of the first running text; 0 where there is none."""
    return min((n for n in numbers if is_good(row[n])), default=0)


def _is_time(piece: Piece) -> bool:
    return all(not part.strip() if isinstance(part, str) else part.tag == "time" for part in piece.parts)


def without_notices(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    """Notices, with the headings and short lines in boxes that hold no other running text; never most of a text."""
    notices = {n for n in numbers if row[n].kind == "text" and not row[n].frames and is_notice(row[n].text)}
    if not notices:
        return numbers
    if 2 * sum(len(row[n].text) for n in notices) > sum(len(row[n].text) for n in numbers):
        return numbers
    running = {place(row[n]) for n in numbers - notices if is_good(row[n])}
    around = {place(row[n]) for n in notices} - running
    return numbers - notices - {n for n in numbers if place(row[n]) in around and not is_good(row[n])}


def _without_loose_headings(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    """A heading at the very end heads nothing."""
    order = sorted(numbers)
    while order and row[order[-1]].kind in ("heading", "rule"):
        order.pop()
    return frozenset(order)


def place_of_headline(row: Sequence[Piece], first: int, titles: Collection[str]) -> int:
    """The place of the heading before the first text that says the title in one of its forms, else of the nearest
    heading before it; -1 for none."""
    forms = {words_of(title) for title in titles} - {""}
    headings = [n for n in range(first) if row[n].kind == "heading"]
    return next((n for n in headings if words_of(row[n].text) in forms), headings[-1] if headings else -1)


def standfirst(
    row: Sequence[Piece], taken: Collection[int], headline: int, description: str | None
) -> int | None:
    """The place of the standfirst between headline and text, where it was not taken; None where there is none.

    It is named as one by its class, or says the same as the page's description; it is no date, credit or invitation,
    and not said again in the text. `headline` is the place of the headline, -1 for none.
    """
    if headline < 0:
        return None
    said = words_of(description or "")[:_BEGINNING]
    for number in range(headline + 1, min(taken, default=0)):
        piece = row[number]
        words = words_of(piece.text)
        if (
            piece.value is not None
            or not _SHORTEST <= len(piece.text) <= _LONGEST
            or _NO_STANDFIRST.search(piece.text)
        ):
            continue
        # A place may stand before what the description says: "Berlin. The minister …"
        is_said = bool(said) and 0 <= words.find(said) <= _DATELINE
        if _is_called_standfirst(piece) or is_said:
            is_date = len(piece.text) < _BEGINNING and iso.stamp(piece.text)
            is_again = any(words in words_of(row[n].text) for n in sorted(taken)[:_OPENING])
            return None if is_date or is_again else number
    return None


def _is_called_standfirst(piece: Piece) -> bool:
    around = islice(chain((piece.holder,), piece.holder.iterancestors()), _LEVELS)
    return any(_STANDFIRST.search(" ".join(_names(box))) for box in around)


def _names(box: HtmlElement) -> Iterator[str]:
    """Gives the names of a box: where class names are made by a program, its data attributes tell."""
    for name, value in box.attrib.items():
        if (name in ("class", "id", "itemprop") or name.startswith("data-")) and len(value) < _NAME_LENGTH:
            yield value


def words_of(text: str) -> str:
    """A text for comparing: words only, folded."""
    return " ".join(re.findall(r"\w+", fold(text)))


def attached(
    row: Sequence[Piece],
    taken: frozenset[int],
    headline: int,
    *,
    authors: Collection[str] = (),
    gone: Collection[int] = (),
) -> set[int]:
    """The places of what stands beside taken text, and of the pictures that lead it.

    A picture or embed has taken text right before or behind it; at the end, where teasers begin, it stands in the same
    box as that text. A related link stands between taken texts as well.
    `headline` is the place of the headline, -1 where it is not known; pictures of the `authors` do not lead. Pieces that
    are `gone` part nothing.
    """
    first, last = min(taken), max(taken)
    found: set[int] = set()
    for number, left, right in _between(row, gone):
        if _is_portrait(row[number].value, authors):
            continue
        beside = [text for text in (left, right) if text in taken]
        is_inside = first < number < last
        if is_inside and _is_post(row[number]):
            found.add(number)
            continue
        # A piece stands in the same box as a text when that element, too, is around it.
        if not beside or not (is_inside or _stands_with(row[number], row[beside[0]])):
            continue
        if is_inside or (row[number].kind != "related" and first - _NEAR < number < last + _NEAR):
            found.add(number)
    lead = [n for n in range(max(first - _NEAR, 0), first) if _leads(row[n], authors, is_below=n > headline)]
    found -= {n for n in found if n < first and row[n].kind == "picture"}
    return _once(row, sorted(found | set(lead[-LEAD_PICTURES:])))


def _stands_with(piece: Piece, text: Piece) -> bool:
    """Tells whether it stands in the box of a text, or, for a post, in one beside that."""
    box = place(text)
    around = box.getparent() if _is_post(piece) else None
    return any(above in (box, around) for above in piece.holder.iterancestors() if above.tag != "body")


def _is_post(piece: Piece) -> bool:
    """Tells whether it is a quoted post, which is part of the text that it stands within."""
    return isinstance(piece.value, Embed) and piece.value.kind in ("tweet", "post")


def _leads(piece: Piece, authors: Collection[str], *, is_below: bool) -> bool:
    """Tells whether it is a picture that may lead the text: below the headline any but a portrait of the author, above it
    one with caption or credit."""
    picture = piece.value
    if not isinstance(picture, Picture):
        return False
    return not _is_portrait(picture, authors) and (is_below or bool(picture.caption or picture.credit))


def _is_portrait(value: object, authors: Collection[str]) -> bool:
    """Tells whether it is a picture of which no more is said than who wrote the article."""
    said = (value.alt, value.caption) if isinstance(value, Picture) else ()
    names = {words_of(name) for name in authors}
    return any(
        words_of(one) in names or is_byline(one, tuple(authors), is_signed=True) for one in said if one
    )


def _between(row: Sequence[Piece], gone: Collection[int]) -> list[tuple[int, int, int]]:
    """Gives of each piece that is no text its place, and those of the texts before and behind it; -1 for none."""
    found: list[tuple[int, int, int]] = []
    waiting: list[tuple[int, int]] = []
    left = -1
    for number, piece in enumerate(row):
        if piece.value is not None:
            waiting.append((number, left))
        elif number not in gone and (piece.text or piece.kind in ("code", "table")):
            found += [(place, before, number) for place, before in waiting]
            waiting.clear()
            left = number
    return found + [(place, before, -1) for place, before in waiting]


def _once(row: Sequence[Piece], places: list[int]) -> set[int]:
    """Each picture, embed and related link once."""
    pictures = [number for number in places if isinstance(row[number].value, Picture)]
    shown = once([value for number in pictures if isinstance(value := row[number].value, Picture)])
    kept = {pictures[index] for index in shown}
    seen: set[Embed | RelatedLink] = set()
    for number in places:
        value = row[number].value
        if isinstance(value, Embed | RelatedLink) and value not in seen:
            seen.add(value)
            kept.add(number)
    return kept
