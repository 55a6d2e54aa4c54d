"""What changed, as blocks: it reads without any colour."""

from __future__ import annotations

from reader.text.diff import compare
from reader.tui.article import wrap
from reader.tui.dialogs.changes import blocks


def lines(old: list[str], new: list[str], room: int = 40) -> list[str]:
    found = []
    for block in blocks(compare(old, new)):
        for line in wrap.lines(block, room):
            spans = block.first if line.kind == "first" else block.rest
            before = "".join(span.text for span in spans) if line.kind != "gap" else ""
            found.append(before + block.text[line.start : line.end])
    return found


def test_each_paragraph_has_its_sign() -> None:
    old = ["It stays as it was.", "The ferry left at nine in the fog.", "Nobody was hurt at all."]
    new = ["Correction: wrong day.", "It stays as it was.", "The ferry left at ten in the fog."]
    assert lines(old, new) == [
        "",
        "+ Correction: wrong day.",
        "",
        "  It stays as it was.",
        "",
        "~ The ferry left at [-nine-]{+ten+} in",
        "~ the fog.",
        "",
        "- Nobody was hurt at all.",
    ]


def test_far_from_a_change_paragraphs_are_only_counted() -> None:
    old = [f"Paragraph {number} stays." for number in range(9)]
    assert lines(old, [*old, "It is new."]) == [
        "",
        "  · · ·  8 paragraphs unchanged",
        "",
        "  Paragraph 8 stays.",
        "",
        "+ It is new.",
    ]


def test_what_did_not_change_is_counted_alone() -> None:
    assert lines(["One."], ["One."]) == ["", "  · · ·  1 paragraph unchanged"]


def test_what_would_act_on_a_terminal_is_cleaned() -> None:
    assert lines(["a \x1b[2Jb"], []) == ["", "- a [2Jb"]
