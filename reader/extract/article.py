"""A page as an article: its metadata, and its text as Markdown with pictures, embeds and related links at their place.

Page → tree → metadata → junk boxes out → pieces → trafilatura's choice among them, completed → Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.base import dialect, urls
from reader.base.text import clean, count_words
from reader.extract import boxes, footnotes, metadata, tree
from reader.extract.choose import choose
from reader.extract.fragment import content, fragment
from reader.extract.inline import Inline
from reader.extract.pieces import pieces
from reader.extract.render import write
from reader.extract.select import selected
from reader.extract.state import state
from reader.extract.weights import Weights
from reader.model import UNTITLED, Content, Draft

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.extract.metadata import Metadata

__all__ = ["Page", "extract", "fragment", "page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page read: its article, and all that it says of itself."""

    draft: Draft
    metadata: Metadata


def extract(body: bytes, url: str | None = None, *, charset: str | None = None) -> Draft:
    """The article of a page. `url` is its address, where known; `charset` what the server said.

    A page without an article gives a draft whose `text_state` and `reason` say so. Raises ExtractError where there
    is no page at all.
    """
    return page(body, url, charset=charset).draft


def page(body: bytes, url: str | None = None, *, charset: str | None = None) -> Page:
    """`extract` and the page's metadata in one pass."""
    html = tree.decode(body, charset)
    root = tree.parse(html)
    said = metadata.read(root, url)
    base = _base(root, url or said.canonical)
    found, is_chosen = _content(root, base, said)
    text_state, reason = state(
        root,
        count_words(found.text),
        url,
        is_article=said.is_article,
        is_chosen=is_chosen,
        is_cut=len(html) > tree.TEXT_LIMIT or len(body) > tree.RAW_LIMIT,
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
    return Page(draft, said)


def _base(root: HtmlElement, url: str | None) -> str | None:
    """What relative addresses are resolved against."""
    stated = root.find(".//base[@href]")
    return (urls.absolute(stated.get("href") or "", url) if stated is not None else None) or url


def _content(root: HtmlElement, base: str | None, said: Metadata) -> tuple[Content, bool]:
    """The text, and whether it was chosen, rather than all paragraphs that the page has."""
    titles = [said.title or "", *said.title_forms]
    weights = Weights(root)
    for box in boxes.junk(root, weights):
        box.drop_tree()
    notes = footnotes.find(root)
    row = pieces(root, base, notes.texts)
    choice = choose(root, row, base)
    if choice.paragraphs:
        return content(dialect.from_text(clean("\n\n".join(choice.paragraphs))), ()), True
    kept = selected(row, choice.numbers, weights.container(), titles, said.description)
    return content(write(kept, Inline(base, notes.references)), kept), bool(choice.numbers)
