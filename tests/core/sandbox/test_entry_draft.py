from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.core.sandbox.entry_draft import from_entry
from reader.model import Content, Draft, Entry, Link, ParsedFeed, Picture, RelatedLink

FEED = ParsedFeed(title="The Harbour Post", lang="en")
LONG = "word " * 150 + "end."


def draft(entry: Entry | None = None, text: str = "", **content: object) -> Draft:
    return from_entry(entry or Entry(title="Title"), FEED, Content(markdown=text, text=text, **content))  # type: ignore[arg-type]


def test_what_the_entry_says_is_kept() -> None:
    moment = datetime(2022, 2, 4, 9, 19, tzinfo=UTC)
    entry = Entry(
        title="Ferry runs again", url="https://post.example/ferry", authors=("Ida Holm",), published=moment,
        day="2022-02-04", updated=moment, lang="da", summary="Since Monday.",
    )  # fmt: skip
    related = (RelatedLink("Old ferry"),)
    found = draft(entry, LONG, related=related)
    assert found == Draft(
        title="Ferry runs again", url="https://post.example/ferry", authors=("Ida Holm",), published=moment,
        day="2022-02-04", updated=moment, lang="da", description="Since Monday.", publication="The Harbour Post",
        markdown=LONG, text=LONG, related=related, text_origin="feed", text_state="full",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "text", "left"),
    [
        ("## Ferry *runs* again\n\nSince Monday.", "Ferry runs again\n\nSince Monday.", "Since Monday."),
        ("# [Ferry runs Again](https://a.example/)\n\nOn.", "Ferry runs Again\n\nOn.", "On."),
        ("# Ferry runs aground\n\nOn.", "Ferry runs aground\n\nOn.", None),
        ("Ferry runs again\n\nOn.", "Ferry runs again\n\nOn.", None),
        ("# Ferry runs again", "Ferry runs again", None),
    ],
)
def test_a_title_above_the_text_is_not_said_twice(markdown: str, text: str, left: str | None) -> None:
    found = from_entry(Entry(title="Ferry runs again"), FEED, Content(markdown=markdown, text=text))
    assert (found.markdown, found.text) == ((left, left) if left else (markdown, text))


def test_the_feed_answers_for_what_the_entry_leaves_out() -> None:
    assert (draft().lang, draft().publication) == ("en", "The Harbour Post")


@pytest.mark.parametrize(
    ("entry", "text", "title"),
    [
        (Entry(title=""), "The ferry\nruns again.", "The ferry runs again."),
        (Entry(title=""), "word " * 40, "word " * 15 + "word…"),
        (Entry(title="", url="https://post.example/1"), "", "https://post.example/1"),
        (Entry(title=""), "", "Untitled"),
    ],
)
def test_an_entry_without_a_title_is_called_by_its_first_words(entry: Entry, text: str, title: str) -> None:
    assert draft(entry, text).title == title


@pytest.mark.parametrize(
    ("is_summary", "text", "state"),
    [
        (False, LONG, "full"),
        (False, "A short note, but a whole one.", "full"),
        (True, LONG, "full"),
        (True, "The ferry runs again since Monday.", "teaser"),
        (False, "The ferry runs again since Monday, and…", "teaser"),
        (False, "The ferry runs again [...]", "teaser"),
        (False, "The ferry runs again.\n\nRead more", "teaser"),
        (False, "The ferry runs again. Continue reading →", "teaser"),
        (False, "The ferry runs again. Read the full article »", "teaser"),
        (False, "The ferry runs again. Continue reading Ferry runs again →", "teaser"),
        (False, "The ferry runs. To read this article in full, please click here", "teaser"),
        (False, "The ferry runs. Click here to continue reading the story.", "teaser"),
        (False, "The ferry runs. Nobody is there to read the letters.", "full"),
        (False, "The ferry runs. To see the harbour at night is to love it", "full"),
        (False, "Паром снова ходит. Читать далее", "teaser"),
        (True, LONG + " Continue reading…", "part"),
        (False, LONG + " […]\n\nThe post Ferry appeared first on Harbour Post.", "part"),
        (False, LONG + "\n\nThe post Ferry appeared first on Harbour Post.", "full"),
        (False, LONG + " She wanted to read more.", "full"),
        (False, "", "none"),
    ],
)
def test_the_state_follows_from_place_length_and_end(is_summary: bool, text: str, state: str) -> None:
    found = draft(Entry(title="Title", html_is_summary=is_summary), text)
    assert found.text_state == state
    assert (found.reason is None) == (state == "full")


def test_where_there_is_no_text_the_summary_is_the_text() -> None:
    found = draft(Entry(title="Title", summary="Costs *5* crowns."))
    assert (found.text, found.markdown) == ("Costs *5* crowns.", r"Costs \*5\* crowns.")
    assert found.text_state == "teaser"


def test_a_lead_picture_stands_in_where_the_text_has_none() -> None:
    entry = Entry(title="Title", picture="https://post.example/lead.jpg")
    own = (Picture(url="https://post.example/own.jpg"),)
    assert draft(entry).pictures == (Picture(url="https://post.example/lead.jpg"),)
    assert draft(entry, pictures=own).pictures == own


def test_enclosures_are_links_once() -> None:
    audio, known = Link("https://post.example/a.mp3"), Link("https://post.example/b.mp3")
    found = draft(Entry(title="Title", enclosures=(audio, known)), links=(known,))
    assert found.links == (known, Link("https://post.example/a.mp3", role="enclosure"))


def test_files_stand_below_the_text_as_links_and_do_not_count_as_text() -> None:
    files = (
        Link("https://post.example/a.mp3", "Audio, 42 min, 31 MB", "enclosure"),
        Link("https://post.example/lead.jpg", "Picture", "enclosure"),
        Link("https://post.example/notes.pdf", None, "enclosure"),
    )
    entry = Entry(title="Title", enclosures=files, picture="https://post.example/lead.jpg")
    found = draft(entry)
    assert found.markdown.endswith(
        "[Audio, 42 min, 31 MB](https://post.example/a.mp3)\n\n[notes.pdf](https://post.example/notes.pdf)"
    )
    assert "Audio" not in found.text


@pytest.mark.parametrize(("words", "state"), [(119, "teaser"), (120, "full")])
def test_a_description_of_so_many_words_is_the_text(words: int, state: str) -> None:
    entry = Entry(title="Title", html_is_summary=True)
    assert draft(entry, "word " * (words - 1) + "end.").text_state == state


@pytest.mark.parametrize(("words", "state"), [(119, "teaser"), (120, "part")])
def test_a_cut_text_of_so_many_words_is_a_part(words: int, state: str) -> None:
    assert draft(text="word " * (words - 1) + "and…").text_state == state
