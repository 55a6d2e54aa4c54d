"""A page as an article: its metadata, and its text as Markdown with pictures, embeds and related links at their place.

Page → tree → metadata → junk boxes out → pieces → trafilatura's choice among them, completed → Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.explanation import Explanation
from reader.extract import page_kind, site_rules
from reader.extract.body import live_blog, threads
from reader.extract.body.assemble import PageFacts, read_body
from reader.extract.completeness import BEHIND_PAYWALL, following, state, without_offer
from reader.extract.explain import findings
from reader.extract.html import tree
from reader.extract.media import films
from reader.extract.metadata import evidence
from reader.extract.page_signs import Reading
from reader.model import READABLE, UNTITLED, Draft, text_fields
from reader.text import urls
from reader.text.clean import count_words
from reader.text.encodings import DECODED_LIMIT, decode_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.extract.body.assemble import ArticleBody
    from reader.extract.metadata.evidence import Evidence, Metadata
    from reader.model import Content, SiteRules


@dataclass(frozen=True, slots=True)
class Page:
    """A page read: its article, all that it says of itself, the address of the page that goes on with it, whether it
    was read loosely, and whether it is a list by a person's rules."""

    draft: Draft
    metadata: Metadata
    following: str | None = None
    explanation: Explanation | None = None
    was_loose: bool = False
    has_items: bool = False


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
    is_cut = len(html) > tree.TEXT_LIMIT or len(body) > DECODED_LIMIT
    html = html[: tree.TEXT_LIMIT]  # the rest of a huge page need not lie in memory beside its trees
    root = tree.parse(html)
    seen = evidence.evidence(root, url)
    said = evidence.read_from(seen)
    base = _base(root, url or said.canonical)
    chosen = site_rules.read(root, rules, base) if rules else site_rules.Selected()
    # Before the text is read, which takes out of the tree what is no part of it.
    fields = tuple(site_rules.findings(findings(seen, said), chosen, rules)) if explain else ()
    said = site_rules.said(said, chosen)
    goes_on = chosen.next or following(root, url)
    live = live_blog.may_be_one(seen.clues)
    shown = films.stated(seen.nodes, seen.sites, base)
    facts = PageFacts(base, said, rules, live_blog.updates(seen.nodes), may_be_live=live, films=shown)
    read = read_body(html, root, facts, loosely_first=loosely_first, explain=explain)
    reading = _reading(root, seen, said, read, url=url, is_cut=is_cut, goes_on=goes_on is not None)
    verdict = page_kind.judge(reading, lambda: tree.parse(html))
    draft = _told(_draft(url, said, read.content), verdict, reading)
    if verdict.kind in ("forum", "questions"):
        draft = _as_thread(draft, threads.read(tree.parse(html), base, seen.nodes))
    told = Explanation(
        kind=verdict.kind,
        kind_why=verdict.reason,
        how=read.trace.how,
        site_file=rules.name if rules else None,
        notes=chosen.silent,
        fields=fields,
        dropped=tuple(read.trace.dropped),
    )
    return Page(
        draft, said, goes_on, told if explain else None, was_loose=read.was_loose, has_items=chosen.has_items
    )


def _reading(
    root: HtmlElement,
    seen: Evidence,
    said: Metadata,
    read: ArticleBody,
    *,
    url: str | None,
    is_cut: bool,
    goes_on: bool,
) -> Reading:
    """Gathers what the kind of the page is judged by, with the state of its text."""
    words = count_words(read.content.text)
    found, lack = state(
        root,
        read.content.text,
        words,
        is_article=said.is_article,
        is_chosen=read.is_chosen,
        is_cut=is_cut,
        goes_on=goes_on,
    )
    return Reading(
        text=read.content.text,
        words=words,
        title=said.title or "",
        url=url or said.canonical,
        says_article=said.is_article,
        state=found,
        lack=lack,
        pictures=len(read.content.pictures),
        clues=seen.clues,
        nodes=seen.nodes,
    )


def _told(draft: Draft, verdict: page_kind.Verdict, reading: Reading) -> Draft:
    """The draft with its kind and its state; where it is no article, its reason says what it is."""
    if reading.lack == BEHIND_PAYWALL:
        draft = replace(draft, markdown=without_offer(draft.markdown), text=without_offer(draft.text))
    if verdict.kind in READABLE or verdict.kind == "script":
        return replace(draft, page_kind=verdict.kind, text_state=reading.state, reason=reading.lack)
    state = page_kind.STATES[verdict.kind] if draft.text else "none"
    reason = BEHIND_PAYWALL if verdict.kind == "paywall" else verdict.told
    return replace(draft, page_kind=verdict.kind, text_state=state, reason=reason)


def _as_thread(draft: Draft, posts: list[threads.Post]) -> Draft:
    """The draft with the posts of a thread as its text, where there are some."""
    if len(posts) < 2:
        return draft
    authors = (posts[0].author,) if posts[0].author else draft.authors
    content = text_fields(threads.as_content(posts))
    return replace(draft, authors=authors, text_state="full", reason=None, **content)


def _draft(url: str | None, said: Metadata, text: Content) -> Draft:
    return Draft(
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
        **text_fields(text),
    )


def _base(root: HtmlElement, url: str | None) -> str | None:
    """The address against which relative ones are resolved."""
    stated = next((base for base in root.iter("base") if base.get("href") is not None), None)
    return (urls.absolute(stated.get("href") or "", url) if stated is not None else None) or url
