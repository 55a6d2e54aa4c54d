"""`import`: subscriptions from OPML, articles from JSON Lines, again and again without doubles."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.newsboat import FEED, cache
from tests.support.newsboat import item as item_of_newsboat
from tests.support.papers import item, page, rss

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import Server
    from tests.support.shell import Shell

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Coast">
<outline type="rss" text="The Pier" xmlUrl="https://pier.example/feed" htmlUrl="https://pier.example/"/>
</outline></outline>
<outline type="rss" text="Dunes" xmlUrl="https://dunes.example/feed"/>
</body></opml>"""


def lines(*articles: dict[str, Any] | str) -> str:
    return "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in articles)


def test_opml_subscribes_with_folders_as_tags_and_asks_nobody(shell: Shell) -> None:
    answer = shell("import", shell.file("mine.opml", OPML))
    assert (answer.code, answer.out) == (0, "mine.opml: subscribed to 2 feeds\n")
    assert [(row["title"], row["tags"], row["state"]) for row in shell.rows("feeds")] == [
        ("Dunes", [], "new"),
        ("The Pier", ["News/Coast"], "new"),
    ]


def test_opml_twice_brings_nothing_twice(shell: Shell) -> None:
    file = shell.file("mine.opml", OPML)
    shell("import", file)
    assert shell("import", file).out == "mine.opml: subscribed to 0 feeds, 2 already there\n"
    assert len(shell.rows("feeds")) == 2


def test_new_feeds_are_due_at_once(shell: Shell, server: Server) -> None:
    url = server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"))), "text/xml")
    shell(
        "import",
        shell.file(
            "mine.opml",
            OPML.replace("https://pier.example/feed", url).replace("dunes.example", "127.0.0.1:1"),
        ),
    )
    assert "due now" not in shell("feeds").out
    shell("refresh", "--due")
    assert server.count("/feed") == 1


def test_articles_keep_all_that_is_honoured(shell: Shell) -> None:
    given: dict[str, Any] = {
        "title": "Lamp lit",
        "markdown": "The lamp **burns**.",
        "url": "https://pier.example/1",
        "uid": "abcdefghijklmn23",
        "published": "2026-03-01T23:30:00+02:00",
        "lang": "en",
        "authors": ["Ann Keel"],
        "feeds": ["The Pier"],
        "tags": ["sea"],
        "read": True,
        "bookmarked": True,
    }
    assert shell("import", shell.file("a.jsonl", lines(given))).out == "a.jsonl: 1 article imported\n"
    (row,) = shell.rows("show", given["uid"])
    expected = {**given, "published": "2026-03-01T21:30:00Z", "day": "2026-03-01", "text": "The lamp burns."}
    assert {key: row[key] for key in expected} == expected


def test_title_and_text_suffice_and_a_day_is_a_date(shell: Shell) -> None:
    shell(
        "import",
        shell.file("a.jsonl", lines({"title": "Lamp", "text": "It burns.", "published": "2026-03-01"})),
    )
    (row,) = shell.rows("show", "1")
    assert (row["day"], row["published"], row["read"]) == ("2026-03-01", "2026-03-01T00:00:00Z", False)


def test_a_uid_of_another_form_or_taken_is_made_anew(shell: Shell) -> None:
    taken = "abcdefghijklmn23"
    shell(
        "import",
        shell.file(
            "a.jsonl",
            lines(
                {"title": "One", "text": "First.", "uid": taken},
                {"title": "Two", "text": "Second.", "uid": taken},
                {"title": "Three", "text": "Third.", "uid": "NOT A UID"},
            ),
        ),
    )
    uids = [row["uid"] for row in shell.rows("list", "--sort", "oldest")]
    assert len(set(uids)) == 3
    assert uids.count(taken) == 1
    assert {len(uid) for uid in uids} == {16}


def test_an_article_joins_the_feed_of_its_title_or_address(shell: Shell) -> None:
    shell("import", shell.file("mine.opml", OPML))
    shell(
        "import",
        shell.file(
            "a.jsonl",
            lines(
                {"title": "One", "text": "First.", "feeds": ["The Pier"]},
                {"title": "Two", "text": "Second.", "feeds": ["https://pier.example/feed"]},
                {"title": "Three", "text": "Third.", "feeds": ["Elsewhere"]},
            ),
        ),
    )
    counts = {row["title"]: (row["url"], row["articles"]) for row in shell.rows("feeds")}
    assert counts == {
        "Dunes": ("https://dunes.example/feed", 0),
        "Elsewhere": (None, 1),
        "The Pier": ("https://pier.example/feed", 2),
    }


def test_articles_twice_bring_nothing_twice(shell: Shell) -> None:
    file = shell.file(
        "a.jsonl",
        lines(
            {"title": "One", "text": "First.", "url": "https://pier.example/1"},
            {"title": "Two", "text": "2nd."},
        ),
    )
    shell("import", file)
    assert shell("import", file).out == "a.jsonl: 0 articles imported, 2 already there\n"
    assert len(shell.rows("list")) == 2


def test_bad_lines_are_named_and_the_good_ones_kept(shell: Shell) -> None:
    body = lines(
        {"title": "One", "text": "First."}, "{not json", {"text": "No title."}, {"title": "No text"}, "[]"
    )
    answer = shell("import", shell.file("a.jsonl", body))
    assert (answer.code, answer.out) == (3, "a.jsonl: 1 article imported; 4 entries not imported\n")
    assert answer.err.splitlines() == [
        "  not imported: line 2: not JSON",
        "  not imported: line 3: no title",
        "  not imported: line 4: neither markdown nor text",
        "  not imported: line 5: not an object",
    ]
    assert [row["title"] for row in shell.rows("list")] == ["One"]


def test_of_many_bad_lines_some_are_named(shell: Shell) -> None:
    answer = shell("import", shell.file("a.jsonl", lines({"title": "One", "text": "First."}, *["{"] * 30)))
    assert len(answer.err.splitlines()) == 12
    assert answer.err.splitlines()[-2:] == ["  and 20 more; in all:", "  30: not JSON"]


def test_what_is_imported_is_found(shell: Shell) -> None:
    shell("import", shell.file("a.jsonl", lines({"title": "Lamp", "text": "It burns brightly."})))
    assert [row["title"] for row in shell.rows("search", "bright*")] == ["Lamp"]


def test_files_may_be_gzipped(shell: Shell) -> None:
    packed = gzip.compress(lines({"title": "Lamp", "text": "It burns."}).encode())
    assert shell("import", shell.file("a.jsonl.gz", packed)).code == 0
    assert shell("import", shell.file("b.opml.gz", gzip.compress(OPML.encode()))).code == 0
    assert (len(shell.rows("list")), len(shell.rows("feeds"))) == (1, 2)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("feed.xml", rss("The Pier"), "neither a list of feeds"),
        ("page.html", page("Lamp lit", "It burns."), "broadsheet add"),
        ("none.jsonl", "", "empty"),
    ],
)
def test_what_is_neither_is_refused_with_the_next_step(
    name: str, body: str, words: str, shell: Shell
) -> None:
    answer = shell("import", shell.file(name, body))
    assert (answer.code, answer.out) == (3, "")
    assert words in answer.err


def test_one_file_that_fails_does_not_hold_the_others(shell: Shell) -> None:
    answer = shell("import", "none.opml", shell.file("mine.opml", OPML))
    assert (answer.code, answer.out) == (3, "mine.opml: subscribed to 2 feeds\n")
    assert "none.opml: no such file" in answer.err


def test_json_counts(shell: Shell) -> None:
    rows = shell("import", shell.file("a.opml", OPML), shell.file("a.jsonl", lines("{}")), "--json").rows
    keys = ["input", "kind", "feeds_new", "feeds_known", "new", "updated", "same", "skipped", "left"]
    assert [list(row) for row in rows] == [keys, keys]
    assert [(row["kind"], row["feeds_new"], row["skipped"]) for row in rows] == [
        ("opml", 2, []),
        ("articles", 0, ["line 1: no title"]),
    ]


def test_a_cache_is_read_after_the_feeds_in_whatever_order_they_are_named(shell: Shell) -> None:
    urls = shell.file("urls", f'{FEED} "~My Pier"\n"exec:touch pwned"\n')
    answer = shell("import", str(cache(shell.folder / "cache.db", item_of_newsboat(1))), urls)
    assert answer.code == 3
    assert answer.out == "urls: subscribed to 1 feed; 1 entry not imported\ncache.db: 1 article imported\n"
    assert "  not imported: exec:touch pwned (a program, which is never run)" in answer.err.splitlines()
    assert [(row["title"], row["articles"]) for row in shell.rows("feeds")] == [("My Pier", 1)]
    assert not (shell.folder / "pwned").exists()


def test_what_else_there_is_to_say_is_talk(shell: Shell) -> None:
    file = shell.file("part.csv", "title,url,time_added,tags,status\nLamp,https://pier.example/1,1,,unread\n")
    note = "  1 article without text: only the address was saved"
    assert note in shell("import", file).err.splitlines()
    assert shell("import", file, "--quiet").err == ""


def test_a_folder_is_imported_by_its_name(shell: Shell) -> None:
    (shell.folder / "notes").mkdir()
    (shell.folder / "notes" / "a.md").write_text("# Lamp\n\nIt burns.\n")
    assert shell("import", f"{shell.folder}/notes/").out == "notes: 1 article imported\n"


def test_a_folder_without_anything_known_is_refused(shell: Shell) -> None:
    (shell.folder / "notes").mkdir()
    answer = shell("import", f"{shell.folder}/notes")
    assert answer.code == 3
    assert "nothing to import in this folder" in answer.err


def test_notes_that_were_exported_give_back_what_was_written_in_them(shell: Shell, tmp_path: Path) -> None:
    shell.article("Gas line", "One lamp stands in the harbour.")
    shell("export", "1", "--to", str(tmp_path / "notes"))
    (note,) = (tmp_path / "notes").iterdir()
    text = (
        note.read_text("utf-8")
        .replace("One lamp", "==One lamp==")
        .replace('"clippings"', '"clippings"\n  - mine')
    )
    note.write_text(f"{text}\n==of another text==\n\n## Notes\n\nAsk the mayor.\n", "utf-8")
    answer = shell("import", "--notes", str(tmp_path / "notes"))
    assert (answer.code, answer.out) == (
        3,
        "notes: 1 tag added, 1 note imported, 1 highlight imported\n",
    )
    assert answer.err == f"  not in the article's text: {note.name}: “of another text”\n"
    (shown,) = shell.rows("show", "1")
    assert shown["tags"] == ["mine"]
    (row,) = shell("import", "--notes", str(tmp_path / "notes"), "--json").rows
    assert (row["kind"], row["files"], row["articles"], row["notes"]) == ("notes", 1, 0, 0)
    assert shell("import", "--notes", str(tmp_path)).code == 3
    assert shell("import", "--notes", str(note)).code == 2
