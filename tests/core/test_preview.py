"""What a page or feed gives, without a library."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from reader.core import preview
from reader.core.events import Progress
from reader.core.sandbox.process import ChildProcess
from reader.errors import ExtractError
from reader.fetch.client import PAGES_FIRST
from reader.model import Draft
from tests.support import near
from tests.support.papers import OG_ARTICLE, SENTENCES, item, page, rss

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.preview import Extracted, Previewed
    from tests.support.server import Server

LAMP = page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE)
FEED = rss("The Pier", item("Lamp lit", "https://pier.example/1"))


@pytest.fixture(autouse=True)
def _near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)


async def extracted(
    *inputs: tuple[str, str | None], stdin: str = "", explain: bool = False
) -> tuple[list[Extracted], list[Event]]:
    events: list[Event] = []
    found = preview.extract(inputs, io.BytesIO(stdin.encode()), events.append, explain=explain)
    return [one async for one in found], events


async def previewed(*inputs: str, stdin: str = "") -> list[Previewed]:
    return [one async for one in preview.preview(inputs, io.BytesIO(stdin.encode()))]


async def test_a_page_of_a_file_or_of_stdin_has_the_address_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "lamp.html"
    file.write_text(LAMP)
    url = "https://pier.example/lamp"
    found, events = await extracted((str(file), url), ("-", None), (str(file), None), stdin=LAMP)
    assert [(one.draft.title, one.draft.url) for one in found if one.draft] == [
        ("Lamp lit", url),
        ("Lamp lit", None),
        ("Lamp lit", None),
    ]
    assert [one.source for one in found] == [str(file), "-", str(file)]
    assert events == [Progress("extracting", number, 3) for number in range(3)]


async def test_a_page_from_the_net_has_its_own_address_unless_another_is_given(server: Server) -> None:
    url = server.text("/lamp", LAMP)
    found, _ = await extracted((url, None), (url, "https://pier.example/else"))
    assert [one.draft.url for one in found if one.draft] == [url, "https://pier.example/else"]


async def test_a_text_file_is_an_article_too(tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text("# Lamp lit\n\nIt burns all night.\n")
    ((first, second), _) = await extracted((str(file), None), (str(file), "https://pier.example/1"))
    assert first.draft is not None
    assert second.draft is not None
    assert (first.draft.title, first.draft.url) == ("Lamp lit", None)
    assert (second.draft.title, second.draft.url) == ("Lamp lit", "https://pier.example/1")


@pytest.mark.parametrize(
    ("name", "body", "words", "hint"),
    [
        ("a.html", "", "no article: it is empty", "give a page"),
        ("a.png", "\x89PNG\0\0", "no article: it is binary data", "give a page"),
        ("a.xml", FEED, "no article: it is a feed", "to see it: broadsheet preview"),
        ("a.opml", '<opml version="2.0"/>', "it is a list of feeds", "to import it: broadsheet import"),
        ("a.jsonl", '{"title": "x", "text": "y"}', "it is a list of articles", "give a page"),
    ],
)
async def test_what_is_no_page_is_an_error_in_its_place(
    name: str, body: str, words: str, hint: str, tmp_path: Path
) -> None:
    bad, good = tmp_path / name, tmp_path / "lamp.html"
    bad.write_text(body, "latin-1")
    good.write_text(LAMP)
    ((first, second), _) = await extracted((str(bad), None), (str(good), None))
    assert first.error is not None
    assert words in first.error.message
    assert (first.error.subject, (first.error.hint or "").startswith(hint)) == (str(bad), True)
    assert (first.draft, second.error) == (None, None)


async def test_a_page_without_a_text_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "blank.html"
    file.write_text("<html><head><title>Lamp lit</title></head><body></body></html>")
    ((found,), _) = await extracted((str(file), None))
    assert found.draft is not None
    assert found.error is not None
    assert (found.draft.title, found.error.subject) == ("Lamp lit", str(file))


async def test_an_explanation_comes_only_where_it_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "lamp.html"
    file.write_text(LAMP)
    ((found,), _) = await extracted((str(file), None))
    assert found.explanation is None
    ((found,), _) = await extracted((str(file), None), explain=True)
    assert found.explanation is not None


async def test_a_page_of_the_net_is_asked_for_as_a_page_and_explained(server: Server) -> None:
    url = server.text("/lamp", LAMP)
    ((found,), _) = await extracted((url, None), explain=True)
    assert found.explanation is not None
    assert server.seen[-1].headers["accept"] == PAGES_FIRST
    ((found,), _) = await extracted((url, None))
    assert found.explanation is None


async def test_mistakes_in_the_readers_own_file_for_a_site_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_CONFIG_DIR", str(tmp_path))
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "pier.example.toml").write_text("nonsense = 1\n")
    file = tmp_path / "lamp.html"
    file.write_text(LAMP)
    ((own, other), _) = await extracted(
        (str(file), "https://pier.example/lamp"), (str(file), "https://quay.example/lamp")
    )
    assert (len(own.notices) > 0, other.notices) == (True, ())


async def test_feeds_of_files_stdin_and_the_net(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(FEED)
    url = server.text("/feed", FEED)
    found = await previewed(str(file), "-", url, stdin=FEED)
    assert [one.read.feed.title for one in found if one.read] == ["The Pier"] * 3
    assert [len(one.read.drafts) for one in found if one.read] == [1, 1, 1]


async def test_a_feed_that_cannot_be_read_does_not_hold_the_others(server: Server, tmp_path: Path) -> None:
    (tmp_path / "none.xml").write_text(" \n")
    found = await previewed(str(tmp_path / "none.xml"), server.url("/gone"), "-", stdin=FEED)
    assert [one.error is None for one in found] == [False, False, True]
    assert found[0].error is not None
    assert found[0].error.message == "the file is empty"


@pytest.mark.parametrize(
    ("reason", "message"),
    [("Only for subscribers.", "Only for subscribers."), (None, "no article found on the page")],
)
def test_a_page_without_a_text_says_why(reason: str | None, message: str) -> None:
    error = preview._lack(Draft(title="A", reason=reason), "a.html")
    assert error is not None
    assert (error.message, error.subject) == (message, "a.html")
    assert preview._lack(Draft(title="A", text="A"), "a.html") is None
    assert preview._lack(Draft(title="A", markdown="![](a)"), "a.html") is None


@pytest.mark.parametrize(
    ("subject", "expected"), [("", "a.html"), ("https://pier.example/1", "https://pier.example/1")]
)
def test_an_error_names_its_input_in_any_case(subject: str, expected: str) -> None:
    assert preview._about(ExtractError("nothing was found", subject=subject), "a.html").subject == expected
