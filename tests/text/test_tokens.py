"""Terms of a text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text import tokens
from reader.text.tokens import TERM_LIMIT, stems, terms, wanted


def exact(text: str) -> list[str]:
    return [term.exact for term in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gas, oil & coal", ["gas", "oil", "coal"]),
        ("Putin's plan, workers' rights", ["putin", "plan", "workers", "rights"]),
        ("don't I’m we'll", ["dont", "im", "well"]),
        ("l'affaire O’Brien", ["l", "affaire", "o", "brien"]),
        ("п'ять", ["пять"]),
        ("COVID-19 foo_bar x/y", ["covid", "19", "foo", "bar", "x", "y"]),
        ("U.S. and US, U.S.-based", ["us", "and", "us", "us", "based"]),
        ("C++ and C#.", ["c++", "and", "c#"]),
        ("1,000 1.000.000 2.5 2,5 $1.5bn", ["1000", "1000000", "2.5", "2.5", "1.5", "bn"]),
        ("04.02.2022 12:30 1,2,3", ["04", "02", "2022", "12", "30", "1", "2", "3"]),
        ("example.com 5G a76257", ["example", "com", "5g", "a76257"]),
        ("Café Łódź Straße", ["cafe", "lodz", "strasse"]),
        ("Ёлка и йод", ["елка", "и", "йод"]),
        ("北京大学", ["北京", "京大", "大学"]),
        ("国 ABC版", ["国", "abc", "版"]),
        ("서울시", ["서울", "울시"]),
        ("كِتَاب", ["كتاب"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("co\u00adoperate", ["cooperate"]),
        ("", []),
        (" -- '’ … ", []),
    ],
)
def test_a_text_gives_these_words(text: str, expected: list[str]) -> None:
    assert exact(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("meeting", "meets"),
        ("Pipelines", "pipeline"),
        ("Россия", "России"),
        ("ЁЛКИ", "елка"),
        ("Putin’s", "putin"),
        ("منارة", "والمنارة"),
        ("للمنارة", "منارات"),
        ("وزير", "الوزير"),
        ("السعودية", "سعودي"),
        ("ממשלה", "והממשלה"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [("على", "علي"), ("لبنان", "لبن"), ("بلاد", "البلاد كلها")])
def test_a_short_word_keeps_its_letters(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_an_article_written_with_its_word_belongs_to_the_exact_form() -> None:
    assert exact("المنارة והממשלה") == ["المنارة", "והממשלה"]


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "Straße: Ærø’s «подъёзд», U.S. 1,000 北京市"
    assert [text[t.start : t.end] for t in terms(text)] == [
        "Straße", "Ærø", "подъёзд", "U.S.", "1,000", "北京", "京市",
    ]  # fmt: skip


def test_positions_count_terms() -> None:
    assert [t.position for t in terms("l'affaire 北京大 2.5")] == [0, 1, 2, 3, 4]


def test_an_endless_word_is_cut() -> None:
    assert exact("x" * 5000) == ["x" * TERM_LIMIT]


@pytest.mark.parametrize(
    ("words", "prefix", "expected"),
    [
        ("gas", False, (("gas",), None)),
        ("example.com", False, (("exampl", "com"), None)),
        ("Putí", True, ((), "puti")),
        ("anti-terr", True, (("anti",), "terr")),
        ("国", False, ((), "国")),
        ("...", True, ((), None)),
    ],
)
def test_words_of_a_query_say_what_they_want(
    words: str, prefix: bool, expected: tuple[tuple[str, ...], str | None]
) -> None:
    found = wanted(words, prefix=prefix)
    assert (found.stems, found.beginning) == expected


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("aZé'’.,-+#09 7_ёйПяь北国ไทยü\u0301\u200d\u00ad\n"), max_size=40))
def test_terms_lie_in_order_within_the_text_and_repeat(text: str) -> None:
    found = list(terms(text))
    assert all(0 <= t.start < t.end <= len(text) and t.exact for t in found)
    assert all(a.start < b.start for a, b in itertools.pairwise(found))
    assert found == list(terms(text))


def test_no_more_words_are_remembered_than_the_limit_says(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, object] = {}
    monkeypatch.setattr(tokens, "_forms", known)
    monkeypatch.setattr(tokens, "_CACHE_LIMIT", 3)
    sizes = []
    for word in ("one", "two", "three", "four", "five"):
        assert stems(f"{word} {word}") == 2 * stems(word)
        sizes.append(len(known))
    assert sizes == [1, 2, 3, 1, 2]


def test_runs_longer_than_a_word_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, object] = {}
    monkeypatch.setattr(tokens, "_forms", known)
    longest = "x" * TERM_LIMIT
    stems(f"{longest} {longest}x")
    assert list(known) == [longest]
