"""What a reader wrote into an exported note."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import hand_edits
from reader.export.hand_edits import HandEdits, NoteEdit
from reader.export.markdown_file import MarkdownFile
from reader.export.presets import PRESETS
from reader.markdown import note_sections
from reader.model import KeptOutput, Passage
from tests.export.articles import ARTICLE, CONTENT

BASE = """---
title: "A"
tags:
  - "clippings"
  - "old"
broadsheet: "abcdefghijklmn23"
---

One lamp stands in the harbour.

Two ferries [come](https://quay.example/a) in *at* night, and two ferries leave.

## Highlights

> One lamp

## Notes

- A long thought about lamps\\
  and ferries.
- Second

## Related

- [x](https://quay.example)
"""


def found(text: str, base: str = BASE, known: list[str] | None = None) -> HandEdits:
    return hand_edits.found(text, base, always="clippings", known=known or [])


def test_what_was_written_is_no_edit_in_whatever_dress() -> None:
    for text in (
        BASE,
        BASE.replace("\n", "\r\n"),
        "\ufeff" + BASE,
        BASE.rstrip("\n"),
        BASE.replace('"old"', "old"),
    ):
        assert found(text) == HandEdits()


@pytest.mark.parametrize(
    ("written", "added", "removed"),
    [
        ('tags:\n  - "clippings"\n  - old\n  - mine', ["mine"], []),
        ('tags: [clippings, "#News/World", OLD]', ["News/World"], []),
        ("tags: clippings, two", ["two"], ["old"]),
        ("tags:\n  - mine", ["mine"], ["old"]),
        ("tags:", [], ["old"]),
        ("rating: 5", [], []),
    ],
)
def test_tags_are_added_and_removed(written: str, added: list[str], removed: list[str]) -> None:
    edits = found(BASE.replace('tags:\n  - "clippings"\n  - "old"', written))
    assert ([*edits.tags_added], [*edits.tags_removed]) == (added, removed)


def test_notes_are_new_or_edited_in_whatever_form_they_stand() -> None:
    text = BASE.replace("about lamps", "about big lamps").replace(
        "- Second\n", "- Second, edited\n* third\n  with more\n\nA *paragraph*\ngoes on\n\n1. numbered\n"
    )
    edits = found(text)
    assert edits.notes == (
        NoteEdit("A long thought about big lamps\nand ferries.", "A long thought about lamps\nand ferries."),
        NoteEdit("Second, edited", "Second"),
        NoteEdit("third with more"),
        NoteEdit("A paragraph goes on"),
        NoteEdit("numbered"),
    )
    assert "third with more" in edits.written


def test_sections_of_notes_of_the_readers_own_are_read() -> None:
    text = BASE.replace("One lamp stands", "## Notes\n\nMine.\n\n# Text\n\nOne lamp stands")
    assert found(text).notes == (NoteEdit("Mine."),)
    assert found(BASE + "\n## notes ##\n- last").notes == (NoteEdit("last"),)
    assert found(BASE + "\n## My notes\n- last").notes == ()


def test_other_words_for_a_note_that_was_read_before_are_an_edit_of_it() -> None:
    text = BASE.replace("- Second\n", "- Second\n- A third thought, long.\n")
    assert found(text, known=["A third thought."]).notes == (
        NoteEdit("A third thought, long.", "A third thought."),
    )
    assert found(text, known=["A third thought, long."]).notes == ()


def test_a_file_that_was_cut_short_says_nothing_of_what_is_missing() -> None:
    for size in range(len(BASE)):
        edits = found(BASE[:size])
        assert (edits.notes, edits.highlights) == ((), ()), size
        if size < BASE.index("---\n\n") + 4:
            assert (edits.tags_added, edits.tags_removed) == ((), ())


@pytest.mark.parametrize("preset", PRESETS)
def test_in_no_preset_does_a_file_that_was_cut_short_say_anything(preset: str) -> None:
    article = replace(ARTICLE, tags=("two words", "sea"))
    content = replace(
        CONTENT, notes=("A long thought\nof lamps.", "Second"), highlights=("The mayors of two towns",)
    )
    base = MarkdownFile(PRESETS[preset]).render(article, content)
    assert found(base, base) == HandEdits()
    for size in range(len(base)):
        edits = found(base[:size], base)
        assert (edits.notes, edits.highlights, edits.tags_added, edits.tags_removed) == ((), (), (), ()), size


def test_highlights_are_passages_with_what_stands_around_them() -> None:
    edits = found(BASE.replace("*at* night", "==*at* night=="))
    (passage,) = edits.highlights
    assert (passage.quote, passage.before) == (
        "at night",
        "One lamp stands in the harbour. Two ferries come in",
    )
    assert passage.after.startswith(", and two ferries leave.")
    text = BASE.replace("and two ferries leave", "==and== ==two ferries== leave")
    assert [one.quote for one in found(text).highlights] == ["and", "two ferries"]


def test_a_quotation_below_highlights_is_one_and_what_we_marked_is_not() -> None:
    assert found(BASE.replace("> One lamp", "> One lamp\n\n> two ferries leave")).highlights == (
        Passage("two ferries leave"),
    )
    assert found(BASE.replace("One lamp stands", "==One lamp== stands")).highlights == ()


@pytest.mark.parametrize(
    "text",
    ["`a ==b== c`", "```\n==b==\n```", "a == b == c", "====", "=== b ===", r"\==b==", "a ==b\n\nc== d"],
)
def test_other_signs_are_no_highlights(text: str) -> None:
    assert found(BASE.replace("One lamp stands", f"{text}\n\nOne lamp stands")).highlights == ()


def test_ours_is_without_what_the_file_has_in_its_own_form() -> None:
    hand = BASE.replace("- Second\n", "- Second\n* *third*\n\nA fourth\none\n")
    ours = BASE.replace("- Second\n", "- Second\n- third\n- A fourth one\n- fifth\n")
    fitted = BASE.replace("- Second\n", "- Second\n- fifth\n")
    assert hand_edits.fitted(ours, BASE, hand) == (fitted, hand)
    plain = BASE.replace("- Second\n", "- Second\n- third\n")
    assert hand_edits.fitted(plain, BASE, plain) == (plain, plain)
    assert hand_edits.fitted(plain, BASE, BASE) == (plain, BASE)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_comes_to_a_section_that_the_reader_began_stands_in_it(end: str) -> None:
    base = BASE[: BASE.index("## Highlights")]
    ours = base + "## Notes\n\n- mine\n- new\\\n  and more\n\n## Related\n\n- x\n"
    hand = base.replace("One lamp", "## Notes\n\n- mine\n\n## Text\n\nOne lamp").replace("\n", end)
    expected = hand.replace(f"- mine{end}", f"- mine{end}- new\\{end}  and more{end}")
    assert hand_edits.fitted(ours, base, hand) == (base + "\n## Related\n\n- x\n".lstrip("\n"), expected)
    hand = base + "## Notes\nmine"
    assert hand_edits.fitted(ours, base, hand)[1] == base + "## Notes\nmine\n\n- new\\\n  and more"
    assert hand_edits.fitted(ours, base, base + "## Notes")[1].startswith(base + "## Notes\n\n- mine\n- new")


def test_what_is_marked_in_a_note_is_no_passage_of_the_article() -> None:
    assert found(BASE.replace("- Second", "- ==Second==")).highlights == ()


@given(st.text(alphabet="=-*`>#a \n1.", max_size=80))
def test_any_text_is_read(body: str) -> None:
    edits = found(BASE + body)
    assert edits.tags_removed == ()
    assert hand_edits.fitted(BASE, BASE, BASE + body) == (BASE, BASE + body)


def test_so_much_of_what_stands_around_is_kept() -> None:
    (passage,) = found(BASE.replace("One lamp stands", f"{'a' * 200} ==One== {'b' * 200}")).highlights
    assert (passage.before, passage.after) == ("a" * 120, "b" * 120)


def test_an_output_with_a_heading_of_ours_is_no_note_and_no_highlight() -> None:
    base = "---\nbroadsheet: x\n---\n\nText.\n"
    output = KeptOutput(
        "S", "p", "# Notes\n\n- a\n\n```\n## Notes\n- b\n```\n", datetime(2026, 11, 29, tzinfo=UTC)
    )
    text = f"{base}\n{note_sections.outputs([output])}\n"
    assert hand_edits.found(text, base, always="clippings").notes == ()
