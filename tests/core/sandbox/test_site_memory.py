"""What worked with the pages of a site is remembered across runs, and nothing breaks where the file is gone or odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core.sandbox import site_memory as bounds
from reader.core.sandbox.pool import SandboxPool
from reader.core.sandbox.site_memory import SITES_LIMIT, SiteMemory

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.quay.example/2024/bridge"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "sites.json"


def test_a_site_is_known_again_by_its_host(path: Path) -> None:
    memory = SiteMemory(path)
    memory.learn(URL, was_loose=True)
    memory.keep()
    assert SiteMemory(path).is_loose("https://quay.example/other")
    assert not SiteMemory(path).is_loose("https://pier.example/")
    assert [file.name for file in path.parent.iterdir()] == ["sites.json"]


def test_a_site_that_changed_is_forgotten(path: Path) -> None:
    for was_loose in (True, False):
        memory = SiteMemory(path)
        memory.learn(URL, was_loose=was_loose)
        memory.keep()
    assert not SiteMemory(path).is_loose(URL)


def test_nothing_is_written_where_nothing_was_learnt(path: Path) -> None:
    memory = SiteMemory(path)
    memory.learn(URL, was_loose=False)
    memory.learn(None, was_loose=True)
    memory.keep()
    assert not path.parent.exists()


def test_the_latest_are_kept(path: Path) -> None:
    memory = SiteMemory(path)
    for number in range(SITES_LIMIT + 1):
        memory.learn(f"https://site{number}.example/", was_loose=True)
    memory.keep()
    assert not SiteMemory(path).is_loose("https://site0.example/")
    assert SiteMemory(path).is_loose(f"https://site{SITES_LIMIT}.example/")


@pytest.mark.parametrize("text", ["", "{", "{}", "[1, null]", "[" * 100_000, "\udcff"])
def test_an_odd_file_is_none(text: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert not SiteMemory(path).is_loose(URL)


async def test_a_page_is_read_as_its_site_was_read_before() -> None:
    boxes = "".join(
        f'<div class="promo"><p>In year {n} the ground gave way again, and the engineers drew their plans anew by the light of their lamps.</p></div>'
        for n in range(12)
    )
    html = f"<html><body><article><h1>Bridge</h1><p>How a plan for four years became a work for nine, told by many.</p>{boxes}</article></body></html>"
    async with SandboxPool(1) as children:
        assert (await children.page(html.encode(), URL)).was_loose
    async with SandboxPool(1) as children:
        assert children.memory.is_loose(URL)


async def test_without_a_home_pages_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "BROADSHEET_CONFIG_DIR", "BROADSHEET_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platformdirs.PlatformDirs.user_config_path", property(_homeless))
    monkeypatch.setattr("platformdirs.PlatformDirs.user_cache_path", property(_homeless))
    async with SandboxPool(1) as children:
        children.memory.learn(URL, was_loose=True)
        page = await children.page(b"<h1>Bridge</h1><p>Open.</p>", URL)
    assert page.draft.title == "Bridge"


def _homeless(_: object) -> None:
    raise RuntimeError("no home")


def test_the_bound_as_shipped() -> None:
    assert bounds.SITES_LIMIT == 2_000
