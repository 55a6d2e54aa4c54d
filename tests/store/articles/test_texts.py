"""Texts and what they refer to are written and come back; hashes tell them apart."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from reader.model import Draft, Embed, Link, Passage, Picture, RelatedLink
from reader.store.articles import texts
from tests.store.making import LATER, NOW, draft, save

if TYPE_CHECKING:
    from reader.store.library import Library


def test_a_proof_depends_on_where_one_text_ends() -> None:
    assert texts.digest("ab", "c") != texts.digest("a", "bc")
    assert texts.digest("é", b"x") == texts.digest("é".encode(), "x")
    assert len(texts.digest()) == 16
    # Proofs stand in every library: they must never come out otherwise.
    assert texts.digest("markdown", "plain").hex() == "c5d9de4b152b1d3a1aea5d87ff693adf"


def test_the_hash_of_words_knows_neither_case_nor_signs() -> None:
    assert texts.word_hash("One, two — THREE.", 1) == texts.word_hash("one two\nthree", 3)
    assert texts.word_hash("one two three", 3) is not None
    assert texts.word_hash("one two three", 4) is None
    assert texts.word_hash("one two", 1) != texts.word_hash("two one", 1)
    assert texts.COPY_WORDS == 40


OTHER: dict[str, Any] = {
    "title": "x", "url": "x", "canonical": "x", "authors": ("x",), "agency": "x", "publication": "x", "published": NOW,
    "day": "x", "updated": NOW, "lang": "x", "description": "x", "text_state": "part", "reason": "x", "markdown": "x",
    "text": "x", "pictures": (Picture("x"),), "embeds": (Embed("video"),), "links": (Link("x"),),
    "related": (RelatedLink("x"),),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(field.name for field in fields(Draft)))
def test_the_hash_of_a_draft_changes_with_all_that_the_publisher_gave(name: str) -> None:
    one = draft()
    other = replace(one, **{name: OTHER.get(name, True)})
    assert (texts.draft_hash(one) != texts.draft_hash(other)) is (name in OTHER)


def test_the_hash_of_a_draft_is_the_one_that_libraries_hold() -> None:
    one = Draft(title="t", url="u", text="x", markdown="m", authors=("a",), pictures=(Picture("p"),))
    assert texts.draft_hash(one).hex() == "812f3d73ff244cf3a3d1c3175cfd1ee1"


def test_another_text_of_an_origin_takes_the_place_of_all_its_parts(library: Library) -> None:
    parts: dict[str, Any] = {
        "pictures": (Picture("https://p.example/1", "alt", "caption", "credit"), Picture(caption="two")),
        "embeds": (Embed("tweet", "text", "author", "handle", "https://t.example/", "date"),),
        "links": (Link("https://l.example/", "title"), Link("https://e.example/", None, "enclosure")),
        "related": (RelatedLink("Title", "https://r.example/"), RelatedLink("No address")),
    }
    number = save(library, text="one", **parts)
    content = library.articles.content(number)
    assert {name: getattr(content, name) for name in parts} == parts
    library.articles.save(draft(text="two", pictures=(Picture(caption="new"),)), now=LATER)
    content = library.articles.content(number)
    assert (content.pictures, content.embeds, content.links, content.related) == (
        (Picture(caption="new"),),
        (),
        (),
        (),
    )


def test_parts_of_a_text_that_is_not_shown_stay_with_it(library: Library) -> None:
    number = save(library, text_origin="feed", text="feed", pictures=(Picture(caption="of the feed"),))
    library.articles.save(draft(text="page", pictures=(Picture(caption="of the page"),)), now=LATER)
    assert library.articles.content(number).pictures == (Picture(caption="of the page"),)
    library.articles.choose_text(number, "feed")
    assert library.articles.content(number).pictures == (Picture(caption="of the feed"),)


def test_a_text_is_kept_with_its_proof(library: Library) -> None:
    one = draft(text="plain", markdown="*plain*", text_state="part", reason="why")
    library.articles.save(one, now=NOW)
    (row,) = library.database.named_rows("SELECT * FROM text")
    assert row == {
        "article_id": 1, "origin": "page", "markdown": "*plain*", "plain": "plain", "state": "part", "reason": "why",
        "draft_hash": texts.draft_hash(one), "sum": texts.digest("*plain*", "plain"), "chosen": 0, "stands_once": 0,
        "body": "plain",
    }  # fmt: skip


def test_the_readers_words_come_with_the_text_in_their_order(library: Library) -> None:
    number, other = save(library, 1), save(library, 2)
    for words in ("b", "a"):
        library.own_words.write(number, words, NOW)
        library.own_words.mark(number, Passage(words), NOW)
    assert (library.articles.content(number).notes, library.articles.content(number).highlights) == (
        ("b", "a"),
        ("b", "a"),
    )
    assert library.articles.content(other).notes == ()
