"""The folder that one happens to be in may be anybody's, a download's: nothing is imported from it."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest

from tests.support import processes
from tests.support.papers import SENTENCES, item, page, rss
from tests.support.pseudoterminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import Server
    from tests.support.shell import Shell

NAMES = {
    *sys.stdlib_module_names,
    *packages_distributions(),
    "reader",
    "tests",
    "sitecustomize",
    "usercustomize",
}
"""All that is Python's own or installed, and our own packages."""

TRAP = "open(__file__ + '.sprung', 'w').close()\n"


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a module of each name, which leaves a mark when it is imported."""
    folder = tmp_path_factory.mktemp("traps")
    for name in NAMES:
        (folder / f"{name.replace('/', '_')}.py").write_text(TRAP)
    return folder


@pytest.fixture(autouse=True)
def _sprung(traps: Path) -> None:
    """Those that were sprung before are set again."""
    for mark in traps.glob("*.sprung"):
        mark.unlink()


def sprung(traps: Path) -> set[str]:
    return {mark.name.removesuffix(".py.sprung") for mark in traps.glob("*.sprung")}


@pytest.fixture
def feed(server: Server) -> str:
    """A feed whose one entry leads to a page."""
    server.text("/lamp", page("Lamp lit", *SENTENCES))
    lamp = item("Lamp lit", server.url("/lamp"), "The lamp burns again …")
    stairs = item(
        "Stairs swept", "https://pier.example/2", "The stairs are swept before the first boat comes."
    )
    return server.text("/feed", rss("The Pier", lamp, stairs), "text/xml")


def test_the_traps_are_sprung_by_who_imports_from_there(traps: Path) -> None:
    (traps / "careless").write_text(
        "import argparse, lxml"
    )  # -c would import Python's own linecache from there
    subprocess.run([sys.executable, "careless"], cwd=traps, check=True)
    assert sprung(traps) == {"argparse", "lxml"}


HELP = """
from reader.cli.main import main
from reader.cli.registry import COMMANDS
for argv in (["--help"], ["--version"], *([command.name, "--help"] for command in COMMANDS)):
    assert main(argv) == 0, argv
"""


def test_the_help_of_no_command_springs_one(traps: Path) -> None:
    ended = processes.command(code=HELP, folder=traps)
    assert (ended.code, ended.err) == (0, "")
    assert "broadsheet restore" in ended.out
    assert sprung(traps) == set()


def test_no_command_springs_one(traps: Path, shell: Shell, server: Server, feed: str) -> None:
    lines = shell.file("a.jsonl", '{"title": "The pier", "text": "The pier and its stairs."}\n')
    for argv in (
        ["add", feed],
        ["refresh"],
        ["import", lines],
        ["extract", server.url("/lamp"), "--explain"],
        ["preview", feed],
        ["search", "pier"],
        ["related", "1"],
        ["story", "1"],
        ["show", "1"],
        ["export", "1", "--to", str(shell.folder / "notes")],
        ["backup", str(shell.folder / "backup.db")],
        ["reindex"],
        ["doctor"],
        ["config", "check"],
        ["completion", "bash"],
        ["opml"],
    ):
        ended = processes.command(*argv, folder=traps)
        assert ended.code in (0, 1), (argv, ended.err)  # 1: nothing found
        assert sprung(traps) == set(), argv


def test_neither_the_reader_nor_its_worker_springs_one(traps: Path, shell: Shell, feed: str) -> None:
    shell("import", shell.file("feeds.opml", f'<opml><body><outline xmlUrl="{feed}"/></body></opml>'))
    with terminal(size=(120, 36), folder=traps) as found:
        found.until("Unread")
        found.press(b"R")
        at = found.until("2 new")
        found.press(b"/pigeons\r")
        found.until("1 found", at)
        assert processes.children(found.process.pid)  # the worker
        found.press(b"Q")
        assert found.ended() == 0
    assert sprung(traps) == set()


def test_the_demo_springs_none(traps: Path, shell: Shell) -> None:
    with terminal("demo", size=(120, 36), folder=traps) as found:
        found.until("Refloated at Spring Tide")  # the worker and its children have read the papers
        found.press(b"Q")
        assert found.ended() == 0
    assert sprung(traps) == set()


def test_a_program_of_ones_own_is_not_taken_from_there(traps: Path, shell: Shell) -> None:
    shell.article("Lamp lit", "A quiet lamp on the pier.")
    said = shell.folder / "said"
    fake = traps / "tee"
    fake.write_text("#!/bin/sh\ntouch tee.py.sprung\n")
    fake.chmod(0o755)
    config = shell.folder / "config" / "config.toml"
    config.parent.mkdir(exist_ok=True)
    config.write_text(
        f'[commands]\nX = ["{sys.executable}", "-P", "-c", "import argparse"]\nU = ["tee", "{said}"]\n'
    )
    with terminal(size=(120, 36), folder=traps) as found:
        found.until("Lamp lit")
        found.press(b"X")
        found.press(b"U")
        while not said.exists() and not sprung(traps):
            assert found.process.poll() is None
            time.sleep(0.05)
        found.press(b"Q")
        assert found.ended() == 0
    assert sprung(traps) == set()
