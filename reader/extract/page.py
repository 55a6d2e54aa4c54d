"""A page as an article: its metadata, and its text as Markdown with pictures, embeds and related links at their place.

Page → tree → metadata → junk boxes out → pieces → trafilatura's choice among them, completed → Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.extract import site_rules
from reader.extract.body import live_blog
from reader.extract.body.retry_loose import Tries
from reader.extract.completeness import state
from reader.extract.explain import findings
from reader.extract.fragment import fragment
from reader.extract.html import tree
from reader.extract.metadata import evidence
from reader.extract.next_page import following
from reader.model import UNTITLED, Draft, Explanation
from reader.text import urls
from reader.text.clean import count_words
from reader.text.encodings import DECODED_LIMIT, decode_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.extract.metadata.evidence import Evidence, Metadata
    from reader.model import Finding, SiteRules

__all__ = ["Page", "extract", "fragment", "page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page read: its article, all that it says of itself, the address of the page that goes on with it, and whether it
    was read loosely."""

    draft: Draft
    metadata: Metadata
    following: str | None = None
    explanation: Explanation | None = None
    was_loose: bool = False


def extract(body: bytes, url: str | None = None, *, charset: str | None = None) -> Draft:
    """The article of a page. `url` is its address, where known; `charset` what the server said.

    A page without an article gives a draft whose `text_state` and `reason` say so. Raises ExtractError where there
    is no page at all.
    """
    return page(body, url, charset=charset).draft


def page(
    body: bytes,
    url: str | None = None,
    *,
    charset: str | None = None,
    rules: SiteRules | None = None,
    loosely_first: bool = False,
    explain: bool = False,
) -> Page:
    """`extract` and the page's metadata in one pass, by a person's rules for the site where there are any.

    `loosely_first` where that was the better way with other pages of the site.
    """
    html = decode_page(body, charset)
    root = tree.parse(html)
    seen = evidence.evidence(root, url)
    said = evidence.read_from(seen)
    base = _base(root, url or said.canonical)
    by_rules = site_rules.read(root, rules, base) if rules else None
    fields = _fields(seen, said, rules, by_rules) if explain else ()
    if by_rules:
        said = site_rules.said(said, by_rules)
    goes_on = (by_rules.next if by_rules else None) or following(root, url)
    tries = Tries(html, base, said, rules, live_blog.updates(seen.nodes))
    read = tries.read(root, loosely_first=loosely_first, explain=explain)
    found = read.content
    text_state, reason = state(
        root,
        count_words(found.text),
        is_article=said.is_article,
        is_chosen=read.is_chosen,
        is_cut=len(html) > tree.TEXT_LIMIT or len(body) > DECODED_LIMIT,
        goes_on=goes_on is not None,
    )
    draft = Draft(
        title=said.title or urls.host(url or "") or UNTITLED,
        url=url,
        canonical=said.canonical,
        authors=said.authors,
        agency=said.agency,
        publication=said.publication,
        published=said.published,
        day=said.day,
        updated=said.updated,
        lang=said.lang,
        description=said.description,
        markdown=found.markdown,
        text=found.text,
        pictures=found.pictures,
        embeds=found.embeds,
        links=found.links,
        related=found.related,
        text_state=text_state,
        reason=reason,
    )
    told = None
    if (trace := tries.trace) is not None:
        told = Explanation(
            how=trace.how,
            site_file=rules.name if rules else None,
            notes=by_rules.silent if by_rules else (),
            fields=fields,
            dropped=tuple(trace.dropped),
        )
    return Page(draft, said, goes_on, told, was_loose=tries.was_loose)


def _fields(
    seen: Evidence, said: Metadata, rules: SiteRules | None, by_rules: site_rules.Selected | None
) -> tuple[Finding, ...]:
    found = findings(seen, said)
    return tuple(site_rules.findings(found, by_rules, rules.name)) if rules and by_rules else found


def _base(root: HtmlElement, url: str | None) -> str | None:
    """What relative addresses are resolved against."""
    stated = root.find(".//base[@href]")
    return (urls.absolute(stated.get("href") or "", url) if stated is not None else None) or url
