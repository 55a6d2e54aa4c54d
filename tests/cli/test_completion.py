"""`completion`: scripts that a shell takes."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from reader.cli.registry import COMMANDS

if TYPE_CHECKING:
    from tests.support.shell import Shell


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_is_sound_where_the_shell_is_there(name: str, shell: Shell) -> None:
    if (program := shutil.which(name)) is None:
        pytest.skip(f"no {name} here")
    script = shell("completion", name).out
    run = subprocess.run([program, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_no_help_has_a_quote_that_would_end_a_word_of_a_script() -> None:
    assert not [command.name for command in COMMANDS if "'" in command.help]


def completed(shell: Shell, *words: str) -> list[str]:
    line = " ".join(f"'{word}'" for word in words)
    ask = (
        f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _broadsheet; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    script = shell("completion", "bash").out
    run = subprocess.run(["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, check=True)
    return run.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes_commands_and_their_options(shell: Shell) -> None:
    assert completed(shell, "broadsheet", "ex") == ["extract", "export"]
    assert set(completed(shell, "broadsheet", "")) == {command.name for command in COMMANDS}
    assert completed(shell, "broadsheet", "list", "--li") == ["--library", "--limit"]


def test_an_unknown_shell_is_exit_2(shell: Shell) -> None:
    assert shell("completion", "tcsh").code == 2
