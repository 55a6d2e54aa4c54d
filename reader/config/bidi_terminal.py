"""Tells who puts letters that run from right to left in order, broadsheet or the terminal, by what the environment says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEAVE_IT = ("VTE_VERSION", "KONSOLE_VERSION", "MLTERM", "TERM_SESSION_ID")
"""Variables of terminals that put letters in order, the last one of Terminal on a Mac; programs in tmux have them too, as
they were when it was started."""

_AS_WRITTEN = ("alacritty", "foot", "kitty", "ghostty", "wezterm", "rio", "st-", "rxvt", "linux")
"""Beginnings of `TERM`, after `xterm-` if need be, and of `TERM_PROGRAM`, of terminals that do not, and say so themselves:
a variable of another terminal, from which they were started, says nothing."""


def is_by_broadsheet(setting: str, environ: Mapping[str, str]) -> bool:
    """Tells whether broadsheet puts letters in order, by the setting `bidi` and the terminal."""
    return setting == "broadsheet" or (setting == "auto" and shows_as_written(environ) is True)


def shows_as_written(environ: Mapping[str, str]) -> bool | None:
    """Tells whether the terminal shows letters in the order in which it gets them; None where that is not known. tmux and screen do
    so; where another terminal behind them does not, and they were started there, its variable says so. Nothing is known
    of one that calls itself `xterm-256color` and no more, or of who is at the other end of SSH."""
    name, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "").lower()
    if name.removeprefix("xterm-").startswith(_AS_WRITTEN) or name == "st":
        return True
    if any(environ.get(one) for one in _LEAVE_IT) or name.startswith("mlterm") or program == "apple_terminal":
        return False
    if name.startswith(("tmux", "screen")):
        return None if "SSH_CONNECTION" in environ else True
    is_written = program.startswith(_AS_WRITTEN) or (not program and "XTERM_VERSION" in environ)
    return True if is_written else None
