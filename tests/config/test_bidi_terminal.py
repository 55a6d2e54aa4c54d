"""Who puts letters in order that run from right to left."""

from __future__ import annotations

import pytest

from reader.config.bidi_terminal import is_by_broadsheet, shows_as_written


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"TERM": "xterm-kitty", "VTE_VERSION": "7600"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM": "foot-extra"}, True),
        ({"TERM": "xterm-ghostty"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm", "XTERM_VERSION": "XTerm(390)"}, True),
        ({"TERM": "xterm-256color", "XTERM_VERSION": "XTerm(390)", "VTE_VERSION": "7600"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal", "XTERM_VERSION": "XTerm(390)"}, False),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230800"}, False),
        ({"TERM": "mlterm"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux"}, True),
        ({"TERM": "screen"}, True),
        ({"TERM": "tmux-256color", "VTE_VERSION": "7600"}, False),
        ({"TERM": "tmux-256color", "TERM_SESSION_ID": "w0t0p0"}, False),
        ({"TERM": "screen", "SSH_CONNECTION": "192.0.2.1 22"}, None),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
    ],
)
def test_a_terminal_is_known_by_what_it_says_of_itself(environ: dict[str, str], found: bool | None) -> None:
    assert shows_as_written(environ) is found


@pytest.mark.parametrize(
    ("setting", "term", "found"),
    [
        ("broadsheet", "mlterm", True),
        ("terminal", "foot", False),
        ("auto", "foot", True),
        ("auto", "mlterm", False),
        ("auto", "xterm-256color", False),
    ],
)
def test_the_setting_goes_before_the_terminal(setting: str, term: str, found: bool) -> None:
    assert is_by_broadsheet(setting, {"TERM": term}) is found
