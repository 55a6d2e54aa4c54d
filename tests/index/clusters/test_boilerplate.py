"""Lines of a text that are its source's: those at its edges, and articles that have nothing else in common."""

from __future__ import annotations

import pytest

from reader.index.clusters.boilerplate import FIRST, LAST, have_little_in_common, lines, repeated, without

FOOT = "Subscribe to our morning letter for nothing"
HERONS = "Herons returned to the estuary yesterday, watched by schoolchildren from Brenik."
BAKERS = "Bakers demanded cheaper flour, while millers answered with invoices."


def test_lines_at_the_beginning_and_the_end_can_be_the_sources() -> None:
    body = "\n\n".join(f"line number {n}" for n in range(20))
    found = [body[start:end] for start, end in lines("a.example", body).values()]
    assert found == [f"line number {n}" for n in (*range(FIRST), *range(20 - LAST, 20))]


def test_a_line_is_known_by_its_source_and_words() -> None:
    (one,) = lines("a.example", "Read  this FIRST")
    assert [one] == [*lines("a.example", "Read this first")]
    assert [one] != [*lines("b.example", "Read this first")]
    assert [one] != [*lines("a.example", "Read this last")]
    assert -(2**63) <= one < 2**63
    assert lines("", "Read this first") == {}


@pytest.mark.parametrize(("line", "counts"), [("sixsix", True), ("fives", False)])
def test_a_short_line_counts_for_nothing(line: str, counts: bool) -> None:
    assert bool(lines("a.example", line)) is counts


def test_a_text_without_lines_keeps_the_others_as_they_are() -> None:
    body = "first\n\nsecond\n\nthird"
    assert without(body, [(0, 5), (15, 20)]) == "second\n\n"
    assert without(body, []) == body


def test_short_lines_that_a_text_repeats_are_no_sentences() -> None:
    body = "View fullsize\n\nHerons returned.\n VIEW FULLSIZE\n* * *\nBakers left.\n* * *"
    assert without(body, repeated(body)) == "Herons returned.\n* * *\nBakers left.\n* * *"
    assert repeated(f"{'a' * 61}\n{'a' * 61}") == []
    assert len(repeated(f"{'a' * 60}\n{'a' * 60}")) == 2
    assert repeated("Herons returned.\nBakers left.") == []


def in_common(one: str, other: str, *, titles: tuple[str, str] = ("", "")) -> bool:
    return not have_little_in_common((titles[0], one), (titles[1], other), lines("a.example", one))


def test_articles_with_nothing_but_a_line_in_common() -> None:
    assert not in_common(f"{HERONS}\n{FOOT}", f"{BAKERS}\n{FOOT}")


def test_updates_and_copies_have_more_in_common() -> None:
    assert in_common(f"{HERONS}\n{FOOT}", f"{HERONS} Herons, schoolchildren, estuary.\n{FOOT}")
    assert in_common(f"{HERONS}\n{FOOT}", f"{HERONS}\n{FOOT}", titles=("Herons", "Bakers"))
    assert in_common(f"{HERONS}\n{FOOT}", f"{FOOT}\nIt was so.")
