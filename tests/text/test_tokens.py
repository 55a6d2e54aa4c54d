"""Terms of a text."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.late import pattern
from reader.text import tokens, word_memory
from reader.text.fold import fold
from reader.text.tokens import (
    TERM_LIMIT,
    Term,
    WantedWord,
    exact_forms,
    pieces,
    scan,
    stems,
    terms,
    wanted,
    words,
)
from reader.text.word_memory import WordMemory


def exact(text: str) -> list[str]:
    return exact_forms(text)


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
        ("gas", False, [(("gas",), None)]),
        ("example.com", False, [(("example", "com"), None)]),
        ("Putí", True, [((), "puti")]),
        ("gas pip", True, [(("gas",), "pip")]),
        ("anti-terr", True, [(("anti",), "terr"), ((), "antiterr")]),
        ("an e-mail", False, [(("an", "e", "mail"), None), (("an", "email"), None)]),
        ("mother-in-law", False, [(("mother", "in", "law"), None), (("motherinlaw",), None)]),
        ("state-of-the-art", False, [(("state", "of", "the", "art"), None)]),
        ("2018-2019", False, [(("2018", "2019"), None)]),
        ("F-16", False, [(("f", "16"), None), (("f16",), None)]),
        ("国", False, [((), "国")]),
        ("北京大", False, [(("北京", "京大"), None)]),
        ("...", True, []),
        ("", False, []),
    ],
)
def test_words_of_a_query_say_what_they_want(
    words: str, prefix: bool, expected: list[tuple[tuple[str, ...], str | None]]
) -> None:
    ways = wanted(words, prefix=prefix)
    assert [(tuple(word.exact for word in way.words), way.beginning) for way in ways] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a front-line x", [("a", 0), ("front", 1), ("frontline", 1), ("line", 2), ("x", 3)]),
        ("COVID‑19", [("covid", 0), ("covid19", 0), ("19", 1)]),
        ("Smith-Jones's cat", [("smith", 0), ("smithjones", 0), ("jones", 1), ("cat", 2)]),
        ("a-b-c-d", [("a", 0), ("b", 1), ("c", 2), ("d", 3)]),
        ("l'abbé-roi", [("l", 0), ("abbe", 1), ("roi", 2)]),
        ("10-year, x-1.5", [("10", 0), ("year", 1), ("x", 2), ("1.5", 3)]),
        ("Objective-C++ ex-U.S.", [("objective", 0), ("c++", 1), ("ex", 2), ("us", 3)]),
    ],
)
def test_words_with_hyphens_are_one_term_as_well(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(term.exact, term.position) for term in terms(text)] == expected


def test_a_joined_term_ends_where_its_last_word_does_and_counts_for_nothing() -> None:
    _, joined, _ = terms("Front-lines", "en")
    assert joined == Term("frontlin", "frontlines", 0, 11, 0, "e", "", joined=True)
    assert exact("Front-lines") == ["front", "lines"]
    assert stems("Front-lines") == ["front", "line"]


def matches(query: str, text: str, lang: str | None) -> bool:
    ((word,), _) = wanted(query)[0]
    return any(word.matches(term) for term in terms(text, lang))


@pytest.mark.parametrize(
    ("query", "text", "lang"),
    [
        ("Kaczyński", "Kaczyńskiego", "pl"),
        ("kaczynski", "Kaczyńskiemu", "pl"),
        ("žák", "žáků", "cs"),
        ("zaku", "žáků", "cs"),
        ("медведев", "Медведева", "ru"),
        ("Медведева", "Медведев", "ru"),
        ("медведев", "Медведев", "ru"),
        ("городов", "Городов", "ru"),
        ("пассажир", "Пассажиров", "ru"),
        ("häuser", "Haus", "de"),
        ("hauser", "Häusern", "de"),
        ("colour", "Colors", "en"),
        ("woman", "women", "en"),
        ("women", "woman", "en"),
        ("frontline", "front-line", "en"),
        ("emails", "e-mail", "en"),
        ("covid19", "COVID-19", "en"),
        ("resume", "résumé", "fr"),
        ("влада", "vladu", "sr"),
        ("vlada", "владу", "sr"),
        ("12", "12", "pl"),
    ],
)
def test_a_word_matches_the_terms_of_its_stem_and_itself_as_a_stem(query: str, text: str, lang: str) -> None:
    assert matches(query, text, lang)


@pytest.mark.parametrize(
    ("query", "text", "lang"),
    [
        ("kaczyński", "Kaczmarek", "pl"),
        ("город", "Горох", "ru"),
        ("new", "news", "en"),
        ("ins", "in", "en"),
        ("gass", "gas", "en"),
        ("иван", "Иванова", "ru"),
        ("12", "123", "pl"),
    ],
)
def test_a_word_does_not_match_other_words(query: str, text: str, lang: str) -> None:
    assert not matches(query, text, lang)


@given(
    st.text(alphabet="aąbcčdeéěghiíjklłmnoópprsśštuvwyzžабвгдеёжийов", min_size=1, max_size=10),
    st.sampled_from(["en", "pl", "cs", "sl", "ru", "uk", "bg", "sr", "de", "fr", None]),
)
def test_a_word_finds_itself_in_every_language_with_and_without_diacritics(
    word: str, lang: str | None
) -> None:
    for typed in (word, word.upper(), fold(word)):
        assert matches(typed, word, lang)
        assert matches(typed, word.title(), lang)


def test_words_side_by_side_end_where_the_last_of_them_does() -> None:
    (way,) = wanted("gas pipes")
    assert way.end(terms("Gas pipe, a gas")) == 8
    assert way.end(terms("gas")) == 0
    assert way.end(terms("gas a pipe")) == 0
    assert wanted("frontline")[0].end(terms("front-lines x")) == 11


def test_a_beginning_is_that_of_a_form_or_of_a_stem() -> None:
    term = Term("zak", "zaku", 0, 4, 0, "c", "zaku")
    (way,) = wanted("za", prefix=True)
    assert way.begins(term)
    assert not wanted("zakum", prefix=True)[0].begins(term)
    assert not wanted("za")[0].begins(term)
    assert wanted("z", prefix=True)[0].begins(term._replace(stem="x", exact="x"))


@pytest.mark.parametrize(
    ("query", "text"),
    [("woman", "women"), ("colour", "color"), ("grey", "gray"), ("gray", "grey"), ("happy", "happier"), ("foot", "feet"),
     ("pediatric", "paediatric"), ("sceptic", "skeptics")],
)  # fmt: skip
def test_a_word_is_looked_for_by_the_first_letters_that_its_forms_have(query: str, text: str) -> None:
    ((word,), _) = wanted(query)[0]
    assert text.startswith(tuple(word.openings()))
    assert not "xylophone".startswith(tuple(word.openings()))


def test_no_beginning_of_a_word_is_looked_for_twice() -> None:
    assert WantedWord("cats", "cats").openings() <= {"cat", "ca"}


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("aZé'’.,-+#09 7_ёйПяь北国ไทยü\u0301\u200d\u00ad\n"), max_size=40))
def test_terms_lie_in_order_within_the_text_and_repeat(text: str) -> None:
    found = list(terms(text))
    assert all(0 <= t.start < t.end <= len(text) and t.exact for t in found)
    assert all(
        (a.start, a.position) < (b.start, b.position) or b.joined for a, b in itertools.pairwise(found)
    )
    assert [t.position for t in found if not t.joined] == list(range(sum(not t.joined for t in found)))
    assert found == list(terms(text))


@settings(max_examples=300)
@given(
    st.text(
        alphabet=st.sampled_from("abZé'’.,-+#09 7_ёПяь北国ไทยü\u0301\u0306\u200d\u00ad\n()!”"), max_size=40
    )
)
def test_what_is_quicker_parts_a_text_as_the_rule_does(text: str) -> None:
    assert scan(text) == re.findall(tokens._PIECE, text)


def test_a_text_without_letters_of_unspaced_scripts_compiles_no_pattern_of_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dear = {
        (module, name): pattern(getattr(module, name).pattern)
        for module, name in ((tokens, "_SCAN"), (tokens, "_UNSPACED"), (word_memory, "_UNSPACED"))
    }
    for (module, name), unused in dear.items():
        monkeypatch.setattr(module, name, unused)
    monkeypatch.setattr(tokens, "_memory", WordMemory(tokens.forms_of, 100))
    text = "Zoë’s ferry – the “Łódź”, №3 of порт"
    assert len(pieces(text)) == len(list(terms(text))) == 7
    assert not [place for place, unused in dear.items() if "findall" in vars(unused)]
    assert len(pieces(f"{text} 北国")) == 8
    assert "findall" in vars(dear[tokens, "_SCAN"])


@pytest.fixture
def stemmed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that were stemmed, of which four are remembered."""
    asked: list[str] = []

    def counted(word: str, *given: Any) -> Any:
        asked.append(word)
        return computed(word, *given)

    computed = tokens._stemmed
    monkeypatch.setattr(tokens, "_stemmed", counted)
    monkeypatch.setattr(tokens, "_memory", WordMemory(tokens.forms_of, 4))
    return asked


def test_words_met_of_late_are_remembered_by_language(stemmed: list[str]) -> None:
    for word, lang in (("one", "en"), ("dwa", "pl"), ("one", "en"), ("one", "pl"), ("dwa", "pl")):
        assert stems(f"{word} {word}", lang) == 2 * stems(word, lang)
    assert stemmed == ["one", "dwa", "one"]


def test_of_what_is_remembered_the_older_half_goes_but_for_what_is_met_again(stemmed: list[str]) -> None:
    stems("one two three")
    stems("one four five")
    assert stemmed == ["one", "two", "three", "four", "five"]
    stems("one five")
    assert len(stemmed) == 5
    stems("two")
    assert stemmed[5:] == ["two"]


def test_a_word_with_a_capital_is_known_by_its_small_letters(stemmed: list[str]) -> None:
    assert stems("lamp Lamp LAMP") == ["lamp"] * 3
    assert stemmed == ["lamp"]


def test_runs_longer_than_a_word_are_not_remembered(stemmed: list[str]) -> None:
    longest = "x" * TERM_LIMIT
    stems(f"{longest} {longest} {longest}x {longest}x")
    assert stemmed == [longest, f"{longest}x", f"{longest}x"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("паромы", "Паром сел на мель"),
        ("альбома", "новый альбом"),
        ("Вьетнама", "флаг, Вьетнам"),
        ("режиму", "режим"),
        ("монахом", "монах"),
        ("острова", "остров"),
        ("вызову", "вызов"),
        ("Киева", "киев"),
        ("музея", "музей"),
        ("героев", "герой"),
        ("системы", "пять систем"),
    ],
)
def test_any_case_of_a_russian_noun_finds_the_form_that_looks_inflected(typed: str, text: str) -> None:
    assert matches(typed, text, "ru")


@pytest.mark.parametrize(
    ("typed", "text", "lang"),
    [
        ("часовой", "пять часов", "ru"),
        ("страховая", "без страхов", "ru"),
        ("торговых", "место торгов", "ru"),
        ("паромы", "пары", "ru"),
        ("паромы", "паром", "uk"),
        ("столы", "столик", "ru"),
    ],
)
def test_adjectives_and_other_words_do_not(typed: str, text: str, lang: str) -> None:
    assert not matches(typed, text, lang)


@given(
    text=st.text(st.sampled_from("abЯй3.,-'’_ \n北京กา한é\u0301\u00ad#+@%½²İ\U0001f600"), max_size=40)
    | st.text(max_size=40),
    lang=st.sampled_from(("en", "ru", None)),
)
def test_words_read_at_once_are_the_terms_that_are_not_joined(text: str, lang: str | None) -> None:
    assert words(text, lang) == [term for term in terms(text, lang) if not term.joined]
