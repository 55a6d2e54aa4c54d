"""`completion`: scripts that a shell takes, and what comes of Tab in each shell that is there."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.processes import PYTHON, RUN
from tests.support.pseudoterminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell

SHELLS = {
    "bash": (("bash", "--norc", "-i"), 'eval "$(broadsheet completion bash)"'),
    "zsh": (("zsh", "-f", "-i"), 'autoload -U compinit; compinit -u -D; eval "$(broadsheet completion zsh)"'),
    "fish": (("fish", "--no-config", "-i"), "broadsheet completion fish | source"),
}
"""How each is started without anybody's settings, and takes the script."""

TYPED = {
    "broadsheet und\t": "<undo>",
    "broadsheet list --sort old\t": "<list><--sort><oldest>",
    "broadsheet list is:unr\t": "<list><is:unread>",
    "broadsheet list 'gas is:unr\t": "<list><gas is:unread>",
    "broadsheet list --json=id,titl\t": "<list><--json=id,title>",
    "broadsheet mark read --query=is:unr\t": "<mark><read><--query=is:unread>",
    "broadsheet feeds rename Mos\t": '<feeds><rename><Moscow "Times" & Co\'s>',
    "broadsheet feeds rename 'Mos\t": '<feeds><rename><Moscow "Times" & Co\'s>',
    'broadsheet feeds rename "Mos\t': '<feeds><rename><Moscow "Times" & Co\'s>',
    "broadsheet list feed:\t": '<list><feed:"Moscow Times & Co\'s">',
    "broadsheet import harb\t": "<import><harbour lights.opml>",
}
"""What is typed, and the arguments that the program then gets."""


def needed(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"no {name} here")
    return program


@pytest.mark.parametrize("name", SHELLS)
def test_the_script_is_sound_where_the_shell_is_there(name: str, shell: Shell) -> None:
    program = needed(name)
    script = shell("completion", name).out
    run = subprocess.run([program, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("name", SHELLS)
def test_tab_completes_in_a_real_shell(name: str, shell: Shell, tmp_path: Path) -> None:
    needed(name)
    shell.article("Quay", "A quiet quay.", feeds=['Moscow "Times" & Co\'s'])
    (tmp_path / "bin").mkdir()
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "harbour lights.opml").touch()
    program = tmp_path / "bin" / "broadsheet"
    real = f'case "$1" in _complete|completion) exec {shlex.join([*PYTHON, "-c", RUN])} "$@";; esac'
    program.write_text(f"#!/bin/sh\n{real}\nprintf '<%s>' \"$@\"; echo\n")
    program.chmod(0o755)
    argv, setup = SHELLS[name]
    path = f"{program.parent}:/usr/local/bin:/usr/bin:/bin"
    with terminal(program=argv, size=(160, 40), folder=tmp_path / "room", env={"PATH": path}) as there:
        there.press(f"{setup}; echo rea''dy\r".encode())
        there.until("ready\r\n")
        for typed, given in TYPED.items():
            since = len(there.output)
            there.press(f"{typed}\r".encode())
            there.until(f"{given}\r\n", since)


def test_an_unknown_shell_is_exit_2(shell: Shell) -> None:
    assert shell("completion", "tcsh").code == 2
