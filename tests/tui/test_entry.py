from __future__ import annotations

import subprocess
import sys

from tests.cli.test_imports import loaded

LATE = {"whoosh", "numpy", "aiohttp", "trafilatura", "feedparser", "fastfeedparser", "lxml"}


def test_what_the_screen_stands_on_loads_nothing_heavy() -> None:
    found = loaded("import reader.tui.keys.app_base")
    assert "textual" in found
    assert not found & LATE


def run(code: str, delay: str | None) -> str:
    env = {"PYTHONPATH": ":".join(sys.path)} | ({"ESCDELAY": delay} if delay else {})
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout


ASK = """import sys
from reader.tui.terminal import prepare
assert "textual" not in sys.modules
prepare()
from textual.constants import ESCAPE_DELAY
print(ESCAPE_DELAY)"""


def test_escape_is_quick_unless_the_user_says_otherwise() -> None:
    assert run(ASK, None) == "0.025\n"
    assert run(ASK, "200") == "0.2\n"


def test_textual_is_loaded_without_its_palette_which_is_there_for_those_who_ask() -> None:
    assert run(PALETTE, None).split() == ["False", "False", "True"]


PALETTE = """import sys
from reader.tui import start, terminal
terminal.prepare()
start.require_textual()
print("textual.command" in sys.modules, "textual.widgets._tree" in sys.modules)
from textual.command import Provider
print(callable(Provider.search))"""
