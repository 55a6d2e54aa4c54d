"""The nearest word that the library has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.index.snapshot import Snapshot
from reader.index.spelling import commonest, kindred, likelier, nearest
from tests.index.articles import document, snapshot
from tests.index.segments.made import segment

if TYPE_CHECKING:
    from pathlib import Path


FIRST = [
    document(1, "The pipeline carries gas, says the minister. A heron, a heron.", title="обсудили"),
    document(2, "pipelines and pipelines; a heros, the herod. Catalogue"),
]
SECOND = [document(3, "The herod of the pipeline; cats and cat."), document(4, "cots cots, said the cart")]


def _meant(words: Snapshot, typed: str) -> str | None:
    return next(iter(nearest(words, typed)), None)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("spelling"), FIRST, SECOND)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("pipelnie", "pipeline", id="two neighbours swapped"),
        pytest.param("minster", "minister", id="a letter left out"),
        pytest.param("minisster", "minister", id="a letter put in"),
        pytest.param("mimisder", "minister", id="two letters changed in a long word"),
        pytest.param("mimisdr", None, id="two mistakes in a word of seven letters"),
        pytest.param("hurom", None, id="two mistakes in a short word"),
        pytest.param("обсудиле", "обсудили", id="another script"),
        pytest.param("zzzzzz", None, id="nothing near"),
        pytest.param("ipeline", None, id="another first letter"),
        pytest.param("gaz", None, id="too short to guess"),
        pytest.param("gass", "gas", id="four letters"),
        pytest.param("pipelines", None, id="the word itself"),
        pytest.param("pipelined", None, id="its stem is known"),
        pytest.param("два слова", None, id="two words"),
        pytest.param("", None, id="no word"),
    ],
)
def test_the_word_that_was_meant_is_named(words: Snapshot, typed: str, meant: str | None) -> None:
    assert _meant(words, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("مرفا", None, id="a letter changed in four"),
        pytest.param("مفطا", "مطفا", id="two neighbours swapped"),
        pytest.param("مطفاا", "مطفا", id="a letter put in"),
        pytest.param("المنارد", "المنارة", id="a letter changed in a longer word"),
    ],
)
def test_where_no_vowels_are_written_a_short_word_with_another_letter_is_another(
    tmp_path: Path, typed: str, meant: str | None
) -> None:
    found = nearest(snapshot(tmp_path, [document(1, "مصباح مطفأ في المنارة")]), typed)
    assert found == ([meant] if meant else [])


def test_of_words_equally_near_the_one_that_more_articles_have_is_meant(words: Snapshot) -> None:
    assert _meant(words, "herox") == "herod"


def test_the_nearer_word_is_meant_though_fewer_articles_have_it(tmp_path: Path) -> None:
    newest = snapshot(
        tmp_path, [document(1, "abcdefgxy"), document(2, "abcdefgxy"), document(3, "abcdefghx")]
    )
    assert _meant(newest, "abcdefghy") == "abcdefgxy"
    assert _meant(newest, "abcdefghxx") == "abcdefghx"


def test_of_words_equally_near_and_frequent_the_last_in_the_alphabet_is_meant(tmp_path: Path) -> None:
    newest = snapshot(tmp_path, [document(1, "abcdx abcdy abcdw")])
    assert _meant(newest, "abcdz") == "abcdy"


def test_a_stem_that_is_no_word_is_never_named(words: Snapshot) -> None:
    assert _meant(words, "pipelinn") == "pipeline"
    assert _meant(words, "cataloguu") == "catalogue"


def test_a_stem_is_a_word_where_its_longer_forms_do_not_explain_it(words: Snapshot) -> None:
    assert _meant(words, "catx") == "cats"
    assert _meant(words, "cott") == "cots"
    assert _meant(words, "hreon") == "heron"


def test_a_word_in_several_segments_is_counted_in_all(tmp_path: Path) -> None:
    one, other = document(1, "running runners"), document(2, "running")
    newest = snapshot(tmp_path, [document(3, "runnins"), one], [other], [document(4, "runnint")])
    assert _meant(newest, "runninx") == "running"


def test_a_word_that_begins_with_another_letter_than_its_stem_is_not_meant(tmp_path: Path) -> None:
    of = Snapshot([segment(tmp_path, "babcdefgh=abcdefgh/e wabcdefg=abcdefg/e")])
    assert _meant(of, "abcdefghi") is None
    assert _meant(of, "babcdefgi") == "babcdefgh"
    assert _meant(of, "wabcdefx") == "wabcdefg"


def test_only_words_of_the_text_are_named_by_how_many_articles_have_them(tmp_path: Path) -> None:
    of = Snapshot(
        [
            segment(tmp_path, "herox herox herox", "herod", {"t": "heroz"}, name="MAIN_a"),
            segment(tmp_path, "x", "herod=hero/e", {"t": "heroz"}, {"a": "heroz"}, name="MAIN_b"),
        ]
    )
    assert _meant(of, "heroq") == "herod"


def test_a_word_whose_stem_the_title_alone_has_is_still_mistyped(tmp_path: Path) -> None:
    of = Snapshot([segment(tmp_path, "heron", {"t": "herom"})])
    assert _meant(of, "herom") == "heron"


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        pytest.param("heros", "herod", id="of two the one that more have, though it occurs"),
        pytest.param("minster", "minister", id="it does not occur"),
        pytest.param("pipelines", None, id="the same stem"),
        pytest.param("mimisder", None, id="two mistakes in a long word"),
        pytest.param("gass", None, id="four letters"),
        pytest.param("inister", None, id="another first letter"),
        pytest.param("два слова", None, id="two words"),
        pytest.param("", None, id="no word"),
    ],
)
def test_the_commonest_word_at_one_mistake_is_named(words: Snapshot, typed: str, other: str | None) -> None:
    assert commonest(words, typed) == other


def test_a_far_commoner_word_makes_up_for_a_further_mistake(tmp_path: Path) -> None:
    rare, *common = (
        document(1, "a vacinashion"),
        *(document(number, "a vaccination") for number in range(2, 23)),
    )
    fewer, more = (
        snapshot(tmp_path / "fewer", [rare, *common[:19]]),
        snapshot(tmp_path / "more", [rare, *common]),
    )
    assert nearest(fewer, "vacinasion", 2) == ["vacinashion", "vaccination"]
    assert nearest(more, "vacinasion", 2) == ["vaccination", "vacinashion"]


def test_a_word_may_begin_with_a_letter_of_the_same_sound(tmp_path: Path) -> None:
    of = snapshot(tmp_path, [document(1, "covid and a zebra"), document(2, "kovil")])
    assert nearest(of, "kovid", 2) == ["kovil", "covid"], "the same letter first"
    assert nearest(of, "sebra") == ["zebra"]
    assert nearest(of, "tebra") == []


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        pytest.param("ried", ["reid", "red"], id="two neighbours swapped"),
        pytest.param("aple", ["apple", "able"], id="a letter left out of two"),
    ],
)
def test_all_the_right_letters_make_up_for_fewer_articles(
    tmp_path: Path, typed: str, likely: list[str]
) -> None:
    common = [document(number, "red and able") for number in range(2, 11)]
    assert nearest(snapshot(tmp_path, [document(1, "reid apple"), *common]), typed, 2) == likely


def test_a_word_is_meant_though_a_text_in_another_language_has_its_stem_for_a_word(tmp_path: Path) -> None:
    football = [document(number, "football", lang="en") for number in (2, 3)]
    of = snapshot(tmp_path, [document(1, "fotbal", lang="cs"), *football])
    assert nearest(of, "fotball") == ["football"]


def test_a_word_that_only_another_language_has_by_its_stem_was_probably_another(tmp_path: Path) -> None:
    polish = document(1, "apelował", lang="pl")
    english = document(2, "an apple is able; he cared for cards", lang="en")
    of = snapshot(tmp_path, [polish, english])
    assert nearest(of, "aple") == [], "it is found"
    assert likelier(of, "aple", 2) == ["apple"], "able has another letter"
    assert likelier(of, "apple") == [], "it is there as it is typed"
    assert likelier(of, "caring") == likelier(of, "care") == [], (
        "its stem is of the language of the other word"
    )
    assert likelier(of, "zzzz") == likelier(of, "two words") == [], "it is not found at all"
    assert likelier(snapshot(tmp_path / "polish", [polish, document(2, "apple", lang="pl")]), "aple") == []


def test_a_mistake_may_look_like_an_ending(tmp_path: Path) -> None:
    of = snapshot(tmp_path, [document(1, "Merkel i Merlin", lang="pl")])
    assert likelier(of, "merkle") == ["merkel"]


def test_a_form_of_a_known_word_is_no_mistake(tmp_path: Path) -> None:
    maries = [document(number, f"Marie number {number} came.") for number in range(3, 9)]
    polish = [
        document(1, "Na mapie jest port, a mapa wisi.", lang="pl"),
        document(2, "Nowe mapy.", lang="pl"),
    ]
    assert (
        commonest(snapshot(tmp_path / "alone", [document(1, "Na mapie.", lang="pl"), *maries]), "mapie")
        == "marie"
    )
    assert commonest(snapshot(tmp_path / "forms", [*polish, *maries]), "mapie") is None


def test_a_word_of_another_language_than_the_others_may_lack_a_letter(tmp_path: Path) -> None:
    german = document(1, "Alle Mann an Bord, der Lotse ist an Bord und schläft.", lang="de")
    english = document(2, "The patrol at the border found no bored agents, born or bound.", lang="en")
    of = snapshot(tmp_path, [german, english])
    assert kindred(of, "bord", ["patrol"], 5) == ["bored", "border"], "born has another letter"
    assert kindred(of, "bord", ["lotse"]) == [], "it is at home where the other word is"
    assert kindred(of, "bord", ["zzzz"]) == kindred(of, "bord", []) == [], (
        "no language is known of the others"
    )
    assert kindred(of, "zzzz", ["patrol"]) == kindred(of, "patrol", ["lotse", "agents"]) == []
