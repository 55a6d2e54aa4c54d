"""Which boxes of a page are no part of an article: comments, lists of other articles, newsletters, share buttons?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.extract.media import related_boxes

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
_SURE_WORDS = re.compile(
    r"related|recirc|recommend|newsletter|most-|may-like|read-next|up-next|next-(?:article|post)|author|bread-?crumb|cookie"
    r"|outbrain|taboola|sr-only|hidden|screen-reader|more-|sign-?up|sponsored|adverti|follow-us|donat"
)
"""Names of boxes that hold other articles, other people's words or none."""
_JUNK_WORDS = re.compile(rf"(?:^|[\s_-])(?:{_JUNK})(?:$|[\s_-])")
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|responses|kommentare|commentaires|comentarios|commenti|leave-reply)(?:$|[\s_-])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BOXES = (
    "div",
    "section",
    "aside",
    "ul",
    "ol",
    "span",
    "p",
    "footer",
    "header",
    "form",
    "table",
    "details",
    "a",
    "figure",
)
_SHARE_OF_TEXT = 8
_SHARE_OF_TEXT_COMMENTS = 3
_SHARE_OF_TEXT_FORM = 2


def junk(root: HtmlElement, weights: Weights, *, loosely: bool = False) -> list[HtmlElement]:
    """The outermost boxes that are no part of the article.

    Never one that holds the h1, or an eighth or more of the page's paragraph text (comments: a third; with a field to
    fill in: a half, since a short notice may be shorter than the newsletter it is followed by).
    `loosely`: a box that stands with the h1 in one article is none, unless its name leaves no doubt.
    """
    found: list[HtmlElement] = []
    taken: set[HtmlElement] = set()
    h1 = next(root.iter("h1"), None)
    around_h1 = set(h1.iterancestors()) if h1 is not None else set()
    articles = {element for element in around_h1 if loosely and element.tag in ("article", "main")}
    for element in root.iter("nav", *_BOXES):
        share = _share(element)
        if share and articles and not articles.isdisjoint(element.iterancestors()) and _is_doubtful(element):
            continue
        if share and element not in around_h1 and weights.of(element) * share < max(weights.total, 1):
            if element.getparent() in taken or any(parent in taken for parent in element.iterancestors()):
                continue
            if related_boxes.read(element, None):
                continue
            taken.add(element)
            found.append(element)
    return found


def reason(element: HtmlElement) -> str:
    """Why `junk` takes an element, in words."""
    if element.tag == "nav":
        return "a box of links (nav)"
    about = _about(element)
    if found := _JUNK_WORDS.search(about):
        return f"a box called “{found[0].strip(' _-')}”"
    return f"comments (“{found[0].strip(' _-')}”)" if (found := _COMMENTS.search(about)) else "no text"


def _about(element: HtmlElement) -> str:
    return _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}").lower()


def _is_doubtful(element: HtmlElement) -> bool:
    """Whether a box may be text of the article in spite of what it is called."""
    about = _about(element)
    return element.tag != "nav" and not _SURE_WORDS.search(about) and not _COMMENTS.search(about)


def _share(element: HtmlElement) -> int:
    """The part of the page's text, as its reciprocal, that the box must not hold to be junk; 0: it is no junk."""
    if element.tag == "nav":
        return _SHARE_OF_TEXT
    if not element.get("class") and not element.get("id"):
        return 0
    about = _about(element)
    if _JUNK_WORDS.search(about):
        return _SHARE_OF_TEXT if element.find(".//input") is None else _SHARE_OF_TEXT_FORM
    return _SHARE_OF_TEXT_COMMENTS if _COMMENTS.search(about) else 0
