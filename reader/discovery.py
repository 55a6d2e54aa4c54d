"""Finds feeds: those that a page announces, and those that addresses of well-known sites have by rule."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import parse_qs, quote

from reader.model import Link
from reader.text import urls
from reader.text.clean import optional_line
from reader.text.encodings import decode

HEAD_LIMIT = 1_000_000
"""Characters of a page in which feeds are looked for."""

_FEEDS_LIMIT = 50
_TYPES = re.compile(
    r"^\s*(application|text)/((rss|atom|rdf|feed)\+(xml|json)|x?-?rss|atom|xml)\s*(;|$)", re.IGNORECASE
)
_JSON = re.compile(r"^\s*application/json\s*(;|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|комментар|コメント|评论", re.IGNORECASE)
_PART = re.compile(
    r"/(category|categories|tag|tags|topic|author|authors|search|rubric)s?/|[?&](cat|tag|author)=",
    re.IGNORECASE,
)


def feeds(html: bytes | str, url: str) -> tuple[Link, ...]:
    """The feeds that the page at `url` announces, best first, each once.

    Feeds of the page's own site come before others; a main feed before that of a part, and both before comments;
    otherwise the page's order stands. Only http(s) addresses.
    """
    page = html if isinstance(html, str) else decode(html[: HEAD_LIMIT * 4], None, [])
    reader = _Announcements()
    reader.feed(page[:HEAD_LIMIT])
    base = urls.absolute(reader.base, url) or url
    found: dict[str, Link] = {}
    for href, title in reader.links[: _FEEDS_LIMIT * 4]:
        address = urls.absolute(re.sub(r"^feed:(//)?(?=https?:)", "", href.strip()), base)
        if address and urls.feed_identity(address) not in {urls.feed_identity(known) for known in found}:
            found[address] = Link(address, optional_line(title))
    return tuple(sorted(found.values(), key=lambda link: _rank(link, url))[:_FEEDS_LIMIT])


def _rank(link: Link, page: str) -> tuple[bool, bool, bool]:
    words = f"{link.url} {link.title or ''}"
    return bool(_COMMENTS.search(words)), bool(_PART.search(link.url)), not urls.same_site(link.url, page)


class _Announcements(HTMLParser):
    """Collects `<link>` elements that announce feeds, and the page's base address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.links: list[tuple[str, str]] = []
        self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("link", "base"):
            return
        found = {name: value or "" for name, value in reversed(attrs)}
        href = found.get("href", "")
        if tag == "base":
            self.base = self.base or href
        elif href and _announces(found):
            self.links.append((href, found.get("title", "")))


def _announces(link: dict[str, str]) -> bool:
    relations = link.get("rel", "").lower().split()
    kind = link.get("type", "")
    if "stylesheet" in relations or not {"alternate", "feed"} & set(relations):
        return False
    # Plain JSON is announced by WordPress for its own programs as well.
    is_json_feed = (
        bool(_JSON.match(kind)) and "feed" in link["href"].lower() and "wp-json" not in link["href"]
    )
    return bool(_TYPES.match(kind)) or is_json_feed or ("feed" in relations and not kind)


class _Rule(NamedTuple):
    """The feed of addresses on `host` whose path matches; `feed` is filled with the groups of both."""

    host: re.Pattern[str]
    path: re.Pattern[str]
    feed: str


def _rule(host: str, path: str, feed: str) -> _Rule:
    return _Rule(re.compile(host), re.compile(path), feed)


# Hosts are without `www.`; the first rule that fits counts. A page of one article never fits: it is an article.
_RULES = (
    _rule(
        r"(?:m\.)?youtube\.com",
        r"/channel/(UC[\w-]{10,40})(?:/.*)?",
        "https://www.youtube.com/feeds/videos.xml?channel_id={0}",
    ),
    _rule(
        r"(?:m\.)?youtube\.com",
        r"/user/([\w-]{1,60})(?:/.*)?",
        "https://www.youtube.com/feeds/videos.xml?user={0}",
    ),
    _rule(
        r"(?:old\.|new\.|np\.)?reddit\.com",
        r"/r/(\w{1,40})(?:/(?:hot|new|top|rising))?/?",
        "https://www.reddit.com/r/{0}/.rss",
    ),
    _rule(
        r"(?:old\.|new\.|np\.)?reddit\.com",
        r"/u(?:ser)?/([\w-]{1,40})/?",
        "https://www.reddit.com/user/{0}/.rss",
    ),
    _rule(
        r"github\.com",
        r"/([\w.-]{1,100})/([\w.-]{1,100})/(releases|tags)(?:/.*)?",
        "https://github.com/{0}/{1}/{2}.atom",
    ),
    _rule(r"medium\.com", r"/(@[\w.-]{1,60})/?", "https://medium.com/feed/{0}"),
    _rule(r"([\w-]{1,63}\.substack\.com)", r"/?|/archive/?", "https://{0}/feed"),
    _rule(r"([\w-]{1,63}\.wordpress\.com)", r"/?", "https://{0}/feed/"),
    _rule(
        r"([\w-]{1,63}\.wordpress\.com)",
        r"/((?:category|tag|author)/[\w%/-]{1,200}?)/?",
        "https://{0}/{1}/feed/",
    ),
)
_HANDLE_PATH = re.compile(r"/@([A-Za-z0-9_]{1,30})/?")
# Sites whose profiles look like those of Mastodon, but have no feed at that address.
_NOT_MASTODON = re.compile(
    r"(^|\.)(youtube|medium|tiktok|threads|flipboard|instagram|twitter|x|substack|vk|telegram)\.(com|net|org)$"
)


def by_rule(url: str) -> str | None:
    """The feed of a YouTube channel or playlist, a subreddit or Reddit user, GitHub releases or tags, a Mastodon
    profile, a Substack, a WordPress.com blog or part of one; None for every other address."""
    parts = urls.split(url)
    host = (urls.host(url) or "").partition(":")[0]
    if parts is None:
        return None
    if re.fullmatch(r"(?:m\.)?youtube\.com", host) and parts.path in ("/playlist", "/watch"):
        playlist = parse_qs(parts.query).get("list", [""])[0]
        is_feed = parts.path == "/playlist" and re.fullmatch(r"[\w-]{10,60}", playlist)
        return f"https://www.youtube.com/feeds/videos.xml?playlist_id={playlist}" if is_feed else None
    for rule in _RULES:
        named, placed = rule.host.fullmatch(host), rule.path.fullmatch(parts.path)
        if named and placed:
            return rule.feed.format(
                *(quote(group, safe="@/%") for group in (*named.groups(), *placed.groups()))
            )
    handle = _HANDLE_PATH.fullmatch(parts.path)
    if handle and not _NOT_MASTODON.search(host):
        return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2]}/@{handle[1]}.rss"
    return None
