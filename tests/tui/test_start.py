from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader import tui
from reader.core.session import LibraryPaths
from reader.errors import UsageError
from reader.tui import start, terminal
from tests.support import household
from tests.support.household import FEEDS, UNREAD

if TYPE_CHECKING:
    from reader.tui.app import Reader
    from tests.tui.conftest import Open

SIZES = [(60, 20), (80, 24), (120, 36), (200, 50)]


async def test_it_starts_in_the_unread_list_on_its_first_row(reader: Open) -> None:
    async with reader() as screen:
        assert screen.focus == "list"
        assert screen.news.rows.cursor == 0
        assert screen.head.split()[:3] == ["broadsheet", "Unread", str(len(UNREAD))]
        assert screen.listed[:20] == UNREAD[:20]


@pytest.mark.parametrize("size", SIZES)
async def test_list_and_keys_are_there_in_every_width(reader: Open, size: tuple[int, int]) -> None:
    async with reader(size=size) as screen:
        assert screen.focus == "list"
        assert "Ferry Halcyon Runs" in screen.text
        assert screen.foot.endswith("? keys")
        assert "Unread, newest first" in screen.text


@pytest.mark.parametrize("size", SIZES)
async def test_no_line_is_wider_than_the_screen(reader: Open, size: tuple[int, int]) -> None:
    async with reader(size=size) as screen:
        strips = screen.app.screen._compositor.render_strips(screen.app.screen.size)
        assert {strip.cell_length for strip in strips} == {size[0]}


async def test_sections_show_counts_and_failing_feeds(reader: Open) -> None:
    async with reader() as screen:
        sections = [" ".join(line.partition("│")[0].split()) for line in screen.lines]
        for row in (f"▏Unread {len(UNREAD)}", "Today 7", "Bookmarks 2", "Odd Lots ! 5", "▾ news 10"):
            assert row in sections
        assert "1 failing" in screen.head


def test_the_demo_has_a_copy_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    (config / "themes").mkdir(parents=True)
    (config / "config.toml").write_text('list.density = "calm"\n')
    (config / "themes" / "mine.toml").write_text("# mine\n")
    found: list[str] = []

    def run(app: Reader, _: object) -> int:
        found.append(app.settings.list_density)
        found.append((app.places.config / "themes" / "mine.toml").read_text())
        app._preferences.keep("list.density", "dense")
        found.append(app.settings.list_density)
        found.append(app.saved_where)
        return 0

    monkeypatch.setattr(start, "_run", run)
    start._demo(LibraryPaths(tmp_path / "library.db", tmp_path / "cache", config), terminal.Guard())
    assert found == ["calm", "# mine\n", "dense", "for this demo only"]
    assert (config / "config.toml").read_text() == 'list.density = "calm"\n'


async def test_an_empty_library_has_a_welcome(reader: Open, room: Path) -> None:
    household.places(room).library.unlink()
    async with reader(size=(80, 24)) as screen:
        assert "a add" in screen.foot
        assert "q quits" in screen.text


async def test_the_density_follows_the_height_until_one_chooses(reader: Open) -> None:
    async with reader(size=(120, 24)) as screen:
        found = [screen.news.rows.dense]
        await screen.resize(120, 40)
        found.append(screen.news.rows.dense)
        await screen.press("Z")
        found.append(screen.news.rows.dense)
        await screen.resize(120, 50)
        found.append(screen.news.rows.dense)
        assert found == [True, False, True, True]


async def test_the_feeds_are_listed_below_the_folder_of_their_first_tag(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        titles = [section.title for section in screen.news.sections.sections if section.kind == "feed"]
        assert sorted(titles) == sorted(FEEDS)


def test_a_textual_that_lacks_a_private_name_is_told_before_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    start.require_textual()
    monkeypatch.delattr("textual._callback.invoke")
    monkeypatch.setitem(start.PRIVATE_NAMES, "textual._left", ("module",))
    with pytest.raises(
        UsageError, match=r"it lacks textual\._callback\.invoke, textual\._left\.module\Z"
    ) as told:
        start.require_textual()
    assert "textual~=8.2.8" in str(told.value.hint)


def test_a_textual_whose_app_lacks_a_private_attribute_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(start.PRIVATE_ATTRIBUTES, "textual.app.App", ("_driver", "_moved_away"))
    with pytest.raises(UsageError, match=r"Textual [\d.]+: .* it lacks App\._moved_away"):
        start.require_textual()


def test_a_textual_whose_updates_have_other_parts_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(start.PRIVATE_ATTRIBUTES, "textual._compositor.ChopsUpdate", ("spans", "areas"))
    with pytest.raises(UsageError, match=r"it lacks ChopsUpdate\.areas\Z"):
        start.require_textual()


def test_every_private_name_of_textual_is_among_those_looked_for() -> None:
    imported, used, ours = set[tuple[str, str]](), set[str](), set[str]()
    for file in Path(tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual._"):
                imported |= {(str(node.module), name.name) for name in node.names}
            if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
                of = ast.unparse(node.value)
                if of == "app" or (of == "self" and file.name in ("app.py", "app_base.py")):
                    used.add(node.attr)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and file.name in (
                "app.py",
                "app_base.py",
            ):
                ours.add(node.name)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                ours.add(node.attr)
    assert {("textual._callback", "invoke")} <= imported
    assert imported <= {(module, name) for module, names in start.PRIVATE_NAMES.items() for name in names}
    assert used - ours <= set(start.PRIVATE_ATTRIBUTES["textual.app.App"])
