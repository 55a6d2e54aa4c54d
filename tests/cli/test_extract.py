"""`extract`: the article of each input, in order, without a library."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.support.papers import PROSE, SENTENCES, item, page, rss

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import Server
    from tests.support.shell import Shell

STORY = page("Lamp lit", *SENTENCES)


def test_address_file_and_standard_input_give_the_same_text(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(STORY.encode())))
    url = server.text("/lamp", STORY)
    rows = shell.rows("extract", url, shell.file("lamp.html", STORY), "-")
    assert {row["text"] for row in rows} == {"\n\n".join(SENTENCES)}
    assert {row["title"] for row in rows} == {"Lamp lit"}
    assert [row["url"] for row in rows] == [url, None, None]
    assert not shell.library.exists()


def test_a_given_address_is_the_pages(shell: Shell) -> None:
    story = page("Lamp lit", *SENTENCES, head='<link rel="canonical" href="/lamp">')
    file = shell.file("lamp.html", story)
    (row,) = shell.rows("extract", file, "--url", "https://pier.example/2026/lamp")
    assert row["url"] == "https://pier.example/2026/lamp"
    (row,) = shell.rows("extract", file, "--url", "")
    assert row["url"] is None


def test_a_list_gives_each_its_address_and_keeps_names_and_order(shell: Shell) -> None:
    good, odd = shell.file("lamp.html", STORY), shell.file(" lamp \u00e9 2.html", STORY)
    tsv = shell.file(
        "list.tsv", f"{good}\thttps://pier.example/1\r\nno such file.html\t\n{odd}\t\n\n{good}\n"
    )
    answer = shell("extract", "--list", tsv, "--json")
    assert answer.code == 3
    assert [row["input"] for row in answer.rows] == [good, "no such file.html", odd, good]
    assert [row["url"] for row in answer.rows] == ["https://pier.example/1", None, None, None]
    assert [row["error"] is None for row in answer.rows] == [True, False, True, True]


def test_the_kind_of_a_file_is_told_by_what_it_holds(shell: Shell) -> None:
    note = "---\ntitle: Lamp lit\n---\n\nThe lamp **burns** again.\n"
    printed = "Lamp lit\n\nBy Ann Keel\n\nMarch 1, 2026\n\nThe lamp burns again.\n"
    rows = shell.rows(
        "extract", shell.file("a.md", note), shell.file("b.txt", printed), shell.file("c.md", STORY)
    )
    assert [row["title"] for row in rows] == ["Lamp lit"] * 3
    assert (rows[0]["markdown"], rows[0]["text"]) == ("The lamp **burns** again.", "The lamp burns again.")
    assert (rows[1]["authors"], rows[1]["day"]) == (["Ann Keel"], "2026-03-01")
    assert rows[2]["text"] == "\n\n".join(SENTENCES)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("feed.xml", rss("The Pier", item("Lamp lit", "https://pier.example/1")), "it is a feed"),
        ("list.opml", '<opml version="2.0"><body/></opml>', "it is a list of feeds"),
        ("list.jsonl", '{"title": "Lamp", "text": "lit"}\n', "it is a list of articles"),
        ("none.html", "", "it is empty"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it is binary data"),
    ],
)
def test_what_is_no_article_is_named(name: str, body: str | bytes, words: str, shell: Shell) -> None:
    answer = shell("extract", shell.file(name, body), "--json")
    assert answer.code == 3
    assert words in answer.rows[0]["error"]
    assert (answer.rows[0]["text_state"], answer.rows[0]["text"]) == ("failed", None)


def test_a_page_without_an_article_fails_in_words(shell: Shell) -> None:
    answer = shell(
        "extract", shell.file("app.html", "<html><body><div id=app></div><script>1</script></body></html>")
    )
    assert answer.code == 3
    assert answer.err.strip()


def test_what_a_page_tells_of_an_article_that_it_does_not_show_is_kept(shell: Shell) -> None:
    head = '<title>Lamp lit</title><meta name="author" content="Ann Keel"><meta property="og:type" content="article">'
    answer = shell(
        "extract", shell.file("app.html", f"<html><head>{head}</head><body></body></html>"), "--json"
    )
    (row,) = answer.rows
    assert answer.code == 3
    assert (row["title"], row["authors"], row["text"]) == ("Lamp lit", ["Ann Keel"], None)
    assert row["error"]


def test_files_make_no_request(shell: Shell, server: Server) -> None:
    head = f'<link rel="next" href="{server.url("/2")}"><meta property="og:image" content="{server.url("/p.jpg")}">'
    shell.rows(
        "extract", shell.file("lamp.html", page("Lamp lit", *SENTENCES, head=head)), "--url", server.url("/1")
    )
    assert server.seen == []


def test_the_text_form_is_head_and_markdown(shell: Shell) -> None:
    answer = shell("extract", shell.file("lamp.html", STORY))
    assert answer.out.splitlines()[0] == "Lamp lit"
    assert answer.out.endswith(f"\n{SENTENCES[-1]}\n")
    assert answer.err == ""


def test_a_servers_own_word_for_its_encoding_counts(shell: Shell, server: Server) -> None:
    text = "Паром снова идёт на остров. " * 30
    body = f"<html><body><article><h1>Паром</h1><p>{text}</p></article></body></html>".encode("cp1251")
    url = server.text("/parom", body, "text/html; charset=windows-1251")
    assert "идёт на остров" in shell.rows("extract", url)[0]["text"]


@pytest.mark.parametrize("argv", [[], ["a.html", "b.html", "--url", "https://pier.example/"]])
def test_wrong_use_is_exit_2(argv: list[str], shell: Shell) -> None:
    assert shell("extract", *argv).code == 2


def test_a_missing_list_is_said(shell: Shell, tmp_path: Path) -> None:
    answer = shell("extract", "--list", str(tmp_path / "none.tsv"))
    assert (answer.code, answer.out) == (3, "")
    assert "no such file" in answer.err


def test_a_thousand_words_are_no_lost_words(shell: Shell) -> None:
    paragraphs = [f"Paragraph {n}. {PROSE}" for n in range(30)]
    (row,) = shell.rows("extract", shell.file("long.html", page("Long", *paragraphs)))
    assert row["text"].split("\n\n") == paragraphs
    assert row["minutes"] == -(-row["words"] // 230)


def test_an_explanation_names_places_and_reasons(shell: Shell) -> None:
    file = shell.file(
        "lamp.html", page("Lamp lit", *SENTENCES, head='<meta name="author" content="Ann Keel">')
    )
    (row,) = shell.rows("extract", file, "--explain")
    assert {"field": "authors", "value": "Ann Keel", "source": "meta author", "others": []} in row["explain"][
        "fields"
    ]
    assert row["explain"]["site_file"] is None
    assert "explain" not in shell.rows("extract", file)[0]
    answer = shell("extract", file, "--explain")
    assert "authors      Ann Keel   (meta author)" in answer.out
    assert "repeats the title" in answer.out


def test_a_file_of_ones_own_mends_a_page(shell: Shell, tmp_path: Path) -> None:
    file = shell.file("lamp.html", STORY)
    (tmp_path / "config" / "sites").mkdir(parents=True)
    rules = tmp_path / "config" / "sites" / "pier.example.toml"
    rules.write_text('keep = "p:first-of-type"\nmore = "p"\n', "utf-8")
    answer = shell("extract", file, "--url", "https://www.pier.example/1", "--json", "--explain")
    assert answer.rows[0]["text"] == SENTENCES[0]
    assert answer.rows[0]["explain"]["site_file"] == "sites/pier.example.toml"
    assert "there is no key “more”" in answer.err
    assert (
        shell("extract", file, "--url", "https://other.example/1", "--json").rows[0]["text"] != SENTENCES[0]
    )
    assert shell("config", "check").code == 2
    rules.write_text('keep = "p"\n', "utf-8")
    answer = shell("config", "check")
    assert (answer.code, "1 site file of your own: no mistakes" in answer.err) == (0, True)


def test_pages_that_go_on_are_one_article(shell: Shell, server: Server) -> None:
    ends = [SENTENCES[:3], SENTENCES[3:6], SENTENCES[6:]]
    for number, sentences in enumerate(ends, 1):
        head = f'<link rel="next" href="/lamp?page={number + 1}">' if number < 3 else ""
        server.text(
            f"/lamp?page={number}" if number > 1 else "/lamp", page("Lamp lit", *sentences, head=head)
        )
    (row,) = shell.rows("extract", server.url("/lamp"))
    assert row["text"] == "\n\n".join(SENTENCES)
    assert (row["text_state"], row["url"], len(server.seen)) == ("full", server.url("/lamp"), 3)
