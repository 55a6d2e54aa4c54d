from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style

from reader.tui.cells import RIGHT_FROM, RIGHT_TO, dotted, strip
from reader.tui.terminal_rows import Looks, Row
from reader.tui.visual_rows import bare, seen

INK, HIT = Style(color="#211f1b", bgcolor="#f8f4ea"), Style(color="#211f1b", bgcolor="#ffee88")
LOOKS = Looks(ColorSystem.TRUECOLOR)


def row(*panes: list[tuple[str, Style]], width: int = 24, is_prose: bool = False) -> Row:
    made, cuts = Row([], []), [0]
    for pane in panes:
        made.add(Row.of_strip(strip(pane, width, INK, is_prose=is_prose), LOOKS))
        cuts.append(len(made.chars))
    made.cuts = cuts
    return made


def text(*panes: list[tuple[str, Style]], width: int = 24, is_prose: bool = False) -> str:
    return "".join(seen(row(*panes, width=width, is_prose=is_prose)).row.chars)


def test_columns_and_panes_keep_their_places() -> None:
    one = [("● ", INK), ("אבג lock דה", INK), ("  ", INK), ("2h", INK)]
    assert text(one, [("│ ", INK), ("זחט", INK)], width=18) == "● הד lock גבא  2h │ טחז             "


def test_prose_from_the_right_is_read_from_there_whatever_it_begins_with() -> None:
    line = [("   ", INK), (RIGHT_FROM, INK), ("lock אבג (12)", INK), (RIGHT_TO, INK), (" ▕", INK)]
    assert text(line, is_prose=True) == "   (12) גבא lock ▕      "


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (["2026-11-30", "אבג דה", "feed text", "1 min"], "1 min · feed text · הד גבא · 2026-11-30"),
        (["2026-11-30", "אבג דה", "4 min"], "4 min · הד גבא · 2026-11-30"),
        (["אבג", "lock דה"], "lock הד · גבא"),
    ],
)
def test_facts_from_the_right_follow_one_another_from_there_each_in_its_direction(
    written: list[str], shown: str
) -> None:
    line = [("  ", INK), (RIGHT_FROM, INK), (dotted(written), INK), (RIGHT_TO, INK), ("  ", INK)]
    assert text(line, width=50, is_prose=True).strip() == shown


def test_prose_from_the_left_has_words_from_the_right_in_it() -> None:
    assert text([("lock אבג דה, gate", INK)], is_prose=True) == "lock הד גבא, gate       "


def test_texts_with_a_dot_between_them_stay_where_they_are() -> None:
    assert text([(" ", INK), (dotted(["אבג", "3 min"]), INK)]) == " גבא · 3 min            "


def test_arabic_letters_are_joined_and_looks_go_with_their_letters() -> None:
    found = seen(row([("ب", INK), ("يت", HIT)], width=4)).row
    assert found.chars == ["\ufe96", "\ufef4", "\ufe91", " "]
    assert [look is LOOKS.of(HIT) for look in found.looks] == [True, True, False, False]


def from_right(*pieces: tuple[str, Style]) -> Row:
    return row(
        [("   ", INK), (RIGHT_FROM, INK), *pieces, (RIGHT_TO, INK), ("  4", INK)], width=12, is_prose=True
    )


def test_lam_and_alif_are_one_letter_and_the_line_ends_a_cell_further_right() -> None:
    found = seen(from_right(("بلا ب", INK)))
    assert "".join(found.row.chars) == "    \ufe8f \ufefc\ufe91  4 "
    assert list(found.order) == [0, 1, 2, 2, 7, 6, 4, 3, 8, 9, 10, 11]
    assert len(found.row.chars) == len(found.row.looks) == 12, "what follows keeps its place"


def test_the_blank_that_is_left_has_the_look_of_what_is_beside_it() -> None:
    looks = seen(from_right(("بلا", HIT))).row.looks
    assert [look is LOOKS.of(HIT) for look in looks[:7]] == [False, False, False, False, True, True, False]


@pytest.mark.parametrize("pieces", [[("بل", INK), ("ا", HIT)], [("بل", HIT), ("ا", INK)]])
def test_lam_and_alif_of_two_looks_stay_two_letters(pieces: list[tuple[str, Style]]) -> None:
    assert "".join(seen(from_right(*pieces)).row.chars).strip() == "\ufe8e\ufee0\ufe91  4"


def test_within_a_line_from_the_left_each_keeps_its_cell() -> None:
    assert text([("at لا at", INK)], width=8) == "at \ufe8e\ufedf at"


def test_a_column_knows_where_its_letter_is_written() -> None:
    assert list(seen(row([("ab אבג", INK)], width=8)).order) == [0, 1, 2, 5, 4, 3, 6, 7]


def test_wide_letters_keep_their_two_cells() -> None:
    assert seen(row([("א新ב", INK)], width=5)).row.chars == ["ב", "新", "", "א", " "]


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ([("«אבג»?", INK)], "● ?«גבא»"),
        ([("«", INK), ("אבג", HIT), ("»?", INK)], "● ?«גבא»"),
        ([("… ", INK), ("אבג", HIT), (" דה…", INK)], "● …הד גבא …"),
    ],
)
def test_what_opens_a_text_from_the_right_stands_at_its_right(
    column: list[tuple[str, Style]], found: str
) -> None:
    assert text([("● ", INK), *column]).rstrip() == found


def test_no_mark_reaches_the_terminal() -> None:
    line = row([(" ", INK), ("אבג", INK), ("  ", INK), ("1", INK)], width=12)
    for found in (seen(line), bare(line)):
        assert not set("".join(found.row.chars)) & {RIGHT_FROM, RIGHT_TO}
