"""Reads printed bylines: elements that are marked as such, and text near the headline."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reader.dates.iso import stamp
from reader.extract.metadata import normalize
from reader.extract.metadata.authors import names
from reader.extract.metadata.authors.bylines import Byline, joined, people
from reader.extract.metadata.headline_region import is_aside
from reader.extract.metadata.page_tags import pieces, words
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from reader.extract.metadata.headline_region import Headline, Run
    from reader.extract.metadata.page_tags import PageTags

RUN_LIMIT = 120
"""Characters of a run that may be a byline."""

DATED = 60
"""Runs of text near the headline among which a name may stand before a date without further mark."""

GROUP = 40
"""Elements between the marked names of one byline, at most."""

_AUTHOR_PATH = pattern(
    r"/(?:authors?|autor(?:en|es|i|zy)?|auteurs?|people|person|by|profiles?|staff|journalists?|redaktion|redaktor|contributors?"
    r"|writers?|reporters?|users?|members?|team|columnists?|firmas?|signature|kolumnist|penulis|@[\w.-]+)(?:[/?.=-]|$)|/@\w",
    re.IGNORECASE,
)
_LABEL = pattern(
    r"(?:(?:written|words|story|text|posted|reported|article) )?by|von|par|por|oleh|penulis|door|przez|autore?|autora|auteur|author"
    r"|автор|текст|text|作者|记者|記者|责任编辑|责编|責編|编辑|撰文",
    re.IGNORECASE,
)
_LABELLED = pattern(
    r"^\W{0,3}(?:(?:(?:written|words|story|text|posted|reported|article) )?by|von|par|por|oleh|penulis|door|przez)\s*:?\s+\S"
    r"|^\W{0,3}(?:author|autore?|autora|auteur|автор|текст|text|penulis|reporter)\s*:\s*\S"
    r"|^\W{0,3}(?:本报|本報)?(?:作者|记者|記者|责任编辑|责编|責編|编辑|撰文)\s*[:：]",
    re.IGNORECASE,
)
_PLACE = pattern(
    r"(?:^|[\s_-])(?:place|location|locality|dateline|city|ort|lieu|lugar|luogo|место)(?:$|[\s_-])",
    re.IGNORECASE,
)
_EDITED_BY = pattern(r"\W{0,3}(?:editor|redaktur|penyunting|redaktor|редактор)\s*[:：]\s*", re.IGNORECASE)
_EDITOR = pattern(r"^\W{0,3}(?:editor|redaktur|edited|fact|review|photo|foto)", re.IGNORECASE)


def editors(clues: PageTags) -> set[str]:
    """The keys of the names that the page prints behind "Editor:"."""
    said = (words(place.element, RUN_LIMIT) for place in clues.bylines)
    return {
        normalize.key(name)
        for text in said
        if (label := _EDITED_BY.match(text))
        for name in people(text[label.end() :], site_names=(), strict=False).authors
    }


def byline_elements(clues: PageTags, headline: Headline, sites: Collection[str], *, reach: int) -> Byline:
    """The names in elements that are marked as bylines: the first after the headline, else the last before it."""
    read: list[tuple[int, Byline]] = []
    for place in clues.bylines:
        if headline.distance(place) > reach or is_aside(place.element, headline):
            continue
        found = of_element(place.element, sites)
        if found:
            read.append((place.position, found))
    if not read:
        return Byline()
    after = [item for item in read if item[0] >= headline.position]
    first = after[0][0] if after else read[-1][0]
    return joined(found for position, found in read if abs(position - first) <= GROUP)


def of_element(element: HtmlElement, sites: Collection[str]) -> Byline:
    """The names of one byline element: those of its name links, of its parts, or of its text."""
    links = (link for link in islice(element.iter("a"), 30) if is_author_link(link))
    found = joined(_of_link(link, sites) for link in links)
    if found.authors:
        return found
    parts = _without_places(pieces(element, 400), element)
    text = " ".join(parts)
    if len(text) > 250 or _EDITOR.match(text):
        return Byline()
    precise = (
        element.get("rel") == "author"
        or element.get("itemprop") in ("author", "name")
        or bool(_USER.search(element.get("class") or ""))
    )
    role = next(
        (at for at, part in enumerate(parts) if at and (names.without_role(part) is None or part[0] == "|")),
        len(parts),
    )
    each = joined(people(part, site_names=sites, strict=True) for part in parts[:role])
    whole = people(text, site_names=sites, strict=not precise)
    return each if len(each.authors) >= len(whole.authors) and each.authors else whole


def _without_places(parts: list[str], element: HtmlElement) -> list[str]:
    """The parts of a byline without what stands in an element that is called a place."""
    places = {words(one, 100) for one in element.iterdescendants() if _PLACE.search(one.get("class") or "")}
    return [part for part in parts if part not in places] if places else parts


def is_labelled(text: str) -> bool:
    """Tells whether a text is a label and names: "By Ann Lee"."""
    label = _LABELLED.match(text) if len(text) <= RUN_LIMIT else None
    return label is not None and names.are_all_of(text[label.end() - 1 :], people(text, strict=True).authors)


def is_author_link(link: HtmlElement) -> bool:
    """Tells whether a link leads to an author's page, by its rel or its address."""
    is_said = "author" in (link.get("rel") or "").split()
    return is_said or bool(_AUTHOR_PATH.search((link.get("href") or "")[:500]))


def _of_link(link: HtmlElement, sites: Collection[str]) -> Byline:
    """The name that an author link shows; a single word counts where the address repeats it, or rel says author."""
    text = words(link, 200)
    sure = "author" in (link.get("rel") or "").split() or _in_address(text, link.get("href") or "")
    return people(text, site_names=sites, strict=not sure)


def _in_address(text: str, href: str) -> bool:
    """Tells whether an author's address repeats the name: /author/ann-lee."""
    match = _AUTHOR_PATH.search(href[:500])
    wanted = normalize.key(text).replace(" ", "")
    if match is None or len(wanted) < 2:
        return False
    return wanted in normalize.key(unquote(href[match.end() - 1 : 500])).replace(" ", "")


def byline_runs(near: Sequence[Run], sites: Collection[str]) -> Byline:
    """The names that text near the headline gives: "By …", a link to an author, a name directly before a date."""
    menu: frozenset[str] | None = None
    for number, run in enumerate(near):
        if len(run.text) > RUN_LIMIT:
            continue
        following = [other.text for other in near[number + 1 : number + 7]]
        found = _of_run(run, following, sites)
        if not found.authors and number < DATED and _is_dated(following):
            found = people(run.text, site_names=sites, strict=True)
            if found.authors and menu is None:
                menu = _menu(run.element)
            if not names.are_all_of(run.text, found.authors) or normalize.key(run.text) in (menu or ()):
                found = Byline()
        if found.authors:
            return found
    return Byline()


def _of_run(run: Run, following: Sequence[str], sites: Collection[str]) -> Byline:
    if _LABEL.fullmatch(run.text.strip(" :：|")):
        return people(" ".join(_of_byline(following)), site_names=sites, strict=True)
    if _LABELLED.search(run.text):
        return people(run.text, site_names=sites, strict=True)
    if run.element.tag == "a" and is_author_link(run.element):
        return _of_link(run.element, sites)
    return Byline()


def _of_byline(following: Sequence[str]) -> Sequence[str]:
    """The runs that belong to the byline whose label came before: the first, and what commas or "and" tie to it."""
    end = 1
    while end < len(following) and (_TIE_END.search(following[end - 1]) or _TIE_START.match(following[end])):
        end += 1
    return following[:end]


_TIE_END = pattern(r"(?:[,;&/]|(?:^|\s)(?:and|und|et|y|e|og|och|en|i|dan|и))$")
_TIE_START = pattern(r"[,;&/]|(?:and|und|et|y|e|og|och|en|i|dan|и)(?:\s|$)")
_USER = pattern(r"(?:^|[\s_-])user-?name", re.IGNORECASE)


def _is_dated(following: Sequence[str]) -> bool:
    """Tells whether the first of the runs that has a letter or digit is a date."""
    text = next((text for text in following if any(map(str.isalnum, text))), "")
    return 6 <= len(text) <= 60 and any(map(str.isdigit, text)) and stamp(text) is not None


def _menu(element: HtmlElement) -> frozenset[str]:
    """The keys of what links show that are no author's: names of sections, not of persons."""
    links = element.getroottree().getroot().iter("a")
    short = (link for link in links if link.text and len(link.text) < RUN_LIMIT)
    return frozenset(normalize.key(link.text) for link in short if not is_author_link(link))
