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


def open_url(url: str, chosen: Sequence[str] | None = None) -> None:
    """Open an address in the browser (`browser_command`), without waiting for it. Raises `UsageError`."""
    words = browser_command(url, chosen)
    try:
        subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UsageError(
            f"cannot start a browser ({error.strerror})",
            subject=words[0],
            hint="set browser in the settings or $BROWSER, or copy the address with y",
        ) from error


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
