"""The pieces of the article: what was taken, completed, with the pictures, embeds and related links that stand in it."""

from __future__ import annotations

import re
from itertools import chain, islice, pairwise, takewhile
from typing import TYPE_CHECKING

from reader.dates import iso
from reader.extract.body.attach import NEAR, attached, captioned, words_of
from reader.extract.body.complete import completed, place, with_facts
from reader.extract.body.edges import is_good, is_linked, links_of, rescued, trimmed, within, without_tags
from reader.extract.body.kickers import kickers
from reader.extract.body.notices import are_terms, is_byline, is_call_to_follow, is_notice, is_signature
from reader.extract.media.related_boxes import is_call
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from lxml.html import HtmlElement

    from reader.extract.explain import ExtractionTrace
    from reader.extract.metadata.evidence import Metadata
    from reader.extract.pieces import Piece

_STANDFIRST = pattern(
    r"(?:^|[\s_-])(?:lead|lede|standfirst|stand-first|dek|deck|perex|chapo|chapeau|sub-?title|sub-?head(?:line|ing)?|intro|excerpt|strapline"
    r"|sottotitolo|incipit|entradilla|bajada|ingress|teaser-?text|summary|article-?description|vorspann)(?:$|[\s_-])",
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
_STANDFIRST_LINES = 4
_BEGINNING = 80
_DATELINE, _DATELINE_MOST = 30, 60
_OPENING = 20
_NAME_LENGTH = 300
_LEVELS = 2
_KICKER = 40
_FORM_LEAST = 16
_LINE_LENGTH = 80
_HEADING_MOST = 100


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
    numbers = without_foreword(row, numbers, titles)
    numbers = with_facts(row, numbers, place_of_headline(row, _first_good(row, numbers), titles))
    chosen = numbers
    steps: tuple[tuple[str, Callable[[frozenset[int]], frozenset[int]]], ...] = (
        ("repeats the title", lambda n: without_title(row, n, titles)),
        ("a kicker", lambda n: n - kickers(row, n, said.section)),
        ("says who wrote it and when", lambda n: without_bylines(row, n, said.authors, said.day)),
        ("an invitation to read on, share or look at an advertisement", lambda n: _without_calls(row, n)),
        ("a notice of the publisher: subscribe, donate, follow, rights", lambda n: without_notices(row, n)),
        ("tags", lambda n: without_tags(row, n)),
        ("a heading with nothing below it", lambda n: without_loose_headings(row, n)),
    )
    for reason, step in steps:
        left = step(numbers)
        trace.pieces(row, numbers - left, reason)
        numbers = left
    if not numbers:
        return []
    for n in _standfirst_headings(row, numbers, said.description):
        row[n].kind = "text"
    _with_dateline(row, min(numbers))
    headline = place_of_headline(row, min(numbers), titles)
    if (lead := standfirst(row, numbers, headline, said.description)) is not None:
        row[lead].kind = "text"
        numbers |= {lead, *_after_standfirst(row, lead, min(numbers), said.authors)}
    gone = chosen - numbers
    kept = numbers | attached(row, numbers, headline, authors=said.authors, gone=gone)
    return list(captioned([piece for number, piece in enumerate(row) if number in kept], titles))


def without_title(row: Sequence[Piece], numbers: frozenset[int], titles: Collection[str]) -> frozenset[int]:
    """The headline repeated as heading or first line is no text, also with a kicker or a byline glued on."""
    forms = {_glued(title) for title in titles} - {""}
    main = {_glued(title) for title in islice(titles, 1)} - {""}
    first = min(
        (n for n in numbers if _is_long(row[n]) and _glued(row[n].text) not in main),
        default=-1,
    )
    dropped: set[int] = set()
    for number in numbers:
        piece = row[number]
        if piece.kind not in ("heading", "text") or (piece.kind == "text" and number >= first):
            continue
        words = _glued(piece.text)
        # Below the first paragraph a first-rank heading is one of the text, though it is a form of the headline elsewhere.
        is_form = words in (forms if number < first or first < 0 else main)
        if is_form or (number < first and any(_has_beside(words, form, piece) for form in forms)):
            dropped.add(number)
    return numbers - dropped


def _is_long(piece: Piece) -> bool:
    """Tells whether it is a paragraph, which no line above the text is."""
    return piece.kind == "text" and len(piece.text) > _LINE_LENGTH


def _has_beside(words: str, form: str, piece: Piece) -> bool:
    """Tells whether a line says a form of the headline with a kicker before it or, in the first rank, a byline behind it."""
    if not len(form) < len(words) < len(form) + _KICKER or len(form) <= _FORM_LEAST:
        return False
    return words.endswith(form) or (piece.level == 1 and words.startswith(form))


def without_foreword(
    row: Sequence[Piece], numbers: frozenset[int], titles: Collection[str]
) -> frozenset[int]:
    """The choice without what stands above the headline: short lines, and what is in another box than any of the running
    text below it."""
    forms = {_glued(title) for title in titles} - {""}
    headline = next((n for n, p in enumerate(row) if p.kind == "heading" and _glued(p.text) in forms), 0)
    above = {n for n in numbers if n < headline}
    below = [row[n] for n in numbers if n > headline and is_good(row[n])]
    if not above or len(below) < 2:
        return numbers
    boxes = {place(piece) for piece in below}
    is_short = not any(is_good(row[n]) for n in above)
    return numbers - {n for n in above if is_short or place(row[n]) not in boxes}


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
    """Lines before the second paragraph that say who wrote the article and when, and signatures behind the last.

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
    signed = {n for n in order if is_signature(row[n].text, authors)}
    last = max((n for n in numbers - signed if is_good(row[n])), default=max(numbers, default=0))
    closing = {n for n in signed if n > last}
    return numbers - opening - roles - closing


def _first_good(row: Sequence[Piece], numbers: Collection[int]) -> int:
    """The place of the first running text; 0 where there is none."""
    return min((n for n in numbers if is_good(row[n])), default=0)


def _is_time(piece: Piece) -> bool:
    return all(not part.strip() if isinstance(part, str) else part.tag == "time" for part in piece.parts)


def without_notices(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    """Notices, with the headings and short lines in boxes that hold no other running text; never most of a text."""
    notices = {n for n in numbers if row[n].kind == "text" and not row[n].frames and _is_notice(row[n])}
    calls = (n for n in numbers if row[n].kind == "heading" and is_call_to_follow(row[n].text))
    notices |= {one for n in calls for one in _box_around(row, numbers, n)}
    if not notices:
        return numbers
    if 2 * sum(len(row[n].text) for n in notices) > sum(len(row[n].text) for n in numbers):
        return numbers
    running = {place(row[n]) for n in numbers - notices if is_good(row[n])}
    around = {place(row[n]) for n in notices} - running
    return numbers - notices - {n for n in numbers if place(row[n]) in around and not is_good(row[n])}


def _with_dateline(row: Sequence[Piece], first: int) -> None:
    """Puts the place that stands in a line of its own, up to its dash, before the first text: "BERLIN —"."""
    before, piece = row[first - 1] if first else None, row[first]
    if before is None or before.kind != "text" or piece.kind != "text" or place(before) is not place(piece):
        return
    if len(before.text) <= _DATELINE_MOST and re.search(r"\w\W{0,3}[—–-]$", before.text):
        piece.begin_with(before)
        before.parts, before.kind = [], "rule"


def _is_notice(piece: Piece) -> bool:
    if is_notice(piece.text):
        return True
    return len(piece.text) <= 2 * _LONGEST and are_terms(link.get("href") or "" for link in links_of(piece))


def _box_around(row: Sequence[Piece], numbers: frozenset[int], heading: int) -> set[int]:
    """The places of all that was taken in the largest box around a heading that holds no more than a notice does."""
    found = {heading}
    for box in row[heading].holder.iterancestors():
        inside = {
            n for n in numbers if abs(n - heading) <= NEAR and box in set(row[n].holder.iterancestors())
        }
        length = sum(len(row[n].text) for n in inside)
        if length > _LONGEST or 3 * length > sum(len(row[n].text) for n in numbers):
            break
        found |= inside
    return found


def without_loose_headings(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    """A heading at the very end heads nothing, and before the first text no short one that another of its rank follows."""
    order = sorted(numbers)
    while order and row[order[-1]].kind in ("heading", "rule"):
        order.pop()
    opening = list(takewhile(lambda n: row[n].kind == "heading", order))
    loose = {
        n
        for n, following in pairwise(opening)
        if row[following].level <= row[n].level and len(row[n].text) < _KICKER
    }
    return frozenset(order) - loose


def place_of_headline(row: Sequence[Piece], first: int, titles: Collection[str]) -> int:
    """The place of the heading before the first text that says the title in one of its forms, else of the nearest
    heading before it; -1 for none."""
    forms = {_glued(title) for title in titles} - {""}
    headings = [n for n in range(first) if row[n].kind == "heading"]
    return next((n for n in headings if _glued(row[n].text) in forms), headings[-1] if headings else -1)


def _glued(text: str) -> str:
    """The words of a text without spaces: a headline whose lines are elements of their own has none between them."""
    return words_of(text).replace(" ", "")


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


def _standfirst_headings(row: Sequence[Piece], numbers: frozenset[int], description: str | None) -> list[int]:
    """The places of the headings before the first text that are standfirsts: of several lines, or too long for headings,
    and called so, said in the page's description, or of a rank that no heading of the text has."""
    first = _first_good(row, numbers)
    ranks = {row[n].level for n in numbers if n > first and row[n].kind == "heading"}
    said = words_of(description or "")[:_BEGINNING]
    above = [n for n in numbers if n < first and row[n].kind == "heading"]
    long = [n for n in above if len(row[n].text) > _HEADING_MOST]
    return [n for n in above if _breaks(row[n]) > 1] + [
        n
        for n in long
        if row[n].level not in ranks
        or _is_called_standfirst(row[n])
        or (said and words_of(row[n].text).startswith(said))
    ]


def _breaks(piece: Piece) -> int:
    """The line breaks of a piece."""
    inner = (part for part in piece.parts if not isinstance(part, str))
    return sum(1 for part in inner for _ in part.iter("br"))


def _after_standfirst(row: Sequence[Piece], lead: int, first: int, authors: tuple[str, ...]) -> Iterator[int]:
    """The paragraphs right behind a standfirst in its box, which are part of it."""
    box = place(row[lead])
    for number in range(lead + 1, min(first, lead + _STANDFIRST_LINES)):
        piece = row[number]
        is_line = (
            piece.kind == "text" and piece.holder.tag == row[lead].holder.tag == "p" and place(piece) is box
        )
        if not is_line or is_byline(piece.text, authors) or _NO_STANDFIRST.search(piece.text):
            return
        yield number


def _is_called_standfirst(piece: Piece) -> bool:
    around = islice(chain((piece.holder,), piece.holder.iterancestors()), _LEVELS)
    return any(_STANDFIRST.search(" ".join(_names(box))) for box in around)


def _names(box: HtmlElement) -> Iterator[str]:
    """Gives the names of a box: where class names are made by a program, its data attributes tell."""
    for name, value in box.attrib.items():
        if (name in ("class", "id", "itemprop") or name.startswith("data-")) and len(value) < _NAME_LENGTH:
            yield value
