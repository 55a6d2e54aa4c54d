"""Posts, videos, sounds and frames that a page shows from elsewhere."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from reader.extract.html import tree
from reader.extract.media import posts
from reader.model import Embed
from reader.text import urls
from reader.text.clean import clean, line

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
    (r"embed\.bsky\.app/embed/(did:[\w:]+)/app\.bsky\.feed\.post/(\w+)", "post", "https://bsky.app/profile/{}/post/{}"),
    (r"instagram\.com/((?:p|reel|tv)/[\w-]+)", "post", "https://www.instagram.com/{}/"),
    (r"tiktok\.com/(?:embed|player)/(?:v\d/)?(\d+)", "post", "https://www.tiktok.com/embed/v2/{}"),
    (r"clips\.twitch\.tv/embed\?(?:[^#]*&)?clip=([\w-]+)", "video", "https://clips.twitch.tv/{}"),
    (r"player\.twitch\.tv/\?(?:[^#]*&)?video=v?(\d+)", "video", "https://www.twitch.tv/videos/{}"),
    (r"youtube(?:-nocookie)?\.com/v/([\w-]{6,20})", "video", "https://www.youtube.com/watch?v={}"),
)  # fmt: skip
# What a frame shows that is no film, sound or post, by the address of its frame.
_SHOWS: tuple[tuple[str, str], ...] = (
    (r"datawrapper|dwcdn|flourish|flo\.uri\.sh|infogram|tableau|everviz|highcharts|plot(?:ly|\.ly)|ourworldindata|observablehq|statista|chartblocks|/charts?/", "Chart"),
    (r"google\.[a-z.]+/maps|maps\.google|openstreetmap|umap|mapbox|arcgis|map-?widget|mapy\.|felt\.com|/maps?/", "Map"),
    (r"docs\.google|drive\.google|scribd|documentcloud|slideshare|speakerdeck|issuu|officeapps|\.pdf(?:$|[?#])|calameo|yumpu", "Document"),
    (r"timeline", "Timeline"),
    (r"typeform|/forms?/|survey|quiz|riddle|playbuzz|strawpoll", "Form"),
)  # fmt: skip
_TITLES = ("title", "aria-label", "data-title", "data-video-title", "playlabel", "data-caption", "alt")
_TYPE_OF_CHART = re.compile(
    r"(?:interactive |stacked |grouped |split |multiple |scatter |locator |symbol |choropleth )*(?:(?:bar|column|line|area|pie|donut|dot|arrow|range|table|lines?|bars|columns) )*(?:chart|map|plot|table|graphic|visuali[sz]ation)s?",
    re.IGNORECASE,
)
_PLAYER = re.compile(
    r"^(?:spotify|soundcloud|apple podcasts?|youtube|vimeo|dailymotion) (?:embed|player|video)\s*[:|–-]\s*",
    re.IGNORECASE,
)
_CAPTION_LIMIT = 300
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
        return posts.read(element, base) or _loaded(element, base)
    if tag in ("iframe", "amp-iframe"):
        return _frame(element, base)
    if tag in ("video", "amp-video"):
        return _file(element, "video", base)
    if tag in ("audio", "amp-audio"):
        return _file(element, "audio", base)
    if tag in _AMP:
        attribute, kind, page = _AMP[tag]
        given = element.get(attribute) or ""
        number = given.rstrip("/").rpartition("/")[2]
        numbered = page.format(number) if re.fullmatch(r"[\w-]{1,40}", number) else None
        url = urls.tidy(given) if posts.is_address(given) else numbered
        return Embed(kind, text=_title(element), handle=posts.by(url), url=url) if url else None
    url = urls.tidy(element.get("data-href") or "", base)
    return Embed("post", url=url) if url else None


def _frame(element: HtmlElement, base: str | None) -> Embed | None:
    sources = (element.get(name) for name in ("data-src", "data-lazy-src", "data-litespeed-src", "src"))
    url = urls.tidy(next(filter(None, sources), ""), base)
    if url is None or _is_unseen(element):
        return None
    if (post := _social(url)) is not None:
        return post
    return _shown(url, _title(element), f"{url} {element.get('title') or ''} {element.get('class') or ''}")


def page(url: str) -> str:
    """The page that shows to a person what a player at an address does; the address itself where that is not known."""
    shown = ((re.search(pattern, url), address) for pattern, _, address in _PAGES)
    return next((address.format(*found.groups()) for found, address in shown if found), url)


def _shown(url: str, title: str | None, about: str) -> Embed | None:
    """The embed at the address of a frame; `about` is all that tells a film from a sound."""
    for pattern, kind, page in _PAGES:
        if found := re.search(pattern, url):
            return Embed(kind, text=title, url=page.format(*found.groups()))
    if _NO_CONTENT.search(url):
        return None
    for pattern, name in _SHOWS:
        if re.search(pattern, url, re.IGNORECASE):
            return Embed("frame", text=f"{name}: {title}" if title else name, url=url)
    kind = "audio" if _AUDIO.search(about) else "video" if _VIDEO.search(about) else "frame"
    return Embed(kind, text=title, url=_inner_address(url) or url)


def _title(element: HtmlElement) -> str | None:
    """Gives the name of what the embed shows: by its own attributes, else by the caption of the figure that holds nothing else."""
    for name in _TITLES:
        text = _PLAYER.sub("", line(clean(element.get(name) or "")))
        if text and not _SAYS_NOTHING.match(text) and not _TYPE_OF_CHART.fullmatch(text):
            return text
    figure = next(element.iterancestors("figure"), None)
    if figure is None or sum(1 for _ in islice(figure.iter("img", *MEDIA), 2)) > 1:
        return None
    caption = next(figure.iter("figcaption"), None)
    return line(tree.text_of(caption), _CAPTION_LIMIT) or None if caption is not None else None


def _loaded(element: HtmlElement, base: str | None) -> Embed | None:
    """The embed that a script puts in the place of an element, or that a plug-in would show."""
    if element.tag in ("object", "embed"):
        url = urls.tidy(element.get("data") or element.get("src") or "", base)
        return _shown(url, _title(element) or line(tree.text_of(element)) or None, url) if url else None
    if element.tag == "script":
        found = _SCRIPT.match(element.get("src") or "")
        if found is None:
            return None
        beside = element.getparent()
        image = next(beside.iter("img"), None) if beside is not None else None
        title = re.sub(r"\s*\([^()]*\)$", "", line(image.get("alt") or "")) if image is not None else ""
        return Embed("frame", text=f"Chart: {title}" if title else "Chart", url=f"https://{found[1]}/")
    called = element.get("class") or ""
    if "flourish-embed" in called and (
        place := re.fullmatch(r"(?:visualisation|story)/\d+", element.get("data-src") or "")
    ):
        return _shown(f"https://public.flourish.studio/{place[0]}/", _title(element), called)
    if "infogram-embed" in called and (place := re.fullmatch(r"[\w-]{1,100}", element.get("data-id") or "")):
        return _shown(f"https://infogram.com/{place[0]}", _title(element), called)
    return None


_SCRIPT = re.compile(r"(?:https?:)?//(datawrapper\.dwcdn\.net/\w+)/(?:\d+/)?embed\.js")


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
    return Embed(kind, text=_title(element), url=url)
