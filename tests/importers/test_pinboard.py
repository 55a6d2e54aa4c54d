"""Pinboard's bookmarks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from reader.importers import pinboard
from reader.importers.items import PENDING, ImportedArticle, LeftOut
from reader.importers.json_objects import Fields
from reader.model import Draft

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


def from_pinboard(**fields: Any) -> Draft:
    given = {"href": "https://pier.example/1", "description": "Lamp", **fields}
    found = pinboard.read("item 1", Fields(given))
    assert isinstance(found, ImportedArticle)
    return found.draft


def test_pinboards_bookmark() -> None:
    found = from_pinboard(
        extended="It burns", tags="sea by-night", time="2024-02-01T12:30:00Z", toread="no", shared="yes"
    )
    assert found == Draft(
        title="Lamp",
        url="https://pier.example/1",
        notes=("It burns",),
        text_origin="file",
        text_state="pending",
        reason=PENDING,
        read=True,
        bookmarked=True,
        tags=("sea", "by-night"),
        saved=SAVED,
    )


def test_what_was_to_be_read_in_pinboard_is_unread() -> None:
    assert not from_pinboard(toread="yes").read


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", 7, None])
def test_an_article_without_a_web_address_is_left(url: object) -> None:
    given = Fields({"href": url, "url": url, "title": "Lamp"})
    assert isinstance(pinboard.read("item 1", given), LeftOut)


def test_values_of_a_wrong_type_count_as_missing() -> None:
    assert from_pinboard(**{**ODD, "description": 7}).title == "https://pier.example/1"
