from __future__ import annotations

import lxml.html
import pytest

from reader.extract.body import boilerplate
from reader.extract.html.weights import Weights

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
ARTICLE = f"<div class='text'><h1>Bridge</h1>{f'<p>{LONG}</p>' * 9}</div>"


def found(body: str, *, loosely: bool = False) -> list[tuple[str, str]]:
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    return [
        (box.get("class") or str(box.tag), reason)
        for box, reason in boilerplate.junk(root, Weights(root), loosely=loosely)
    ]


def junk(body: str, *, loosely: bool = False) -> list[str]:
    return [name for name, _ in found(body, loosely=loosely)]


@pytest.mark.parametrize(
    "name",
    ["related", "newsletter-box", "shareBar", "most-read", "sr-only", "AuthorBio", "comments", "ad-slot"],
)
def test_boxes_are_junk_by_a_whole_word_of_their_class(name: str) -> None:
    assert junk(ARTICLE + f"<div class='{name}'><p>{LONG}</p></div>") == [name]


@pytest.mark.parametrize(
    "name", ["relatedness", "shared-space-content", "paywall", "subscriber-content", "main", "header"]
)
def test_other_words_are_no_junk(name: str) -> None:
    assert junk(ARTICLE + f"<div class='{name}'><p>{LONG}</p></div>") == []


def test_a_box_with_the_headline_or_much_of_the_text_is_kept_whatever_its_name() -> None:
    assert junk(f"<div class='related'>{ARTICLE}</div>") == []
    assert junk(ARTICLE + f"<div class='promo'>{f'<p>{LONG}</p>' * 4}</div>") == []
    assert junk(ARTICLE + f"<div class='comments'>{f'<p>{LONG}</p>' * 4}</div>") == ["comments"]


def test_each_box_comes_with_its_reason() -> None:
    boxes = "<nav><a href=x>y</a></nav><div class='shareBar'>x</div><ul id='comments'><li>x</ul><div class='other'>x</div>"
    assert [reason for _, reason in found(ARTICLE + boxes)] == [
        "a box of links (nav)",
        "a box called “share”",
        "comments (“comments”)",
    ]


def test_a_box_within_a_box_is_not_named_again() -> None:
    assert junk(ARTICLE + "<div class='promo'><div><p class='ads'>x</p></div></div>") == ["promo"]


def test_a_box_with_a_field_may_hold_up_to_half_of_the_text() -> None:
    text = f"<p>{LONG}</p>"
    box = "<div class='newsletter'>{}" + text * 4 + "</div>"
    assert junk(ARTICLE + box.format("")) == []
    assert junk(ARTICLE + box.format("<input>")) == ["newsletter"]


@pytest.mark.parametrize(
    ("name", "goes"),
    [("promo", False), ("tags", False), ("related", True), ("comments", True), ("newsletter", True)],
)
def test_loosely_a_doubtful_box_beside_the_headline_in_one_article_stays(name: str, goes: bool) -> None:
    box = f"<div class='{name}'><p>{LONG}</p></div>"
    assert junk(f"<article>{ARTICLE}{box}</article>", loosely=True) == ([name] if goes else [])
    assert junk(f"<article>{ARTICLE}{box}</article>") == [name]
    assert junk(f"<article>{ARTICLE}</article>{box}", loosely=True) == [name]


def test_a_box_of_related_articles_that_can_be_read_is_none() -> None:
    box = "<div class='related'><b>Read more:</b> <a href='https://quay.example/tolls'>Who pays the tolls in the end</a></div>"
    assert junk(ARTICLE + box) == []


def test_a_box_called_social_that_shows_a_post_is_no_junk() -> None:
    post = "<blockquote class=twitter-tweet><p>First!</p><a href='https://twitter.com/quay/status/1'>May 3</a></blockquote>"
    assert junk(ARTICLE + f"<div class='social'>{post}</div>") == []
    assert junk(ARTICLE + f"<div class='related'>{post}</div>") == ["related"]
    assert junk(ARTICLE + "<div class='social'><a href='/share'>Share</a></div>") == ["social"]


def test_an_unseen_sign_parts_two_texts_and_is_kept() -> None:
    hidden = "<h2><span>The council</span><span class='visually-hidden'>{}</span>How it went</h2>"
    assert junk(ARTICLE + hidden.format(": ")) == []
    assert junk(ARTICLE + hidden.format("opens in a new window")) == ["visually-hidden"]


def test_what_is_called_a_comment_within_code_is_part_of_it() -> None:
    code = "<pre><code>row() <span class='token comment'># with both oars</span></code></pre>"
    assert junk(ARTICLE + code) == []


def test_a_box_that_is_shown_when_something_is_pointed_at_is_junk() -> None:
    tip = f"<span>Ann Lee<div role='tooltip' class='card'><p>{LONG}</p></div></span>"
    assert junk(ARTICLE + tip) == ["card"]
    assert junk(ARTICLE + tip.replace("div", "b")) == []
