"""Every screen, full of naughty strings, in a pseudo-terminal: it goes on, and the terminal gets nothing but ours."""

from __future__ import annotations

import base64
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults import plain
from tests.support import naughty, sequences
from tests.support.pseudoterminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.pseudoterminal import Terminal

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals"),
    pytest.mark.timeout(180),
]

ESCAPE, ENTER, TAB, BACK_TAB = b"\x1b", b"\r", b"\t", b"\x1b[Z"
PAGE_DOWN = b"\x1b[6~"

LIST, ARTICLE = "next unread", "next, previous"
"""What the foot line says in the list, and in the article."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("naughty")
    places = {
        "LIBRARY": folder / "library.db",
        "CACHE_DIR": folder / "cache",
        "CONFIG_DIR": folder / "config",
    }
    naughty.build(folder, {f"BROADSHEET_{name}": str(place) for name, place in places.items()})
    return folder


@pytest.fixture(autouse=True)
def _own_shelf(shelf: Path, tmp_path: Path) -> None:
    shutil.copytree(shelf, tmp_path, dirs_exist_ok=True)
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config/config.toml").write_text('theme = "newsprint"\nrefresh.every = 0\n')


def go(found: Terminal, *steps: tuple[bytes, str]) -> None:
    """Press keys, each time until a text is written that tells that they were heard, and nothing more is."""
    for keys, text in steps:
        at = len(found.output)
        found.press(keys)
        found.until(text, at)
        found.quiet(at)


def pages(found: Terminal, count: int) -> None:
    """Page on; each page is drawn before the next one is asked for."""
    for _ in range(count):
        at = len(found.output)
        found.press(PAGE_DOWN)
        found.quiet(at)


def leaf(found: Terminal, end: str, most: int) -> None:
    """Page on, so often at most, until a text is written."""
    at = len(found.output)
    for _ in range(most):
        pages(found, 1)
        if end.encode() in found.output[at:]:
            return
    pytest.fail(f"{end!r} is on no page: {bytes(found.output[-600:])!r}")


def lists(found: Terminal) -> None:
    leaf(found, naughty.LAST, 60)
    go(found, (b"gg", naughty.FIRST), (b"Z", naughty.FIRST))
    pages(found, 9)
    go(found, (b"gg", naughty.FIRST), (b"Z", naughty.FIRST))
    go(found, (b"S", "oldest first"), (b"S", "longest first"), (b"S", "newest first"))
    go(found, (b"f", "into the list"), (b"alert", " of 51"), (ENTER, LIST))
    pages(found, 3)
    go(found, (ESCAPE, naughty.FIRST))


def dialogs(found: Terminal) -> None:
    go(found, (b"i", "Came in"), (ESCAPE, LIST), (b"t", "a tag, such as"))
    pages(found, 5)
    go(found, (pasted(plain.HOSTILE), "owned"), (ESCAPE, LIST))
    go(found, (b"!", "Running"), (ENTER, "it failed"), (ESCAPE, "Running"), (ESCAPE, LIST))
    go(found, (b"?", "search the keys"), (ESCAPE, LIST))
    for name, said in (
        ("theme", "lamplight"),
        ("starter", "Starter feeds: choose"),
        ("import", "the path of"),
    ):
        go(found, (b":", "what to do"), (name.encode(), "choose" if name != "import" else "import feeds"))
        go(found, (ENTER, said), (ESCAPE, LIST))
    go(found, (b"R", "feeds asked"))


def pasted(text: str) -> bytes:
    """What a terminal sends where a text is pasted, with whatever is in it."""
    return b"\x1b[200~" + text.encode("utf-8", "ignore") + b"\x1b[201~"


def ways_in(found: Terminal) -> None:
    go(found, (b"a", "paste any address"), (b"./" + pasted(plain.HOSTILE), "owned"))
    go(found, (ENTER, "a file that is there"), (ESCAPE, LIST))


def sections(found: Terminal) -> None:
    go(found, (BACK_TAB, " show"), (b"G", "_Ga=d"), (b"i", "from an import"), (ESCAPE, " show"))
    go(found, (b"E", "publisher's own"), (ESCAPE, " show"), (b"gg", "Today"), (b"j", "Unread"))
    go(found, (TAB, LIST))


def reading(found: Terminal, is_narrow: bool) -> None:
    go(found, (b"G", naughty.LAST), (b"gg", naughty.FIRST), (ENTER, ARTICLE), (b"L", " links"))
    pages(found, 5)
    go(found, (ESCAPE, ARTICLE), (b"'", " choose"))
    pages(found, 2)
    go(found, (ESCAPE, ARTICLE))
    if is_narrow:
        leaf(found, naughty.END, 150)
    else:
        pages(found, 15)
    go(found, (b"gg", naughty.FIRST), (b"/", "Esc"), (b"lamp", " found"), (ENTER, ARTICLE))
    go(found, (b"n", ""), (b"n", ""), (ESCAPE, "lamp"), (TAB, " open"))
    pages(found, 1)
    go(found, (BACK_TAB, " bookmark"), (b"J", naughty.FEED))
    pages(found, 15)
    go(found, (b"G", "100 %"), (b"e", "Exported"), (b"h", LIST))


def searching(found: Terminal) -> None:
    go(found, (b"/", "into the list"), (b"alert", " found"), (ENTER, LIST))
    pages(found, 3)
    go(found, (ENTER, ARTICLE), (b"h", LIST), (ESCAPE, "newest first"))
    go(found, (b"/", "into the list"), (pasted(f"is:{plain.HOSTILE}("), "owned"), (ESCAPE, naughty.FIRST))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])
def test_a_terminal_gets_nothing_that_foreign_texts_ask_for(size: tuple[int, int]) -> None:
    with terminal(size=size) as found:
        found.until(naughty.FIRST)
        for part in (lists, dialogs, sections, ways_in):
            part(found)
        reading(found, is_narrow=size[0] < 100)
        searching(found)
        assert sequences.foreign(bytes(found.output)) == []
        assert found.process.poll() is None
        found.press(b"Q")
        assert found.ended() == 0
        assert sequences.foreign(bytes(found.output)) == []


def test_a_copy_brings_its_own_sequence_with_a_clean_text_in_it() -> None:
    with terminal() as found:
        found.until(naughty.FIRST)
        go(found, (ENTER, ARTICLE), (b"J", naughty.FEED), (b"Y", "Copied"), (b"Q", "\x1b[?1049l"))
        assert found.ended() == 0
    assert sequences.foreign(bytes(found.output), copies=True) == []
    (copied,) = sequences.COPY.findall(bytes(found.output).decode())
    text = base64.b64decode(copied).decode()
    assert naughty.END in text
    assert not plain.ACTED_ON.findall(text.replace("\n", ""))
