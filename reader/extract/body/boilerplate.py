"""Finds the boxes of a page that are no part of its article: comments, other articles, newsletters, share buttons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.extract.media import embeds, related_boxes
from reader.late import pattern

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.extract.html.weights import Weights

_JUNK = (
    "related|related-(?:articles?|stories|posts?|content|links?|news)|recirc|recirculation|recommended|recommendations|you-may-like"
    "|newsletters?|newsletter-(?:signup|sign-up|form|box|banner)|share|shares|sharing|share-(?:bar|buttons?|tools|links)|sharedaddy|addtoany|social|socials|social-(?:media|share|links|bar)"
    "|promo|promos|promotion|most-(?:read|popular|viewed|shared)|popular|trending|author-(?:box|bio|info|card)|about-author|post-author"
    "|sr-only|visually-?hidden|screen-reader(?:-text)?|breadcrumbs?|bread-crumbs?|ads?|advert|adverts|advertisement|advertising|adsbygoogle|ad-(?:slot|unit|container|wrapper|banner)"
    "|sponsored|cookie-(?:banner|notice|consent|bar)|outbrain|taboola|read-next|up-next|next-(?:article|post)|post-navigation|nav-links|toolbar"
    "|more-(?:stories|news|articles|from)|follow-us|skip-link|tag-?list|tags|topics|jp-relatedposts|poll|donate|donation|signup|sign-up|print-only|noprint|no-print"
    "|vjs-control-bar|vjs-modal-dialog|vjs-text-track-settings|jw-controls|plyr__controls"
)  # fmt: skip
_SURE_WORDS = pattern(
    r"related|recirc|recommend|newsletter|most-|may-like|read-next|up-next|next-(?:article|post)|author|bread-?crumb|cookie"
    r"|outbrain|taboola|sr-only|hidden|screen-reader|more-|sign-?up|sponsored|adverti|follow-us|donat"
)
"""Names of boxes that hold other articles, other people's words or none."""
_JUNK_WORDS = pattern(rf"(?:^|[\s_-])(?:{_JUNK})(?:$|[\s_-])")
_COMMENTS = pattern(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|responses|kommentare|commentaires|comentarios|commenti|leave-reply)(?:$|[\s_-])"
)
_CAMEL = pattern(r"(?<=[a-z])(?=[A-Z])")
_BOXES = (
    "div", "section", "aside", "ul", "ol", "span", "p", "footer", "header", "form", "table", "details", "a",
    "figure",
)  # fmt: skip
_CODE = frozenset({"pre", "code"})
"""In these, "comment" is the name of what a programmer noted."""

_SHARE_OF_TEXT = 8
_SHARE_OF_TEXT_COMMENTS = 3
_SHARE_OF_TEXT_FORM = 2


def junk(
    root: HtmlElement, weights: Weights, base: str | None = None, *, loosely: bool = False
) -> list[tuple[HtmlElement, str]]:
    """The outermost boxes that are no part of the article, each with the reason in words.

    Never one that holds the h1, or an eighth or more of the page's paragraph text (comments: a third; with a field to
    fill in: a half, since a short notice may be shorter than the newsletter it is followed by), or stands within code.
    `loosely`: a box that stands with the h1 in one article is none, unless its name leaves no doubt.
    """
    found: dict[HtmlElement, str] = {}
    h1 = next(root.iter("h1"), None)
    around_h1 = set(h1.iterancestors()) if h1 is not None else set()
    articles = {element for element in around_h1 if loosely and element.tag in ("article", "main")}
    for element in root.iter("nav", *_BOXES):
        called = _both(_called(element.get("class")), _called(element.get("id")))
        if called is _NOTHING and element.tag != "nav" and not _is_tooltip(element):
            continue
        share, reason, is_sure = _judged(element, called)
        if not share or element in around_h1 or weights.of(element) * share >= max(weights.total, 1):
            continue
        above = list(element.iterancestors())
        if (not is_sure and not articles.isdisjoint(above)) or any(
            parent in found or parent.tag in _CODE for parent in above
        ):
            continue
        if _is_sign(element):
            continue
        if not related_boxes.read(element, base) and (is_sure or not _holds_embed(element, base)):
            found[element] = reason
    return list(found.items())


def _is_tooltip(element: HtmlElement) -> bool:
    """Tells whether it is a box that shows when something is pointed at; explanations within a sentence are no boxes."""
    return element.tag == "div" and element.get("role") == "tooltip"


def _is_sign(element: HtmlElement) -> bool:
    """Tells whether a span holds no more than a sign, unseen: it parts two texts that a style sheet sets apart."""
    text = (element.text or "").strip() if element.tag == "span" and not len(element) else ""
    return bool(text) and not any(map(str.isalnum, text))


def _holds_embed(element: HtmlElement, base: str | None) -> bool:
    """Tells whether a box that is called "social" or "promo" shows a post, a video or a sound."""
    return any(embeds.read(one, base) is not None for one in element.iter("blockquote", *embeds.MEDIA))


@dataclass(frozen=True, slots=True)
class _Called:
    """What the name of a box says that it is: junk, comments or neither; `is_sure` where it leaves no doubt."""

    junk: str = ""
    comments: str = ""
    is_sure: bool = False


_NOTHING = _Called()


def _both(one: _Called, other: _Called) -> _Called:
    """Gives what class and id together say."""
    if other is _NOTHING or one is _NOTHING:
        return one if other is _NOTHING else other
    return _Called(one.junk or other.junk, one.comments or other.comments, one.is_sure or other.is_sure)


@lru_cache(4096)
def _called(name: str | None) -> _Called:
    if not name:
        return _NOTHING
    name = _CAMEL.sub("-", name).lower()
    junk, comments = _JUNK_WORDS.search(name), _COMMENTS.search(name)
    if not junk and not comments:
        return _NOTHING
    return _Called(
        junk[0].strip(" _-") if junk else "",
        comments[0].strip(" _-") if comments else "",
        bool(comments or (junk and _SURE_WORDS.search(name))),
    )


def _judged(element: HtmlElement, called: _Called) -> tuple[int, str, bool]:
    """The part of the page's text, as its reciprocal, that the box must not hold to be junk (0: it is no junk), the
    reason in words, and whether its name leaves no doubt."""
    if element.tag == "nav":
        return _SHARE_OF_TEXT, "a box of links (nav)", True
    if _is_tooltip(element):
        return _SHARE_OF_TEXT, "a box that is shown when something is pointed at", True
    if called.junk:
        share = _SHARE_OF_TEXT if element.find(".//input") is None else _SHARE_OF_TEXT_FORM
        return share, f"a box called “{called.junk}”", called.is_sure
    if called.comments:
        return _SHARE_OF_TEXT_COMMENTS, f"comments (“{called.comments}”)", True
    return 0, "", False
