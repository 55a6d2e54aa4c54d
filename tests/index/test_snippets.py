"""Snippets: the right piece of the text, its hits at the right places."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.index import snippets
from reader.index.snippets import _FLAT, _cut, _Hit, _shown, _windows, snippet
from reader.model import Snippet
from reader.query.tree import And, Everything, Filter, Node, Not, Or, Text
from reader.text import stemming
from reader.text.fold import fold

FILLER = "The committee met again on the matter and nothing much was said about it. "


def any_of(*words: str) -> Node:
    return And(tuple(Text("any", word) for word in words)) if len(words) > 1 else Text("any", words[0])


def hits(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.hits]


@pytest.mark.parametrize("code", [0xC0, 0x24F, 0x400, 0x45F, 0x1E00, 0x1EF9])
def test_letters_are_flat_from_the_first_of_a_block_to_its_last(code: int) -> None:
    char = chr(code)
    assert (_FLAT[char] if char in _FLAT else char.lower()) == fold(char)
    assert not set(map(chr, (0xBF, 0x250, 0x3FF, 0x460, 0x1DFF, 0x1F00))) & _FLAT.keys()


def test_one_letter_alone_is_longer_in_lower_case() -> None:
    longer = [char for char in map(chr, range(sys.maxunicode + 1)) if len(char.lower()) != 1]
    assert longer == [snippets._LONGER_IN_LOWER_CASE]


def test_a_first_letter_is_sought_in_all_its_cases() -> None:
    letters = snippets._OTHER_CASES
    alike = re.compile(f"[{''.join(letters)}]", re.IGNORECASE)
    every = "".join(sorted({case for one, more in letters.items() for case in (one, one.upper(), *more)}))
    assert "".join(char for char in map(chr, range(sys.maxunicode + 1)) if alike.match(char)) == every


@pytest.mark.parametrize(
    ("body", "tree", "expected"),
    [
        ("Talk and talks.", any_of("talking"), ["Talk", "talks"]),
        ("He was happy; happiness matters, happily.", any_of("happy"), ["happy", "happiness"]),
        ("The café’s owner, a naïve man", any_of("cafe", "naive"), ["café", "naïve"]),
        ("Объёмы поставок и объемов добычи", any_of("объемам"), ["Объёмы", "объемов"]),
        ("أُضيئت المنارة مع أنها منارة قديمة", any_of("منارة"), ["المنارة", "منارة"]),
        ("它是北京大学的报告", any_of("京大学"), ["京大学"]),
        ("Costs 1,000 dollars", any_of("1000"), ["1,000"]),
        ("In the U.S. and us", any_of("US"), ["U.S.", "us"]),
        ("trade war, then war on trade", Text("any", "trade war", phrase=True), ["trade war"]),
        ("put, Putin, output", Text("any", "put", prefix=True), ["put", "Putin"]),
        ("gas but not oil", And((Text("any", "gas"), Not(Text("any", "oil")))), ["gas"]),
        ("gas or oil", Or((Text("any", "gas"), Text("any", "oil"))), ["gas", "oil"]),
        ("gas", And((Text("any", "gas"), Filter("is", "unread"))), ["gas"]),
        ("gas", Text("title", "gas"), []),
        ("Straße İstanbul gas", any_of("gas", "strasse"), ["Straße", "gas"]),
        ("İstanbul gas", any_of("gas"), ["gas"]),
        ("", any_of("gas"), []),
    ],
)
def test_hits_are_the_words_as_they_stand(body: str, tree: Node, expected: list[str]) -> None:
    assert hits(snippet(body, tree)) == expected


@pytest.mark.parametrize(
    ("body", "lang", "tree", "expected"),
    [
        ("Łódź, w Łodzi i łódzki", "pl", any_of("lodz"), ["Łódź", "Łodzi"]),
        ("rozmowy premiera Morawieckiego", "pl", Text("any", "premier morawiecki", phrase=True), ["premiera Morawieckiego"]),
        ("rozmowy premiera", "en", any_of("rozmowa"), []),
        ("On the front-line, a frontline, the front line", "en", any_of("frontline"), ["front-line", "frontline"]),
        ("On the front-line, a frontline, the front line", "en", any_of("front-line"), ["front-line", "frontline", "front line"]),
        ("On the front-lines of it", "en", Text("any", "frontl", prefix=True), ["front-lines"]),
        ("Two women and a woman", "en", any_of("woman"), ["women", "woman"]),
        ("grey or gray", "en", any_of("gray"), ["grey", "gray"]),
        ("Медведева ждут", "ru", any_of("медведев"), ["Медведева"]),
        ("A COVID-19 case", "en", any_of("covid19"), ["COVID-19"]),
    ],
)  # fmt: skip
def test_hits_are_those_of_the_texts_language(body: str, lang: str, tree: Node, expected: list[str]) -> None:
    assert hits(snippet(body, tree, lang)) == expected


@pytest.mark.parametrize("length", [60, 90, 200])
@pytest.mark.parametrize("end", ["It ended", "It ended.", "It ended. It began."])
def test_what_stands_beside_the_text_is_shown_from_its_beginning(end: str, length: int) -> None:
    body = f"{FILLER * 3}{end}\n\n· Picture: (Alexei Druzhinin)"
    found = snippet(f"{body}\n\n· Picture: Older", any_of("druzhinin"), length=length)
    assert found.text.startswith("… Picture: (Alexei Druzhinin")
    assert hits(found) == ["Druzhinin"]
    assert "ended" in snippet(body, any_of("ended", "druzhinin"), length=90).text


def test_a_short_text_is_shown_with_what_stands_beside_it() -> None:
    found = snippet("It ended.\n\n· Picture: (Alexei Druzhinin)", any_of("druzhinin"), length=90)
    assert found.text == "It ended. · Picture: (Alexei Druzhinin)"


def test_without_a_hit_it_is_the_beginning() -> None:
    found = snippet(FILLER * 9, Everything(), length=40)
    assert found == Snippet("The committee met again on the matter …")


def test_a_short_text_is_shown_whole() -> None:
    assert snippet("One line.\n\nAnother  line.", any_of("another")).text == "One line. Another line."


def test_a_window_begins_at_a_sentence_and_ends_at_a_word() -> None:
    body = FILLER * 5 + "A gas leak was found. " + FILLER * 5
    text = snippet(body, any_of("gas"), length=120).text
    assert text.startswith("… A gas leak was found. The committee")
    assert text.endswith(" …")
    assert len(text) <= 130


def test_the_densest_window_wins() -> None:
    body = "Gas here. " + FILLER * 9 + "Gas and oil and coal here. " + FILLER * 3
    assert hits(snippet(body, any_of("gas", "oil", "coal"), length=120)) == ["Gas", "oil", "coal"]


def test_words_far_apart_give_two_windows() -> None:
    body = FILLER * 3 + "The gas leak. " + FILLER * 9 + "An oil well. " + FILLER
    found = snippet(body, any_of("oil", "gas"))
    assert hits(found) == ["gas", "oil"]
    assert found.text.count("…") == 3


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["gas", "Öl", "北京", "don't", "U.S.", "\n\n", ". ", "x" * 50, "и"]), max_size=60
    ),
    st.sampled_from(
        [any_of("gas", "ol"), any_of("北京"), any_of("us", "dont"), Text("any", "x", prefix=True)]
    ),
    st.integers(20, 300),
)
def test_snippets_are_bounded_and_their_hits_in_order(parts: list[str], tree: Node, length: int) -> None:
    found = snippet(" ".join(parts), tree, length=length)
    assert len(found.text) <= length + 60
    assert "\n" not in found.text
    assert all(a[1] <= b[0] for a, b in zip(found.hits, found.hits[1:], strict=False))
    assert all(0 <= start < end <= len(found.text) for start, end in found.hits)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "us",
                "User",
                "used.",
                "used-up",
                "u",
                "U.S.",
                "us's",
                "usé",
                "usa,",
                "Usage",
                "use;",
                "us.us",
                "us\u200dx",
                "\n\n",
                "1us",
                "ÚS",
                "ŮSEK",
                "усталый",
                "Устав.",
                "у,",
                "ус\u0301",
                "us北京 ",
                "İus",
                "Ёж",
            ]
        ),
        max_size=30,
    ),
    st.sampled_from(["u", "us", "use", "usag", "у", "ус", "е"]),
    st.sampled_from(["en", "de", "pl", None]),
)
def test_plain_words_begin_as_all_terms_do(
    monkeypatch: pytest.MonkeyPatch, parts: list[str], beginning: str, lang: str | None
) -> None:
    tree = Text("any", beginning, prefix=True)
    body = " ".join(parts)
    found = snippet(body, tree, lang)
    letters = snippets._by_letters
    with monkeypatch.context() as as_terms:
        as_terms.setattr(
            snippets, "_by_letters", lambda flat, want: ((start, 0) for start, _ in letters(flat, want))
        )
        assert snippet(body, tree, lang) == found


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["cry", "Cries", "cry's", "don't", "co-cry", "1cry", "x_cry", "e.g.cry", "crÿ", "CRY.", "dry", "oestrus", "estranged",
             "ædile", "Øresund", "пей", "паромы", "Пар,", "öcry", "l'élan", "cr\u00ady", "c.r.i.", "ﬁcry", "北cry", "İcry"]
        ),
        max_size=12,
    ),
    st.sampled_from(["cri", "estr", "dri", "паром", "c", "cryi", "elanv"]),
    st.booleans(),
    st.sampled_from(["en", "de", "id", "ru", None]),
)  # fmt: skip
def test_stems_are_found_by_first_letters_as_by_all_terms(
    monkeypatch: pytest.MonkeyPatch, parts: list[str], typed: str, is_beginning: bool, lang: str | None
) -> None:
    tree = Text("any", typed, prefix=is_beginning)
    body = " ".join(parts)
    found = snippet(body, tree, lang)
    with monkeypatch.context() as as_terms:
        as_terms.setattr(stemming, "keeps_first_letters", lambda exact, lang: False)
        assert snippet(body, tree, lang) == found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["2", "20", "2.5", "2,5", "1,200", "12", "1.200.5", "A20", "20th", "covid-20", "2026-05-20", "'20s", "3.20", "x_20",
             "№20", "$2.", "٢٠", "北20", "12km"]
        ),
        max_size=20,
    ),
    st.sampled_from(["2", "20", "12", "120", "2.5", "1"]),
    st.booleans(),
)  # fmt: skip
def test_numbers_are_found_as_all_terms_do(
    monkeypatch: pytest.MonkeyPatch, parts: list[str], number: str, is_beginning: bool
) -> None:
    tree = Text("any", number, prefix=is_beginning)
    body = " ".join(parts)
    found = snippet(body, tree)
    with monkeypatch.context() as as_terms:
        as_terms.setattr(snippets, "_by_letters", lambda flat, want: [])
        assert snippet(body, tree) == found


def test_of_a_text_only_the_beginning_is_looked_through() -> None:
    assert hits(snippet("x" * 99_996 + " gas", any_of("gas"))) == ["gas"]
    assert hits(snippet("x" * 99_997 + " gas", any_of("gas"))) == []


@pytest.mark.parametrize(
    ("char", "typed"), [("À", "a"), ("ɏ", "ɏ"), ("Ѐ", "е"), ("џ", "џ"), ("Ḁ", "a"), ("ỿ", "ỿ")]
)
def test_a_word_is_found_by_its_letters_without_marks(char: str, typed: str) -> None:
    assert hits(snippet(f"x {char}bcd", any_of(f"{typed}bcd"))) == [f"{char}bcd"]


def test_a_beginning_is_that_of_the_form_or_of_the_stem() -> None:
    assert hits(snippet("running, runs", Text("any", "runni", prefix=True))) == ["running"]
    assert hits(snippet("أضيئت المنارة", Text("any", "منا", prefix=True))) == ["المنارة"]
    assert hits(snippet("U.S. talks", Text("any", "us", prefix=True))) == ["U.S."]


def test_a_word_of_a_phrase_takes_forty_characters_at_most() -> None:
    phrase = Text("any", "gas leak", phrase=True)
    assert hits(snippet("gas" + " " * 73 + "leak", phrase)) == ["gas leak"]
    assert hits(snippet("gas" + " " * 74 + "leak", phrase)) == []


def test_overlapping_hits_are_one() -> None:
    assert hits(snippet("它是北京大学的", any_of("北京", "京大", "大学"))) == ["北京大学"]
    assert hits(snippet("它是北京大学的", any_of("北京", "大学"))) == ["北京", "大学"]
    assert hits(snippet("gas leaks", And((Text("any", "gas leak", phrase=True), Text("any", "leak"))))) == [
        "gas leaks"
    ]


def words(*found: tuple[int, int]) -> list[_Hit]:
    """Hits of three characters: where they start, and the number of their word."""
    return [_Hit(start, start + 3, word) for start, word in found]


@pytest.mark.parametrize(
    ("found", "windows"),
    [
        ([], []),
        ([(100, 0)], [(70, 160)]),
        ([(100, 0), (157, 1)], [(70, 160)]),
        ([(100, 0), (158, 1)], [(85, 130), (143, 188)]),
        ([(100, 0), (120, 0), (140, 0), (300, 0)], [(70, 160)]),
        ([(100, 0), (300, 0), (310, 1)], [(270, 360)]),
        ([(300, 0), (100, 1), (900, 2)], [(85, 130), (285, 330)]),
        ([(100, 0), (130, 0), (170, 1)], [(100, 190)]),
        ([(100, 0), (110, 1), (400, 0), (410, 2)], [(85, 130), (385, 430)]),
    ],
)
def test_the_window_with_most_words_is_shown_or_two_of_half_the_length(
    found: list[tuple[int, int]], windows: list[tuple[int, int]]
) -> None:
    assert _windows(words(*sorted(found)), 90) == windows


def test_a_window_begins_at_most_sixty_characters_before_its_first_hit() -> None:
    assert _windows(words((500, 0)), 300) == [(440, 740)]
    assert _windows(words((500, 0)), 180) == [(440, 620)]
    assert _windows(words((500, 0)), 177) == [(441, 618)]


@pytest.mark.parametrize(
    ("body", "window", "cut"),
    [
        ("One. Two three four. Five", (0, 25), (0, 25)),
        ("One. Two three four. Five", (-5, 10), (0, 14)),
        ("One. Two three four. Five", (10, 30), (21, 25)),
        ("One. Two three four. Five", (2, 12), (5, 8)),
        ("One two three four five", (2, 12), (4, 7)),
        ("One two three four five", (2, 13), (4, 13)),
        ("abcdefghijklmnop", (3, 9), (3, 9)),
    ],
)
def test_a_window_without_hits_is_cut_at_sentences_and_words(
    body: str, window: tuple[int, int], cut: tuple[int, int]
) -> None:
    assert _cut(body, *window, []) == cut


def test_a_cut_keeps_the_hits_that_the_window_holds() -> None:
    body = "One two gas oil three four"
    assert _cut(body, 2, 12, [_Hit(8, 11, 0)]) == (4, 11)
    assert _cut(body, 8, 11, [_Hit(8, 11, 0)]) == (8, 11)
    assert _cut(body, 2, 13, [_Hit(8, 11, 0), _Hit(12, 15, 1)]) == (4, 11)
    assert _cut(body, 2, 15, [_Hit(8, 11, 0), _Hit(12, 15, 1)]) == (4, 15)


@pytest.mark.parametrize(
    ("windows", "text", "marks"),
    [
        ([(0, 50)], "One two. Gas and oil. Last words.", ((9, 12), (17, 20))),
        ([(0, 9)], "One two. …", ()),
        ([(10, 34)], "… Gas and oil. Last words.", ((2, 5), (10, 13))),
        ([(10, 17), (18, 23)], "… Gas and … oil. …", ((2, 5), (12, 15))),
    ],
)
def test_what_is_left_out_is_shown_as_an_ellipsis_and_hits_keep_their_places(
    windows: list[tuple[int, int]], text: str, marks: tuple[tuple[int, int], ...]
) -> None:
    body = "One  two. Gas and oil.\nLast words."
    shown = _shown(body, windows, [_Hit(10, 13, 0), _Hit(18, 21, 1)])

    assert (shown.text, shown.hits) == (text, marks)


@pytest.mark.parametrize("length", range(20, 60))
def test_no_letter_loses_its_marks_at_a_cut(length: int) -> None:
    text = "กัปตันสั่งเปิดประตูเรือที่ท่าเรือแล้วผู้โดยสารทุกคนก็ขึ้นฝั่งได้อย่างปลอดภัยในเวลาต่อมา" * 2
    found = snippet(text, Text("any", "ประตู"), "th", length=length)
    for piece in found.text.split("…"):
        piece = piece.strip(" ")
        at = text.find(piece)
        assert at >= 0
        assert not unicodedata.category(text[at]).startswith("M")
        assert not unicodedata.category((text + " ")[at + len(piece)]).startswith("M")
