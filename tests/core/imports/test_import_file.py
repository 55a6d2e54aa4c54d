"""Lists and exports come into a library, again and again."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from reader.core import saved_searches
from reader.core.events import Progress
from reader.core.imports import batches, import_file
from reader.core.imports import result as imports
from reader.core.sandbox.framing import TaskAnswer
from reader.core.sandbox.process import ChildProcess
from reader.errors import FileError, ParseError, UsageError
from tests.support import near
from tests.support.papers import SENTENCES
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.model import Article

POCKET = """title,url,time_added,tags,status
"Lamps, lit",https://pier.example/1,1700000000,sea|by night,unread
Stairs,https://pier.example/2,1700000100,,archive
"""
INSTAPAPER = """URL,Title,Selection,Folder,Timestamp
https://pier.example/1,Lamp,,Starred,1700000000
https://pier.example/2,Stairs,Swept,Recipes,1700000100
"""
PINBOARD = [
    {
        "href": "https://pier.example/1",
        "description": "Lamp",
        "extended": "It burns",
        "time": "2024-02-01T12:30:00Z",
        "toread": "yes",
        "tags": "sea by-night",
    }
]
WALLABAG = [
    {
        "is_archived": 1,
        "is_starred": 1,
        "title": "Lamp",
        "url": "https://pier.example/1",
        "content": f"<p>{SENTENCES[0]} <a href='/2'>More</a></p><script>alert(1)</script>",
        "tags": ["sea"],
        "created_at": "2024-02-01T12:30:00+0000",
    },
    {"is_archived": 0, "title": "Stairs", "url": "https://pier.example/2", "content": ""},
]


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)


def write(folder: Path, name: str, body: str | bytes | list[Any]) -> Path:
    path = folder / name
    text = json.dumps(body) if isinstance(body, list) else body
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def articles(session: Session) -> list[Article]:
    return session.library.articles.many(list(range(1, 50)))


def take(folder: Path, name: str, body: str | bytes | list[Any]) -> tuple[Imported, list[Article]]:
    with session(folder) as opened:
        return import_file.import_file(opened, write(folder, name, body)), articles(opened)


def test_a_list_of_addresses_gives_articles_that_wait_for_their_pages(tmp_path: Path) -> None:
    imported, (first, second) = take(tmp_path, "part.csv", POCKET)
    assert (imported.kind, str(imported)) == ("pocket", "2 articles imported")
    assert imported.notes == ["2 articles without text: only the address was saved"]
    assert (first.title, first.url, first.tags) == (
        "Lamps, lit",
        "https://pier.example/1",
        ("by night", "sea"),
    )
    assert (first.text_state, first.reason) == (
        "pending",
        "Only the address was saved; its page was not fetched.",
    )
    assert (first.read, second.read) == (False, True)
    assert first.fetched.isoformat() == "2023-11-14T22:13:20+00:00"


@pytest.mark.parametrize(
    ("name", "body", "kind", "marks"),
    [
        ("a.csv", INSTAPAPER, "instapaper", [(False, True, ()), (False, False, ("Recipes",))]),
        ("a.json", PINBOARD, "pinboard", [(False, True, ("by-night", "sea"))]),
        ("a.json", WALLABAG, "wallabag", [(True, True, ("sea",)), (False, False, ())]),
    ],
)
def test_each_list_brings_its_marks_and_nothing_twice(
    name: str, body: Any, kind: str, marks: list[Any], tmp_path: Path
) -> None:
    imported, found = take(tmp_path, name, body)
    assert (imported.kind, imported.new, imported.skipped) == (kind, len(marks), [])
    assert [(article.read, article.bookmarked, article.tags) for article in found] == marks
    again, _ = take(tmp_path, name, body)
    assert (again.new, again.updated, again.same) == (0, 0, len(marks))


def test_a_text_that_the_program_kept_is_read_by_the_children(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(opened, write(tmp_path, "a.json", WALLABAG))
        first, second = articles(opened)
        content = opened.library.articles.content(first.id)
    assert content.markdown == f"{SENTENCES[0]} [More](https://pier.example/2)"
    assert (first.text_state, first.text_origin, first.reason) == ("full", "file", None)
    assert second.text_state == "pending"


def test_a_text_that_cannot_be_read_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(child: Any, job: Any) -> Any:
        if b"burns" in job.body:
            return TaskAnswer(error="memory"), b""
        return await near.ask(child, job)

    monkeypatch.setattr(ChildProcess, "ask", ask)
    bad = {"is_archived": 0, "title": "Bad", "url": "https://pier.example/3", "content": "<p>It burns.</p>"}
    _, found = take(tmp_path, "a.json", [*WALLABAG, bad])
    assert [article.text_state for article in found] == ["full", "pending", "failed"]
    assert found[2].reason == "The text in the file could not be read."


def test_one_address_in_two_lists_is_one_article_with_the_marks_of_both(tmp_path: Path) -> None:
    take(tmp_path, "a.csv", POCKET)
    take(tmp_path, "b.csv", INSTAPAPER)
    _, (first, second) = take(tmp_path, "c.json", WALLABAG)
    assert (first.text_state, first.bookmarked, first.read) == ("full", True, True)
    assert set(first.tags) == {"sea", "by night"}
    assert second.tags == ("Recipes",)


def test_a_list_never_takes_a_text_away(tmp_path: Path) -> None:
    take(tmp_path, "c.json", WALLABAG)
    again, (first, _) = take(tmp_path, "a.csv", POCKET)
    assert (again.new, again.updated, again.same) == (0, 0, 2)
    assert (first.title, first.text_state) == ("Lamp", "full")


def test_bad_rows_are_named_and_the_good_ones_kept(tmp_path: Path) -> None:
    rows = f"{POCKET}Bad,file:///etc/passwd,1,,unread\nWorse\n"
    imported, found = take(tmp_path, "a.csv", rows)
    assert (len(found), str(imported)) == (2, "2 articles imported; 2 entries not imported")
    assert imported.skipped == ["line 4: not a web address (file:///etc/passwd)", "line 5: no address"]


def test_of_very_many_bad_rows_some_are_named_and_all_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "NAMED", 3)
    imported, _ = take(tmp_path, "a.csv", POCKET + "Bad\n" * 10)
    assert (len(imported.skipped), imported.skipped_count, imported.done.skipped_count) == (3, 10, 10)


def test_large_lists_tell_how_far_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 100)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["title", "url", "time_added", "tags", "status"])
    writer.writerows([f"Lamp {n}", f"https://pier.example/{n}", 1, "", "unread"] for n in range(250))
    told: list[Event] = []
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, write(tmp_path, "a.csv", file.getvalue()), told.append)
    assert imported.new == 250
    done = [event.done for event in told if isinstance(event, Progress) and event.job == "importing"]
    assert done == [100, 200, 250]


def test_a_time_that_lies_ahead_is_now(tmp_path: Path) -> None:
    rows = "title,url,time_added,tags,status\nLamp,https://pier.example/1,1772500000,,unread\n"
    _, (first,) = take(tmp_path, "a.csv", rows)
    assert first.fetched == NOW


def test_exports_may_be_gzipped(tmp_path: Path) -> None:
    imported, _ = take(tmp_path, "a.json.gz", gzip.compress(json.dumps(PINBOARD).encode()))
    assert imported.new == 1


def test_what_came_before_a_file_broke_off_is_kept(tmp_path: Path) -> None:
    body = [{**PINBOARD[0], "href": f"https://pier.example/{number}"} for number in range(2_000)]
    packed = gzip.compress(json.dumps(body).encode(), mtime=0)
    with session(tmp_path) as opened:
        with pytest.raises(FileError, match="what came before is kept"):
            import_file.import_file(opened, write(tmp_path, "a.json.gz", packed[:-8]))
        assert len(articles(opened)) == 49


def test_what_was_imported_is_in_the_index(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(opened, write(tmp_path, "a.csv", POCKET))
        assert opened.index.all_ids() == {1, 2}


@pytest.mark.parametrize(
    ("name", "body", "hint"),
    [
        ("a.zip", b"PK\x03\x04rest", "unzip it"),
        ("a.json", '[{"title": "Lamp"}]', "import --help"),
        ("a.csv", "name,email\nx,y\n", "import --help"),
        ("a.md", "---\ntitle: Lamp\n---\n\nIt burns.\n", "broadsheet add"),
    ],
)
def test_what_is_not_known_is_refused_with_the_next_step(
    name: str, body: str | bytes, hint: str, tmp_path: Path
) -> None:
    with session(tmp_path) as opened, pytest.raises(ParseError) as caught:
        import_file.import_file(opened, write(tmp_path, name, body))
    assert hint in caught.value.hint
    assert caught.value.subject == str(tmp_path / name)


def test_newsboats_urls_become_subscriptions(tmp_path: Path) -> None:
    urls = 'https://pier.example/feed sea "~Pier"\nhttps://dunes.example/feed !\nexec:run\n'
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, write(tmp_path, "urls", urls))
        feeds = [(feed.title, feed.tags) for feed in opened.library.feeds.all()]
        again = import_file.import_file(opened, tmp_path / "urls")
    assert str(imported) == "subscribed to 2 feeds; 1 entry not imported"
    assert imported.notes == ["1 feed hidden in newsboat: tagged hidden"]
    assert imported.done.kind == "opml"
    assert feeds == [("https://dunes.example/feed", ("hidden",)), ("Pier", ("sea",))]
    assert str(again) == "subscribed to 0 feeds, 2 already there; 1 entry not imported"


def test_databases_are_read_after_the_feeds_of_their_articles(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("cache.db", "none", "urls", "a\0b")]
    paths[0].write_bytes(b"SQLite format 3\0")
    paths[2].write_text("https://pier.example/feed\n")
    assert import_file.in_order(paths) == [paths[1], paths[2], paths[3], paths[0]]


# Folders


def omnivore(folder: Path, name: str, *items: object) -> None:
    folder.mkdir(exist_ok=True)
    write(folder, name, list(items))


def test_omnivores_folder_names_the_places_of_what_it_leaves(tmp_path: Path) -> None:
    folder = tmp_path / "omnivore"
    good = {"slug": "lamp", "title": "Lamp", "url": "https://pier.example/1"}
    omnivore(folder, "metadata_20_to_39.json", {**good, "url": "https://pier.example/2"})
    omnivore(folder, "metadata_0_to_19.json", "no object", {"slug": "x", "title": "No address"}, good)
    omnivore(folder, "other.json", {**good, "url": "https://pier.example/3"})
    (folder / "metadata_40_to_59.json").symlink_to(folder / "metadata_20_to_39.json")
    (folder / "content").mkdir()
    write(folder / "content", "lamp.html", f"<p>{SENTENCES[0]}</p>")
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, folder)
        found = articles(opened)
        texts = [opened.library.articles.content(article.id).text for article in found]
    assert (imported.kind, imported.source, imported.is_list) == ("omnivore", str(folder), False)
    assert imported.skipped == [
        "metadata_0_to_19.json, item 1: not an object",
        "metadata_0_to_19.json, item 2: no address",
        "metadata_40_to_59.json: a link, which is not followed",
    ]
    assert [article.url for article in found] == ["https://pier.example/1", "https://pier.example/2"]
    assert texts == [SENTENCES[0]] * 2


def test_newsboats_folder_is_its_list_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "newsboat"
    omnivore(folder, "metadata_0_to_19.json", {"slug": "x", "title": "X", "url": "https://pier.example/1"})
    write(folder, "urls", "https://pier.example/feed sea\n")
    (folder / "cache.db").mkdir()
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, folder)
        assert [feed.url for feed in opened.library.feeds.all()] == ["https://pier.example/feed"]
        assert articles(opened) == []
    assert (imported.kind, imported.feeds_new) == ("newsboat", 1)


@pytest.mark.parametrize("body", ["# Addresses\n\nOf no program.\n", "title,url,time_added,tags,status\n"])
def test_a_file_of_newsboats_name_is_looked_into(tmp_path: Path, body: str) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    write(folder, "urls", body)
    write(folder, "lamp.md", f"# Lamp\n\n{SENTENCES[0]}\n")
    told: list[Event] = []
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, folder, told.append)
        assert [article.title for article in articles(opened)] == ["Lamp"]
        assert opened.index.all_ids() == {1}
    assert (imported.kind, imported.new) == ("clippings", 1)
    assert Progress("importing", 1, 1) in told


def test_a_folder_that_cannot_be_listed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "iterdir", refused)
    with session(tmp_path) as opened, pytest.raises(FileError, match=r"\(Permission denied\)") as raised:
        import_file.import_file(opened, tmp_path)
    assert raised.value.subject == str(tmp_path)


def test_a_database_in_a_packed_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE rss_item (id INTEGER)")
        database.execute("CREATE TABLE rss_feed (rssurl VARCHAR(1024))")
    database.close()
    packed = write(tmp_path, "cache.db.gz", gzip.compress(path.read_bytes()))
    with session(tmp_path) as opened, pytest.raises(FileError, match="cannot be read from a pipe") as raised:
        import_file.import_file(opened, packed)
    assert (raised.value.subject, raised.value.hint) == (str(packed), "name the unpacked file itself")


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    with session(tmp_path) as opened, pytest.raises(ParseError, match="the file is empty") as raised:
        import_file.import_file(opened, write(tmp_path, "a.json", ""))
    assert raised.value.subject == str(tmp_path / "a.json")


def test_saved_searches_of_newsboat_come_once(tmp_path: Path) -> None:
    urls = (
        "https://pier.example/feed\n"
        '"query:Lamps:title =~ \\"lamp\\"" \n'
        '"query:Stairs:title =~ \\"stairs\\""\n'
    )
    with session(tmp_path) as opened:
        saved_searches.save(opened, "Lamps", "mine")
        imported = import_file.import_file(opened, write(tmp_path, "urls", urls))
        assert opened.library.saved.named("Lamps").query == "mine"  # type: ignore[union-attr]
        assert opened.library.saved.named("Stairs") is not None
        assert opened.library.undo.undo(1, NOW) == ["saved the search “Lamps”"], "it was not imported"
    assert (imported.searches_new, imported.searches_known, imported.skipped) == (1, 1, [])


def test_a_saved_search_that_cannot_be_kept_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*what: object) -> None:
        raise UsageError("no room")

    monkeypatch.setattr(saved_searches, "take_over", refused)
    urls = 'https://pier.example/feed\n"query:Stairs:title =~ \\"stairs\\""\n'
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, write(tmp_path, "urls", urls))
    assert (imported.searches_new, imported.skipped_count) == (0, 1)
    assert imported.skipped == ["the saved search “Stairs” (title:stairs): no room"]


def test_settings_of_a_list_are_those_of_new_feeds_alone(tmp_path: Path) -> None:
    outline = '<outline text="Pier" xmlUrl="https://pier.example/{}" {}/>'
    first = outline.format(1, "") + outline.format(2, 'updateInterval="1" miniflux:disabled="false"')
    second = "".join(
        outline.format(n, 'miniflux:disabled="true" miniflux:crawler="true" filtercmd="x"') for n in (1, 3)
    )
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, write(tmp_path, "a.opml", f"<opml>{first}</opml>"))
        assert imported.skipped == ["https://pier.example/2: interval cannot be 1"]
        again = import_file.import_file(opened, write(tmp_path, "b.opml", f"<opml>{second}</opml>"))
        kept = {feed.url: (feed.is_paused, dict(feed.settings)) for feed in opened.library.feeds.all()}
        assert len(opened.library.undo.undo(5, NOW)) == 1
        assert not any(feed.is_paused for feed in opened.library.feeds.all())
    assert (again.feeds_new, again.feeds_known) == (1, 1)
    assert again.kinds == {"a program that rewrites the feed, which is never run": 2}
    assert kept == {
        "https://pier.example/1": (False, {}),
        "https://pier.example/2": (False, {}),
        "https://pier.example/3": (True, {"interval": "never", "full_text": "always"}),
    }
