"""New articles find their stories in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.clusters.stories import (
    COMPARED,
    DAYS,
    JOIN,
    OTHERS,
    OWN,
    STRANGERS,
    StoryMatch,
    grouped,
    likeness,
    of_one_source,
    opened,
    touched,
    within_reach,
)
from reader.index.profile import profile
from reader.index.similarity import Weighed, weigh
from reader.index.similarity import likeness as similarity_of

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def test_a_story_is_in_reach_where_one_of_its_reports_is_like_an_article() -> None:
    alike = {(1, 10): FAR, (1, 11): NEAR, (2, 10): FAR, (2, 20): FAR, (1, 2): NEAR}
    assert within_reach({10: 100, 11: 100, 20: 200}, alike) == {10: 100, 11: 100}


OLD = {10: 100, 11: 100, 20: 200, 30: 300}


@given(
    st.dictionaries(
        st.sampled_from([(one, other) for one in (1, 2, 3) for other in (*OLD, 2, 3) if one < other]),
        st.sampled_from((0.0, FAR, JOIN, NEAR, 0.9)),
    )
)
def test_stories_out_of_reach_change_nothing(alike: Mapping[tuple[int, int], float]) -> None:
    near = within_reach(OLD, alike)
    fewer = {pair: value for pair, value in alike.items() if pair[1] in near or pair[1] < 10}
    sizes = {100: 3, 200: 1, 300: 2}
    assert grouped([1, 2, 3], fewer, near, sizes) == grouped([1, 2, 3], alike, OLD, sizes)


def test_a_story_is_open_while_all_its_free_reports_are_in_sight() -> None:
    reports = {10: 100, 11: 100, 20: 200, 30: 300}
    assert opened(reports, {100: 2, 200: 1}) == {10, 11, 20}
    assert opened(reports, {100: 3, 200: 1}) == {20}


def test_two_that_seemed_to_be_one_are_two_when_a_third_shows_it() -> None:
    pair = {(2, 1): JOIN + 0.01}
    assert found(grouped([1, 2], pair, {}, {})) == {((1, 2), None)}
    assert found(grouped([1, 2, 3], pair | {(3, 2): 0.8}, {}, {})) == {((1,), None), ((2, 3), None)}


def test_the_limits_stand_where_they_were_measured() -> None:
    assert (JOIN, COMPARED, DAYS) == (0.29, 24, 4)


def test_the_likeness_from_which_reports_belong_together_is_enough() -> None:
    assert found(grouped([1, 2], {(2, 1): JOIN}, {}, {})) == {((1, 2), None)}
    assert found(grouped([1, 2], {(2, 1): JOIN - 0.001}, {}, {})) == {((1,), None), ((2,), None)}
    assert touched({10: 100}, {10: JOIN}) == {10: 100}


def test_an_article_joins_by_the_mean_of_its_nearest_and_of_all() -> None:
    # (0.5 + 0.5 / 6) / 2 = 0.2917, (0.5 + 0.5 / 7) / 2 = 0.2857
    for size, joins in ((6, True), (7, False)):
        (story,) = grouped([1], {(1, 10): 0.5}, {10: 100}, {100: size})
        assert (story.old == 100) is joins


def test_two_groups_join_by_the_mean_of_all_pairs() -> None:
    pairs = {(2, 1): 0.9, (4, 3): 0.9}
    for value, together in ((0.29, True), (0.28, False)):
        alike = pairs | {(3, 1): value, (3, 2): value, (4, 1): value, (4, 2): value}
        assert (len(grouped([1, 2, 3, 4], alike, {}, {})) == 1) is together


def test_a_story_whose_size_is_unknown_counts_as_one_report() -> None:
    assert found(grouped([1], {(1, 10): 0.3}, {10: 100}, {})) == {((1,), 100)}


def test_of_a_long_story_no_more_than_those_compared_are_counted() -> None:
    alike = {(1, number): 0.5 for number in range(10, 13)}
    old = dict.fromkeys(range(10, 13), 100)
    # (0.5 + 1.5 / 24) / 2 = 0.2813 stays away; of 18 reports (0.5 + 1.5 / 18) / 2 = 0.2917 does not
    assert found(grouped([1], alike, old, {100: 18})) == {((1,), 100)}
    assert found(grouped([1], alike, old, {100: 19})) == {((1,), None)}
    more = {(1, number): 0.5 for number in range(10, 14)}
    assert found(grouped([1], more, dict.fromkeys(range(10, 14), 100), {100: 900})) == {((1,), 100)}


def test_the_most_alike_are_brought_together_first() -> None:
    alike = {(2, 1): 0.3, (3, 2): 0.9, (4, 1): 0.8}
    assert found(grouped([1, 2, 3, 4], alike, {}, {})) == {((1, 4), None), ((2, 3), None)}


def test_an_old_story_takes_in_whichever_side_it_stands_on() -> None:
    alike = {(1, 10): 0.9, (2, 1): 0.9, (2, 10): 0.9}
    assert found(grouped([1, 2], alike, {10: 100}, {100: 1})) == {((1, 2), 100)}
    assert found(grouped([2, 1], alike, {10: 100}, {100: 1})) == {((1, 2), 100)}


def test_names_count_half_among_reports_of_one_source() -> None:
    one, other, nameless = (
        weigh(
            profile(title, f"{text} the dam broke, and water ran over meadows and roads.", "en"),
            lambda _: 3.0,
        )
        for title, text in (
            ("Dam breaks", "Irena Kolt of Orsava said that"),
            ("Rain", "Edwin Culley of Orsava said that"),
            ("Flood", "In heavy rain"),
        )
    )
    assert of_one_source(0.5, one, one) == pytest.approx(0.5 - OWN)
    assert 0.5 - OWN < of_one_source(0.5, one, other) < 0.5
    assert of_one_source(0.5, one, nameless) == 0.5


def test_two_pieces_of_a_paper_on_one_subject_are_two_events() -> None:
    def told(title: str, text: str = "") -> Weighed[str]:
        return weigh(profile(title, text, "en"), lambda _: 3.0)

    order = told(
        "Orsava against the world: what will Culley do?",
        "If it plays its cards well, Culley may do the work of Orsava and weaken old friends.",
    )
    trade = "Only another government would change how merchants deal with the port."
    three, five = f"{trade} It has few cards.", f"{trade} It has few cards and old friends."
    assert of_one_source(0.9, order, told("Lowlands and Orsava after Culley", three)) == 0
    assert of_one_source(0.9, order, told("Lowlands and Orsava after Culley", five)) > JOIN
    assert of_one_source(0.9, order, told("Orsava against Culley")) > JOIN, "a headline cannot have more"
    chart, next_chart = (
        told("Chart", "Rain and wind over hills."),
        told("Chart", "Sun, frost, fog, ice, dew."),
    )
    assert of_one_source(0.9, chart, next_chart) == 0.9, "one title"


def test_a_paper_that_names_another_day_tells_of_another_event() -> None:
    monday, friday, both = (
        weigh(profile("Ferry sinks", f"The ferry Aurelia sank off Orsava {when}."), lambda _: 3.0)
        for when in ("on Monday", "on Friday", "on Monday, and was raised on Friday")
    )
    assert of_one_source(0.9, monday, friday) == 0
    assert of_one_source(0.9, monday, both) > 0.5


def test_one_text_of_a_paper_under_two_titles_is_a_series() -> None:
    words = (
        "Blocks of wood with stickers on them, for those who like to build at a desk. They wait in a drawer with paper, clips, "
        "brushes, glue, ink, stamps, string, wax and chalk, and sometimes a mouse."
    )
    phono, bondi, other = (
        weigh(profile(title, text, "en"), lambda _: 3.0)
        for title, text in (
            ("PhonoBlock", words),
            ("BondiBlock", words),
            (
                "BondiBlock",
                words[:100] + "Then rain came, the river rose, bridges broke, cattle drowned, roofs flew.",
            ),
        )
    )
    assert of_one_source(0.9, phono, bondi) == 0
    assert of_one_source(0.9, phono, phono) == of_one_source(0.9, phono, other) == 0.9


def test_headlines_alone_of_one_paper_are_no_story() -> None:
    def told(title: str, text: str = "") -> Weighed[str]:
        return weigh(profile(title, text, "en"), lambda _: 3.0)

    airport, motive = "Shots at Orsava airport", "Police seek motive for shots at Orsava airport"
    text = "Edwin Culley, a clerk, came by train with a gun in his case and fired at travellers."
    assert of_one_source(0.9, told(airport), told(motive)) == 0
    assert of_one_source(0.9, told(airport, "Orsava. Read more."), told(motive)) == 0
    assert of_one_source(0.9, told(airport, text), told(motive)) > JOIN
    assert of_one_source(0.9, told(airport), told(airport)) > JOIN, "the same headline twice"
    assert likeness(told(airport), told(motive)) > JOIN, "of two sources"


def test_the_eleventh_case_of_a_town_and_the_twelfth_are_two_events() -> None:
    def case(number: str, day: str, more: str = "") -> Weighed[str]:
        text = f"On {day} a patient died of the fever in Orsava, the clinic said. {more}"
        return weigh(profile(f"Fever takes case {number} in Orsava", text), lambda _: 3.0)

    eleventh = case("11", "May 4")
    assert likeness(eleventh, case("12", "May 5")) == 0
    assert likeness(eleventh, case("11", "May 5")) > JOIN
    assert likeness(eleventh, case("12", "May 4")) > JOIN
    assert likeness(eleventh, case("12", "May 5", "It had 11 cases before.")) > JOIN


def test_titles_of_two_places_and_hardly_a_name_in_common_are_two_events() -> None:
    def ash(place: str, beside: str) -> Weighed[str]:
        text = f"Ash rose five kilometres above the crater of {place} and drifted east, with a code orange. {beside}"
        return weigh(profile(f"The volcano {place} throws ash", text), lambda _: 3.0)

    near = similarity_of(one := ash("Tolmak", ""), other := ash("Urdeva", "")) - likeness(one, other)
    assert near == pytest.approx(OTHERS + STRANGERS)
    beside = "Irena Kolt, Edwin Culley and Marta Zelenka of the Orsava Institute watch it."
    near = similarity_of(one := ash("Tolmak", beside), other := ash("Urdeva", beside)) - likeness(one, other)
    assert near == pytest.approx(OTHERS)
