"""`add FILE`: a page, Markdown or plain text from the disk becomes an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.papers import SENTENCES, item, page, rss

if TYPE_CHECKING:
    from tests.support.shell import Shell

NOTE = """---
title: "Lamp lit"
source: "https://pier.example/2026/lamp"
author:
  - "Ann Keel"
published: 2026-03-01
tags:
  - "clippings"
  - "sea"
---
The lamp **burns** again.

**Related:** [Stairs swept](https://pier.example/2026/stairs)
"""
PRINTED = """Lamp lit

By Ann Keel and Bo Mast for CWS

March 1, 2026

Cy Reef / CWS

The lamp burns again.

Related article: Stairs swept

Original url:

https://pier.example/2026/lamp
"""


def test_a_saved_page(shell: Shell) -> None:
    head = '<link rel="canonical" href="https://pier.example/2026/lamp">'
    assert shell("add", shell.file("lamp.html", page("Lamp lit", *SENTENCES, head=head))).code == 0
    (row,) = shell.rows("show", "1")
    assert (row["title"], row["text"]) == ("Lamp lit", "\n\n".join(SENTENCES))
    assert (row["url"], row["text_origin"]) == ("https://pier.example/2026/lamp", "file")


def test_markdown_with_front_matter(shell: Shell) -> None:
    shell("add", shell.file("lamp.md", NOTE))
    (row,) = shell.rows("show", "1")
    assert (row["title"], row["authors"], row["day"]) == ("Lamp lit", ["Ann Keel"], "2026-03-01")
    assert (row["url"], row["text"]) == ("https://pier.example/2026/lamp", "The lamp burns again.")
    assert row["related"] == [
        {"title": "Stairs swept", "url": "https://pier.example/2026/stairs", "id": None}
    ]
    assert "sea" in row["tags"]


def test_plain_text_in_the_shape_of_a_print_view(shell: Shell) -> None:
    shell("add", shell.file("lamp.txt", PRINTED))
    (row,) = shell.rows("show", "1")
    assert (row["authors"], row["agency"], row["day"]) == (["Ann Keel", "Bo Mast"], "CWS", "2026-03-01")
    assert (row["url"], row["text"]) == ("https://pier.example/2026/lamp", "The lamp burns again.")
    assert [picture["credit"] for picture in row["pictures"]] == ["Cy Reef / CWS"]
    assert [link["title"] for link in row["related"]] == ["Stairs swept"]


def test_three_forms_of_one_article_are_one_article(shell: Shell) -> None:
    shell("add", shell.file("lamp.md", NOTE), shell.file("lamp.txt", PRINTED))
    assert len(shell.rows("list")) == 1


def test_plain_text_without_any_shape(shell: Shell) -> None:
    shell("add", shell.file("low-water.txt", "The sea was far out.\n\nNobody was on the sand.\n"))
    (row,) = shell.rows("show", "1")
    assert (row["title"], row["text"]) == ("low water", "The sea was far out.\n\nNobody was on the sand.")


def test_a_file_added_twice_is_there_once_and_said(shell: Shell) -> None:
    file = shell.file("notes.txt", "Low water\n\nThe sea was far out, and nobody was on the sand.\n")
    shell("add", file)
    answer = shell("add", file)
    assert answer.code == 0
    assert answer.out.startswith("already in the library: 1  ")
    assert len(shell.rows("list")) == 1


def test_an_added_file_is_found_and_has_its_own_tags_and_the_given(shell: Shell) -> None:
    shell("add", shell.file("lamp.md", NOTE), "--tag", "pier")
    assert [row["tags"] for row in shell.rows("search", "burning", "tag:pier")] == [["pier", "sea"]]


def test_a_feeds_file_and_a_list_are_shown_the_right_way(shell: Shell) -> None:
    feed = shell("add", shell.file("pier.xml", rss("The Pier", item("Lamp", "https://pier.example/1"))))
    assert (feed.code, "broadsheet preview" in feed.err) == (2, True)
    lines = shell("add", shell.file("articles.jsonl", '{"title": "Lamp", "text": "lit"}\n'))
    assert (lines.code, "broadsheet import" in lines.err) == (2, True)


@pytest.mark.parametrize(
    "name", ["none.html", "none.md", "./none", "~nobody-of-that-name/x.txt", "x" * 5000 + ".md"]
)
def test_a_file_that_is_not_there_is_said_and_no_host_is_asked(name: str, shell: Shell) -> None:
    answer = shell("add", name)
    assert answer.code == 3
    assert len(answer.err.splitlines()) <= 2
    assert "host" not in answer.err
