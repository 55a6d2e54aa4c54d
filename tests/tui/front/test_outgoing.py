from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from unittest.mock import ANY, Mock, call

import pytest

from reader.config import paths
from reader.config.setting_groups import GROUPS
from reader.core import export
from reader.core.export import Export
from reader.core.pictures import cache
from reader.core.sandbox.results import PictureRaster
from reader.core.session import Session
from reader.errors import UsageError
from reader.model import Draft, Picture
from reader.tui import external_programs, toast
from reader.tui.dialogs.pictures import InText
from reader.tui.front.outgoing import OUTCOMES, OutgoingPart, export_folder
from reader.tui.front.targets import Targets
from reader.tui.front.view import NO_ARTICLE
from tests.support import browser, household
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeList, FakePictures, FakeView, state
from tests.support.household import UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from reader.tui.picture_loader import PictureLoader
    from tests.tui.conftest import Open

FERRY, _, TUG = UNREAD[:3]


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened in the browser."""
    return browser.fake(monkeypatch)


async def test_a_link_to_an_article_of_the_library_opens_it_here(reader: Open, browsed: list[str]) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "1")
        assert screen.opened == FERRY
        assert browsed == []
        await screen.press("[")
        assert screen.opened == TUG


async def test_another_link_opens_in_the_browser(reader: Open, browsed: list[str]) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "2")
        assert browsed == ["https://tugs.example/strong"]
        assert screen.said == "Opening in the browser"
        assert screen.opened == TUG
        await screen.press("#", "2", "enter")
        assert browsed == ["https://tugs.example/strong"] * 2
        await screen.press("#", "9", "9", "enter")
        assert screen.said == "There is no link 99"


@pytest.mark.parametrize("key", ["enter", "l"])
async def test_where_nothing_is_chosen_to_open_the_next_steps_are_told(reader: Open, key: str) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", key)
        assert screen.said == "The article is open · Space reads on · L lists its links · o opens its page"


async def test_the_next_steps_are_those_that_there_are(alone: Alone) -> None:
    alone.state.is_reading = True
    alone.part.action_open()
    alone.state.open_article = article(id=4, url=None)
    alone.view.article.links = []
    alone.part.action_open()
    assert alone.view.words == [NO_ARTICLE, "The article is open · Space reads on"]


async def test_the_list_of_links_opens_the_chosen_one(reader: Open, browsed: list[str]) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "L")
        assert "tugs.example" in screen.text
        await screen.press("down", "enter")
        assert browsed == ["https://tugs.example/strong"]
        assert screen.focus == "article"


async def test_o_opens_the_article_itself_and_capital_o_marks_it_read(
    reader: Open, browsed: list[str]
) -> None:
    async with reader() as screen:
        await screen.press("o")
        assert browsed == ["https://gazette.example/ferry"]
        assert not screen.stored(FERRY).read
        await screen.press("O")
        assert len(browsed) == 2
        assert screen.stored(FERRY).read


async def test_a_browser_that_cannot_start_is_said_in_a_line(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(url: str, _: object) -> None:
        raise UsageError(
            "no browser could be started", subject="xdg-open", hint="set $BROWSER, or copy with y"
        )

    monkeypatch.setattr(external_programs, "open_url", fail)
    async with reader() as screen:
        await screen.press("o")
        assert "no browser could be started" in screen.said
        assert "y" in screen.said


async def test_the_outline_goes_to_a_heading(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter", "'")
        assert "What was done" in screen.text
        await screen.press("down", "enter")
        assert screen.focus == "article"
        assert "What was" in screen.lines[2]


async def test_b_exports_where_the_setting_says_so_and_undo_leaves_the_file(
    reader: Open, tmp_path: Path
) -> None:
    config = f'export.folder = "{tmp_path / "out"}"\nexport.on_bookmark = true'
    async with reader(config=config) as screen:
        await screen.press("b")
        assert screen.said_untitled == "Bookmarked · u to undo"
        assert len(list((tmp_path / "out").iterdir())) == 1
        await screen.press("u")
        assert len(list((tmp_path / "out").iterdir())) == 1
        await screen.press("b", "b")
        assert len(list((tmp_path / "out").iterdir())) == 1


# The part alone


class Alone:
    """The part on a library of three articles, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session, self.room = session, room
        self.ids = [household.add(session, f"Number {number}", f"Text {number}.") for number in (1, 2, 3)]
        self.state = state(*self.ids)
        self.view = FakeView(self.state, FakeList(*self.ids))
        self.app = FakeApp(room, session=session, export_folder=room / "out")
        self.reading, self.marks, self.targets = Mock(), Mock(), Mock()
        self.part = OutgoingPart(
            self.view.view, self.state, self.app.app, self.targets, self.reading, self.marks
        )
        self.pictures = FakePictures()
        self.part.pictures = cast("PictureLoader", self.pictures)

    def open(self, **fields: Any) -> None:
        self.state.open_article, self.state.is_reading = article(**({"id": self.ids[0]} | fields)), True

    async def do(self, act: str, *what: object) -> None:
        getattr(self.part, f"action_{act}")(*what)
        await self.view.settle()

    @property
    def lanes(self) -> list[str]:
        assert self.app.library is not None
        return self.app.library.lanes


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alone]:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(f'export.folder = "{tmp_path / "out"}"\n')
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


def exported(id_: int, outcome: str, message: str | None = None) -> Export:
    return Export(id=id_, title="A", path=Path("a.md"), outcome=outcome, message=message)


def exports(monkeypatch: pytest.MonkeyPatch, *done: Export) -> Mock:
    made = Mock(return_value=list(done))
    monkeypatch.setattr(export, "export", made)
    return made


async def test_an_article_is_exported_and_its_file_named(alone: Alone) -> None:
    one = article(id=alone.ids[1])
    alone.targets.targets.return_value = Targets((one.id,), one)
    await alone.do("export")
    (path,) = (alone.room / "out").iterdir()
    assert alone.view.said == [(toast.with_path(OUTCOMES["new"], path, alone.view.width), False)]
    assert "Text 2." in path.read_text()
    assert (alone.lanes, alone.view.started) == (["find"], [("export", False)])
    await alone.do("export")
    assert alone.view.words[1] == toast.with_path(OUTCOMES["unchanged"], path, alone.view.width)
    path.unlink()
    await alone.do("export")
    assert path.exists(), "it is written again by whoever asks for it"


async def test_what_is_read_back_from_a_file_is_told(alone: Alone) -> None:
    one = article(id=alone.ids[1])
    alone.targets.targets.return_value = Targets((one.id,), one)
    await alone.do("export")
    (path,) = (alone.room / "out").iterdir()
    path.write_text(path.read_text() + "\n## Notes\n\nAsk the mayor.\n")
    config = alone.room / "config" / "config.toml"
    config.write_text(config.read_text() + "export.read_back = true\n")
    alone.session.forget_settings()
    await alone.do("export")
    assert alone.view.words[1].endswith("\nRead your exported notes: 1 note imported")
    assert [note.text for note in alone.session.library.own_words.notes(one.id)] == ["Ask the mayor."]


async def test_a_bookmark_exports_without_a_word_where_the_setting_says_so(alone: Alone) -> None:
    alone.part.export_bookmarked(alone.ids[:2])
    await alone.view.settle()
    assert not (alone.room / "out").exists()
    alone.app.settings = replace(alone.app.settings, export_on_bookmark=True)
    alone.part.export_bookmarked(alone.ids[:2])
    await alone.view.settle()
    (first, second) = sorted((alone.room / "out").iterdir())
    assert (alone.view.said, alone.lanes) == ([], ["find"])
    first.unlink()
    alone.part.export_bookmarked(alone.ids[:2])
    await alone.view.settle()
    assert [*(alone.room / "out").iterdir()] == [second], "what the reader deleted stays away"


async def test_a_bookmark_whose_export_fails_is_told(alone: Alone) -> None:
    alone.app.settings = replace(alone.app.settings, export_on_bookmark=True)
    (alone.room / "out").write_text("a file")
    alone.part.export_bookmarked(alone.ids[:1])
    await alone.view.settle()
    ((said, is_error),) = alone.view.said
    assert said.startswith("1 not exported: ")
    assert is_error


async def test_the_demo_exports_beside_its_own_library_unless_the_reader_has_a_folder(alone: Alone) -> None:
    alone.app.is_demo = True
    assert export_folder(alone.app.app) is None, "the one that is set"
    alone.app.settings = replace(alone.app.settings, export_folder=None)
    one = article(id=alone.ids[0])
    alone.targets.targets.return_value = Targets((one.id,), one)
    await alone.do("export")
    assert export_folder(alone.app.app) == str(alone.room / "notes")
    assert len(list((alone.room / "notes").iterdir())) == 1
    assert not (alone.room / "out").exists()


async def test_nothing_is_exported_without_an_article(alone: Alone) -> None:
    alone.targets.targets.return_value = None
    await alone.do("export")
    assert alone.view.started == []


@pytest.mark.parametrize(
    ("outcome", "said", "is_error"),
    [
        ("failed", "Not exported: no room", True),
        ("kept", "Left alone, as you edited it: a.md", False),
        ("odd", "odd: a.md", False),
    ],
)
async def test_what_became_of_one_article_is_told(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, outcome: str, said: str, is_error: bool
) -> None:
    exports(monkeypatch, exported(1, outcome, "no room"))
    alone.targets.targets.return_value = Targets((1,), article())
    await alone.do("export")
    assert alone.view.said == [(said, is_error)]


async def test_of_several_articles_those_that_failed_are_counted(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = exports(
        monkeypatch,
        exported(1, "new"),
        exported(2, "failed", "no room"),
        exported(3, "kept"),
        exported(4, "failed", "no path"),
    )
    alone.targets.targets.return_value = Targets((1, 2, 3, 4), None)
    await alone.do("export")
    folder = alone.room / "out"
    assert alone.view.said == [
        (
            toast.with_path("2 articles exported", folder) + "\n2 not exported: no room",
            True,
        ),
    ]
    assert made.call_args == call(alone.session, (1, 2, 3, 4), folder, again=True, listen=ANY)
    exports(monkeypatch, exported(1, "new"))
    await alone.do("export")
    assert alone.view.words[1:] == [toast.with_path("1 article exported", folder, alone.view.width)]


async def test_addresses_are_copied_without_what_nobody_is_to_know(alone: Alone) -> None:
    alone.open(url=None)
    await alone.do("copy_address")
    alone.open(url="https://ann:secret@a.example/1")
    await alone.do("copy_address")
    assert alone.app.copied == ["https://a.example/1"]
    assert alone.view.words == ["This article has no address", "Address copied"]


async def test_without_an_article_nothing_is_copied(alone: Alone) -> None:
    alone.view.rows.ids = ()
    await alone.do("copy_address")
    await alone.do("browser")
    await alone.do("browser_read")
    assert alone.view.words == [NO_ARTICLE] * 3
    assert alone.marks.mark_read.call_count == 0


async def test_an_article_is_copied_as_markdown(alone: Alone) -> None:
    alone.open()
    await alone.do("copy_markdown")
    assert alone.app.copied == [export.text(alone.session, alone.ids[0])]
    assert alone.view.words == ["Copied as Markdown"]
    assert (alone.lanes, alone.view.started) == (["find"], [("export", False)])


def links(alone: Alone, *urls: str) -> None:
    alone.view.article.links = [SimpleNamespace(number=n, url=url, text="x") for n, url in enumerate(urls, 1)]


async def test_links_lead_into_the_library_or_the_browser(alone: Alone, browsed: list[str]) -> None:
    here = alone.session.library.articles.get(alone.ids[1])
    assert here is not None
    links(alone, "https://a.example/1", str(here.url))
    await alone.do("open_link", 3)
    assert alone.view.words == ["There is no link 3"]
    await alone.do("open_link", 1)
    assert browsed == ["https://a.example/1"]
    assert alone.view.words[1:] == ["Opening in the browser"]
    await alone.do("open_link", 2)
    assert alone.reading.read_article.call_args_list == [call(alone.ids[1])]
    alone.open(id=alone.ids[1])
    await alone.do("open_link", 2)
    assert browsed == ["https://a.example/1", here.url], "it leads to the article itself"
    assert [group for group, _ in alone.view.started] == ["link", "browser", "link", "link", "browser"]


async def test_the_links_are_listed(alone: Alone, browsed: list[str]) -> None:
    links(alone)
    await alone.do("links")
    assert alone.view.words == ["This article has no links"]
    links(alone, "https://a.example/1", "https://a.example/2")
    await alone.do("links")
    assert browsed == []
    alone.app.answers = [alone.view.article.links[1]]
    await alone.do("links")
    assert browsed == ["https://a.example/2"]
    assert len(alone.app.dialogs) == 2
    assert alone.view.started == [("dialog", False), ("dialog", False), ("link", False), ("browser", False)]


async def test_a_picture_opens_in_the_browser(alone: Alone, browsed: list[str]) -> None:
    await alone.do("pictures")
    assert alone.view.words == ["This article has no pictures"]
    pictures = (Picture("https://a.example/1.jpg"),)
    draft = Draft(title="Seen", url="https://a.example/seen", text="Seen.", pictures=pictures)
    seen = alone.session.library.articles.save(draft, now=household.NOW).id
    alone.open(id=seen)
    await alone.do("pictures")
    assert browsed == []
    alone.app.answers = ["https://a.example/1.jpg"]
    await alone.do("pictures")
    assert browsed == ["https://a.example/1.jpg"]
    assert len(alone.app.dialogs) == 2
    assert alone.view.started == [*[("dialog", False)] * 3, ("browser", False)]


SHOWN = "https://pier.example/tug.png"
RASTER = PictureRaster(60, 40, bytes(range(240)) * 30)


def illustrated(alone: Alone) -> int:
    draft = Draft(title="Seen", url="https://a.example/seen", text="Seen.", pictures=(Picture(SHOWN),))
    seen = alone.session.library.articles.save(draft, now=household.NOW).id
    alone.open(id=seen)
    alone.reading.in_place = lambda change: change()
    alone.pictures.there = {SHOWN: RASTER}
    return seen


def put(alone: Alone) -> list[dict[str, PictureRaster]]:
    """What was put into the article, in turn."""
    return [args[0] for args, _ in alone.view.article.put_pictures.call_args_list]


async def shown(alone: Alone) -> list[int]:
    """The articles whose pictures are asked for when one is shown."""
    alone.pictures.asked = []
    alone.part.show_pictures()
    await alone.view.settle()
    return alone.pictures.asked


async def test_no_picture_is_fetched_unless_somebody_wants_it(alone: Alone) -> None:
    id_ = illustrated(alone)
    assert await shown(alone) == []
    assert put(alone) == []
    alone.app.settings = replace(alone.app.settings, reading_pictures="on")
    assert await shown(alone) == [id_]
    assert put(alone) == [{SHOWN: RASTER}]
    assert alone.view.started == [("pictures", True)]
    alone.pictures.lacking = "No colours"
    assert await shown(alone) == []
    assert put(alone) == [{SHOWN: RASTER}, {}]
    alone.state.open_article = None
    assert await shown(alone) == []
    assert alone.view.cancelled == ["pictures"] * 4


async def test_those_of_one_article_are_shown_and_hidden_from_their_list(alone: Alone) -> None:
    id_ = illustrated(alone)
    alone.pictures.failed = {SHOWN: "damaged"}
    alone.app.answers = [InText(), InText()]
    await alone.do("pictures")
    assert alone.pictures.failed == {}, "asked by hand, it is tried again"
    assert put(alone) == [{SHOWN: RASTER}]
    assert await shown(alone) == [id_], "they are shown whenever this article is opened"
    alone.open(id=alone.ids[0])
    assert await shown(alone) == []
    alone.open(id=id_)
    await alone.do("pictures")
    assert put(alone)[-1] == {}
    assert await shown(alone) == []
    assert alone.view.words == []


async def test_an_article_that_is_not_open_is_opened_to_show_them(alone: Alone) -> None:
    id_ = illustrated(alone)
    alone.state.open_article, alone.state.is_reading = None, False
    alone.view.rows.ids, alone.view.rows.cursor = (id_,), 0
    alone.app.answers = [InText()]
    await alone.do("pictures")
    assert alone.reading.read_article.call_args_list == [call(id_)]


async def test_where_no_picture_comes_that_is_told_to_who_asked(alone: Alone) -> None:
    illustrated(alone)
    alone.pictures.there, alone.pictures.error = {}, "no such host"
    alone.app.settings = replace(alone.app.settings, reading_pictures="on")
    await shown(alone)
    assert alone.view.said == []
    alone.part.show_pictures(is_asked=True)
    await alone.view.settle()
    assert alone.view.said == [("No picture could be shown: no such host", True)]
    alone.pictures.there = {SHOWN: RASTER}
    alone.part.show_pictures(is_asked=True)
    await alone.view.settle()
    assert len(alone.view.said) == 1, "some came"


async def test_a_picture_that_comes_late_is_not_put_into_another_article(alone: Alone) -> None:
    illustrated(alone)
    alone.part._came(article(id=alone.ids[1]), {SHOWN: RASTER})
    assert put(alone) == []


@pytest.mark.parametrize("pictures", ["on", "off"])
async def test_pictures_of_the_cache_stand_in_the_text(
    reader: Open, room: Path, monkeypatch: pytest.MonkeyPatch, pictures: str
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    url = "https://example.org/lock.jpg"
    folder = paths.pictures(room / "library.db")
    cache.keep(folder, url, RASTER)
    config = f'theme = "newsprint"\nreading.pictures = "{pictures}"'
    async with reader(size=(100, 60), config=config) as screen:
        await screen.press("g", "g", *["j"] * 5, "enter")
        if pictures == "off":
            assert "▀" not in screen.text
            await screen.press("P", "s")
        assert screen.text.count("▀") == 60 * 20
        assert "▒ picture" not in screen.text
        assert not screen.stored("Everything That Can Stand in an Article").read, "nobody scrolled"
        await screen.press("P", "s")
        assert "▀" not in screen.text
        assert "▒ picture" in screen.text


async def test_the_setting_holds_at_once_and_says_what_is_lacking(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "find_spec", lambda name: None)
    async with reader(size=(120, 36)) as screen:
        names = [name for labels in GROUPS.values() for name in labels]
        await screen.press(",", "g", "g", *["j"] * names.index("reading.pictures"), "enter")
        assert screen.app.settings.reading_pictures == "on"
        assert "pipx inject broadsheet pillow" in screen.said


async def test_the_outline_leads_to_a_heading_even_the_first(alone: Alone) -> None:
    alone.view.article.headings = []
    await alone.do("outline")
    assert alone.view.words == ["This article has no headings"]
    alone.view.article.headings = [SimpleNamespace(level=1, text="A", position=0)]
    await alone.do("outline")
    assert alone.view.article.go_to.call_count == 0
    alone.app.answers = [0]
    await alone.do("outline")
    assert alone.view.article.go_to.call_args_list == [call(0)]
    assert alone.view.started == [("dialog", False)] * 2


@pytest.mark.parametrize("is_read", [True, False])
async def test_the_browser_marks_read_what_it_is_asked_to(
    alone: Alone, browsed: list[str], is_read: bool
) -> None:
    alone.open(url="https://a.example/1", read=is_read)
    await alone.do("browser")
    assert alone.marks.mark_read.call_count == 0
    await alone.do("browser_read")
    assert browsed == ["https://a.example/1"] * 2
    assert alone.marks.mark_read.call_count == (not is_read)


async def test_a_browser_that_fails_later_leaves_the_address_for_another_one(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.fake(monkeypatch, code=3)
    alone.open(url="https://name:secret@a.example/1")
    await alone.do("browser")
    assert alone.view.said == [
        ("Opening in the browser", False),
        (
            "lynx: ended with exit code 3. Set a browser in the settings, or in $BROWSER.\n"
            "Address copied: https://a.example/1",
            True,
        ),
    ]
    assert alone.app.copied == ["https://a.example/1"]


async def test_a_browser_that_does_not_start_is_told(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_programs, "open_url", Mock(side_effect=UsageError("no browser")))
    alone.open(url="https://a.example/1")
    await alone.do("browser")
    assert alone.view.said == [("no browser", True)]
