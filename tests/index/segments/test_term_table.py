"""The sorted list of terms: which are found by stem, by form, and by how they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.segments import term_table
from reader.index.segments.array_file import DamagedFileError
from reader.index.segments.byte_strings import ByteStrings
from reader.index.segments.term_table import (
    IndexTerm,
    TermTable,
    packed,
    runs,
    stem_numbers,
    term_arrays,
    unpacked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.index.segments.array_file import Array

LETTERS = st.text(alphabet="abcäя北\U0001f600", min_size=1, max_size=4)
TERMS = st.tuples(st.sampled_from("*at"), LETTERS, st.sampled_from("-er"), LETTERS).map(
    lambda parts: IndexTerm(*parts)
)


def arrays(keys: Sequence[bytes]) -> dict[str, Array]:
    """The arrays of sorted terms."""
    starts = np.cumsum([0, *map(len, keys)])
    return term_arrays(ByteStrings.joined([(np.frombuffer(b"".join(keys), np.uint8), starts)]))


def by_form(keys: Sequence[bytes]) -> list[int]:
    return list(arrays(keys)["by_form"].tolist())


def table(terms: Iterable[IndexTerm]) -> tuple[list[IndexTerm], TermTable]:
    """The terms in their order, and the table of them."""
    keys = sorted({packed(*term) for term in terms})
    of_keys = arrays(keys)
    made = TermTable(of_keys["text"], of_keys["text_start"], of_keys["by_form"])
    return [unpacked(key) for key in keys], made


def test_a_term_is_bytes_and_back() -> None:
    assert packed("*", "run", "e", "running") == b"*run\0erunning"
    assert packed("t", "run", "e", "run") == b"trun\0e"
    assert unpacked(b"*run\0erunning") == IndexTerm("*", "run", "e", "running")
    assert unpacked(b"trun\0e") == IndexTerm("t", "run", "e", "run")


@given(term=TERMS)
def test_every_term_is_the_same_after_packing(term: IndexTerm) -> None:
    assert unpacked(packed(*term)) == term


@pytest.mark.parametrize("key", [b"", b"*run", b"\0e", b"*run\0", b"*r\0e\0x", b"*\xff\0e"])
def test_bytes_that_are_no_term_are_refused(key: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        unpacked(key)


@given(terms=st.lists(TERMS, max_size=12))
def test_terms_are_sorted_by_field_stem_stemmer_and_form(terms: list[IndexTerm]) -> None:
    def order(term: IndexTerm) -> tuple[bytes, bytes, bytes, bytes]:
        field, stem, stemmer, form = (part.encode() for part in term)
        return field, stem, stemmer, b"" if form == stem else form

    found, _ = table(terms)
    assert found == sorted(found, key=order)


@given(terms=st.lists(TERMS, max_size=300))
@settings(max_examples=60)
def test_every_way_of_asking_gives_what_reading_all_terms_gives(terms: list[IndexTerm]) -> None:
    found, made = table(terms)
    keys = [packed(*term) for term in found]

    assert len(made) == len(found)
    assert keys == [made[number] for number in range(len(made))]
    for term in [*terms[:20], IndexTerm("*", "a", "-", "a"), IndexTerm("u", "я", "-", "я")]:
        field, stem, _, form = term
        start = form[:1]
        same = [number for number, one in enumerate(found) if one[:2] == (field, stem)]
        formed = [number for number, one in enumerate(found) if (one.field, one.form) == (field, form)]
        either = [
            number
            for number, one in enumerate(found)
            if one.field == field and (one.stem.startswith(start) or one.form.startswith(start))
        ]
        assert made.find(packed(*term)) == sum(key < packed(*term) for key in keys)
        assert list(made.of_stem(field, stem)) == same
        assert made.first_of_stem(field, stem) == min(same, default=None)
        assert made.firsts_of_stems(field, [stem, "zz", stem]).tolist() == [
            min(same, default=-1),
            -1,
            min(same, default=-1),
        ]
        assert sorted(made.of_form(field, form)) == formed
        pieces = made.beginning_either_way(field, start)
        assert all(pieces)
        assert sorted(number for run in pieces for number in run) == either


def test_the_first_of_a_stem_is_no_end_of_another_term() -> None:
    # The bytes of "*b" stand in a form, right before a term of that stem.
    _, made = table(
        [IndexTerm("*", "a", "-", "x*b"), IndexTerm("*", "b", "-", "b"), IndexTerm("*", "ab", "-", "c")]
    )
    assert made.first_of_stem("*", "b") == 2
    assert made.first_of_stem("x", "*b") is None
    assert made.firsts_of_stems("*", ["b", "a"]).tolist() == [2, 0]
    assert made.firsts_of_stems("x", ["*b"]).tolist() == [-1]


def test_the_first_of_a_stem_may_be_the_first_of_a_stretch() -> None:
    _, made = table(lettered(3 * term_table._STEP))
    places = range(3 * term_table._STEP)
    assert [made.first_of_stem("*", f"w{place:05}") for place in places] == list(places)
    assert made.firsts_of_stems("*", [f"w{place:05}" for place in places]).tolist() == list(places)
    assert made.firsts_of_stems("*", []).tolist() == []


@pytest.mark.parametrize("alike", ["", "wwwwww", "wwwwwww", "wwwwwwwwww"])
def test_the_first_of_a_stem_is_found_where_all_terms_begin_alike(alike: str) -> None:
    many = 5 * term_table._STEP
    _, made = table(
        [IndexTerm("*", f"{alike}{place:03}", "-", f"{alike}{place:03}") for place in range(many)]
    )
    stems = [f"{alike}{place:03}" for place in range(many)]
    assert made.firsts_of_stems("*", [*stems, alike, f"{alike}00", f"{alike}999"]).tolist() == [
        *range(many),
        -1,
        -1,
        -1,
    ]


def test_the_firsts_of_many_stems_are_found_without_an_object_for_each_sample() -> None:
    _, made = table(lettered(3 * term_table._STEP))
    assert made.firsts_of_stems("*", ["w00007", "w00100"]).tolist() == [7, 100]
    assert "_samples" not in vars(made)


def lettered(count: int) -> list[IndexTerm]:
    return [IndexTerm("*", f"w{number:05}", "-", f"v{number:05}") for number in range(count)]


@pytest.mark.parametrize("count", [1, 63, 64, 65, 127, 128, 129, 200])
def test_each_of_many_terms_is_found_and_what_lies_between(count: int) -> None:
    found, made = table(lettered(count))
    for number, term in enumerate(found):
        assert made.find(packed(*term)) == number
        assert made.find(packed(*term) + b"x") == number + 1
        assert made.of_form("*", term.form) == [number]
        assert made.of_stem("*", term.stem) == range(number, number + 1)
    assert made.find(b"") == 0
    assert made.find(b"\xff") == count
    assert made.of_form("*", "u") == made.of_form("*", "z") == []


def test_a_search_looks_at_few_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    _, made = table(lettered(5_000))
    made.of_form("*", "v01234"), made.find(b"*w01234")
    looked: list[int] = []
    genuine = TermTable.__getitem__

    def look(self: TermTable, number: int) -> bytes:
        looked.append(number)
        return genuine(self, number)

    monkeypatch.setattr(TermTable, "__getitem__", look)
    made.of_stem("*", "w04321")
    made.of_form("*", "v04321")
    assert len(looked) <= 3 * 8 + 2
    assert (term_table._STEP, term_table._END) == (64, b"\xff")


def test_a_stem_is_not_one_that_begins_so() -> None:
    found, made = table(
        [
            IndexTerm("*", "run", "e", "running"),
            IndexTerm("*", "runs", "e", "runs"),
            IndexTerm("a", "run", "e", "run"),
        ]
    )
    assert [found[number].form for number in made.of_stem("*", "run")] == ["running"]
    assert [found[number].form for number in made.of_stem("a", "run")] == ["run"]
    assert not made.of_stem("t", "run")
    assert not made.of_stem("*", "ru")


def test_the_forms_of_a_stem_lie_side_by_side_with_their_stemmers() -> None:
    found, made = table(
        [
            IndexTerm("*", "run", "r", "run"),
            IndexTerm("*", "run", "e", "running"),
            IndexTerm("*", "run", "e", "run"),
            IndexTerm("*", "ru", "e", "ru"),
        ]
    )
    same = made.of_stem("*", "run")
    assert [found[number][2:] for number in same] == [("e", "run"), ("e", "running"), ("r", "run")]
    assert made.stemmers(same) == "eer"
    assert made.stemmers(range(2, 2)) == ""


def test_a_form_is_found_by_whichever_stem() -> None:
    found, made = table(
        [IndexTerm("*", "run", "e", "running"), IndexTerm("*", "running", "-", "running"), IndexTerm("*", "runn", "d", "running"),
         IndexTerm("*", "running", "d", "runnings"), IndexTerm("t", "run", "e", "running")]
    )  # fmt: skip
    assert {found[number][:3] for number in made.of_form("*", "running")} == {
        ("*", "run", "e"), ("*", "runn", "d"), ("*", "running", "-"),
    }  # fmt: skip
    assert [found[number].field for number in made.of_form("t", "running")] == ["t"]
    assert made.of_form("*", "run") == []


def test_a_beginning_finds_stems_in_one_run_and_other_forms_beside_it() -> None:
    found, made = table(
        [IndexTerm("*", "go", "e", "went"), IndexTerm("*", "we", "e", "we"), IndexTerm("*", "wend", "e", "wends"), IndexTerm("*", "a", "e", "wex"),
         IndexTerm("*", "b", "e", "wey"), IndexTerm("a", "we", "e", "we"), IndexTerm("*", "w", "e", "w")]
    )  # fmt: skip

    def forms(start: str) -> list[list[str]]:
        return [[found[number].form for number in run] for run in made.beginning_either_way("*", start)]

    assert forms("we") == [["we", "wends"], ["wex", "wey", "went"]]
    assert forms("wen") == [["wends"], ["went"]]
    assert forms("went") == [["went"]]
    assert forms("wend") == [["wends"]]
    assert forms("x") == []


def test_an_empty_table_has_nothing() -> None:
    _, made = table([])
    assert (len(made), made.find(b"x"), list(made.of_stem("*", "x"))) == (0, 0, [])
    assert made.of_form("*", "x") == []
    assert made.beginning_either_way("*", "x") == []


def test_the_order_of_forms_is_that_of_fields_and_forms() -> None:
    keys = [
        packed(*term)
        for term in (
            ("*", "go", "e", "went"),
            ("*", "run", "e", "run"),
            ("*", "run", "r", "run"),
            ("*", "z", "e", "a"),
        )
    ]
    made = arrays(sorted(keys))
    assert [keys.index(sorted(keys)[at]) for at in made["by_form"]] == [3, 1, 2, 0]
    assert by_form([b"*a\0e", b"aa\0e", b"ab\0eaa"]) == [0, 1, 2]
    assert made["by_form"].dtype == arrays([])["by_form"].dtype == np.uint32
    assert made["stemmer"].tobytes() == b"er"


def test_stems_are_numbered_by_field_and_stem() -> None:
    made = arrays([b"*a\0-", b"*a\0eab", b"*ab\0-", b"aab\0-", b"aab\0rx"])
    assert stem_numbers(made["text"], made["text_start"]).tolist() == [0, 0, 1, 2, 2]
    none = arrays([])
    assert stem_numbers(none["text"], none["text_start"]).tolist() == []


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], []), ([0], [(0, 1)]), ([5], [(5, 6)]), ([0, 1, 2], [(0, 3)]), ([2, 0, 1], [(0, 3)]), ([0, 2], [(0, 1), (2, 3)]),
        ([7, 3, 4, 9], [(3, 5), (7, 8), (9, 10)]), ([1, 2, 4, 5, 6], [(1, 3), (4, 7)]),
    ],
)  # fmt: skip
def test_numbers_become_runs_without_a_gap(numbers: list[int], expected: list[tuple[int, int]]) -> None:
    assert [(run.start, run.stop) for run in runs(numbers)] == expected


def test_an_order_by_forms_of_terms_that_there_are_not_is_damage() -> None:
    keys = [packed("*", word, "-", word) for word in ("wa", "we", "wea", "web", "wed", "wee", "wz")]
    starts = np.concatenate(([0], np.cumsum([len(key) for key in keys]))).astype(np.uint32)

    def table_of(order: list[int]) -> TermTable:
        return TermTable(np.frombuffer(b"".join(keys), np.uint8), starts, np.array(order, np.uint32))

    assert table_of([0, 1, 2, 3, 4, 5, 6]).beginning_either_way("*", "we") == [range(1, 6)]
    with pytest.raises(DamagedFileError, match="that there are not"):
        table_of([0, 1, 2, 3, 7, 5, 6]).beginning_either_way("*", "we")
