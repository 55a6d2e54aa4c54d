"""`show`: one article, whole, by number, uid or address; nothing is marked by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.papers import item, rss

if TYPE_CHECKING:
    from reader.demo.newsstand import Newsstand
    from tests.support.server import Server
    from tests.support.shell import Shell


def test_the_head_tells_who_when_where_and_the_state(harbour: Shell) -> None:
    harbour("tag", "1", "+sea")
    assert harbour("show", "1").out.splitlines() == [
        "Gas line to the island",
        "Ann Keel, Bo Mast · The Pier · 2026-02-01 · 1 min · #energy/gas #sea",
        "https://pier.example/gas",
        "",
        "The gas line will cross the sound.",
        "",
        "Divers have begun to lay it.",
    ]


def test_number_uid_and_address_name_the_same(harbour: Shell) -> None:
    (row,) = harbour.rows("show", "1")
    for name in (row["uid"], row["url"], f"{row['url']}?utm_source=feed", "1"):
        assert harbour.rows("show", name) == [row]


@pytest.mark.parametrize(
    "name", ["99", "aaaaaaaaaaaaaaaa", "https://pier.example/none", "nonsense", "9" * 40]
)
def test_what_is_not_there_is_exit_1(name: str, harbour: Shell) -> None:
    answer = harbour("show", name)
    assert (answer.code, answer.out) == (1, "")
    assert "no such article" in answer.err


def test_showing_marks_nothing_read(harbour: Shell) -> None:
    harbour("show", "1")
    assert [row["read"] for row in harbour.rows("show", "1")] == [False]


def test_markdown_and_text_come_without_the_head(shell: Shell, newsstand: Newsstand) -> None:
    shell("add", newsstand.page_url("gazette", "ferry-aground"))
    markdown, text = shell("show", "1", "--markdown").out, shell("show", "1", "--text").out
    assert markdown.startswith("![The ferry Halcyon on the sandbank at low water](http")
    assert (
        "\n*The Halcyon on the Brannock sandbank at first light* (Odile Marchetti / Coastwise)\n" in markdown
    )
    assert "\n## Three hours in the dark\n" in markdown
    assert text.startswith("The ferry Halcyon ran aground on the sandbank off Brannock Head")
    assert "\nThree hours in the dark\n" in text
    assert "— Вера Солнцева (@vera_solntse), 2026-10-13" in text
    assert "Odile Marchetti" not in text
    assert "Related:" not in text
    assert "http" not in text
    row = shell.rows("show", "1")[0]
    assert (row["markdown"], row["text"]) == (markdown.rstrip("\n"), text.rstrip("\n"))


def test_a_related_link_in_the_library_has_its_id(shell: Shell, newsstand: Newsstand) -> None:
    shell("add", newsstand.page_url("gazette", "ferry-aground"))
    vote = newsstand.page_url("gazette", "barrage-vote")
    title = "Council Delays Vote on Tidal Barrage After Night of Protest"
    assert shell.rows("show", "1")[0]["related"] == [{"title": title, "url": vote, "id": None}]
    shell("add", vote)
    assert shell.rows("show", "1")[0]["related"] == [{"title": title, "url": vote, "id": 2}]


def test_an_article_that_was_never_edited_has_no_revision(harbour: Shell) -> None:
    answer = harbour("show", "1", "--revision", "1")
    assert answer.code == 1
    assert "not edited since it arrived" in answer.err


def test_two_forms_at_once_are_refused(harbour: Shell) -> None:
    assert harbour("show", "1", "--text", "--markdown").code == 2


def test_several_articles_follow_each_other(harbour: Shell) -> None:
    assert harbour("show", "2", "1", "2", "--text").out == "\n".join(
        harbour("show", number, "--text").out for number in ("2", "1")
    )
    assert [row["id"] for row in harbour.rows("show", "2", "1")] == [2, 1]
    assert harbour("show", "1", "2", "--revision", "1").code == 2


def test_one_of_several_without_a_text_is_told(shell: Shell, server: Server) -> None:
    shell("add", server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"), "")), "text/xml"))
    shell.article("Quay", "A quiet quay.")
    answer = shell("show", "2", "1", "--text")
    assert (answer.code, answer.out) == (3, "A quiet quay.\n\n\n")
    assert answer.err == "broadsheet: Lamp lit: the server answered HTTP 404 (not found)\n"
