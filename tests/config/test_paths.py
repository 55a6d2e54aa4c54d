"""Where things live."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import paths

OURS = {
    "BROADSHEET_LIBRARY": "/own/news.db",
    "BROADSHEET_CACHE_DIR": "/own/cache",
    "BROADSHEET_CONFIG_DIR": "/own/config",
}
XDG = {
    "XDG_DATA_HOME": "/xdg/data",
    "XDG_CACHE_HOME": "/xdg/cache",
    "XDG_CONFIG_HOME": "/xdg/config",
    "XDG_DOCUMENTS_DIR": "/xdg/documents",
}


def test_xdg_folders_are_taken() -> None:
    assert paths.library(environ=XDG) == Path("/xdg/data/broadsheet/library.db")
    assert paths.cache(XDG) == Path("/xdg/cache/broadsheet")
    assert paths.config_folder(XDG) == Path("/xdg/config/broadsheet")
    assert paths.documents(XDG) == Path("/xdg/documents/broadsheet")


def test_our_own_variables_win_over_xdg() -> None:
    both = XDG | OURS
    assert paths.library(environ=both) == Path("/own/news.db")
    assert paths.cache(both) == Path("/own/cache")
    assert paths.config_folder(both) == Path("/own/config")


def test_the_option_wins_over_all() -> None:
    assert paths.library("/given.db", XDG | OURS) == Path("/given.db")


def test_what_is_given_may_be_relative_or_in_the_home_folder() -> None:
    assert paths.library("x/news.db", {}) == Path.cwd() / "x/news.db"
    assert paths.library("~/news.db", {}) == Path.home() / "news.db"
    assert paths.library("~nobody-of-that-name/news.db", {}) == Path.cwd() / "~nobody-of-that-name/news.db"


@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_empty_and_relative_xdg_folders_are_ignored(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in XDG:
        monkeypatch.delenv(name, raising=False)
    bad = dict.fromkeys(XDG, value)
    for place in (
        paths.library(environ=bad),
        paths.cache(bad),
        paths.config_folder(bad),
        paths.documents(bad),
    ):
        assert place.is_absolute()
        assert place.is_relative_to(Path.home())
        assert "broadsheet" in place.parts


def test_the_environment_is_read_at_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_LIBRARY", "/one.db")
    assert paths.library() == Path("/one.db")
    monkeypatch.setenv("BROADSHEET_LIBRARY", "/two.db")
    assert paths.library() == Path("/two.db")


def test_the_index_lies_in_the_cache_under_the_librarys_id() -> None:
    assert paths.index(Path("/home/me/library.db"), "abc", OURS) == Path("/own/cache/index/abc")


@pytest.mark.parametrize(
    ("library_id", "name"), [("../../etc", "______etc"), ("", "_"), ("x" * 99, "x" * 64)]
)
def test_a_strange_id_stays_within_the_index_folder(library_id: str, name: str) -> None:
    assert paths.index(Path("/home/me/library.db"), library_id, OURS) == Path("/own/cache/index") / name


def test_a_temporary_library_has_its_index_beside_it(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    env = OURS | {"TMPDIR": str(tmp_path)}
    assert paths.index(library, "abc", env) == tmp_path / "library.db.index" / "abc"


def test_a_link_into_the_temporary_folder_counts_as_temporary(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    env = OURS | {"TMPDIR": str(tmp_path / "real")}
    assert paths.index(tmp_path / "link" / "a.db", "abc", env) == tmp_path / "link" / "a.db.index" / "abc"


def test_nothing_is_created(tmp_path: Path) -> None:
    env = {name: str(tmp_path / "x") for name in [*XDG, *OURS, "TMPDIR"]}
    paths.library(environ=env)
    paths.index(paths.library(environ=env), "abc", env)
    paths.cache(env)
    paths.config_folder(env)
    paths.documents(env)
    assert list(tmp_path.iterdir()) == []


def test_chosen_places_need_no_further_library() -> None:
    code = (
        "import sys; from reader.config import paths; paths.library(); print('platformdirs' in sys.modules)"
    )
    env = {**os.environ, "BROADSHEET_LIBRARY": "/a.db", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
