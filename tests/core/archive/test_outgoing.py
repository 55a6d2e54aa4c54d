"""What is meant for the archive waits while it is away, and goes once it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from reader.archive.protocol import Place, Put
from reader.core.archive import outgoing
from reader.errors import ArchiveError, ArchiveRefused
from tests.support.fake_archive import ADDRESS

if TYPE_CHECKING:
    from reader.core.session import Session
    from reader.store.user_state.archive_outbox import Waiting
    from tests.support.fake_archive import FakeArchive

AWAY = ArchiveError("the server cannot be reached (connection refused)", hint="check the address")


def waiting(session: Session) -> Waiting:
    return session.library.archive_outbox.waiting(ADDRESS)


def test_what_is_pushed_is_there_once(session: Session, archive: FakeArchive) -> None:
    assert outgoing.push(session, [1, 2]).put == Put(new=2)
    assert outgoing.push(session, [2, 3]).put == Put(new=1, known=1)
    assert [draft.title for draft in archive.drafts] == ["Heron 0", "Heron 1", "Heron 2"]
    assert waiting(session) == (0, 0)


def test_while_the_archive_is_away_articles_and_marks_wait(session: Session, archive: FakeArchive) -> None:
    archive.errors = [AWAY]
    with pytest.raises(ArchiveError, match="cannot be reached") as caught:
        outgoing.push(session, [1, 2])
    assert caught.value.hint == (
        "check the address; 2 articles wait for the archive, and will go with a refresh once it answers"
    )
    marks = outgoing.of_places([Place(session.now(), UUID(int=7))], "read", session.now())
    session.library.archive_outbox.mark(ADDRESS, marks)
    assert waiting(session) == (2, 1)
    sent = outgoing.push(session, [])
    assert (sent.put, sent.marks) == (Put(new=2), 1)
    assert waiting(session) == (0, 0)


def test_what_was_taken_is_not_sent_again_after_a_failure(
    session: Session, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "BATCH", 1)
    put, calls = archive.put, list[int]()

    async def second_fails(drafts: list[object], now: object) -> Put:
        calls.append(len(drafts))
        if len(calls) == 2:
            raise AWAY
        return await put(drafts, now)  # type: ignore[arg-type]

    archive.put = second_fails  # type: ignore[assignment, method-assign]
    with pytest.raises(ArchiveError):
        outgoing.push(session, [1, 2, 3])
    assert waiting(session) == (2, 0)
    assert outgoing.push(session, []).put == Put(new=2)
    assert calls == [1, 1, 1, 1]


def test_what_is_refused_is_told_and_waits_no_longer(session: Session, archive: FakeArchive) -> None:
    archive.errors = [ArchiveRefused("anna may not do this", subject="archive.example/news")]
    sent = outgoing.push(session, [1, 2, 3])
    assert sent.left == ("3 articles: archive.example/news: anna may not do this",)
    assert waiting(session) == (0, 0)
