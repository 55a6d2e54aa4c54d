"""Posts of social networks that a page quotes: tweets, and those of Mastodon, Bluesky, Instagram, Facebook, Telegram,
TikTok."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.extract.html import tree
from reader.late import pattern
from reader.markdown import embed_credit
from reader.model import Embed
from reader.text import urls
from reader.text.clean import clean, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from reader.model import EmbedKind

TEXT_LIMIT = 5_000
"""Characters of a post that are kept."""

_CLASSES = pattern(
    r"(?:^|\s)(?:(?P<tweet>twitter-(?:tweet|video)(?:-rendered)?)|(?P<post>instagram-media|tiktok-embed|bluesky-embed"
    r"|mastodon-embed|fb-post|fb-video|reddit-embed-bq|reddit-card|text-post-media))(?:\s|$)"
)
_STATUS = pattern(
    r"^https?://(?:(?:www\.|mobile\.)?(?P<tweet>twitter|x)\.com/[^/]+/status(?:es)?/\d+|bsky\.app/profile/[^/]+/post/"
    r"|(?:www\.)?(?:instagram\.com/(?:p|reel|tv)/|tiktok\.com/@[^/]+/video/|facebook\.com/.+/(?:posts|videos)/"
    r"|threads\.(?:net|com)/@[^/]+/post/)|t\.me/\w+/\d+|[^/]+/@[^/]+/\d{8,}|(?:www\.)?reddit\.com/r/[^/]+/comments/)"
)
_SIGNED = pattern(
    r"^(?P<text>.*?)\s*[—–―-]+\s*(?P<author>[^\n]{1,100}?)\s*\((?P<handle>@[\w.@-]{1,100})\)\s*(?P<date>[^\n]{0,80})\s*$",
    re.DOTALL,
)
# As sites draw it: "Quay @quay · May 3", in a line of its own above or below the text.
_HEADED = pattern(
    r"^[ \t]*(?P<author>[^\n@]{1,80}?)\s*\(?(?P<handle>@\w{2,60}(?:@[\w.-]{3,60})?)\)?[ \t]*(?:[·•|,—–-][ \t]*(?P<date>[^\n]{3,60}))?[ \t]*$",
    re.MULTILINE,
)
_SHARED = pattern(
    r"(?:shared by|geteilt von|partagée par|compartida (?:de|por)|condiviso da|Публикация от|gedeeld door)\s*(?P<author>[^\n(]{0,100}?)\s*"
    r"\((?P<handle>@[\w.]{1,60})\)(?:\s*(?:on|am|le|el)\s+(?P<date>[^\n]{4,60}))?",
    re.IGNORECASE,
)
_INVITATION = pattern(
    r"^(?:view (?:this|more|on) (?:post|profile|reel|threads|mastodon|instagram)?.{0,30}|♬ .{0,100}|(?:watch|see) (?:more )?on .{0,20}|sieh dir diesen beitrag.{0,30}|voir cette publication.{0,30}|ver esta publicación.{0,30}"
    r"|visualizza questo post.{0,30}|посмотреть эту публикацию.{0,30}|(?:a )?post (?:shared )?by .{0,60}|gepostet von .{0,60}|posted by .{0,60})$",
    re.IGNORECASE,
)
_ADDRESSES = ("data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "cite", "data-href")
_BY = pattern(
    r"^https?://(?:(?:(?:www\.|mobile\.)?(?:twitter|x)\.com/(?!(?:i|x|web|user|anyuser|anonymous)/)|bsky\.app/profile/(?!did:)|t\.me/)([\w.-]{2,60})/(?:status(?:es)?/|post/|\d)"
    r"|(?:www\.)?(?:tiktok|threads)\.(?:com|net)/@([\w.]{2,60})/|[^/]+/@([\w.]{2,60})(?:@[\w.-]+)?/\d{8,})",
    re.IGNORECASE,
)
"""Who wrote a post, by its address; names that networks and templates fill in stand for anybody."""

_BLUESKY = pattern(r"at://([^/]+)/app\.bsky\.feed\.post/(\w+)")


def read(element: HtmlElement, base: str | None) -> Embed | None:
    """The post that a block is, or None."""
    if element.tag == "script":
        return _telegram(element)
    called = element.get("class")
    found = _CLASSES.search(called) if called else None
    if found is None and element.tag != "blockquote":
        return _bare(element)
    url, is_tweet = _address(element, base)
    kind: EmbedKind = "tweet" if is_tweet or (found and found["tweet"]) else "post"
    # A quotation that only links to a post is none.
    text, author, handle, printed = _parts(element, by(url) if found else None)
    if found is None and (url is None or handle is None):
        return None
    if not (text or author or url):
        return None
    date, date_words = embed_credit.day(printed) if printed else (None, None)
    return Embed(kind, text=text, author=author, handle=handle, url=url, date=date, date_words=date_words)


def _bare(element: HtmlElement) -> Embed | None:
    """The post whose address is all that a block says: a network's player has not been put in its place."""
    if len(element) > 1 or element.tag not in ("p", "div"):
        return None
    beginning = element.text or ""
    if not beginning.strip() and len(element):
        beginning = element[0].text or ""
    if not beginning.lstrip().startswith("http"):
        return None
    text = tree.text_of(element).strip()
    match = _STATUS.match(text) if len(text) <= urls.URL_LIMIT and " " not in text else None
    url = urls.tidy(text) if match else None
    return Embed("tweet" if match and match["tweet"] else "post", handle=by(url), url=url) if url else None


def is_address(url: str) -> bool:
    """Tells whether an address is that of a post."""
    return _STATUS.match(url) is not None


def by(url: str | None) -> str | None:
    """The handle of who wrote the post at an address, which most networks put into it; None where it is not there."""
    found = _BY.match(url or "")
    return f"@{found[1] or found[2] or found[3]}" if found else None


def _telegram(element: HtmlElement) -> Embed | None:
    place = re.fullmatch(r"(\w{3,64})/(\d{1,12})", element.get("data-telegram-post") or "")
    return Embed("post", handle=f"@{place[1]}", url=f"https://t.me/{place[0]}") if place else None


def _address(element: HtmlElement, base: str | None) -> tuple[str | None, bool]:
    """The address of the post, and whether that is a tweet: the last link to a post, since earlier ones may be quoted."""
    links = [link.get("href") or "" for link in element.iter("a")]
    for href in reversed(links):
        if match := _STATUS.match(href.strip()):
            return urls.tidy(href), bool(match["tweet"])
    if place := _BLUESKY.search(element.get("data-bluesky-uri") or ""):
        return f"https://bsky.app/profile/{place[1]}/post/{place[2]}", False
    stated = next((value for name in _ADDRESSES if (value := element.get(name))), None)
    return (urls.tidy(re.sub(r"/embed/?$", "/", stated), base) if stated else None), False


def _parts(
    element: HtmlElement, by_address: str | None
) -> tuple[str | None, str | None, str | None, str | None]:
    """Text, author, handle and date of a post, as printed; the handle that its address names where none is."""
    whole = _lines(element)
    if signed := _SIGNED.match(whole):
        text, author, handle, date = signed["text"], signed["author"], signed["handle"], signed["date"]
    elif shared := _SHARED.search(whole):
        text = whole[: shared.start()].rpartition("\n")[0]
        author, handle, date = shared["author"], shared["handle"], shared["date"]
    elif (headed := _HEADED.search(whole)) and len(whole) > len(headed[0]):
        text = f"{whole[: headed.start()]}\n\n{whole[headed.end() :]}"
        is_name = not _INVITATION.match(f"{headed['author']} @")
        author, handle, date = headed["author"] if is_name else None, headed["handle"], headed["date"]
    else:
        text, author, handle, date = whole, None, None, None
    handle = handle or by_address
    shown = (part.strip() for part in text.split("\n\n"))
    kept = [part for part in shown if part and part != handle and not _INVITATION.match(part)]
    return (
        clean("\n\n".join(kept), TEXT_LIMIT).strip() or None,
        line(author or "") or None,
        line(handle or "") or None,
        line(date or "") or None,
    )


def _lines(element: HtmlElement) -> str:
    """The text of a post: paragraphs parted by blank lines, line breaks kept."""
    text = re.sub(r"[ \t\xa0]+", " ", "".join(_runs(element)))
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _runs(element: HtmlElement) -> Iterator[str]:
    gap = "\n\n" if element.tag in _BLOCKS else ""
    yield gap + re.sub(r"\s+", " ", element.text or "")
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _SILENT:
            yield from _runs(child)
        yield re.sub(r"\s+", " ", child.tail or "")
    yield gap


_BLOCKS = frozenset(("p", "div", "section", "blockquote", "h1", "h2", "h3", "ul", "li"))
_SILENT = frozenset(("script", "style", "svg", "noscript"))
