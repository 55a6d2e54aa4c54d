"""Posts, videos, sounds and frames that a page shows from elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from reader.extract.media import posts
from reader.model import Embed
from reader.text import urls
from reader.text.clean import clean, line, optional_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.model import EmbedKind

MEDIA = frozenset(
    {
        "iframe", "amp-iframe", "video", "amp-video", "audio", "amp-audio", "amp-youtube", "lite-youtube",
        "amp-twitter", "amp-instagram", "amp-facebook", "amp-tiktok", "amp-vimeo",
    }
)  # fmt: skip
"""Elements that are embeds by their tag."""

# Players by the address of their frame, and the page that shows the same to a person.
_PAGES: tuple[tuple[str, EmbedKind, str], ...] = (
    (r"youtube(?:-nocookie)?\.com/(?:embed|shorts|live)/(?!videoseries)([\w-]{6,20})", "video", "https://www.youtube.com/watch?v={}"),
    (r"youtu\.be/([\w-]{6,20})", "video", "https://www.youtube.com/watch?v={}"),
    (r"player\.vimeo\.com/video/(\d+)", "video", "https://vimeo.com/{}"),
    (r"dailymotion\.com/embed/video/(\w+)", "video", "https://www.dailymotion.com/video/{}"),
    (r"rutube\.ru/play/embed/(\w+)", "video", "https://rutube.ru/video/{}/"),
    (r"streamable\.com/[eo]/(\w+)", "video", "https://streamable.com/{}"),
    (r"open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+)", "audio", "https://open.spotify.com/{}"),
    (r"embed\.podcasts\.apple\.com/([^?#]+)", "audio", "https://podcasts.apple.com/{}"),
    (r"(?:twitter|x)\.com/embed/Tweet\.html\?(?:[^#]*&)?id=(\d+)", "tweet", "https://twitter.com/i/status/{}"),
    (r"//t\.me/(\w+/\d+)", "post", "https://t.me/{}"),
    (r"embed\.bsky\.app/embed/(did:[\w:]+)/app\.bsky\.feed\.post/\w+", "post", "https://bsky.app/profile/{}"),
    (r"instagram\.com/((?:p|reel|tv)/[\w-]+)", "post", "https://www.instagram.com/{}/"),
    (r"tiktok\.com/(?:embed|player)/(?:v\d/)?(\d+)", "post", "https://www.tiktok.com/embed/v2/{}"),
)  # fmt: skip
_MASTODON = re.compile(r"^https?://[^/]+/@([\w.]+)(?:@[\w.-]+)?/(\d+)/embed/?$")
_FACEBOOK = re.compile(r"facebook\.com/plugins/(post|video)\.php")
_VIDEO = re.compile(
    r"video|player|vid\b|brightcove|jwplatform|kaltura|vimeo|youtube|twitch|bilibili", re.IGNORECASE
)
_AUDIO = re.compile(
    r"audio|podcast|soundcloud|acast|simplecast|megaphone|libsyn|omny|spreaker|bandcamp", re.IGNORECASE
)
_NO_CONTENT = re.compile(
    r"googletagmanager|doubleclick|googlesyndication|recaptcha|facebook\.com/plugins/(?:like|page|share|comments)"
    r"|platform\.twitter\.com/widgets|newsletter|subscribe|sign-?up|adserv|(?:^|[/_.-])ads?(?:[/_.?-]|$)|consent|disqus|piano|cookie|login"
    r"|about:blank|amazon-adsystem|outbrain|taboola|donat",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"^(?:youtube|vimeo)? ?(?:video)? ?(?:player|embed|iframe|video|frame|content|widget)?s?(?: player| from .+)?$",
    re.IGNORECASE,
)
_AMP: dict[str, tuple[str, EmbedKind, str]] = {
    "amp-youtube": ("data-videoid", "video", "https://www.youtube.com/watch?v={}"),
    "lite-youtube": ("videoid", "video", "https://www.youtube.com/watch?v={}"),
    "amp-vimeo": ("data-videoid", "video", "https://vimeo.com/{}"),
    "amp-twitter": ("data-tweetid", "tweet", "https://twitter.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "post", "https://www.instagram.com/p/{}/"),
    "amp-tiktok": ("data-src", "post", "https://www.tiktok.com/embed/v2/{}"),
}  # fmt: skip


def read(element: HtmlElement, base: str | None) -> Embed | None:
    """The embed that an element is, or None. Tracking, advertising and sharing frames are none."""
    tag = element.tag
    if tag not in MEDIA:
        return posts.read(element, base)
    if tag in ("iframe", "amp-iframe"):
        return _frame(element, base)
    if tag in ("video", "amp-video"):
        return _file(element, "video", base)
    if tag in ("audio", "amp-audio"):
        return _file(element, "audio", base)
    if tag in _AMP:
        attribute, kind, page = _AMP[tag]
        number = (element.get(attribute) or "").rstrip("/").rpartition("/")[2]
        return Embed(kind, url=page.format(number)) if re.fullmatch(r"[\w-]{1,40}", number) else None
    url = urls.tidy(element.get("data-href") or "", base)
    return Embed("post", url=url) if url else None


def _frame(element: HtmlElement, base: str | None) -> Embed | None:
    sources = (element.get(name) for name in ("data-src", "data-lazy-src", "data-litespeed-src", "src"))
    url = urls.tidy(next(filter(None, sources), ""), base)
    if url is None or _is_unseen(element):
        return None
    if (post := _social(url)) is not None:
        return post
    title = optional_line(element.get("title"))
    title = None if title and _SAYS_NOTHING.match(title) else title
    for pattern, kind, page in _PAGES:
        if found := re.search(pattern, url):
            return Embed(kind, text=title, url=page.format(found[1]))
    if _NO_CONTENT.search(url):
        return None
    about = f"{url} {title or ''} {element.get('class') or ''}"
    kind = "audio" if _AUDIO.search(about) else "video" if _VIDEO.search(about) else "frame"
    return Embed(kind, text=title, url=_inner_address(url) or url)


def _social(url: str) -> Embed | None:
    if found := _MASTODON.match(url):
        return Embed("post", handle=f"@{found[1]}", url=re.sub(r"/embed/?$", "", url))
    if found := _FACEBOOK.search(url):
        inner = _inner_address(url)
        return Embed("video" if found[1] == "video" else "post", url=inner) if inner else None
    return None


def _inner_address(url: str) -> str | None:
    """The address that a player or plug-in is told to show."""
    asked = parse_qs(urlsplit(url).query)
    given = (urls.tidy(value) for name in ("href", "url") for value in asked.get(name, ()))
    return next(filter(None, given), None)


def _is_unseen(element: HtmlElement) -> bool:
    small = {"0", "1", "0px", "1px"}
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.get("width") in small
        or element.get("height") in small
        or "display:none" in style
        or "visibility:hidden" in style
        or "hidden" in element.attrib
    )


def _file(element: HtmlElement, kind: EmbedKind, base: str | None) -> Embed | None:
    sources = (element.get("src"), element.get("data-src"), *(s.get("src") for s in element.iter("source")))
    url = next(filter(None, (urls.tidy(source or "", base) for source in sources)), None)
    if url is None or _NO_CONTENT.search(url):
        return None
    label = element.get("title") or element.get("aria-label") or ""
    return Embed(kind, text=line(clean(label)) or None, url=url)
