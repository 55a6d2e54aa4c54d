"""The whole program in a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from rich import cells
from rich.cells import cell_len
from textual._xterm_parser import XTermParser
from textual.events import Key

from reader.core.session import Session
from reader.query.tree import Filter
from reader.tui.terminal import TerminalAnswer, _parser, is_dark, widen_marks
from tests.support import household, sequences
from tests.support.processes import PATIENCE, RUN, children, command, environment, is_gone
from tests.support.pseudoterminal import Terminal, terminal

pytestmark = pytest.mark.usefixtures("room")


def test_without_a_terminal_it_says_so_in_one_line() -> None:
    ended = command(env={"TERM": "xterm"})
    assert ended.code == 2
    assert len(ended.err.strip().splitlines()) <= 2
    assert "needs a terminal" in ended.err
    assert "\x1b" not in ended.out + ended.err


def assert_restored(found: Terminal) -> None:
    """Modes of the line, the screen, the cursor, mouse, paste and keys are as they were."""
    assert found.is_restored
    for mode in (1049, 1000, 1003, 1006, 2004):
        on, off = (bytes(found.output).rfind(f"\x1b[?{mode}{end}".encode()) for end in "hl")
        assert off >= on, mode
    assert bytes(found.output).rfind(b"\x1b[?25h") > bytes(found.output).rfind(b"\x1b[?25l")


def test_q_ends_it_and_leaves_the_terminal_as_it_was() -> None:
    with terminal() as found:
        found.until("Ferry Halcyon")
        found.press(b"q")
        assert found.ended() == 0
        assert_restored(found)
        assert b"Traceback" not in found.output


def test_the_demo_is_a_key_away_and_leads_back(room: Path) -> None:
    household.places(room).library.unlink()
    with terminal() as found:
        at = found.until("Choose how to start")
        found.press(b"d")
        at = found.until("Demo", at)
        found.press(b"q")
        at = found.until("Choose how to start", at)
        found.press(b"q")
        assert found.ended() == 0
        assert_restored(found)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_and_leaves_the_terminal_as_it_was(number: signal.Signals, code: int) -> None:
    with terminal() as found:
        found.until("Ferry Halcyon")
        started = children(found.process.pid)
        found.signal(number)
        assert found.ended() == code
        assert_restored(found)
        assert all(is_gone(pid) for pid in started)


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGQUIT, signal.SIGABRT, signal.SIGSEGV], ids=lambda number: number.name
)
def test_an_end_that_the_reader_cannot_see_leaves_the_terminal_as_it_was(number: signal.Signals) -> None:
    with terminal() as found:
        at = found.until("Ferry Halcyon")
        (guard,) = [pid for pid in children(found.process.pid) if "sh" in name_of(pid)]
        found.signal(number)
        assert found.ended() == -number
        found.until("\x1b[?25h", at)
        assert_restored(found)
        while not is_gone(guard):
            pass


def name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text()


def test_a_note_that_was_being_typed_outlives_a_closed_terminal(room: Path) -> None:
    with terminal() as found:
        at = found.until("Ferry Halcyon")
        found.press(b"N")
        at = found.until("Note on", at)
        found.press(b"Ask the harbour")
        found.until("harbour", at)
        found.signal(signal.SIGHUP)
        assert found.ended() == 129
    with Session(household.places(room)) as session:
        (number,) = session.library.queries.ids(Filter("has", "note"))
        assert [note.text for note in session.library.own_words.notes(number)] == ["Ask the harbour"]


def test_a_locale_without_signs_gets_none() -> None:
    with terminal(env={"LANG": "C"}) as found:
        at = found.until("Ferry Halcyon")
        found.press(b"j\r")
        found.until("Coastguard Brings", at)
        found.quiet(at)
        at = len(found.output)
        found.press(b"?")
        found.until("more below", at)
        found.until("Down Up", at)
        drawn = found.output.decode()
        assert not set(drawn) & set("●▌─│…·")


def test_what_an_encoding_lacks_keeps_its_cells() -> None:
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with terminal(env=env) as found:
        at = found.until("Ferry Halcyon")
        found.quiet(at)
        drawn = bytes(found.output)
        assert drawn.isascii()
        assert b"\\u" not in drawn
        assert b"????????" in drawn  # 朝の新聞


def test_no_color_is_no_colours() -> None:
    with terminal(env={"NO_COLOR": "1"}) as found:
        at = found.until("Ferry Halcyon")
        found.press(b"j")
        found.until("Coastguard Brings", at)
        found.press(b"/fer")
        found.until("fer", at)
        found.quiet(at)
        assert not re.search(rb"\x1b\[[0-9;]*(?:3[0-7]|4[0-7]|9[0-7]|[34]8;[25])[;m]", found.output)
        assert re.search(rb"\x1b\[(?:\d+;)*7[;m]", found.output), "the row under the cursor is reversed"


DARK, LIGHT = b"\x1b]11;rgb:1818/1717/1515\x1b\\", b"\x1b]11;rgb:ff/ff/f0\x07"


def test_the_theme_follows_the_terminals_background() -> None:
    with terminal() as found:
        at = found.until("\x1b]11;?")
        found.press(DARK)
        found.until("48;2;24;23;21", at)  # lamplight's paper
        at = found.until("Ferry Halcyon", at)
        found.press(b"j\r")
        found.until("Brannock sandbank", at)
        assert b"Traceback" not in found.output


def test_a_theme_that_was_chosen_stays(room: Path) -> None:
    (room / "config").mkdir(exist_ok=True)
    (room / "config" / "config.toml").write_text('theme = "sepia"\nrefresh.every = 0\n')
    with terminal() as found:
        found.until("Ferry Halcyon")
        assert b"\x1b]11;?" not in found.output


@pytest.mark.parametrize("cut", range(2, len(DARK)))
def test_an_answer_in_two_pieces_is_no_keys(cut: int) -> None:
    told: list[bool] = []
    answer = TerminalAnswer.background(told.append)
    before, after = f"a{DARK[:cut].decode()}", f"{DARK[cut:].decode()}b"
    assert answer.taken_out(before) + answer.taken_out(after) == "ab"
    assert told == [True]


@pytest.mark.parametrize(
    "typed",
    ["\x1b", "\x1b]", "\x1b]0;title\x07", "\x1b]11;" + "x" * 80, "\x1b[A", "]11;rgb:0/0/0\x07", "bold"],
)
def test_what_is_no_answer_comes_through_in_its_order(typed: str) -> None:
    told: list[bool] = []
    answer = TerminalAnswer.background(told.append)
    assert answer.taken_out(typed) + answer.taken_out("j") == typed + "j"
    assert told == []


def test_only_the_first_answer_is_looked_for() -> None:
    told: list[bool] = []
    answer = TerminalAnswer.background(told.append)
    assert answer.taken_out(LIGHT.decode()) == ""
    assert answer.taken_out(f"x{DARK.decode()}") == f"x{DARK.decode()}"
    assert told == [False]


@pytest.mark.parametrize(("answer", "is_wide"), [("\x1b[2;3R", True), ("\x1b[2;2R", False)])
def test_the_width_of_a_mark_is_taken_out_of_what_is_typed(answer: str, is_wide: bool) -> None:
    for cut in range(3, len(answer)):
        told: list[bool] = []
        taken = TerminalAnswer.mark(told.append)
        assert taken.taken_out(f"a{answer[:cut]}") + taken.taken_out(f"{answer[cut:]}b") == "ab"
        assert told == [is_wide]


def test_the_terminals_answer_about_marks_is_no_key_and_lines_are_drawn_by_it(room: Path) -> None:
    with Session(household.places(room), clock=lambda: household.NOW) as session:
        household.add(session, "हिन्दी समाचार", "Text.", published=household.NOW)
    with terminal() as found:
        found.until("\x1b[6n")
        found.quiet(found.until("समाचार"))
        at = len(found.output)
        found.press(b"\x1b[2;3R")
        found.until("समाचार", at)  # written again, since it has other cells: the rest of the screen is not
        found.quiet(at)
        assert b"Ferry Halcyon" not in found.output[at:]
        assert b"Traceback" not in found.output


@pytest.mark.parametrize(
    "typed", ["\x1b", "\x1b[", "\x1b[2~", "\x1b[1;2R", "\x1b[3;3R", "\x1b[2;5H", "[2;3R"]
)
def test_keys_that_look_like_a_place_come_through(typed: str) -> None:
    told: list[bool] = []
    taken = TerminalAnswer.mark(told.append)
    assert taken.taken_out(typed) == typed
    assert told == []


def test_spacing_marks_take_a_cell_where_the_terminal_counts_one(monkeypatch: pytest.MonkeyPatch) -> None:
    hindi, thai, emoji = "हिन्दी", "นี้", "👩\u200d👩\u200d👧"
    before = [cell_len(text) for text in (hindi, thai, emoji, "あ", "e\u0301")]
    monkeypatch.setitem(vars(cells), "load_cell_table", vars(cells)["load_cell_table"])
    try:
        assert widen_marks()
        assert not widen_marks()
        assert [cell_len(text) for text in (hindi, thai, emoji, "あ", "e\u0301")] == [5, *before[1:]]
        assert before[0] == 3
    finally:
        monkeypatch.undo()
        cells.get_character_cell_size.cache_clear()
        cells.cached_cell_len.cache_clear()
    assert cell_len(hindi) == 3


@pytest.mark.parametrize(
    ("colour", "found"),
    [
        ("0/0/0", True),
        ("f/f/f", False),
        ("7f7f/7f7f/7f7f", True),
        ("8080/8080/8080", False),
        ("0000/0000/ffff", True),
        ("ffff/ffff/0000", False),
        ("00/ff/00/ff", False),
        ("ff/00/00", True),
    ],
)
def test_a_dark_background_is_nearer_to_black(colour: str, found: bool) -> None:
    assert is_dark(colour) is found


def test_odd_bytes_on_the_keyboard_end_nothing() -> None:
    with terminal() as found:
        at = found.until("Ferry Halcyon")
        found.press(b"\xff\xfe\xc3\x28\x80\xf0\x9f")
        found.press(b"\x1b[999;999~\x1bOz\x1b[<0;1")
        found.press(b"j\r")
        found.heard()
        found.quiet(at)
        assert found.process.poll() is None
        found.press(b"Q")
        assert found.ended() == 0


def test_keys_right_after_esc_take_nothing_of_it() -> None:
    """In one write they are what a terminal sends for a key with Alt to it."""
    with terminal() as found:
        at = found.until("Ferry Halcyon")
        found.press(b"?")
        at = found.until("search keys", at)
        found.press(b"\x1bQ")
        assert found.ended() == 0
        assert_restored(found)


@pytest.mark.parametrize(
    ("sequence", "found"),
    [
        ("\x1bj", ["alt+j"]),
        ("\x1bJ", ["alt+shift+j"]),
        ("\x1b1", ["alt+1"]),
        ("\x1b/", ["alt+/"]),
        ("\x1b ", ["alt+space"]),
        ("\x1bb", ["alt+b"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\t", ["escape", "tab"]),
        ("\x1b\x7f", ["ctrl+w"]),
        ("\x1b[A", ["up"]),
        ("\x1bOP", ["f1"]),
        ("j", ["j"]),
    ],
)
def test_a_key_right_after_esc_is_told_with_alt(
    sequence: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    parser = _parser(XTermParser)()
    assert [key.key for key in parser.feed(sequence) if isinstance(key, Key)] == found


def test_on_the_linux_console_esc_and_tab_are_shift_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    parser = _parser(XTermParser)()
    assert [key.key for key in parser.feed("\x1b\t") if isinstance(key, Key)] == ["shift+tab"]


def test_hostile_titles_bring_no_sequences_of_their_own() -> None:
    with terminal(size=(120, 40)) as found:
        at = found.until("Ferry Halcyon")
        found.press(b"G")
        at = found.until("Council counts", at)
        found.press(b"/is:unread alert\r")
        at = found.until("1 found", at)
        found.press(b"\r")
        found.until("feed text", at)
        found.press(b"Q")
        assert found.ended() == 0
        assert sequences.foreign(bytes(found.output)) == []


FAULTY = f"""
from reader.tui.front.list import ListPart
def fails(screen): raise RuntimeError("the list has slipped")
ListPart.action_density = fails
{RUN}
"""


def on_a_line_of_nobody(code: str) -> tuple[subprocess.Popen[bytes], int]:
    """The program on a terminal that is no session's, up to its first list, and the keyboard."""
    keyboard, line = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment({"TERM": "xterm-256color"}),
        stdin=line,
        stdout=line,
        stderr=line,
        start_new_session=True,
    )
    os.close(line)
    seen = b""
    while b"Ferry Halcyon" not in seen:
        seen += os.read(keyboard, 65536)
    return process, keyboard


def test_a_terminal_that_goes_away_without_a_signal_ends_it() -> None:
    process, keyboard = on_a_line_of_nobody(RUN)
    started = children(process.pid)
    os.close(keyboard)
    try:
        assert process.wait(PATIENCE) > 0
    finally:
        process.kill()
    assert all(is_gone(pid) for pid in started)


def test_a_fault_of_its_own_ends_in_a_sentence_on_a_restored_terminal() -> None:
    process, keyboard = on_a_line_of_nobody(FAULTY)
    os.write(keyboard, b"Z")
    seen = b""
    with suppress(OSError):  # the line's end, once the program has gone
        while data := os.read(keyboard, 65536):
            seen += data
    os.close(keyboard)
    assert process.wait(PATIENCE) == 3
    told = seen[seen.rindex(b"\x1b[?1049l") :]
    assert b"RuntimeError: the list has slipped" in told
    assert b"Traceback" not in seen
