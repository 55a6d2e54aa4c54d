"""No error of SQLite leaves the library."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from reader.errors import LibraryError, LibraryLocked
from reader.model import KeptOutput, LastExport, Passage, RemoteFeed, SeenFile, Subscription
from reader.query.tree import Everything, Filter, Text
from reader.store import library_file
from reader.store.accounts import AccountGiven
from reader.store.articles.new_entries import Arrival
from reader.store.clusters import ClusterTrace
from reader.store.database import Database
from reader.store.feeds import FeedOutcome
from reader.store.library import Library
from reader.store.remote_entries import NewEntry, SettledEntry
from reader.store.retention import Limit
from reader.store.user_state.archive_outbox import ArchiveMark
from reader.store.user_state.outbox import Outgoing
from tests.store.making import NOW, draft, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OUTCOME = FeedOutcome(tried=NOW, state="ok", outcome="")
ARRIVAL = Arrival(draft=draft(3, text_origin="feed", text_state="pending"), guid="3", position=0, hash=b"3")
TRACE = ClusterTrace(article_id=1, packed=b"", clues=[1], sketch=[1], sorted_by=NOW, published=None)
ACCOUNT = AccountGiven(
    name="x",
    interface="miniflux",
    url="https://x.example",
    user="ann",
    login="ann",
    secret="env:X",
    server="Miniflux",
)
FEED_THERE = RemoteFeed(remote_id="7", title="Seven", url="https://seven.example/rss")
NEW_ENTRY = NewEntry(5, 1, 1, read=True, starred=False, labels={"a": "A"})
SETTLED = SettledEntry(
    5, 1, read=True, starred=False, labels={}, is_read=True, is_bookmarked=False, tags=frozenset()
)
ARCHIVE_MARK = ArchiveMark(NOW, UUID(int=1), "read", NOW)
OUTGOING = Outgoing("read", on=True, ids=(5,))
OUTPUT = KeptOutput("Summary", "brief", "Short.", NOW)
WITHOUT_SQL = {"articles.begin", "masks.of_ids", "sound.backup_bytes"}
SETTINGS_ONLY = {"close", "in_haste", "choose_journal", "refuse_moved"}

CALLS: dict[str, Callable[[Library, Path], Any]] = {
    "changes": lambda library, _: library.database.changes(),
    "articles.save": lambda library, _: library.articles.save(draft(2), now=NOW),
    "articles.get": lambda library, _: library.articles.get(1),
    "articles.by_uids": lambda library, _: library.articles.by_uids(["a" * 16]),
    "articles.by_url": lambda library, _: library.articles.by_url("https://paper.example/x"),
    "articles.titled": lambda library, _: library.articles.titled("Story 1"),
    "articles.many": lambda library, _: library.articles.many([1]),
    "articles.present": lambda library, _: library.articles.present([1]),
    "articles.content": lambda library, _: library.articles.content(1),
    "articles.contents": lambda library, _: library.articles.contents([1]),
    "articles.earlier": lambda library, _: library.articles.earlier(1),
    "articles.edited": lambda library, _: library.articles.edited(1),
    "articles.origins": lambda library, _: library.articles.origins(1),
    "articles.choose_text": lambda library, _: library.articles.choose_text(1, "feed"),
    "articles.documents": lambda library, _: list(library.articles.documents([1])),
    "articles.titles": lambda library, _: library.articles.titles([1]),
    "arrivals.seen": lambda library, _: library.arrivals.seen(1),
    "arrivals.announce": lambda library, _: library.arrivals.announce(1, [ARRIVAL], NOW),
    "arrivals.announce_all": lambda library, _: library.arrivals.announce_all([(1, ARRIVAL)], NOW),
    "arrivals.put_last": lambda library, _: library.arrivals.put_last([1]),
    "arrivals.fill": lambda library, _: library.arrivals.fill(1, [(1, ARRIVAL)], NOW),
    "feeds.add": lambda library, _: library.feeds.add(Subscription(url="https://x.example/"), NOW),
    "feeds.all": lambda library, _: library.feeds.all(),
    "feeds.get": lambda library, _: library.feeds.get(1),
    "feeds.find": lambda library, _: library.feeds.find("paper"),
    "feeds.tried": lambda library, _: library.feeds.tried(1, OUTCOME),
    "feeds.hold": lambda library, _: library.feeds.hold("https://y.example/", "Y", None, NOW),
    "feeds.rename": lambda library, _: library.feeds.rename(1, "New", NOW),
    "feeds.set_tags": lambda library, _: library.feeds.set_tags(1, ["a"], NOW),
    "feeds.set": lambda library, _: library.feeds.set(1, "interval", "60", NOW),
    "feeds.hide": lambda library, _: library.feeds.hide(1, NOW, on=True),
    "feeds.hidden": lambda library, _: library.feeds.hidden(),
    "feeds.first_of": lambda library, _: library.feeds.first_of([1, 2]),
    "feeds.latest": lambda library, _: library.feeds.latest(),
    "feeds.remove": lambda library, _: library.feeds.remove(1, NOW),
    "feeds.added": lambda library, _: library.feeds.added(1, "The Pier", NOW),
    "feeds.remove_all": lambda library, _: library.feeds.remove_all([1], NOW),
    "feeds.join": lambda library, _: library.feeds.join(1, "Wire", "Title", 0),
    "accounts.all": lambda library, _: library.accounts.all(),
    "accounts.get": lambda library, _: library.accounts.get(1),
    "accounts.find": lambda library, _: library.accounts.find("x"),
    "accounts.add": lambda library, _: library.accounts.add(replace(ACCOUNT, name="y", user="bo"), NOW),
    "accounts.probed": lambda library, _: library.accounts.probed(1, ACCOUNT),
    "accounts.keep_cursor": lambda library, _: library.accounts.keep_cursor(1, "5"),
    "accounts.tried": lambda library, _: library.accounts.tried(1, NOW, "nothing new"),
    "accounts.remove": lambda library, _: library.accounts.remove(1, NOW),
    "remote_feeds.ids": lambda library, _: library.remote_feeds.ids(1),
    "remote_feeds.published": lambda library, _: library.remote_feeds.published(1),
    "remote_feeds.listed": lambda library, _: library.remote_feeds.listed(1, [FEED_THERE], NOW),
    "remote_feeds.adopt": lambda library, _: library.remote_feeds.adopt(1, 1, FEED_THERE, NOW),
    "remote_feeds.moves": lambda library, _: library.remote_feeds.moves(1),
    "remote_feeds.moving": lambda library, _: library.remote_feeds.moving(1, "x"),
    "remote_feeds.not_moved": lambda library, _: library.remote_feeds.not_moved(1),
    "remote_feeds.release": lambda library, _: library.remote_feeds.release(1),
    "remote_feeds.left": lambda library, _: library.remote_feeds.left(1, NOW),
    "remote_feeds.forget": lambda library, _: library.remote_feeds.forget(1),
    "remote_entries.known": lambda library, _: library.remote_entries.known(1, [5]),
    "remote_entries.bases": lambda library, _: library.remote_entries.bases(1),
    "remote_entries.add": lambda library, _: library.remote_entries.add(1, [NEW_ENTRY], 0),
    "remote_entries.settle": lambda library, _: library.remote_entries.settle(1, [SETTLED], 0),
    "remote_entries.found": lambda library, _: library.remote_entries.found(1, 5, 1),
    "remote_entries.edited": lambda library, _: library.remote_entries.edited(1, [5]),
    "remote_entries.was_read": lambda library, _: library.remote_entries.was_read(1, [(5, b"x")]),
    "remote_entries.gone": lambda library, _: library.remote_entries.gone(1, [5]),
    "remote_entries.unread_contents": lambda library, _: library.remote_entries.unread_contents(1, None, 5),
    "remote_entries.articles_in": lambda library, _: library.remote_entries.articles_in(1, 1),
    "archive_outbox.push": lambda library, _: library.archive_outbox.push("a", [1]),
    "archive_outbox.articles": lambda library, _: library.archive_outbox.articles("a", 9),
    "archive_outbox.pushed": lambda library, _: library.archive_outbox.pushed("a", [1]),
    "archive_outbox.mark": lambda library, _: library.archive_outbox.mark("a", [ARCHIVE_MARK]),
    "archive_outbox.marks": lambda library, _: library.archive_outbox.marks("a", 9),
    "archive_outbox.marked": lambda library, _: library.archive_outbox.marked("a", [ARCHIVE_MARK]),
    "archive_outbox.waiting": lambda library, _: library.archive_outbox.waiting("a"),
    "archive_outbox.is_due": lambda library, _: library.archive_outbox.is_due(NOW),
    "archive_outbox.tried": lambda library, _: library.archive_outbox.tried(NOW, is_well=False),
    "archive_searches.since": lambda library, _: library.archive_searches.since(1, "a"),
    "archive_searches.found": lambda library, _: library.archive_searches.found(1, "a", 2, [UUID(int=1)]),
    "archive_searches.forget_others": lambda library, _: library.archive_searches.forget_others([1]),
    "outbox.waiting": lambda library, _: library.outbox.waiting(1, 10),
    "outbox.sending": lambda library, _: library.outbox.sending(1, OUTGOING),
    "outbox.sent": lambda library, _: library.outbox.sent(1, OUTGOING, [5]),
    "jobs.add": lambda library, _: library.jobs.add([(1, "https://paper.example/1")], NOW),
    "jobs.due": lambda library, _: library.jobs.due(NOW, 1),
    "jobs.count_due": lambda library, _: library.jobs.count_due(NOW),
    "jobs.done": lambda library, _: library.jobs.done(1),
    "jobs.failed": lambda library, _: library.jobs.failed(1, "HTTP 500", None),
    "marks.read": lambda library, _: library.marks.read([1], NOW),
    "marks.unread": lambda library, _: library.marks.unread([1], NOW),
    "marks.bookmark": lambda library, _: library.marks.bookmark([1], NOW),
    "marks.unbookmark": lambda library, _: library.marks.unbookmark([1], NOW),
    "marks.added": lambda library, _: library.marks.added(1, NOW, is_new=True),
    "marks.mute": lambda library, _: library.marks.mute([1], NOW),
    "marks.unmute": lambda library, _: library.marks.unmute([1], NOW),
    "marks.remove": lambda library, _: library.marks.remove([1], NOW),
    "marks.keep_place": lambda library, _: library.marks.keep_place(1, 10, 0.5, NOW),
    "marks.begin": lambda library, _: library.marks.begin(1, 0.5, 100, 1),
    "marks.place": lambda library, _: library.marks.place(1),
    "marks.begun": lambda library, _: library.marks.begun(10),
    "tags.change": lambda library, _: library.tags.change([1], ["a"], [], NOW),
    "tags.all": lambda library, _: library.tags.all(),
    "tags.put": lambda library, _: library.tags.put(1, ["a"], 0),
    "own_words.notes": lambda library, _: library.own_words.notes(1),
    "own_words.highlights": lambda library, _: library.own_words.highlights(1),
    "own_words.draft": lambda library, _: library.own_words.draft(1, 0),
    "own_words.keep_draft": lambda library, _: library.own_words.keep_draft(1, 0, "x"),
    "own_words.write": lambda library, _: library.own_words.write(1, "note", NOW),
    "own_words.rewrite": lambda library, _: library.own_words.rewrite(1, "note", NOW),
    "own_words.remove_note": lambda library, _: library.own_words.remove_note(1, NOW),
    "own_words.mark": lambda library, _: library.own_words.mark(1, Passage("words"), NOW),
    "own_words.unmark": lambda library, _: library.own_words.unmark(1, NOW),
    "own_words.put": lambda library, _: library.own_words.put(
        1, "the words", draft(notes=("note",), highlights=("words",)), 0
    ),
    "own_words.saying": lambda library, _: library.own_words.saying(Text("any", "word")),
    "others_changes": lambda library, _: library.others_changes(),
    "changes.since": lambda library, _: library.changes.since(0, 1),
    "changes.newest": lambda library, _: library.changes.newest(),
    "changes.follows": lambda library, _: library.changes.follows(0),
    "changes.forget": lambda library, _: library.changes.forget(1),
    "journal.marks": lambda library, _: library.journal.marks(),
    "outputs.names": lambda library, _: library.outputs.names([1]),
    "outputs.of": lambda library, _: library.outputs.of(1),
    "outputs.keep": lambda library, _: library.outputs.keep(1, OUTPUT),
    "outputs.forget": lambda library, _: library.outputs.forget(1, "Summary", NOW),
    "undo.undo": lambda library, _: library.undo.undo(1, NOW),
    "undo.last": lambda library, _: library.undo.last(),
    "undo.forget": lambda library, _: library.undo.forget(),
    "undo.as_one": lambda library, _: library.undo.as_one().__enter__(),
    "undo.redo": lambda library, _: library.undo.redo(1, NOW),
    "queries.ids": lambda library, _: library.queries.ids(Everything()),
    "queries.page": lambda library, _: library.queries.page(Filter("feed", "paper"), limit=1),
    "queries.hosts": lambda library, _: library.queries.hosts(1),
    "queries.authors": lambda library, _: library.queries.authors(1),
    "queries.languages": lambda library, _: library.queries.languages(1),
    "queries.nth_unread": lambda library, _: library.queries.nth_unread([1]),
    "queries.totals": lambda library, _: library.queries.totals(),
    "queries.unread_by_feeds": lambda library, _: library.queries.unread_by_feeds(),
    "queries.count": lambda library, _: library.queries.count(Everything()),
    "queries.tally": lambda library, _: library.queries.tally(Everything()),
    "masks.matching": lambda library, _: library.masks.matching(
        Everything(), lambda _: library.masks.of_ids([])
    ),
    "masks.shown": lambda library, _: library.masks.shown(Everything(), library.masks.of_ids([1])),
    "masks.tally": lambda library, _: library.masks.tally(Everything(), library.masks.of_ids([1])),
    "masks.ordered": lambda library, _: library.masks.ordered("date"),
    "masks.ids": lambda library, _: library.masks.ids(library.masks.of_ids([1]), "date"),
    "groups.packed": lambda library, _: library.groups.packed([1]),
    "boilerplate.proven": lambda library, _: library.boilerplate.proven([1]),
    "boilerplate.witnesses": lambda library, _: library.boilerplate.witnesses([1]),
    "boilerplate.add": lambda library, _: library.boilerplate.add([(1, 1)], NOW),
    "boilerplate.forget": lambda library, _: library.boilerplate.forget(NOW),
    "groups.is_waiting": lambda library, _: library.groups.is_waiting(),
    "groups.waits": lambda library, _: library.groups.waits(1),
    "groups.waiting": lambda library, _: library.groups.waiting(1),
    "groups.keep": lambda library, _: library.groups.keep([TRACE]),
    "groups.perhaps_copies": lambda library, _: library.groups.perhaps_copies(
        TRACE, days=1, common=1, limit=1
    ),
    "groups.near": lambda library, _: library.groups.near(TRACE, days=1, common=1, limit=1),
    "groups.free": lambda library, _: library.groups.free([1]),
    "groups.equal": lambda library, _: library.groups.equal([1]),
    "groups.firsts": lambda library, _: library.groups.firsts([1]),
    "groups.settled": lambda library, _: library.groups.settled([1]),
    "groups.sizes": lambda library, _: library.groups.sizes([1], NOW, NOW),
    "groups.settle": lambda library, _: library.groups.settle([1], [], []),
    "stories.of": lambda library, _: library.stories.of([1]),
    "stories.held": lambda library, _: library.stories.held([1]),
    "stories.reports": lambda library, _: library.stories.reports([1]),
    "stories.split": lambda library, _: library.stories.split([1], NOW),
    "stories.join": lambda library, _: library.stories.join([1], NOW),
    "exports.record": lambda library, _: library.exports.record(1, "/x", LastExport("a", ""), "", NOW),
    "exports.saw": lambda library, _: library.exports.saw(
        1, "/x", SeenFile("a", "f", "1 2", is_edited=False)
    ),
    "exports.seen": lambda library, _: library.exports.seen([1], "/x"),
    "exports.unedited": lambda library, _: library.exports.unedited("/x"),
    "exports.folders": lambda library, _: library.exports.folders(1),
    "exports.taken": lambda library, _: library.exports.taken(1, "/x"),
    "exports.take": lambda library, _: library.exports.take(1, "/x", ["a"]),
    "exports.leave_index": lambda library, _: library.exports.leave_index("/x"),
    "exports.forget_index": lambda library, _: library.exports.forget_index("/x"),
    "exports.texts": lambda library, _: library.exports.texts(1),
    "exports.last": lambda library, _: library.exports.last(1, "/x"),
    "sound.check": lambda library, _: library.sound.check(),
    "sound.recount": lambda library, _: library.sound.recount(),
    "sound.backup": lambda library, folder: library.sound.backup(folder / "backup.db"),
    "sound.is_backup_due": lambda library, _: library.sound.is_backup_due(NOW),
    "sound.backup_weekly": lambda library, _: library.sound.backup_weekly(NOW),
    "retention.beyond": lambda library, _: library.retention.beyond({}, Limit()),
    "retention.bytes_of": lambda library, _: library.retention.bytes_of([1]),
    "saved.all": lambda library, _: library.saved.all(),
    "saved.get": lambda library, _: library.saved.get(1),
    "saved.find": lambda library, _: library.saved.find("a"),
    "saved.named": lambda library, _: library.saved.named("a"),
    "saved.add": lambda library, _: library.saved.add("a", "b", NOW),
    "saved.change": lambda library, _: library.saved.change(1, NOW, name="c"),
    "saved.keep": lambda library, _: library.saved.keep(1, NOW, on=True),
    "saved.move": lambda library, _: library.saved.move(1, 1, NOW),
    "saved.remove": lambda library, _: library.saved.remove(1, NOW),
    "saved.notify": lambda library, _: library.saved.notify(1, NOW, on=True),
    "saved.ask_archive": lambda library, _: library.saved.ask_archive(1, NOW, on=True),
    "saved.queue": lambda library, _: library.saved.queue([1]),
    "saved.queued": lambda library, _: library.saved.queued(),
    "saved.told": lambda library, _: library.saved.told([1]),
    "saved.judged": lambda library, _: library.saved.judged([1], [(1, 1)]),
    "saved.seen": lambda library, _: library.saved.seen(1),
    "upkeep.texts_to_look_at": lambda library, _: library.upkeep.texts_to_look_at(),
    "upkeep.keep_once": lambda library, _: library.upkeep.keep_once(),
    "upkeep.drop_texts": lambda library, _: list(library.upkeep.drop_texts(NOW)),
    "upkeep.is_waiting": lambda library, _: library.upkeep.is_waiting(NOW),
    "upkeep.is_due": lambda library, _: library.upkeep.is_due(NOW),
    "upkeep.sizes": lambda library, _: library.upkeep.sizes(),
    "upkeep.give_back": lambda library, _: library.upkeep.give_back(),
    "upkeep.tell_planner": lambda library, _: library.upkeep.tell_planner(),
    "former_ids": lambda library, _: library.former_ids(),
    "forget_former_ids": lambda library, _: library.forget_former_ids(),
    "version": lambda library, _: library.database.version(),
    "rows": lambda library, _: library.database.rows("SELECT * FROM mark"),
    "at_once": lambda library, _: library.database.at_once(("article_id",), "FROM mark"),
    "named_rows": lambda library, _: library.database.named_rows("SELECT * FROM mark"),
    "value": lambda library, _: library.database.value("SELECT * FROM mark"),
    "column": lambda library, _: library.database.column("SELECT article_id FROM mark"),
    "row": lambda library, _: library.database.row("SELECT * FROM mark"),
    "run": lambda library, _: library.database.run("DELETE FROM mark"),
    "insert_each": lambda library, _: library.database.insert_each(
        "INSERT INTO feed_tag (feed_id, tag)", [(1, "another")]
    ),
    "run_each": lambda library, _: library.database.run_each("DELETE FROM mark WHERE article_id = ?", [(1,)]),
    "insert": lambda library, _: library.database.insert("INSERT INTO meta VALUES ('a', 'b')", ()),
    "copy_into": lambda library, folder: library.database.copy_into(folder / "copy.db"),
    "transaction": lambda library, _: library.transaction().__enter__(),
}


@pytest.fixture
def locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library that another process keeps even from being read: with a rollback journal it can."""
    monkeypatch.setattr(library_file, "is_on_network", lambda _: True)
    with Library.open(path, busy=0.001) as library, Library.open(path) as other:
        library.feeds.add(Subscription(url="https://paper.example/feed", title="Paper"), NOW)
        save(library)
        other.database.run("BEGIN EXCLUSIVE")
        yield library


@pytest.mark.parametrize("name", CALLS)
def test_every_call_says_that_the_library_is_locked(locked: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(LibraryLocked) as caught:
        CALLS[name](locked, tmp_path)
    assert caught.value.hint


@pytest.mark.parametrize("name", CALLS)
def test_every_call_on_a_closed_library_is_an_error_of_ours(path: Path, tmp_path: Path, name: str) -> None:
    library = Library.open(path)
    library.close()
    with pytest.raises(LibraryError):
        CALLS[name](library, tmp_path)


def test_no_public_call_is_left_out(library: Library) -> None:
    parts = [
        "articles",
        "arrivals",
        "feeds",
        "accounts",
        "remote_feeds",
        "remote_entries",
        "outbox",
        "archive_outbox",
        "archive_searches",
        "jobs",
        "marks",
        "tags",
        "own_words",
        "outputs",
        "journal",
        "changes",
        "undo",
        "queries",
        "masks",
        "boilerplate",
        "groups",
        "stories",
        "exports",
        "retention",
        "saved",
        "sound",
        "upkeep",
    ]
    public = {
        f"{part}.{name}"
        for part in parts
        for name, _ in inspect.getmembers(getattr(library, part), inspect.ismethod)
        if not name.startswith("_")
    }
    own = {
        name
        for owner in (Library, Database)
        for name, _ in inspect.getmembers(owner, inspect.isfunction)
        if not name.startswith("_")
    }
    assert sorted((public - WITHOUT_SQL | own - SETTINGS_ONLY) ^ CALLS.keys()) == []
