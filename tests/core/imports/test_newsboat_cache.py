"""A newsboat user comes over: `urls` and `cache.db`, in any order, with nothing lost."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import subscriptions
from reader.core.events import Progress
from reader.core.imports import import_file
from reader.core.refresh import run
from reader.core.sandbox.framing import TaskAnswer
from reader.core.sandbox.process import ChildProcess
from reader.errors import FileError
from reader.model import Draft
from tests.support import near
from tests.support.newsboat import FEED, cache, item
from tests.support.papers import PROSE, SENTENCES, rss
from tests.support.papers import item as entry
from tests.support.processes import PATIENCE
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session
    from tests.support.server import Server

URLS = f"""{FEED} sea "~My Pier"
https://dunes.example/feed ! news
"query:Unread:unread = \\"yes\\""
"query:Secure:rssurl =~ \\"^https\\""
"""
DUNES = "https://dunes.example/feed"
needs_newsboat = pytest.mark.skipif(
    not shutil.which("newsboat"), reason="newsboat is missing: apt-get install newsboat"
)


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)


def home(folder: Path) -> Path:
    """A folder as newsboat keeps it: two feeds, three articles, of which one is read, one flagged."""
    place = folder / "newsboat"
    place.mkdir()
    (place / "urls").write_text(URLS)
    (place / "config").write_text("reload-threads 16\n")
    cache(
        place / "cache.db",
        item(1, unread=0),
        item(2, flags="s", enclosure_url="https://pier.example/2.mp3"),
        item(3, feedurl=DUNES, url="https://dunes.example/3", title="Sand", content=f"<p>{PROSE}</p>"),
        feeds=[(FEED, "https://pier.example/", "The Pier"), (DUNES, "https://dunes.example/", "Dunes")],
    )
    return place


def shown(session: Session) -> list[tuple[str, tuple[str, ...], bool, tuple[str, ...]]]:
    """Each article's title, feeds, whether it is read, and its tags."""
    found = session.library.articles.many(list(range(1, 50)))
    return sorted((article.title, article.feeds, article.read, article.tags) for article in found)


ALL = [
    ("Lamp 1", ("My Pier",), True, ()),
    ("Lamp 2", ("My Pier",), False, ("flag/s",)),
    ("Sand", ("Dunes",), False, ()),
]


def test_a_folder_of_newsboats_comes_over_whole(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, home(tmp_path))
        assert shown(opened) == ALL
        feeds = [(feed.title, feed.url, feed.tags) for feed in opened.library.feeds.all()]
    assert feeds == [("Dunes", DUNES, ("hidden", "news")), ("My Pier", FEED, ("sea",))]
    assert imported.kind == "newsboat"
    assert str(imported) == "subscribed to 2 feeds; 1 search saved; 3 articles imported; 1 entry not imported"
    assert "Secure" in imported.skipped[0]


def test_a_query_feed_becomes_a_saved_search_and_what_was_made_of_it_stays(tmp_path: Path) -> None:
    place = home(tmp_path)
    with session(tmp_path) as opened:
        import_file.import_file(opened, place)
        (saved,) = opened.library.saved.all()
        assert (saved.name, saved.query) == ("Unread", "is:unread")
        opened.library.saved.change(saved.id, NOW, query="is:unread newer:1w")
        again = import_file.import_file(opened, place)
        assert [one.query for one in opened.library.saved.all()] == ["is:unread newer:1w"]
    assert "0 searches saved, 1 already there" in str(again)


def test_again_nothing_comes_twice(tmp_path: Path) -> None:
    place = home(tmp_path)
    with session(tmp_path) as opened:
        import_file.import_file(opened, place)
        imported = import_file.import_file(opened, place)
        assert shown(opened) == ALL
    assert (imported.feeds_new, imported.new, imported.updated, imported.same) == (0, 0, 0, 3)


def test_the_cache_may_come_before_the_urls(tmp_path: Path) -> None:
    place = home(tmp_path)
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, place / "cache.db")
        assert {feed.title: feed.url for feed in opened.library.feeds.all()} == {
            "Dunes": None,
            "The Pier": None,
        }
        import_file.import_file(opened, place / "urls")
        assert shown(opened) == ALL
        assert {feed.url for feed in opened.library.feeds.all()} == {FEED, DUNES}
    assert imported.notes == ["2 feeds you are not subscribed to: only their articles were imported"]


def test_an_article_comes_as_refresh_would_have_brought_it(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(opened, home(tmp_path))
        lamp = opened.library.articles.get("https://pier.example/2")
        sand = opened.library.articles.get("https://dunes.example/3")
        assert lamp is not None
        assert sand is not None
        content = opened.library.articles.content(lamp.id)
    assert content.markdown == "Lamp **2** burns.\n\n[2.mp3](https://pier.example/2.mp3)"
    assert [link.url for link in content.links if link.role == "enclosure"] == ["https://pier.example/2.mp3"]
    assert (lamp.authors, lamp.publication, lamp.published) == (
        ("Ann Keel",),
        "The Pier",
        datetime(2026, 3, 2, 8, 0, 2, tzinfo=UTC),
    )
    assert (sand.text_origin, sand.text_state) == ("feed", "full")


def test_entries_that_refresh_brings_later_are_known(tmp_path: Path, server: Server) -> None:
    url = server.url("/feed")
    rows = [
        item(1, guid=server.url("/1"), url=server.url("/1"), feedurl=url, unread=0),
        item(2, guid="moved", url=server.url("/2-before"), title="Stairs", feedurl=url, unread=0),
    ]
    feed = rss(
        "The Pier",
        entry("Lamp 1", server.url("/1")),
        entry("Stairs", server.url("/2"), SENTENCES[1]).replace("<guid>" + server.url("/2"), "<guid>moved"),
    )
    server.text("/feed", feed, "text/xml")
    (tmp_path / "urls").write_text(url)
    with session(tmp_path) as opened:
        import_file.import_file(opened, tmp_path / "urls")
        import_file.import_file(opened, cache(tmp_path / "cache.db", *rows, feeds=[(url, "", "The Pier")]))
    with session(tmp_path) as opened:
        run.run(opened)
        assert [(title, read) for title, _, read, _ in shown(opened)] == [("Lamp 1", True), ("Stairs", True)]


def test_a_newer_text_in_the_library_stays(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        held = opened.library.feeds.hold(FEED, "The Pier", None, NOW)
        newer = Draft(
            title="Lamp 1, corrected",
            url="https://pier.example/1",
            markdown="It was put out.",
            text="It was put out.",
            text_origin="feed",
        )
        opened.library.articles.save(newer, now=NOW - timedelta(days=1), feed_id=held, guid="guid-1")
        imported = import_file.import_file(opened, cache(tmp_path / "cache.db", item(1, unread=0, flags="a")))
        article = opened.library.articles.many([1])[0]
        assert opened.library.articles.content(1).text == "It was put out."
        assert opened.library.articles.earlier(1) == []
    assert (imported.same, article.title, article.read, article.tags) == (
        1,
        "Lamp 1, corrected",
        True,
        ("flag/a",),
    )


def test_articles_of_programs_stand_under_their_feeds_title(tmp_path: Path) -> None:
    rows = [item(1, feedurl="exec:run", guid="1"), item(2, feedurl="file:///tmp/x", guid="2", url="")]
    place = cache(tmp_path / "cache.db", *rows, feeds=[("exec:run", "", "My program")])
    with session(tmp_path) as opened:
        import_file.import_file(opened, place)
        assert {(title, feeds) for title, feeds, _, _ in shown(opened)} == {
            ("Lamp 1", ("My program",)),
            ("Lamp 2", ("file:///tmp/x",)),
        }
        assert import_file.import_file(opened, place).same == 2


def test_deleted_articles_stay_away_and_are_counted(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        place = cache(tmp_path / "cache.db", item(1), item(2, deleted=1))
        imported = import_file.import_file(opened, place)
        assert [title for title, *_ in shown(opened)] == ["Lamp 1"]
    assert "1 article you deleted in newsboat: not imported" in imported.notes


def test_authors_are_names(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(
            opened, cache(tmp_path / "cache.db", item(1, author="ann@pier.example (Ann Keel)"))
        )
        assert opened.library.articles.many([1])[0].authors == ("Ann Keel",)


def test_a_hostile_text_is_harmless_and_a_hanging_one_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(child: ChildProcess, job: object) -> object:
        if b"hangs" in job.body:  # type: ignore[attr-defined]
            return TaskAnswer(error="broken", message="took more than 10 s"), b""
        return await near.ask(child, job)  # type: ignore[arg-type]

    monkeypatch.setattr(ChildProcess, "ask", ask)
    rows = [
        item(1, content="<p>hangs</p>"),
        item(2, content="<script>alert(1)</script><p>Fine &#27;[2J</p><a href='javascript:x'>y</a>"),
    ]
    with session(tmp_path) as opened:
        import_file.import_file(opened, cache(tmp_path / "cache.db", *rows))
        first, second = opened.library.articles.many([1, 2])
        text = opened.library.articles.content(second.id).markdown
    assert first.text_state == "failed"
    assert "Fine" in text
    assert not any(word in text for word in ("\x1b", "alert", "javascript"))


def test_a_large_cache_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[Event] = []
    with session(tmp_path) as opened:
        import_file.import_file(opened, cache(tmp_path / "cache.db", *map(item, range(450))), told.append)
    steps = [(e.done, e.total) for e in told if isinstance(e, Progress) and e.job == "importing"]
    assert steps == [(200, 450), (400, 450), (450, 450)]


def test_a_database_through_a_pipe_is_refused_with_the_next_step(tmp_path: Path) -> None:
    packed = tmp_path / "cache.db.gz"
    packed.write_bytes(gzip.compress(cache(tmp_path / "cache.db", item(1)).read_bytes()))
    with session(tmp_path) as opened, pytest.raises(FileError, match="cannot be read from a pipe"):
        import_file.import_file(opened, packed)


def newsboat(folder: Path, *argv: str) -> None:
    files = ("-C", folder / "config", "-u", folder / "urls", "-c", folder / "cache.db")
    env = {"HOME": str(folder), "PATH": "/usr/bin:/bin:/usr/local/bin", "LANG": "C.UTF-8"}
    subprocess.run(["newsboat", *files, *argv], check=True, capture_output=True, env=env, timeout=PATIENCE)


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Dunes</title><id>urn:dunes</id><updated>2026-03-02T08:00:00Z</updated>
<entry><title>Sand &amp; wind</title><id>urn:dunes:1</id><link href="{url}/sand"/><updated>2026-03-02T08:00:00Z</updated>
<author><name>Bo Chen</name></author><content type="html">&lt;p&gt;The sand &lt;b&gt;moved&lt;/b&gt; again.&lt;/p&gt;</content></entry>
</feed>"""
SOUND = '<enclosure url="https://pier.example/lamp.mp3" type="audio/mpeg" length="9000000"/></item>'


def written(place: Path) -> list[tuple[str, str, str, datetime, bool]]:
    """What newsboat itself knows of each article: title, address, author, date, whether it is read."""
    with closing(sqlite3.connect(place / "cache.db")) as connection:
        rows = connection.execute("SELECT title, url, author, pubDate, unread FROM rss_item").fetchall()
    return sorted(
        (title, url, author, datetime.fromtimestamp(at, UTC), not unread)
        for title, url, author, at, unread in rows
    )


@needs_newsboat
def test_what_newsboat_itself_made_comes_over_whole(tmp_path: Path, server: Server) -> None:
    place = tmp_path / "newsboat"
    place.mkdir()
    (place / "config").touch()
    lamp = entry("Lamp", server.url("/1")).replace("</item>", SOUND)
    pier = rss("The Pier", lamp, entry("Å & <b>", server.url("/2"), SENTENCES[1]))
    urls = [
        server.text("/feed", pier, "text/xml"),
        server.text("/dunes", ATOM.format(url=server.url()), "text/xml"),
    ]
    (place / "urls").write_text(
        f'{urls[0]} sea "~My Pier" "two words"\n{urls[1]} ! news\n"query:Unread:unread = \\"yes\\""\n'
    )
    newsboat(place, "-x", "reload")
    with closing(sqlite3.connect(place / "cache.db")) as connection:
        connection.execute("UPDATE rss_item SET unread = 0, flags = 'k' WHERE title = 'Lamp'")
        connection.commit()
    with session(tmp_path) as opened:
        import_file.import_file(opened, place)
        articles = opened.library.articles.many([1, 2, 3])
        assert written(place) == sorted(
            (a.title, a.url or "", ", ".join(a.authors), a.published or NOW, a.read) for a in articles
        )
        assert {a.title: (a.feeds, a.tags) for a in articles} == {
            "Lamp": (("My Pier",), ("flag/k",)),
            "Å & <b>": (("My Pier",), ()),
            "Sand & wind": (("Dunes",), ()),
        }
        feeds = {feed.url: (feed.title, feed.tags) for feed in opened.library.feeds.all()}
        assert feeds == {urls[0]: ("My Pier", ("sea", "two words")), urls[1]: ("Dunes", ("hidden", "news"))}
        (sand,) = [a.id for a in articles if a.title == "Sand & wind"]
        assert opened.library.articles.content(sand).markdown == "The sand **moved** again."
        (lamp_id,) = [a.id for a in articles if a.title == "Lamp"]
        assert "lamp.mp3" in opened.library.articles.content(lamp_id).markdown
        run.run(opened)
        assert len(shown(opened)) == 3
        assert [a.read for a in opened.library.articles.many([lamp_id])] == [True]


@needs_newsboat
def test_our_opml_goes_into_newsboat(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "config").touch()
    (there / "urls").write_text("https://else.example/feed\n")
    with session(tmp_path) as opened:
        import_file.import_file(opened, home(tmp_path))
        (tmp_path / "out.opml").write_text(subscriptions.as_opml(opened, with_passwords=True)[0])
    newsboat(there, "-i", str(tmp_path / "out.opml"))
    lines = (there / "urls").read_text().splitlines()
    assert {line.split()[0] for line in lines} == {"https://else.example/feed", FEED, DUNES}
    assert any(line == f'{FEED} "sea"' for line in lines)
