"""Where things live."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
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


Given = Callable[[Mapping[str, str]], None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Sets these variables alone of those that name places."""

    def give(environ: Mapping[str, str]) -> None:
        for name in (*OURS, *XDG, "TMPDIR", "TEMP", "TMP"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)

    return give


def test_xdg_folders_are_taken(given: Given) -> None:
    given(XDG)
    assert paths.library() == Path("/xdg/data/broadsheet/library.db")
    assert paths.cache() == Path("/xdg/cache/broadsheet")
    assert paths.config_folder() == Path("/xdg/config/broadsheet")
    assert paths.documents() == Path("/xdg/documents/broadsheet")


def test_our_own_variables_win_over_xdg(given: Given) -> None:
    given(XDG | OURS)
    assert paths.library() == Path("/own/news.db")
    assert paths.cache() == Path("/own/cache")
    assert paths.config_folder() == Path("/own/config")


def test_the_option_wins_over_all(given: Given) -> None:
    given(XDG | OURS)
    assert paths.library("/given.db") == Path("/given.db")


def test_what_is_given_may_be_relative_or_in_the_home_folder(given: Given) -> None:
    given({})
    assert paths.library("x/news.db") == Path.cwd() / "x/news.db"
    assert paths.library("~/news.db") == Path.home() / "news.db"
    assert paths.library("~nobody-of-that-name/news.db") == Path.cwd() / "~nobody-of-that-name/news.db"


@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_empty_and_relative_xdg_folders_are_ignored(value: str, given: Given) -> None:
    given(dict.fromkeys(XDG, value))
    for place in (
        paths.library(),
        paths.cache(),
        paths.config_folder(),
        paths.documents(),
    ):
        assert place.is_absolute()
        assert place.is_relative_to(Path.home())
        assert "broadsheet" in place.parts


def test_the_environment_is_read_at_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_LIBRARY", "/one.db")
    assert paths.library() == Path("/one.db")
    monkeypatch.setenv("BROADSHEET_LIBRARY", "/two.db")
    assert paths.library() == Path("/two.db")


def test_the_index_lies_in_the_cache_under_the_librarys_id(given: Given) -> None:
    given(OURS)
    assert paths.index(Path("/home/me/library.db"), "abc") == Path("/own/cache/index/abc")
    assert paths.pictures(Path("/home/me/library.db")) == Path("/own/cache/pictures")


@pytest.mark.parametrize(
    ("library_id", "name"), [("../../etc", "______etc"), ("", "_"), ("x" * 99, "x" * 64)]
)
def test_a_strange_id_stays_within_the_index_folder(given: Given, library_id: str, name: str) -> None:
    given(OURS)
    assert paths.index(Path("/home/me/library.db"), library_id) == Path("/own/cache/index") / name


def test_a_temporary_library_has_its_index_beside_it(given: Given, tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    given(OURS | {"TMPDIR": str(tmp_path)})
    assert paths.index(library, "abc") == tmp_path / "library.db.index" / "abc"
    assert paths.pictures(library) == tmp_path / "library.db.pictures"


def test_a_link_into_the_temporary_folder_counts_as_temporary(given: Given, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    given(OURS | {"TMPDIR": str(tmp_path / "real")})
    assert paths.index(tmp_path / "link" / "a.db", "abc") == tmp_path / "link" / "a.db.index" / "abc"


def test_nothing_is_created(given: Given, tmp_path: Path) -> None:
    given({name: str(tmp_path / "x") for name in [*XDG, *OURS, "TMPDIR"]})
    paths.library()
    paths.index(paths.library(), "abc")
    paths.cache()
    paths.config_folder()
    paths.documents()
    assert list(tmp_path.iterdir()) == []


def test_chosen_places_need_no_further_library() -> None:
    code = (
        "import sys; from reader.config import paths; paths.library(); print('platformdirs' in sys.modules)"
    )
    env = {**os.environ, "BROADSHEET_LIBRARY": "/a.db", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
