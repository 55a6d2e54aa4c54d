"""The table of JSON objects is what the commands print: every form of every command is run and compared with it."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from reader.cli.json_forms import FORMS, SETTINGS, WITHOUT
from reader.cli.json_objects import KINDS, OBJECTS
from reader.cli.registry import COMMANDS
from reader.demo.press import PUBLICATIONS
from tests.support.papers import PROSE, item, rss
from tests.support.remotes import MemoryServer, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from reader.demo.newsstand import Newsstand
    from tests.support.server import Server
    from tests.support.shell import Shell

CALLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "list": (("list",),),
    "list --stories": (("list", "--stories"),),
    "search": (("search", "halcyon"), ("search", "gas")),
    "count": (("count",),),
    "show": (("show", "FERRY"), ("show", "1")),
    "related ID": (("related", "FERRY"),),
    "related --query": (("related", "--query", "halcyon"),),
    "story ID": (("story", "FERRY"),),
    "story split, story join": (("story", "split", "FERRY"), ("story", "join", "FERRY", "1")),
    "mark": (("mark", "read", "1", "2"),),
    "tag": (("tag", "1", "+sea"),),
    "note": (("note", "1", "Ask them"), ("note", "1")),
    "highlight": (("highlight", "1", "gas line"),),
    "run": (("run", "Count", "gas"), ("run", "Fails", "gas")),
    "run --forget": (("run", "--forget", "Count", "gas"),),
    "notes": (("notes",), ("notes", "--by", "tag")),
    "notes --to FILE": (("notes", "--to", "JOURNAL"),),
    "undo": (("undo",),),
    "redo": (("redo",),),
    "saved": (("saved", "add", "Gas", "gas", "--do", "read"), ("saved", "add", "All", ""), ("saved",)),
    "rules": (("rules", "add", "tag:sea", "ferry"), ("rules",)),
    "rules test": (("rules", "test", "gas"),),
    "rules remove": (("rules", "remove", "2"),),
    "saved remove": (("saved", "remove", "Gas"),),
    "add": (("add", "FEED"), ("add", "--article", "PAGE")),
    "refresh": (("refresh",),),
    "refresh, if a full text failed": (("refresh",),),
    "sync add, sync status": (
        ("sync", "add", "https://memory.example", "--user", "ann", "--password", "env:SYNC_PASSWORD"),
        ("sync", "status"),
    ),
    "sync": (("sync",),),
    "sync adopt": (("sync", "adopt", "FEED", "--to", "memory"), ("sync", "adopt", "Feed 7", "--local")),
    "sync remove": (("sync", "remove", "memory"),),
    "preview": (("preview", "FILE", "none.xml"),),
    "extract": (("extract", "PAGE", "none.html"),),
    "extract --explain": (("extract", "PAGE", "--explain"),),
    "export": (("export", "gas", "--to", "NOTES"), ("export", "gas", "--to", "NOTES")),
    "export --as epub, html, csl-json": (("export", "gas", "--as", "html", "--to", "PAGES"),),
    "send": (("send", "save", "gas"), ("send", "fail", "gas")),
    "export --resolve": (("export", "gas", "--to", "NOTES"), ("export", "--resolve", "--to", "NOTES")),
    "import --notes": (("import", "--notes", "NOTES"),),
    "import": (("import", "LINES"),),
    "stats": (("stats",),),
    "doctor": (("doctor",),),
    "reindex": (("reindex",),),
    "config path": (("config", "path"),),
    "config show": (("config", "show"),),
    "help": (("help",), ("help", "json")),
    "feeds": (("feeds",),),
    "feeds remove": (("feeds", "remove", "Dunes"),),
    "clean": (("clean",),),
    "remove": (("remove", "1"),),
    "backup": (("backup", "BACKUP"),),
    "restore": (("restore", "BACKUP"),),
    "doctor --salvage": (("doctor", "--salvage", "SALVAGED"),),
}
"""Each form, by commands on one library in this order; words in capitals are put in."""


def wrong(kind: str, value: Any, where: str) -> list[str]:
    """What does not fit the kind, by its place; nothing where all does."""
    bare = kind.removesuffix("?")
    if value is None:
        return [] if kind.endswith("?") else [f"{where}: null"]
    if bare.endswith("[]"):
        inner = bare.removesuffix("[]")
        return [one for place, item in enumerate(value) for one in wrong(inner, item, f"{where}[{place}]")]
    if bare in OBJECTS:
        names = [field.name for field in OBJECTS[bare]]
        if list(value) != names:
            return [f"{where}: {list(value)} instead of {names}"]
        return [
            one
            for field in OBJECTS[bare]
            for one in wrong(field.kind, value[field.name], f"{where}.{field.name}")
        ]
    return [] if FITS[bare](value) else [f"{where}: {value!r} is not {bare}"]


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


FITS: dict[str, Callable[[Any], bool]] = {
    "number": is_number,
    "text": is_text,
    "query": lambda value: isinstance(value, str),
    "texts": lambda value: isinstance(value, list) and all(map(is_text, value)),
    "numbers": lambda value: isinstance(value, list) and all(map(is_number, value)),
    "spans": lambda value: all(len(pair) == 2 and all(map(is_number, pair)) for pair in value),
    "counts": lambda value: isinstance(value, dict) and all(map(is_number, value.values())),
    "flag": lambda value: isinstance(value, bool),
    "time": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value)),
    "day": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)),
}


def conflict(notes: Path) -> None:
    """Puts a version of the article beside an edited note."""
    (note,) = [path for path in notes.iterdir() if "gas-line" in path.name]
    note.with_suffix(".new.md").write_text(note.read_text("utf-8") + "\nOne more line.\n", "utf-8")


def test_every_form_prints_what_the_table_says(
    harbour: Shell, newsstand: Newsstand, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNC_PASSWORD", "s3cret")
    memory = MemoryServer()
    memory.article()
    serve(memory, monkeypatch)
    page = newsstand.page_url("gazette", "ferry-aground")
    harbour("add", newsstand.origin + PUBLICATIONS[0].feed_path)
    harbour("add", "--article", page)
    feed = rss("The Pier", item("Lamp lit", "https://pier.example/lamp"))
    put = {
        "FERRY": str(harbour.rows("list", 'title:"runs aground"')[0]["id"]),
        "PAGE": page,
        "FEED": server.text("/feed", feed, "text/xml"),
        "FILE": harbour.file("feed.xml", feed),
        "NOTES": str(tmp_path / "notes"),
        "JOURNAL": str(tmp_path / "journal.md"),
        "PAGES": str(tmp_path / "pages.html"),
        "LINES": harbour.file("more.jsonl", f'{{"title": "One more", "text": "{PROSE}"}}\n{{"title": ""}}\n'),
        "BACKUP": str(tmp_path / "backup.db"),
        "SALVAGED": str(tmp_path / "salvaged.db"),
    }
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir(exist_ok=True)
    python, fails = (
        json.dumps([sys.executable, "-c", "print(1)"]),
        json.dumps([sys.executable, "-c", "raise SystemExit(1)"]),
    )
    config.write_text(
        f'[commands]\n"X" = {{run = {python}, keep = "Count"}}\n"W" = {{run = {fails}, keep = "Fails"}}\n'
        f'[send]\nsave = {python[:-1]}, "{{id}}"]\nfail = {fails[:-1]}, "{{id}}"]\n'
    )
    # Those of the archive need a server: tests/cli/test_archive.py.
    forms = {form.call: form for form in FORMS if "archive" not in form.call}
    assert set(CALLS) == set(forms)
    problems: list[str] = []
    for call, commands in CALLS.items():
        if call == "export --resolve":
            conflict(tmp_path / "notes")
        rows = [harbour(*(put.get(word, word) for word in words), "--json").rows for words in commands][-2:]
        if call == "export --resolve":
            rows = rows[-1:]
        assert all(rows), call
        for row in (row for found in rows for row in found):
            if forms[call].prints == SETTINGS:
                assert all(map(is_text, row.values()))
            else:
                is_lost = call.startswith("refresh") and "article" in row
                form = forms["refresh, if a full text failed" if is_lost else call.partition(", if")[0]]
                problems += wrong(form.prints, row, call)
    assert problems == []


def test_every_command_is_in_the_table_or_named_as_one_without() -> None:
    told = {form.command for form in FORMS}
    assert told | WITHOUT == {command.name for command in COMMANDS}
    assert not told & WITHOUT


def test_every_kind_is_one_that_the_page_explains() -> None:
    used = {
        field.kind.removesuffix("?").removesuffix("[]") for fields in OBJECTS.values() for field in fields
    }
    assert used <= set(KINDS) | set(OBJECTS)
    printed = {form.prints for form in FORMS}
    assert set(OBJECTS) <= printed | used


def test_no_object_has_a_field_twice() -> None:
    for fields in OBJECTS.values():
        names = [field.name for field in fields]
        assert len(names) == len(set(names))
