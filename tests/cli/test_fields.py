"""The JSON objects, key by key: people script them, so no key comes, goes or moves unseen."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from reader.demo.press import PUBLICATIONS
from tests.support.papers import PROSE, item, rss

if TYPE_CHECKING:
    from reader.demo.newsstand import Newsstand
    from tests.support.server import Server
    from tests.support.shell import Shell

ARTICLE = [
    "id",
    "uid",
    "url",
    "title",
    "authors",
    "agency",
    "publication",
    "feeds",
    "published",
    "day",
    "updated",
    "fetched",
    "lang",
    "words",
    "minutes",
    "description",
    "text_origin",
    "text_state",
    "full_text_error",
    "full_text_next",
    "read",
    "bookmarked",
    "muted",
    "progress",
    "tags",
    "copies",
]
FOUND = [*ARTICLE, "score", "snippet", "hits", "lacks"]
RELATED = [*ARTICLE, "score", "why", "group"]
TEXT = ["markdown", "text", "pictures", "embeds", "links", "related", "highlights", "notes", "outputs"]
OUTPUT = ["name", "program", "markdown", "made", "is_cut"]
RUN = ["article", *OUTPUT, "error"]
WHOLE = [*ARTICLE, *TEXT]
EXTRACT = ["input", "error", *WHOLE, "page_kind"]
PREVIEW = ["input", "title", "url", "site", "error", "entries"]
ENTRY = ["title", "url", "published", "authors", "words"]
FEED = [
    "id",
    "url",
    "title",
    "site",
    "tags",
    "articles",
    "unread",
    "state",
    "last_tried",
    "last_success",
    "outcome",
    "next_at",
    "next_why",
    "failures",
    "account",
    "server",
]
REFRESH = ["feed", "url", "outcome", "new", "updated", "seconds", "error", "next_at", "next_why"]
PARTS = {
    "pictures": ["url", "alt", "caption", "credit"],
    "embeds": ["kind", "text", "author", "handle", "url", "date"],
    "links": ["url", "title", "role"],
    "related": ["title", "url", "id"],
}
TIMES = ["published", "updated", "fetched", "last_tried", "last_success", "next_at"]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@pytest.fixture
def papers(shell: Shell, newsstand: Newsstand) -> Shell:
    """A library with the first paper's feed, and its article with every part in it."""
    shell("add", newsstand.origin + PUBLICATIONS[0].feed_path)
    shell("add", "--article", newsstand.page_url("gazette", "ferry-aground"))
    return shell


def check(value: Any) -> None:
    """Unknown is null, never an empty string; every time is UTC."""
    if isinstance(value, dict):
        for name, inner in value.items():
            check(inner)
            if name in TIMES and isinstance(inner, str):
                assert MOMENT.fullmatch(inner)
    elif isinstance(value, list):
        for inner in value:
            check(inner)
    else:
        assert value != ""


def test_list_and_search_give_article_objects(papers: Shell) -> None:
    listed, found = papers.rows("list"), papers.rows("search", "halcyon")
    check(listed + found)
    assert {tuple(row) for row in listed} == {tuple(ARTICLE)}
    assert {tuple(row) for row in found} == {tuple(FOUND)}
    assert all(re.fullmatch(r"[a-z2-7]{16}", row["uid"]) for row in listed)
    assert all(
        isinstance(row[name], list) for row in listed for name in ("authors", "feeds", "tags", "copies")
    )


def test_hits_are_offsets_into_the_snippet(papers: Shell) -> None:
    for row in papers.rows("search", "lifeboat"):
        assert row["hits"]
        assert {row["snippet"][start:end].lower() for start, end in row["hits"]} <= {"lifeboat", "lifeboats"}


def test_show_gives_the_article_with_its_text_and_parts(papers: Shell) -> None:
    (row,) = papers.rows("show", str(papers.rows("list", 'title:"runs aground"')[0]["id"]))
    check(row)
    assert list(row) == WHOLE
    for name, keys in PARTS.items():
        assert {tuple(part) for part in row[name]} <= {tuple(keys)}
    assert row["pictures"]
    assert row["embeds"]
    assert row["related"]


def test_related_gives_article_objects_with_reasons(papers: Shell) -> None:
    ids = [str(row["id"]) for row in papers.rows("list", "halcyon")]
    rows = [row for id_ in ids for row in papers("related", id_, "--json").rows]
    check(rows)
    assert {tuple(row) for row in rows} == {tuple(RELATED)}
    assert {row["group"] for row in rows} <= {"linked", "story", "background", "loose", "author"}
    assert all(row["why"] and all(row["why"]) for row in rows)


def test_extract_gives_the_same_for_what_failed(shell: Shell, newsstand: Newsstand) -> None:
    good = newsstand.page_url("gazette", "ferry-aground")
    answer = shell("extract", good, "nothing.html", "--json")
    check(answer.rows)
    assert answer.code == 3
    assert [list(row) for row in answer.rows] == [EXTRACT, EXTRACT]
    assert [row["input"] for row in answer.rows] == [good, "nothing.html"]
    assert answer.rows[0]["error"] is None
    assert "no such file" in answer.rows[1]["error"]
    assert answer.rows[1]["text_state"] == "failed"


def test_preview_gives_the_same_for_what_failed(shell: Shell) -> None:
    good = shell.file("feed.xml", rss("The Pier", item("Lamp lit", "https://pier.example/1")))
    answer = shell("preview", good, "nothing.xml", "--json")
    check(answer.rows)
    assert answer.code == 3
    assert [list(row) for row in answer.rows] == [PREVIEW, PREVIEW]
    assert [list(entry) for entry in answer.rows[0]["entries"]] == [ENTRY]
    assert (answer.rows[1]["entries"], answer.rows[1]["title"]) == ([], None)
    assert "no such file" in answer.rows[1]["error"]


def test_feeds_and_refresh_give_their_rows(shell: Shell, server: Server) -> None:
    shell("add", server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"))), "text/xml"))
    feeds, refreshed = shell.rows("feeds"), shell.rows("refresh")
    check(feeds + refreshed)
    assert [list(row) for row in feeds] == [FEED]
    assert [list(row) for row in refreshed] == [REFRESH]


def test_credentials_in_an_address_are_shown_nowhere(shell: Shell, server: Server) -> None:
    server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"))), "text/xml")
    address = server.url("/feed").replace("http://", "http://ann:secret@")
    said = [shell("add", address), shell("feeds"), shell("feeds", "--json"), shell("refresh", "--json")]
    assert [answer.code for answer in said] == [0, 0, 0, 0]
    assert not [answer for answer in said if "secret" in answer.out + answer.err]


def test_what_a_terminal_acts_on_leaves_as_an_escape(shell: Shell) -> None:
    line = json.dumps({"title": "A\u2028B \u202e C", "text": PROSE + "\x1b[2J"})
    shell("import", shell.file("a.jsonl", line))
    out = shell("show", "1", "--json").out
    assert len(out.splitlines()) == 1
    assert not set(out) & {"\x1b", "\u202e", "\u2028"}
