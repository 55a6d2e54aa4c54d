"""Notes and highlights by key: written, marked, listed, changed, taken away, undone."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import Mock, call

import pytest
from textual.widgets import TextArea

from reader.core import highlights
from reader.core.highlights import PlacedNotes
from reader.core.session import Session
from reader.model import Draft, Note
from reader.text.quote_anchor import Span
from reader.tui.dialogs import note as note_dialog
from reader.tui.dialogs.note import NoteScreen
from reader.tui.front.notes import NotesPart
from tests.support import household
from tests.support.fake_front import FakeApp, FakeList, FakeView, state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.model import Article
    from reader.tui.library_threads import Lane
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

T = TypeVar("T")

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
    ground = screen.app.paint.style("ink", on="highlight").bgcolor
    mark = ground.get_truecolor() if ground else None
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
        await screen.press("ctrl+s")
        assert notes(screen) == ["Ask the harbour\njkq?"]
        assert screen.said == "Note saved · u to undo"
        assert "✎ 1 note\n" in re.sub(" *│.*", "", screen.text)
        assert "✎ Ask the harbour\n" in re.sub(" *│.*", "", screen.text)
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


async def test_what_is_typed_after_the_key_of_notes_is_a_note_whatever_the_article_has(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "enter", "N")
        await screen.type("Don't jump")
        assert '1 highlight · " in the list and the article shows all' in screen.text
        await screen.press("ctrl+s")
        assert notes(screen) == ["Don't jump"]
        assert quotes(screen) == [FIRST]


async def test_a_list_of_nothing_is_told_with_the_key_that_changes_it(reader: Open) -> None:
    async with reader() as screen:
        await screen.press('"')
        assert screen.said == "No notes or highlights here yet · N writes a note"


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
        assert screen.app.screen is screen.news
        assert screen.said == "Draft kept · N continues it"
        await screen.press("N", "ctrl+s")
        assert notes(screen) == ["Half a"]


async def test_a_note_that_is_left_is_a_draft_until_it_is_saved_or_emptied(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("N")
        await screen.type("one")
        await screen.press("escape")
        assert screen.said == "Draft kept · N continues it"
        assert notes(screen) == []
        await screen.press("N")
        assert "Draft · Note on" in screen.text
        await screen.type(" more")
        await screen.press("ctrl+s", '"')
        assert notes(screen) == ["one more"]
        assert "Write a note" in screen.text
        await screen.press("j", "enter")
        await field(screen)
        await screen.type("!")
        await screen.press("escape", '"', "j", "enter")
        await field(screen)
        assert screen.app.screen.query_one(TextArea).text == "one more!"
        await screen.press("backspace", "escape", '"', "j", "enter")
        await field(screen)
        assert "Draft" not in screen.text
        await screen.press("escape", "N")
        await field(screen)
        await screen.type("two")
        await screen.press("escape", '"')
        assert "+ Draft: two" in screen.text
        assert notes(screen) == ["one more"]


async def test_a_draft_is_shown_that_is_still_on_its_way(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader() as screen:
        await screen.press("N")
        await screen.type("one")
        library, written = screen.app.library, threading.Event()
        ask = library.ask

        async def asked(work: Callable[[Session], T], lane: Lane = "read") -> T:
            # Whatever is read elsewhere is there before the draft is written.
            if lane == "write":
                written.set()
            answer = await ask(work, lane)
            written.set()
            return answer

        monkeypatch.setattr(library, "ask", asked)
        library.post(lambda _: written.wait())
        await screen.press("escape", "N")
        assert "Draft · Note on" in screen.text


async def test_what_was_typed_outlives_the_end_of_the_reader(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N")
        await screen.type("Half a")
    assert notes(screen) == ["Half a"]
    async with reader() as screen:
        await screen.press("enter", '"', "j", "enter")
        await field(screen)
        await screen.type(" note")
    assert notes(screen) == ["Half a note"]
    async with reader() as screen:
        await screen.press("enter", '"', "j", "enter")
        await field(screen)
        await screen.press(*["backspace"] * 11)
    assert notes(screen) == ["Half a note"], "nobody said that it was to go"


async def test_a_note_half_typed_outlives_a_kill(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_dialog, "DRAFT_S", 0.001)
    async with reader() as screen:
        await screen.press("enter", "N")
        await field(screen)
        await screen.type("Half a note")
        article = screen.news.state.open_article
        assert article is not None
        with Session(screen.app.places) as session:
            while session.library.own_words.draft(article.id, 0) != "Half a note":
                await screen.pilot.pause(0.002)
        # As after a kill: nobody hands over what was typed.
        monkeypatch.setattr(NoteScreen, "on_unmount", lambda _: None)
    assert notes(screen) == []
    async with reader() as screen:
        await screen.press("enter", "N")
        await field(screen)
        assert screen.app.screen.query_one(TextArea).text == "Half a note"
        await screen.press("ctrl+s")
        assert notes(screen) == ["Half a note"]
        with Session(screen.app.places) as session:
            assert session.library.own_words.draft(article.id, 0) == ""


async def test_a_note_is_chosen_changed_and_emptied(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N", "o", "n", "e", "ctrl+s", '"', "j", "enter")
        await field(screen)
        assert screen.app.screen.query_one(TextArea).text == "one"
        await screen.type(" more")
        await screen.press("ctrl+s")
        assert notes(screen) == ["one more"]
        await screen.press('"', "j", "enter")
        await field(screen)
        await screen.press(*["backspace"] * 8, "ctrl+s")
        assert notes(screen) == []
        assert screen.said == "Note removed · u to undo"


async def test_a_second_note_is_the_first_row_of_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N", "o", "n", "e", "ctrl+s", '"', "enter")
        await field(screen)
        await screen.press("t", "w", "o", "ctrl+s")
        assert notes(screen) == ["one", "two"]
        assert "✎ 2 notes" in screen.text


async def test_a_passage_is_chosen_and_marked(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H")
        assert "start selection" in screen.foot
        await screen.press("enter")
        assert quotes(screen) == [FIRST]
        assert screen.said == "Highlighted · u to undo"
        assert "✎ 1 highlight" in screen.text
        assert "start selection" not in screen.foot
        await screen.press("escape")
        assert "✎" in screen.text
        await screen.press("u")
        assert quotes(screen) == []
        assert "✎" not in screen.text


async def test_a_longer_passage_is_held_and_extended(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "right", "space", "j", "left", "enter")
        assert quotes(screen) == [
            FIRST.removeprefix("The ")
            + " Coastguard boats took the passengers of the Halcyon ashore, and nobody was"
        ]


@pytest.mark.parametrize(("on", "back"), [("l", "h"), ("w", "b"), ("right", "left")])
async def test_the_keys_that_move_in_vi_move_the_passage(reader: Open, on: str, back: str) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", on, on, back, "v", "j", back, "enter")
        assert quotes(screen) == [
            FIRST.removeprefix("The ")
            + " Coastguard boats took the passengers of the Halcyon ashore, and nobody was"
        ]


@pytest.mark.parametrize("key", ["e", "m", "N", "n", "J", "/", "s", "D"])
async def test_other_keys_do_nothing_while_a_passage_is_chosen(reader: Open, key: str) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", key)
        assert screen.said == f"{key} does nothing here. ? shows all keys."
        assert screen.opened == FERRY
        assert screen.app.screen is screen.news
        await screen.press("enter")
        assert quotes(screen) == [FIRST]


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
        assert screen.said == "Highlight removed · u to undo"


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
        await screen.press('"', "j", "enter")
        assert "The ferry Halcyon ran aground" in screen.text
        await screen.press("escape", '"', "j", "enter")
        await screen.until(lambda: "The ferry Halcyon ran aground" in screen.text)
        assert screen.opened == FERRY
        assert screen.news.article.position > 0


async def test_the_list_goes_to_a_highlight_and_takes_it_away(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "enter", '"')
        assert "Highlights" in screen.text
        await screen.press("j", "D")
        assert quotes(screen) == []
        await screen.press("u")
        assert quotes(screen) == [FIRST]
        await screen.press('"', "j", "enter")
        assert screen.app.screen is screen.news


async def test_going_to_a_highlight_opens_its_article_there(reader: Open) -> None:
    async with reader(size=(100, 24)) as screen:
        with Session(screen.app.places) as session:
            tug = screen.stored(TUG)
            highlights.highlight(session, tug, "What was done")
        await screen.press("j", "j", '"', "j", "enter")
        assert screen.opened == TUG
        assert screen.news.article.position > 0
        assert "What was done" in screen.text


async def test_marks_are_there_when_the_article_is_opened_again(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.press("enter", "H", "enter", "N")
        await field(screen)
        await screen.type("Kept")
        await screen.press("ctrl+s")
    async with reader() as screen:
        await screen.press("enter")
        assert "✎ 1 note · 1 highlight" in screen.text
    del room


async def test_a_search_finds_a_note_written_here(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "N")
        await screen.type("zeppelin")
        await screen.press("ctrl+s", "escape", "/")
        await screen.type("zeppelin")
        await screen.until(lambda: screen.listed == [FERRY])


# The part alone

TEXT = "The ferry sails at nine. It is late."


class Alone:
    """The part on a library of one article, which is open, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        id_ = household.add(session, "Ferry", TEXT)
        found = session.library.articles.get(id_)
        assert found is not None
        self.article: Article = found
        self.state: Any = state(id_)
        self.state.open_article, self.state.is_reading = found, True
        self.view = FakeView(self.state, FakeList(id_))
        self.view.article.plain_text = TEXT
        self.app: Any = FakeApp(room, session=session)
        self.reading = Mock(own_words=PlacedNotes())
        self.part = NotesPart(self.view.view, self.state, self.app.app, self.reading)

    def write(self, text: str) -> int:
        return self.session.library.own_words.write(self.article.id, text, household.NOW)

    def mark(self, words: str) -> int:
        return highlights.highlight(self.session, self.article, words).id

    def read(self) -> PlacedNotes:
        """What is written on the article, given to the open one."""
        content = self.session.library.articles.content(self.article.id)
        self.reading.own_words = highlights.of(self.session, self.article.id, content)
        return self.reading.own_words  # type: ignore[no-any-return]

    def notes(self) -> list[str]:
        return [note.text for note in self.session.library.own_words.notes(self.article.id)]

    def quotes(self) -> list[str]:
        return [one.passage.quote for one in self.session.library.own_words.highlights(self.article.id)]

    def put(self) -> PlacedNotes:
        """What the open article was told last."""
        found = self.view.article.put_own.call_args.args[0]
        assert found is self.reading.own_words
        assert isinstance(found, PlacedNotes)
        return found

    async def note(self, *answers: object) -> None:
        self.app.dialogs.clear()
        self.app.answers = list(answers)
        self.part.action_note()
        await self.view.settle()

    async def listed(self, *answers: object) -> None:
        self.app.dialogs.clear()
        self.app.answers = list(answers)
        self.part.action_own_words()
        await self.view.settle()

    async def choose(self, start: int, end: int) -> None:
        self.part.passage_chosen(Span(start, end))
        await self.view.settle()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


async def test_the_first_note_is_written_at_once(alone: Alone) -> None:
    await alone.note("Ask the pilot.")
    (dialog,) = alone.app.dialogs
    assert isinstance(dialog, NoteScreen)
    assert (dialog._title, dialog._text) == ("Ferry", "")
    assert alone.notes() == ["Ask the pilot."]
    assert [note.text for note in alone.put().notes] == ["Ask the pilot."]
    assert alone.view.words == ["Note saved · u to undo"]
    assert alone.app.library.lanes == ["write", "write", "write", "post"]
    assert alone.reading.read_ahead.call_count == 1
    assert alone.view.started == [("dialog", False)]


@pytest.mark.parametrize("answer", ["", None])
async def test_a_note_without_words_is_none(alone: Alone, answer: str | None) -> None:
    await alone.note(answer)
    assert (alone.notes(), alone.view.words) == ([], [])


async def test_what_was_typed_is_kept_when_nobody_answers(alone: Alone) -> None:
    await alone.note(None)
    alone.app.dialogs[0]._unanswered("Half a note")
    number = alone.session.library.own_words.notes(alone.article.id)[0]
    assert alone.app.library.lanes[-1] == "post"
    await alone.listed(number, None)
    alone.app.dialogs[1]._unanswered("A whole note")
    assert alone.notes() == ["A whole note"]


async def test_of_several_one_is_chosen_and_changed_or_emptied(alone: Alone) -> None:
    alone.write("One")
    alone.write("Two")
    first = alone.read().notes[0]
    await alone.listed(first, "One more")
    listed, dialog = alone.app.dialogs
    assert (listed._title, dialog._text) == ("Ferry", "One")
    assert alone.notes() == ["One more", "Two"]
    await alone.listed(first, "")
    assert alone.notes() == ["Two"]
    assert alone.view.words == ["Note saved · u to undo", "Note removed · u to undo"]
    await alone.listed(None)
    assert len(alone.app.dialogs) == 1, "none was chosen"
    await alone.listed(Note(0, "", household.NOW), "Three")
    assert alone.notes() == ["Two", "Three"]


async def test_what_is_taken_away_in_the_list_goes(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.tui.dialogs.note import OwnWordsScreen

    alone.write("One")
    alone.mark("sails at nine")
    own = alone.read()
    genuine = OwnWordsScreen.__init__

    def taking(dialog: OwnWordsScreen, *what: Any) -> None:
        genuine(dialog, *what)
        dialog.taken = True

    monkeypatch.setattr(OwnWordsScreen, "__init__", taking)
    await alone.listed(own.highlights[0])
    assert (alone.quotes(), alone.notes()) == ([], ["One"])
    await alone.listed(own.notes[0])
    assert alone.notes() == []
    assert alone.view.words == [
        "Highlight removed · u to undo",
        "Note removed · u to undo",
    ]
    alone.write("Two")
    await alone.listed(None)
    assert alone.notes() == ["Two"]


async def test_a_highlight_that_is_chosen_is_gone_to(alone: Alone) -> None:
    alone.mark("It is late")
    alone.mark("sails at nine")
    first, second = alone.read().highlights
    await alone.listed(second)
    assert alone.view.article.show_passage.call_args_list == [call(second.span)]
    assert alone.reading.read_article.call_count == 0
    await alone.listed(first._replace(span=None))
    assert alone.view.article.show_passage.call_count == 1, "it is not in this text"
    alone.state.is_reading = False
    await alone.listed(first)
    assert alone.reading.read_article.call_args_list == [call(alone.article.id)]
    assert alone.view.article.show_passage.call_count == 1
    alone.part.article_shown()
    assert alone.view.article.show_passage.call_args_list[1:] == [call(first.span)]
    alone.part.article_shown()
    assert alone.view.article.show_passage.call_count == 2, "once is enough"


async def test_words_on_an_article_that_is_not_open_are_shown_nowhere(alone: Alone) -> None:
    alone.state.open_article, alone.state.is_reading = None, False
    await alone.note("One")
    assert alone.notes() == ["One"]
    assert alone.view.article.put_own.call_count == 0
    assert alone.reading.own_words == PlacedNotes()


async def test_a_passage_is_marked_in_the_text_that_is_shown(alone: Alone) -> None:
    await alone.choose(4, 23)
    assert alone.quotes() == ["ferry sails at nine"]
    assert [placed.span for placed in alone.put().highlights] == [(4, 23)]
    assert alone.view.words == ["Highlighted · u to undo"]
    await alone.choose(10, 15)
    assert alone.quotes() == []
    assert alone.view.words[1:] == ["Highlight removed · u to undo"]
    assert set(alone.view.started) == {("marks", False)}


@pytest.mark.parametrize("span", [(4, 9), (10, 15), (4, 15)])
async def test_a_mark_holds_what_lies_within_it(alone: Alone, span: tuple[int, int]) -> None:
    alone.mark("ferry sails")
    assert alone.read().highlights[0].span == (4, 15)
    await alone.choose(*span)
    assert alone.quotes() == []


@pytest.mark.parametrize("span", [(3, 9), (10, 16), (0, 3)])
async def test_a_mark_does_not_hold_what_reaches_beyond_it(alone: Alone, span: tuple[int, int]) -> None:
    alone.mark("ferry sails")
    alone.read()
    await alone.choose(*span)
    assert len(alone.quotes()) == 2


async def test_only_words_of_an_open_article_are_marked(alone: Alone) -> None:
    alone.part.passage_chosen(None)
    alone.state.open_article = None
    await alone.choose(0, 3)
    assert alone.view.words == ["Only the article's own text can be highlighted"] * 2
    assert alone.quotes() == []


def test_a_passage_is_chosen_where_there_is_a_text(alone: Alone) -> None:
    alone.view.article.choose.return_value = True
    alone.part.action_highlight()
    assert alone.view.words == []
    alone.app.end_told_before.assert_called_once_with()  # the foot line has the keys of the choice
    alone.view.article.choose.return_value = False
    alone.part.action_highlight()
    assert alone.view.words == ["This article has no text to highlight"]


async def test_what_undo_brings_back_is_placed_in_the_text_that_is_shown(alone: Alone) -> None:
    alone.mark("sails at nine")
    alone.view.article.plain_text = f"News. {TEXT}"
    alone.part.look_again()
    await alone.view.settle()
    assert [one.span for one in alone.put().highlights] == [(16, 29)]
    assert alone.app.library.lanes == ["read"]
    alone.state.open_article = None
    alone.part.look_again()
    await alone.view.settle()
    assert alone.view.article.put_own.call_count == 1


def test_the_foot_line_says_how_a_passage_is_chosen(alone: Alone) -> None:
    alone.view.article.is_holding = False
    assert alone.part.hints() == ()
    alone.view.article.is_choosing = True
    assert alone.part.hints() == ()
    alone.state.at = "text"
    assert alone.part.hints() == (
        ("Enter", "highlight"), ("Esc", "leave"), ("j k", "sentence"), ("H", "start selection"), ("h l", "word"),
    )  # fmt: skip
    alone.view.article.is_holding = True
    assert alone.part.hints() == (
        ("Enter", "highlight"), ("Esc", "leave"), ("j k", "more, less"), ("h l", "word"),
    )  # fmt: skip
    alone.app.dispatcher = Mock()
    alone.app.dispatcher.bindings.keys = lambda action, place: ["x", "q"] if action == "end_choice" else []
    assert alone.part.hints() == (("x", "leave"),)
