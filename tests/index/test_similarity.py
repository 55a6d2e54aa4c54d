"""The likeness of two articles, part by part."""

from __future__ import annotations

from math import e, log, sqrt
from typing import Any

import pytest

from reader.index.days import Days
from reader.index.profile import Profile
from reader.index.similarity import Weighed, likeness, weigh

NO_DAYS = Days(frozenset(), frozenset())


def weighed(**parts: Any) -> Weighed[str]:
    return Weighed(
        **{"words": {}, "names": {}, "numbers": {}, "title": {}, "days": NO_DAYS, "cased": True, **parts}
    )


def seen(**parts: Any) -> Profile:
    nothing: frozenset[str] = frozenset()
    given = {"words": {}, "title": nothing, "function": nothing, "letters": nothing, "names": {}, "cased": True,
             "numbers": nothing, "days": NO_DAYS, "sequence": ()}  # fmt: skip
    return Profile(**{**given, **parts})


def on(*dates: int, weekdays: tuple[int, ...] = ()) -> Days:
    return Days(frozenset(dates), frozenset(weekdays))


IDF = {"dam": 3.0, "river": 4.0, "irena": 6.0, "kolt": 2.0, "214": 5.0, "all": 0.0}.__getitem__


def test_words_weigh_by_count_and_rarity_and_have_length_one() -> None:
    found = weigh(seen(words={"dam": 1.0, "river": 1.0}), IDF)
    assert found.words == pytest.approx({"dam": 0.6, "river": 0.8})
    found = weigh(seen(words={"dam": 8.0, "river": 1.0}), IDF)
    assert found.words == pytest.approx({"dam": 24 / sqrt(592), "river": 4 / sqrt(592)})


def test_function_words_pairs_of_letters_and_words_that_all_have_say_nothing() -> None:
    found = weigh(
        seen(
            words={"dam": 2.0, "river": 1.0, "kolt": 1.0, "all": 1.0},
            function=frozenset(("river",)),
            letters=frozenset(("kolt",)),
        ),
        IDF,
    )
    assert found.words == {"dam": 1.0}
    assert weigh(seen(words={"all": 1.0}), IDF).words == {}


def test_a_name_of_two_words_is_as_rare_as_they_are_on_average() -> None:
    assert weigh(seen(names={"irena kolt": 1, "dam": 1}), IDF).names == pytest.approx(
        {"irena kolt": 0.8, "dam": 0.6}
    )
    often = weigh(seen(names={"dam": e**2, "river": 1}), IDF).names
    assert often == pytest.approx({"dam": 9 / sqrt(97), "river": 4 / sqrt(97)})
    assert log(e**2) == pytest.approx(2)


def test_numbers_have_length_one_and_the_title_its_plain_weights() -> None:
    found = weigh(
        seen(numbers=frozenset(("214",)), title=frozenset(("dam", "river")), days=on(4), cased=False), IDF
    )
    assert (found.numbers, found.title) == ({"214": 1.0}, {"dam": 3.0, "river": 4.0})
    assert (found.days, found.cased) == (on(4), False)


@pytest.mark.parametrize(
    ("parts", "score"),
    [
        ({}, 0.0),
        ({"words": {"a": 1.0}}, 0.6),
        ({"words": {"a": 0.6, "b": 0.8}}, 0.6),
        ({"names": {"a": 1.0}}, 0.2),
        ({"numbers": {"1": 1.0}}, 0.1),
        ({"words": {"a": 1.0}, "title": {"a": 3.0}}, 0.7),
        ({"words": {"a": 1.0}, "title": {"a": 3.0, "b": 1.0}}, 0.675),
        ({"words": {"a": 1.0}, "cased": False}, 0.8),
        ({"names": {"a": 1.0}, "cased": False}, 0.0),
        ({"words": {"a": 1.0}, "days": on(4)}, 0.65),
        ({"words": {"a": 1.0}, "days": on(weekdays=(1,))}, 0.6),
        ({"words": {"a": 1.2}, "numbers": {"1": 1.0}, "title": {"a": 1.0}, "days": on(4)}, 1.0),
        ({"words": {"a": 1.3}, "numbers": {"1": 1.0}}, 1.0),
    ],
)
def test_an_article_and_itself(parts: dict[str, Any], score: float) -> None:
    assert likeness(weighed(**parts), weighed(**parts)) == pytest.approx(score)


def test_only_what_both_have_counts() -> None:
    one, other = {"a": 0.6, "b": 0.8}, {"b": 0.5, "c": 0.7, "d": 0.5}

    assert likeness(weighed(words=one), weighed(words=other)) == pytest.approx(0.6 * 0.4)
    assert likeness(weighed(words=other), weighed(words=one)) == pytest.approx(0.6 * 0.4)


def test_each_title_is_looked_for_in_the_words_of_the_other() -> None:
    one = weighed(words={"x": 1.0}, title={"a": 3.0, "b": 1.0})
    other = weighed(words={"a": 1.0}, title={"c": 1.0})

    assert likeness(one, other) == likeness(other, one) == pytest.approx(0.1 * 0.75 / 2)


def test_capitals_of_either_show_names() -> None:
    parts: dict[str, Any] = {"words": {"a": 1.0}, "names": {"b": 1.0}}

    assert likeness(weighed(**parts), weighed(**parts, cased=False)) == pytest.approx(0.8)
    assert likeness(weighed(**parts, cased=False), weighed(**parts)) == pytest.approx(0.8)
    assert likeness(weighed(words={"a": 0.5}, cased=False), weighed(**parts)) == pytest.approx(0.3)


def test_other_days_are_a_sign_against() -> None:
    parts: dict[str, Any] = {"words": {"a": 1.0}}

    assert likeness(weighed(**parts, days=on(4)), weighed(**parts, days=on(9))) == pytest.approx(0.52)
    assert likeness(weighed(**parts, days=on(4)), weighed(**parts, days=on(5))) == pytest.approx(0.6)
    assert likeness(weighed(**parts, days=on(4)), weighed(**parts)) == pytest.approx(0.6)
