"""What reaches a terminal: our few styles and nothing that a title, an author or a server made up."""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from reader.text.width import width
from tests.faults import plain
from tests.support import processes
from tests.support.papers import item, rss
from tests.support.pseudoterminal import terminal
from tests.support.server import Route, running
from tests.support.terminals import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import Server
    from tests.support.shell import Shell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

IMPATIENT = f"import reader.cli.output as output; output.PATIENCE_S = 0; {processes.RUN}"
"""Progress is shown at once."""

OURS = re.compile(r"\x1b\[(?:0|1|2|31)m")
BARS = re.compile(r"\x1b\[(?:\?25[lh]|2K|1A|[0-9;]*m)")
"""What rich draws a progress bar with: the cursor away and back, a line up, a line erased, colours."""


def is_ours(text: str, allowed: re.Pattern[str] = OURS) -> None:
    left = allowed.sub("", text).replace("\r", "")
    assert not plain.ACTED_ON.findall(left), left


def article(number: int) -> dict[str, object]:
    return {
        "title": f"Lamp {plain.HOSTILE} {'very ' * 40}long 漢字",
        "text": f"A quiet lamp, number {number}. {plain.HOSTILE}\n\nStairs {plain.HOSTILE}",
        "authors": [f"Eve {plain.HOSTILE}"],
        "agency": plain.HOSTILE,
        "publication": f"The {plain.HOSTILE} Post",
        "description": plain.HOSTILE,
        "url": f"https://pier.example/{number}/{plain.HOSTILE}",
        "tags": [plain.HOSTILE],
        "feeds": [f"Pier {plain.HOSTILE}"],
        "lang": "\x1b[31m",
    }


def feed() -> Route:
    entry = item(f"Rail {plain.HOSTILE}", "https://pier.example/rail")
    return Route(body=rss(f"Pier {plain.HOSTILE}", entry).encode("utf-8", "surrogatepass"))


def failure() -> Route:
    return Route(
        raw=f"HTTP/1.1 599 {plain.HOSTILE}\r\nContent-Length: 0\r\n\r\n".encode("latin-1", "replace")
    )


def opml(*urls: str) -> str:
    title = plain.ACTED_ON.sub("", plain.HOSTILE)
    rows = "".join(f'<outline text="{title}" xmlUrl="{url}"/>' for url in urls)
    return f'<opml version="2.0"><body>{rows}</body></opml>'


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of hostile articles, and two feeds: one that was fetched, one whose server answered with codes."""
    folder = tmp_path_factory.mktemp("hostile")
    library = ["--library", str(folder / "library.db")]
    (folder / "a.jsonl").write_text("".join(json.dumps(article(number)) + "\n" for number in range(3)))
    with running() as server:
        (folder / "a.opml").write_text(opml(server.on("/good", feed()), server.on("/bad", failure())))
        assert (
            processes.command(*library, "import", str(folder / "a.jsonl"), str(folder / "a.opml")).code == 0
        )
        assert processes.command(*library, "refresh").code == 3
    return folder


@pytest.fixture
def hostile(shell: Shell, hostile_folder: Path) -> Shell:
    """That library, the test's own."""
    shutil.copytree(hostile_folder, shell.folder, dirs_exist_ok=True)
    return shell


@pytest.mark.parametrize(
    "argv",
    [
        ["list"],
        ["search", "lamp"],
        ["show", "1"],
        ["related", "1"],
        ["feeds"],
        ["feeds", "--failing"],
        ["stats"],
        ["doctor"],
        ["export", "1", "--to", "-"],
        ["export", "1", "--to", "-", "--as", "html"],
        ["export", "1", "--to", "-", "--as", "csl-json"],
        ["list", "--json"],
        ["show", "1", "--markdown"],
        ["add", "./\x1b[31m\udcff.html"],
        ["search", "\x1b[31m("],
    ],
    ids=" ".join,
)
def test_only_our_styles_come_out(hostile: Shell, argv: list[str]) -> None:
    ended = on_terminal(*argv)
    is_ours(ended.out)
    is_ours(ended.err, BARS)
    assert "Traceback" not in ended.err
    assert "unexpected error:" not in ended.err


def test_a_title_keeps_what_is_honest_and_to_its_line(hostile: Shell) -> None:
    ended = on_terminal("list", columns=60)
    assert "\x1b[1m" in ended.out
    lines = OURS.sub("", ended.out).splitlines()
    assert len(lines) == 4
    assert all(width(line) <= 60 for line in lines)
    assert "[/] [link=file:///x]y" in OURS.sub("", on_terminal("show", "1").out)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colours_nothing_but_text_comes_out(hostile: Shell, env: dict[str, str | None]) -> None:
    for argv in (["list"], ["search", "lamp"], ["show", "1"], ["feeds"]):
        assert "\x1b" not in on_terminal(*argv, env=env).out


@pytest.mark.parametrize("columns", [1, 2, 10, 500])
def test_any_width_will_do(hostile: Shell, columns: int) -> None:
    for argv in (["list"], ["search", "lamp"], ["show", "1"], ["feeds"]):
        ended = on_terminal(*argv, columns=columns, rows=1)
        is_ours(ended.out)
        assert ended.code == 0, ended.err


def test_what_a_refresh_tells_is_ours_too(shell: Shell, server: Server) -> None:
    shell("import", shell.file("a.opml", opml(server.on("/good", feed()), server.on("/bad", failure()))))
    ended = on_terminal("refresh", code=IMPATIENT)
    assert "1 new" in ended.out
    assert "HTTP 599" in ended.err
    assert "\x1b[2K" in ended.err  # there was a bar
    is_ours(ended.out)
    is_ours(ended.err, BARS)


@pytest.mark.parametrize(("said", "code", "begun"), [("y\n", 0, True), ("\n", 4, False), ("no\n", 4, False)])
def test_an_empty_library_is_begun_beside_copies_where_the_reader_says_so(
    tmp_path: Path, said: str, code: int, *, begun: bool
) -> None:
    library = tmp_path / "library.db"
    (tmp_path / "library.backup-20260301T133015.db").touch()
    with terminal("saved", "add", "Unread", "is:unread") as running:
        running.until("Start an empty library anyway? [y/N] ")
        assert not library.exists()
        running.press(said.encode())
        assert running.ended() == code
    assert library.exists() is begun
