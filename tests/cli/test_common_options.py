"""The options of every command: help and completion offer one only where it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.cli import json_forms
from reader.cli.registry import COMMANDS

if TYPE_CHECKING:
    from reader.cli.registry import Command
    from tests.support.shell import Shell


@pytest.mark.parametrize("command", COMMANDS, ids=[command.name for command in COMMANDS])
def test_help_lists_no_option_that_the_command_refuses(shell: Shell, command: Command) -> None:
    listed = shell(command.name, "--help").out
    offered = shell("_complete", "words", command.name, "--").out
    field = next(iter(json_forms.names(command.name)), "id")
    plain = shell(command.name) if command.name != "demo" else None  # the demo takes its time
    for option, *value in (
        ("--library", str(shell.library)),
        ("--format", f"{{{field}}}"),
        (f"--json={field}",),
        ("--quiet",),
        ("--debug",),
    ):
        name = option.partition("=")[0]
        is_lacking = name in command.lacks
        assert (f"  {name}" in listed, f"{name}\t" in offered) == (not is_lacking, not is_lacking), name
        if is_lacking:
            assert shell(command.name, option, *value).code == 2, name
        elif plain is not None:
            assert shell(command.name, option, *value).code == plain.code, name
