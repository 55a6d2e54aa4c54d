"""Highlights and notes below an article's Markdown come back as they were written."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.markdown import dialect, note_sections
from reader.model import KeptOutput
from reader.text.clean import clean

TEXTS = st.lists(st.text("ab 1.-*#>[]()_`\\|\n", min_size=1, max_size=40), max_size=3)


def folded(texts: list[str]) -> list[str]:
    """Blank lines and more than one space are layout."""
    lines = [
        "\n".join(" ".join(line.split()) for line in clean(text).split("\n") if line.strip())
        for text in texts
    ]
    return [text for text in lines if text]


def body(section: str, title: str) -> str:
    return section.removeprefix(f"## {title}\n")


@given(TEXTS)
def test_notes_come_back(texts: list[str]) -> None:
    section = note_sections.notes(texts)
    found = note_sections.read_notes(body(section, "Notes"))
    assert folded(list(found)) == folded(texts)
    assert not section or note_sections.NOTES.fullmatch(body(section, "Notes").strip("\n") + "\n")


@given(TEXTS)
def test_highlights_come_back_word_by_word(texts: list[str]) -> None:
    section = note_sections.highlights(texts)
    found = note_sections.read_highlights(body(section, "Highlights"))
    assert [text.split() for text in found] == [text.split() for text in texts if text.split()]
    assert not section or note_sections.HIGHLIGHTS.fullmatch(body(section, "Highlights").strip("\n") + "\n")


def test_paragraphs_and_lines_of_a_note_stay() -> None:
    note = "First line\nsecond line\n\nAnother paragraph"
    assert note_sections.notes([note, "Short"]) == (
        "## Notes\n\n- First line\\\n  second line\n\n  Another paragraph\n- Short"
    )
    assert note_sections.read_notes(body(note_sections.notes([note, "Short"]), "Notes")) == (note, "Short")


MADE = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
OUTPUT = KeptOutput("Summary", "my_brief", "# Top\n\nIt is **short**.", MADE)


def test_an_output_stands_under_its_name_with_its_program_and_day() -> None:
    cut = KeptOutput("Deutsch [x]", "tr", "Kurz.", MADE, is_cut=True)
    assert note_sections.outputs([OUTPUT, cut]) == (
        "## Summary\n\n*Output of my_brief, 2026-11-29*\n\n### Top\n\nIt is **short**.\n\n"
        "## Deutsch [x\\]\n\n*Output of tr, 2026-11-29; its end was cut off*\n\nKurz."
    )
    assert note_sections.outputs([]) == ""


@pytest.mark.parametrize(
    ("markdown", "within"),
    [
        ("Two\nlines\n===\n\nSub\n---\n", "### Two lines\n\n#### Sub"),
        ("###### Deep ##", "###### Deep"),
        ("  # In", "### In"),
        ("```sh\n# Notes\nls", " ```sh\n # Notes\n ls\n ```"),
        ("   ~~~\n   # Notes\n~~~\nEnd", " ~~~\n # Notes\n ~~~\nEnd"),
        ("```", " ```\n \n ```"),
        ("- # In a list\n\n> # In a quotation", "- # In a list\n\n> # In a quotation"),
    ],
)
def test_headings_of_an_output_never_end_its_section_and_its_fences_are_closed(
    markdown: str, within: str
) -> None:
    section = note_sections.outputs([KeptOutput("S", "p", markdown, MADE)])
    assert section.partition("*\n\n")[2] == within


@given(st.text("ab #=-`~>1.\n *\t", min_size=1, max_size=60), st.text("ab _*\\#", max_size=8))
def test_sections_of_outputs_are_told_from_the_text_above_and_below(markdown: str, program: str) -> None:
    kept = [KeptOutput("Summary", program, markdown, MADE), KeptOutput("# B", "p", "More.", MADE)]
    sections = note_sections.outputs(kept)
    headings = [line for line in sections.split("\n") if re.match(r"#{1,2}[ \t]", line)]
    assert headings == ["## Summary", "## # B"]
    above, below = "Text.\n\n## Of its own\n\nMore text.", "## Mine\n\nI think."
    assert note_sections.without_outputs(f"{above}\n\n{sections}") == above
    left = note_sections.without_outputs(f"{above}\n\n{sections}\n\n{below}")
    assert left.split("\n\n") == [*above.split("\n\n"), *below.split("\n\n")]
    said = sections.split("\n\n## # B")[0].partition("-29*")[2]
    assert dialect.plain(said).split() == dialect.plain(markdown).split()
