"""How much of an article was got from a page, and why not all of it, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml.etree import XPath

from reader.base import urls

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.model import TextState

TEASER_WORDS = 60
"""Words below which a page that says it is an article has shown its beginning only."""

PAYWALL_WORDS = 250
"""Words below which a page that says it is not free has shown its beginning only."""

_SHELL = 1_500
_SCRIPT_LIMIT = 500_000
_SHOWING = ("p", "div", "span", "li", "td", "h1", "h2", "section", "article")
_PERHAPS_WALL = XPath(
    "//*[contains(@class, 'wall') or contains(@id, 'wall') or contains(@class, 'premium') or contains(@class, 'metered') or contains(@class, 'piano') or contains(@class, 'subscriber')]/@*[name() = 'class' or name() = 'id']"
)
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_WALL = re.compile(
    r"(?:^|[\s_-])(?:paywall|pay-wall|regwall|subscription-wall|subscriber-only|premium-(?:content|teaser|wall)|piano-offer|metered)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|activate|requires?|turn on|need|without)[^.]{0,40}javascript|javascript[^.]{0,40}(?:enabled?|required|disabled|activated|aktivieren)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page says of how much of its article it shows; read before anything is taken out of its tree.

    `is_shell`: hardly more than scripts. `is_closed`: it says that it is not free. `has_wall`: it holds a box that
    asks to subscribe. `goes_on`: there is a second page.
    """

    is_shell: bool
    is_closed: bool
    has_wall: bool
    goes_on: bool


def signs(root: HtmlElement, url: str | None) -> Signs:
    """The signs of a page; `url` is its address, where known."""
    return Signs(_is_shell(root), _is_closed(root), _has_wall(root), _goes_on(root, url))


def state(words: int, seen: Signs, *, is_article: bool, is_cut: bool) -> tuple[TextState, str | None]:
    """The state of a page's text of so many words, and the reason; `is_cut`: the page was longer than is read."""
    if seen.is_shell and words < TEASER_WORDS:
        return "script", "The page shows its text by JavaScript only"
    if words == 0:
        return "none", "No article was found on the page"
    if words < PAYWALL_WORDS and (seen.is_closed or (words < 2 * TEASER_WORDS and seen.has_wall)):
        return "paywall", "The publisher shows the rest to subscribers only"
    if is_article and words < TEASER_WORDS:
        return "teaser", f"The page shows {words} words of the article only"
    if is_cut:
        return "part", "The page is longer than what is read of a page"
    if seen.goes_on:
        return "part", "The article goes on on further pages"
    return "full", None


def _is_shell(root: HtmlElement) -> bool:
    said = " ".join(" ".join(map(str, element.itertext())) for element in root.iter("noscript"))
    body = root.find("body")
    shown = 0
    for element in (root if body is None else body).iter(*_SHOWING):
        shown += len((element.text or "").strip())
        if shown > _SHELL:
            return False
    return bool(_NEEDS_SCRIPT.search(said)) or (
        shown < _SHELL / 4 and sum(1 for _ in root.iter("script")) >= 2
    )


def _is_closed(root: HtmlElement) -> bool:
    scripts = root.iterfind(".//script[@type='application/ld+json']")
    if any(_NOT_FREE.search((script.text or "")[:_SCRIPT_LIMIT]) for script in scripts):
        return True
    return any(
        (meta.get("content") or "").strip().lower() in ("locked", "metered")
        for meta in root.iterfind(".//meta[@property='article:content_tier']")
    )


def _has_wall(root: HtmlElement) -> bool:
    found = _PERHAPS_WALL(root)
    names = [str(value) for value in found] if isinstance(found, list) else []
    return any(_WALL.search(name) for name in names)


def _goes_on(root: HtmlElement, url: str | None) -> bool:
    """Whether the page names a next page whose address is its own with a page number."""
    if url is None:
        return False
    own = re.escape(url.split("?")[0].rstrip("/"))
    for link in root.iterfind(".//link[@rel='next']"):
        following = urls.tidy(link.get("href") or "", url)
        if following and re.fullmatch(own + r"(?:/|\?)(?:page|p|seite)?[/=-]?2/?", following):
            return True
    return False
