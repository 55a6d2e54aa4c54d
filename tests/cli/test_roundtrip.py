"""What one library tells in JSON, another takes over: the same articles, whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.demo.newsstand import Newsstand
    from tests.support.shell import Shell

SAME = [
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
    "lang",
    "words",
    "description",
    "read",
    "bookmarked",
    "tags",
]
WHOLE = ["markdown", "text", "pictures", "embeds", "related"]


def test_list_and_show_go_into_a_second_library(shell: Shell, newsstand: Newsstand) -> None:
    shell("add", *newsstand.feed_urls())
    shell("add", newsstand.page_url("gazette", "ferry-aground"))
    shell("mark", "read", "--query", "halcyon")
    shell("mark", "bookmark", "--query", "lang:ru")
    shell("tag", "1", "2", "+sea/rescue", "+mine")
    rows = shell.rows("list", "--limit", "0")
    lines = [json.dumps(shell.rows("show", str(row["id"]))[0]) for row in rows]
    second = ("--library", str(shell.folder / "second.db"))
    imported = shell("import", shell.file("all.jsonl", "\n".join(lines)), *second, "--json")
    assert imported.rows[0]["skipped"] == []
    assert imported.rows[0]["new"] == len(rows)

    again = shell.rows("list", "--limit", "0", *second)
    assert facts(again, SAME) == facts(rows, SAME)
    for row in rows:
        (one,), (other,) = shell.rows("show", row["uid"]), shell.rows("show", row["uid"], *second)
        assert facts([other], WHOLE) == facts([one], WHOLE)


def facts(rows: list[dict[str, Any]], keys: list[str]) -> list[dict[str, Any]]:
    """Ids of related links are each library's own."""
    told = [{key: row[key] for key in keys} for row in rows]
    for row in told:
        for link in row.get("related", ()):
            link.pop("id")
    return sorted(told, key=lambda row: str(row.get("uid")))
