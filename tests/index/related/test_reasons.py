"""The words by which a reader sees that two articles belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.index.clusters.cluster_features import key
from reader.index.profile import profile
from reader.index.related.reasons import Wording, are_enough

if TYPE_CHECKING:
    from collections.abc import Mapping


def why(
    one: str, other: str, weights: Mapping[str, float] | None = None, *, title: str = ""
) -> tuple[str, ...]:
    """The reasons that `one` has to belong with `other`; all shared words weigh 1 where no weights are given."""
    seen, its = profile(title, one), profile("", other)
    shared = weights or {stem: 1.0 for stem in seen.words if stem in its.words}
    return Wording(title, one, seen).reasons(shared, {*map(key, its.names)}, other)


def test_reasons_are_words_as_they_stand_best_first() -> None:
    one = "the dams held, rivers rose, bridges stood"

    assert why(one, "", {"dam": 1.0, "river": 3.0, "bridg": 2.0}) == ("rivers", "bridges", "dams")


def test_equal_reasons_come_in_the_order_of_the_alphabet() -> None:
    assert why("rivers dams bridges", "", {"dam": 1.0, "river": 1.0, "bridg": 1.0}) == (
        "bridges",
        "dams",
        "rivers",
    )


def test_five_reasons_are_given() -> None:
    words = {"heron": 9.0, "weir": 8.0, "pike": 7.0, "otter": 6.0, "reed": 5.0, "mill": 4.0}
    assert why(" ".join(words), "", words) == ("heron", "weir", "pike", "otter", "reed")


def test_a_word_that_both_have_in_passing_is_no_reason_where_there_is_another() -> None:
    lead = "One. Two. Three. "
    passing = f"{lead}They saw a heron by the weir, and the weir was shut."
    other = f"{lead}There a heron stood, and a weir was near."
    assert why(passing, other, {"heron": 2.0, "weir": 1.0}) == ("weir",)
    assert why(f"{lead}A heron was there.", other, {"heron": 2.0}) == ("heron",)
    assert why(passing, f"{other} A heron flew.", {"heron": 2.0, "weir": 1.0}) == ("heron", "weir")


def test_a_name_that_says_nothing_is_no_reason() -> None:
    one = "We saw the X there, the heron of Lennet."
    assert why(one, "They saw the X there, a heron.") == ("heron",)


@pytest.mark.parametrize(("weight", "told"), [(0.15, True), (0.149, False)])
def test_a_reason_must_weigh_a_share_of_the_best_one(weight: float, told: bool) -> None:
    assert ("weir" in why("heron weir", "", {"heron": 1.0, "weir": weight})) is told


def test_a_word_is_shown_in_its_most_frequent_form_of_the_body_else_as_in_the_title() -> None:
    assert why("flood floods, floods", "", {"flood": 1.0}, title="Flooding") == ("floods",)
    assert why("heron", "", {"flood": 1.0, "heron": 1.0}, title="flooding") == ("flooding", "heron")
    assert why("flooded floods", "", {"flood": 1.0}) == ("floods",)


@pytest.mark.parametrize(
    "body",
    [
        "Lennet saw it (@pier@social.lennet.example, https://lennet.example/lennet).",
        "lennet@pier.example and lennet@quay.example write to Lennet.",
        "lennet/sea, lennet/coast and Lennet",
    ],
)
def test_a_form_in_an_address_counts_nothing(body: str) -> None:
    assert why(body, "", {"lennet": 1.0}) == ("Lennet",)


def test_a_word_that_stands_in_addresses_alone_is_shown_as_there() -> None:
    assert why("https://lennet.example", "", {"lennet": 1.0}) == ("lennet",)


def test_function_words_numbers_and_short_words_are_no_reasons() -> None:
    one = "They gave it to us, and that was all that they had for us. 214 herons at ox, eel."
    weights = {"they": 9.0, "214": 9.0, "ox": 9.0, "eel": 1.0, "heron": 2.0}

    assert why(one, "", weights) == ("herons", "eel")


def test_short_words_in_capitals_are_reasons() -> None:
    assert why("talks at the EU and in ox", "", {"eu": 1.0, "ox": 1.0}) == ("EU",)


def test_what_shares_no_word_that_tells_of_a_subject_has_no_reasons() -> None:
    assert why("214 and 215", "", {"214": 1.0, "215": 2.0}) == ()
    assert why("contrary to three", "", {"contrari": 1.0, "three": 2.0}) == ()


def test_a_name_counts_whole_and_more_than_its_words() -> None:
    one = "We met Irena Kolt of Brenik by the river."
    other = "They saw Irena Kolt near Brenik and the river."

    assert why(one, other, {"irena": 1.0, "kolt": 1.0, "brenik": 1.0, "river": 2.5}) == (
        "Irena Kolt",
        "river",
        "Brenik",
    )
    assert why(one, other, {"irena": 1.0, "kolt": 0.3, "river": 2.7}) == ("river", "Irena Kolt")


def test_a_name_ends_where_the_other_text_has_no_more_of_it() -> None:
    one = "We met Mayor Irena Kolt Brenik there."

    assert why(one, "They met Irena Kolt again.") == ("Irena Kolt",)
    assert why(one, "They met Irena and Kolt again.") == ("Irena", "Kolt")
    assert why(one, "They met Mayor Irena, saw Kolt Brenik there.")[:2] == ("Kolt Brenik", "Mayor Irena")


def test_a_name_may_have_a_word_that_carries_grammar_elsewhere() -> None:
    text = "We met Will Smith there, and they will go with him."
    assert "Will Smith" in why(text, text)


def test_a_name_is_not_cut_and_a_longer_run_is_a_heading() -> None:
    weights = dict.fromkeys(("ada", "bela", "cora", "dora", "emma", "fina"), 1.0)
    six = "They met Ada Bela Cora Dora Emma Fina there."
    assert why(six, six, weights) == ("Ada Bela Cora Dora Emma Fina",)
    seven = six.replace("Fina", "Fina Gita")
    assert why(seven, seven, weights) == ()


def test_a_word_of_a_name_that_is_part_of_another_name_there_is_no_reason() -> None:
    one = "They sailed to Port Lennet by the river."
    assert why(one, "They sailed to Port Orsava by the river.") == ("river", "sailed")
    assert why(one, "They sailed to Lennet by the river.")[0] == "Port Lennet"
    assert "Bel Rook" not in why("They met Bel Rook.", "They met Donal Rook.")


def test_a_name_goes_on_over_its_small_words() -> None:
    text = "They asked the Bank of England for gold, and it was not there for them."
    assert why(text, text)[0] == "Bank of England"
    assert "Bank of England" not in why(text, "The Bank said that England has gold.")


@pytest.mark.parametrize("word", ["three", "Tuesday", "March", "GMT", "million", "Eastern Standard Time"])
def test_numerals_days_and_zones_are_no_reasons(word: str) -> None:
    text = f"herons, and it was {word} then"
    assert why(text, text) == ("herons",)


def test_an_agency_or_a_company_alone_is_a_reason_for_nothing() -> None:
    text = "We heard from Reuters that herons came."
    assert why(text, text, {"reuter": 9.0, "heron": 1.0}) == ("herons",)
    assert why(text, "It was Reuters.", {"reuter": 9.0}) == ()


def test_a_name_is_one_reason_in_all_its_cases_and_in_the_nominative_if_it_stands() -> None:
    body = "Вчера в Праге говорили. Мы видели Прагу, и потом Прага спала. О Праге писали, что река вышла."
    seen = profile("", body, "ru")
    assert seen.lang == "ru"
    found = Wording("", body, seen).reasons(dict.fromkeys(seen.words, 1.0), {*map(key, seen.names)}, body)
    assert [shown for shown in found if shown.startswith("Праг")] == ["Прага"]


def test_a_name_of_one_word_must_be_a_name_in_the_other_text_too() -> None:
    weights = {"turner": 1.0, "river": 1.2}

    assert why("We met Turner by the river.", "They saw Turner there.", weights) == ("Turner", "river")
    assert why("We met Turner by the river.", "a turner was there", weights) == ("river", "Turner")


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        ("They came. About Irena Kolt we know nothing, but a heron fell.", "Irena Kolt"),
        ("They came. The Hague is near, but a heron fell.", "The Hague"),
    ],
)
def test_a_name_begins_after_the_word_that_opens_its_sentence_but_may_have_an_article(
    one: str, reason: str
) -> None:
    found = why(one, f"On {reason} they agree, and {reason} it is.", {"irena": 1.0, "kolt": 1.0, "hagu": 1.0})
    assert reason in found
    assert not any("About" in told for told in found)


def test_a_credit_below_a_picture_is_no_reason() -> None:
    one = "The heron stood by the weir in AP Photo style, as AP Photo has it."
    assert why(one, "A heron, says AP Photo, was by the weir, and AP Photo knows.") == ("heron", "weir")


@pytest.mark.parametrize(
    ("reasons", "enough"),
    [
        ((), False),
        (("heron",), False),
        (("heron", "weir"), True),
        (("heron", "otter"), False),
        (("Irena Kolt",), True),
        (("人工智能",), True),
        (("智能",), False),
        (("tide-table",), False),
    ],
)
def test_two_reasons_or_a_long_one_are_enough_with_a_word_of_the_title(
    reasons: tuple[str, ...], enough: bool
) -> None:
    assert are_enough(reasons, profile("Weirs, Kolt, 人工智能, tide-table", "Snow")) is enough
    assert not are_enough(reasons, profile("Snow", "Snow"))


def test_a_name_is_one_line() -> None:
    text = "We met Irena  Kolt."
    assert why(text, text) == ("Irena Kolt",)


def test_names_of_a_title_count_only_where_most_of_its_words_are_small() -> None:
    body, other = "it rained.", "We met Irena Kolt."
    weights = {"irena": 1.0, "kolt": 1.0}

    assert why(body, other, weights, title="We saw that Irena Kolt had come") == ("Irena Kolt",)
    assert why(body, other, weights, title="We Saw Irena Kolt") == ("Irena", "Kolt")


def test_in_scripts_without_spaces_the_longest_run_that_both_have_is_a_reason() -> None:
    one = "渡轮哈尔西恩号周二搁浅"
    assert why(one, "哈尔西恩号在角搁浅") == ("哈尔西恩号", "搁浅")


def test_a_run_weighs_as_much_as_all_its_pairs() -> None:
    assert why(
        "今天搁浅。哈尔西恩", "哈尔西恩。搁浅", {"搁浅": 2.0, "哈尔": 1.0, "尔西": 1.0, "西恩": 1.0}
    ) == ("哈尔西恩", "搁浅")
    assert why(
        "今天搁浅。哈尔西恩", "哈尔西恩。搁浅", {"搁浅": 4.0, "哈尔": 1.0, "尔西": 1.0, "西恩": 1.0}
    ) == ("搁浅", "哈尔西恩")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("フェリーが", "フェリーボート", (), id="katakana goes on in the other"),
        pytest.param("大フェリー", "大フェリー", ("大フェリー",), id="han before katakana"),
    ],
)
def test_katakana_words_are_not_cut(one: str, other: str, expected: tuple[str, ...]) -> None:
    assert why(one, other)[: len(expected)] == expected


def test_a_run_that_cuts_a_katakana_word_at_its_beginning_or_end_is_no_reason() -> None:
    weights = {"リー": 1.0, "座礁": 0.5}

    assert why("フェリー座礁", "リー。座礁", weights) == ("座礁",)
    assert why("リーダ。座礁", "リー。座礁", weights) == ("座礁",)
    assert why("リー。座礁", "リー。座礁", weights) == ("リー", "座礁")


def test_a_korean_word_may_lose_its_ending_but_not_its_beginning() -> None:
    weights = {"시언": 1.0, "좌초": 0.5}

    assert why("시언호 좌초", "시언이 좌초", weights) == ("시언", "좌초")
    assert why("핼시언 좌초", "시언이 좌초", weights) == ("좌초",)


@pytest.mark.parametrize("mark", [chr(code) for code in (0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F))])
def test_no_thai_mark_begins_a_reason(mark: str) -> None:
    assert why(f"กข {mark}ลซ", f"{mark}ลซ", {"ลซ": 1.0}) == ("ลซ",)


def test_marks_at_the_beginning_of_a_thai_run_are_not_shown() -> None:
    assert why("กับ ัลซี", "ัลซี", {"ัล": 1.0, "ลซ": 1.0, "ซี": 1.0}) == ("ลซี",)


@pytest.mark.parametrize(("length", "told"), [(12, True), (13, False)])
def test_a_run_of_more_than_twelve_characters_is_a_sentence_that_was_taken_over(
    length: int, told: bool
) -> None:
    run = "甲乙丙丁戊己庚辛壬癸子丑寅"[:length]
    assert (why(run, run) == (run,)) is told


@pytest.mark.parametrize(("length", "told"), [(20, True), (21, False)])
def test_a_thai_run_may_have_twenty_characters(length: int, told: bool) -> None:
    run = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถท"[:length]
    assert (why(run, run, {run[:2]: 1.0}) == (run,)) is told


def test_a_lone_character_is_no_run() -> None:
    assert why("甲 heron", "甲 heron", {"甲": 1.0, "heron": 0.5}) == ("heron",)


def test_the_twelve_weightiest_pairs_are_looked_up_in_five_places_each() -> None:
    pairs = [
        "甲乙",
        "丙丁",
        "戊己",
        "庚辛",
        "壬癸",
        "子丑",
        "寅卯",
        "辰巳",
        "午未",
        "申酉",
        "戌亥",
        "天地",
        "玄黄",
    ]
    text = "。".join(pairs)
    looked: list[str] = []
    seen = profile("", text)
    wording = Wording("", text, seen)

    def heard(seed: str, other_text: str) -> str:
        looked.append(seed)
        return ""

    wording._longest = heard  # type: ignore[method-assign]
    wording.reasons({pair: float(20 - at) for at, pair in enumerate(pairs)}, set(), text)
    assert looked == pairs[:12]


@pytest.mark.parametrize(("before", "reason"), [(4, "甲乙丙"), (5, "甲乙")])
def test_the_first_five_places_of_a_pair_are_looked_at(before: int, reason: str) -> None:
    assert why("甲乙。" * before + "甲乙丙", "甲乙丙", {"甲乙": 1.0}) == (reason,)


@pytest.mark.parametrize("text", ["甲乙丙。甲乙", "甲乙。甲乙丙", "甲乙。甲乙丙。甲乙"])
def test_the_longest_of_several_places_is_the_reason(text: str) -> None:
    assert why(text, text, {"甲乙": 1.0}) == ("甲乙丙",)


def test_of_equally_long_runs_the_first_is_the_reason() -> None:
    text = "甲乙丙。丁甲乙"
    assert why(text, text, {"甲乙": 1.0}) == ("甲乙丙",)


def test_a_run_is_measured_by_itself_wherever_it_stands() -> None:
    text = f"{'It rained. ' * 20}甲乙丙"
    assert why(text, text, {"甲乙": 1.0}) == ("甲乙丙",)


def test_no_reason_is_part_of_another() -> None:
    one = "We met Irena Kolt there. Kolt left."
    assert why(one, "They met Irena Kolt. Kolt slept.", {"irena": 1.0, "kolt": 1.0}) == ("Irena Kolt",)


def reasons(body: str, lang: str | None = None) -> tuple[str, ...]:
    """The reasons that an article has to belong with itself."""
    seen = profile("", body, lang)
    return Wording("", body, seen).reasons(dict.fromkeys(seen.words, 1.0), {*map(key, seen.names)}, body)


@pytest.mark.parametrize(
    ("body", "lang", "name"),
    [
        ("Сегодня в Праге премьер Великобритании Ирена Кольт видела реку.", "ru", "Ирена Кольт"),
        ("Сегодня в Праге глава МИД Ирена Кольт видела реку.", "ru", "Ирена Кольт"),
        ("Сегодня в Крыму глава Крыма Сергей Кольт видел реку.", "ru", "Сергей Кольт"),
        ("Yesterday the keeper CEO Irena Kolt saw the river.", "en", "Irena Kolt"),
        ("There the keeper Doctor Irena Kolt saw it, and Irena Kolt left.", "en", "Irena Kolt"),
    ],
)
def test_a_person_is_no_part_of_the_name_of_an_office(body: str, lang: str, name: str) -> None:
    assert name in reasons(body, lang)
    assert not [shown for shown in reasons(body, lang) if name in shown and shown != name]


def test_a_name_of_three_words_is_whole() -> None:
    assert "Orsava Marine Board" in reasons("There the Orsava Marine Board met; in Orsava it rained.", "en")


def test_the_small_word_that_mostly_follows_a_capital_is_of_its_name() -> None:
    body = "Газът по Северен поток тече. И по Северен поток две се строи. До Северен край е далеч."
    assert "Северен поток" in reasons(body, "bg")
    assert "Северен поток" not in reasons(body.replace("И по Северен поток", "И по Северен бряг"), "bg")


def test_a_word_that_opens_a_sentence_has_no_capital_where_it_has_none_elsewhere() -> None:
    found = reasons("Bridges fell. Then bridges were built. Bridges stood. They saw Lennet.")
    assert "bridges" in found
    assert "Lennet" in found


def test_a_call_in_capitals_is_no_name() -> None:
    body = "The river Lennet rose. See SEND YOUR PICTURES NOW for more."
    assert not [shown for shown in reasons(body, "en") if "SEND YOUR" in shown]


def test_what_names_a_part_of_any_series_says_little() -> None:
    assert why("There was an Episode of it.", "There was an Episode of it.", {"episod": 1.0}) == ()


def why_in(lang: str, title: str, body: str, other: str) -> tuple[str, ...]:
    seen = profile(title, body, lang)
    return Wording(title, body, seen).reasons(
        dict.fromkeys([*seen.words], 1.0), {*map(key, profile("", other, lang).names)}, other
    )


def test_where_words_have_cases_names_and_words_of_the_title_do_without_others() -> None:
    title, body = (
        "Шторм у Тарна",
        "Шторм утих. Мы видели Тарн и Тарн, на мысе у острова. На мысе был буй у острова.",
    )
    found = why_in("ru", title, body, f"{title}. {body}")
    assert set(found) == {"Тарн", "Шторм"}
    alone = why_in("ru", "", "на мысе у острова, и на мысе у острова", "на мысе у острова, на мысе у острова")
    assert set(alone) == {"мысе", "острова"}, "where nothing else is there they are better than nothing"


def test_in_arabic_an_everyday_word_is_no_reason() -> None:
    title, body = (
        "جنوح العبّارة «هالسيون» قبالة رأس برانوك",
        "كان 214 شخصًا على متن العبّارة هالسيون قبالة برانوك، و214 شخصًا على متن العبّارة.",
    )
    found = why_in("ar", title, body, f"{title}. {body}")
    assert {"العبّارة", "هالسيون"} <= set(found)
    assert not {"شخصًا", "قبالة", "متن"} & set(found)


def test_where_words_have_cases_one_of_the_title_is_shown_as_it_stands_there() -> None:
    title, body = (
        "Trajekt najel na mělčinu",
        "Trajekt stojí u mělčiny. Trajekt leží u mělčiny a čeká u mělčiny.",
    )
    found = why_in("cs", title, body, body)
    assert "mělčinu" in found


def test_a_short_form_with_a_dot_in_it_counts_nothing_in_title_and_text() -> None:
    title, text = "Praca m.in. w porcie Gdynia", "Statki stoją m.in. w porcie, a port to Gdynia."
    wording = Wording(title, text, profile(title, text, "pl"))
    assert wording.reasons({"port": 1.0}, (), text) == ("port",)
