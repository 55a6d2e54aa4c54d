"""A refresh sends what waits for the archive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reader.core.archive import outgoing, sync
from reader.core.events import AccountSynced, Notice
from reader.errors import ArchiveError, ArchiveRefused
from reader.store.user_state.archive_outbox import EVERY
from tests.support.fake_archive import ADDRESS

if TYPE_CHECKING:
    from reader.core.events import Event
    from reader.core.session import Session
    from tests.support.fake_archive import FakeArchive


def refreshed(session: Session, *, due: bool = False) -> list[Event]:
    events: list[Event] = []
    sync.run(session, due=due, listen=events.append)
    return [event for event in events if isinstance(event, AccountSynced | Notice)]


def test_a_refresh_sends_what_waits(session: Session, archive: FakeArchive) -> None:
    session.library.archive_outbox.push(ADDRESS, [1, 2])
    (event,) = refreshed(session)
    assert isinstance(event, AccountSynced)
    assert (str(event), event.sent, event.error) == ("the archive: 2 articles sent", 2, None)
    assert len(archive.drafts) == 2


def test_where_nothing_waits_the_archive_is_not_opened(session: Session, archive: FakeArchive) -> None:
    assert refreshed(session) == []
    assert archive.opened == 0


def test_a_failure_is_told_and_tried_again_later(session: Session, archive: FakeArchive) -> None:
    session.library.archive_outbox.push(ADDRESS, [1])
    archive.errors = [ArchiveError("the server cannot be reached", hint="check the address")]
    (event,) = refreshed(session)
    assert isinstance(event, AccountSynced)
    assert (event.error, event.hint) == ("the server cannot be reached", "check the address")
    assert refreshed(session, due=True) == []
    now = session.now
    session.now = lambda: now() + EVERY + timedelta(seconds=1)
    assert [str(one) for one in refreshed(session, due=True)] == ["the archive: 1 article sent"]


def test_what_the_archive_refuses_is_told_once(session: Session, archive: FakeArchive) -> None:
    session.library.archive_outbox.push(ADDRESS, [1])
    archive.errors = [ArchiveRefused("anna may not do this")]
    notice, _ = refreshed(session)
    assert notice == Notice("the archive does not take 1 article: anna may not do this")
    assert refreshed(session) == []


def test_nothing_goes_to_an_archive_that_it_was_not_meant_for(session: Session, archive: FakeArchive) -> None:
    session.library.archive_outbox.push("postgresql://anna@another.example/news", [1])
    (event,) = refreshed(session)
    assert str(event) == "the archive: nothing new"
    assert archive.drafts == ()
    assert outgoing.told(session.library.archive_outbox.waiting(ADDRESS)) == ""


def test_without_an_archive_what_waits_is_left(session: Session, archive: FakeArchive) -> None:
    session.library.archive_outbox.push(ADDRESS, [1])
    (session.places.config / "config.toml").unlink()
    assert refreshed(session) == []
    assert session.library.archive_outbox.waiting(ADDRESS) == (1, 0)
