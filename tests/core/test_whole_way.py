"""The whole way on real bytes: a page and its paper's feed are added, found, marked and exported; every sample is read."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.server import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.shell import Shell

pytestmark = pytest.mark.data

PAGE = "seed/moscow-times-xi-putin"
RELATED = "Putin Slams Doping Sanctions Ahead of Olympics"


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder of real data."""
    if not (name := os.environ.get("BROADSHEET_DATA")):
        pytest.skip("BROADSHEET_DATA is not set")
    return Path(name)


@pytest.fixture(scope="module")
def truth(data: Path) -> dict[str, Any]:
    """What is known of the yardstick page."""
    rows = map(json.loads, (data / "pages" / "truth.jsonl").read_text("utf-8").splitlines())
    found: dict[str, Any] = next(row for row in rows if row["id"] == PAGE)
    return found


@pytest.fixture(scope="module")
def html(data: Path, truth: dict[str, Any]) -> bytes:
    """The yardstick page."""
    return gzip.decompress((data / "pages" / truth["file"]).read_bytes())


def rows(data: Path, kind: str) -> list[dict[str, Any]]:
    """The index of the samples of a kind."""
    return [json.loads(line) for line in (data / kind / "index.jsonl").read_text("utf-8").splitlines()]


def facts(row: dict[str, Any], truth: dict[str, Any]) -> None:
    """Holds what an extract gave against all that is known of the yardstick."""
    assert (row["error"], row["text_state"]) == (None, "full")
    assert row["title"] == truth["title"]
    assert row["authors"] == truth["authors"] == ["Jing Xuan Teng", "Matthew Walsh"]
    assert (row["agency"], row["day"], row["url"]) == ("AFP", "2022-02-04", truth["url"])
    assert [picture["credit"] for picture in row["pictures"]] == ["Alexei Druzhinin / TASS"]
    (tweet,) = row["embeds"]
    assert (tweet["kind"], tweet["author"], tweet["handle"], tweet["date"]) == (
        "tweet",
        "НТВ",
        "@ntvru",
        "2022-02-04",
    )
    assert tweet["text"].startswith(truth["tweet"]["text"])
    assert [link["title"] for link in row["related"]] == [RELATED]
    assert not [text for text in truth["must_not"] if text in row["text"] + row["markdown"]]
    at_their_places(row, truth)


def at_their_places(row: dict[str, Any], truth: dict[str, Any]) -> None:
    """Every paragraph of the body in order, heading, tweet and related link between the right ones."""
    body = truth["body"].split("\n\n")
    tweet = next(n for n, text in enumerate(body) if text.startswith("Путин"))
    plain = [text for n, text in enumerate(body) if n not in (tweet, tweet + 1)]
    blocks = row["text"].split("\n\n")
    assert [block for block in blocks if block in plain] == plain
    markdown = row["markdown"].split("\n\n")
    starts = [text[:12] for text in (body[tweet - 1], "> Путин встретился", body[tweet + 2])]
    at = next(n for n, block in enumerate(markdown) if block.startswith(starts[1]))
    assert [markdown[n][:12] for n in (at - 1, at, at + 1)] == starts
    heading = markdown.index("## Olympic host")
    assert markdown[heading + 1].startswith("The two leaders will attend")
    related = next(
        n
        for n, block in enumerate(markdown)
        if block.startswith(f"**Related:** [{RELATED}]") or block == f"**Related:** {RELATED}"
    )
    assert markdown[related - 1].startswith("Spiraling tensions")
    assert markdown[related + 1].startswith('"I have known President Xi')


def test_the_yardstick_page_gives_every_fact(shell: Shell, html: bytes, truth: dict[str, Any]) -> None:
    (row,) = shell.rows("extract", shell.file("page.html", html), "--url", truth["url"])
    facts(row, truth)
    assert row["publication"] == "The Moscow Times"
    (unknown,) = shell.rows("extract", shell.file("page.html", html), "--url", "")
    facts(unknown, truth)


def test_the_same_article_as_printed_text_gives_the_same_facts(
    shell: Shell, data: Path, truth: dict[str, Any]
) -> None:
    text = (data / "pages" / "seed" / "moscow-times-print-view.txt").read_bytes()
    (row,) = shell.rows("extract", shell.file("printed.txt", text))
    facts(row, truth)
    assert row["publication"] in (None, "The Moscow Times")


@pytest.fixture
def library(shell: Shell, data: Path, html: bytes) -> Iterator[Shell]:
    """A library with the paper's feed and the page, both from loopback."""
    with running() as server:
        feed = (data / "feeds" / "arminreiter-Rss20MoscowTimes.xml").read_bytes()
        assert shell("add", server.text("/feed", feed, "application/rss+xml")).code == 0
        assert shell("add", server.text("/page", html)).code == 0
        assert shell("add", server.url("/page")).out.startswith("already in the library")
        yield shell


def test_the_page_is_found_marked_and_exported_with_all_its_parts(
    library: Shell, truth: dict[str, Any]
) -> None:
    (row,) = library.rows("list", f'title:"{truth["title"]}"')
    for query in ("Путин", '"Olympic host"', "author:teng newer:2022-01-01 older:2022-12-31"):
        assert row["id"] in [found["id"] for found in library.rows("search", query)]
    library("mark", "bookmark", str(row["id"]))
    library("tag", str(row["id"]), "+russia")
    notes = library.folder / "notes"
    assert library("export", "--bookmarks", "--to", str(notes)).code == 0
    (file,) = notes.iterdir()
    assert file.name == "2022-02-04-xi-meets-putin-as-tensions-rise-with-west.md"
    text = file.read_text("utf-8")
    for part in (
        'agency: "AFP"',
        '  - "russia"',
        "(Alexei Druzhinin / TASS)",
        "> — НТВ (@ntvru), [February 4, 2022](",
        "## Olympic host",
        f"**Related:** [{RELATED}](",
    ):
        assert part in text
    assert all(paragraph in text for paragraph in truth["body"].split("\n\n")[:5])


def test_what_was_exported_is_the_same_article_when_it_comes_back(
    library: Shell, truth: dict[str, Any]
) -> None:
    (row,) = library.rows("show", str(library.rows("list", "author:teng")[0]["id"]))
    library("export", str(row["id"]), "--to", str(library.folder / "notes"))
    (file,) = (library.folder / "notes").iterdir()
    (back,) = library.rows("extract", str(file))
    for key in (
        "title",
        "authors",
        "agency",
        "publication",
        "day",
        "markdown",
        "text",
        "pictures",
        "embeds",
        "related",
    ):
        assert back[key] == row[key], key


def test_every_sample_feed_is_previewed(shell: Shell, data: Path) -> None:
    samples = rows(data, "feeds")
    answer = shell("preview", *(str(data / "feeds" / sample["file"]) for sample in samples), "--json")
    given = answer.rows
    assert [Path(row["input"]).name for row in given] == [sample["file"] for sample in samples]
    assert "unexpected" not in answer.err
    # One sample is no feed by its own index.
    failed = [row["error"] is not None for row in given]
    assert failed == [sample["entries"] is None for sample in samples]
    assert [len(row["entries"]) for row in given] == [sample["entries"] or 0 for sample in samples]


def test_every_sample_list_is_imported(shell: Shell, data: Path) -> None:
    for number, sample in enumerate(rows(data, "opml")):
        library = ("--library", str(shell.folder / f"{number}.db"))
        answer = shell("import", str(data / "opml" / sample["file"]), *library, "--json")
        (row,) = answer.rows
        assert row["kind"] == "opml", sample["file"]
        # Of a feed that is taken a program may be named that is not.
        left_out = [said for said in row["skipped"] if not said.endswith("which is never run)")]
        assert row["feeds_new"] + row["feeds_known"] + len(left_out) <= sample["feeds"], sample["file"]
        assert bool(row["feeds_new"]) == bool(sample["feeds"]), sample["file"]
