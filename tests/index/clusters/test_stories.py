"""New articles find their stories in one pass."""

from __future__ import annotations

from reader.index.clusters.stories import COMPARED, JOIN, StoryMatch, grouped, opened, touched

NEAR, FAR = JOIN + 0.1, JOIN - 0.1


def found(stories: list[StoryMatch]) -> set[tuple[tuple[int, ...], int | None]]:
    return {(tuple(sorted(story.new)), story.old) for story in stories}


def test_what_is_like_nothing_is_a_story_of_its_own() -> None:
    assert found(grouped([1, 2], {(2, 1): FAR}, {}, {})) == {((1,), None), ((2,), None)}


def test_an_article_joins_the_story_that_it_is_nearest_to() -> None:
    alike = {(1, 10): NEAR, (1, 20): NEAR + 0.1}
    assert found(grouped([1], alike, {10: 100, 20: 200}, {100: 1, 200: 1})) == {((1,), 200)}


def test_new_articles_find_each_other_whichever_comes_first() -> None:
    alike = {(2, 1): NEAR, (3, 2): NEAR, (3, 1): NEAR}
    assert found(grouped([1, 2, 3], alike, {}, {})) == {((1, 2, 3), None)}
    assert found(grouped([3, 1, 2], alike, {}, {})) == {((1, 2, 3), None)}


def test_old_stories_are_never_joined_by_what_is_like_both() -> None:
    alike = {(1, 10): NEAR, (1, 20): NEAR}
    ((new, old),) = found(grouped([1], alike, {10: 100, 20: 200}, {100: 1, 200: 1}))
    assert new == (1,)
    assert old in (100, 200)


def test_one_bridge_does_not_join_two_groups() -> None:
    alike = {(2, 1): 0.6, (4, 3): 0.6, (3, 2): NEAR}
    assert found(grouped([1, 2, 3, 4], alike, {}, {})) == {((1, 2), None), ((3, 4), None)}


def test_an_article_that_is_like_one_report_of_many_stays_alone() -> None:
    alike = {(1, 10): NEAR}
    assert found(grouped([1], alike, {10: 100}, {100: 2})) == {((1,), 100)}
    assert found(grouped([1], alike, {10: 100}, {100: 12})) == {((1,), None)}


def test_of_a_long_story_only_so_many_reports_count() -> None:
    alike = {(1, number): NEAR for number in range(10, 10 + COMPARED)}
    assert found(grouped([1], alike, dict.fromkeys(range(10, 10 + COMPARED), 100), {100: 500})) == {
        ((1,), 100)
    }


def test_an_article_touches_the_stories_that_it_is_like_a_report_of() -> None:
    near = {10: 100, 11: 100, 20: 200}
    assert touched(near, {10: NEAR, 11: FAR, 20: FAR}) == {10: 100, 11: 100}


def test_a_story_is_open_while_all_its_free_reports_are_in_sight() -> None:
    reports = {10: 100, 11: 100, 20: 200, 30: 300}
    assert opened(reports, {100: 2, 200: 1}) == {10, 11, 20}
    assert opened(reports, {100: 3, 200: 1}) == {20}


def test_two_that_seemed_to_be_one_are_two_when_a_third_shows_it() -> None:
    pair = {(2, 1): JOIN + 0.01}
    assert found(grouped([1, 2], pair, {}, {})) == {((1, 2), None)}
    assert found(grouped([1, 2, 3], pair | {(3, 2): 0.8}, {}, {})) == {((1,), None), ((2, 3), None)}
