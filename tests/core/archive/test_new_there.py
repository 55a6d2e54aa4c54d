"""Saved searches hear of what comes into the archive, each of an article once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import saved_searches
from reader.core.archive import sync
from reader.core.events import NewMatches, Notice
from reader.errors import ArchiveError
from reader.model import Draft

if TYPE_CHECKING:
    from reader.core.session import Session
    from tests.support.fake_archive import FakeArchive


def bird(number: int, text: str = "A heron was seen.") -> Draft:
    return Draft(title=f"Bird {number}", url=f"https://paper.example/{number}", text=text)


def told(session: Session) -> list[str]:
    """What a refresh tells, and finds."""
    events: list[object] = []
    found = sync.run(session, listen=events.append).found
    assert tuple(event for event in events if isinstance(event, NewMatches)) == found
    return [f"{each}: {' · '.join(each.titles)}" for each in found]


def fresh(session: Session) -> list[str]:
    return [saved.name for saved in session.library.saved.all() if saved.is_fresh]


def test_a_search_hears_of_what_comes_from_now_on_once(session: Session, archive: FakeArchive) -> None:
    archive.drafts = [bird(1)]
    saved_searches.save(session, "Herons", "heron", notify=True, archive=True)
    assert told(session) == []
    archive.drafts = [bird(1), bird(2), bird(3), bird(4, "A gull was seen.")]
    assert told(session) == ["Herons, in the archive: 2 new articles: Bird 3 · Bird 2"]
    assert fresh(session) == ["Herons"]
    session.library.saved.seen(1)
    assert fresh(session) == []
    session.library.database.run("UPDATE archive_search SET asked = 0")
    assert told(session) == ["Herons, in the archive: 1 new article: Bird 1"]


def test_what_the_library_has_is_not_told(session: Session, archive: FakeArchive) -> None:
    saved_searches.save(session, "Herons", "heron", notify=True, archive=True)
    told(session)
    archive.drafts = [Draft(title="Heron 0", url="https://reeds.example/0", text="A heron."), bird(2)]
    assert told(session) == ["Herons, in the archive: 1 new article: Bird 2"]


def test_only_searches_that_notify_and_are_told_to_ask_the_archive(
    session: Session, archive: FakeArchive
) -> None:
    saved_searches.save(session, "Quiet", "heron", archive=True)
    saved_searches.save(session, "At home", "heron", notify=True)
    assert told(session) == []
    assert archive.opened == 0


def test_a_search_that_asks_again_begins_anew(session: Session, archive: FakeArchive) -> None:
    saved_searches.save(session, "Herons", "heron", notify=True, archive=True)
    saved_searches.save(session, "Gulls", "gull", notify=True, archive=True)
    told(session)
    session.library.saved.ask_archive(1, session.now(), on=False)
    archive.drafts = [bird(1)]
    assert told(session) == []
    session.library.saved.ask_archive(1, session.now(), on=True)
    assert told(session) == []
    archive.drafts = [bird(1), bird(2)]
    assert told(session) == ["Herons, in the archive: 1 new article: Bird 2"]


def test_while_the_archive_is_away_nothing_is_lost(session: Session, archive: FakeArchive) -> None:
    saved_searches.save(session, "Herons", "heron", notify=True, archive=True)
    told(session)
    archive.drafts = [bird(1)]
    archive.errors = [ArchiveError("the server cannot be reached")]
    assert told(session) == []
    assert told(session) == ["Herons, in the archive: 1 new article: Bird 1"]


def test_a_query_that_is_no_longer_valid_is_said(session: Session, archive: FakeArchive) -> None:
    saved_searches.save(session, "Herons", "heron", notify=True, archive=True)
    session.library.database.run("UPDATE saved_search SET query = 'words:many'")
    events: list[object] = []
    sync.run(session, listen=events.append)
    (notice,) = [event for event in events if isinstance(event, Notice)]
    assert "did not ask the archive, because its query is invalid" in notice.text
