"""Finds the feeds that addresses of well-known sites have by rule; those that a page announces are read with its
metadata."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, quote

from reader.text import urls


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
