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
from tests.support.server import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.pseudoterminal import Terminal
    from tests.support.server import Server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

ESCAPE, ENTER, TAB, BACK_TAB = b"\x1b", b"\r", b"\t", b"\x1b[Z"
PAGE_DOWN = b"\x1b[6~"

LIST, ARTICLE = "next unread", " down"
"""What the foot line says in the list, and in the article."""


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, site: Server) -> Path:
    folder = tmp_path_factory.mktemp("naughty")
    places = {
        "LIBRARY": folder / "library.db",
        "CACHE_DIR": folder / "cache",
        "CONFIG_DIR": folder / "config",
    }
    naughty.build(folder, {f"BROADSHEET_{name}": str(place) for name, place in places.items()}, site)
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
        found.heard()
        found.until(text, at)
        found.quiet(at)


def pages(found: Terminal, count: int) -> None:
    """Page on; each page is drawn before the next one is asked for."""
    for _ in range(count):
        at = len(found.output)
        found.press(PAGE_DOWN)
        found.heard()
        found.quiet(at)


def leaf(found: Terminal, end: str, most: int) -> None:
    """Page on, so often at most, until a text is written."""
    for _ in range(most):
        pages(found, 1)
        if found.shows(end):
            return
    pytest.fail(f"{end!r} is on no page: {bytes(found.output[-600:])!r}")


def lists(found: Terminal) -> None:
    leaf(found, naughty.LAST, 60)
    go(found, (b"gg", naughty.FIRST), (b"Z", naughty.FIRST))
    pages(found, 9)
    go(found, (b"gg", naughty.FIRST), (b"Z", naughty.FIRST))
    for keys, order in ((b"j", "oldest first"), (b"j", "longest first"), (b"gg", "newest first")):
        go(found, (b"S", "Order of the list"), (keys, ""), (ENTER, order))
    go(found, (b"f", "go to list"), (b"alert", " of 51"), (ENTER, LIST))
    pages(found, 3)
    go(found, (ESCAPE, naughty.FIRST))


def dialogs(found: Terminal) -> None:
    go(found, (b"i", "Added"), (ESCAPE, LIST), (b"t", "for example: russia"))
    pages(found, 5)
    go(found, (pasted(plain.HOSTILE), "owned"), (ESCAPE, LIST))
    go(found, (b"!", "Running"), (ENTER, "failed"), (ESCAPE, "Running"), (ESCAPE, LIST))
    go(found, (b"?", "earch keys"), (ESCAPE, LIST))
    for name, said in (
        ("theme", "lamplight"),
        ("starter", "Starter feeds: choose"),
        ("import", "he path of"),
    ):
        go(found, (b":", "earch actions"), (name.encode(), "choose" if name != "import" else "import feeds"))
        go(found, (ENTER, said), (ESCAPE, LIST))
    go(found, (b"R", "Checked"))


def pasted(text: str) -> bytes:
    """What a terminal sends where a text is pasted, with whatever is in it."""
    return b"\x1b[200~" + text.encode("utf-8", "ignore") + b"\x1b[201~"


def ways_in(found: Terminal) -> None:
    go(found, (b"a", "aste addresses"), (b"./" + pasted(plain.HOSTILE), "owned"))
    go(found, (ENTER, "an existing file"), (ESCAPE, LIST))


def sections(found: Terminal) -> None:
    go(found, (BACK_TAB, " show"), (b"G", "_Ga=d"), (b"i", "imported without"), (ESCAPE, " show"))
    go(
        found,
        (b"E", "publisher's)"),
        (ESCAPE, " show"),
        (b"D", "Unsubscribe from"),
        (ESCAPE, " show"),
        (b"gg", "Today"),
        (b"j", "Unread"),
    )
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
    go(found, (b"gg", naughty.FIRST), (b"/", "Esc"), (b"lamp", " matches"), (ENTER, ARTICLE))
    go(found, (b"n", ""), (b"n", ""), (ESCAPE, "lamp"), (TAB, " open"))
    pages(found, 1)
    go(found, (BACK_TAB, " bookmark"), (b"J", naughty.FEED))
    pages(found, 15)
    go(found, (b"G", "100%"), (b"e", "Exported"), (b"h", LIST))


def written(found: Terminal) -> None:
    """Notes, highlights, tags of several, the story, why: what the reader and the rules did to the newest article."""
    go(found, (b"gg", naughty.FIRST), (b'"', "Highlights"), (b"G", "owned"), (b"gg", "owned"))
    go(found, (ENTER, "Ctrl-s save"), (pasted(plain.HOSTILE), "owned"), (b"\x13", "Note saved"))
    go(found, (b"i", "By rules"), (ESCAPE, LIST), (b"T", "first report"), (ESCAPE, LIST))
    go(
        found,
        (b"V", " selected"),
        (b"jj", ""),
        (b"t", "Tags for 3"),
        (b"\x1b[B" * 4, "owned"),
        (ESCAPE, " selected"),
    )
    go(found, (ESCAPE, LIST))


def named(found: Terminal) -> None:
    """What bears the title of an article that has none but a hostile one."""
    go(found, (b"f", "go to list"), (b"reboot", "1 of 51"), (ENTER, LIST))
    for key, said in (
        (b"T", "report"),
        (b"N", "Ctrl-s save"),
        (b"t", "Tags for"),
        (b"|", "Pipe to"),
        (b"i", "Added"),
    ):
        go(found, (key, said), (ESCAPE, LIST))
    go(found, (ENTER, ARTICLE), (b"h", LIST), (ESCAPE, naughty.FIRST))


def edited(found: Terminal) -> None:
    """The article that came by a feed: its pictures, its edit, its other text, its site's feeds."""
    go(found, (b"gg", naughty.FIRST), (b"j", naughty.FEED), (b"w", "What changed in"), (b"G", "words added"))
    go(found, (ESCAPE, LIST), (ENTER, ARTICLE), (b"P", " pictures"))
    pages(found, 3)
    go(found, (b"y", "copied"), (ESCAPE, ARTICLE), (b"F", "Enter subscribes"))
    pages(found, 1)
    go(
        found,
        (b"gg", "owned"),
        (ENTER, "ubscribed to"),
        (b"x", "page's text"),
        (b"x", "feed's text"),
        (b"h", LIST),
    )


def piped(found: Terminal) -> None:
    """What a program writes, and what it complains of."""
    wrote = rb"printf '\033]52;c;eA==\007\033[31m%s\n\233\n%s%s\n' owned so ended"
    failed = rb"""sh -c 'printf "\033]0;owned\007 %s%s" so ended >&2; exit 3'"""
    go(found, (b"|", "Pipe to a command"), (wrote + ENTER, "soended"), (ESCAPE, LIST))
    go(found, (b"|", "Pipe to a command"), (b"\x15" + failed + ENTER, "soended"))
    go(found, (b"|", "Pipe to a command"), (b"\x15" + pasted(plain.HOSTILE), "owned"))
    go(found, (b"'" + ENTER, "not a valid command"), (ESCAPE, LIST))


def kept(found: Terminal) -> None:
    """Saved searches."""
    go(found, (b"/", "go to results"), (b"lamp", " found"), (b"\x13", "Save this search"))
    go(found, (pasted(plain.HOSTILE), "owned"), (ENTER, "file:///x 2Jq"), (ESCAPE, "newest first"))
    go(
        found,
        (BACK_TAB, " show"),
        (b"gg", "Today"),
        (b"jjjj", "Continue"),
        (b"j", "owned"),
        (b"E", "other field"),
    )
    go(
        found,
        (b"\x1b[B\x1b[B" + pasted("\x1b]0;owned\x07"), "owned"),
        (ENTER, "not an action of a rule"),
        (ESCAPE, " show"),
    )
    go(
        found,
        (b"D", "Removed the search"),
        (b"u", "is back"),
        (b"gg", "Today"),
        (b"j", "Unread"),
        (TAB, LIST),
    )


def settled(found: Terminal) -> None:
    go(found, (b",", "Settings"), (b"j" * 14, ""), (ENTER, "cancel"), (pasted(plain.HOSTILE), "owned"))
    go(found, (ENTER, "takes a number of minutes"), (ESCAPE, "default"), (ESCAPE, LIST))


def brought(found: Terminal, site: Server, folder: Path) -> None:
    """What comes in by a page with several feeds, and by a file with commands for feeds."""
    go(found, (b"a", "aste addresses"), (site.url("/page").encode() + ENTER, "feeds"))
    pages(found, 1)
    go(
        found,
        (ESCAPE, ""),
        (ESCAPE, LIST),
        (b":", "earch actions"),
        (b"import", "import feeds"),
        (ENTER, "he path of"),
    )
    go(found, (str(folder / "hostile.opml").encode() + ENTER, "exec:"), (ESCAPE, LIST))


def searching(found: Terminal) -> None:
    go(found, (b"/", "go to results"), (b"alert", " found"), (ENTER, LIST))
    pages(found, 3)
    go(found, (ENTER, ARTICLE), (b"h", LIST), (ESCAPE, "newest first"))
    go(found, (b"/", "go to results"), (pasted(f"is:{plain.HOSTILE}("), "owned"), (ESCAPE, "newest first"))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])
def test_a_terminal_gets_nothing_that_foreign_texts_ask_for(
    size: tuple[int, int], site: Server, tmp_path: Path
) -> None:
    with terminal(size=size) as found:
        found.until(naughty.FIRST)
        is_narrow = size[0] < 100
        for part in (lists, settled, dialogs, sections, ways_in):
            part(found)
        reading(found, is_narrow)
        if is_narrow:  # dialogs are never wider
            go(found, (b"v", naughty.FIRST))  # what was read by now stays
            for part in (written, named, edited, piped, kept):
                part(found)
            brought(found, site, tmp_path)
        searching(found)
        assert sequences.foreign(bytes(found.output), copies=True) == []
        assert found.process.poll() is None
        found.press(b"Q")
        assert found.ended() == 0
        assert sequences.foreign(bytes(found.output), copies=True) == []


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


def test_what_is_wrong_with_the_settings_is_told_without_its_codes(tmp_path: Path) -> None:
    config = 'theme = "\\u001b]52;c;eA==\\u0007owned"\nrefresh.every = 0\n"\\u001b[31m" = "\\u009b2J"\n'
    (tmp_path / "config/config.toml").write_text(config)
    with terminal() as found:
        found.until(naughty.FIRST)
        found.until("config.toml")
        found.press(b"Q")
        assert found.ended() == 0
    assert sequences.foreign(bytes(found.output)) == []
