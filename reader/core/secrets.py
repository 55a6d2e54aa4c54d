"""Looks secrets up where the reader keeps them; none is ever kept in the library.

`env:VARIABLE`, `cmd:PROGRAM ARGUMENT …` (run as a list of arguments, never by a shell), `file:PATH` (nobody else may read
it), or `keyring:SERVICE/USER` where the package keyring is installed. The first line of what is found there is the secret.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from reader import log
from reader.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Collection

KINDS = ("env", "cmd", "file", "keyring")

PROGRAM_S = 10.0
"""Seconds that a program may take to tell a secret."""

_KEYRING_S = 60.0
"""Seconds that a keyring may take: it may ask the person to unlock it."""

_LENGTH = 1_000
_FILE_BYTES = 10_000
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,200}")
_KEYRING = re.compile(r"[^/]+/.+")


def is_source(text: str, kinds: Collection[str] = KINDS) -> bool:
    """Tells whether a text says where a secret is found, in one of these ways."""
    kind, _, rest = text.partition(":")
    if kind not in kinds or len(text) > _LENGTH or not text.isprintable():
        return False
    match kind:
        case "env":
            return _VARIABLE.fullmatch(rest) is not None
        case "cmd":
            return bool(_arguments(rest))
        case "keyring":
            return _KEYRING.fullmatch(rest) is not None
        case _:
            return bool(rest)


async def look_up(where: str) -> str:
    """Gives the secret. Raises FetchError, which names the place and never any part of what was found there."""
    kind, _, rest = where.partition(":")
    if not is_source(where):
        raise _missing(
            "this does not say where the secret is found", "use env:VARIABLE, cmd:PROGRAM or file:PATH"
        )
    match kind:
        case "env":
            text = os.environ.get(rest, "")
            cause, hint = (
                f"the environment variable {rest} is not set",
                f"set {rest} where broadsheet is started",
            )
        case "cmd":
            program = _arguments(rest)[0]
            text = await _told(_arguments(rest))
            cause, hint = f"{program} failed, or printed nothing", "run the command yourself to see why"
        case "file":
            text = _read(rest)
            cause, hint = f"{rest} is empty", "write the password into its first line"
        case _:
            text = await _from_keyring(rest)
            service, _, user = rest.partition("/")
            cause, hint = (
                f"the keyring has no {rest}",
                f"to set it: keyring set {shlex.join((service, user))}",
            )
    first = text.strip().split("\n", 1)[0].strip()
    if not first:
        raise _missing(cause, hint)
    if not (first.isprintable() and first.isascii()):
        raise _missing(f"the value in {kind} is not printable ASCII", "check what is kept there")
    return first


def _missing(cause: str, hint: str) -> FetchError:
    return FetchError(cause, hint=hint, word="no password")


def _arguments(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return []


async def _told(arguments: list[str]) -> str:
    none = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments, stdin=none, stdout=asyncio.subprocess.PIPE, stderr=none
        )
    except (OSError, ValueError, IndexError):
        return ""
    try:
        async with asyncio.timeout(PROGRAM_S):
            told, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return ""
    return told.decode("utf-8", "replace") if process.returncode == 0 else ""


def _read(name: str) -> str:
    path = Path(os.path.expanduser(name))  # noqa: PTH111 - a home that is unknown is no error here
    try:
        # Not to wait for a pipe that nobody writes.
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            state = os.fstat(file)
            if not stat.S_ISREG(state.st_mode):
                raise _missing(
                    f"{path} is not a regular file", "name a file with the password in its first line"
                )
            if state.st_mode & 0o077:
                raise _missing(f"{path} can be read by others", f"to keep it to yourself: chmod 600 {path}")
            return os.read(file, _FILE_BYTES).decode("utf-8", "replace")
        finally:
            os.close(file)
    except OSError as error:
        raise _missing(
            f"{path} cannot be read ({error.strerror})", "check its path and permissions"
        ) from error


async def _from_keyring(place: str) -> str:
    try:
        import keyring
    except ImportError as error:
        raise _missing(
            "the package keyring is not installed",
            "to install it: pip install 'broadsheet[keyring]', or use env:, cmd: or file:",
        ) from error
    service, _, user = place.partition("/")
    try:
        async with asyncio.timeout(_KEYRING_S):
            return str(await asyncio.to_thread(keyring.get_password, service, user) or "")
    except TimeoutError:
        return ""
    except Exception as error:  # each back end has errors of its own
        log.exception("asking the keyring")
        raise _missing(
            f"the keyring failed ({type(error).__name__})", "unlock it, or use cmd: or file:"
        ) from error


def shown(where: str) -> str:
    """The place of a secret, to be shown: of a program its name alone, since an argument may be a secret itself."""
    kind, _, rest = where.partition(":")
    program = _arguments(rest)[:1] if kind == "cmd" else []
    return f"cmd:{program[0]} …" if program else where
