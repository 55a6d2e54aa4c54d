"""Omnivore's articles, and their texts in a folder."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.imports.stream import text_beside
from reader.importers import omnivore
from reader.importers.items import ImportedArticle, LeftOut
from reader.importers.json_objects import Fields
from reader.model import Excerpt

if TYPE_CHECKING:
    from pathlib import Path


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


def from_omnivore(folder: Path, **fields: Any) -> ImportedArticle:
    given = {"url": "https://pier.example/1", "title": "Lamp", "slug": "lamp", **fields}
    found = omnivore.read("item 1", Fields(given), partial(text_beside, folder))
    assert isinstance(found, ImportedArticle)
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("metadata_0_to_19.json", True),
        ("metadata_.json", False),
        ("metadata_0.json.bak", False),
        ("content", False),
        (f"metadata_{'0' * 41}.json", False),
    ],
)
def test_lists_are_known_by_their_names(name: str, expected: bool) -> None:
    assert omnivore.is_metadata(name) is expected


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


def test_reading_to_ninety_nine_percent_is_not_read(tmp_path: Path) -> None:
    assert not from_omnivore(tmp_path, readingProgress=99.9).draft.read


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", 7, None])
def test_an_article_without_a_web_address_is_left(url: object, tmp_path: Path) -> None:
    given = Fields({"href": url, "url": url, "title": "Lamp"})
    assert isinstance(omnivore.read("item 1", given, partial(text_beside, tmp_path)), LeftOut)


def test_values_of_a_wrong_type_count_as_missing(tmp_path: Path) -> None:
    assert from_omnivore(tmp_path, **ODD, readingProgress="all", state=1).draft.tags == ()


@pytest.mark.parametrize(
    ("markdown", "excerpts", "tags"),
    [
        ("> It burns. ", [Excerpt("It burns.")], ()),
        ("> It burns. \n\n#by night #sea", [Excerpt("It burns.")], ("by night", "sea")),
        ("> It burns. \n\nAsk him.\n\nTwice.", [Excerpt("It burns.", "Ask him.\n\nTwice.")], ()),
        ("> It burns. \r\n\r\n#sea\r\n\r\nAsk.", [Excerpt("It burns.", "Ask.")], ("sea",)),
        ("> One\nline\n> \nTwo \n\n\n\n> Three ", [Excerpt("One\nline\n\nTwo"), Excerpt("Three")], ()),
        ("> One\n>\n>Two", [Excerpt("One\n\nTwo")], ()),
        ("No quotation.\n\n> One ", [Excerpt("", "No quotation."), Excerpt("One")], ()),
        ("> One \n\n# A heading\n\nText", [Excerpt("One", "# A heading\n\nText")], ()),
        ("", [], ()),
    ],
)
def test_highlights_are_in_a_file_of_their_own(
    markdown: str, excerpts: list[Excerpt], tags: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "highlights").mkdir()
    (tmp_path / "highlights" / "lamp.md").write_bytes(markdown.encode())
    draft = from_omnivore(tmp_path).draft
    assert (list(draft.excerpts), draft.tags) == (excerpts, tags)


def test_the_place_in_an_article_is_a_share(tmp_path: Path) -> None:
    assert from_omnivore(tmp_path, readingProgress=41.5).draft.progress == 0.415
    assert from_omnivore(tmp_path, readingProgress=0).draft.progress is None
    assert from_omnivore(tmp_path, readingProgress=100).draft.progress is None
    assert from_omnivore(tmp_path, readingProgress=float("nan")).draft.progress is None
