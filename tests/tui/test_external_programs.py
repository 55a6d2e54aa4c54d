from __future__ import annotations

import subprocess
import sys

import pytest

from reader.core import user_programs
from reader.errors import UsageError
from reader.tui.external_programs import (
    NoBrowserError,
    browser_command,
    early_failure,
    end_of,
    on_screen,
    open_url,
)
from tests.support.screen import Harness

URL = "https://a.org/1"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("firefox", ["firefox", URL]),
        ("firefox --new-tab:w3m", ["firefox", "--new-tab", URL]),
        ("'my browser' -u %s -x", ["my browser", "-u", URL, "-x"]),
        ("", ["open" if sys.platform == "darwin" else "xdg-open", URL]),
    ],
)
def test_an_address_is_an_argument_of_the_browser(given: str, words: list[str]) -> None:
    assert browser_command(URL, environ={"BROWSER": given}) == words


@pytest.mark.parametrize(
    ("chosen", "words"),
    [(("links", "{url}", "-g"), ["links", URL, "-g"]), (("links",), ["links", URL]), ((), ["firefox", URL])],
)
def test_the_browser_of_the_settings_goes_before_the_environments(
    chosen: tuple[str, ...], words: list[str]
) -> None:
    assert browser_command(URL, chosen, environ={"BROWSER": "firefox"}) == words


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "-x", ""])
def test_nothing_but_web_addresses_is_opened(url: str) -> None:
    with pytest.raises(UsageError, match="only http and https"):
        browser_command(url, environ={"BROWSER": "firefox"})


def test_a_browser_that_cannot_be_read_is_named() -> None:
    with pytest.raises(UsageError, match="cannot be read") as raised:
        browser_command(URL, environ={"BROWSER": "'firefox"})
    assert raised.value.subject == "'firefox"


def test_a_browser_that_is_not_there_is_an_error_with_a_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "/nowhere/firefox")
    with pytest.raises(NoBrowserError, match="cannot start a browser") as raised:
        open_url(URL)
    assert "$BROWSER" in raised.value.hint


def test_without_a_display_the_systems_browser_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "ANDROID_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(NoBrowserError, match="no graphical display to open a browser on"):
        open_url(URL)
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_: started.append(words))
    open_url(URL, ["tmux", "new-window", "w3m", "{url}"])
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    open_url(URL)
    assert started == [["tmux", "new-window", "w3m", URL], ["xdg-open", URL]]


async def test_a_browser_that_ends_with_an_error_at_once_has_failed() -> None:
    def browser(code: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", f"raise SystemExit({code})"])

    failure = await early_failure(browser(4))
    assert failure is not None
    assert str(failure).endswith("ended with exit code 4")
    assert await early_failure(browser(0)) is None


def test_the_browser_is_cut_off_from_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], dict[str, object]]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **how: started.append((words, how)))
    monkeypatch.setenv("BROWSER", "firefox")
    open_url(URL)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    assert started == [(["firefox", URL], {**quiet, "start_new_session": True})]


async def test_a_screen_that_cannot_be_given_away_says_so() -> None:
    app = Harness()
    async with app.run_test():
        with pytest.raises(UsageError, match="another program cannot use this terminal"):
            on_screen(app, ["true"], {})


async def test_the_end_of_a_program_beside_the_reader_is_awaited() -> None:
    words = [sys.executable, "-c", "print('done'); raise SystemExit(3)"]
    ended = await end_of(user_programs.start(words, {}, ""))
    assert (ended.code, ended.output.strip()) == (3, "done")
