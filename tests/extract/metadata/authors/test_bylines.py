from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.extract.metadata.authors.bylines import Byline, people
from reader.text.clean import line


def authors(raw: str, **asked: bool) -> list[str]:
    return list(people(raw, site_names=("The Daily Lamp",), **asked).authors)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("BY ANN LEE AND BOB RAY", ["ANN LEE", "BOB RAY"]),
        ("Ann Lee, Bob Ray and Cy Poe", ["Ann Lee", "Bob Ray", "Cy Poe"]),
        ("Von Anna Müller und Max Muster", ["Anna Müller", "Max Muster"]),
        ("Par Zoé Petit et Luc Grand", ["Zoé Petit", "Luc Grand"]),
        ("Por Inés Gil y José Paz", ["Inés Gil", "José Paz"]),
        ("Автор: Анна Белова и Пётр Чернов", ["Анна Белова", "Пётр Чернов"]),
        ("Oleh: Budi Santoso", ["Budi Santoso"]),
        ("作者：王小明", ["王小明"]),
        ("责编：王小明、李华", ["王小明", "李华"]),
        ("김민수 기자", ["김민수"]),
        ("Text: Anna Berg, Foto: Olle Lind", ["Anna Berg"]),
        ("Reporting by Ann Lee; editing by Bob Ray", ["Ann Lee"]),
        ("By Author: Luke", ["Luke"]),
        ("Text und Fotos: Anna Weber", ["Anna Weber"]),
        ("著者：山田太郎", ["山田太郎"]),
        ("الكاتب: محمد علي", ["محمد علي"]),
    ],
)
def test_a_byline_gives_its_names_in_many_languages(raw: str, wanted: list[str]) -> None:
    assert authors(raw) == wanted


@pytest.mark.parametrize(
    "name",
    [
        "Dan Brown",
        "John A. Smith",
        "Guy de Maupassant",
        "De Niro",
        "Anna von der Heide",
        "Y Lan",
        "Per-Erik Berg",
        'Ann "Ace" Lee',
        "Martin L. King Jr.",
        "Jean-Luc O'Neil",
        "b.lee",
        "Herr_Maus",
        "ann berg",
        "محمد علي",
        "大山 花子",
    ],
)
def test_a_name_stays_whole(name: str) -> None:
    assert authors(name) == [name]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Ann Lee, Health Editor", ["Ann Lee"]),
        ("Ann Lee, Head of Marketing and Sales", ["Ann Lee"]),
        ("Reporter Ann Lee", ["Ann Lee"]),
        ("Ann Lee and Bob Ray, Nairobi", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee in London", ["Ann Lee"]),
        ("Ann Lee | Nairobi | World", ["Ann Lee"]),
        ("by Ann Lee22 Dec 2016651", ["Ann Lee"]),
        ("Ann Lee March 25, 2015", ["Ann Lee"]),
        ("Ann Lee | Updated 5 May 2021", ["Ann Lee"]),
        ("Ann Lee @annlee", ["Ann Lee"]),
        ("Ann Lee, M.D., and Bob Ray", ["Ann Lee M.D.", "Bob Ray"]),
        ("Ann Lee (avec Bob Ray et Cy Poe)", ["Ann Lee", "Bob Ray", "Cy Poe"]),
        ("<a href='/x'>Ann Lee</a> &amp;amp; Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee, The Daily Lamp", ["Ann Lee"]),
    ],
)
def test_what_is_no_name_is_left_out(raw: str, wanted: list[str]) -> None:
    assert authors(raw) == wanted


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "By",
        "admin",
        "Staff",
        "The Daily Lamp",
        "https://lamp.example/ann",
        "ann@lamp.example",
        "@ann",
        "123",
    ],
)
def test_nobody_is_named_by_accounts_addresses_and_the_publisher(raw: str) -> None:
    assert people(raw, site_names=("The Daily Lamp",)) == Byline()


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("By Ann Lee and Bob Ray for AFP", Byline(("Ann Lee", "Bob Ray"), "AFP")),
        ("Ann Lee mit dpa", Byline(("Ann Lee",), "dpa")),
        ("Ann Lee (Reuters)", Byline(("Ann Lee",), "Reuters")),
        ("Ann Lee/AFP", Byline(("Ann Lee",), "AFP")),
        ("Ann Lee, The Associated Press", Byline(("Ann Lee",), "The Associated Press")),
    ],
)
def test_an_agency_is_kept_apart_from_people(raw: str, wanted: Byline) -> None:
    assert people(raw) == wanted


def test_an_agency_alone_is_its_own_author() -> None:
    assert people("dpa") == Byline(("dpa",), "dpa")


@pytest.mark.parametrize(
    "raw", ["North of the river", "READ MORE", "ann lee", "Ann", "What Ann Lee Did Next Is News"]
)
def test_strict_reading_wants_a_full_name(raw: str) -> None:
    assert authors(raw, strict=True) == []


def test_strict_reading_takes_full_names() -> None:
    assert authors("By Ann Lee and Bob de la Ray", strict=True) == ["Ann Lee", "Bob de la Ray"]


@settings(max_examples=150)
@given(st.text(max_size=300), st.booleans())
def test_any_text_gives_clean_single_lines_each_once(raw: str, strict: bool) -> None:
    found = people(raw, strict=strict).authors
    assert all(name and line(name) == name for name in found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "piece", ["a.", "(", "By ", "a,", " - ", "&amp;", "<b", "Ann Lee ", "&#" + "9" * 50, "１"]
)
def test_long_hostile_text_is_read_in_an_instant(piece: str) -> None:
    assert len(people(piece * 20_000).authors) <= 30


def test_capitals_behind_for_are_the_house_that_sent_them() -> None:
    byline = people("By Maud Ferris and Ilya Renko for CWS")
    assert (byline.authors, byline.agency) == (("Maud Ferris", "Ilya Renko"), "CWS")
    assert people("BY MAUD FERRIS FOR CWS").agency is None
