"""Notes and highlights: written, changed, taken away, each undone in one step; found by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from reader.model import Excerpt, Passage
from reader.query.parse import parse
from reader.query.tree import Text
from reader.store.user_state.notes import UNPLACED
from tests.store.making import LATER, NOW, draft, save, table

if TYPE_CHECKING:
    from reader.store.library import Library

PASSAGE = Passage("the ferry", "At nine ", " sails.")


@pytest.fixture
def story(library: Library) -> int:
    return save(library)


def notes(library: Library, story: int) -> list[str]:
    return [note.text for note in library.own_words.notes(story)]


def quotes(library: Library, story: int) -> list[str]:
    return [highlight.passage.quote for highlight in library.own_words.highlights(story)]


def found(library: Library, query: str) -> list[int]:
    return library.queries.ids(parse(query, NOW).tree)


def test_a_note_is_written_changed_and_taken_away(library: Library, story: int) -> None:
    number = library.own_words.write(story, " Ask the\npilot.\n", NOW)
    assert notes(library, story) == ["Ask the\npilot."]
    assert library.own_words.rewrite(number, "Asked him.", LATER)
    assert not library.own_words.rewrite(number, "Asked him. ", LATER)
    assert [note.changed for note in library.own_words.notes(story)] == [LATER]
    library.own_words.remove_note(number, LATER)
    assert notes(library, story) == []


def test_each_change_of_a_note_is_one_step_of_undo(library: Library, story: int) -> None:
    number = library.own_words.write(story, "One", NOW)
    library.own_words.rewrite(number, "Two", NOW)
    library.own_words.remove_note(number, NOW)
    seen = []
    for _ in range(3):
        (words,) = library.undo.undo(1, LATER)
        seen.append((words, notes(library, story)))
    assert seen == [
        ("removed a note from “Story 1”", ["Two"]),
        ("changed a note on “Story 1”", ["One"]),
        ("added a note to “Story 1”", []),
    ]
    library.undo.redo(2, LATER)
    assert notes(library, story) == ["Two"]


def test_a_draft_is_kept_of_each_note_and_is_no_step_of_undo(library: Library, story: int) -> None:
    library.own_words.keep_draft(story, 0, "Ask the pi")
    library.own_words.keep_draft(story, 7, "Another")
    library.own_words.keep_draft(story, 0, "Ask the pilot")
    assert (library.own_words.draft(story, 0), library.own_words.draft(story, 7)) == (
        "Ask the pilot",
        "Another",
    )
    assert notes(library, story) == []
    assert library.undo.undo(1, LATER) == []
    library.own_words.keep_draft(story, 0, "")
    assert (library.own_words.draft(story, 0), library.own_words.draft(story, 7)) == ("", "Another")


def test_a_passage_is_marked_once_and_unmarked(library: Library, story: int) -> None:
    number = library.own_words.mark(story, PASSAGE, NOW)
    assert number is not None
    assert library.own_words.mark(story, PASSAGE, NOW) is None
    assert [one.passage for one in library.own_words.highlights(story)] == [PASSAGE]
    library.own_words.unmark(number, NOW)
    assert quotes(library, story) == []
    library.undo.undo(1, LATER)
    assert quotes(library, story) == ["the ferry"]
    library.undo.undo(1, LATER)
    assert quotes(library, story) == []


def test_what_comes_back_takes_nothing_elses_place(library: Library, story: int) -> None:
    number = library.own_words.write(story, "Gone", NOW)
    library.own_words.remove_note(number, NOW)
    library.own_words.put(story, "", draft(notes=("Imported",)), 1)
    library.undo.undo(1, LATER)
    assert sorted(notes(library, story)) == ["Gone", "Imported"]


def test_what_is_there_is_not_imported_twice(library: Library, story: int) -> None:
    for _ in range(2):
        given = draft(notes=("My  note", " My note ", ""), highlights=("the ferry", "", "a  lamp", "a lamp"))
        library.own_words.put(story, "the ferry", given, 1)
    assert (notes(library, story), quotes(library, story)) == (["My  note"], ["the ferry", "a  lamp"])


def test_an_imported_quotation_is_found_in_the_text(library: Library) -> None:
    text = "At nine the ferry sails.\n\nThe ferry comes back."
    story = library.articles.save(draft(text=text, highlights=("THE FERRY comes",)), now=NOW).id
    (mine,) = library.own_words.highlights(story)
    assert mine.passage == Passage("The ferry comes", "At nine the ferry sails. ", " back.")


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_an_empty_note_is_refused(library: Library, story: int, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        library.own_words.write(story, text, NOW)
    assert "write some text" in (caught.value.hint or "")
    number = library.own_words.write(story, "Full", NOW)
    with pytest.raises(UsageError):
        library.own_words.rewrite(number, text, NOW)


def test_a_number_that_is_none_is_named(library: Library) -> None:
    with pytest.raises(NothingFound, match="no such note"):
        library.own_words.remove_note(7, NOW)
    with pytest.raises(NothingFound, match="no such highlight") as raised:
        library.own_words.unmark(7, NOW)
    assert raised.value.subject == "7"


def test_notes_and_highlights_are_cleaned_for_the_terminal(library: Library, story: int) -> None:
    library.own_words.write(story, "red\x1b[31m\u202enote", NOW)
    assert notes(library, story) == ["red[31mnote"]


def test_queries_ask_for_articles_that_have_them(library: Library, story: int) -> None:
    other = save(library, 2)
    library.own_words.write(story, "One", NOW)
    library.own_words.mark(other, PASSAGE, NOW)
    assert found(library, "has:note") == [story]
    assert found(library, "has:highlight") == [other]
    assert found(library, "-has:note") == [other]


def test_words_are_found_in_notes_and_highlights_as_they_change(library: Library, story: int) -> None:
    number = library.own_words.write(story, "The pilots were wrong", NOW)
    library.own_words.mark(story, PASSAGE, NOW)
    saying = library.own_words.saying
    assert saying(Text("any", "pilot")) == {story}
    assert saying(Text("any", "pil", prefix=True)) == {story}
    assert saying(Text("any", "the ferry", phrase=True)) == {story}
    assert saying(Text("any", "wrong ferry", phrase=True)) == set()
    library.own_words.rewrite(number, "They were right", LATER)
    assert (saying(Text("any", "pilot")), saying(Text("any", "right"))) == (set(), {story})
    library.undo.undo(1, LATER)
    assert saying(Text("any", "pilot")) == {story}


def test_an_article_that_goes_takes_its_own_words_along(library: Library, story: int) -> None:
    library.own_words.write(story, "One", NOW)
    library.own_words.mark(story, PASSAGE, NOW)
    library.database.run("DELETE FROM article WHERE id = ?", (story,))
    assert table(library, "note") == table(library, "highlight") == []


def test_notes_end_at_their_limit(library: Library, story: int) -> None:
    number = library.own_words.write(story, "n" * 100_001, NOW)
    assert [len(text) for text in notes(library, story)] == [100_000]
    library.own_words.rewrite(number, "m" * 100_001, NOW)
    assert notes(library, story) == ["m" * 100_000]


def test_a_highlight_ends_at_its_limit(library: Library, story: int) -> None:
    library.own_words.mark(story, Passage("q" * 20_001, "", ""), NOW)
    assert [len(quote) for quote in quotes(library, story)] == [20_000]


# Highlights of other programs


TOLD = "At nine the ferry sails.\n\nThe ferry comes back."


def take(library: Library, story: int, shown: str, *excerpts: Excerpt, at: int = 1_000_000) -> None:
    library.own_words.put(story, shown, draft(excerpts=excerpts), at)


def test_an_excerpt_is_a_highlight_with_a_note_on_it(library: Library, story: int) -> None:
    made = NOW.replace(year=1970, month=1, day=1, hour=0, minute=0, second=0, microsecond=5)
    for _ in range(2):
        take(
            library,
            story,
            TOLD,
            Excerpt("erry sails", "Ask\nhim."),
            Excerpt("comes back", made=made),
            Excerpt("", "Alone"),
        )
    assert quotes(library, story) == ["ferry sails", "comes back"]
    assert notes(library, story) == ["On “erry sails”:\n\nAsk\nhim.", "Alone"]
    changed = [one.changed.timestamp() for one in library.own_words.highlights(story)]
    assert changed == [1.0, 0.000005]


def test_an_excerpt_waits_as_a_note_until_the_text_is_there(library: Library, story: int) -> None:
    sails, back = Excerpt("ferry sails", "Ask him."), Excerpt("comes back")
    for _ in range(2):
        take(library, story, "", sails, back)
    assert quotes(library, story) == []
    waiting = [f"{UNPLACED}\n\n“ferry sails”\n\nAsk him.", f"{UNPLACED}\n\n“comes back”"]
    assert notes(library, story) == waiting
    for _ in range(2):
        take(library, story, TOLD, sails, back)
    assert (quotes(library, story), notes(library, story)) == (
        ["ferry sails", "comes back"],
        ["On “ferry sails”:\n\nAsk him."],
    )
    take(library, story, "another text", sails, back)
    assert len(notes(library, story)) == 1


def test_a_note_on_a_long_highlight_repeats_its_beginning(library: Library, story: int) -> None:
    long, unspaced = "sails " * 20, "海" * 100
    take(library, story, f"{long}\n{unspaced}", Excerpt(long, "One"), Excerpt(unspaced, "Two"))
    assert notes(library, story) == [
        f"On “{('sails ' * 13).strip()}…”:\n\nOne",
        f"On “{'海' * 80}…”:\n\nTwo",
    ]


def test_signs_alone_are_told_apart(library: Library, story: int) -> None:
    take(library, story, "→ and ★", Excerpt("→"), Excerpt("★"))
    assert quotes(library, story) == ["→", "★"]
