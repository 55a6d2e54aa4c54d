"""wallabag's articles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from reader.importers import wallabag
from reader.importers.items import ImportedArticle, LeftOut
from reader.importers.json_objects import Fields
from reader.model import Excerpt

SAVED = datetime(2024, 2, 1, 12, 30, tzinfo=UTC)
ODD: dict[str, Any] = {
    key: [{}]
    for key in (
        "description",
        "tags",
        "labels",
        "created_at",
        "savedAt",
        "time",
        "author",
        "language",
        "content",
    )
}
"""Values of types that no export has."""


def from_wallabag(**fields: Any) -> ImportedArticle:
    given = {"url": "https://pier.example/1", "title": "Lamp", "content": "<p>It burns.</p>", **fields}
    found = wallabag.read("item 1", Fields(given))
    assert isinstance(found, ImportedArticle)
    return found


def test_wallabags_article() -> None:
    found = from_wallabag(
        is_archived=1,
        is_starred=1,
        tags=["sea", {"label": "by night"}],
        created_at="2024-02-01T13:30:00+0100",
        published_at="2024-01-31T23:30:00+0100",
        published_by=["Ann Keel", ""],
        language="de_DE",
    )
    draft = found.draft
    assert found.html == "<p>It burns.</p>"
    assert (draft.read, draft.bookmarked, draft.tags) == (True, True, ("sea", "by night"))
    assert (draft.saved, draft.published) == (SAVED, datetime(2024, 1, 31, 22, 30, tzinfo=UTC))
    assert (draft.day, draft.authors, draft.lang) == ("2024-01-31", ("Ann Keel",), "de-DE")


def test_wallabags_first_version_named_its_flags_otherwise() -> None:
    draft = from_wallabag(is_read="1", is_fav="1", tags="sea,by night").draft
    assert (draft.read, draft.bookmarked, draft.tags) == (True, True, ("sea", "by night"))


def test_what_wallabag_wrote_in_place_of_a_text_is_none() -> None:
    words = "wallabag can't retrieve contents for this article. Please <a href='https://x'>troubleshoot this issue</a>."
    assert from_wallabag(content=words).html == ""


@pytest.mark.parametrize(("length", "html"), [(1_000, True), (900, False)])
def test_words_of_a_failure_deep_in_a_text_are_the_texts_own(length: int, html: bool) -> None:
    words = f"<p>{'x' * length}</p>Unable to retrieve readable content"
    assert bool(from_wallabag(content=words).html) is html


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", 7, None])
def test_an_article_without_a_web_address_is_left(url: object) -> None:
    given = Fields({"href": url, "url": url, "title": "Lamp"})
    assert isinstance(wallabag.read("item 1", given), LeftOut)


def test_values_of_a_wrong_type_count_as_missing() -> None:
    assert from_wallabag(**{**ODD, "published_by": {"a": 1}}).draft.authors == ()


def test_annotations_are_excerpts_with_what_was_written() -> None:
    found = from_wallabag(
        annotations=[
            {"text": "Ask him.", "quote": "It burns", "ranges": [{"start": "/p", "startOffset": "0"}]},
            {"text": "", "quote": "burns."},
            {"text": "On all.", "quote": ""},
            {"text": "", "quote": ""},
            7,
        ]
    )
    assert found.draft.excerpts == (
        Excerpt("It burns", "Ask him."),
        Excerpt("burns."),
        Excerpt("", "On all."),
    )
