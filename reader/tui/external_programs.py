"""Runs other programs: the browser, and programs on the screen or beside it.

A link leaves the terminal as an argument of the browser, never through a shell, and only if it is http or https.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported

from reader.core import user_programs
from reader.errors import UsageError
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.app import App

    from reader.core.user_programs import Ended, Running


T = TypeVar("T")

EARLY_S = 3.0
"""Seconds in which a browser that cannot open an address ends with an error."""

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "ANDROID_ROOT")
"""Variables one of which is set where a program of the system has a screen for a browser."""


_NO_BROWSER = "set a browser in the settings, or in $BROWSER"


class NoBrowserError(UsageError):
    """No browser could open an address."""


def browser_command(
    url: str, chosen: Sequence[str] | None = None, environ: Mapping[str, str] | None = None
) -> list[str]:
    """Return the argument list that opens an address: the reader's own choice, else `$BROWSER`, else what the system has
    for it.

    Raises `UsageError` for anything but http(s), and for a `$BROWSER` that cannot be read.
    """
    address = urls.absolute(url)
    if address is None:
        raise UsageError("only http and https addresses are opened", subject=urls.masked(url))
    if chosen:
        return with_address(chosen, address)
    given = (os.environ if environ is None else environ).get("BROWSER", "")
    try:
        words = shlex.split(given.split(os.pathsep)[0]) if given else []
    except ValueError:
        raise UsageError("$BROWSER cannot be read as a command", subject=given) from None
    if words:
        return [word.replace("%s", address) for word in words] if "%s" in given else [*words, address]
    return ["open" if sys.platform == "darwin" else "xdg-open", address]


def with_address(words: Sequence[str], address: str) -> list[str]:
    """Fill an address into arguments: for their placeholder, else behind the last one."""
    filled = user_programs.filled(words, {"url": address})
    return filled if user_programs.needs(words, "url") else [*filled, address]


def open_url(url: str, chosen: Sequence[str] | None = None) -> subprocess.Popen[bytes]:
    """Open an address in the browser (`browser_command`), without waiting for it; `early_failure` says what came of that.
    Raises `UsageError`; where there is no browser, or no graphical display, `NoBrowserError`."""
    words = browser_command(url, chosen)
    is_systems = words[0] == "xdg-open"  # without a display it would run w3m or the like, which nobody sees
    if is_systems and not any(os.environ.get(name) for name in _DISPLAYS):
        raise NoBrowserError("no graphical display to open a browser on", hint=_NO_BROWSER)
    try:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NoBrowserError(
            f"cannot start a browser ({error.strerror})", subject=words[0], hint=_NO_BROWSER
        ) from error


async def early_failure(browser: subprocess.Popen[bytes]) -> NoBrowserError | None:
    """The error of a browser that ended with one soon after its start; None for all others."""

    def wait() -> int:
        with suppress(subprocess.TimeoutExpired):
            return browser.wait(EARLY_S)
        return 0

    if not (code := await beside(wait)):
        return None
    name = str(browser.args[0]) if isinstance(browser.args, list) else ""
    return NoBrowserError(f"ended with exit code {code}", subject=name, hint=_NO_BROWSER)


def on_screen(app: App[int], words: Sequence[str], environ: Mapping[str, str]) -> int:
    """Give a program the screen until it ends, and return its exit code. Raises `UsageError` where it cannot start."""
    try:
        with app.suspend(), _deaf_to_interrupts():
            return subprocess.run(list(words), env=environ, check=False).returncode
    except (OSError, ValueError) as error:
        raise user_programs.not_started(words, error) from error
    except SuspendNotSupported:
        raise UsageError("another program cannot use this terminal", subject=words[0]) from None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C, which the terminal sends to both: it is meant for the other program."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a handler of ours does not reach the program
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


async def end_of(running: Running) -> Ended:
    """Wait for the end of a program beside the reader (`beside`)."""
    return await beside(running.wait)


async def beside(work: Callable[[], T]) -> T:
    """Wait for programs in a thread, beside the reader, which does not wait for them when it ends itself."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def keep(found: T) -> None:
        if not answer.done():
            answer.set_result(found)

    def wait() -> None:
        found = work()
        with suppress(RuntimeError):  # the loop has ended before it
            loop.call_soon_threadsafe(keep, found)

    threading.Thread(target=wait, daemon=True, name="program").start()
    return await answer


def to_shell(app: App[int]) -> bool:
    """Stops the reader until `fg`; False where there is no shell to go back to."""
    driver = app._driver
    # In the group of its session's leader nobody would be there to continue it.
    if driver is None or not driver.can_suspend or os.getpgrp() == os.getsid(0):
        return False
    os.killpg(0, signal.SIGTSTP)
    return True
