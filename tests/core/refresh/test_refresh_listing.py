"""What is new is listed before its text is read; a kill in between, a twin or a known article changes nothing of it."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from reader.core import doctor
from reader.core.clusters import clustering
from reader.core.refresh import save_entries
from reader.core.sandbox import process
from reader.core.sandbox.entry_draft import WAITING
from reader.core.sandbox.pool import SandboxPool
from reader.core.sandbox.process import Lost
from reader.index import analyse
from reader.index.segments import write
from reader.text import tokens
from reader.text.word_memory import WordMemory
from tests.core.conftest import NOW
from tests.support import near
from tests.support.papers import PROSE, item, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.sandbox.framing import TaskAnswer
    from reader.core.sandbox.process import ChildProcess, Job
    from reader.index.analyse import Analysed
    from reader.index.profile import Profile
    from reader.model import Document
    from reader.text.stemming import Stemmers
    from tests.core.conftest import Room
    from tests.support.server import Seen, Server

LAMP = item("Lamp lit", "https://pier.example/1")
STAIRS = item("Stairs swept", "https://pier.example/2")


def feed(*items: str, head: str = "") -> Route:
    body = rss("The Pier", *items, head=head).encode()
    return Route(body=body, etag=f'"{sha256(body).hexdigest()[:8]}"')


class Killed(BaseException):
    """The end of the process, as far as a test can have it."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks that children were asked for, in order."""
    tasks: list[str] = []

    async def ask(child: ChildProcess, job: Job) -> tuple[TaskAnswer, bytes]:
        tasks.append(job.task)
        return await near.ask(child, job)

    monkeypatch.setattr(process.ChildProcess, "ask", ask)
    return tasks


def test_a_kill_between_listing_and_reading_is_made_good_by_the_next_refresh(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))

    async def kill(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(SandboxPool, "entries", kill)
        with pytest.raises(Killed):
            room.refresh()
    assert [(article.text_state, article.reason) for article in room.articles()] == [("pending", WAITING)] * 2
    assert sorted(room.titles()) == ["Lamp lit", "Stairs swept"]
    assert (room.feed().next_at, room.feed().etag, room.feed().body_hash) == (NOW, None, None)
    summary = room.refresh(due=True)
    assert (summary.new, summary.failed) == (0, 0)
    assert [article.text_state for article in room.articles()] == ["full"] * 2
    assert room.session.library.articles.earlier(1) == []
    report = doctor.examine(room.session)
    assert (report.library, report.index) == ((), ())


def test_the_index_gets_each_new_article_once(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    room.refresh()
    assert room.session.index.count == 2
    assert doctor.examine(room.session).index == ()


def test_each_text_is_taken_apart_once_for_the_index_and_once_to_be_compared_and_each_word_stemmed_once(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: Counter[tuple[str, str]] = Counter()
    stemmed: Counter[tuple[str, object]] = Counter()
    compared, forms = clustering._profile, tokens._stemmed

    def analysed(document: Document) -> Analysed:
        texts["index", document.body] += 1
        return analyse.analysed(document)

    def profile(document: Document) -> Profile:
        texts["compare", document.body] += 1
        return compared(document)

    def stems(word: str, chosen: Stemmers) -> Iterable[tokens.Form]:
        stemmed[word, chosen] += 1
        return forms(word, chosen)

    monkeypatch.setattr(tokens, "_memory", WordMemory(tokens.forms_of, 9_000))
    monkeypatch.setattr(write, "analysed", analysed)
    monkeypatch.setattr(clustering, "_profile", profile)
    monkeypatch.setattr(tokens, "_stemmed", stems)
    bodies = [
        f"{PROSE} Day {number} of the regatta went to the crew of boat {number}." for number in range(9)
    ]
    entries = [item(f"Race {at}", f"https://pier.example/{at}", body) for at, body in enumerate(bodies)]
    room.subscribe(server.on("/feed", feed(*entries)))
    room.refresh()
    assert sorted(texts) == sorted((by, body) for by in ("index", "compare") for body in bodies)
    assert set(texts.values()) == {1}
    assert [word for word, times in stemmed.items() if times > 1] == []
    assert len(stemmed) > len(set(PROSE.split())) / 2


def test_entries_that_have_not_changed_are_not_read_again(
    room: Room, server: Server, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = save_entries.entries_of

    def entries_of(came: Any, kept: Any) -> Any:
        found = real(came, kept)
        read.extend(entry.title for entry in found.entries)
        return found

    monkeypatch.setattr(save_entries, "entries_of", entries_of)
    other = item("Lamp lit", "https://pier.example/1", f"{PROSE} Correction: the band is blue.")
    room.subscribe(
        server.on(
            "/feed",
            feed(LAMP),
            feed(STAIRS, LAMP),
            feed(STAIRS, other),
            feed(STAIRS, other, head="<ttl>9</ttl>"),
        )
    )
    counts = [(summary.new, summary.updated) for summary in (room.refresh() for _ in range(4))]
    assert counts == [(1, 0), (1, 0), (0, 1), (0, 0)]
    assert [revision.markdown for revision in room.session.library.articles.earlier(1)] == [PROSE]
    assert "the band is blue" in room.session.library.articles.content(1).text
    assert read == ["Lamp lit", "Stairs swept", "Lamp lit"]
    assert asked == ["feed", "entries"] * 3 + ["feed"]


def test_twins_in_one_document_stay_as_they_came(room: Room, server: Server) -> None:
    twin = item("Lamp lit", "https://pier.example/1", f"{PROSE} Twice told.")
    room.subscribe(server.on("/feed", feed(LAMP, twin), feed(LAMP, twin, STAIRS)))
    room.refresh()
    before = room.session.library.articles.content(1).text
    room.refresh()
    assert room.session.library.articles.content(1).text == before
    assert room.titles() == ["Lamp lit", "Stairs swept"]
    assert room.session.library.articles.earlier(1) == []


def test_undated_entries_are_listed_in_the_order_of_their_feed(room: Room, server: Server) -> None:
    items = [
        item(f"Story {n}", f"https://pier.example/{n}").replace(
            "<pubDate>01 Mar 2026 08:00:00 +0000</pubDate>", ""
        )
        for n in range(4)
    ]
    room.subscribe(server.on("/feed", feed(*items)))
    room.refresh()
    assert room.titles() == ["Story 3", "Story 2", "Story 1", "Story 0"]
    assert all(article.undated for article in room.articles())


def test_the_same_article_in_two_feeds_is_one(room: Room, server: Server) -> None:
    room.subscribe(server.on("/one", feed(LAMP)), server.on("/two", feed(LAMP)))
    summary = room.refresh()
    (article,) = room.articles()
    assert (summary.new, article.text_state, len(article.feeds)) == (1, "full", 2)


def test_an_entry_without_guid_and_link_is_one_article_however_often(room: Room, server: Server) -> None:
    bare = f"<item><title>Notice</title><description>{PROSE}</description></item>"
    room.subscribe(server.on("/feed", feed(bare), feed(bare, LAMP)))
    room.refresh()
    room.refresh()
    assert sorted(room.titles()) == ["Lamp lit", "Notice"]


def test_bytes_that_end_their_reader_twice_are_left_alone_until_they_change(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths: list[str] = []

    async def ask(child: ChildProcess, job: Job) -> tuple[TaskAnswer, bytes]:
        if job.task == "feed" and b"Trap" in job.body:
            deaths.append(job.task)
            raise Lost("took longer than 10 s and was stopped", by_item=True)
        return await near.ask(child, job)

    monkeypatch.setattr(process.ChildProcess, "ask", ask)
    trap = feed(item("Trap", "https://pier.example/3"))
    room.subscribe(server.on("/feed", trap, trap, trap, trap, feed(LAMP)))
    outcomes = []
    for _ in range(5):
        room.refresh()
        outcomes.append(room.feed().outcome)
    assert len(deaths) == 2
    assert outcomes[0] == outcomes[1] == "could not be read: took longer than 10 s and was stopped"
    harmful = "harmful: crashed the parser twice; skipped until it changes"
    assert outcomes[2:] == [harmful, harmful, "1 entry"]
    assert (room.feed().state, room.titles()) == ("ok", ["Lamp lit"])


def test_a_machine_that_starts_no_process_marks_no_feed(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(child: ChildProcess, job: Job) -> tuple[TaskAnswer, bytes]:
        raise Lost("could not be read: the parser did not start in time")

    monkeypatch.setattr(process.ChildProcess, "ask", ask)
    room.subscribe(server.on("/feed", feed(LAMP)))
    room.refresh()
    assert (room.feed().crash_count, room.feed().state) == (0, "failing")


def test_what_comes_is_there_after_the_user_stops_the_run(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def silent_until_the_stop(_: Seen) -> Route:
        stopped.wait()
        return Route(raw=b"")

    room.subscribe(server.on("/feed", feed(LAMP)), server.on("/silent", silent_until_the_stop))

    async def ask(child: ChildProcess, job: Job) -> tuple[TaskAnswer, bytes]:
        if job.task == "entries":
            stopped.set()
            raise asyncio.CancelledError
        return await near.ask(child, job)

    monkeypatch.setattr(process.ChildProcess, "ask", ask)
    with pytest.raises(asyncio.CancelledError):
        room.refresh()
    assert room.titles() == ["Lamp lit"]
