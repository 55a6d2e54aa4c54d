"""Chooses the authors: JSON-LD, then metas, then bylines near the headline, then weak names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.extract.metadata import normalize, structured_data
from reader.extract.metadata.authors import credit_lines, names
from reader.extract.metadata.authors.bylines import Byline, joined, people
from reader.extract.metadata.authors.printed_bylines import byline_elements, byline_runs, editors
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reader.extract.metadata.headline_region import Headline, Run
    from reader.extract.metadata.page_tags import PageTags
    from reader.extract.metadata.structured_data import Node

AUTHORS_LIMIT = 30
"""Authors of an article that are kept."""

CLOSE = 120
"""Elements between headline and a byline that is surely the article's: a summary, a picture, share buttons."""

FAR = 400
"""Elements between headline and a byline that is believed where nothing else names an author."""

_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor",
    "og:article:author", "og:author", "article:author_name", "author_name", "byl", "cxenseparse:author", "article.author", "authors", "rbauthors", "creator",
    "citation_author",
)  # fmt: skip


def choose(
    clues: PageTags, nodes: Sequence[Node], headline: Headline, near: Sequence[Run], sites: Collection[str]
) -> Byline:
    """The authors by the first step that names somebody, and the agency by the first step that names one.

    A byline that has all names of the metas and others is fuller than they are, and taken instead.
    """
    articles = [node for node in nodes if structured_data.is_article(node)]
    data, metas = _structured(articles, sites), _metas(clues, sites)
    marked = byline_elements(clues, headline, sites, reach=CLOSE)
    steps = [data, metas, marked]
    authors = data.authors or metas.authors or marked.authors
    if not data.authors and _covers(marked.authors, authors):
        authors = marked.authors
    if authors and (printed := _in_full(authors, marked.authors or byline_runs(near, sites).authors)):
        authors = printed
    if authors and all(map(names.is_agency, authors)):
        # An agency that is named as the author may have one itself, who is printed.
        printed = marked.authors or byline_runs(near, sites).authors
        authors = printed if printed and not any(map(names.is_agency, printed)) else authors
    if authors and (writers := _writers(authors, clues, near, sites)):
        authors = writers
    if not authors:
        # The author of a WebPage is often the account that posted it, so it comes after a printed name.
        steps.append(byline_runs(near, sites) or _structured(nodes, sites))
        authors = steps[-1].authors
    if not authors:
        farther = byline_elements(clues, headline, sites, reach=FAR)
        steps.append(farther or credit_lines.closing_byline(clues, headline, sites))
        authors = steps[-1].authors or credit_lines.opening_byline(clues, headline, sites).authors
    named = next((found.agency for found in steps if found.agency), None) or _agency_of_metas(clues, sites)
    agency = named or credit_lines.agency(clues, headline, sites)
    authors = (authors or _weak(clues, nodes, sites))[:AUTHORS_LIMIT]
    return Byline(tuple(_as_printed(names.in_usual_case(name), near) for name in authors), agency)


def said(
    clues: PageTags, nodes: Sequence[Node], headline: Headline, near: Sequence[Run], sites: Collection[str]
) -> Iterator[tuple[str, Byline]]:
    """The byline that each place gives which `choose` knows, in its order, whether it was asked or not; no weak names."""
    articles = [node for node in nodes if structured_data.is_article(node)]
    yield "JSON-LD author", _structured(articles, sites)
    yield "meta author", _metas(clues, sites)
    yield "byline near the headline", byline_elements(clues, headline, sites, reach=CLOSE)
    yield "text near the headline", byline_runs(near, sites)
    yield "JSON-LD author of the page", _structured(nodes, sites)
    yield "byline farther off", byline_elements(clues, headline, sites, reach=FAR)
    yield "last lines of the text", credit_lines.closing_byline(clues, headline, sites)
    yield "first line of the text", credit_lines.opening_byline(clues, headline, sites)
    yield "meta that names an agency", Byline((), _agency_of_metas(clues, sites))
    yield "last lines of the text", Byline((), credit_lines.agency(clues, headline, sites))


def _covers(more: Sequence[str], fewer: Sequence[str]) -> bool:
    """Tells whether `more` has all names of `fewer`, and others."""
    return bool(fewer) and {normalize.key(name) for name in fewer} < {normalize.key(name) for name in more}


def _in_full(given: Sequence[str], printed: Sequence[str]) -> tuple[str, ...]:
    """The printed names where they are full and those given only accounts, or one word of a printed name; else none."""
    full = tuple(name for name in printed if names.is_full_name(name))
    words = {word for name in full for word in normalize.key(name).split()}
    is_short = all(
        names.is_account(name) or (" " not in name and normalize.key(name) in words) for name in given
    )
    return full if is_short else ()


def _as_printed(name: str, near: Sequence[Run]) -> str:
    """A name that is given in small letters as it stands near the headline: "ann lee", "Ann Lee"."""
    if not name.islower():
        return name
    wanted = normalize.key(name)
    printed = (run.text for run in near if len(run.text) <= 2 * len(name))
    return next(
        (text for text in printed if normalize.key(text) == wanted and names.is_full_name(text)), name
    )


def _writers(
    given: Sequence[str], clues: PageTags, near: Sequence[Run], sites: Collection[str]
) -> tuple[str, ...]:
    """The names near the headline where all those given are of editors, as the page says below the text; else none."""
    edited = editors(clues) if clues.bylines else set()
    if not edited or not {normalize.key(name) for name in given} <= edited:
        return ()
    printed = byline_runs(near, sites).authors
    return printed if edited.isdisjoint(map(normalize.key, printed)) else ()


def _agency_of_metas(clues: PageTags, sites: Collection[str]) -> str | None:
    """The agency that is the whole value of a meta which is called a source, provider or agency in some way."""
    own = {normalize.key(site) for site in sites}
    given = (value for name, values in clues.metas.items() if _OF_SOURCE.search(name) for value in values)
    found = (names.agency_in(text) for value in given if (text := normalize.plain(value)))
    return next((name for name in found if name and normalize.key(name) not in own), None)


_OF_SOURCE = pattern(r"agenc|source|provider|distribut|wire|credit|syndicat")


def _structured(nodes: Sequence[Node], sites: Collection[str]) -> Byline:
    found = (joined(people(name, site_names=sites) for name in author_names(node)) for node in nodes)
    return next(filter(None, found), Byline())


def author_names(node: Node) -> Iterator[str]:
    """The names that a node gives as its authors."""
    for key in ("author", "creator"):
        value = node.get(key)
        given = value if isinstance(value, list) else [value]
        found = [name for part in given[:100] for name in _names_of(part)]
        if found:
            yield from found
            return


def _names_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, list):
            yield from structured_data.strings(name)
        elif isinstance(name, str) and name.strip():
            yield name
        elif isinstance(value.get("familyName"), str):
            yield f"{value.get('givenName') or ''} {value['familyName']}"


def _metas(clues: PageTags, sites: Collection[str]) -> Byline:
    for name in _METAS:
        values = clues.metas.get(name, [])
        if name in _FAMILY_FIRST:
            values = [_turned(value) for value in values]
        if found := joined(people(value, site_names=sites) for value in values):
            return found
    return Byline()


_FAMILY_FIRST = ("citation_author", "dc.creator", "dcterms.creator")


def _turned(name: str) -> str:
    """The right way round, where library metas write "Doe, Jane"."""
    family, comma, given = name.partition(",")
    if not comma or "," in given or " " in family.strip() or len(given.split()) > 3:
        return name
    return f"{given.strip()} {family.strip()}"


def _weak(clues: PageTags, nodes: Sequence[Node], sites: Collection[str]) -> tuple[str, ...]:
    """Names that name no person, "Gear Team"; else the site's own name, where that may be a person's: "Ben Nadel"."""
    given = [name for node in nodes for name in author_names(node)]
    given += [value for name in _METAS for value in clues.metas.get(name, ())]
    own = {normalize.key(site) for site in sites}
    plain = [name for value in given if (name := normalize.plain(value)) and not names.is_address(name)]
    if weak := next((name for name in plain if normalize.key(name) not in own and names.is_weak(name)), None):
        return (weak,)
    return tuple(name for name in plain if normalize.key(name) in own and names.is_full_name(name))[:1]
