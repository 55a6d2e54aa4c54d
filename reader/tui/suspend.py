"""Gives the terminal to another program or to the shell, and waits for programs that run beside the reader."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from reader.core import user_programs
from reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.app import App

    from reader.core.user_programs import Ended, Running


def on_screen(app: App[int], words: Sequence[str], environ: Mapping[str, str]) -> int:
    """Give the program the screen until it ends; its exit code. Raises `UsageError` where it cannot start."""
    try:
        with app.suspend(), _deaf_to_interrupts():
            return subprocess.run(list(words), env=environ, check=False).returncode
    except (OSError, ValueError) as error:
        raise user_programs.not_started(words, error) from error
    except SuspendNotSupported:
        raise UsageError("this terminal cannot be given to another program", subject=words[0]) from None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C is the other program's: the terminal sends it to both."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a handler of ours does not reach the program
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def to_shell(app: App[int]) -> bool:
    """Stop the reader until `fg`; False where there is no shell to go back to."""
    driver = app._driver
    # In the group of its session's leader nobody would be there to continue it.
    if driver is None or not driver.can_suspend or os.getpgrp() == os.getsid(0):
        return False
    os.killpg(0, signal.SIGTSTP)
    return True


async def end_of(running: Running) -> Ended:
    """The end of a program beside us. The reader does not wait for it when it ends itself."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Ended] = loop.create_future()

    def keep(ended: Ended) -> None:
        if not answer.done():
            answer.set_result(ended)

    def wait() -> None:
        ended = running.wait()
        with suppress(RuntimeError):  # the loop has ended before it
            loop.call_soon_threadsafe(keep, ended)

    threading.Thread(target=wait, daemon=True, name="program").start()
    return await answer
