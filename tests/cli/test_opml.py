"""`opml`: the subscriptions as other readers take them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from tests.support.shell import Shell

LINES = (
    '<outline text="A &amp; B"><outline text="Dé"><outline type="rss" text="The &quot;Pier&quot; &lt;1&gt;" '
    'xmlUrl="https://pier.example/feed?a=1&amp;b=2" htmlUrl="https://pier.example/"/></outline></outline>'
    '<outline type="rss" text="Дюны" xmlUrl="https://dunes.example/feed"/>'
)
OPML = f'<opml version="2.0"><head/><body>{LINES}</body></opml>'
FACTS = ("url", "title", "site", "tags")


def facts(shell: Shell, *more: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in FACTS) for row in shell.rows("feeds", *more)]


def test_what_comes_out_goes_in_again_as_it_was(shell: Shell) -> None:
    shell("import", shell.file("mine.opml", OPML))
    out = shell.folder / "out.opml"
    answer = shell("opml", "--output", str(out))
    assert (answer.out, answer.err) == ("", f"wrote 2 feeds to {out}\n")
    second = ("--library", str(shell.folder / "second.db"))
    assert shell("import", str(out), *second).code == 0
    assert facts(shell, *second) == facts(shell)
    assert (
        "https://pier.example/feed?a=1&b=2",
        'The "Pier" <1>',
        "https://pier.example/",
        ["A & B/Dé"],
    ) in facts(shell)


def test_without_a_file_it_goes_to_standard_output(shell: Shell) -> None:
    shell("import", shell.file("mine.opml", OPML))
    tree = ElementTree.fromstring(shell("opml").out)
    assert {node.get("xmlUrl") for node in tree.iter("outline")} - {None} == {row[0] for row in facts(shell)}


def test_feeds_without_an_address_are_left_out(harbour: Shell) -> None:
    assert "xmlUrl" not in harbour("opml").out


def test_a_place_that_cannot_be_written_is_exit_3(harbour: Shell) -> None:
    answer = harbour("opml", "--output", str(harbour.folder / "none" / "out.opml"))
    assert answer.code == 3
    assert "cannot be written" in answer.err


SECRET = OPML.replace("https://pier.example/feed", "https://ann:s3cret@pier.example/feed").replace(
    "https://dunes.example/feed", "https://s3cret@dunes.example/feed"
)


def test_passwords_are_left_out_and_that_is_said(shell: Shell) -> None:
    shell("import", shell.file("mine.opml", SECRET))
    answer = shell("opml")
    assert "s3cret" not in answer.out
    assert 'xmlUrl="https://dunes.example/feed"' in answer.out
    assert answer.err == (
        "2 feeds with a password or token in the address: left out; --with-passwords includes it\n"
    )


def test_passwords_are_written_where_they_are_asked_for(shell: Shell) -> None:
    shell("import", shell.file("mine.opml", SECRET))
    answer = shell("opml", "--with-passwords")
    assert "https://ann:s3cret@pier.example/feed" in answer.out
    assert answer.err == ""
