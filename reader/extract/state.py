"""How much of an article was got from a page, and why not all of it, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.base import urls

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.model import TextState

TEASER_WORDS = 60
"""Words below which a page that says it is an article has shown its beginning only."""

PAYWALL_WORDS = 250
"""Words below which a page that says it is not free has shown its beginning only."""

_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_WALL = re.compile(
    r"(?:^|[\s_-])(?:paywall|pay-wall|regwall|subscription-wall|subscriber-only|premium-(?:content|teaser|wall)|piano-offer|metered)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|activate|requires?|turn on|need|without)[^.]{0,40}javascript|javascript[^.]{0,40}(?:enabled?|required|disabled|activated|aktivieren)",
    re.IGNORECASE,
)


def state(
    root: HtmlElement, words: int, url: str | None, *, is_article: bool, is_cut: bool
) -> tuple[TextState, str | None]:
    """The state of a page's text of so many words. `root` is the untouched page; `is_cut`: it was longer than is read."""
    if words == 0 or (words < TEASER_WORDS and _is_shell(root)):
        if _is_shell(root):
            return "script", "The page shows its text by JavaScript only"
        return "none", "No article was found on the page"
    if words < PAYWALL_WORDS and (_is_closed(root) or (words < 2 * TEASER_WORDS and _has_wall(root))):
        return "paywall", "The publisher shows the rest to subscribers only"
    if is_article and words < TEASER_WORDS:
        return "teaser", f"The page shows {words} words of the article only"
    if is_cut:
        return "part", "The page is longer than what is read of a page"
    if _goes_on(root, url):
        return "part", "The article goes on on further pages"
    return "full", None


def _is_shell(root: HtmlElement) -> bool:
    """Whether the page is hardly more than scripts, or asks for them."""
    said = " ".join(" ".join(map(str, element.itertext())) for element in root.iter("noscript"))
    body = root.find("body")
    shown = 0
    for element in (root if body is None else body).iter(
        "p", "div", "span", "li", "td", "h1", "h2", "section", "article"
    ):
        shown += len((element.text or "").strip())
        if shown > 1_500:
            return False
    return bool(_NEEDS_SCRIPT.search(said)) or (shown < 400 and sum(1 for _ in root.iter("script")) >= 2)


def _is_closed(root: HtmlElement) -> bool:
    if any(
        _NOT_FREE.search((script.text or "")[:500_000])
        for script in root.iterfind(".//script[@type='application/ld+json']")
    ):
        return True
    tiers = root.xpath("//meta[@property='article:content_tier' or @name='article:content_tier']/@content")
    return isinstance(tiers, list) and any(
        str(tier).strip().lower() in ("locked", "metered") for tier in tiers
    )


def _has_wall(root: HtmlElement) -> bool:
    return any(
        _WALL.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        for element in root.iter("div", "section", "aside")
    )


def _goes_on(root: HtmlElement, url: str | None) -> bool:
    """Whether the page names a next page whose address is its own with a page number."""
    if url is None:
        return False
    for link in root.iterfind(".//link[@rel='next']"):
        following = urls.tidy(link.get("href") or "", url)
        if following and re.fullmatch(
            re.escape(url.split("?")[0].rstrip("/")) + r"(?:/|\?)(?:page|p|seite)?[/=-]?2/?", following
        ):
            return True
    return False
