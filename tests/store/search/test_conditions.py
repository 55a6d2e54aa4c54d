"""A query's tree becomes a condition that is 0 or 1 for each article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.model import Embed, Picture, Subscription
from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Text, TimeSpan
from reader.store.library import Library
from reader.store.search.conditions import shown
from reader.store.sql_values import micros
from tests.store.making import NOW, draft, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Eight articles, each with something that only it has."""
    with Library.open(tmp_path_factory.mktemp("shelf") / "library.db") as library:
        feed = library.feeds.add(
            Subscription(url="https://w.example/f", title="World News", tags=("Sea/north",)), NOW
        )[0]
        for number in range(1, 9):
            given = draft(
                number,
                url=(
                    "https://paper.example/1",
                    "https://news.paper.example/2",
                    "https://otherpaper.example/3",
                )[number - 1]
                if number < 4
                else None,
                lang=(None, "en", "en_US", "EN-gb", "eng", "ru")[number] if number < 6 else None,
                text_state="failed" if number == 2 else "full",
                text=" ".join(["word"] * (230 * number)),  # whole minutes: one word more is a minute more
                published=NOW - number * HOUR,
                pictures=(Picture(caption="x"),) if number == 3 else (),
                embeds=(Embed("video"),) if number == 4 else (Embed("tweet"),) if number == 5 else (),
            )
            library.articles.save(given, now=NOW, feed_id=feed.id if number == 5 else None, guid=str(number))
        library.marks.read([1], NOW)
        library.marks.bookmark([2], NOW)
        library.marks.mute([6], NOW)
        library.marks.remove([8], NOW)
        for number, tag in ((1, "sea"), (2, "sea/south"), (3, "seaside"), (4, "gone")):
            library.tags.change([number], [tag], [], NOW)
        library.tags.change([4], [], ["gone"], NOW)
        library.own_words.write(7, "note", NOW)
        yield library


def found(library: Library, tree: Node, **how: Any) -> list[int]:
    condition = shown(library.database, tree, **how)
    return library.database.column(
        f"SELECT a.id FROM mark m JOIN article a ON a.id = m.article_id WHERE {condition.sql} ORDER BY a.id",
        condition.values,
    )


def test_a_minute_begins_with_its_first_word(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        for number, words in enumerate((230, 231, 460, 461), 1):
            save(library, number, text=" ".join(["word"] * words))
        assert [article.minutes for article in library.articles.many([1, 2, 3, 4])] == [1, 2, 2, 3]
        assert found(library, Number("minutes", 2, None)) == [2, 3, 4]
        assert found(library, Number("minutes", 3, None)) == [4]
        assert found(library, Number("minutes", None, 2)) == [1, 2, 3]
        assert found(library, Number("minutes", None, 1)) == [1]


@pytest.mark.parametrize(
    ("tree", "ids"),
    [
        (Everything(), [1, 2, 3, 4, 5, 7]),
        (Filter("is", "unread"), [2, 3, 4, 5, 7]),
        (Filter("is", "read"), [1]),
        (Filter("is", "bookmarked"), [2]),
        (Filter("is", "muted"), [6]),
        (Filter("is", "tagged"), [1, 2, 3]),
        (Filter("is", "failed"), [2]),
        (Filter("is", "full"), [1, 3, 4, 5, 7]),
        (Filter("is", "edited"), []),
        (Filter("has", "note"), [7]),
        (Filter("has", "highlight"), []),
        (Filter("has", "picture"), [3]),
        (Filter("has", "video"), [4]),
        (Filter("site", "paper.example"), [1, 2]),
        (Filter("site", "news.paper.example"), [2]),
        (Filter("lang", "en"), [1, 2, 3]),
        (Filter("lang", "en-us"), [2]),
        (Filter("lang", "e"), []),
        (Filter("feed", "world"), [5]),
        (Filter("feed", "nothing"), []),
        (Filter("tag", "SEA"), [1, 2, 5]),
        (Filter("tag", "sea/south"), [2]),
        (Filter("tag", "gone"), []),
        (Number("words", 460, 690), [2, 3]),
        (Number("words", 461, None), [3, 4, 5, 7]),
        (Number("words", None, 459), [1]),
        (Number("minutes", 2, 2), [2]),
        (Number("minutes", 3, None), [3, 4, 5, 7]),
        (Number("minutes", None, 1), [1]),
        (TimeSpan("newer", NOW - 2 * HOUR, None), [1, 2]),
        (TimeSpan("older", None, NOW - 4 * HOUR), [5, 7]),
        (TimeSpan("date", NOW - 3 * HOUR, NOW - HOUR), [2, 3]),
        (Not(Filter("site", "paper.example")), [3, 4, 5, 7]),
        (Not(Filter("lang", "en")), [4, 5, 7]),
        (Not(Filter("is", "muted")), [1, 2, 3, 4, 5, 7]),
        (And((Filter("is", "unread"), Filter("lang", "en"), Not(Filter("is", "failed")))), [3]),
        (Or((Filter("is", "read"), Filter("is", "failed"), Filter("has", "note"))), [1, 2, 7]),
        (Not(Or((Filter("is", "read"), Filter("lang", "en")))), [4, 5, 7]),
    ],
    ids=str,
)
def test_each_condition_finds_its_articles(shelf: Library, tree: Node, ids: list[int]) -> None:
    assert found(shelf, tree) == ids


def test_muted_articles_are_found_where_they_are_asked_for(shelf: Library) -> None:
    assert found(shelf, Everything(), with_muted=True) == [1, 2, 3, 4, 5, 6, 7]
    assert found(shelf, Or((Filter("is", "muted"), Filter("is", "read")))) == [1, 6]


def test_words_are_not_for_the_library_alone(shelf: Library) -> None:
    with pytest.raises(ValueError, match="alone cannot answer"):
        found(shelf, And((Text("any", "gas"), Everything())))


def test_a_span_takes_in_its_start_and_not_its_end(shelf: Library) -> None:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    condition = shown(shelf.database, TimeSpan("date", start, end))
    assert condition.values == (micros(start), micros(end) - 1)
    assert shown(shelf.database, Number("words", None, None)).sql.endswith("AND 1")


def test_values_are_bound_and_feeds_are_read_once(shelf: Library) -> None:
    seen: list[str] = []
    shelf.database._connection.set_trace_callback(seen.append)
    condition = shown(
        shelf.database, Or((Filter("feed", "world"), Filter("tag", "' --"), Filter("feed", "x")))
    )
    shelf.database._connection.set_trace_callback(None)
    assert len(seen) == 2
    assert "' --" not in condition.sql
    assert "' --" in condition.values


def test_many_alternatives_nest_no_deeper_than_needed(library: Library) -> None:
    save(library)
    tree = Or(tuple(Number("words", n, n) for n in range(1_500)))
    sql = shown(library.database, tree).sql
    depth = deepest = 0
    for sign in sql:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    assert deepest <= 14
    assert found(library, tree) == [1]
