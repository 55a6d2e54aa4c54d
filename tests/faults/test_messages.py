"""Bad situations and what is said of them: the exit code, the cause, at most two lines, nothing raw."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from reader.core.sandbox.process import ChildProcess
from tests.faults import plain
from tests.support import near
from tests.support.papers import item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from tests.support.server import Server
    from tests.support.shell import Shell

HUGE = "9" * 30
ESC = "\x1b[2J\u202e"


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)


@pytest.fixture
def one(shell: Shell) -> Shell:
    """A library with one article."""
    shell.article("Lamp lit", "A quiet lamp on the pier.")
    return shell


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["lisst"], 2, "did you mean list?"),
        ([""], 2, "there is no command “”"),
        ([ESC], 2, "there is no command"),
        (["list", f"--{ESC}"], 2, "there is no option"),
        (["list", "--limt", "3"], 2, "did you mean --limit?"),
        (["list", "--limit", "-1"], 2, "takes a whole number from 0"),
        (["list", "--limit", "x"], 2, "takes a whole number from 0"),
        (["list", "--limit", HUGE], 2, "takes a whole number from 0"),
        (["search", "lamp", "--limit", f"1{ESC}"], 2, "takes a whole number from 0"),
        (["related", "1", "--limit", "1.5"], 2, "takes a whole number from 0"),
        (["list", "--limit"], 2, "expected one argument"),
        (["list", "--library"], 2, "expected one argument"),
        (["list", "--sort", "size"], 2, "there is no choice “size”"),
        (["--json"], 2, "--json"),
        (["show"], 2, "required"),
        (["show", "0"], 1, "no such article"),
        (["show", HUGE], 1, "no such article"),
        (["show", str(2**63)], 1, "no such article"),
        (["show", str(2**63 - 1)], 1, "no such article"),
        (["show", ESC], 1, "no such article"),
        (["show", "\x00"], 1, "no such article"),
        (["show", "\udcff"], 1, "no such article"),
        (["show", "1", "--revision", "0"], 2, "takes a whole number from 1"),
        (["show", "1", "--revision", "7"], 1, "no revision 7"),
        (["related", "0"], 1, "no such article"),
        (["related"], 2, "give one article"),
        (["mark", "seen", "1"], 2, "there is no mark “seen”"),
        (["mark", "x" * 5_000, "1"], 2, "there is no mark"),
        (["mark", ESC, "read", ESC], 2, "the mark comes first"),
        (["mark", "read", HUGE], 1, "no such article"),
        (["mark", "read"], 2, "no article given"),
        (["mark", "read", "1", "--query", "lamp"], 2, "not both"),
        (["mark", "read", "--query", "harbour"], 1, "nothing matches"),
        (["tag", "1", "+"], 2, "not a tag"),
        (["tag", "1"], 2, "no tag given"),
        (["tag", "1", ESC], 2, "a tag needs a sign"),
        (["tag", "1", "x" * 5_000], 2, "a tag needs a sign"),
        (["list", "--json=" + "x" * 5_000], 2, "list has no field"),
        (["list", f"--json={ESC}"], 2, "list has no field"),
        (["list", "--format", ESC + "{" + "x" * 5_000], 2, "an unmatched brace"),
        (["demo", "--format", "{id}"], 2, "demo prints no objects"),
        (["tag", "+a"], 2, "no article given"),
        (["undo", "0"], 2, "takes a whole number from 1"),
        (["undo", HUGE], 2, "takes a whole number from 1"),
        (["undo"], 1, "nothing to undo"),
        (["redo"], 1, "nothing"),
        (["refresh", HUGE], 1, "no feed has"),
        (["refresh", ESC], 1, "no feed has"),
        (["refresh"], 1, "no feeds yet"),
        (["feeds", "burn", "1"], 2, "there is no action “burn”"),
        (["feeds", "remove"], 2, "needs feeds or --failing"),
        (["feeds", "remove", "0"], 1, "no feed has"),
        (["feeds", "rename", HUGE, "x"], 1, "no feed has"),
        (["add", ""], 2, "not a web address or an existing file"),
        (["add", "nonsense"], 2, "not a web address or an existing file"),
        (["add", "javascript:alert(1)"], 2, "not a web address or an existing file"),
        (["add", "http://[::1"], 2, "not a valid address"),
        (["add", "http://127.0.0.1:99999/"], 2, "check its host and port"),
        (["add", "ftp://pier.example/"], 2, "only http and https"),
        (["add", "file:///etc/passwd"], 2, "only http and https"),
        (["add", "/nowhere/at/all.html"], 3, "no such file"),
        (["add", "x" * 5_000], 2, "not a web address or an existing file"),
        (["import", "/nowhere/a.opml"], 3, "no such file"),
        (["import", "x" * 5_000], 3, "cannot be read"),
        (["import", "/dev/null"], 3, "empty"),
        (["preview", "/nowhere.xml"], 3, "no such file"),
        (["preview", "/"], 3, "this is a folder"),
        (["extract", "/nowhere.html"], 3, "no such file"),
        (["extract", "/dev/null"], 3, "empty"),
        (["extract", "--list", "/nowhere.tsv"], 3, "no such file"),
        (["extract"], 2, "nothing to extract"),
        (["export"], 2, "nothing to export"),
        (["export", HUGE], 1, ""),
        (["export", "harbour"], 1, "nothing to export"),
        (["export", "harbour", "--as", "pdf"], 2, "there is no choice"),
        (["send"], 2, "the following arguments are required"),
        (["send", "kindle"], 2, "nothing to send"),
        (["send", "x" * 5_000, "1"], 2, "no program is set"),
        (["opml", "--output", "/"], 3, "this is a folder"),
        (["opml", "--output", "/nowhere/at/all.opml"], 3, "no such folder"),
        (["opml", "--output", "/tmp/" + "x" * 5_000], 3, "too long"),
        (["config", "burn"], 2, "there is no action “burn”"),
        (["completion", "tcsh"], 2, "there is no choice"),
        (["--library", "/nowhere/at/all.db", "list"], 1, "there is no library"),
        (["--library", "/dev/null/a.db", "list"], 4, "Not a directory"),
        (["--library", "/dev/null/a.db", "add", "http://127.0.0.1:1/"], 4, "Not a directory"),
        (["--library", "/" + "x" * 5_000, "list"], 4, "too long"),
        (["--library", "/proc/none/a.db", "import", "/dev/null"], 4, "cannot be created here"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_two_lines(one: Shell, argv: list[str], code: int, words: str) -> None:
    plain.is_told(one(*argv), code, words)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('"lamp', "never closed"),
        ("(lamp", "never closed"),
        ("(" * 60, "nested parentheses"),
        ("lamp OR", "OR needs a word after it"),
        ("titel:x", "did you mean title:"),
        ("is:unred", "is:"),
        ("newer:someday", "isn't a date or an age"),
        ("newer:" + HUGE + "y", "isn't a date or an age"),
        ("words:" + HUGE, "takes a number"),
        ("date:9999-99-99", "9999"),
        ("lamp " * 1_000, "the limit is"),
        ("*", "no letter or digit"),
        ("-", "a minus sign needs a word"),
        (f"{ESC}(", "never closed"),
        ("\udcff", "no readable character"),
        ("\x00", "no readable character"),
        ("author:\x1b", "needs a value"),
    ],
    ids=lambda text: text[:20],
)
@pytest.mark.parametrize("command", ["search", "list", "count"])
def test_a_bad_query_is_told_with_its_place(one: Shell, command: str, query: str, words: str) -> None:
    plain.is_told(one(command, "--", query), 2, words, lines=3)


@pytest.fixture
def closed() -> str:
    """An address of this machine where nobody answers."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{place.getsockname()[1]}/"


@pytest.mark.parametrize("argv", [["add"], ["add", "--article"], ["preview"], ["extract"]])
def test_an_unreachable_host_is_named(shell: Shell, closed: str, argv: list[str]) -> None:
    answer = shell(*argv, closed)
    plain.is_told(answer, 3, "refused the connection")
    assert closed in answer.err


def test_a_feed_of_an_unreachable_host_is_kept_and_that_is_told(shell: Shell, closed: str) -> None:
    answer = shell("add", "--feed", closed)
    assert answer.code == 0
    assert "the server refused the connection; next try" in answer.out
    plain.is_clean(answer)


RAW = "HTTP/1.1 {}\r\nContent-Length: 5\r\nContent-Type: {}\r\n{}\r\nhello"


def raw(status: str = "200 OK", kind: str = "text/html", more: str = "") -> Route:
    return Route(raw=RAW.format(status, kind, more).encode("latin-1", "replace"))


ANSWERS = {
    "garbage": (Route(raw=b"\x00\xff\x1b[31m garbage\r\n\r\n"), "not HTTP"),
    "another protocol": (Route(raw=b"SSH-2.0-OpenSSH_9.9\r\n"), "not HTTP"),
    "nothing": (Route(raw=b""), "closed the connection"),
    "404": (Route(status=404), "404 (not found)"),
    "500": (Route(status=500), "500 (internal server error)"),
    "410": (Route(status=410), "410 (gone)"),
    "reason": (raw(f"404 {plain.HOSTILE}"), "404"),
    "status": (raw(f"999 {plain.HOSTILE}"), "999"),
    "encoding": (raw(more=f"Content-Encoding: {ESC[:4]}x\r\n"), "encoding"),
    "redirect to a script": (
        raw("302 Found", more="Location: javascript:\x1b[31m\r\n"),
        "redirects to an address that is not http",
    ),
    "redirect to nowhere": (raw("302 Found"), "302"),
    "redirect to itself": (Route(status=302, headers=(("Location", "/x"),)), "too many redirects"),
    "empty": (Route(), ""),
    "claims too much": (Route(body=b"x", length=10**12), "more than 15 MiB"),
    "claims less than nothing": (Route(raw=b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx"), "not HTTP"),
    "cut": (Route(body=b"x" * 1_000, cut=10), "cut short"),
    "reset": (Route(body=b"x" * 1_000, reset=10), "cut short"),
    "brotli": (Route(body=b"x", headers=(("Content-Encoding", "br"),)), "not requested"),
    "no gzip": (Route(body=b"plain text", headers=(("Content-Encoding", "gzip"),)), "not in the encoding"),
    "long header": (Route(headers=(("X-Long", "y" * 100_000),)), "headers of the response are too large"),
    "many headers": (
        Route(headers=tuple((f"X-{n}", "y") for n in range(300))),
        "headers of the response are too large",
    ),
    "overlong redirect": (
        Route(status=302, headers=(("Location", "/" + "x" * 5_000),)),
        "an address of more than 4,000 characters",
    ),
    "binary": (Route(body=bytes(range(256)) * 100), "binary data"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_a_server_does_wrong_is_told_when_it_is_added(shell: Shell, server: Server, name: str) -> None:
    answer, words = ANSWERS[name]
    plain.is_told(shell("add", server.on("/x", answer)), 3, words)
    assert shell("list", "--json").out == ""
    assert shell("feeds", "--json").out == ""


@pytest.mark.parametrize("name", ANSWERS)
def test_what_a_server_does_wrong_is_kept_with_the_feed(shell: Shell, server: Server, name: str) -> None:
    feed = Route(body=rss("The Pier", item("Lamp lit", "https://pier.example/1")).encode())
    shell("add", server.on("/x", feed, ANSWERS[name][0]))
    answer = shell("refresh")
    plain.is_told(answer, 3, "The Pier: ")
    assert [row["title"] for row in shell.rows("list")] == ["Lamp lit"]
    (row,) = shell.rows("feeds", "--failing")
    assert row["state"] == ("gone" if name == "410" else "failing")
    assert row["outcome"]
    plain.is_clean(shell("feeds"))
    plain.is_clean(shell("feeds", "--json"))


def test_a_content_type_of_control_characters_reaches_nobody(shell: Shell, server: Server) -> None:
    body = rss("The Pier", item("Lamp lit", "https://pier.example/1")).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/{plain.HOSTILE}; charset=\x1bq\r\nContent-Length: {len(body)}\r\n\r\n"
    url = server.on("/x", Route(raw=head.encode("latin-1", "replace") + body))
    for argv in (["preview"], ["add"], ["extract"]):
        plain.is_clean(shell(*argv, url))


def test_what_is_no_feed_is_told(shell: Shell, server: Server) -> None:
    plain_page = server.text("/page", page("Lamp lit", "A lamp."))
    picture = server.text("/picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "image/png")
    plain.is_told(shell("add", "--feed", plain_page), 3, "neither a feed nor a page that links to one")
    plain.is_told(shell("add", "--feed", picture), 3, "binary data")
    plain.is_told(shell("preview", plain_page), 3, "it is a web page")
    plain.is_told(shell("preview", picture), 3, "not a feed")
    assert shell("list", "--json").out == ""


def test_a_feed_is_no_article(shell: Shell, server: Server) -> None:
    url = server.text("/feed", rss("The Pier", item("Lamp lit", "https://pier.example/1")))
    plain.is_told(shell("add", "--article", url), 3, "this is a feed")


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("empty.html", b"", "empty"),
        ("blank.md", b" \n\t\n", "empty"),
        ("noise.html", bytes(range(256)) * 20, "binary"),
        ("paper.pdf", b"%PDF-1.7\n" + bytes(range(256)), "binary"),
        ("packed.html.gz", b"\x1f\x8b\x08\x00junk", "damaged"),
        ("feed.xml", rss("The Pier").encode(), "feed"),
        (
            "list.opml",
            b'<opml version="2.0"><body><outline xmlUrl="http://a.example/f"/></body></opml>',
            "list",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_without_an_article_is_told(shell: Shell, name: str, body: bytes, words: str) -> None:
    answer = shell("add", shell.file(name, body))
    plain.is_told(answer, answer.code, words)
    assert answer.code in (2, 3)


@pytest.mark.parametrize("name", ["a\x1b[31m\nb\x9b.html", "a\udcff\udcfe\n.html", "a\u202e\n\nb.html"])
@pytest.mark.parametrize("command", ["add", "extract", "preview", "import"])
def test_an_odd_file_name_stays_on_its_line(shell: Shell, command: str, name: str) -> None:
    answer = shell(command, shell.file(name, b""))
    plain.is_told(answer, 3, "empty")
    shell.file(name, "Just a few words, and not a list of any kind.")
    plain.is_clean(shell(command, str(shell.folder / name)))
    plain.is_clean(shell(command, str(shell.folder / name), "--json"))


@pytest.mark.parametrize(
    "secret", ["ann:s3cret@", "s3cret@", ":s3cret@"], ids=["password", "token", "no user"]
)
@pytest.mark.parametrize(
    "argv",
    [
        ("add", "http://{}/nothing"),
        ("add", "--feed", "http://{}/page"),
        ("add", "--article", "http://{}/feed"),
        ("add", "--choose", "7", "http://{}/page"),
        ("add", "http://{}/empty"),
        ("add", "ftp://{}/feed"),
        ("add", "http://{}/page", "http://{}/nothing"),
        ("preview", "http://{}/nothing"),
        ("preview", "http://{}/page"),
        ("extract", "http://{}/feed"),
        ("feeds", "rename", "http://{}/feed", "New"),
        ("refresh", "http://{}/other"),
        ("show", "http://{}/other"),
        ("import", "http://{}/list"),
    ],
    ids=" ".join,
)
def test_no_message_shows_a_secret(one: Shell, server: Server, secret: str, argv: tuple[str, ...]) -> None:
    server.text("/page", page("Lamp", "A lamp."))
    server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"))), "application/rss+xml")
    server.text("/empty", "")
    place = server.url("").removeprefix("http://")
    said = [word.format(f"{secret}{place}") for word in argv]
    for more in ((), ("--json",)):
        answer = one(*said, *more)
        assert "s3cret" not in answer.out + answer.err
        assert "Traceback" not in answer.err
