"""The posts of a thread come with their authors and days, and without votes and buttons."""

from __future__ import annotations

from pathlib import Path

from reader.extract.body import threads
from reader.extract.html import tree
from reader.extract.page import page

KINDS = Path(__file__).parents[2] / "data" / "kinds"
TEXT = (
    "The steps behind the fish market. You see the whole crossing from there, and hardly anybody knows them."
)


def posts(html: str) -> list[threads.Post]:
    return threads.read(tree.parse(f"<html><body>{html}</body></html>"), "https://quay.example/", ())


def post(number: int, *, author: str = "", day: str = "", kind: str = "post") -> str:
    return f'<div class="{kind}" id="p{number}">{author}{day}<div class="post-content"><p>{TEXT} Number {number}.</p></div><a href="#">Like</a></div>'


def test_a_forum_reads_by_its_posts() -> None:
    draft = page((KINDS / "forum.html").read_bytes(), "https://quay.example/t/1").draft
    assert draft.markdown.startswith(
        "## harbourcat · 2024-05-02\n\nI want to see the last trip of the ferry on Sunday, but the quay will be full."
    )
    assert draft.markdown.count("## ") == 4
    assert "Like" not in draft.text
    assert draft.authors == ("harbourcat",)


def test_a_question_reads_with_its_answers_and_without_votes() -> None:
    draft = page((KINDS / "questions.html").read_bytes(), "https://quay.example/q/1").draft
    heads = [line for line in draft.markdown.split("\n") if line.startswith("## ")]
    assert heads == ["## Tom Vance · 2024-05-01", "## Ida Holm · 2024-05-02", "## Ann Lee · 2024-05-04"]
    assert "votes" not in draft.text


def test_what_is_not_known_of_a_post_is_left_out() -> None:
    found = posts(
        post(1, author='<b class="username">stormy</b>')
        + post(2, day='<time datetime="2024-05-03">May</time>')
    )
    assert [(one.author, one.day) for one in found] == [("stormy", None), (None, "2024-05-03")]
    assert threads.as_content(found).markdown.split("\n")[0::4] == ["## stormy", "## Post 2 · 2024-05-03"]


def test_who_edited_a_post_did_not_write_it() -> None:
    edited = (
        '<div class="user">edited 5 May 2024 at 10:00</div><div class="user"><a href="/u/1">Ida</a></div>'
    )
    assert [one.author for one in posts(post(1, author=edited) + post(2, author=edited))] == ["Ida", "Ida"]


def test_posts_within_a_post_are_not_read_twice() -> None:
    name = '<b class="username">stormy</b>'
    inner = post(2, author=name) + post(3, author=name)
    assert len(posts(f'<div class="post">{inner}</div>')) == 2


def test_boxes_without_author_and_day_are_no_posts() -> None:
    assert posts(post(1) + post(2)) == []


def test_the_data_of_a_page_stand_in_for_posts_that_it_does_not_mark() -> None:
    node = {
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "name": "How do I oil a hinge?",
            "text": "<p>It squeaks in the cold.</p>",
            "author": {"name": "Tom"},
            "dateCreated": "2024-05-01T10:00:00Z",
            "suggestedAnswer": [
                {"@type": "Answer", "text": "Take the oil of sewing machines.", "author": {"name": "Ida"}},
                7,
            ],
        },
    }
    found = threads.read(tree.parse("<html><body><p>x</p></body></html>"), None, [node])
    assert [(one.author, one.day, one.content.text) for one in found] == [
        ("Tom", "2024-05-01", "It squeaks in the cold."),
        ("Ida", None, "Take the oil of sewing machines."),
    ]
