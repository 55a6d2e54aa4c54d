"""The worker: jobs in, events out, each end with what it came to."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from reader import log
from reader.core.events import (
    SKIPPED_TOLD,
    AddDone,
    Event,
    FeedChoice,
    FeedUnreached,
    ImportDone,
    JobDone,
    Notice,
    PageRefused,
    PictureRead,
    Step,
)
from reader.core.refresh.run import Summary
from reader.core.session import LibraryPaths, Session
from reader.core.worker import worker
from reader.core.worker.messages import from_json
from reader.errors import LibraryError
from reader.model import Link, Subscription
from reader.store.library import Library
from reader.text import urls
from tests.support.mails import mail as letter
from tests.support.mails import maildir
from tests.support.painted import data, picture
from tests.support.papers import OG_ARTICLE, SENTENCES, announced, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.events import Listener
    from reader.model import Feed
    from tests.support.server import Server


class Office:
    """Has jobs done one after the other in this process; `events` are those of the last one."""

    def __init__(self, library: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._library, self._capsys, self._patch = library, capsys, patch
        self.events: list[Event] = []

    def do(self, job: str, **arguments: object) -> JobDone:
        return self.line(json.dumps({"job": job, **arguments}))

    def line(self, line: str) -> JobDone:
        self._patch.setattr("sys.stdin", io.StringIO(line + "\n"))
        assert worker.main(["--library", str(self._library)]) == 0
        told = [from_json(text) for text in self._capsys.readouterr().out.splitlines()]
        self.events = [event for event in told if event is not None]
        assert len(self.events) == len(told)
        done = self.events[-1]
        assert isinstance(done, JobDone)
        return done


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(made(tmp_path), capsys, monkeypatch)


def made(folder: Path) -> Path:
    """A library in the folder: a worker serves one that is there."""
    Library.open(folder / "library.db").close()
    return folder / "library.db"


@pytest.fixture
def feed(server: Server) -> str:
    items = [item("Lamp lit", server.url("/1")), item("Stairs swept", server.url("/2"), day=2)]
    return server.text("/feed", rss("The Pier", *items), "application/rss+xml")


def test_the_feeds_of_a_site_are_a_choice_even_if_it_is_one(office: Office, server: Server) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE + announced("/feed")))
    added = office.do("add", target=url).result
    assert isinstance(added, AddDone)
    done = office.do("site", article=added.id)
    assert done.result == FeedChoice(choices=(Link(server.url("/feed"), "All news"),))
    assert done.summary == "1 feed"
    assert office.do("site", article=99).error == "this article is no longer in the library"


def test_a_feed_comes_with_its_articles_and_is_known_the_second_time(office: Office, feed: str) -> None:
    done = office.do("add", target=feed)
    assert done.result == AddDone(kind="feed", id=1, title="The Pier", outcome="new", new=2)
    assert done.summary == "subscribed to The Pier: 2 articles"
    steps = [event for event in office.events if isinstance(event, Step)]
    assert [step.text for step in steps] == [f"contacting {urls.host(feed)}", "parsing"]
    again = office.do("add", target=feed)
    assert again.result == AddDone(kind="feed", id=1, title="The Pier", outcome="same")
    assert again.summary == "already subscribed to The Pier"


def test_whole_texts_of_a_new_feed_are_a_job_of_their_own(office: Office, server: Server) -> None:
    page_url = server.text("/1", page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE))
    teaser = item("Lamp lit", page_url, "The lamp is lit …")
    feed = server.text("/feed", rss("The Pier", teaser), "application/rss+xml")
    assert office.do("add", target=feed).summary == "subscribed to The Pier: 1 article"
    assert server.count("/1") == 0
    office.do("refresh", feeds=[])
    assert (server.count("/1"), server.count("/feed")) == (1, 1)


def test_an_article_comes_with_the_feed_that_its_page_names(
    office: Office, server: Server, feed: str
) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE + announced("/feed")))
    done = office.do("add", target=url)
    assert done.result == AddDone(kind="article", id=1, title="Lamp lit", outcome="new", site_feed=feed)
    assert office.do("add", target=url).summary == "already in the library: “Lamp lit”"


def test_what_is_no_article_comes_back_with_the_ways_to_go_on(office: Office, server: Server) -> None:
    body = page("Log in", head=announced("/feed")).replace(
        "</h1>", '</h1><p>Forgotten?</p><input type="password">'
    )
    url = server.text("/account", body)
    done = office.do("add", target=url)
    assert done.result == PageRefused(
        said="this is a login page, no article: it asks for a password",
        can_be_kept=True,
        feeds=(Link(server.url("/feed"), "All news"),),
    )
    assert done.error == f"{url}: this is a login page, no article: it asks for a password"
    kept = office.do("add", target=url, anyway=True).result
    assert isinstance(kept, AddDone)
    assert (kept.title, kept.note) == ("Log in", "This is a login page, no article: it asks for a password")


def test_a_folder_of_newsletters_comes_as_feeds(office: Office, tmp_path: Path) -> None:
    folder = maildir(
        tmp_path / "m", letter(1), letter(2, sender="Tom Vance <tom@stormy.example>", list_id=None)
    )
    done = office.do("add", target=str(folder))
    assert done.summary == "subscribed to Letters from the pier and 1 more: 2 articles"
    again = office.do("add", target=str(folder))
    assert again.summary == "already subscribed to Letters from the pier and 1 more"


def test_several_feeds_come_as_a_choice_and_one_can_be_chosen(
    office: Office, server: Server, feed: str
) -> None:
    head = announced("/feed", "All news") + announced("/sport", "Sport")
    front = server.text("/", page("The Pier", *SENTENCES[:2], head=head))
    done = office.do("add", target=front)
    assert isinstance(done.result, FeedChoice)
    assert [(link.title, link.url) for link in done.result.choices] == [
        ("All news", feed),
        ("Sport", server.url("/sport")),
    ]
    assert done.error
    assert office.do("add", target=front, choose=1).summary == "subscribed to The Pier: 2 articles"


def test_what_fails_says_why_and_what_to_do(office: Office) -> None:
    done = office.do("add", target="nonsense")
    assert done.result is None
    assert done.error == "nonsense: not a web address or an existing file"
    assert done.hint == "enter https://… or the path of a file"


def test_an_import_tells_its_counts_and_what_was_left_out(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="One" xmlUrl="https://one.example/feed"/>'
        '<outline text="Odd" xmlUrl="gopher://two.example/"/></body></opml>'
    )
    done = office.do("import", path=str(file))
    assert isinstance(done.result, ImportDone)
    assert (done.result.kind, done.result.feeds_new, done.result.skipped_count) == ("opml", 1, 1)
    assert len(done.result.skipped) == 1
    again = office.do("import", path=str(file)).result
    assert isinstance(again, ImportDone)
    assert (again.feeds_new, again.feeds_known) == (0, 1)


def test_of_very_many_left_out_only_the_first_are_told(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text('{"title": "One", "text": "Words."}\n' + '{"title": 1}\n' * (SKIPPED_TOLD + 5))
    done = office.do("import", path=str(file)).result
    assert isinstance(done, ImportDone)
    assert (done.new, len(done.skipped), done.skipped_count) == (1, SKIPPED_TOLD, SKIPPED_TOLD + 5)


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{}", '{"job": "add"}', '{"job": "sing"}', '{"job": "add", "target": "a", "wanted": 3}'],
)
def test_what_is_no_job_is_answered_all_the_same(office: Office, line: str) -> None:
    assert office.line(line).error


def test_a_job_that_fails_in_the_usual_way_is_logged_for_debugging(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_folder", lambda: tmp_path)
    monkeypatch.delenv(log.DEBUG, raising=False)
    assert office.do("add", target="nothing at all").error
    assert not (tmp_path / log.NAME).exists()
    monkeypatch.setenv(log.DEBUG, "1")
    assert office.do("add", target="nothing at all").error
    assert "] doing a job add\n  UsageError" in (tmp_path / log.NAME).read_text()


@pytest.mark.parametrize("fault", [AttributeError("lamp"), OSError("lamp"), LookupError("lamp")])
def test_a_fault_within_a_job_is_logged_and_ends_that_job_alone(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(log, "_folder", lambda: tmp_path)
    monkeypatch.setattr("reader.core.indexing.reindex", broken)
    done = office.do("reindex")
    assert (done.job, done.error) == ("reindex", "stopped by an unexpected error")
    assert done.hint == "the cause is in the log; broadsheet doctor shows where that is"
    told = (tmp_path / log.NAME).read_text()
    assert f"] doing a job reindex\n  {type(fault).__name__}\n" in told
    assert " broken\n" in told
    assert office.do("index").error is None


@pytest.mark.parametrize("hint", ["try an older one", ""])
def test_a_library_that_cannot_be_opened_is_told_as_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], hint: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise LibraryError("it is damaged", hint=hint)

    monkeypatch.setattr(worker, "Session", refused)
    assert worker.main(["--library", str(tmp_path / "library.db")]) == LibraryError.exit_code
    monkeypatch.setenv(log.DEBUG, "1")
    monkeypatch.setattr(log, "_folder", lambda: tmp_path)
    assert worker.main(["--library", str(tmp_path / "library.db")]) == LibraryError.exit_code
    assert "] opening the library\n  LibraryError" in (tmp_path / log.NAME).read_text()
    told = from_json(capsys.readouterr().out.splitlines()[-1])
    assert told == JobDone(job="start", summary="", error="it is damaged", hint=hint or None)


def test_a_worker_as_it_is_started_logs_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reader.core.worker.worker", "--library", str(made(tmp_path))]
    asked = '{"job": "site", "article": []}\n'
    run = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    assert from_json(run.stdout) is not None
    assert (
        "reader.core.worker.worker] doing a job site\n  TypeError\n"
        in (tmp_path / "cache" / log.NAME).read_text()
    )


@pytest.mark.parametrize(
    ("arguments", "feeds", "due"),
    [
        ({}, None, False),
        ({"due": True}, None, True),
        ({"feeds": [2]}, ["https://quay.example/feed"], False),
        ({"feeds": [], "due": False}, [], False),
    ],
)
def test_a_refresh_is_of_the_feeds_that_are_named(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: dict[str, object],
    feeds: list[str] | None,
    due: bool,
) -> None:
    asked: list[tuple[object, object]] = []

    def refresh(
        _: Session, chosen: list[Feed] | None, *, due: bool, listen: Listener, **_others: object
    ) -> Summary:
        asked.append((None if chosen is None else [feed.url for feed in chosen], due))
        listen(Notice("at work"))
        return Summary(asked=1, new=3)

    monkeypatch.setattr("reader.core.sync.sync_accounts.run", refresh)
    with Session(LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")) as session:
        for name in ("pier", "quay"):
            session.library.feeds.add(Subscription(url=f"https://{name}.example/feed"), session.now())
    assert office.do("refresh", **arguments).summary == "Checked 1 feed: 3 new"
    assert asked == [(feeds, due)]
    assert office.events[0] == Notice("at work")


@pytest.mark.parametrize(("due", "words"), [(True, ""), (False, "No feeds to check")])
def test_a_refresh_by_itself_that_asks_nothing_has_no_words(
    office: Office, monkeypatch: pytest.MonkeyPatch, due: bool, words: str
) -> None:
    monkeypatch.setattr("reader.core.refresh.run.run", Mock(return_value=Summary()))
    assert office.do("refresh", due=due).summary == words


def test_a_worker_that_fails_beside_its_jobs_logs_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reader.core.worker.worker", "--library", str(made(tmp_path))]
    run = subprocess.run(
        command,
        input=b'{"job": "\xff"}\n',
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:strict"},
    )
    assert run.returncode == 1
    told = (tmp_path / "cache" / log.NAME).read_text()
    assert "] serving jobs\n  UnicodeDecodeError: utf-8: invalid start byte\n" in told


def test_no_library_is_made_where_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert worker.main(["--library", str(tmp_path / "library.db")]) == 1
    assert "there is no library yet" in capsys.readouterr().out
    assert not (tmp_path / "library.db").exists()


def test_a_server_that_is_down_is_told_apart(office: Office, server: Server) -> None:
    url = server.on("/feed", Route(status=503))
    done = office.do("add", target=url)
    assert done.result == FeedUnreached()
    assert done.error == f"{url}: the server answered HTTP 503 (service unavailable)"
    done = office.do("add", target=url, wanted="feed")
    assert isinstance(done.result, AddDone)
    assert "503" in done.summary


def test_pictures_of_an_article_are_fetched_and_told_one_by_one(
    office: Office, server: Server, tmp_path: Path
) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE))
    added = office.do("add", target=url).result
    assert isinstance(added, AddDone)
    tug, gone = server.text("/tug.png", data(picture(90, 60)), "image/png"), server.url("/gone.png")
    done = office.do("pictures", article=added.id, urls=[tug, gone])
    assert (done.summary, done.error) == ("1 picture", None)
    assert office.events[:-1] == [
        PictureRead(url=tug),
        PictureRead(url=gone, error="the server answered HTTP 404 (not found)"),
    ]
    assert len(list((tmp_path / "library.db.pictures").iterdir())) == 1
    assert office.do("pictures", article=99, urls=[tug]).error == "this article is no longer in the library"
    assert office.do("pictures", article=added.id).error == "not a job: 'urls'"
