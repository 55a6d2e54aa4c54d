"""What goes by the reader's limits, what is spared, and what is done once a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, search, upkeep
from reader.core.events import Notice, Progress
from reader.core.upkeep import Cleaned
from reader.errors import LibraryError, LibraryLocked, UsageError
from reader.index.index import Index
from reader.model import Draft
from reader.store import upkeep as store_upkeep
from tests.core.conftest import NOW

if TYPE_CHECKING:
    from tests.core.conftest import Room

DAY = timedelta(days=1)


def arrive(room: Room, number: int, days_ago: int, feed: int = 1) -> int:
    draft = Draft(
        title=f"News {number}",
        url=f"https://paper.example/{number}",
        text=f"A buoy, number{number}.",
        markdown=f"A **buoy**, number{number}.",
    )
    at = room.now - days_ago * DAY
    return room.session.library.articles.save(draft, now=at, feed_id=feed, guid=f"g{number}").id


@pytest.fixture
def paper(room: Room) -> Room:
    """A feed with articles that came 20, 10 and 0 days ago, in the index."""
    room.subscribe("https://paper.example/feed")
    for number, days in enumerate((20, 10, 0), 1):
        arrive(room, number, days)
    indexing.catch_up(room.session)
    return room


def keep(room: Room, text: str) -> None:
    folder = room.session.places.config
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(f'keep = "{text}"\n')
    room.session.forget_settings()


def ids(room: Room) -> list[int]:
    return [article.id for article in room.articles()]


def test_nothing_goes_while_all_is_kept(paper: Room) -> None:
    assert not upkeep.has_limits(paper.session)
    assert upkeep.clean(paper.session) == Cleaned(articles=0, bytes=0)
    assert ids(paper) == [1, 2, 3]


@pytest.mark.parametrize(
    ("kept", "left"),
    [("10 days", [2, 3]), ("9 days", [3]), ("2 articles", [2, 3]), ("3 articles", [1, 2, 3])],
)
def test_what_is_beyond_the_setting_goes(paper: Room, kept: str, left: list[int]) -> None:
    keep(paper, kept)
    assert upkeep.has_limits(paper.session)
    assert upkeep.clean(paper.session).articles == 3 - len(left)
    assert ids(paper) == left


def test_a_feeds_own_setting_comes_first(paper: Room) -> None:
    keep(paper, "1 days")
    paper.session.library.feeds.set(1, "keep", "all", NOW)
    assert upkeep.clean(paper.session).articles == 0
    keep(paper, "all")
    paper.session.library.feeds.set(1, "keep", "2 articles", NOW)
    assert upkeep.has_limits(paper.session)
    assert upkeep.clean(paper.session).articles == 1


def test_a_trial_only_tells(paper: Room) -> None:
    keep(paper, "15 days")
    told = upkeep.clean(paper.session, is_trial=True)
    gist = paper.session.library.database.value("SELECT length(packed) FROM gist WHERE article_id = 1")
    size = len("A buoy, number1.") + len("A **buoy**, number1.") + gist
    assert told == Cleaned(articles=1, bytes=size)
    assert ids(paper) == [1, 2, 3]
    assert upkeep.clean(paper.session) == told


def test_what_went_is_not_found_and_undo_brings_it_back_as_one(paper: Room) -> None:
    keep(paper, "1 days")
    upkeep.clean(paper.session)
    assert search.count(paper.session, "buoy") == 1
    assert paper.session.library.undo.undo(1, NOW) == ["removed 2 articles"]
    assert search.count(paper.session, "buoy") == 3


def test_what_a_saved_search_finds_that_keeps_is_spared(paper: Room) -> None:
    keep(paper, "1 days")
    saved = paper.session.library.saved.add("Buoys", "number1", NOW)
    assert upkeep.clean(paper.session, is_trial=True).articles == 2
    paper.session.library.saved.keep(saved.id, NOW, on=True)
    assert upkeep.clean(paper.session).articles == 1
    assert ids(paper) == [1, 3]


def test_a_search_that_cannot_be_read_lets_nothing_go(paper: Room) -> None:
    keep(paper, "1 days")
    saved = paper.session.library.saved.add("Odd", "colour:red OR", NOW)
    paper.session.library.saved.keep(saved.id, NOW, on=True)
    with pytest.raises(UsageError, match="its query is invalid") as caught:
        upkeep.clean(paper.session)
    assert caught.value.subject == "Odd"
    assert ids(paper) == [1, 2, 3]


def test_an_index_that_lags_behind_lets_nothing_go(paper: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(paper, "1 days")
    saved = paper.session.library.saved.add("Buoys", "number4", NOW)
    paper.session.library.saved.keep(saved.id, NOW, on=True)
    arrive(paper, 4, 5)

    def busy(*_: object, **__: object) -> int:
        raise LibraryLocked("another process writes the index")

    with monkeypatch.context() as patch:
        patch.setattr(Index, "write", busy)
        with pytest.raises(LibraryError, match="the index is not up to date"):
            upkeep.clean(paper.session)
    assert ids(paper) == [1, 2, 3, 4]
    upkeep.clean(paper.session)
    assert ids(paper) == [3, 4]


def test_once_a_day_what_is_beyond_the_limit_goes_and_a_month_later_its_text(paper: Room) -> None:
    keep(paper, "15 days")
    events: list[object] = []
    upkeep.tidy(paper.session, events.append)
    assert events == [Notice("1 article beyond your limit removed; broadsheet undo restores it")]
    paper.session.library.undo.undo(1, NOW)
    upkeep.tidy(paper.session, events.append)
    assert ids(paper) == [1, 2, 3]  # not twice on one day
    paper.forward(days=1)
    upkeep.tidy(paper.session)
    assert ids(paper) == [2, 3]
    texts = "SELECT count(*) FROM text"
    for days, left in ((29, 3), (1, 3), (1, 2)):
        keep(paper, "all")
        paper.forward(days=days)
        upkeep.tidy(paper.session)
        assert paper.session.library.database.value(texts) == left


def test_what_cannot_be_done_is_told_and_ends_nothing(paper: Room) -> None:
    keep(paper, "1 days")
    saved = paper.session.library.saved.add("Odd", "colour:red OR", NOW)
    paper.session.library.saved.keep(saved.id, NOW, on=True)
    events: list[object] = []
    upkeep.tidy(paper.session, events.append)
    (notice,) = events
    assert isinstance(notice, Notice)
    assert notice.text.startswith("The daily cleaning failed: Odd: nothing was removed")


def test_compacting_drops_the_texts_of_all_that_was_removed(paper: Room) -> None:
    paper.session.library.marks.remove([1, 2], NOW - DAY)
    events: list[object] = []
    assert upkeep.compact(paper.session, events.append) >= 0
    assert Progress("deleting the text of removed articles", 2) in events
    assert paper.session.library.database.column("SELECT article_id FROM text") == [3]
    assert paper.session.library.undo.undo(1, NOW) == []
    assert paper.session.library.upkeep.sizes().free == 0


def test_texts_of_an_earlier_version_are_converted_with_progress(
    paper: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_upkeep, "TEXTS_AT_ONCE", 2)
    paper.session.library.database.run("INSERT INTO meta (key, value) VALUES ('texts_twice', '3')")
    events: list[object] = []
    upkeep.tidy(paper.session, events.append)
    assert events == [Progress("converting text", 2, 3), Progress("converting text", 3, 3)]
    assert search.count(paper.session, "buoy") == 3


def test_a_refresh_ends_with_it(paper: Room) -> None:
    keep(paper, "15 days")
    paper.session.library.feeds.remove(1, NOW)
    paper.refresh()
    assert ids(paper) == [2, 3]


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 MB"), (12, "0.01 MB"), (57_344, "0.06 MB"), (100_000, "0.1 MB"), (5_120_000_000, "5,120.0 MB")],
)
def test_sizes_are_told_in_one_unit(number: int, said: str) -> None:
    assert upkeep.in_megabytes(number) == said


def test_unused_space_is_told_where_there_is_some() -> None:
    counts = {"articles": 0, "bytes": 4_096, "free bytes": 0}
    assert upkeep.told(counts) == [("articles", 0), ("bytes", 4_096)]
    assert upkeep.told(counts | {"free bytes": 1})[-1] == ("free bytes", 1)


def test_the_numbers_of_a_library(paper: Room) -> None:
    session = paper.session
    session.library.marks.bookmark([1], session.now())
    found = upkeep.numbers(session)
    assert found["articles"] == search.count(session, "")
    assert found["bookmarked"] == 1
    assert found["feeds"] == len(session.library.feeds.all())
    assert found["bytes"] == session.library.path.stat().st_size
    assert list(found)[:7] == ["articles", "unread", "bookmarked", "tagged", "muted", "full texts", "feeds"]
    assert [name for name in found if name.endswith("bytes")] == [
        "bytes",
        "free bytes",
        "index bytes",
        "backup bytes",
    ]
