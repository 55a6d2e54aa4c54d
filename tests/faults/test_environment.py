"""What a shell, a cron job or a strange terminal may do to a command: streams, encodings, arguments of odd bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults import plain
from tests.support import processes
from tests.support.terminals import on_terminal

if TYPE_CHECKING:
    from tests.support.shell import Shell

NOWHERE = {
    "BROADSHEET_LIBRARY": None,
    "BROADSHEET_CACHE_DIR": None,
    "BROADSHEET_CONFIG_DIR": None,
    "HOME": None,
}
"""Nothing is known of where things live."""

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def many(shell: Shell) -> Shell:
    """More articles than a pipe holds of a list."""
    rows = (f'{{"title": "Lamp {n} of Köln 漢字 {"long " * 40}", "text": "A lamp."}}\n' for n in range(400))
    assert shell("import", shell.file("a.jsonl", "".join(rows))).code == 0
    return shell


def in_shell(script: str) -> processes.Ended:
    """A script of bash, in which `broadsheet` is ours."""
    ours = f"broadsheet() {{ '{sys.executable}' -c '{processes.RUN}' \"$@\"; }}"
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {ours}; {script}"],
        env=processes.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=processes.PATIENCE,
    )
    return processes.Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize(
    "argv", [["list", "--limit", "0"], ["list", "--json"], ["list", "--help"], ["--help"]]
)
def test_a_reader_that_has_left_ends_it_quietly(many: Shell, argv: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-c", processes.RUN, *argv],
        env=processes.environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=processes.PATIENCE,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_the_first_line_is_enough(many: Shell) -> None:
    ended = in_shell("broadsheet list --limit 0 | head -1")
    assert ended.out.count("\n") == 1
    assert (ended.code, ended.err) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["list --limit 0", "list --json", "--help", "show --help", "opml"])
def test_output_that_finds_no_room_is_said_in_a_line(many: Shell, command: str) -> None:
    ended = in_shell(f"broadsheet {command} > /dev/full")
    plain.is_told(ended, 3, "standard output: cannot be written", lines=1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_talk_that_finds_no_room_stops_nothing(many: Shell) -> None:
    ended = in_shell("broadsheet list 2> /dev/full")
    assert (ended.code, ended.out.count("\n")) == (0, 200)


def test_closed_streams_are_no_fault_and_mix_nothing(many: Shell) -> None:
    assert in_shell("broadsheet list >&-").code == 0
    without_talk = in_shell("broadsheet list 2>&-")
    assert (without_talk.code, without_talk.out.count("\n")) == (0, 200)
    assert "shown" not in without_talk.out
    plain.is_told(in_shell("broadsheet extract - <&-"), 3, "empty")
    plain.is_told(in_shell("broadsheet add - <&-"), 2, "no address on standard input")
    assert in_shell("broadsheet list <&- >&- 2>&-").code == 0


def test_a_pipe_may_be_written_in_a_files_place(many: Shell) -> None:
    ended = in_shell("broadsheet opml --output /dev/stdout | cat")
    assert ended.code == 0
    assert "<opml" in ended.out


def test_a_pipe_is_imported_to_its_end(many: Shell) -> None:
    ended = in_shell(f"broadsheet --library {many.folder}/other.db import <(cat {many.folder}/a.jsonl)")
    assert (ended.code, ended.err) == (0, "")
    assert "400 articles imported" in ended.out


def test_bytes_that_are_no_text_come_in_by_stdin(shell: Shell) -> None:
    ended = processes.command(
        "add", "-", stdin=b"\xff\xfe\x1b[31m\n\x80\n", env={"PYTHONIOENCODING": "utf-8:strict"}
    )
    plain.is_told(ended, 2, "not a web address or an existing file", lines=4)


@pytest.mark.parametrize(
    ("env", "shown"),
    [
        ({"LC_ALL": "C"}, True),
        ({"LC_ALL": "C.UTF-8", "TERM": None}, True),
        ({"LC_ALL": "C.UTF-8", "TERM": "dumb", "NO_COLOR": "1"}, True),
        (ASCII, False),
        ({"PYTHONIOENCODING": "ascii"}, False),
        ({"PYTHONIOENCODING": "latin-1"}, False),
    ],
)
def test_any_encoding_will_do(many: Shell, env: dict[str, str | None], shown: bool) -> None:
    ended = processes.command("list", "--limit", "1", env=env)
    assert ended.code == 0
    assert ("漢字" in ended.out) is shown
    assert (r"\u6f22" in ended.out) is not shown
    assert "\x1b" not in ended.out + ended.err
    assert processes.command("list", "--limit", "1", "--json", env=env).code == 0


def test_a_terminal_of_another_encoding_keeps_its_columns(many: Shell) -> None:
    ended = on_terminal("list", "--limit", "1", env=ASCII)
    assert ended.code == 0
    assert "K?ln ????" in ended.out
    assert "\\u" not in ended.out


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        ([b"search", b"\xff\xfe"], 2, "no readable character"),
        ([b"show", b"\xff"], 1, "no such article"),
        ([b"\xff"], 2, "there is no command"),
        ([b"list", b"--\xff"], 2, "there is no option"),
        ([b"tag", b"1", b"+\xff"], 2, "not a tag"),
        ([b"feeds", b"\xff"], 2, "there is no action"),
        ([b"add", b"\xff.html"], 3, "no such file"),
        ([b"import", b"\xff.jsonl"], 3, "no such file"),
        ([b"preview", b"./\xff\x1b[31m\n.xml"], 3, "no such file"),
        ([b"--library", b"/nowhere/\xff\n.db", b"list"], 1, "there is no library"),
    ],
)
def test_arguments_of_odd_bytes_are_told(shell: Shell, argv: list[bytes], code: int, words: str) -> None:
    shell.article("Lamp lit", "A quiet lamp.")
    plain.is_told(processes.command(*argv), code, words)


def test_files_with_names_of_odd_bytes_are_read_and_written(shell: Shell) -> None:
    folder = shell.folder / "n\x1b[31m\n\udcff"
    folder.mkdir()
    note = folder / "a\udcfe.md"
    note.write_text("# Lamp lit\n\nA quiet lamp on the pier.\n")
    library = ["--library", str(folder / "\udcfe.db")]
    export = ["export", "", "--to", str(folder / "out\udcff")]
    for argv in (["add", str(note)], ["search", "lamp"], export):
        ended = processes.command(*library, *argv)
        plain.is_clean(ended)
        assert ended.code == 0, ended.err
    assert "1 unchanged" in processes.command(*library, *export).err


def test_without_a_home_the_message_names_what_to_set(shell: Shell) -> None:
    nobody = "import os; os.path.expanduser = lambda path: path\n"
    for argv in (["list"], ["config", "path"], ["import", "/dev/null"]):
        ended = processes.command(*argv, env=NOWHERE, code=nobody + processes.RUN)
        plain.is_told(ended, 2, "the home folder is unknown")
        assert "HOME" in ended.err
    assert processes.command("--help", env=NOWHERE, code=nobody + processes.RUN).code == 0


def test_a_home_that_cannot_be_made_is_named(shell: Shell) -> None:
    ended = processes.command("import", "/dev/null", env={**NOWHERE, "HOME": "/proc/none"})
    plain.is_told(ended, 4, "cannot be created here")


def test_settings_that_cannot_be_read_stop_nothing(shell: Shell) -> None:
    shell.article("Lamp lit", "A quiet lamp.")
    for folder in ("/dev/null", "/proc/none"):
        assert processes.command("list", env={"BROADSHEET_CONFIG_DIR": folder}).code == 0
    plain.is_told(
        processes.command("config", "check", env={"BROADSHEET_CONFIG_DIR": "/dev/null"}), 2, "defaults"
    )
