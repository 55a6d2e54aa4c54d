"""Articles as FreshRSS and Google Reader export them."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from reader.importers import google_reader
from reader.importers.file_kind import FileHead
from reader.importers.items import ImportedArticle, LeftOut

AT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
ITEM: dict[str, Any] = {
    "id": "https://pier.example/?p=1",
    "timestampUsec": "1700000000000000",
    "categories": ["ships", "user/-/state/com.google/read", "user/-/label/by night", "user/-/label/a/b"],
    "title": "Lamp &amp; stairs",
    "author": "Ann Keel",
    "published": 1700000000,
    "alternate": [{"href": "https://pier.example/1", "type": "text/html"}],
    "content": {"content": "<p>It burns.</p>"},
    "origin": {
        "title": "The Pier",
        "htmlUrl": "https://pier.example/",
        "feedUrl": "https://pier.example/feed",
    },
}


def export(*items: Any, stream: str = "user/ann/state/org.freshrss/starred") -> str:
    return json.dumps({"id": stream, "title": "Starred", "author": "ann", "items": list(items)}, indent=2)


def found(*items: Any, **more: Any) -> list[ImportedArticle | LeftOut]:
    return list(google_reader.read(io.StringIO(export(*items, **more)).read))


def one(**changes: Any) -> ImportedArticle:
    (article,) = found({**ITEM, **changes}, stream="feed/7")
    assert isinstance(article, ImportedArticle)
    return article


def test_freshrss_article_with_all_that_it_has() -> None:
    article = one()
    draft = article.draft
    assert (draft.title, draft.url, article.html) == (
        "Lamp & stairs",
        "https://pier.example/1",
        "<p>It burns.</p>",
    )
    assert (draft.authors, draft.feeds, draft.tags) == (("Ann Keel",), ("The Pier",), ("by night", "a/b"))
    assert (draft.published, draft.saved, draft.day) == (AT, AT, "2023-11-14")
    assert (draft.read, draft.bookmarked) == (True, False)


def test_what_is_starred_is_bookmarked() -> None:
    assert one(categories=["user/123/state/com.google/starred"]).draft.bookmarked
    (article,) = found(ITEM)
    assert isinstance(article, ImportedArticle)
    assert article.draft.bookmarked


def test_google_readers_own_fields() -> None:
    article = one(
        content=None,
        timestampUsec=None,
        crawlTimeMsec="1700000000000",
        canonical=[{"href": "https://pier.example/c"}],
        summary={"content": "<p>Short.</p>"},
        annotations=[{"content": "Ask &quot;him&quot;", "author": "me"}, {"content": ""}],
    )
    assert (article.draft.url, article.html) == ("https://pier.example/c", "<p>Short.</p>")
    assert (article.draft.saved, article.draft.notes) == (AT, ('Ask "him"',))


@pytest.mark.parametrize("odd", [None, 7, "x", [], [7], {"content": 7}, {"href": []}])
def test_values_of_a_wrong_type_count_as_missing(odd: object) -> None:
    names = (
        "content",
        "summary",
        "author",
        "categories",
        "origin",
        "annotations",
        "published",
        "timestampUsec",
    )
    draft = one(canonical=odd, **dict.fromkeys(names, odd)).draft
    assert (draft.url, draft.notes, draft.saved) == ("https://pier.example/1", (), None)


def test_what_is_no_article_is_named_and_the_rest_kept() -> None:
    first, second, third = found(7, {**ITEM, "alternate": []}, ITEM)
    assert [str(first), str(second)] == ["item 1: not an object", "item 2: no address"]
    assert isinstance(third, ImportedArticle)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (export(ITEM), True),
        (export(), True),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', False),
        (json.dumps([ITEM]), False),
        ('{"id": "user/x", "title": "Lamp", "text": "x"}', False),
    ],
)
def test_the_stream_tells(text: str, expected: bool) -> None:
    assert google_reader.detect(FileHead(text.encode(), "a.json")) is expected
