"""The queue of articles to be clustered, traces that lead to articles like them, and the clusters found."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.store.clusters import ClusterTrace, Near
from tests.store.making import LONG, NOW, save, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.store.library import Library

DAY = timedelta(days=1)


@pytest.fixture
def ids(library: Library) -> list[int]:
    return [save(library, number, published=NOW - number * DAY, lang="en") for number in range(5)]


def trace(
    number: int, *, clues: Sequence[int] = (), sketch: Sequence[int] = (), **changes: Any
) -> ClusterTrace:
    given: dict[str, Any] = {"sorted_by": NOW, "published": NOW, **changes}
    return ClusterTrace(article_id=number, packed=bytes([number]), clues=clues, sketch=sketch, **given)


def test_the_oldest_articles_are_clustered_first(library: Library, ids: list[int]) -> None:
    assert library.groups.waiting(9) == ids[::-1]
    assert library.groups.waiting(2) == [ids[4], ids[3]]
    library.groups.settle(ids[1:], [], [])
    assert (library.groups.waiting(9), library.groups.is_waiting()) == ([ids[0]], True)
    assert library.groups.waits(ids[0])
    library.groups.settle(ids[:1], [], [])
    assert (library.groups.waiting(9), library.groups.is_waiting()) == ([], False)


def test_copies_are_led_to_by_numbers_of_their_text(library: Library, ids: list[int]) -> None:
    one, two, three, four, _ = ids
    library.groups.keep(
        [
            trace(one, sketch=[1, 2, 3]),
            trace(two, sketch=[2, 3, 4]),
            trace(three, sketch=[3, 4, 5]),
            trace(four, clues=[1, 2, 3]),
        ]
    )

    def found(**asked: int) -> list[int]:
        return library.groups.perhaps_copies(
            trace(one, sketch=[1, 2, 3]), **{"days": 1, "common": 1, "limit": 9, **asked}
        )

    assert found() == [two, three]
    assert found(common=2) == [two]
    assert found(limit=1) == [two]
    assert found(common=3) == []


def test_copies_appeared_within_days_or_at_a_time_that_is_unknown(library: Library, ids: list[int]) -> None:
    when = [NOW, NOW + 2 * DAY, NOW - 2 * DAY, NOW + 3 * DAY, None]
    library.groups.keep([trace(n, sketch=[7], published=day) for n, day in zip(ids, when, strict=True)])
    like = trace(99, sketch=[7])
    assert library.groups.perhaps_copies(like, days=2, common=1, limit=9) == [ids[0], ids[1], ids[2], ids[4]]
    assert library.groups.perhaps_copies(like, days=1, common=1, limit=9) == [ids[0], ids[4]]
    unknown = trace(99, sketch=[7], published=None)
    assert library.groups.perhaps_copies(unknown, days=1, common=1, limit=9) == ids


def test_reports_are_led_to_by_telling_words_of_the_same_days(library: Library, ids: list[int]) -> None:
    one, two, three, four, five = ids
    library.groups.keep(
        [
            trace(one, clues=[1, 2, 3]),
            trace(two, clues=[2, 3, 4]),
            trace(three, clues=[3]),
            trace(four, clues=[1, 2, 3], sorted_by=NOW + 2 * DAY),
            trace(five, sketch=[1, 2, 3]),
        ]
    )
    library.groups.settle([], [([two], None)], [])
    (story,) = library.stories.of([two]).values()

    def found(**asked: int) -> list[Near]:
        return library.groups.near(
            trace(one, clues=[1, 2, 3]), **{"days": 1, "common": 1, "limit": 9, **asked}
        )

    assert found() == [Near(two, bytes([two]), "en", story), Near(three, bytes([three]), "en", None)]
    assert [near.id for near in found(days=2)] == [four, two, three]
    assert [near.id for near in found(common=2)] == [two]
    assert [near.id for near in found(days=2, limit=1)] == [four]
    library.marks.remove([two], NOW)
    assert [near.id for near in found()] == [three]


def test_equal_texts_are_pairs(library: Library) -> None:
    ids = [save(library, number, text=LONG) for number in range(3)]
    save(library, 9)
    assert sorted(library.groups.equal(ids[:1])) == [(ids[0], ids[1]), (ids[0], ids[2])]
    assert len(library.groups.equal(ids)) == 6


def test_copies_have_the_smallest_number_in_common(library: Library, ids: list[int]) -> None:
    one, two, three, four, five = ids
    library.groups.settle([], [], [(two, one), (four, three)])
    assert library.groups.firsts() == {one: one, two: one, three: three, four: three}
    library.groups.settle([], [], [(four, two), (five, four)])
    assert library.groups.firsts() == dict.fromkeys(ids, one)
    assert library.groups.firsts([two, five]) == {two: one, five: one}
    library.groups.settle([two], [], [])
    assert two not in library.groups.firsts()


def test_settled_is_who_is_with_others_or_was_put_there(library: Library, ids: list[int]) -> None:
    one, two, three, four, five = ids
    library.groups.settle([], [([one, two], None), ([three], None), ([four], None)], [])
    assert library.groups.settled(ids) == {one, two}
    library.database.run("UPDATE report SET held = 1 WHERE article_id = ?", (three,))
    assert library.groups.settled([one, three, five]) == {one, three}


def test_sizes_count_the_reports_of_those_days_only(library: Library, ids: list[int]) -> None:
    library.groups.settle([], [(ids[:4], None), (ids[4:], None)], [])
    first, second = (library.stories.of([number])[number] for number in (ids[0], ids[4]))
    assert library.groups.sizes([first, second], NOW - 2 * DAY, NOW - DAY) == {first: 2}
    assert library.groups.sizes([first, second], NOW - 9 * DAY, NOW) == {first: 4, second: 1}


def test_a_report_moves_into_a_story_that_is_named(library: Library, ids: list[int]) -> None:
    library.groups.settle([], [(ids[:2], None)], [])
    (story,) = set(library.stories.of(ids[:2]).values())
    library.groups.settle([], [(ids[2:4], story), ([], None), (ids[4:], None)], [])
    of = library.stories.of(ids)
    assert [of[number] for number in ids[:4]] == [story] * 4
    assert of[ids[4]] not in (story, None)
    assert library.database.column("SELECT count(*) FROM story")[0] == 2


def test_a_trace_that_is_kept_again_leaves_what_led_to_it(library: Library, ids: list[int]) -> None:
    library.groups.keep([trace(ids[0], sketch=[1])])
    library.groups.keep([trace(ids[0], sketch=[2])])
    like = trace(99, sketch=[1, 2])
    assert library.groups.perhaps_copies(like, days=1, common=2, limit=9) == [ids[0]]
    assert table(library, "gist") == [(ids[0], bytes([ids[0]]))]


def test_of_equally_many_words_the_newest_article_comes_first(library: Library, ids: list[int]) -> None:
    library.groups.keep([trace(number, clues=[1]) for number in ids])
    library.groups.keep([trace(ids[0], clues=[1, 2]), trace(ids[1], clues=[1, 2])])
    found = library.groups.near(trace(99, clues=[1, 2]), days=0, common=1, limit=3)
    assert sorted(near.id for near in found) == [ids[0], ids[1], ids[4]]


def test_a_story_found_anew_keeps_the_number_that_most_of_its_reports_had(
    library: Library, ids: list[int]
) -> None:
    one, two, three, four, five = ids
    library.groups.settle([], [([one, two, three], None), ([four], None)], [])
    of = library.stories.of(ids)
    library.groups.settle([five], [([four, five, one], None), ([two, three], None)], [])
    after = library.stories.of(ids)
    assert after[two] == after[three] == of[one]
    assert after[four] == after[five] == after[one] == of[four]
    library.groups.settle([], [([four, five, one, two], None), ([three], None)], [])
    assert library.stories.of(ids) == {**dict.fromkeys([one, two, four, five], of[four]), three: of[one]}


def test_free_stories_are_those_of_which_no_report_is_held(library: Library, ids: list[int]) -> None:
    library.groups.settle([], [(ids[:3], None), (ids[3:], None)], [])
    first, second = (library.stories.of(ids)[number] for number in (ids[0], ids[4]))
    library.marks.remove(ids[:1], NOW)
    assert library.groups.free([first, second]) == {first: 2, second: 2}
    library.database.run("UPDATE report SET held = 1 WHERE article_id = ?", (ids[4],))
    assert library.groups.free([first, second]) == {first: 2}


def test_what_the_reader_held_stays_where_it_is(library: Library, ids: list[int]) -> None:
    library.groups.settle([], [(ids[:2], None)], [])
    library.database.run("UPDATE report SET held = 1 WHERE article_id = ?", (ids[0],))
    before = library.stories.of(ids)
    library.groups.settle([], [(ids, None)], [])
    after = library.stories.of(ids)
    assert after[ids[0]] == before[ids[0]]
    assert len({after[number] for number in ids[1:]}) == 1


def test_the_same_trace_twice_is_kept_once(library: Library, ids: list[int]) -> None:
    for _ in range(2):
        library.groups.keep([trace(ids[0], sketch=[1, 2], clues=[3], published=None)])
    day = 20_513
    assert table(library, "clue") == [(~3, day, ids[0]), (1, 0, ids[0]), (2, 0, ids[0])]
