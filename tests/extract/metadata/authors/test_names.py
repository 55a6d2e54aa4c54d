from __future__ import annotations

import pytest

from reader.extract.metadata.authors import names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ann Lee22 May 2016", "Ann Lee"),
        ("Ann Lee, May 22nd, 2016", "Ann Lee,"),
        ("Ann Lee on Monday 4 May", "Ann Lee"),
        ("Ann May Lee", "Ann May Lee"),
        ("Ann Lee 2016", "Ann Lee 2016"),
    ],
)
def test_a_name_ends_where_a_day_and_month_begin(text: str, wanted: str) -> None:
    assert names.without_date(text) == wanted


@pytest.mark.parametrize(
    "text", ["https://x.example", "www.x.example", "/a", "a@b.example", "@ann", "lamp.com"]
)
def test_addresses_and_handles_are_no_names(text: str) -> None:
    assert names.is_address(text)
    assert not names.may_be_name(text)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("AFP", "AFP"),
        ("dpa/AFP", "dpa"),
        ("AP, Reuters", "AP"),
        ("Xinhua", "Xinhua"),
        ("新华社", "新华社"),
        ("AFP, Ann Lee", None),
        ("Tt", None),
        ("", None),
    ],
)
def test_agencies_are_known_by_name(text: str, agency: str | None) -> None:
    assert names.agency_in(text) == agency


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee", "Ann Lee"),
        ("Reporter Ann Lee", "Ann Lee"),
        ("Ann Lee, Editor", "Ann Lee"),
        ("Editor", None),
        ("Editor at the Daily Lamp of Brannock", None),
        ("Ann Lee is a writer and lives there", None),
    ],
)
def test_a_role_goes_and_a_role_alone_is_none(text: str, name: str | None) -> None:
    assert names.without_role(text) == name


@pytest.mark.parametrize(
    "text", ["admin", "The Newsroom", "Web Desk", "Lamp Web Desk", "staff writer", "...", "12"]
)
def test_nobody_is_named(text: str) -> None:
    assert names.is_nobody(text)
    assert not names.may_be_name(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Guardian staff reporter", True),
        ("admin", False),
        ("Al", False),
        ("a b c d e f g", False),
        ("x" * 61, False),
        ("x" * 60, True),
    ],
)
def test_a_weak_name_stands_for_an_author_where_nobody_better_is_named(text: str, answer: bool) -> None:
    assert names.is_weak(text) is answer


@pytest.mark.parametrize(
    "text",
    ["Ann Lee", "Ann von der Heide", "J. R. Olden", "Jean-Luc O'Neil", "Анна Белова", "Ann Maria Eva Lee"],
)
def test_full_names_are_beyond_doubt(text: str) -> None:
    assert names.is_full_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ann",
        "ANN LEE",
        "ann lee",
        "Ann lee",
        "Ann Lee 2",
        "Latest News",
        "Ann Maria Eva Rosa Lee",
        "von Ann",
        "Ann " + "L" * 50,
    ],
)
def test_other_words_are_no_full_names(text: str) -> None:
    assert not names.is_full_name(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("herr_maus", True),
        ("Ann von und zu Lee", True),
        ("王小明", True),
        ("王" * 12, True),
        ("王" * 13, False),
        ("a", False),
        ("Ann: Lee", False),
        ("Is it Ann?", False),
        ("one two three four five six seven eight", False),
        ("it was a long day", False),
        ("A" * 70, True),
        ("A" * 71, False),
    ],
)
def test_where_a_name_is_expected_more_may_be_one(text: str, answer: bool) -> None:
    assert names.may_be_name(text) is answer


def test_a_byline_is_nearly_all_names() -> None:
    assert names.are_all_of("By Ann Lee", ["Ann Lee"])
    assert not names.are_all_of("Ann Lee was seen at sea", ["Ann Lee"])
    assert not names.are_all_of("", [])


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("ANN LEE", "Ann Lee"),
        ("ANN LEE-O'BRIEN", "Ann Lee-O'Brien"),
        ("J.R. LEE", "J.R. Lee"),
        ("ANN VAN DER LEE", "Ann van der Lee"),
        ("АННА ЛИ", "Анна Ли"),
        ("ANN LEE III", "Ann Lee III"),
        ("Ann LEE", "Ann LEE"),
        ("ANN", "ANN"),
        ("AFP TV", "AFP TV"),
        ("THE NEWS TEAM", "THE NEWS TEAM"),
    ],
)
def test_names_in_capitals_are_written_as_people_write_them(given: str, wanted: str) -> None:
    assert names.in_usual_case(given) == wanted


@pytest.mark.parametrize(
    ("text", "answer"),
    [("BERLIN", True), ("New York", True), ("Kyiv.", True), ("Ann Berlin", False), ("Sydney", False)],
)
def test_a_place_is_no_name(text: str, answer: bool) -> None:
    assert names.is_place(text) is answer
    assert names.may_be_name(text) is not answer
