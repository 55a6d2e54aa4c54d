"""Puts together the metadata of a page: title, authors, agency, publication, dates, language, address, feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reader.extract.metadata import dates, headline_region, normalize, plain_fields, structured_data
from reader.extract.metadata import title as page_title
from reader.extract.metadata.authors import authors, printed_bylines
from reader.extract.metadata.page_tags import PageTags, Place, gather, words
from reader.extract.metadata.plain_fields import first
from reader.late import pattern
from reader.model import Link
from reader.text import urls
from reader.text.clean import optional_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lxml.html import HtmlElement

    from reader.extract.metadata.headline_region import Headline, Run
    from reader.extract.metadata.structured_data import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The metadata of an article; None or empty where the page says nothing.

    `title_forms` are all forms of the headline that were seen. `is_article`: the page calls itself an article (og:type,
    JSON-LD, microdata). `feeds` are those it announces, feeds of comments last."""

    title: str | None = None
    title_forms: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    agency: str | None = None
    publication: str | None = None
    published: datetime | None = None
    day: str | None = None
    updated: datetime | None = None
    lang: str | None = None
    description: str | None = None
    canonical: str | None = None
    picture: str | None = None
    section: str | None = None
    is_article: bool = False
    feeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sources that the fields are read from. `main` are the JSON-LD nodes about the article, `names` the site's
    names, its host's and the title: what is no author."""

    url: str | None
    base: str | None
    clues: PageTags
    nodes: Sequence[Node]
    main: Sequence[Node]
    canonical: str | None
    publication: str | None
    sites: tuple[str, ...]
    names: tuple[str, ...]
    forms: page_title.TitleForms
    title: str | None
    headline: Headline
    near: Sequence[Run]


def evidence(tree: HtmlElement, url: str | None) -> Evidence:
    """Gathers for `read_from` the sources of a page whose tree is untouched."""
    clues = gather(tree)
    nodes = structured_data.nodes(clues.scripts)
    base = (urls.absolute(clues.base, url) if clues.base else None) or url
    canonical = first(plain_fields.canonical(clues, base))
    main = _main_nodes(nodes, clues, {canonical, url})
    publication = first(plain_fields.publication(clues, main, nodes))
    sites = _site_names(clues, main, nodes, publication)
    hosts = _host_names(url or canonical)
    forms = _forms(clues, main)
    title = page_title.choose(forms, (*sites, *hosts))
    headline = headline_region.headline(_headline_place(clues, title))
    return Evidence(
        url=url or canonical,
        base=base,
        clues=clues,
        nodes=nodes,
        main=main,
        canonical=canonical,
        publication=publication,
        sites=sites,
        names=(*sites, *_initials(sites), *hosts, *([title] if title else ())),
        forms=forms,
        title=title,
        headline=headline,
        near=headline_region.runs(clues, headline),
    )


def read_from(seen: Evidence) -> Metadata:
    """The metadata, each field from the best place that gives it."""
    clues, main = seen.clues, seen.main
    byline = authors.choose(clues, main, seen.headline, seen.near, seen.names)
    lang = first(plain_fields.lang(clues, main))
    published = dates.published(clues, main, seen.headline, seen.near, seen.url, lang=lang)
    updated = dates.updated(clues, main)
    base = seen.base or seen.canonical
    return Metadata(
        title=seen.title,
        title_forms=seen.forms.all(),
        authors=byline.authors,
        agency=byline.agency,
        publication=seen.publication,
        published=published.moment if published else None,
        day=published.day if published else None,
        updated=updated.moment if updated else None,
        lang=lang,
        description=first(plain_fields.description(clues, main)),
        canonical=seen.canonical,
        picture=first(plain_fields.picture(clues, main, base)),
        section=first(plain_fields.section(clues, main)),
        is_article=_is_article(clues, main),
        feeds=_feeds(clues, base),
    )


def _main_nodes(nodes: Sequence[Node], clues: PageTags, addresses: set[str | None]) -> list[Node]:
    """The article node that is the page's own, best first, then the page's node; other articles are left out."""
    printed = (clues.meta("og:title"), *(words(heading.element) for heading in clues.headings))
    headlines = {normalize.key(text) for text in printed if text}
    known = {urls.identity(address) for address in addresses if address} - {None}

    def score(node: Node) -> int:
        headline = normalize.key(normalize.plain(structured_data.headline(node)))
        stated = map(structured_data.address, (node.get("mainEntityOfPage"), node.get("url")))
        own = next(filter(None, stated), "")
        return (
            4 * (bool(headline) and any(headline in form or form in headline for form in headlines if form))
            + 3 * (urls.identity(own) in known if own else 0)
            + bool(node.get("author"))
            + bool(node.get("datePublished"))
            + bool(headline)
        )

    articles = [node for node in nodes if structured_data.is_article(node)][:200]
    pages = [node for node in nodes if any(kind.endswith("Page") for kind in structured_data.types(node))]
    return [*sorted(articles, key=score, reverse=True)[:1], *pages[:5]]


def _forms(clues: PageTags, main: Sequence[Node]) -> page_title.TitleForms:
    article = next((node for node in main if structured_data.is_article(node)), {})
    marked = next((words(place.element) for place in clues.props.get("headline", ())), clues.meta("headline"))
    document = normalize.plain(next(iter(clues.titles), None))
    return page_title.TitleForms(
        structured=normalize.plain(structured_data.headline(article)),
        weak=structured_data.is_plain_article(article),
        headings=_headings(clues, document),
        og=normalize.plain(clues.meta("og:title")),
        marked=normalize.plain(marked),
        twitter=normalize.plain(clues.meta("twitter:title")),
        meta=normalize.plain(clues.meta(*_TITLE_METAS)),
        document=document,
    )


_OWNERS = frozenset(("WebSite", "NewsMediaOrganization", "Organization"))
_NAME_METAS = ("application-name", "apple-mobile-web-app-title", "dc.publisher", "al:ios:app_name")
_TITLE_METAS = ("title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "citation_title")


def _headings(clues: PageTags, document: str | None) -> tuple[str, ...]:
    """The texts of all h1 that are no logos; of a page without, the first h2 or h3 with which the document's title
    begins."""
    shown = [place.element for place in clues.headings if not _is_logo(place.element)]
    if main := tuple(filter(None, (normalize.plain(_headline_words(element)) for element in shown))):
        return main
    whole = normalize.key(document)
    below = (normalize.plain(words(place.element)) for place in clues.subheadings)
    begun = (text for text in below if text and len(text) > 8 and whole.startswith(normalize.key(text)))
    return tuple(islice(begun, 1))


def _headline_words(heading: HtmlElement) -> str:
    """The words of a heading, less those of a kicker or a byline in it that leave others."""
    whole = words(heading)
    if not len(heading):
        return whole
    kickers = [words(part) for part in heading.iterdescendants() if headline_region.is_kicker(part)]
    rest = whole.removeprefix(kickers[0]).strip(" :|·•–—-") if kickers else whole
    last = words(heading[-1]) if isinstance(heading[-1].tag, str) and not heading[-1].tail else ""
    if last and printed_bylines.is_labelled(last):
        rest = rest.removesuffix(last).strip(" ,|·•–—-")
    return rest or whole


_LOGO = pattern(
    r"(?:^|[\s_-])(?:logo|site-?(?:title|name|logo)|brand(?:ing)?|masthead)(?:$|[\s_-])", re.IGNORECASE
)
_ROOT = pattern(r"(?:https?://[^/]+)?/(?:[?#].*)?|https?://[^/]+")


def _is_logo(heading: HtmlElement) -> bool:
    """Tells whether a heading names the site: it is called so, or all of it leads to the front page."""
    if _LOGO.search(f"{heading.get('class') or ''} {heading.get('id') or ''}"):
        return True
    link = next(heading.iter("a"), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    return link is not None and bool(href and _ROOT.fullmatch(href)) and words(link) == words(heading)


def _headline_place(clues: PageTags, title: str | None) -> Place | None:
    """The heading that shows the title: an h1 that shares words with it, else an equal h2 or h3, else any h1."""
    wanted = normalize.key(title)
    if not wanted:
        return next(iter(clues.headings), None)
    shared = {
        place: len(set(normalize.key(words(place.element)).split()) & set(wanted.split()))
        for place in clues.headings
    }
    best = max(shared, key=lambda place: shared[place], default=None)
    if best and shared[best]:
        return best
    marked = [*clues.props.get("headline", ()), *clues.subheadings]
    equal = (place for place in marked if normalize.key(words(place.element)) == wanted)
    return next(equal, best)


def _site_names(
    clues: PageTags, main: Sequence[Node], nodes: Sequence[Node], publication: str | None
) -> tuple[str, ...]:
    given = [
        publication,
        *(name for name in clues.metas.get("og:site_name", ())[:2] if name != clues.meta("og:title")),
        *(structured_data.text(node.get("publisher")) for node in main),
        *(structured_data.text(node) for node in nodes if _OWNERS.intersection(structured_data.types(node))),
        *map(clues.meta, _NAME_METAS),
    ]
    return normalize.once(name for text in given[:40] if (name := normalize.plain(text)))


def _initials(sites: Sequence[str]) -> tuple[str, ...]:
    """The initials of the site's names, with and without "The": bylines of the house are signed so."""
    words_ = [[word for word in re.findall(r"\w+", site) if word[:1].isupper()] for site in sites]
    bare = [found[1:] if found[:1] == ["The"] else found for found in words_]
    return tuple("".join(word[0] for word in found) for found in (*words_, *bare) if 2 <= len(found) <= 6)


def _host_names(url: str | None) -> tuple[str, ...]:
    """The names that a host gives to its site: "news.example.co.uk" → that, "example.co.uk", "example"."""
    host = urls.host(url) if url else None
    if not host:
        return ()
    labels = host.partition(":")[0].split(".")
    long = [label for label in labels[:-1] if len(label) > 3]
    return (host, ".".join(labels[-2:]), *long)


def _is_article(clues: PageTags, main: Sequence[Node]) -> bool:
    return (
        (clues.meta("og:type") or "").strip().lower() in ("article", "news", "blog", "news.article")
        or any(structured_data.is_article(node) for node in main)
        or clues.article_props
    )


_FEED_TYPES = frozenset((
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
    "application/x.atom+xml",
))  # fmt: skip


def _feeds(clues: PageTags, base: str | None) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for link in clues.links:
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" not in (link.get("rel") or "").lower().split() or kind not in _FEED_TYPES:
            continue
        if address := urls.absolute(link.get("href") or "", base):
            found.setdefault(address, Link(address, optional_line(link.get("title"))))
    feeds = sorted(found.values(), key=lambda feed: bool(_COMMENTS.search(f"{feed.url} {feed.title or ''}")))
    return tuple(feeds)[:50]


_COMMENTS = pattern(r"comment|kommentar|commentaire|coment", re.IGNORECASE)
