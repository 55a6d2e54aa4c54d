from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.importers.items import ImportedArticle, LeftOut
from reader.importers.json_lines import read
from tests.support import cputime

if TYPE_CHECKING:
    from reader.model import Draft


def one(**fields: Any) -> Draft:
    (found,) = read([json.dumps({"title": "Ferry sails", **fields})])
    assert isinstance(found, ImportedArticle)
    return found.draft


def test_title_and_text_suffice() -> None:
    found = one(text="First paragraph.\n\nSecond *one*.")

    assert (found.title, found.text) == ("Ferry sails", "First paragraph.\n\nSecond *one*.")
    assert "First paragraph." in found.markdown
    assert r"\*one\*" in found.markdown
    assert (found.text_origin, found.published, found.url, found.uid) == ("file", None, None, None)


def test_markdown_gives_the_text() -> None:
    found = one(markdown="First *paragraph*.\n\n![A ship](https://a.example/1.png)\n*The ferry* (AFP)")

    assert found.text == "First paragraph."
    assert [(picture.caption, picture.credit) for picture in found.pictures] == [("The ferry", "AFP")]


def test_a_text_beside_markdown_is_kept() -> None:
    found = one(markdown="First **paragraph**.", text="First paragraph.")

    assert (found.markdown, found.text) == ("First **paragraph**.", "First paragraph.")


def test_what_an_article_object_says_is_honoured() -> None:
    found = one(
        text="x",
        url="https://a.example/1?utm_source=x",
        uid="abcdefgh234567ab",
        authors=["Ann Lee", "Bo Chen", "Ann Lee"],
        agency="AFP",
        publication="Harbour Post",
        description="About a ferry",
        published="2022-02-03T21:30:00Z",
        day="2022-02-04",
        updated="2022-02-05T09:19:00Z",
        lang="en",
        feeds=["Harbour Post"],
        tags=["sea/ferry"],
        read=True,
        bookmarked=True,
    )

    assert (found.url, found.uid) == ("https://a.example/1", "abcdefgh234567ab")
    assert (found.authors, found.agency, found.publication) == (("Ann Lee", "Bo Chen"), "AFP", "Harbour Post")
    assert (found.published, found.day) == (datetime(2022, 2, 3, 21, 30, tzinfo=UTC), "2022-02-04")
    assert found.updated == datetime(2022, 2, 5, 9, 19, tzinfo=UTC)
    assert (found.description, found.lang) == ("About a ferry", "en")
    assert (found.feeds, found.tags, found.read, found.bookmarked) == (
        ("Harbour Post",),
        ("sea/ferry",),
        True,
        True,
    )


def test_published_may_be_a_day() -> None:
    found = one(text="x", published="2022-02-04")

    assert (found.published, found.day) == (datetime(2022, 2, 4, tzinfo=UTC), "2022-02-04")


@pytest.mark.parametrize(
    "uid", ["ABCDEFGH234567AB", "abc", "abcdefgh234567a1", 7, None, "abcdefgh234567ab\n..", ""]
)
def test_a_uid_of_another_form_counts_as_missing(uid: object) -> None:
    assert one(text="x", uid=uid).uid is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", None, 3])
def test_only_web_addresses_pass(url: object) -> None:
    assert one(text="x", url=url).url is None


def test_values_of_a_wrong_type_count_as_missing() -> None:
    found = one(
        text="x", authors=7, tags={"a": 1}, feeds="Harbour Post", read="yes", lang=[], published={}, day="x"
    )

    assert (found.authors, found.tags, found.feeds) == ((), (), ("Harbour Post",))
    assert (found.read, found.lang, found.published, found.day) == (False, None, None, None)


def test_texts_are_cleaned() -> None:
    found = one(title="A\x1b]0;x\x07\nB", text="C\x9b\u202eD")

    assert (found.title, found.text) == ("A]0;x B", "CD")


def test_a_bad_line_is_named_and_stops_nothing() -> None:
    lines = [
        "",
        '{"title": "a", "text": "b"}',
        "nonsense",
        "[1]",
        '{"title": " ", "text": "b"}',
        '{"title": "a"}',
    ]
    lines += [
        "[" * 100_000,
        '{"title": "a", "text": "b", "n": ' + "9" * 5_000 + "}",
        '\ufeff{"title": "z", "text": "b"}',
    ]
    found = list(read(lines))

    assert [item.draft.title for item in found if isinstance(item, ImportedArticle)] == ["a", "z"]
    assert [item for item in found if isinstance(item, LeftOut)] == [
        LeftOut("line 3", "not JSON"),
        LeftOut("line 4", "not an object"),
        LeftOut("line 5", "no title"),
        LeftOut("line 6", "neither markdown nor text"),
        LeftOut("line 7", "nested too deeply"),
        LeftOut("line 8", "not JSON"),
    ]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60).filter(lambda text: bool(text.strip("\ufeff \t\r\n"))), max_size=5))
def test_every_line_gives_something(lines: list[str]) -> None:
    assert len(list(read(lines))) == len(lines)


def test_thousands_of_articles_take_moments() -> None:
    body = "\n\n".join(["The ferry sails again from the old harbour, as it did before the war. " * 4] * 5)
    lines = [
        json.dumps({"title": f"Ferry {n}", "text": body, "published": "2022-02-04T09:19:00Z"})
        for n in range(2_000)
    ]
    with cputime.within(2):
        assert sum(isinstance(item, ImportedArticle) for item in read(lines)) == 2_000


@pytest.mark.parametrize(
    ("given", "kept"),
    [(0.4, 0.4), (1, 1.0), (0, None), (1.1, None), (True, None), ("0.4", None), (None, None)],
)
def test_the_place_in_an_article_is_a_share(given: object, kept: float | None) -> None:
    (found,) = read([json.dumps({"title": "Lamp", "text": "It burns.", "progress": given})])
    assert isinstance(found, ImportedArticle)
    assert found.draft.progress == kept
