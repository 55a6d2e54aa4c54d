"""The pictures of the open article: which are asked for, and what comes of them."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from reader.config import paths
from reader.core.events import JobDone, PictureRead, Progress
from reader.core.pictures import cache
from reader.core.sandbox.results import PictureRaster
from reader.markdown import dialect
from reader.model import Draft, Picture
from reader.tui import picture_loader
from reader.tui.paint import Paint
from reader.tui.picture_loader import Canvas, PictureLoader
from reader.tui.worker_client import WorkerClient
from tests.support.fake_front import FakeLibrary
from tests.support.screen import THEMES
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from reader.core.session import Session
    from reader.tui.library_threads import LibraryThreads

ONE, TWO, THREE = (f"https://pier.example/{number}.png" for number in (1, 2, 3))
RASTER = PictureRaster(2, 2, bytes(12))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """A library whose article 1 has three pictures."""
    shown = tuple(Picture(url=url) for url in (ONE, TWO, THREE))
    markdown = "\n\n".join(map(dialect.picture, shown))
    with session(tmp_path) as opened:
        draft = Draft(title="Tugs", markdown=markdown, text="", pictures=shown)
        opened.library.articles.save(draft, now=NOW)
        yield opened


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_loader, "RESTS_S", 0.0)


def keep(library: Session, url: str) -> None:
    cache.keep(paths.pictures(library.places.library), url, RASTER)


class Desk:
    """A loader, its worker in this process, and the pictures that it gave."""

    def __init__(self, library: Session, monkeypatch: pytest.MonkeyPatch, error: str | None = None) -> None:
        self.asked: list[list[str]] = []
        self.given: list[dict[str, PictureRaster]] = []
        self.bad: dict[str, str] = {}
        self.came = asyncio.Semaphore(0)
        self.ended = 0
        self.loader = PictureLoader(library.places.library, cast("LibraryThreads", FakeLibrary(library)))

        async def do(client: WorkerClient, job: str, **arguments: Any) -> JobDone:
            assert (job, arguments["article"]) == ("pictures", 1)
            self.asked.append(arguments["urls"])
            client._listen(Progress("pictures", 1))
            try:
                for url in arguments["urls"]:
                    await asyncio.sleep(0)
                    if url not in self.bad:
                        keep(library, url)
                    client._listen(PictureRead(url=url, error=self.bad.get(url)))
            finally:
                self.ended += 1
            return JobDone(job=job, summary="", error=error)

        monkeypatch.setattr(WorkerClient, "do", do)

    async def load(self) -> str:
        return await self.loader.load(1, self.put)

    def put(self, found: Mapping[str, PictureRaster]) -> None:
        self.given.append(dict(found))
        self.came.release()


async def test_those_of_the_cache_come_first_and_the_others_as_they_are_fetched(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, TWO)
    desk = Desk(library, monkeypatch)
    assert await desk.load() == ""
    assert desk.asked == [[ONE, THREE]]
    assert desk.given == [{TWO: RASTER}, {ONE: RASTER}, {THREE: RASTER}]
    assert await desk.load() == ""
    assert len(desk.asked) == 1, "all are in the cache"


async def test_one_that_failed_is_told_and_not_asked_for_again(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(library, monkeypatch)
    desk.bad = {TWO: "the picture is damaged"}
    assert await desk.load() == "the picture is damaged"
    assert desk.loader.failed == desk.bad
    assert await desk.load() == "the picture is damaged"
    assert desk.asked == [[ONE, TWO, THREE]]
    desk.loader.failed.clear()
    desk.bad = {}
    assert await desk.load() == ""
    assert desk.asked[1:] == [[TWO]]


async def test_a_job_that_fails_as_a_whole_says_why(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(library, monkeypatch, error="the work was ended before it was done")
    assert await desk.load() == "the work was ended before it was done"


async def test_nothing_is_asked_for_an_article_that_is_left_at_once(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_loader, "RESTS_S", 3600.0)
    desk = Desk(library, monkeypatch)
    loading = asyncio.create_task(desk.load())
    await desk.came.acquire()
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    assert desk.asked == []


async def test_the_job_ends_with_who_waits_for_it(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(library, monkeypatch)
    loading = asyncio.create_task(desk.load())
    for _ in range(2):
        await desk.came.acquire()
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    await asyncio.sleep(0)
    assert desk.ended == 1
    assert len(desk.given) == 2


@pytest.mark.parametrize(
    ("theme", "colours", "environ", "lack"),
    [
        ("newsprint", "truecolor", {}, ""),
        ("ansi", "256", {}, ""),
        ("newsprint", "standard", {}, "Pictures need a terminal with 256 colours"),
        ("newsprint", None, {}, "Pictures need a terminal with 256 colours"),
        (
            "newsprint",
            "truecolor",
            {"NO_COLOR": "1"},
            "Pictures need colours, but NO_COLOR or the theme turns them off",
        ),
        ("plain", "truecolor", {}, "Pictures need colours, but NO_COLOR or the theme turns them off"),
        ("newsprint", "truecolor", {"LC_ALL": "C"}, "Pictures need a terminal with UTF-8"),
    ],
)
def test_where_none_can_be_shown_it_says_why(
    library: Session,
    monkeypatch: pytest.MonkeyPatch,
    theme: str,
    colours: str | None,
    environ: dict[str, str],
    lack: str,
) -> None:
    for name in ("NO_COLOR", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"LC_ALL": "C.UTF-8"} | environ).items():
        monkeypatch.setenv(name, value)
    canvas = SimpleNamespace(console=SimpleNamespace(color_system=colours), paint=Paint(THEMES[theme]))
    loader = PictureLoader(library.places.library, cast("LibraryThreads", FakeLibrary(library)))
    assert loader.lack(cast("Canvas", canvas)) == lack
    monkeypatch.setattr(cache, "find_spec", lambda name: None)
    assert "pipx inject broadsheet pillow" in loader.lack(cast("Canvas", canvas))
