"""Bytes of a page as a tree that is safe to walk: bounded, decoded, without what upsets the libraries."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

from reader.errors import ExtractError
from reader.extract.html import swallowed
from reader.late import pattern

TEXT_LIMIT = 5_000_000
"""Characters of a page that are read."""

DEPTH_LIMIT = 120
"""Levels of nesting that are kept; deeper elements lose their tags, never their text."""

SPAN_LIMIT = 100
"""Columns and rows that one table cell may span: a span of 10^9 kept an extractor busy for 25 s."""

SPANNED_LIMIT = 200_000
"""Cells that all spans of a page may cover: trafilatura's work grows with their square, half a second for so many."""

_ATTRIBUTE_LIMIT = 1_500
ATTRIBUTES_LIMIT = 500
"""Attributes of a tag that are read."""

_LONG_TAG = pattern(r"<([a-zA-Z][\w-]{0,30})\b[^<>]{5000,}>")
_LONG = 5_000  # characters that a long tag has at least, as its pattern says
_NO_TEXT = pattern(r"<(script|style|template|svg)\b[^<>]*>", re.IGNORECASE)
_OTHER_TAG = pattern(r"</?(?!(?:p|br|h[1-6]|title|meta|link|head|body|html)\b)[a-zA-Z][^<>]*>", re.IGNORECASE)
_CONTROLS = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = pattern(r"&#(?:[xX]([0-9a-fA-F]{1,40})|([0-9]{1,40}));?")


def parse(text: str) -> lxml.html.HtmlElement:
    """The root element of a page that is text already. Raises ExtractError where there is nothing to read."""
    if not text.strip():
        raise ExtractError("the page is empty", hint="try again later, or open it in a browser")
    text = _without_crowded_tags(_without_controls(text[:TEXT_LIMIT]))
    root, cut_short = _parse(text, huge=False)
    if cut_short:
        root, cut_short = _parse(text, huge=True)
    if cut_short:
        root, _ = _parse(_without_nesting(text), huge=True)
    if root is None:
        raise ExtractError("the page contains nothing readable", hint="open it in a browser")
    if swallowed.is_implausible(root, text) and (again := swallowed.as_html5(text)) is not None:
        second, _ = _parse(again, huge=False)
        root = root if second is None or swallowed.is_implausible(second, "") else second
    swallowed.free(root)
    _bound(root)
    return root


def _without_controls(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        text = _CONTROLS.sub("", text)
    if "&#" in text:
        resolved = _REFERENCE.sub(_resolved, text)
        # What stood around a reference that is gone may be one now; what stands around a space cannot.
        if resolved != text:
            text = _REFERENCE.sub(lambda match: _resolved(match) or " ", resolved)
    return text


def _resolved(match: re.Match[str]) -> str:
    """A numeric reference as it was, or nothing where it names a control character or no character at all.

    128-159 stay: on the web they mean Windows-1252, and the parser knows.
    """
    number = int(match[1], 16) if match[1] else int(match[2])
    if number < 32 and number not in (9, 10, 13):
        return ""
    if number == 127 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF or number & 0xFFFE == 0xFFFE:
        return ""
    return match[0]


def _without_crowded_tags(text: str) -> str:
    """The page with tags of thousands of attributes as bare tags: each of them cost seconds."""
    # In each long tag lies one of the places that are as far apart; a look from these spares a walk over all characters.
    starts = (text.rfind("<", at - _LONG, at) for at in range(_LONG, len(text), _LONG))
    if not any(start >= 0 and _LONG_TAG.match(text, start) for start in starts):
        return text
    return _LONG_TAG.sub(lambda tag: tag[0] if tag[0].count("=") < ATTRIBUTES_LIMIT else f"<{tag[1]}>", text)


def _without_nesting(text: str) -> str:
    """The page with no tags but those of paragraphs: for nesting deeper than the parser follows at all."""
    kept: list[str] = []
    at = 0
    endless: set[str] = (
        set()
    )  # names that have no end any more: a search for each of them would take a square of time
    for tag in _NO_TEXT.finditer(text):
        name = tag[1].lower()
        if tag.start() < at or name in endless:
            continue
        end = pattern(rf"</{name}\s*>", re.IGNORECASE).search(text, tag.end())
        if end is None:
            endless.add(name)
        else:
            kept.append(text[at : tag.start()])
            at = end.end()
    return _OTHER_TAG.sub(" ", " ".join((*kept, text[at:])))


# One class for all elements: lxml.html asks Python for the class of each element that is made, at every walk again.
_CLASSES = lxml.etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement, comment=lxml.html.HtmlComment, pi=lxml.html.HtmlProcessingInstruction
)


def _parse(text: str, *, huge: bool) -> tuple[lxml.html.HtmlElement | None, bool]:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=huge
    )
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None, not huge
    cut_short = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, cut_short


def _flatten(root: lxml.html.HtmlElement) -> None:
    depth = 0
    deep: list[lxml.html.HtmlElement] = []
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > DEPTH_LIMIT:
            deep.append(element)
    for element in reversed(deep):
        element.drop_tag()


# Long values of style, class and id serve nobody, and regular expressions over them took seconds. The few elements with any
# long value are found in half the time of those with one of the three; a union of the three would be sorted by libxml2,
# which took minutes for a hundred thousand.
_LONG_VALUES = lxml.etree.XPath(f"//@*[string-length() > {_ATTRIBUTE_LIMIT}]/..")
_DEEP = lxml.etree.XPath(f"boolean({'/*' * (DEPTH_LIMIT + 1)})")


def _bound(root: lxml.html.HtmlElement) -> None:
    if _DEEP(root):
        _flatten(root)
    spanning = [cell for cell in root.iter("td", "th") if cell.get("colspan") or cell.get("rowspan")]
    _unspan([cell for cell in spanning if _is_wide(cell)])
    if sum(_span(cell, "colspan") * _span(cell, "rowspan") for cell in spanning) > SPANNED_LIMIT:
        _unspan(spanning)
    for element in elements(_LONG_VALUES(root)):
        if max(len(element.get(name, "")) for name in ("style", "class", "id")) <= _ATTRIBUTE_LIMIT:
            continue
        element.attrib.pop("style", None)
        for name in ("class", "id"):
            element.set(name, element.get(name, "")[:_ATTRIBUTE_LIMIT])


def _unspan(cells: list[lxml.html.HtmlElement]) -> None:
    for cell in cells:
        cell.attrib.pop("colspan", None)
        cell.attrib.pop("rowspan", None)


def _is_wide(cell: lxml.html.HtmlElement) -> bool:
    for name in ("colspan", "rowspan"):
        try:
            if float(cell.get(name, "1")) > SPAN_LIMIT:
                return True
        except ValueError:
            continue
    return False


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    try:
        return max(1, int(cell.get(name, "1")))
    except ValueError:
        return 1


_TEXT = lxml.etree.XPath("string()", smart_strings=False)


def text_of(element: lxml.html.HtmlElement) -> str:
    """All text within an element, as it stands in the source."""
    if not len(element):
        return element.text or ""
    found = _TEXT(element)
    return found if isinstance(found, str) else ""


def elements(found: object) -> list[lxml.html.HtmlElement]:
    """The elements that an XPath found."""
    parts = found if isinstance(found, list) else []
    return [part for part in parts if isinstance(part, lxml.html.HtmlElement)]
