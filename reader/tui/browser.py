"""How a link leaves the terminal: http and https only, as an argument of the browser, never through a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Mapping


def command(url: str, environ: Mapping[str, str] | None = None) -> list[str]:
    """The argument list that opens an address: `$BROWSER`, else what the system has for it.

    Raises `UsageError` for anything but http(s), and for a `$BROWSER` that cannot be read.
    """
    address = urls.absolute(url)
    if address is None:
        raise UsageError("only http and https addresses are opened", subject=urls.shown(url))
    given = (os.environ if environ is None else environ).get("BROWSER", "")
    try:
        words = shlex.split(given.split(os.pathsep)[0]) if given else []
    except ValueError:
        raise UsageError("$BROWSER cannot be read as a command", subject=given) from None
    if words:
        return [word.replace("%s", address) for word in words] if "%s" in given else [*words, address]
    return ["open" if sys.platform == "darwin" else "xdg-open", address]


def open_url(url: str) -> None:
    """Open an address in the browser, without waiting for it. Raises `UsageError`."""
    words = command(url)
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
            f"no browser could be started ({error.strerror})",
            subject=words[0],
            hint="set $BROWSER, or copy with y",
        ) from error
