"""Frees an article from elements in which none belongs: an open button, a form around the page, a part still hidden.

libxml2 takes an end tag for a stray one where HTML5 closes what is open. A page whose tree shows that is read once more by
lexbor, an HTML5 parser; what stands in such elements by the page's own design is freed in either tree.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

AGAIN_LIMIT = 2_000_000
"""Characters of a page that is read again."""

OPEN_LIMIT = 2_000
"""Elements that may be open at once in a page that is read again: lexbor's time grows with their square, and a
hundred thousand took it 45 s."""

FEW = 3
"""Paragraphs from which an element can hold most of a page's."""

LANDMARKS_LIMIT = 20
"""Headlines of a page that are looked at."""

_NEVER = frozenset((
    "button", "select", "option", "textarea", "svg", "audio", "video", "canvas", "iframe", "object", "title", "map",
))  # fmt: skip
"""Elements that hold paragraphs by a mistake of the page or the parser only."""

_WRAPPING = _NEVER | frozenset((
    "optgroup", "form", "fieldset", "label", "noscript", "dialog", "aside", "footer", "nav", "menu", "figure", "a",
))  # fmt: skip
"""Elements that are dropped, or of which little is believed, when a text is chosen."""

_FIELDS = frozenset({"button", "select", "form", "fieldset", "dialog", "label"})
_LANDMARKS = ("h1", "main", "article")
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)[^;]*;?", re.IGNORECASE)
_HIDING_CLASSES = re.compile(r"(?:^|\s)(?:is-)?(?:hidden|hide|hide-\S+)(?=\s|$)")
_SCRIPTS = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dd",
        "dt",
        "tr",
        "td",
        "th",
        "option",
    ]
)


def is_implausible(root: HtmlElement, text: str) -> bool:
    """Tells whether most paragraphs of the page stand where none belongs, or are not in its tree at all."""
    paragraphs = sum(1 for _ in root.iter("p"))
    inside = sum(_paragraphs(element) for element in root.iter(*_NEVER))
    if paragraphs >= FEW and 2 * inside >= paragraphs:
        return True
    if paragraphs - inside >= FEW or len(text) > AGAIN_LIMIT:
        return False
    written = sum(1 for _ in _PARAGRAPH.finditer(text))
    if written < 2 * FEW or 2 * paragraphs >= written:
        return False
    return sum(1 for _ in _PARAGRAPH.finditer(_SCRIPTS.sub("", text))) >= max(2 * FEW, 2 * paragraphs)


def as_html5(text: str) -> str | None:
    """The page written out anew from the tree that an HTML5 parser makes of it; None for one that is too large."""
    if len(text) > AGAIN_LIMIT or _open_at_once(text) > OPEN_LIMIT:
        return None
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text).html


def _open_at_once(text: str) -> int:
    """At most so many elements are open at once: of each name, the most that were begun and not ended."""
    now: Counter[str] = Counter()
    most: Counter[str] = Counter()
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name in _VOID:
            continue
        now[name] = max(now[name] - 1, 0) if tag[1] else now[name] + 1
        most[name] = max(most[name], now[name])
    return most.total()


def free(root: HtmlElement) -> None:
    """Put streamed parts in their places, show what is hidden though it holds the article, that is its headline and most of
    the page's paragraphs, and unwrap what holds these, but belongs around neither."""
    for segment in _streamed(root):
        _place(segment, root)
    paragraphs = list(root.iter("p"))
    tag = next((tag for tag in _LANDMARKS if next(root.iter(tag), None) is not None), None)
    landmarks = list(islice(root.iter(tag), LANDMARKS_LIMIT)) if tag else []
    around = {above for landmark in landmarks for above in landmark.iterancestors()}
    # What holds half of the paragraphs holds one of the two in the middle.
    middle = (
        {paragraphs[len(paragraphs) // 2], paragraphs[(len(paragraphs) - 1) // 2]} if paragraphs else set()
    )
    for element in {above for paragraph in middle for above in paragraph.iterancestors()}:
        if not _is_hiding(element) and element.tag not in _WRAPPING:
            continue
        # Teasers may be most of a page's paragraphs, so that the headline has to be there, or hardly any others.
        count = _paragraphs(element)
        rest = len(paragraphs) - count
        if count >= FEW and (rest < FEW or (count >= rest and element in around)):
            _show(element)
            if element.tag in _WRAPPING:
                element.drop_tag()
    for element in around:
        if element.tag in _FIELDS and element.getparent() is not None:
            element.drop_tag()


def _streamed(root: HtmlElement) -> list[HtmlElement]:
    return [
        one for one in root.iter("div") if "hidden" in one.attrib and (one.get("id") or "").startswith("S:")
    ]


def _is_hiding(element: HtmlElement) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return bool(
        _HIDING.search(element.get("style") or "") or _HIDING_CLASSES.search(element.get("class") or "")
    )


def _paragraphs(element: HtmlElement) -> int:
    return sum(1 for _ in element.iter("p"))


def _place(segment: HtmlElement, root: HtmlElement) -> None:
    """Move a part that React streamed to the place that waits for it: S:2 to the template B:2, or P:2."""
    segment.attrib.pop("hidden")
    number = (segment.get("id") or "")[2:]
    waiting = root.xpath(
        "//template[@id = $boundary or @id = $place]", boundary=f"B:{number}", place=f"P:{number}"
    )
    if isinstance(waiting, list) and waiting and waiting[0] not in set(segment.iter()):
        tail, segment.tail = segment.tail, None
        parent = segment.getparent()
        if parent is not None and tail:
            before = segment.getprevious()
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail
        waiting[0].addnext(segment)


def _show(element: HtmlElement) -> None:
    for name in ("hidden", "aria-hidden"):
        element.attrib.pop(name, None)
    for name, pattern in (("style", _HIDING), ("class", _HIDING_CLASSES)):
        if value := element.get(name):
            element.set(name, pattern.sub("", value))
