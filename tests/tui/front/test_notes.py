"""Notes and highlights by key: written, marked, listed, changed, taken away, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color
from textual.widgets import TextArea

from reader.core import highlights
from reader.core.session import Session
from reader.model import Draft
from reader.tui.dialogs.note import NoteScreen
from tests.support import household

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.highlights import PlacedNotes
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

FERRY = "Ferry Halcyon Runs Aground off Brannock Head"
TUG = "What the Tug Needs"
FIRST = "The ferry Halcyon ran aground on the Brannock sandbank on Tuesday night with 214 people on board."


EDITED = f"The page has a new beginning, of quite another length. {household.FERRY}"


def edit(screen: Driver, text: str = EDITED) -> None:
    """The publisher edits the article that was opened; what is shown stays as it is."""
    now = household.NOW
    draft = Draft(
        title=FERRY,
        url="https://gazette.example/ferry",
        markdown=text,
        text=text,
        text_origin="feed",
        lang="en",
    )
    with Session(screen.app.places, clock=lambda: now) as session:
        session.library.articles.save(draft, now=now)
        assert session.library.articles.content(screen.stored(FERRY).id).text == text


def lit(screen: Driver) -> str:
    """What stands on the marker's ground."""
    mark = Color.parse(screen.app.paint.theme.colours["mark"]).get_truecolor()
    return " ".join(
        segment.text.strip()
        for strip in screen.app.screen._compositor.render_strips(screen.app.screen.size)
        for segment in strip
        if segment.style and segment.style.bgcolor and segment.style.bgcolor.get_truecolor() == mark
    )


def own(screen: Driver, title: str = FERRY) -> PlacedNotes:
    """What the library has."""
    number = screen.stored(title).id
    with Session(screen.app.places) as session:
        return highlights.of(session, number, session.library.articles.content(number))


async def field(screen: Driver) -> None:
    """Wait for the second dialog, which opens when the first has gone."""
    await screen.until(lambda: isinstance(screen.app.screen, NoteScreen))


def notes(screen: Driver) -> list[str]:
    return [note.text for note in own(screen).notes]


def quotes(screen: Driver) -> list[str]:
    return [placed.highlight.passage.quote for placed in own(screen).highlights]


async def test_a_note_is_written_shown_and_undone(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N")
        await screen.type("Ask the harbour")
        await screen.press("enter")
        await screen.type("jkq?")
        await screen.press("escape")
        assert notes(screen) == ["Ask the harbour\njkq?"]
        assert screen.said == "Note kept · u takes it back"
        assert "✎ 1 note" in screen.text
        assert "✎ Ask the harbour" in screen.text
        await screen.press("u")
        assert notes(screen) == []
        assert "✎" not in screen.text
        await screen.press("ctrl+r")
        assert "✎ 1 note" in screen.text


async def test_a_note_can_be_written_from_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("N")
        await screen.type("From the list")
        await screen.press("ctrl+s")
        assert notes(screen) == ["From the list"]
        assert screen.opened is None


async def test_an_empty_note_is_none(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N", "space", "enter", "escape")
        assert notes(screen) == []
        assert screen.said == ""


async def test_what_was_typed_outlives_a_quick_way_out(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N")
        await screen.type("Half a")
        await screen.press("ctrl+q")
        assert notes(screen) == ["Half a"]
        assert screen.app.screen is screen.news


async def test_what_was_typed_outlives_the_end_of_the_reader(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N")
        await screen.type("Half a")
    assert notes(screen) == ["Half a"]
    async with reader() as screen:
        await screen.press("enter", "N", "j", "enter")
        await field(screen)
        await screen.type(" note")
    assert notes(screen) == ["Half a note"]
    async with reader() as screen:
        await screen.press("enter", "N", "j", "enter")
        await field(screen)
        await screen.press(*["backspace"] * 11)
    assert notes(screen) == ["Half a note"], "nobody said that it was to go"


async def test_a_note_is_chosen_changed_and_emptied(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N", "o", "n", "e", "escape", "N", "j", "enter")
        await field(screen)
        assert screen.app.screen.query_one(TextArea).text == "one"
        await screen.type(" more")
        await screen.press("escape")
        assert notes(screen) == ["one more"]
        await screen.press("N", "j", "enter")
        await field(screen)
        await screen.press(*["backspace"] * 8, "escape")
        assert notes(screen) == []
        assert screen.said == "Note taken away · u brings it back"


async def test_a_second_note_is_the_first_row_of_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N", "o", "n", "e", "escape", "N", "enter")
        await field(screen)
        await screen.press("t", "w", "o", "escape")
        assert notes(screen) == ["one", "two"]
        assert "✎ 2 notes" in screen.text


async def test_a_passage_is_chosen_and_marked(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H")
        assert "hold the start" in screen.foot
        await screen.press("enter")
        assert quotes(screen) == [FIRST]
        assert screen.said == "Marked · u takes it back"
        assert "✎ 1 highlight" in screen.text
        assert "hold the start" not in screen.foot
        await screen.press("u")
        assert quotes(screen) == []


async def test_a_longer_passage_is_held_and_extended(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "right", "space", "j", "left", "enter")
        assert quotes(screen) == [
            FIRST.removeprefix("The ")
            + " Coastguard boats took the passengers of the Halcyon ashore, and nobody was"
        ]


async def test_esc_leaves_the_choice_and_the_article_stays(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "j", "escape")
        assert screen.opened == FERRY
        assert quotes(screen) == []
        await screen.press("escape")
        assert screen.opened is None


async def test_a_marked_sentence_loses_its_mark_in_the_same_way(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "enter", "H", "right", "enter")
        assert quotes(screen) == []
        assert screen.said == "Highlight taken away · u brings it back"


async def test_a_passage_is_of_the_text_that_is_shown_whatever_came_since(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter")
        edit(screen)
        await screen.press("H", "enter")
        assert quotes(screen) == [FIRST]
        assert lit(screen) == FIRST
        await screen.press("H", "enter")
        assert quotes(screen) == []
        await screen.press("u")
        assert lit(screen) == FIRST


async def test_a_listed_highlight_is_gone_to_in_the_text_that_is_shown(reader: Open) -> None:
    async with reader(size=(80, 12)) as screen:
        await screen.press("enter", "H", "enter")
        edit(screen, f"{'Much has come before it. ' * 60}\n\n{household.FERRY}")
        await screen.press("N", "j", "enter")
        assert "The ferry Halcyon ran aground" in screen.text
        await screen.press("escape", "N", "j", "enter")
        await screen.until(lambda: "The ferry Halcyon ran aground" in screen.text)
        assert screen.opened == FERRY
        assert screen.news.article.position > 0


async def test_the_list_goes_to_a_highlight_and_takes_it_away(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "enter", "N")
        assert "Highlights" in screen.text
        await screen.press("j", "D")
        assert quotes(screen) == []
        await screen.press("u")
        assert quotes(screen) == [FIRST]
        await screen.press("N", "j", "enter")
        assert screen.app.screen is screen.news


async def test_going_to_a_highlight_opens_its_article_there(reader: Open) -> None:
    async with reader(size=(100, 24)) as screen:
        with Session(screen.app.places) as session:
            tug = screen.stored(TUG)
            highlights.highlight(session, tug, "What was done")
        await screen.press("j", "j", "N", "j", "enter")
        assert screen.opened == TUG
        assert screen.news.article.position > 0
        assert "What was done" in screen.text


async def test_marks_are_there_when_the_article_is_opened_again(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "enter", "N", "enter")
        await field(screen)
        await screen.type("Kept")
        await screen.press("escape")
    async with reader() as screen:
        await screen.press("enter")
        assert "✎ 1 note · 1 highlight" in screen.text
    del room


async def test_a_search_finds_a_note_written_here(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N")
        await screen.type("zeppelin")
        await screen.press("escape", "escape", "/")
        await screen.type("zeppelin")
        await screen.until(lambda: screen.listed == [FERRY])
