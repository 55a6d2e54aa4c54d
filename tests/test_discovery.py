from __future__ import annotations

import pytest

from reader.discovery import by_rule


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (
            "https://www.youtube.com/channel/UC1234567890abcdef/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1234567890abcdef",
        ),
        (
            "https://m.youtube.com/playlist?list=PL1234567890abc&x=1",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1234567890abc",
        ),
        ("http://youtube.com/user/harbour", "https://www.youtube.com/feeds/videos.xml?user=harbour"),
        ("https://old.reddit.com/r/ferries/top/", "https://www.reddit.com/r/ferries/.rss"),
        ("https://www.reddit.com/u/ann_lee", "https://www.reddit.com/user/ann_lee/.rss"),
        ("https://github.com/ann/ferry/releases/tag/v1", "https://github.com/ann/ferry/releases.atom"),
        ("https://github.com/ann/ferry/tags", "https://github.com/ann/ferry/tags.atom"),
        ("https://social.example/@ann", "https://social.example/@ann.rss"),
        ("https://medium.com/@ann.lee", "https://medium.com/feed/@ann.lee"),
        ("https://harbour.substack.com/archive", "https://harbour.substack.com/feed"),
        ("https://harbour.wordpress.com", "https://harbour.wordpress.com/feed/"),
        ("https://harbour.wordpress.com/category/sea/", "https://harbour.wordpress.com/category/sea/feed/"),
    ],
)
def test_pages_of_known_sites_have_feeds_by_rule(page: str, feed: str) -> None:
    assert by_rule(page) == feed


@pytest.mark.parametrize(
    "page",
    [
        "https://harbour.example/",
        "https://www.youtube.com/watch?v=1&list=PL1234567890abc",
        "https://www.youtube.com/@harbour",
        "https://www.reddit.com/r/ferries/comments/1/ferry_sails/",
        "https://github.com/ann/ferry",
        "https://social.example/@ann/1234",
        "https://harbour.substack.com/p/ferry-sails",
        "https://harbour.wordpress.com/2026/01/02/ferry-sails/",
        "https://notyoutube.com/channel/UC1234567890abcdef",
        "https://github.com.evil.example/a/b/releases",
        "ftp://github.com/a/b/releases",
        "nonsense",
    ],
)
def test_articles_and_other_sites_have_none(page: str) -> None:
    assert by_rule(page) is None
