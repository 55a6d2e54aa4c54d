"""Makes of each slide of a gallery a figure with its caption, and takes counters, arrows and the rest of the gallery out.

What slides say are captions: left as they are, they came as paragraphs and lists between those of the article.
"""

from __future__ import annotations

import copy
import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from reader.extract.html import tree
from reader.extract.media import pictures
from reader.extract.metadata.page_tags import words
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

SLIDES = 3
"""Slides that make a gallery."""

SLIDE_LIMIT = 700
"""Characters that a slide says at most."""

GALLERIES_LIMIT = 50
"""Galleries of a page that are read."""

ELSEWHERE = 500
"""Characters of paragraphs outside of a gallery without which what it says is the article."""

_NAMED_LEVELS = 3
_BESIDE_LIMIT = 300
_GALLERY = pattern(
    r"(?:^|[\s_-])(?:(?:photo|image|picture|media|full)?-?galler(?:y|ies)|galeri[ae]?|slide-?shows?|slides?|carousel|slider|lightbox|swiper|slick|glide"
    r"|bildergalerie|fotostrecke|fotogaleri[ae]?|diaporama|portfolio)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HINT = pattern(
    r"galler|galeri|slide|carousel|lightbox|swiper|slick|glide|fotostrecke|diaporama|portfolio", re.IGNORECASE
)
_CAMEL = pattern(r"(?<=[a-z])(?=[A-Z])")
_COUNTER = pattern(r"\W*\d{1,3}\s*(?:/|of|von|sur|de|di|van|av|af|od|z|из|з)\s*\d{1,3}\b\W*", re.IGNORECASE)
_CONTROL = pattern(
    r"\W*(?:\d{1,3}|prev(?:ious)?|next|close|full ?screen|thumbnails|(?:show|view|see) all|zurück|weiter|vor(?:herige\w*)?|nächste\w*|schließen"
    r"|précédente?|suivante?|fermer|anterior|siguiente|cerrar|próxim[ao]|precedente|successiv[ao]|chiudi|vorige|volgende|назад|вперед|далее|前へ|次へ|上一张|下一张)\W*",
    re.IGNORECASE,
)
_AS_BOXES = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "figcaption", "figure", "blockquote"}
)


def unfold(root: HtmlElement, base: str | None) -> Iterator[HtmlElement]:
    """Leaves of each gallery the figures of its slides; gives what it was before, as far as it is taken out.

    A slide whose picture cannot be told goes, if enough of the page's paragraphs stand outside of the gallery.
    """
    rows = [row for row in root.iter("ul", "ol", "div", "section") if len(row) >= SLIDES and _is_named(row)]
    found = ((row, slides) for row in rows if (slides := _slides(row)))
    for row, slides in islice(found, GALLERIES_LIMIT):
        if row.getroottree().getroot() is not root or next(row.iter("h1"), None) is not None:
            continue
        box = _whole(row)
        figures = [figure for slide in slides if pictures.read(figure := _as_figure(slide), base) is not None]
        if len(figures) < len(slides) and _paragraphs(root) - _paragraphs(box) < ELSEWHERE:
            continue
        yield box
        _keep(box, figures)


def _is_named(row: HtmlElement) -> bool:
    """Tells whether a box is called a gallery, stands in one or begins with what is called a slide."""
    near = chain((row[0], row), islice(row.iterancestors(), _NAMED_LEVELS))
    return any(_is_called(one.get("class")) or _is_called(one.get("id")) for one in near)


@lru_cache(4096)
def _is_called(name: str | None) -> bool:
    return bool(name and _HINT.search(name) and _GALLERY.search(_CAMEL.sub("-", name)))


def _slides(row: HtmlElement) -> list[HtmlElement]:
    """The children of a row that are slides; none where one says more than a caption, or leads to another page."""
    children = [
        child
        for child in row
        if isinstance(child.tag, str) and child.tag not in ("script", "style", "button")
    ]
    if len(children) < SLIDES or len({child.tag for child in children}) > 1:
        return []
    said = [words(child, 2 * SLIDE_LIMIT) for child in children]
    if any(len(text) > SLIDE_LIMIT for text in said):
        return []
    counted = sum(bool(_COUNTER.match(text)) for text in said)
    pictured = sum(map(_pictured, children))
    if max(counted, pictured) < SLIDES or 2 * max(counted, pictured) < len(children):
        return []
    linked = sum(len(words(link, SLIDE_LIMIT)) for child in children for link in child.iter("a"))
    return [] if 2 * linked > sum(map(len, said)) else children


def _pictured(slide: HtmlElement) -> bool:
    return next(slide.iter(*pictures.MEDIA), None) is not None


def _whole(row: HtmlElement) -> HtmlElement:
    """The gallery that a row of slides is of: what is around it and says hardly more."""
    box, length, paragraphs = row, len(tree.text_of(row)), len(row.findall(".//p"))
    for above in islice(row.iterancestors(), 2 * _NAMED_LEVELS):
        if above.tag in ("body", "main", "article") or len(above.findall(".//p")) > paragraphs:
            break
        if len(tree.text_of(above)) - length > _BESIDE_LIMIT or above.find(".//h1") is not None:
            break
        box = above
    return box


def _paragraphs(element: HtmlElement) -> int:
    return sum(len(tree.text_of(paragraph)) for paragraph in element.iter("p"))


def _as_figure(slide: HtmlElement) -> HtmlElement:
    """A copy of a slide as one picture with all that the slide says as its caption."""
    figure = copy.deepcopy(slide)
    for element in list(figure.iterdescendants()):
        if not isinstance(element.tag, str):
            continue
        text = words(element, 60)
        if (
            text
            and element.getparent() is not None
            and (_COUNTER.fullmatch(text) or _CONTROL.fullmatch(text))
        ):
            element.drop_tree()
        elif element.tag in _AS_BOXES:
            element.tag = "div"
    figure.tag, figure.tail = "figure", None
    return figure


def _keep(box: HtmlElement, figures: list[HtmlElement]) -> None:
    tail = box.tail
    for child in list(box):
        box.remove(child)
    box.text = None
    box.tail = tail
    box.tag = "div"
    box.extend(figures)
