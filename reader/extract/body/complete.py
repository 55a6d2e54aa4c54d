"""Adds what the choice left out right beside what it took: paragraphs, lists, code, tables, headings."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from reader.extract.body.edges import is_good, is_linked, links_of
from reader.extract.html import tree
from reader.extract.html.weights import is_long
from reader.late import pattern
from reader.text.width import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from reader.extract.pieces import Piece

_LEVELS = 4
_NAME_WIDTH = 24
_OWN_WORDS = 8
_BESIDE = 2
_BOLD_MOST = 100
_APART = frozenset({"aside", "nav", "footer", "form", "figcaption"})
# What stands in these stands, seen from outside, where the outermost of them stands.
_WRAPPERS = frozenset(
    {"ul", "ol", "li", "dl", "dd", "dt", "blockquote", "figure", "pre", "table", "tbody", "tr", "td"}
)
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", *_WRAPPERS})
_MODIFIER = pattern(r"^[-_]|--")
_CALLOUT = pattern(
    r"(?:^|[\s_-])(?:callout|admonition|note|tip|warning|important|info-?box|fact-?box|key-?(?:points?|facts?|takeaways?|findings?)|takeaways?|highlights|at-a-glance"
    r"|in-brief|bullet-?points|summary|tl-?dr|facts|das-wichtigste|auf-einen-blick|en-bref|l-?essentiel|puntos-clave|en-breve|in-breve)(?:$|[\s_-])"
)


def completed(row: Sequence[Piece], taken: frozenset[int]) -> frozenset[int]:
    """The choice with its left-out siblings: those in the same parent as running text that was taken, and running
    text under the same chain of tags and classes. Never merely more text: comments and teasers are long as well."""
    running = [row[number] for number in taken if is_good(row[number])]
    parents = {place(piece) for piece in running}
    chains = Counter(_chain(piece.holder) for piece in running)
    if not parents:
        return taken
    first, last = min(taken), max(taken)
    led = _led(row, taken)
    added = {
        number
        for number, piece in enumerate(row)
        if number not in taken
        and _is_left_out(piece, parents, chains, is_within=first < number < last, is_led=number in led)
    }
    return taken | added | _headings(row, taken | added, parents | {place(row[n]) for n in added})


def with_facts(row: Sequence[Piece], taken: frozenset[int], headline: int) -> frozenset[int]:
    """The choice with the boxes of key facts and hints beside its running text, and the lists between two boxes of it.

    They may stand before all of it, below the headline, whose place is `headline`, -1 for none.
    """
    parents = {place(row[number]) for number in taken if is_good(row[number])}
    if not parents:
        return taken
    counted = Counter(above for parent in parents if (above := parent.getparent()) is not None)
    around = {above for above, count in counted.items() if count > 1}
    start = headline if headline >= 0 else min(taken)
    added = {n for n in range(start + 1, max(taken)) if n not in taken and _is_fact(row[n], parents, around)}
    return taken | added | _headings(row, taken | added, {place(row[n]) for n in added})


def _led(row: Sequence[Piece], taken: frozenset[int]) -> set[int]:
    """The places of the list items right behind a paragraph that was taken and ends in a colon."""
    found: set[int] = set()
    is_led = False
    for number, piece in enumerate(row):
        if not _is_item(piece):
            is_led = number in taken and is_good(piece) and piece.text.endswith((":", "："))
        elif is_led:
            found.add(number)
    return found


def _is_item(piece: Piece) -> bool:
    return any(frame.kind == "item" for frame in piece.frames)


def _is_left_out(
    piece: Piece,
    parents: set[HtmlElement],
    chains: Counter[tuple[str, ...]],
    *,
    is_within: bool,
    is_led: bool,
) -> bool:
    if piece.holder.tag in _APART:
        return False
    if piece.kind == "table":
        return place(piece) in parents
    if piece.kind == "code":
        # The boxes around code are many and hold nothing else.
        return any(above in parents for above in islice(piece.holder.iterancestors(), _LEVELS))
    if piece.kind not in ("text", "term"):
        return False
    if is_linked(piece):
        return (
            is_within
            and piece.holder.tag in ("p", "li")
            and place(piece) in parents
            and (is_led or _is_listing(piece))
        )
    if is_long(piece.text):
        return (
            place(piece) in parents
            # One paragraph under such a chain may be a stray choice; two are how this page writes its text.
            or chains[_chain(piece.holder)] >= 2
        )
    # Short lines in boxes are labels more often than text; short list items and cells between paragraphs are text.
    return is_within and piece.holder.tag not in ("p", "div", "span") and place(piece) in parents


def _is_listing(piece: Piece) -> bool:
    """Tells whether a line lists places, persons or figures of which each is a link: a colon or words of its own, and
    links too short for headlines."""
    links = [tree.text_of(link).strip() for link in links_of(piece)]
    own = piece.text
    for words in links:
        own = own.replace(words, "", 1)
    if piece.holder.tag == "li" and sum(map(str.isalnum, own)) >= _OWN_WORDS:
        return True
    return max(map(width, links)) <= _NAME_WIDTH and any(char.isalnum() or char in ":：" for char in own)


def _headings(row: Sequence[Piece], taken: frozenset[int] | set[int], parents: set[HtmlElement]) -> set[int]:
    """Headings right before something that was taken, in the same parent or in a box of their own beside its box; of a
    list, lines in bold too."""
    shown = [n for n, piece in enumerate(row) if piece.text or piece.kind in ("code", "table")]
    before = {n: following for n, following in pairwise(shown) if following in taken and n not in taken}
    first = min(taken)
    return {
        n
        for n, following in before.items()
        if (
            row[n].kind == "heading"
            and (place(row[n]) in parents or (n > first and _is_beside(row[n], row[following])))
        )
        or (_is_item(row[following]) and place(row[n]) is place(row[following]) and _is_bold(row[n]))
    }


def _is_bold(piece: Piece) -> bool:
    """Tells whether a line is one element in bold: it heads what follows."""
    inner = [part for part in piece.parts if not isinstance(part, str) or part.strip()]
    is_one = len(inner) == 1 and not isinstance(inner[0], str) and inner[0].tag in ("b", "strong")
    return is_one and piece.kind == "text" and not piece.frames and len(piece.text) <= _BOLD_MOST


def _is_beside(heading: Piece, text: Piece) -> bool:
    """Tells whether a heading that leads nowhere stands in a box beside that of the running text which follows it."""
    if not is_good(text) or links_of(heading) or next(heading.holder.iterancestors("a"), None) is not None:
        return False
    above = set(islice(place(text).iterancestors(), _BESIDE))
    return any(
        box in above and box.tag not in ("body", "main")
        for box in islice(heading.holder.iterancestors(), 1, _BESIDE + 1)
    )


def place(piece: Piece) -> HtmlElement:
    """The element whose children are the piece's siblings: for what stands in a list, quotation or table, the
    parent of the outermost of these."""
    element = piece.holder
    if piece.behind is not None or element.tag not in _BLOCKS:
        return element
    while (parent := element.getparent()) is not None and parent.tag in _WRAPPERS:
        element = parent
    return element if parent is None else parent


def _is_fact(piece: Piece, parents: set[HtmlElement], around: set[HtmlElement]) -> bool:
    """Tells whether the piece is of a box of facts or hints beside running text, or of a list between two boxes of it
    (`around` are what holds several such boxes)."""
    is_item = _is_item(piece)
    if piece.kind != "text" or is_linked(piece) or not (is_item or is_long(piece.text)):
        return False
    if is_item and place(piece) in around:
        return True
    beside = parents | {above for parent in parents if (above := parent.getparent()) is not None}
    boxes = piece.holder.iterancestors("aside", "div", "section", "ul", "ol")
    return any(_CALLOUT.search(box.get("class") or "") and box.getparent() in beside for box in boxes)


def _chain(element: HtmlElement) -> tuple[str, ...]:
    above = islice(chain((element,), element.iterancestors()), _LEVELS)
    return tuple(f"{at.tag!s}.{_named(at.get('class') or '')}" for at in above)


@lru_cache(4096)
def _named(classes: str) -> str:
    return " ".join(name for name in classes.split() if not _MODIFIER.search(name))
