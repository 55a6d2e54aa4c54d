"""Copies of a text with the edits of a desk, and what only looks like one."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.clusters import copies
from reader.index.profile import Profile, profile
from tests.index.articles import document

DAM = (
    "The Orsava dam in northern Velia broke on Monday after ten days of rain. Mayor Irena Kolt said that 214 families had "
    "been taken to schools in Brenik. The river Tarn rose by 3 metres within an hour, and the water took two bridges and "
    "the road to the quarry, where forty people waited for the night to end on the roof of the canteen. Kolt asked the "
    "government for pumps and blankets. A teacher cooked for all of them and ran out of salt, so a neighbour rowed across "
    "the flooded market square with a sack of it between his knees. Engineers will look at the other dams of the valley."
)
JAPANESE = (
    "北部の町ブレニクで月曜日、十日間降り続いた雨のためオルサバ・ダムが決壊し、二百十四世帯が学校に避難した。"
    "市長によると、川の水位は一時間で三メートル上昇し、橋が二本流された。政府は排水ポンプと毛布を送ると約束した。"
)


def of(text: str) -> Profile:
    return profile("", text)


def resemble(one: Profile, other: Profile) -> bool:
    return copies.share(one.shingles, other.shingles) >= copies.SHARE


@pytest.mark.parametrize(
    "edited",
    [
        DAM[: len(DAM) * 2 // 3],
        DAM.replace(
            "The Orsava dam in northern Velia broke on Monday after ten days of rain.", "Rain broke a dam."
        ),
        DAM.replace("214", "220").replace("forty", "some forty").replace("government", "ministry"),
        f"BRENIK (Wire) - {DAM} (Reporting by A. Writer)",
    ],
)
def test_edits_of_a_desk_make_no_other_text(edited: str) -> None:
    assert resemble(of(DAM), of(edited))
    assert (
        len(set(copies.sketch(copies.runs(of(DAM)))) & set(copies.sketch(copies.runs(of(edited)))))
        >= copies.COMMON
    )


def test_scripts_without_spaces_are_compared_by_their_pairs() -> None:
    assert resemble(of(JAPANESE), of(JAPANESE.replace("二百十四", "二百二十")))


def test_another_report_of_the_same_event_is_no_copy() -> None:
    other = (
        "Hundreds fled the town of Brenik when the dam at Orsava gave way on Monday. According to mayor Irena Kolt 214 "
        "families sleep in schools. Rain had swollen the Tarn for ten days."
    )
    assert not resemble(of(DAM), of(other))


def test_a_text_of_few_words_proves_nothing() -> None:
    assert copies.sketch(copies.runs(of("Subscribe to read on. " * 4))) == []


def test_the_same_words_days_later_are_another_notice() -> None:
    today, soon, later, unknown = (document(n, days_ago=ago) for n, ago in enumerate((0, 2, 4, None)))
    assert copies.are_near(today.article, soon.article)
    assert not copies.are_near(today.article, later.article)
    assert copies.are_near(later.article, unknown.article)


def test_what_one_feed_says_in_similar_words_is_a_series() -> None:
    today, next_day = (replace(document(n, days_ago=n).article, feeds=("Harbour",)) for n in (0, 1))
    assert not copies.are_near(today, next_day)
    assert not copies.are_near(today, replace(today, id=3))
    assert copies.are_near(today, replace(next_day, feeds=("Island",)))


def test_one_title_at_one_moment_is_one_post() -> None:
    one = document(1, days_ago=0).article
    assert copies.are_one_post(one, replace(one, id=2, title=one.title.upper()))
    assert not copies.are_one_post(one, replace(one, title="Another"))
    assert not copies.are_one_post(one, document(1, days_ago=1).article)
    assert not copies.are_one_post(replace(one, published=None), replace(one, published=None))


def test_a_text_joins_all_copies_that_it_resembles() -> None:
    assert copies.joined({1: 0.9, 2: 0.8, 3: 0.1, 4: 0.5}, {1: 1, 2: 1}) == [1, 4]


def test_one_copy_alone_does_not_draw_another_text_in() -> None:
    assert copies.joined({1: 0.45, 2: 0.2}, {1: 1, 2: 1}) == []


def run(first: int, count: int) -> Profile:
    return of(" ".join(f"w{number}" for number in range(first, first + count)))


def test_the_limits_stand_where_they_were_measured() -> None:
    assert (copies.SHARE, copies.DAYS) == (0.4, 3)
    assert (copies.SKETCH, copies.COMMON, copies.LEAST) == (16, 2, 40)


def test_a_sketch_needs_forty_words_and_has_the_sixteen_smallest_hashes() -> None:
    assert copies.sketch(copies.runs(run(0, 39))) == []
    words = [f"w{number}" for number in range(40)]
    hashes = sorted({zlib.crc32(" ".join(words[at : at + 4]).encode()) for at in range(37)})
    assert copies.sketch(copies.runs(run(0, 40))) == hashes[:16]


def test_the_share_is_that_of_the_runs_of_both() -> None:
    assert copies.share(run(0, 10).shingles, run(0, 10).shingles) == 1
    assert copies.share(run(0, 10).shingles, run(20, 10).shingles) == 0
    assert copies.share(run(0, 10).shingles, run(5, 10).shingles) == 2 / 12


@pytest.mark.parametrize(("shift", "are_copies"), [(3, True), (4, False)])
def test_two_fifths_of_the_runs_make_a_copy(shift: int, are_copies: bool) -> None:
    assert copies.share(run(0, 10).shingles, run(3, 10).shingles) == copies.SHARE
    assert resemble(run(0, 10), run(shift, 10)) is are_copies


@pytest.mark.parametrize(
    ("feeds", "others", "hours", "near"),
    [
        ((), (), 72, True), ((), (), 72.001, False), ((), (), -72, True), ((), (), -72.001, False),
        (("a",), ("b",), 72, True), (("a", "b"), ("b",), 0, False),
    ],
)  # fmt: skip
def test_copies_appear_within_three_days_and_not_in_one_feed(
    feeds: tuple[str, ...], others: tuple[str, ...], hours: float, near: bool
) -> None:
    one = replace(document(1, days_ago=9).article, feeds=feeds)
    other = replace(document(2, days_ago=9 - hours / 24).article, feeds=others)
    assert copies.are_near(one, other) is near


def test_without_a_date_of_either_they_may_be_copies() -> None:
    dated, undated = document(1, days_ago=99).article, document(2).article
    assert copies.are_near(dated, undated)
    assert copies.are_near(undated, dated)


def test_what_is_most_alike_is_joined_first() -> None:
    assert copies.joined({1: 0.5, 2: 0.9, 3: 0.7}, {}) == [2, 3, 1]


def test_a_group_is_joined_by_the_mean_of_its_shares() -> None:
    assert copies.joined({1: 0.5, 2: 0.3}, {1: 1, 2: 1}) == [1]
    assert copies.joined({1: 0.4}, {}) == [1]
    assert copies.joined({1: 0.39}, {}) == []


WORDS = st.lists(st.integers(0, 12).map("w{}".format), min_size=40, max_size=120)


@settings(max_examples=200)
@given(kept=WORDS, added=WORDS, cut=st.integers(0, 120))
def test_no_two_texts_share_more_than_what_is_kept_of_one_allows(
    kept: list[str], added: list[str], cut: int
) -> None:
    one, other = of(" ".join(kept)), of(" ".join((*kept[cut:], *added)))
    for first, second in ((one, other), (other, one)):
        found = copies.share(first.shingles, second.shingles)
        bound = copies.share_at_most(copies.runs(first), copies.imprint(copies.runs(second)))
        assert bound >= found


def test_texts_with_nothing_in_common_are_told_apart_without_being_read() -> None:
    texts = [copies.runs(run(1_000 * number, 40 + 10 * number)) for number in range(100)]
    kept = [copies.imprint(runs) for runs in texts]
    assert all(
        (copies.share_at_most(runs, one) >= copies.SHARE) == (number == place)
        for number, runs in enumerate(texts)
        for place, one in enumerate(kept)
    )


def test_of_a_long_text_a_thousand_bytes_are_kept_and_of_a_short_one_nothing() -> None:
    assert len(copies.imprint(copies.runs(run(0, 3_000)))) == 5 + copies.IMPRINT == 1_029
    assert len(copies.imprint(copies.runs(run(0, 43)))) == 5 + 40
    assert copies.imprint(copies.runs(run(0, 39))) == b""
    assert copies.share_at_most(copies.runs(run(0, 40)), b"") == 1


def test_what_may_be_a_copy_is_read_with_all_that_it_is_a_copy_of() -> None:
    at_most = {1: 0.4, 2: 0.1, 3: 0.39, 4: 0.1, 5: 1.0}
    assert list(copies.worth_reading(at_most, {1: 1, 2: 1, 3: 3, 4: 3})) == [1, 2, 5]
    assert list(copies.worth_reading({7: 0.2}, {})) == []


def test_an_imprint_names_the_lines_that_may_go() -> None:
    runs = copies.runs(run(0, 60))
    lines = [-(2**63), 7, 2**63 - 1]
    assert copies.imprinted_lines(copies.imprint(runs, lines)) == lines
    assert copies.imprinted_lines(copies.imprint(runs)) == copies.imprinted_lines(b"") == []
    assert copies.share_at_most(runs, copies.imprint(runs, lines)) == 1
