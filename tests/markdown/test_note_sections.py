"""Highlights and notes below an article's Markdown come back as they were written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.markdown import note_sections
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
