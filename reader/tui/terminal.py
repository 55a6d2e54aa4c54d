"""The terminal that the reader runs in: what Textual reads of the environment, its driver, and signals.

Textual reads the environment when it is imported, so this module imports nothing of it before `prepare` was called.
"""

from __future__ import annotations

import codecs
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Self
from unicodedata import category

from reader.tui import ascii_signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ESCAPE_DELAY = "25"
"""Milliseconds after which a lone ESC is the key and not the start of a sequence; Textual's own 100 are felt."""

FRAMES = "1000"
"""Frames a second. Textual waits for the next one before it paints what a key changed: with its own 60 that alone can
take the 16 ms that a key may take. Without changes nothing is painted, however many frames there are."""

TO_DEMO = -1
"""The reader's answer when the demo is asked for."""

QUIT = -2
"""The reader's answer when it is to end at once, out of the demo too."""

ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129}
"""Exit codes of the signals that end the reader: 128 and the signal's number, as a shell has them."""


ASK_BACKGROUND = "\x1b]11;?\x1b\\"
"""Asks the terminal for the colour of its background (xterm's OSC 11); one that does not know says nothing."""

ASK_MARK = "\x1b[2;1H\u0939\u093f\x1b[6n\x1b[2K\x1b[H"
"""Draws a Devanagari letter with its vowel sign in the second line, asks where the cursor stands then, and empties the
line: a terminal that draws both as one counts one cell, another two. To be written before the first frame."""

_BACKGROUND = re.compile(
    r"\x1b\]11;rgba?:(?P<said>[0-9a-f]{1,4}(?:/[0-9a-f]{1,4}){2,3})(?:\x07|\x1b\\)", re.IGNORECASE
)
_BACKGROUND_BEGUN = re.compile(r"\x1b\](?:1(?:1(?:;[^\x07\x1b]{0,58}\x1b?)?)?)?\Z")
_MARK = re.compile(r"\x1b\[2;(?P<said>[23])R")
_MARK_BEGUN = re.compile(r"\x1b\[2(?:;[23]?)?\Z")
"""Answers, and what may be the beginning of one at the end of what was read: never an ESC alone, which is a key."""


class TerminalAnswer:
    """Takes the terminal's answer to a question out of what is typed, and tells what it says. An answer can come in pieces;
    after the first one nothing is looked for."""

    def __init__(self, whole: re.Pattern[str], begun: re.Pattern[str], tell: Callable[[str], object]) -> None:
        self._whole, self._begun, self._tell = whole, begun, tell
        self._held = ""
        self._is_there = False

    @classmethod
    def background(cls, tell: Callable[[bool], object]) -> Self:
        """The answer to `ASK_BACKGROUND`: whether the background is dark."""
        return cls(_BACKGROUND, _BACKGROUND_BEGUN, lambda said: tell(is_dark(said)))

    @classmethod
    def mark(cls, tell: Callable[[bool], object]) -> Self:
        """The answer to `ASK_MARK`: whether a spacing mark takes a cell of its own."""
        return cls(_MARK, _MARK_BEGUN, lambda said: tell(said == "3"))

    def taken_out(self, text: str) -> str:
        """Gives what was read, without the answer."""
        if self._is_there:
            return text
        text, self._held = self._held + text, ""
        if found := self._whole.search(text):
            self._is_there = True
            self._tell(found["said"])
            return text[: found.start()] + text[found.end() :]
        if begun := self._begun.search(text):
            self._held = begun[0]
            return text[: begun.start()]
        return text


def questions(*, background: bool) -> str:
    """The questions for the width of a mark, unless the terminal shows ASCII only, and for its `background`."""
    return ("" if has_ascii_only() else ASK_MARK) + (ASK_BACKGROUND if background else "")


def widen_marks() -> bool:
    """Have Rich, and Textual with it, count a cell for each spacing mark (Unicode's category Mc: vowel signs of Indic
    scripts, Burmese, Khmer), as xterm, VTE and tmux do; its own table has none. False where that is so already."""
    from rich import cells

    names = vars(cells)  # its functions look the table up in their module
    table = names["load_cell_table"]("auto")
    kept: list[tuple[int, int, int]] = []
    for start, end, width in table.widths:
        codes = range(start, end + 1)
        if width or all(category(chr(code)) != "Mc" for code in codes):
            kept.append((start, end, width))
        else:
            kept += [(code, code, 0) for code in codes if category(chr(code)) != "Mc"]
    if len(kept) == len(table.widths):
        return False
    widened = table._replace(widths=kept)
    names["load_cell_table"] = lambda _="auto": widened
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()
    return True


def is_dark(colour: str) -> bool:
    """Tells whether a colour, `rrrr/gggg/bbbb` in hexadecimal of one to four digits, is nearer to black than to white:
    its luma (ITU-R BT.601) is below a half."""
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in colour.split("/")[:3])
    return bool(0.299 * red + 0.587 * green + 0.114 * blue < 0.5)


_BEGINNINGS = frozenset("[]OP_\\\x1b") | {chr(code) for code in (*range(32), 127)}
"""Characters after an ESC with which a sequence goes on, so that they are no keys of their own."""


_GUARD = r"""
exec 3<&1
modes=$(stty -g <&3 2>/dev/null)
echo >&2
read -r end || {
    stty "$modes" <&3
    printf '\033[<u\033[?2004l\033[?7h\033[?2048l\033[?1000l\033[?1003l\033[?1015l\033[?1006l\033[?1004l\033[?1049l\033[?25h'
} 2>/dev/null
"""
"""Waits for a line, or for the end of the one who would write it: then the terminal gets its modes back, and all that
Textual switches on (`LinuxDriver.stop_application_mode`) is switched off. Its stdin is a pipe, its stdout the terminal."""


class Guard:
    """A shell that puts the terminal back where the reader ends without doing so itself: a signal that nobody can catch
    (SIGKILL), one that ends the interpreter (SIGQUIT, SIGABRT), or a crash of it (SIGSEGV). A context manager."""

    def __enter__(self) -> Self:
        """Start the shell; it need not be ready yet."""
        end, self._end = os.pipe()
        self._is_ready = False
        try:
            self._shell = subprocess.Popen(
                ["/bin/sh", "-c", _GUARD],
                stdin=end,
                stderr=subprocess.PIPE,
                # A Ctrl-C in the terminal, or its end, is the reader's; and who is in no session may set its modes.
                start_new_session=True,
            )
        finally:
            os.close(end)
        return self

    def wait(self) -> None:
        """Wait until the shell has noted the terminal's modes; a few milliseconds. It says so once: the demo, which the
        reader can lead to, has the same guard."""
        if not self._is_ready:
            assert self._shell.stderr is not None
            self._shell.stderr.readline()
            self._is_ready = True

    def __exit__(self, *_: object) -> None:
        """Let the shell end; the terminal is left as it is."""
        with suppress(BrokenPipeError):  # somebody has ended it
            os.write(self._end, b"\n")
        os.close(self._end)
        self._shell.communicate()


def prepare() -> None:
    """Set what Textual reads once, at its import, unless the user has set it."""
    os.environ.setdefault("ESCDELAY", ESCAPE_DELAY)
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)


def watch_signals(leave: Callable[[int], None]) -> None:
    """Call `leave` with the exit code, on the running loop, for each signal that ends the reader.

    Python's own handling would leave the terminal in its alternate screen with the mouse on.
    """
    import asyncio  # late: the first list is asked for before the loop's modules are loaded

    loop = asyncio.get_running_loop()
    for number, code in ENDINGS.items():
        loop.add_signal_handler(number, leave, code)


# Textual's driver ends with a traceback on bytes that are no text; of a terminal that went away it reads an end of file
# for ever and blocks on what it cannot write; it wakes the thread that writes three times for each frame, and for those that
# bring nothing new but put the cursor where it is; and an ESC with
# a key right after it is one key with Alt to it, of which it tells for some keys only, and for the others drops the ESC.


def patch_driver(background: Callable[[bool], object], mark: Callable[[bool], object]) -> None:
    """Have drivers that start from now on leave out bytes that are no text, call `background` and `mark` with the terminal's
    answers about them, tell of every Esc, end the reader with its terminal, and write a frame at once."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        names = vars(linux_driver)  # the driver looks these up in its module when it starts
        names["getincrementaldecoder"] = partial(
            _decoder, (TerminalAnswer.background(background), TerminalAnswer.mark(mark))
        )
        names["WriterThread"] = _writer(names["WriterThread"])
        names["XTermParser"] = _parser(names["XTermParser"])


def _decoder(answers: Sequence[TerminalAnswer], encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(_decoding(codecs.getincrementaldecoder(encoding), answers), errors="ignore")


def _decoding(kind: Any, answers: Sequence[TerminalAnswer]) -> Callable[..., codecs.IncrementalDecoder]:
    class Decoder(kind):  # type: ignore[misc]
        def decode(self, data: bytes, final: bool = False) -> str:
            if not data and not final:
                _hang_up()
            text = str(super().decode(data, final))
            for answer in answers:
                text = answer.taken_out(text)
            return text

    return Decoder


def _parser(kind: Any) -> Any:
    from textual.events import Key

    class Parser(kind):  # type: ignore[misc]
        def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterator[Key]:
            if sequence == "\x1b\r":
                yield from (Key("escape", "\x1b"), Key("enter", "\r"))
            elif sequence == "\x1b\t" and os.environ.get("TERM") != "linux":  # whose Shift-Tab it is
                yield from (Key("escape", "\x1b"), Key("tab", "\t"))
            elif len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] not in _BEGINNINGS:
                name = f"shift+{sequence[1].lower()}" if sequence[1].isupper() else sequence[1]
                yield Key("alt+space" if name == " " else f"alt+{name}", sequence[1])
            else:
                yield from super()._sequence_to_key_events(sequence, alt=alt)

    return Parser


def has_ascii_only() -> bool:
    """Tell whether the terminal shows no letters but those of ASCII."""
    return ascii_signs.are_needed(os.environ, getattr(sys.__stderr__, "encoding", None) or "utf-8")


def _writer(kind: Any) -> Any:
    from textual._ansi_sequences import SYNC_END, SYNC_START

    if hasattr(
        kind, "frame"
    ):  # that of the demo, or of the reader before it: two would hold each other's frames
        return kind
    signs = ascii_signs.SIGNS if has_ascii_only() else {}

    class Writer(kind):  # type: ignore[misc]
        frame = cursor = ""

        def write(self, text: str) -> None:
            text = text.translate(signs) if signs else text
            self.frame += text
            if not self.frame.startswith(SYNC_START) or text == SYNC_END:
                whole, self.frame = self.frame, ""
                inner = whole.removeprefix(SYNC_START).removesuffix(SYNC_END)
                if inner != self.cursor:
                    self.cursor = inner[inner.rfind("\x1b") :] if inner.endswith("H") else ""
                    super().write(whole)

        def run(self) -> None:
            try:
                super().run()
            except OSError:
                _hang_up()
                while self._queue.get() is not None:  # nobody who writes may wait for a terminal that is gone
                    pass

    return Writer


def _hang_up() -> None:
    """Raise SIGHUP, as the system does for the terminal's own session; a child of a shell may never have got it."""
    signal.raise_signal(signal.SIGHUP)
