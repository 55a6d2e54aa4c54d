"""`preview`: what a feed holds, item by item; no library is touched."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

from reader.text.clean import count_words
from tests.support.papers import PROSE, item, page, rss

if TYPE_CHECKING:
    import pytest

    from tests.support.server import Server
    from tests.support.shell import Shell

PIER = rss(
    "The Pier",
    item("Lamp lit", "https://pier.example/1", more="<author>Ann Keel</author>"),
    item("Stairs swept", "https://pier.example/2", day=2),
    head="<link>https://pier.example/</link>",
)


def test_address_file_and_standard_input_give_the_same(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(PIER.encode())))
    rows = shell.rows("preview", server.text("/feed", PIER, "text/xml"), shell.file("pier.xml", PIER), "-")
    assert [row["title"] for row in rows] == ["The Pier"] * 3
    assert rows[0]["entries"] == rows[1]["entries"] == rows[2]["entries"]
    assert rows[0]["site"] == "https://pier.example/"
    first = rows[0]["entries"][0]
    assert first == {
        "title": "Lamp lit",
        "url": "https://pier.example/1",
        "published": "2026-03-01T08:00:00Z",
        "authors": ["Ann Keel"],
        "words": count_words(PROSE),
    }
    assert not shell.library.exists()


def test_every_item_counts_and_none_is_folded(shell: Shell) -> None:
    twice = item("Lamp lit", "https://pier.example/1")
    (row,) = shell.rows("preview", shell.file("pier.xml", rss("The Pier", twice, twice, twice)))
    assert len(row["entries"]) == 3


def test_the_text_form_lists_days_and_titles(shell: Shell) -> None:
    answer = shell("preview", shell.file("pier.xml", PIER))
    assert answer.out.splitlines() == [
        "The Pier: 2 entries",
        "  2026-03-01  Lamp lit",
        "  2026-03-02  Stairs swept",
    ]


def test_failures_keep_their_place_and_name_their_input(shell: Shell, server: Server) -> None:
    web = shell.file("page.html", page("Lamp lit", PROSE))
    answer = shell("preview", web, shell.file("pier.xml", PIER), server.url("/none"), "--json")
    assert answer.code == 3
    assert [row["title"] for row in answer.rows] == [None, "The Pier", None]
    assert "not a feed" in answer.rows[0]["error"]
    assert "404" in answer.rows[2]["error"]
    assert web in answer.err


def test_a_files_name_is_never_asked_for_on_the_net(shell: Shell) -> None:
    answer = shell("preview", "pier.xml")
    assert (answer.code, answer.err.splitlines()[0]) == (3, "broadsheet: pier.xml: no such file")
