"""Footnotes of a page: the marks in the text and the notes they lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from reader.extract.html import tree
from reader.late import pattern

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NOTES_LIMIT = 500

_MARK = pattern(r"^[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§])\s*[\])]?$")


@dataclass(slots=True)
class Notes:
    """`references`: elements that are marks in the text; `texts`: elements that are notes; both to the label."""

    references: dict[HtmlElement, str] = field(default_factory=dict)
    texts: dict[HtmlElement, str] = field(default_factory=dict)


def find(root: HtmlElement) -> Notes:
    """The notes that a mark in the text leads to and that lead back to it."""
    found = Notes()
    marks = [link for link in _inner_links(root) if _MARK.match(_words(link))]
    if not marks:
        return found
    by_id = {element.get("id"): element for element in root.iterfind(".//*[@id]")}
    for mark in marks[:NOTES_LIMIT]:
        note = by_id.get((mark.get("href") or "")[1:])
        if note is None or note.tag not in ("li", "p", "div", "aside", "dd") or not _leads_back(note, mark):
            continue
        label = found.texts.setdefault(note, str(len(found.texts) + 1))
        parent = mark.getparent()
        is_raised = parent is not None and parent.tag == "sup" and _words(parent) == _words(mark)
        found.references[parent if parent is not None and is_raised else mark] = label
    for note in found.texts:
        for link in _inner_links(note):
            if len(_words(link)) <= 2:
                link.drop_tree()
    return found


def _leads_back(note: HtmlElement, mark: HtmlElement) -> bool:
    places = {element.get("id") for element in (mark, *islice(mark.iterancestors(), 3))} - {None}
    return any((link.get("href") or "")[1:] in places for link in _inner_links(note))


def _inner_links(element: HtmlElement) -> list[HtmlElement]:
    """The links below an element that lead to a place of the same page."""
    return [link for link in element.iterfind(".//a[@href]") if (link.get("href") or "").startswith("#")]


def _words(element: HtmlElement) -> str:
    return tree.text_of(element).strip()
