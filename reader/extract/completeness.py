"""Judges how much of an article a page showed, why not all of it, and which page goes on with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml.etree import XPath

from reader.late import pattern
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from reader.model import TextState

TEASER_WORDS = 60
"""Words below which a page that says it is an article has shown its beginning only."""

PAYWALL_WORDS = 250
"""Words below which a page that says it is not free has shown its beginning only."""

BEHIND_PAYWALL = "The publisher shows the rest to subscribers only"
GOES_ON = "The article continues on further pages"

_END = 400
_OFFER = 250
_REST = pattern(
    r"il vous reste [\d.,]+ ?% de cet article|la suite (?:est réservée|de cet article)|réservée? aux abonnés|this (?:article|story|content) is (?:for|only for|available to|reserved for|exclusive to) (?:\w+ )?(?:subscribers|members)|subscribe (?:now )?to (?:continue|keep) reading|to (?:continue|keep) reading,? (?:subscribe|log in|sign in|register)"
    r"|(?:ist|nur|exklusiv) für abonnent|weiterlesen mit|den (?:ganzen|vollständigen) artikel (?:lesen|mit)|(?:exclusivo|solo) para suscriptores|para (?:seguir|continuar) leyendo|riservato agli abbonati|per continuare a leggere|exclusivo para assinantes|para continuar (?:lendo|a ler)|(?:alleen|exclusief) voor abonnees"
    r"|(?:kun|bare|endast) (?:for|för) abonnent|tylko dla prenumeratorów|pozostało(?: do przeczytania)? [\d.,]+ ?%|jen pro předplatitele|len pre predplatiteľov|только (?:для|по) подписчик|残り\s?[\d,]+\s?文字|有料会員限定|この記事は有料|続きは有料",
    re.IGNORECASE,
)
"""Says at the end of a text that the rest of it is for subscribers."""

_SHELL = 1_500
_SCRIPT_LIMIT = 500_000
_SHOWING = ("p", "div", "span", "li", "td", "h1", "h2", "section", "article")
_PERHAPS_WALL = XPath(
    "//*[contains(@class, 'wall') or contains(@id, 'wall') or contains(@class, 'premium') or contains(@class, 'metered') or contains(@class, 'piano') or contains(@class, 'subscriber')]/@*[name() = 'class' or name() = 'id']"
)
_NOT_FREE = pattern(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_WALL = pattern(
    r"(?:^|[\s_-])(?:paywall|pay-wall|regwall|subscription-wall|subscriber-only|premium-(?:content|teaser|wall)|piano-offer|metered)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = pattern(
    r"(?:enable|activate|requires?|turn on|need|without)[^.]{0,40}javascript|javascript[^.]{0,40}(?:enabled?|required|disabled|activated|aktivieren)",
    re.IGNORECASE,
)

_PAGE_WORD = r"(?:page|p|pg|seite|s|pagina|strona|part|teil)"
_IN_PATH = pattern(
    rf"(?:/(?P<word>{_PAGE_WORD})?[/_=-]?|[_,.-](?P<mark>{_PAGE_WORD})?[_-]?)(?P<n>\d{{1,3}})(?P<end>\.\w{{2,5}})?/?$",
    re.IGNORECASE,
)
_DAY = pattern(r"/(?:19|20)\d\d/\d{1,2}$")
_BARE_MOST = 10
"""A number that no word calls a page's counts up to here, which is as far as pages are read: an address may also end in
the number of the article, as a comic's does."""

_IN_QUERY = pattern(rf"(?:{_PAGE_WORD}|paged|pagenum|page_?no)", re.IGNORECASE)


def state(
    root: HtmlElement,
    text: str,
    words: int,
    *,
    is_article: bool,
    is_chosen: bool,
    is_cut: bool,
    goes_on: bool,
) -> tuple[TextState, str | None]:
    """The state of a page's plain text of so many words, and the reason in words.

    `is_article`: the page says that it is one; `is_chosen`: its text was chosen, rather than all paragraphs there
    are; `is_cut`: it was longer than is read; `goes_on`: there is a next page of it.
    """
    if words < TEASER_WORDS and _is_shell(root):
        return "script", "The page shows its text only with JavaScript"
    if words == 0:
        return "none", "No article found on the page"
    if words < PAYWALL_WORDS and (_is_closed(root) or (words < 2 * TEASER_WORDS and _has_wall(root))):
        return "paywall", BEHIND_PAYWALL
    if is_article and words < TEASER_WORDS:
        return "teaser", f"The page shows only {words} words of the article"
    if not is_chosen:
        return "part", "No article found; these are the paragraphs of the page"
    if is_cut:
        return "part", "The page is too long; the end is missing"
    if _REST.search(text[-_END:]):
        return "part", BEHIND_PAYWALL
    if goes_on:
        return "part", GOES_ON
    return "full", None


def without_offer(paragraphs: str) -> str:
    """Text or Markdown without the lines at its end that say that the rest is for subscribers."""
    found = paragraphs.split("\n\n")
    while len(found) > 1 and len(found[-1]) <= _OFFER and _REST.search(found[-1]):
        found.pop()
    return "\n\n".join(found)


def _is_shell(root: HtmlElement) -> bool:
    said = " ".join(" ".join(map(str, element.itertext())) for element in root.iter("noscript"))
    body = root.find("body")
    shown = 0
    for element in (root if body is None else body).iter(*_SHOWING):
        shown += len((element.text or "").strip())
        if shown > _SHELL:
            return False
    is_bare = shown < _SHELL / 4 and sum(1 for _ in root.iter("script")) >= 2
    return is_bare or bool(_NEEDS_SCRIPT.search(said))


def _is_closed(root: HtmlElement) -> bool:
    scripts = root.iterfind(".//script[@type='application/ld+json']")
    if any(_NOT_FREE.search((script.text or "")[:_SCRIPT_LIMIT]) for script in scripts):
        return True
    tiers = root.iterfind(".//meta[@property='article:content_tier']")
    return any((meta.get("content") or "").strip().lower() in ("locked", "metered") for meta in tiers)


def _has_wall(root: HtmlElement) -> bool:
    found = _PERHAPS_WALL(root)
    names = [str(value) for value in found] if isinstance(found, list) else []
    return any(_WALL.search(name) for name in names)


def following(root: HtmlElement, url: str | None) -> str | None:
    """The address of the next page of the same article; None where there is none.

    rel=next also names the next article of a blog, so that the number of the page has to be in the address.
    """
    if url is None:
        return None
    links = (link for link in root.iter("link", "a") if "next" in (link.get("rel") or "").lower().split())
    given = (urls.tidy(link.get("href") or "", url) for link in links)
    return next((one for one in given if one and urls.same_site(url, one) and is_next(url, one)), None)


def is_next(url: str, other: str) -> bool:
    """Tells whether the other address is this one's with the number of the page that comes next."""
    own = {(_bare(url), 1), *_numbered(url)}
    return any((stem, number - 1) in own for stem, number in _numbered(other))


def _numbered(url: str) -> Iterator[tuple[str, int]]:
    """The address without a number in it, and that number."""
    parts = urlsplit(url)
    if (match := _IN_PATH.search(parts.path)) and _can_be_a_page(match):
        path = parts.path[: match.start()] + (match["end"] or "")
        yield _bare(urlunsplit(parts._replace(path=path))), int(match["n"])
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for place, (name, value) in enumerate(pairs):
        if _IN_QUERY.fullmatch(name) and value.isascii() and value.isdecimal() and len(value) <= 3:
            rest = urlencode(pairs[:place] + pairs[place + 1 :])
            yield _bare(urlunsplit(parts._replace(query=rest))), int(value)


def _can_be_a_page(match: re.Match[str]) -> bool:
    is_day = _DAY.search(match.string[: match.start()]) is not None
    return bool(match["word"] or match["mark"]) or (int(match["n"]) <= _BARE_MOST and not is_day)


def _bare(url: str) -> str:
    return urls.identity(url) or url
