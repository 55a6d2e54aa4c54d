"""Related articles: what is shown, in which group, for which reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.clusters.cluster_features import gist
from reader.index.index import Index
from reader.index.profile import profile
from reader.index.related import related as rule
from reader.index.related.related import Neighbour, Opened, neighbours, pick_candidates
from reader.index.similarity import weigh
from reader.index.word_frequencies import Frequencies, WordTable
from reader.text.tokens import stems
from tests.index.articles import document, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from reader.index.analyse import WordField
    from reader.index.snapshot import Snapshot, WeighedDocs
    from reader.model import Document

DAM = document(
    1,
    "The Orsava dam in northern Velia broke on Monday after ten days of rain. Mayor Irena Kolt said that 214 families had "
    "been taken to schools in Brenik. The river Tarn rose by 3 metres within an hour. Kolt asked the government for help.",
    title="Orsava dam breaks, families flee Brenik",
)  # fmt: skip
DAM_AGAIN = document(
    2,
    "Hundreds fled the town of Brenik when the dam at Orsava gave way on Monday. According to mayor Irena Kolt 214 families "
    "sleep in schools. Rain had swollen the Tarn for ten days.",
    title="Families sleep in schools after dam at Orsava gives way",
)  # fmt: skip
DAM_BEFORE = document(
    3,
    "Engineers warned in a report that the Orsava dam needs repair before the next winter. Concrete of the spillway is "
    "cracked, gates are rusty, pumps lack spare parts. The ministry of finance in Velia answered that the budget of the "
    "year had no room for it; tenders might open in autumn. The dam on the Tarn was built sixty years ago by a company "
    "that no longer exists.",
    title="Report calls for repair of old dams",
)  # fmt: skip
BREAD = document(
    4,
    "Bakers in the capital bake less white bread than ever. Rye is what the young ask for, said the guild on Thursday.",
    title="Rye is back",
)
RUSSIAN = document(
    5,
    "Плотина в Орсаве рухнула в понедельник после десяти дней дождя. Мэр Ирена Кольт сообщила, что 214 семей ночуют в школах "
    "Бреника.",
    title="В Орсаве рухнула плотина",
)  # fmt: skip
RUSSIAN_AGAIN = document(
    6,
    "214 семей из Бреника ночуют в школах: в понедельник прорвало плотину в Орсаве. Об этом рассказала мэр города Ирена "
    "Кольт. Дожди шли десять дней.",
    title="Прорыв плотины в Орсаве",
)  # fmt: skip
LIBRARY = [DAM, DAM_AGAIN, DAM_BEFORE, BREAD, RUSSIAN, RUSSIAN_AGAIN]

OPEN = document(1, "heron weir", title="x")


def found(document: Document, library: list[Document]) -> list[Neighbour]:
    return neighbours(document, library, frequencies_of(library))


def frequencies_of(library: list[Document]) -> Frequencies:
    counts = Counter(stem for doc in library for stem in set(stems(f"{doc.article.title} {doc.body}")))
    return Frequencies(len(library), lambda stem: counts[stem])


def test_reports_of_one_event_are_one_story_and_older_ones_background() -> None:
    assert [(row.id, row.group) for row in found(DAM, LIBRARY)] == [(2, "story"), (3, "background")]


def test_a_score_at_a_bound_is_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    story, background = found(DAM, LIBRARY)
    assert story.score > background.score
    monkeypatch.setattr(rule, "SAME_STORY", story.score)
    assert found(DAM, LIBRARY)[0].group == "story"
    monkeypatch.setattr(rule, "SHOW", background.score)
    assert [row.id for row in found(DAM, LIBRARY)] == [2, 3]


def told(original: Document, days: float, publication: str = "Gazette") -> Document:
    when = original.article.fetched + timedelta(days=days)
    return replace(original, article=replace(original.article, published=when, publication=publication))


@pytest.mark.parametrize(("days", "group"), [(0, "story"), (4, "story"), (-4, "story"), (4.1, "background")])
def test_what_appeared_days_apart_is_not_the_same_story(days: float, group: str) -> None:
    assert found(told(DAM, 0), [told(DAM_AGAIN, days, "Courier")])[0].group == group


def test_of_one_source_names_count_less(monkeypatch: pytest.MonkeyPatch) -> None:
    (near,) = found(told(DAM, 0), [told(DAM_AGAIN, 0, "Courier")])
    monkeypatch.setattr(rule, "SAME_STORY", near.score)
    assert found(told(DAM, 0), [told(DAM_AGAIN, 0, "Courier")])[0].group == "story"
    assert found(told(DAM, 0), [told(DAM_AGAIN, 0)])[0].group == "background"
    assert found(told(DAM, 0, ""), [told(DAM_AGAIN, 0, "")])[0].group == "story"


def test_two_episodes_of_one_source_are_not_the_same_story() -> None:
    def episode(original: Document, number: int, publication: str = "Gazette") -> Document:
        article = replace(original.article, title=f"The sailing cast #{number}: {original.article.title}")
        return told(replace(original, article=article), 0, publication)

    assert found(episode(DAM, 7), [episode(DAM_AGAIN, 7)])[0].group == "story"
    assert found(episode(DAM, 7), [episode(DAM_AGAIN, 8)])[0].group == "background"
    assert found(episode(DAM, 7), [episode(DAM_AGAIN, 8, "Courier")])[0].group == "story"


def test_a_story_is_found_in_russian_too() -> None:
    assert [(row.id, row.group) for row in found(RUSSIAN, LIBRARY)] == [(6, "story")]


def test_nothing_is_better_than_a_wrong_row() -> None:
    assert found(BREAD, LIBRARY) == []


def test_reasons_are_words_as_they_stand_best_first() -> None:
    why = found(DAM, LIBRARY)[0].why
    assert 2 <= len(why) <= 5
    assert {"Orsava", "Irena Kolt"} <= set(why)
    assert all(word in DAM.body or word in DAM.article.title for word in why)


def test_reasons_in_russian_are_not_stems() -> None:
    assert "Ирена Кольт" in found(RUSSIAN, LIBRARY)[0].why


FERRY_JA = document(
    20,
    "ターン島を出たフェリー「ハルシオン」が13日夜、ブラノック岬の砂州に座礁した。乗っていた214人は全員が救助された。"
    "海難調査委員会が原因を調べている。港長は灯が消えていたと話した。",
    title="フェリー「ハルシオン」座礁、全員救助",
)  # fmt: skip
FERRY_JA_AGAIN = document(
    21,
    "フェリー「ハルシオン」が砂州から離れた。ブラノック岬で座礁してから4日後だった。海難調査委員会は船底を調べる。"
    "ターン島への航路は月曜から小型船で再開する。",
    title="座礁の「ハルシオン」、砂州を離れる",
)  # fmt: skip
SEAL_JA = document(
    22,
    "川をさかのぼったアザラシが水車小屋の池に住みついている。町の人は見物に集まり、魚を食べられた持ち主は話した。",
    title="アザラシ、池で魚を食べる",
)
GERMAN = document(
    23,
    "Die Bäcker der Stadt haben in der Nacht gestreikt, und eine Bäckerin sagte, dass die Öfen nicht mehr warm werden. "
    "Vor den Läden standen die Leute, aber es gab nichts. Das ist seit Jahren nicht mehr vorgekommen.",
    title="Die Öfen bleiben kalt",
)  # fmt: skip
GERMAN_OTHER = document(
    24,
    "Eine Herde hat den Deich verlassen, und die Schäferin sagte, dass sie in der Nacht nichts gehört habe. Vor dem "
    "Rathaus standen die Schafe, aber es war niemand da. Das ist seit dem Winter nicht mehr vorgekommen.",
    title="Die Schafe stehen vor dem Rathaus",
)  # fmt: skip
ARABIC = document(
    25,
    "جنحت العبارة هالسيون قبالة رأس برانوك وكانت المنارة مطفأة منذ يومين، وأنقذ البحارة الركاب في الليل.",
    title="جنوح العبارة هالسيون",
)
ARABIC_AGAIN = document(
    26,
    "قال المجلس إن مصباح منارة برانوك انطفأ فجنحت عبارة هالسيون، وإن خريطة العبارة كانت قديمة.",
    title="مجلس السلامة: لماذا جنحت العبارة هالسيون",
)


def test_a_story_is_found_in_scripts_without_capitals() -> None:
    assert [(row.id, row.group) for row in found(FERRY_JA, [FERRY_JA_AGAIN, SEAL_JA])] == [(21, "story")]
    assert [row.id for row in found(ARABIC, [ARABIC_AGAIN, SEAL_JA])] == [26]


@pytest.mark.parametrize(
    ("one", "again", "other", "reason"),
    [
        (
            "เรือเฟอร์รี่ฮัลซีออนเกยตื้นบนสันทรายใกล้แหลมบรานน็อกเมื่อคืนวันอังคาร ลูกเรือทั้งหมดได้รับการช่วยเหลือ",
            "เรือฮัลซีออนเกยตื้นเพราะแผนที่เก่าและโคมไฟที่ดับอยู่สองวันใกล้แหลมบรานน็อก",
            "ชาวนาเก็บเกี่ยวข้าวช้ากว่าปกติเพราะฝนตกหนักในเดือนที่ผ่านมา ราคาข้าวในตลาดจะสูงขึ้น",
            "ฮัลซีออนเกยตื้น",
        ),
        (
            "여객선 핼시언호가 브래녹 곶 앞 모래톱에 좌초했다. 해양안전위원회가 조사에 들어갔다.",
            "해양안전위원회는 핼시언호가 꺼진 등불 때문에 브래녹 곶에서 좌초했다고 밝혔다.",
            "도서관 버스가 새 엔진을 달고 예전 노선을 그대로 달린다고 운전사가 말했다.",
            "핼시언호가",
        ),
        (
            "渡轮“哈尔西恩号”周二晚在布兰诺克角附近的沙洲搁浅，海上安全委员会已经开始调查。",
            "海上安全委员会表示，哈尔西恩号在布兰诺克角搁浅是因为海图陈旧。",
            "图书馆的流动书车已经换了新的发动机，司机表示路线不变。",
            "哈尔西恩号",
        ),
    ],
    ids=["th", "ko", "zh"],
)
def test_in_scripts_of_pairs_a_story_is_told_from_another(
    one: str, again: str, other: str, reason: str
) -> None:
    (row,) = found(document(40, one), [document(41, again), document(42, other)])
    assert (row.id, reason in row.why) == (41, True)


def test_reasons_in_japanese_are_the_longest_words_that_both_have() -> None:
    why = found(FERRY_JA, [FERRY_JA_AGAIN])[0].why
    assert {"ハルシオン", "ブラノック岬", "フェリー"} <= set(why)
    assert not any("ぁ" <= char <= "ゖ" for reason in why for char in reason)


def test_the_same_function_words_are_no_likeness() -> None:
    assert found(GERMAN, [GERMAN_OTHER]) == []


def test_a_name_is_a_reason_as_a_whole_and_numbers_are_none() -> None:
    one = document(
        30, "The Marine Safety Board met on Tarn Island. It read 214 letters about the ferry Halcyon."
    )
    two = document(31, "On Tarn Island the Marine Safety Board heard 214 people about the Halcyon, a ferry.")
    why = found(one, [two])[0].why
    assert {"Marine Safety Board", "Tarn Island", "Halcyon"} <= set(why)
    assert not {"214", "Marine Safety", "the", "about"} & set(why)


def test_an_acronym_is_no_function_word_though_it_is_spelt_as_one() -> None:
    small = profile("", "They gave us what they had, and it was all that they had for us.").function
    assert "us" in small
    assert "us" not in profile("", "They gave the US what they had, and it was all that they had.").function


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*LIBRARY, FERRY_JA, FERRY_JA_AGAIN, SEAL_JA, GERMAN, ARABIC, ARABIC_AGAIN]), min_size=2, max_size=2, unique_by=id))  # fmt: skip
def test_no_reason_is_part_of_another(pair: list[Document]) -> None:
    for row in found(pair[0], pair):
        assert 1 <= len(row.why) <= 5
        assert not [
            (a, b) for a in row.why for b in row.why if a is not b and set(a.split()) & set(b.split())
        ]


def test_likeness_goes_both_ways() -> None:
    assert found(DAM, LIBRARY)[0].score == pytest.approx(found(DAM_AGAIN, LIBRARY)[0].score)


def edited(original: Document, id_: int, days: float) -> Document:
    return document(id_, original.body + " More to follow.", title=original.article.title, days_ago=days)


def test_copies_of_one_text_are_one_row() -> None:
    rows = found(DAM, [*LIBRARY, edited(DAM_AGAIN, 9, 1)])
    assert [(row.id, row.copies) for row in rows if row.group == "story"] in ([(2, (9,))], [(9, (2,))])


def test_copies_are_those_that_the_library_knows() -> None:
    full = [
        replace(doc, article=replace(doc.article, text_state="full"))
        for doc in (DAM_AGAIN, edited(DAM_AGAIN, 9, 1), edited(DAM_AGAIN, 10, 1))
    ]
    counts = Counter(stem for doc in [DAM, *full] for stem in set(stems(doc.body)))
    frequencies = Frequencies(4, lambda stem: counts[stem])
    kept = {
        doc.article.id: gist(
            weigh(profile(doc.article.title, doc.body), frequencies.idf), frequencies.idf
        ).packed
        for doc in full
    }
    opened = Opened(DAM, frequencies)
    assert sorted(opened.nearest(kept)) == [2, 9, 10]
    rows = opened.neighbours(full, {2: 2, 9: 2})
    assert sorted((row.id, *row.copies) for row in rows) in ([(2, 9), (10,)], [(9, 2), (10,)])
    assert len(opened.neighbours(full)) == 1, "nobody knows, so the texts are compared"


def test_what_a_feed_prints_again_under_one_title_is_one_row() -> None:
    def of(feed: str, doc: Document) -> Document:
        return replace(doc, article=replace(doc.article, feeds=(feed,), published=None))

    again = edited(DAM_AGAIN, 9, 1)
    other = replace(again, article=replace(again.article, title="Brenik: the day after"))
    one = of("Pier News", DAM_AGAIN)
    for doc, rows in ((of("Pier News", again), 1), (of("Pier News", other), 2)):
        shown = found(DAM, [DAM, one, doc, *LIBRARY[3:]])
        assert len([row for row in shown if row.group == "story"]) == rows


def test_where_nothing_is_like_it_what_is_a_little_is_shown_if_it_shares_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scores = {row.id: row.score for row in found(DAM, LIBRARY)}
    assert set(scores) == {2, 3}
    monkeypatch.setattr(rule, "SHOW", 0.99)
    monkeypatch.setattr(rule, "SOME", min(scores.values()))
    assert [row.id for row in found(DAM, LIBRARY)] == [2, 3]
    monkeypatch.setattr(rule, "FEW", 1)
    assert [row.id for row in found(DAM, LIBRARY)] == [2]
    monkeypatch.setattr(rule, "are_enough", lambda why, seen: False)
    assert found(DAM, LIBRARY) == []
    monkeypatch.setattr(rule, "SHOW", max(scores.values()))
    assert [row.id for row in found(DAM, LIBRARY)] == [2], "beside what is like it, nothing less is shown"


def loose(open_: Document, *others: Document) -> list[tuple[int, tuple[str, ...]]]:
    """The ids and reasons of what is loosely related, of articles none of which is more than that."""
    opened = Opened(open_, frequencies_of([open_, *others]))
    return [(row.id, row.why) for row in opened.loose(others)]


@pytest.fixture
def lower(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has any likeness be enough, so that a test sees what is asked besides."""
    monkeypatch.setattr(rule, "LOOSE", 0.001)


PIER = document(1, "The town has until autumn to find the money.", title="Who pays for the pier of Corwen?")


@pytest.mark.usefixtures("lower")
def test_loosely_related_is_what_has_a_name_of_both_titles() -> None:
    titled = document(2, "Bakers stay where they are.", title="A market in Corwen")
    within = document(3, "Bakers of Corwen stay where they are.", title="Rye is back")
    assert loose(PIER, titled, within, BREAD) == [(2, ("Corwen",))]
    lock, small = (
        document(1, "", title="Lock Them All Up"),
        document(2, "", title="The best lock of the year"),
    )
    assert loose(lock, small) == [], "no name: the other one has it in small letters"


@pytest.mark.usefixtures("lower")
def test_loosely_related_is_what_has_a_word_of_both_titles_that_both_texts_dwell_on() -> None:
    open_ = document(1, "Beavers build where they like. A beaver needs no plan.", title="How a beaver builds")
    once = document(2, "Hunters say no.", title="No more beaver coats")
    often = document(
        3, "A beaver came. The beaver stayed, and each beaver after it.", title="The beaver next door"
    )
    assert [id_ for id_, _ in loose(open_, once, often)] == [3]


@pytest.mark.usefixtures("lower")
def test_loosely_related_is_what_has_a_name_of_one_title_that_both_texts_dwell_on() -> None:
    text = "Nothing moves without Corwen. What Corwen wants it gets."
    open_ = document(1, text, title="The quiet town")
    once = document(2, "Bakers stay where they are.", title="A market in Corwen")
    often = document(3, "A boat came to Corwen, and Corwen slept.", title="Night in Corwen")
    assert [id_ for id_, _ in loose(open_, once, often)] == [3]
    assert [id_ for id_, _ in loose(often, open_)] == [1]


@pytest.mark.usefixtures("lower")
def test_loosely_related_is_nothing_in_another_language_nor_elsewhere() -> None:
    german = document(
        2, "Wer das bezahlen soll, ist nicht klar, und das Geld ist knapp.", title="Ein Markt in Corwen"
    )
    elsewhere = document(3, "Bakers stay where they are.", title="The old pier of Lennet")
    assert loose(PIER, german, elsewhere) == []


def test_loosely_related_is_nothing_below_a_likeness_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    titled = document(2, "Bakers stay where they are.", title="A market in Corwen")
    frequencies = frequencies_of([PIER, titled])
    opened = Opened(PIER, frequencies)
    kept = {
        2: gist(weigh(profile(titled.article.title, titled.body), frequencies.idf), frequencies.idf).packed
    }
    opened.nearest(kept)
    likeness = opened.likenesses(kept)[2]
    for least, ids in ((likeness, [2]), (likeness + 0.001, [])):
        monkeypatch.setattr(rule, "LOOSE", least)
        assert opened.nearest_loose([]) == ids
        assert [row.id for row in opened.loose([titled])] == ids
        assert opened.nearest_loose([2]) == []


def test_what_another_language_shows_of_it_is_shown_in_return(monkeypatch: pytest.MonkeyPatch) -> None:
    def of(language: str, doc: Document) -> Document:
        return replace(doc, article=replace(doc.article, lang=language))

    scores = {row.id: row.score for row in found(DAM, LIBRARY)}
    monkeypatch.setattr(rule, "SHOW", scores[2])
    monkeypatch.setattr(rule, "SOME", scores[3])
    english, dutch = of("en", DAM), of("nl", DAM_BEFORE)
    assert [row.id for row in found(dutch, [english, dutch])] == [1], "all that there is"
    others = [DAM_AGAIN, *LIBRARY[3:]]
    assert [row.id for row in found(english, [english, dutch, *others])] == [2, 3]
    monkeypatch.setattr(rule, "FEW", 1)
    assert [row.id for row in found(english, [english, dutch, *others])] == [2, 3]
    same = [english, of("en", DAM_BEFORE), *others]
    assert [row.id for row in found(english, same)] == [2], "enough of its own language is like it"
    monkeypatch.setattr(rule, "FEW", 3)
    assert [row.id for row in found(english, same)] == [2, 3], "few are"


def test_what_is_a_little_like_it_and_elsewhere_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def park(id_: int, title: str) -> Document:
        body = "People of the town told what the old park needs: lamps, benches, trees and a pond. The park is old."
        return replace(
            DAM, article=replace(DAM.article, id=id_, title=title), body=f"{body} {title} was asked."
        )

    open_, other, same = park(1, "A park in Orsava"), park(2, "A park in Lennet"), park(3, "A walk in Orsava")
    monkeypatch.setattr(rule, "SHOW", 2.0)
    monkeypatch.setattr("reader.index.clusters.copies.SHARE", 2.0)
    assert [row.id for row in found(open_, [open_, other, same])] == [3]


def dated(id_: int, title: str, *bodies: str, days: float = 0) -> Document:
    return replace(told(document(id_, " ".join(bodies), title=title), -days, f"Paper {id_}"))


WITH_KOLT = "Irena Kolt said so. Irena Kolt said it. Irena Kolt said this."


def told_of(days: float, others: int, title: str = "Kolt on schools") -> list[tuple[str, ...]]:
    """The reasons for an article of so many days before that shares a name with the open one, as do so many others."""
    open_ = dated(1, "Kolt on bridges", WITH_KOLT, "The bridge needs new cables.")
    other = dated(2, title, WITH_KOLT, "Pupils learn by candles.", days=days)
    counts = Counter({"irena": others, "kolt": others, "bridg": 7_000})
    frequencies = Frequencies(10_000, lambda stem: counts[stem] or 1, WordTable(0, {}))
    return [row.why for row in neighbours(open_, [other], frequencies)]


@pytest.mark.parametrize(
    ("days", "others", "is_shown"),
    [(0, 1_000, True), (30, 1_000, True), (31, 1_000, False), (31, 9, True), (31, 10, False), (365, 4, True), (365, 6, False), (3_650, 4, False), (3_650, 2, True)],
)  # fmt: skip
def test_a_name_alone_that_an_old_article_shares_must_be_rare_and_the_rarer_the_older(
    days: int, others: int, is_shown: bool
) -> None:
    assert told_of(days, others) == [("Irena Kolt",)] * is_shown


def test_an_old_article_with_another_word_of_its_title_is_shown() -> None:
    assert told_of(365, 1_000, "Kolt finds schools") == told_of(365, 1_000, "Kolt on 5 schools") == []
    assert told_of(365, 1_000, "Kolt on old bridges") == [("Irena Kolt",)]


def test_the_same_words_days_apart_are_no_copies() -> None:
    first, later = edited(DAM_AGAIN, 8, 30), edited(DAM_AGAIN, 9, 10)
    assert first.article.published is not None
    assert later.article.published is not None
    assert later.article.published - first.article.published > timedelta(days=3)
    assert sorted((row.id, row.copies) for row in found(DAM, [first, later])) == [(8, ()), (9, ())]


@pytest.mark.parametrize("other", [document(7), document(7, title=""), document(7, "北京大学", title="大学")])
def test_articles_without_words_in_common_are_no_neighbours(other: Document) -> None:
    assert found(other, LIBRARY) == found(DAM, [other]) == []


def test_the_index_names_candidates_without_the_article_itself(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.write(LIBRARY, [], 1)
        assert set(index.related_candidates(DAM)[:2]) == {2, 3}
        assert index.related_candidates(DAM, limit=1)[:1] == [2]
        assert 1 not in index.related_candidates(DAM)


def test_what_shares_a_word_of_both_titles_is_a_candidate_however_little_else_it_shares(
    tmp_path: Path,
) -> None:
    long = "heron weir otter lock barge towpath sluice mill pond reed " * 3
    article = document(1, long, title="Corwen lock closes")
    titled, other = document(2, "", title="Who pays for Corwen?"), document(3, "corwen", title="z")
    newest = snapshot(tmp_path / "a", [article, titled, other, document(4, long, title="y"), *filler(20, 40)])
    assert found_candidates(newest, article) == [4, 2]
    many = [document(number, "", title=f"Corwen {number}") for number in range(100, 140)]
    newest = snapshot(tmp_path / "b", [article, *many, *filler(200, 400)])
    assert len(found_candidates(newest, article, limit=9)) == 9 + rule.TITLED
    newest = snapshot(
        tmp_path / "c", [article, *many, *filler(200, 9)]
    )  # a word of most titles tells nothing
    assert found_candidates(newest, article) == []


def test_a_word_that_very_many_articles_have_names_no_candidates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = document(1, "heron weir otter", title="x")
    rare, often = (
        document(2, "otter", title="z"),
        [document(number, "weir", title="z") for number in (3, 4, 5)],
    )
    newest = snapshot(tmp_path / "a", [article, rare, *often, *filler(20, 60)])
    assert set(found_candidates(newest, article)) == {2, 3, 4, 5}
    monkeypatch.setattr(rule, "_TELLING_MANY", 3)
    assert found_candidates(newest, article) == [2]
    long = "heron weir otter lock barge towpath sluice mill pond reed " * 3
    article, titled = (
        document(1, long, title="Corwen lock closes"),
        document(2, "", title="Who pays for Corwen?"),
    )
    twin = document(4, long, title="y")
    newest = snapshot(tmp_path / "b", [article, titled, twin, *filler(20, 60)])
    assert found_candidates(newest, article) == [4, 2]
    monkeypatch.setattr(rule, "_TITLED_MANY", 1)
    assert found_candidates(newest, article) == [4]


def test_an_estimate_comes_from_the_largest_segment(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.write(LIBRARY, [], 1)
        exact = index.frequencies()
        assert exact.about("dam") == exact.idf("dam")
        index.write([edited(DAM, 9, 1)], [], 2)
        rough = index.frequencies()
        assert rough.about("dam") == pytest.approx(rough.idf("dam"), abs=0.05)


def test_what_shares_a_single_telling_word_is_no_candidate(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.write([DAM, DAM_AGAIN, document(9, "The guild of Brenik bakes bread.")], [], 1)
        assert index.related_candidates(DAM) == [2]


def test_frequencies_follow_the_index(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.write([DAM], [], 1)
        before = index.frequencies().idf("dam")
        index.write([DAM_AGAIN, DAM_BEFORE], [], 2)
        assert index.frequencies().idf("dam") < before


def found_candidates(snapshot: Snapshot, document: Document, limit: int = 9) -> list[int]:
    frequencies = Frequencies(
        snapshot.count, lambda stem: snapshot.frequency("text", stem), behind=WordTable(0, {})
    )
    return pick_candidates(snapshot, frequencies, document, limit)


def filler(first: int, count: int, words: str = "lorem") -> list[Document]:
    return [document(number, words, title="y") for number in range(first, first + count)]


def test_articles_with_its_words_come_best_first_and_it_is_not_among_them(tmp_path: Path) -> None:
    both, one = document(2, "heron weir", title="z"), document(3, "heron dam", title="z")
    newest = snapshot(tmp_path, [OPEN, one], [both, document(4, "dam", title="z")])
    assert found_candidates(newest, OPEN) == [2, 3]
    assert found_candidates(newest, OPEN, limit=1) == [2]


def test_equally_good_ones_come_with_the_higher_id_first(tmp_path: Path) -> None:
    newest = snapshot(
        tmp_path, [OPEN, document(2, "heron weir", title="z"), document(3, "heron weir", title="z")]
    )
    assert found_candidates(newest, OPEN) == [3, 2]
    assert found_candidates(newest, OPEN, limit=1) == [3]


def test_what_shares_a_single_word_of_many_is_no_candidate(tmp_path: Path) -> None:
    words = "heron weir pike otter reed mill lock barge"
    article = document(1, words, title="x")
    newest = snapshot(tmp_path, [article, document(2, words, title="z"), document(3, "heron", title="z")])
    assert found_candidates(newest, article) == [2]


@pytest.mark.parametrize(("others", "telling"), [(4, True), (5, False)])
def test_in_a_small_library_a_telling_word_stands_in_five_articles_at_most(
    tmp_path: Path, others: int, telling: bool
) -> None:
    article = document(1, "heron", title="x")
    newest = snapshot(tmp_path, [article, *filler(2, others, "heron"), *filler(20, 20)])
    assert bool(found_candidates(newest, article)) is telling


@pytest.mark.parametrize(("others", "telling"), [(9, True), (10, False)])
def test_in_a_larger_library_a_telling_word_stands_in_a_tenth_of_it_at_most(
    tmp_path: Path, others: int, telling: bool
) -> None:
    article = document(1, "heron", title="x")
    newest = snapshot(tmp_path, [article, *filler(2, others, "heron"), *filler(20, 99 - others)])
    assert newest.count == 100
    assert bool(found_candidates(newest, article)) is telling


def test_a_word_that_no_other_article_has_does_not_count(tmp_path: Path) -> None:
    article = document(1, "heron " + " ".join(f"only{number}" for number in range(40)), title="x")
    newest = snapshot(tmp_path, [article, document(2, "heron", title="z")])
    assert found_candidates(newest, article) == [2]


def test_function_words_are_not_looked_up(tmp_path: Path) -> None:
    article = document(1, "They gave it to us, and that was all that they had for us.", title="x")
    newest = snapshot(tmp_path, [article, document(2, "They had that for us.", title="z")])
    assert found_candidates(newest, article) == []


def test_sixteen_words_are_looked_up(tmp_path: Path) -> None:
    words = [f"w{letter}rm" for letter in "abcdefghijklmnopq"]
    article = document(1, " ".join(words), title="x")
    asked: list[str] = []
    newest = snapshot(tmp_path, [article, document(2, " ".join(words), title="z")])
    genuine = newest.stem

    def heard(field: WordField, stem: str) -> WeighedDocs:
        if field == "text":
            asked.append(stem)
        return genuine(field, stem)

    newest.stem = heard  # type: ignore[method-assign]
    found_candidates(newest, article)
    assert sorted(asked) == words[1:]
    assert rule.TERMS == 16


def test_a_candidate_scores_by_bm25_of_the_telling_words_each_by_its_weight(tmp_path: Path) -> None:
    """Twice a rare word beats once two that others have, too, and length counts against it."""
    article = document(1, "heron weir otter", title="x")
    twice, two = document(2, "heron heron heron", title="z"), document(3, "weir otter", title="z")
    others = [document(number, "weir otter lorem", title="y") for number in (7, 8)]
    newest = snapshot(tmp_path / "a", [article, twice, two, *filler(20, 40)])
    assert found_candidates(newest, article) == [3, 2]
    newest = snapshot(tmp_path / "b", [article, twice, two, *others, *filler(20, 40)])
    assert found_candidates(newest, article)[:1] == [3]
    long = document(4, "heron weir " + "lorem " * 300, title="z")
    newest = snapshot(tmp_path / "c", [article, long, document(3, "heron weir", title="z"), *filler(20, 9)])
    assert found_candidates(newest, article) == [3, 4]


def test_deleted_articles_are_no_candidates_and_those_of_all_segments_are(tmp_path: Path) -> None:
    newest = snapshot(
        tmp_path,
        [OPEN, document(2, "heron weir"), *filler(20, 10)],
        [document(3, "heron weir")],
        [document(4, "heron weir")],
        gone=[3],
    )
    assert found_candidates(newest, OPEN) == [4, 2]
    assert found_candidates(newest, OPEN, limit=0) == []
    assert found_candidates(newest, document(2, "heron weir", title="x")) == [4, 1]


def test_a_word_is_looked_up_by_its_stem_whatever_its_form(tmp_path: Path) -> None:
    newest = snapshot(
        tmp_path, [OPEN, document(2, "Herons at weirs", title="z"), document(3, "nothing", title="z")]
    )
    assert found_candidates(newest, OPEN) == [2]


def test_articles_without_words_have_no_candidates(tmp_path: Path) -> None:
    newest = snapshot(tmp_path, [document(1, "", title=""), document(2, "", title=""), document(3, "heron")])
    assert found_candidates(newest, document(1, "", title="")) == []
    assert found_candidates(snapshot(tmp_path / "none"), OPEN) == []


def test_a_word_of_the_title_tells_more(tmp_path: Path) -> None:
    article = document(1, "a. b. c. heron weir. heron weir. heron weir.", title="heron")
    newest = snapshot(
        tmp_path, [article, document(2, "heron dam", title="z"), document(3, "weir dam", title="z")]
    )
    assert found_candidates(newest, article) == [2, 3]


def test_an_article_that_is_not_in_the_index_has_candidates_too(tmp_path: Path) -> None:
    newest = snapshot(tmp_path, filler(2, 2, "heron weir"))
    assert found_candidates(newest, OPEN) == [3, 2]


def test_the_open_article_is_measured_by_all_it_shares_with_itself(tmp_path: Path) -> None:
    words = " ".join(f"word{letter}" for letter in "abcdefgh")
    article = document(1, words, title="x")
    others = [
        document(2, words, title="z"),
        document(3, "worda", title="z"),
        document(4, "worda wordb", title="z"),
    ]
    newest = snapshot(tmp_path, [article, *others, *filler(20, 40)])
    assert found_candidates(newest, article) == [2, 4]


def test_who_scores_as_much_as_is_wanted_is_a_candidate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule, "LEAST", 1.0)
    newest = snapshot(tmp_path, [OPEN, document(2, "heron weir", title="z"), document(3, "heron")])
    assert found_candidates(newest, OPEN) == [2]
