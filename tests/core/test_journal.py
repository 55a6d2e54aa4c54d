"""The reading journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import indexing, journal
from reader.core.session import Session
from reader.errors import QueryError
from reader.markdown.blocks import parser
from reader.model import KeptOutput, Passage
from reader.store.user_state.journal import JournalMark
from tests.support import household
from tests.support.articles import article
from tests.support.household import FERRY, FERRY_TOO, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.journal import JournalEntry

DAY = timedelta(days=1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Four articles: 1 and 2 report one event; 1 was noted and highlighted, 2 bookmarked, 3 tagged, 4 nothing."""
    with Session(household.places(tmp_path), clock=lambda: NOW) as opened:
        for title, text in (
            ("Ferry aground", FERRY),
            ("All ashore", FERRY_TOO),
            ("Tolls", "They rise."),
            ("No", "No."),
        ):
            url = f"https://a.example/{title.split()[0]}"
            household.add(opened, title, text, url=url, publication="The Pier", published=NOW - 99 * DAY)
        own, library = opened.library.own_words, opened.library
        own.write(1, "Ask the harbour", NOW - 3 * DAY)
        own.mark(1, Passage("nobody was hurt"), NOW - 2 * DAY)
        own.write(1, "Asked", NOW - 2 * DAY)
        library.marks.bookmark([2], NOW - DAY)
        library.tags.change([3], ["sea/rescue", "Öl"], [], NOW - 3 * DAY)
        library.outputs.keep(3, KeptOutput("Summary", "brief", "Short.", NOW))
        library.outputs.keep(4, KeptOutput("Summary", "brief", "Short.", NOW))
        indexing.catch_up(opened)
        yield opened


def shown(entries: list[JournalEntry]) -> list[tuple[str, int, str]]:
    return [
        (entry.group, entry.article.id, " ".join(mark.text or mark.kind for mark in entry.marks))
        for entry in entries
    ]


def test_each_day_has_what_was_done_on_it_the_last_day_first(session: Session) -> None:
    assert shown(journal.entries(session, "")) == [
        ("2026-10-05", 2, "bookmark"),
        ("2026-10-04", 1, "nobody was hurt Asked"),
        ("2026-10-03", 3, "sea/rescue Öl"),
        ("2026-10-03", 1, "Ask the harbour"),
    ]
    first, *_, last = journal.entries(session, "sort:oldest")
    assert (first.group, last.group) == ("2026-10-03", "2026-10-05")


def test_a_day_is_one_of_the_readers_zone(session: Session) -> None:
    session.now = lambda: NOW.astimezone(timezone(timedelta(hours=12)))
    assert {entry.group for entry in journal.entries(session, "nobody")} == {"2026-10-05", "2026-10-04"}


def test_tags_stand_by_name_and_what_has_none_last(session: Session) -> None:
    session.library.tags.change([1], ["sea"], [], NOW)
    found = shown(journal.entries(session, "", "tag"))
    assert [(group, id_) for group, id_, _ in found] == [
        ("Öl", 3), ("sea", 1), ("sea/rescue", 3), ("Without a tag", 2),
    ]  # fmt: skip
    assert found[1][2] == "Ask the harbour nobody was hurt Asked sea"


def test_reports_of_one_event_stand_together_under_the_title_of_the_first(session: Session) -> None:
    assert shown(journal.entries(session, "", "story")) == [
        ("Ferry aground", 2, "bookmark"),
        ("Ferry aground", 1, "Ask the harbour nobody was hurt Asked"),
        ("Other articles", 3, "sea/rescue Öl"),
    ]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("newer:1d", [2]),
        ("older:2026-10-04", [3, 1]),
        ("date:2026-10-04 ferry", [1]),
        ("newer:3d older:1d", [1, 3, 1]),
        ("harbour -is:bookmarked", [1, 1]),
        ("#sea", [3]),
        ("zeppelin", []),
        ("is:bookmarked OR #sea", [2, 3]),
    ],
)
def test_a_query_chooses_articles_and_its_dates_are_those_of_the_marks(
    session: Session, query: str, ids: list[int]
) -> None:
    assert [entry.article.id for entry in journal.entries(session, query)] == ids


@pytest.mark.parametrize(
    ("query", "position"), [("ferry OR newer:1w", 9), ("-older:1w", 1), ("a (b Date:2026)", 5)]
)
def test_a_date_that_is_no_part_of_the_whole_query_is_a_mistake(
    session: Session, query: str, position: int
) -> None:
    with pytest.raises(QueryError, match="cannot be used in parentheses or after OR or NOT") as caught:
        journal.entries(session, query)
    assert caught.value.position == position


def test_muted_articles_are_in_it_and_removed_ones_are_not(session: Session) -> None:
    session.library.marks.mute([1], NOW)
    session.library.marks.remove([2], NOW)
    for query in ("", "a.example OR harbour OR #sea"):
        assert {entry.article.id for entry in journal.entries(session, query)} == {1, 3}


def test_marks_of_one_moment_are_always_in_one_order(session: Session) -> None:
    session.library.marks.bookmark([1, 3, 4], NOW)
    found = [entry.article.id for entry in journal.entries(session, "newer:2026-10-06")]
    assert found == [4, 3, 1]


def test_the_journal_as_markdown(session: Session) -> None:
    session.library.marks.bookmark([3], NOW - 3 * DAY)
    assert journal.as_markdown(journal.entries(session, "")) == (
        "# Reading journal\n\n## 2026-10-05\n\n### [All ashore](https://a.example/All)\n\n"
        "The Pier · 2026-06-29 · bookmarked\n\n## 2026-10-04\n\n### [Ferry aground](https://a.example/Ferry)\n\n"
        "The Pier · 2026-06-29\n\n> nobody was hurt\n\n- Asked\n\n## 2026-10-03\n\n"
        "### [Tolls](https://a.example/Tolls)\n\n"
        "The Pier · 2026-06-29 · bookmarked · #sea/rescue #Öl · kept: Summary\n\n"
        "### [Ferry aground](https://a.example/Ferry)\n\nThe Pier · 2026-06-29\n\n- Ask the harbour\n"
    )


HOSTILE = st.text("ab #*_[]()<>`~|!\\\n-=1.&;:/", min_size=1, max_size=30)


@given(HOSTILE, HOSTILE, st.sampled_from([None, "https://me:secret@a.example/x_(y)", "javascript:alert(1)"]))
def test_nothing_of_an_article_or_a_note_is_active(title: str, text: str, url: str | None) -> None:
    at = datetime(2026, 10, 5, tzinfo=UTC)
    marks = tuple(JournalMark(1, kind, 1, text, at) for kind in ("highlight", "note", "tag"))
    title, text = " ".join(title.split()) or "Untitled", text
    row = article(id=1, title=title, url=url, canonical=None, publication=text, feeds=())
    entry = journal.JournalEntry(text, row, marks, (text,))
    written = journal.as_markdown([entry])
    tokens = parser().parse(written)
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings.count("h1") == headings.count("h3") == 1
    assert headings.count("h2") == bool(text.strip())
    links = [child for token in tokens for child in token.children or () if child.type == "link_open"]
    assert [link.attrs["href"] for link in links] == (
        ["https://a.example/x_(y)"] if url and "https" in url else []
    )
    assert not {token.type for token in tokens} & {"fence", "code_block", "table_open", "html_block", "hr"}
    assert "secret" not in written
