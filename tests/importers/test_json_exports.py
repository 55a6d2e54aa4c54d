"""What Pinboard, wallabag and Omnivore say of an article."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.importers import omnivore, pinboard, wallabag
from reader.importers.imported_article import PENDING, ImportedArticle, Left
from reader.importers.json_fields import Fields
from reader.model import Draft

if TYPE_CHECKING:
    from pathlib import Path

SAVED = datetime(2024, 2, 1, 12, 30, tzinfo=UTC)


def kept(found: ImportedArticle | Left) -> ImportedArticle:
    assert isinstance(found, ImportedArticle)
    return found


def from_pinboard(**fields: Any) -> Draft:
    given = {"href": "https://pier.example/1", "description": "Lamp", **fields}
    return kept(pinboard.read("item 1", Fields(given))).draft


def from_wallabag(**fields: Any) -> ImportedArticle:
    given = {"url": "https://pier.example/1", "title": "Lamp", "content": "<p>It burns.</p>", **fields}
    return kept(wallabag.read("item 1", Fields(given)))


def from_omnivore(folder: Path, **fields: Any) -> ImportedArticle:
    given = {"url": "https://pier.example/1", "title": "Lamp", "slug": "lamp", **fields}
    return kept(omnivore.read("item 1", Fields(given), folder))


def test_pinboards_bookmark() -> None:
    found = from_pinboard(
        extended="It burns", tags="sea by-night", time="2024-02-01T12:30:00Z", toread="no", shared="yes"
    )
    assert found == Draft(
        title="Lamp",
        url="https://pier.example/1",
        description="It burns",
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


@pytest.mark.parametrize("field", [{"state": "Archived"}, {"state": "ARCHIVED"}, {"readingProgress": 100}])
def test_what_is_read_in_omnivore(field: dict[str, Any], tmp_path: Path) -> None:
    assert from_omnivore(tmp_path, **field).draft.read


def test_omnivores_article(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "lamp.html").write_text("<p>It bürns.</p>", encoding="utf-8")
    found = from_omnivore(
        tmp_path,
        state="Active",
        readingProgress=41.5,
        description="A lamp",
        author="Ann Keel",
        labels=["sea", {"name": "by night"}],
        savedAt="2024-02-01T12:30:00.000Z",
        publishedAt="2024-01-31T00:00:00.000Z",
    )
    draft = found.draft
    assert found.html == "<p>It bürns.</p>"
    assert (draft.read, draft.tags, draft.authors) == (False, ("sea", "by night"), ("Ann Keel",))
    assert (draft.description, draft.saved, draft.day) == ("A lamp", SAVED, "2024-01-31")


def test_a_text_within_the_object_comes_first(tmp_path: Path) -> None:
    assert from_omnivore(tmp_path, content="<p>Here.</p>").html == "<p>Here.</p>"


@pytest.mark.parametrize(
    "slug",
    ["../secret", "a/b", "/etc/passwd", "..", ".secret", "x" * 300, "a\0b", "", "missing", "link", "folder"],
)
def test_a_slug_leads_nowhere_else(slug: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name in ("secret.html", "content/.secret.html"):
        (tmp_path / name).write_text("secret")
    (tmp_path / "content" / "link.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "content" / "folder.html").mkdir()
    assert from_omnivore(tmp_path, slug=slug).html == ""


def test_a_folder_of_texts_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "lamp.html").write_text("secret")
    (tmp_path / "content").symlink_to(tmp_path / "else")
    assert from_omnivore(tmp_path).html == ""


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", 7, None])
def test_an_article_without_a_web_address_is_left(url: object, tmp_path: Path) -> None:
    given = Fields({"href": url, "url": url, "title": "Lamp"})
    assert isinstance(pinboard.read("item 1", given), Left)
    assert isinstance(wallabag.read("item 1", given), Left)
    assert isinstance(omnivore.read("item 1", given, tmp_path), Left)


def test_values_of_a_wrong_type_count_as_missing(tmp_path: Path) -> None:
    odd: dict[str, Any] = {
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
    assert from_wallabag(**{**odd, "published_by": {"a": 1}}).draft.authors == ()
    assert from_omnivore(tmp_path, **odd, readingProgress="all", state=1).draft.tags == ()
    assert from_pinboard(**{**odd, "description": 7}).title == "https://pier.example/1"
