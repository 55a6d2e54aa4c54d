"""Reads a page as a feed, by a person's rules for its site: each item is an entry with a title, a link and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.dates import iso
from reader.errors import ParseError
from reader.extract import site_rules
from reader.extract.html import tree
from reader.extract.metadata.evidence import evidence, read_from
from reader.extract.metadata.normalize import plain
from reader.extract.metadata.page_tags import words
from reader.model import Entry, ParsedFeed
from reader.text import urls
from reader.text.clean import line
from reader.text.encodings import decode_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.model import SiteRules

ITEMS_LIMIT = 500
"""Items of a page that are read."""


def read(body: bytes, url: str | None, rules: SiteRules, content_type: str | None = None) -> ParsedFeed:
    """The feed that a page is. Raises ParseError where the rules select nothing on it, ExtractError for what is no page.

    An item is told by its link: the same link with another title is the same article, changed.
    """
    charset = (content_type or "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    root = tree.parse(decode_page(body, charset or None))
    seen = evidence(root, url)
    base = seen.base or url
    entries: dict[str, Entry] = {}
    for item in site_rules.all_of(root, rules.item):
        if len(entries) == ITEMS_LIMIT:
            break
        if (entry := _entry(item, rules, base)) is not None and entry.url:
            entries.setdefault(entry.url, entry)
    if not entries:
        raise ParseError(
            f"{rules.name} finds no item with a link on this page",
            subject=urls.masked(url or ""),
            hint="to try other selectors: broadsheet preview ADDRESS",
        )
    said = read_from(seen)
    title = plain(next(iter(seen.clues.titles), None)) or said.title or urls.host(url or "") or ""
    return ParsedFeed(
        title=title, url=url, site_url=url, lang=said.lang, entries=tuple(entries.values()), format="page"
    )


def _entry(item: HtmlElement, rules: SiteRules, base: str | None) -> Entry | None:
    links = site_rules.all_of(item, rules.item_link) if rules.item_link else item.iter("a")
    found = ((link, urls.tidy(link.get("href") or "", base)) for link in links)
    link, url = next(((link, url) for link, url in found if url), (None, None))
    if link is None or url is None:
        return None
    title = next(site_rules.texts(item, rules.item_title), None) or line(words(link)) or url
    stamp = next(filter(None, map(iso.stamp, site_rules.texts(item, rules.item_day))), None)
    return Entry(
        title=title,
        guid=url,
        url=url,
        published=stamp.moment if stamp else None,
        day=stamp.day if stamp else None,
    )
