from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.core.highlights import Placed, PlacedNotes
from reader.model import Highlight, KeptOutput, Note, Passage
from reader.text.quote_anchor import Span
from reader.tui.dialogs import note
from reader.tui.dialogs.note import NoteScreen, OwnWordsScreen
from tests.support.dialogs import opened

NOW = datetime(2026, 11, 24, tzinfo=UTC)
NEW = Note(0, "", NOW)
NOTE = Note(3, "Ask Ann", NOW)
HERE = Placed(Highlight(1, Passage("the ferry"), NOW), Span(0, 9))
GONE = Placed(Highlight(2, Passage("long gone"), NOW), None)
OWN = PlacedNotes((NOTE,), (HERE, GONE))


async def test_a_long_note_or_one_of_several_lines_goes_on_below() -> None:
    notes = (Note(1, "Ask Ann\n\nand Tom", NOW), Note(2, "word " * 18 + "end", NOW), Note(3, "x " * 200, NOW))
    async with opened(OwnWordsScreen("The Lock", PlacedNotes(notes, (GONE,)), NEW)) as dialog:
        lines = [line.strip() for line in dialog.lines]
        at = lines.index("✎ Ask Ann")
        assert lines[at + 1] == "and Tom"
        assert lines[at + 2].startswith("✎ word word")
        assert lines[at + 3] == "word word word end"
        assert lines[at + 5].endswith("…")
        assert lines[at + 8].endswith("no longer in the text")


async def test_a_note_is_saved() -> None:
    lost: list[str] = []
    async with opened(NoteScreen("The Lock", "Ask", lost.append)) as dialog:
        assert " Note on The Lock" in dialog.lines
        assert dialog.lines[-1] == " Ctrl-s save   Esc keep as a draft   Enter new line   F1 keys"
        await dialog.press(*" Ann", "enter", *"x ", "ctrl+s")
        assert dialog.answer == "Ask Ann\nx"
    assert lost == []


@pytest.mark.parametrize(
    ("keys", "left"), [((*" Ann", " "), "Ask Ann"), ((" ",), ""), (("backspace",) * 3, "")]
)
@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_who_leaves_without_saving_has_a_draft_of_what_is_another_text(
    keys: tuple[str, ...], left: str, key: str
) -> None:
    screen = NoteScreen("The Lock", "Ask", lambda _: None)
    async with opened(screen) as dialog:
        await dialog.press(*keys, key)
        assert dialog.answer is None
        assert screen.left == left


async def test_a_note_that_is_as_before_is_no_answer() -> None:
    async with opened(NoteScreen("The Lock", "Ask", lambda _: None)) as dialog:
        await dialog.press(" ", "ctrl+s")
        assert dialog.answer is None


@pytest.mark.parametrize(("typed", "kept"), [("x", ["Askx"]), ("", [])])
async def test_where_the_reader_ends_before_what_was_typed_is_handed_over(
    typed: str, kept: list[str]
) -> None:
    lost: list[str] = []
    async with opened(NoteScreen("The Lock", "Ask", lost.append)) as dialog:
        await dialog.type(typed)
    assert lost == kept


async def test_what_is_typed_is_handed_over_as_a_draft_and_begun_with_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(note, "DRAFT_S", 0.001)
    drafts: list[str] = []
    screen = NoteScreen("The Lock", "Ask", lambda _: None, drafted=drafts.append)
    async with opened(screen) as dialog:
        await dialog.type(" Ann")
        while not drafts or drafts[-1] != "Ask Ann":
            await dialog.pilot.pause(0.002)
    async with opened(NoteScreen("The Lock", "Ask", lambda _: None, draft="Ask Ann")) as dialog:
        assert " Draft · Note on The Lock" in dialog.lines
        await dialog.press("ctrl+s")
        assert dialog.answer == "Ask Ann"


async def test_notes_and_highlights_stand_below_a_new_one() -> None:
    async with opened(OwnWordsScreen("The Lock", OWN, NEW)) as dialog:
        shown = "\n".join(line.strip() for line in dialog.lines)
        assert dialog.lit == "+ Write a note"
        for words in ("✎ Ask Ann", "▎ the ferry", "no longer in the text"):
            assert words in shown
        assert (
            shown.index("Notes")
            < shown.index("Ask Ann")
            < shown.index("Highlights")
            < shown.index("the ferry")
        )
        await dialog.press("j", "j", "enter")
        assert dialog.answer == HERE


async def test_one_is_taken_away_but_not_the_new_one() -> None:
    screen = OwnWordsScreen("The Lock", OWN, NEW)
    async with opened(screen) as dialog:
        await dialog.press("D")
        before = screen.taken
        await dialog.press("j", "D")
        assert (before, screen.taken) == (False, True)
        assert dialog.answer == NOTE


async def test_without_any_there_is_the_new_one_only() -> None:
    async with opened(OwnWordsScreen("The Lock", PlacedNotes(), NEW)) as dialog:
        assert "Notes" not in dialog.text
        await dialog.press("enter")
        assert dialog.answer == NEW


async def test_a_draft_of_a_new_note_stands_in_its_row() -> None:
    async with opened(OwnWordsScreen("The Lock", OWN, NEW, "Ask the pi")) as dialog:
        assert dialog.lit == "+ Draft: Ask the pi"
        await dialog.press("enter")
        assert dialog.answer == NEW


async def test_outputs_stand_below_the_readers_own_words_and_can_be_removed() -> None:
    output = KeptOutput("Summary", "brief", "Short.", NOW)
    screen = OwnWordsScreen("The Lock", PlacedNotes((NOTE,), (), (output,)), NEW)
    async with opened(screen) as dialog:
        lines = [" ".join(line.split()) for line in dialog.lines]
        assert lines[lines.index("Outputs") + 1] == "■ Summary brief"
        await dialog.press("G", "D")
        assert (dialog.answer, screen.taken) == (output, True)
