"""Properties of three sides, merged key by key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import merge_properties

BASE = """title: "A lamp"
source: "https://quay.example/lamp"
author:
  - "Jo"
published: 2022-02-04
tags:
  - "clippings"
  - "old"
broadsheet: "abcdefghijklmn23\""""


def merged(hand: str, ours: str, base: str = BASE) -> str:
    found = merge_properties.merge(base.split("\n"), hand.split("\n"), ours.split("\n"))
    assert found.conflicts == ()
    return "\n".join(found.lines)


def test_what_the_reader_left_alone_is_ours_and_the_rest_stays_as_it_was_written() -> None:
    hand = """# my head
title: A lamp # why
rating:   5   # foreign
source: https://quay.example/lamp
author:
- Jo # the author
published: 2022-02-04

# before tags
tags:
- clippings
- old  # not so old
- mine # mine

x: {a: 1,  b: [2,3]}
broadsheet: abcdefghijklmn23
# end"""
    ours = BASE.replace("A lamp", "A lamp: two").replace("02-04", "02-05")
    ours = ours.replace('"Jo"', '"Jo"\n  - "Bo"\nagency: "AFP"').replace('"old"', '"1984"')
    assert (
        merged(hand, ours)
        == """# my head
title: 'A lamp: two' # why
rating:   5   # foreign
source: https://quay.example/lamp
author:
- Jo # the author
- Bo
agency: "AFP"
published: 2022-02-05

# before tags
tags:
- clippings
- mine # mine
- '1984'
# not so old

x: {a: 1,  b: [2,3]}
broadsheet: abcdefghijklmn23
# end"""
    )


def test_quotes_stay_as_the_reader_has_them() -> None:
    for quote in ("'", '"'):
        hand = BASE.replace('"A lamp"', f"{quote}A lamp{quote}") + "\nx: 1"
        assert f"title: {quote}A ferry{quote}\n" in merged(hand, BASE.replace("A lamp", "A ferry"))


@pytest.mark.parametrize(
    ("hand", "ours", "tags"),
    [
        (["clippings", "old", "mine"], ["clippings", "new"], ["clippings", "mine", "new"]),
        (["old"], ["clippings", "old", "new"], ["old", "new"]),
        (["clippings", "New"], ["clippings", "old", "new"], ["clippings", "New"]),
        (["#clippings", "OLD"], ["clippings"], ["#clippings"]),
        ([], ["clippings", "old", "new"], ["new"]),
    ],
)
def test_tags_are_a_set(hand: list[str], ours: list[str], tags: list[str]) -> None:
    def text(names: list[str]) -> str:
        return "tags:\n" + "\n".join(f'  - "{name}"' for name in names) if names else "tags: []"

    assert merged(text(hand), text(ours), text(["clippings", "old"])) == text(tags)


@pytest.mark.parametrize(
    ("hand", "result"),
    [
        ("tags: [clippings, old] # c", "tags: [clippings, old, new] # c"),
        ("tags:", 'tags:\n  - "new"'),
        ("tags: clippings, old", 'tags:\n  - "clippings"\n  - "old"\n  - "new"'),
        ("x: 1", 'x: 1\ntags:\n  - "new"'),
    ],
)
def test_tags_in_other_forms_take_what_we_add(hand: str, result: str) -> None:
    base = 'tags:\n  - "clippings"\n  - "old"'
    assert sorted(merged(hand, f'{base}\n  - "new"', base).split("\n")) == sorted(result.split("\n"))


def test_a_key_that_the_reader_changed_stays_and_is_named() -> None:
    hand = BASE.replace('"A lamp"', "Mine")
    found = merge_properties.merge(
        BASE.split("\n"), hand.split("\n"), BASE.replace("A lamp", "Ours").split("\n")
    )
    assert ("\n".join(found.lines), found.conflicts) == (hand, ("title",))


def test_a_key_that_the_reader_took_away_stays_away() -> None:
    hand = BASE.replace('title: "A lamp"\n', "")
    assert merged(hand, BASE.replace("A lamp", "Ours")) == hand


def test_a_key_that_we_took_away_goes_but_for_its_comment() -> None:
    ours = BASE.replace("published: 2022-02-04\n", "")
    hand = BASE.replace("published: 2022-02-04\n", "published: 2022-02-04 # a Friday\n")
    assert merged(hand, ours) == BASE.replace("published: 2022-02-04\n", "# a Friday\n")
    assert merged(BASE + "\nx: 1", ours) == ours + "\nx: 1"


def test_what_both_changed_alike_is_no_conflict() -> None:
    hand = BASE.replace('"A lamp"', "Ours")
    assert merged(hand, BASE.replace("A lamp", "Ours")) == hand


@pytest.mark.parametrize(
    ("hand", "why"),
    [
        ("a: [\nb: 1", "line 4 of its properties is not valid YAML"),
        ("title: a\ntitle: b", "line 3 of its properties is not valid YAML"),
        ("- a", "its properties are not pairs of names and values"),
        ("words", "its properties are not pairs of names and values"),
        ("{title: x}", "its properties are not on one line each"),
        ("1: x", "its properties are not pairs of names and values"),
        ("x: &a {b: 1}\n<<: *a", "its properties are not on one line each"),
        ('title: "A lamp"\nx: \u0007', "its properties are not valid YAML"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(hand: str, why: str) -> None:
    with pytest.raises(merge_properties.PropertiesRefused) as caught:
        merge_properties.merge(["title: a"], hand.split("\n"), ["title: b"])
    assert str(caught.value) == why


def test_values_without_end_are_kept() -> None:
    bomb = "\n".join(
        f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" if n else "k0: &k0 [x]" for n in range(9)
    )
    hand = f'{bomb}\nloop: &l [a, *l]\ntitle: "A lamp"'
    assert merged(hand, 'title: "Ours"', 'title: "A lamp"') == hand.replace("A lamp", "Ours")


def test_a_value_that_leans_on_another_key_is_refused() -> None:
    hand = 'x: &t "A lamp"\ntitle: *t'
    with pytest.raises(merge_properties.PropertiesRefused, match="title cannot be changed by itself"):
        merge_properties.merge(['title: "A lamp"'], hand.split("\n"), ['title: "Ours"'])


PAGE = """headline:: A lamp
author:: [[Jo]]
published:: 2022-02-04
tags:: clippings, old
broadsheet:: abcdefghijklmn23"""


def merged_page(hand: str, ours: str) -> tuple[str, tuple[str, ...]]:
    found = merge_properties.merge_page(PAGE.split("\n"), hand.split("\n"), ours.split("\n"))
    return "\n".join(found.lines), found.conflicts


def test_properties_of_a_page_are_merged_one_by_one() -> None:
    hand = PAGE.replace("headline::", "rating:: 5\nHeadline::").replace("old", "old, [[mine]]")
    ours = (
        PAGE.replace("[[Jo]]", "[[Jo]]\nagency:: AFP")
        .replace("A lamp", "A ferry")
        .replace("old", "two words")
    )
    assert merged_page(hand, ours) == (
        "rating:: 5\nheadline:: A ferry\nauthor:: [[Jo]]\nagency:: AFP\npublished:: 2022-02-04\n"
        "tags:: clippings, [[mine]], two words\nbroadsheet:: abcdefghijklmn23",
        (),
    )


def test_of_a_page_too_the_readers_property_stays_and_one_taken_away_stays_away() -> None:
    ours = PAGE.replace("A lamp", "Ours").replace("2022", "2023")
    hand = PAGE.replace("A lamp", "Mine").replace("published:: 2022-02-04\n", "")
    assert merged_page(hand, ours) == (hand, ("headline",))
    assert merged_page(PAGE, PAGE.replace("author:: [[Jo]]\n", ""))[0] == PAGE.replace(
        "author:: [[Jo]]\n", ""
    )
    with pytest.raises(merge_properties.PropertiesRefused, match="two of its properties have the same name"):
        merged_page(PAGE + "\nTags:: x", ours)


def test_tags_are_a_set_whatever_they_are_called() -> None:
    base, hand, ours = (
        ["keywords:", *(f'  - "{name}"' for name in ("clippings", *names))]
        for names in (("old",), ("old", "mine"), ("new",))
    )
    found = merge_properties.merge(base, hand, ours)
    assert found.lines == ["keywords:", *(f'  - "{name}"' for name in ("clippings", "mine", "new"))]


VALUES = st.one_of(
    st.sampled_from(
        ['"A lamp"', "plain", "'single'", "2022-02-04", "[a, b]", "", "{a: 1}", "|\n  text", "5 # five"]
    ),
    st.text(alphabet="ab:#-[]{}'\" ", max_size=8),
)


@given(st.dictionaries(st.sampled_from(["title", "x", "y", "tags"]), VALUES), st.booleans())
def test_nothing_of_a_foreign_key_is_lost(keys: dict[str, str], new: bool) -> None:
    lines = "\n".join(f"{key}: {value}" for key, value in keys.items()).split("\n")
    ours = ['title: "Ours"', *(["tags:", '  - "new"'] if new else [])]
    try:
        found = merge_properties.merge(['title: "A lamp"'], lines, ours)
    except merge_properties.PropertiesRefused:
        return
    merged = "\n".join(found.lines)
    assert all(f"{key}: {keys[key]}".rstrip() in merged for key in ("x", "y") if key in keys)
    assert merge_properties.merge(lines, found.lines, found.lines).lines == found.lines


def test_an_anchor_that_is_given_again_is_merged_without_a_warning() -> None:
    hand = ["title: &a Lamp", "mine: &a Stairs"]
    found = merge_properties.merge(["title: Lamp"], hand, ["title: Lamp lit"])
    assert found.lines[1] == "mine: &a Stairs"


@pytest.mark.parametrize("end", "\r\x85\u2028\u2029")
def test_lines_that_end_in_yaml_only_are_left_alone(end: str) -> None:
    hand = ["e: t", f'c: "{end}i"', "", "t:"]
    with pytest.raises(merge_properties.PropertiesRefused, match="line ends"):
        merge_properties.merge(["e: t"], hand, ["e: u"])
