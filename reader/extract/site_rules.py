"""Applies a person's rules for a site to a page: the text, what is no text, title, authors, day, the next page."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import lxml.html
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError

from reader.dates import iso
from reader.explanation import Said
from reader.extract.metadata.authors.bylines import Byline, joined, people
from reader.extract.metadata.authors.printed_bylines import of_element
from reader.extract.metadata.page_tags import words
from reader.text import urls
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from reader.dates.iso import Stamp
    from reader.explanation import Finding
    from reader.extract.metadata.evidence import Metadata
    from reader.model import SiteRules

SELECTED_LIMIT = 1_000
"""Elements of a page that a selector is followed to."""

_STATED = ("datetime", "content")


@dataclass(frozen=True, slots=True)
class Selected:
    """The fields that the rules found on a page; None and empty where they say nothing or found nothing. `has_items`: it is a
    list by the rules. `silent` are the selectors that found nothing, each as `key: selector`."""

    title: str | None = None
    byline: Byline | None = None
    stamp: Stamp | None = None
    next: str | None = None
    has_items: bool = False
    silent: tuple[str, ...] = ()


def read(root: HtmlElement, rules: SiteRules, base: str | None) -> Selected:
    """The fields that the rules select. To be called before anything is taken out of the page."""
    byline = joined(_byline(element) for element in all_of(root, rules.author))
    stamps = (iso.stamp(text) for text in texts(root, rules.date))
    hrefs = (urls.tidy(element.get("href") or "", base) for element in all_of(root, rules.next))
    given = (
        ("keep", rules.keep), ("drop", rules.drop), ("title", rules.title), ("author", rules.author),
        ("date", rules.date), ("next", rules.next),
    )  # fmt: skip
    stated = ((key, selector) for key, selectors in given for selector in selectors)
    return Selected(
        title=next(texts(root, rules.title), None),
        byline=byline or None,
        stamp=next((stamp for stamp in stamps if stamp), None),
        next=next((href for href in hrefs if href), None),
        has_items=next(all_of(root, rules.item), None) is not None,
        silent=tuple(f"{key}: {one}" for key, one in stated if next(all_of(root, (one,)), None) is None),
    )


def drop(root: HtmlElement, rules: SiteRules) -> list[HtmlElement]:
    """The outermost elements that are no text."""
    found = list(all_of(root, rules.drop))
    inner = {element for box in found for element in box.iterdescendants()}
    return [element for element in found if element not in inner and element.getparent() is not None]


def kept(root: HtmlElement, rules: SiteRules) -> HtmlElement | None:
    """A box of its own with copies of all that is text, in the page's order; None where nothing is."""
    found = set(all_of(root, rules.keep))
    if not found:
        return None
    box = lxml.html.Element("div")
    inner: set[HtmlElement] = set()
    for element in root.iter():
        if element in found and element not in inner:
            inner.update(element.iterdescendants())
            twin = copy.deepcopy(element)
            twin.tail = None
            box.append(twin)
    return box


def said(metadata: Metadata, selected: Selected) -> Metadata:
    """The metadata, with the fields that the rules found in the place of the page's."""
    if selected.title:
        forms = (selected.title, *metadata.title_forms)
        metadata = replace(metadata, title=selected.title, title_forms=forms)
    if selected.byline:
        agency = selected.byline.agency or metadata.agency
        metadata = replace(metadata, authors=selected.byline.authors, agency=agency)
    if selected.stamp:
        metadata = replace(metadata, published=selected.stamp.moment, day=selected.stamp.day)
    return metadata


def findings(found: Iterable[Finding], selected: Selected, rules: SiteRules | None) -> Iterator[Finding]:
    """The page's findings, with those of the rules in their place."""
    byline = selected.byline
    own = {
        "title": selected.title,
        "authors": "; ".join(byline.authors) if byline else None,
        "agency": byline.agency if byline else None,
        "day": selected.stamp.day if selected.stamp else None,
    }
    for finding in found:
        value = own.get(finding.field)
        page = (Said(finding.source or "", finding.value),) if finding.value else ()
        if value and rules:
            source, others = f"site file {rules.name}", page + finding.others
            finding = replace(finding, value=value, source=source, others=others)
        yield finding


def _byline(element: HtmlElement) -> Byline:
    """The names in an element that a person says names the authors, so that a name of one word is one, too."""
    stated = next((value for name in _STATED if (value := element.get(name))), None)
    found = Byline() if stated else of_element(element, ())
    return found or people(stated or words(element))


def texts(root: HtmlElement, selectors: Iterable[str]) -> Iterator[str]:
    """Gives the words of each selected element: its `datetime` or `content`, else its words."""
    for element in all_of(root, selectors):
        stated = next((value for name in _STATED if (value := element.get(name))), None)
        if text := line(stated or words(element)):
            yield text


def all_of(root: HtmlElement, selectors: Iterable[str]) -> Iterator[HtmlElement]:
    """The elements that each selector finds, one selector after the other."""
    for selector in selectors:
        try:
            found = _compiled(selector)(root)
        except (XPathError, ValueError):  # a namespace that no page has; what lxml itself stumbles over
            continue
        yield from found[:SELECTED_LIMIT]


@cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
