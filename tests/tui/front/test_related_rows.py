from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Related
from reader.tui.front.related_rows import ENOUGH, RelatedRows, renewed
from tests.support.articles import article, related

RANK = {"linked": 0, "story": 1, "background": 2, "author": 3}


def row(number: int, group: str = "story") -> Related:
    return related(number, group=group)


def link(title: str, **fields: object) -> Related:
    return Related(group="linked", why=("linked",), score=1.0, title=title, **fields)  # type: ignore[arg-type]


@st.composite
def answers(draw: st.DrawFn) -> list[Related]:
    numbers = draw(st.lists(st.integers(1, 14), unique=True, max_size=12))
    rows = [row(number, draw(st.sampled_from(["story", "background", "author"]))) for number in numbers]
    return sorted(rows, key=lambda found: RANK[found.group])


@given(answers(), answers())
def test_nothing_that_is_shown_goes_away_and_the_groups_stay_together(
    shown: list[Related], found: list[Related]
) -> None:
    now = renewed(shown, found)
    keys = [one.key for one in now]
    assert {one.key for one in shown} <= set(keys)
    assert len(set(keys)) == len(keys)
    assert [RANK[one.group] for one in now] == sorted(RANK[one.group] for one in now)
    assert {one.key for one in found if one.group == "story"} <= set(keys)
    assert renewed(now, found) == now


@given(answers(), answers(), st.data())
def test_the_row_under_the_cursor_and_those_above_it_stay_as_they_are(
    shown: list[Related], found: list[Related], data: st.DataObject
) -> None:
    if shown:
        at = data.draw(st.integers(0, len(shown) - 1))
        now = renewed(shown, found, shown[at])
        assert now[: at + 1] == shown[: at + 1]
        assert {one.key for one in shown} <= {one.key for one in now}
        assert [RANK[one.group] for one in now] == sorted(RANK[one.group] for one in now)


def test_a_row_that_is_found_again_has_the_group_of_now_and_else_keeps_its_reasons() -> None:
    again = replace(row(1), why=("Halcyon",))
    assert renewed([row(1)], [again]) == [row(1)]
    assert renewed([row(1, "background"), row(2, "background")], [again]) == [again, row(2, "background")]


def test_background_comes_while_there_is_room_and_reports_of_the_story_always() -> None:
    shown = [row(number, "background") for number in range(1, ENOUGH + 1)]
    assert renewed(shown, [row(20), row(21, "background")]) == [row(20), *shown]
    assert renewed(shown[1:], [row(21, "background")]) == [*shown[1:], row(21, "background")]


def test_what_the_author_wrote_besides_comes_last_and_only_while_there_is_room() -> None:
    assert [one.group for one in renewed([], [row(1), row(2, "author"), row(3, "background")])] == [
        "story",
        "background",
        "author",
    ]
    shown = [row(number) for number in range(ENOUGH)]
    assert renewed(shown, [row(99, "author")]) == shown


def test_a_copy_of_what_is_shown_is_no_other_row() -> None:
    one = replace(row(1), article=article(id=1, copies=(5,)))
    assert renewed([one], [row(5)]) == [one]
    assert renewed([row(5)], [one]) == [row(5)]


def test_a_link_that_was_fetched_is_the_same_row() -> None:
    fetched = link("Tides", url="https://a.example/1", article=article(id=9))
    assert renewed([link("Tides", url="https://a.example/1")], [fetched]) == [fetched]


def test_what_leaves_the_library_is_hidden_until_it_is_back() -> None:
    rows = RelatedRows()
    rows.renew([link("Tides"), row(1), row(2)])
    rows.take_out([2])
    assert rows.shown == (link("Tides"), row(1))
    assert rows.ids == [1, 2]
    rows.put_back([article(id=2)])
    assert [*rows.shown] == [link("Tides"), row(2)]
    rows.clear()
    assert not rows.shown


def test_what_was_muted_is_back_once_it_is_not() -> None:
    rows = RelatedRows()
    rows.renew([row(1)])
    rows.take_out([1])
    rows.put_back([article(id=1, muted=True)])
    assert not rows.shown
    rows.put_back([article(id=1)])
    assert [*rows.shown] == [row(1)]


@pytest.mark.parametrize(("number", "bookmarked"), [(1, True), (2, False)])
def test_a_changed_article_is_in_its_row(number: int, bookmarked: bool) -> None:
    rows = RelatedRows()
    rows.renew([row(1)])
    rows.update([article(id=number, bookmarked=True)])
    (one,) = rows.shown
    assert one.article is not None
    assert one.article.bookmarked is bookmarked
