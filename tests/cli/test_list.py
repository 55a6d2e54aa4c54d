"""`list`: articles by query, order and number, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from reader.cli.commands import list as command

if TYPE_CHECKING:
    from tests.support.shell import Shell


def ids(shell: Shell, *argv: str) -> list[int]:
    return [row["id"] for row in shell("list", *argv, "--json").rows]


def test_everything_is_listed_newest_first(harbour: Shell) -> None:
    # What names no day can be of any age.
    assert ids(harbour) == [4, 3, 2, 1, 6, 5]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (["is:unread"], [3, 2, 1, 5]),
        (["is:bookmarked"], [1, 5]),
        (["gas", "-oil"], [1]),
        (["gas", "OR", "ferry"], [4, 2, 1]),
        (['"gas line"'], [1]),
        (["author:keel"], [1]),
        (["feed:pier"], [1]),
        (["site:dunes.example"], [2]),
        (["tag:energy"], [1]),
        (["#sea"], [4]),
        (["lang:ru"], [3]),
        (["date:2026-02"], [2, 1]),
        (["newer:2026-02-02", "older:2026-03-02"], [3, 2]),
        (["words:>100"], [2]),
        (["катера"], [3]),
        (["NOT", "gas", "is:unread"], [3, 5]),
        (["gas is:unread"], [2, 1]),
    ],
)
def test_the_query_language_chooses(query: list[str], expected: list[int], harbour: Shell) -> None:
    assert ids(harbour, *query) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [("oldest", [6, 1, 2, 3, 4, 5]), ("longest", [2, 4, 1, 3, 6, 5]), ("date", [4, 3, 2, 1, 6, 5])],
)
def test_the_order_is_an_option_or_a_word(order: str, expected: list[int], harbour: Shell) -> None:
    assert ids(harbour, "--sort", order) == expected
    assert ids(harbour, f"sort:{order}") == expected


def test_by_relevance_the_title_counts_more(harbour: Shell) -> None:
    assert ids(harbour, "--sort", "relevance", "gas")[0] == 1


def test_a_cut_is_said_on_stderr(harbour: Shell) -> None:
    answer = harbour("list", "--limit", "2")
    assert len(answer.out.splitlines()) == 2
    assert answer.err == "2 of 6 shown; --limit 0 shows all\n"
    assert harbour("list", "--limit", "0").err == ""


def test_two_hundred_are_shown_unless_said(shell: Shell) -> None:
    lines = "\n".join(f'{{"title": "Note {n}", "text": "Bottle {n}."}}' for n in range(203))
    shell("import", shell.file("many.jsonl", lines))
    assert (len(ids(shell)), len(ids(shell, "--limit", "0"))) == (200, 203)
    assert "200 of 203 shown" in shell("list").err


def test_thousands_have_a_comma() -> None:
    out = Mock(columns=80)
    command._ended(200, 1_149, (), "", (), out)
    out.say.assert_called_once_with("200 of 1,149 shown; --limit 0 shows all")


def test_nothing_is_exit_1_and_said(harbour: Shell) -> None:
    answer = harbour("list", "unicorn")
    assert (answer.code, answer.out, answer.err) == (1, "", "nothing matches\n")


@pytest.mark.parametrize("option", [(), ("--stories",)])
def test_a_library_without_articles_says_what_comes_next(option: tuple[str, ...], shell: Shell) -> None:
    shell.article("Pier", "It stands.")
    assert shell("remove", "1").code == 0
    assert shell("list", *option).err == "the library is empty: broadsheet add ADDRESS\n"
    opml = '<opml><body><outline text="Pier" xmlUrl="https://pier.example/feed"/></body></opml>'
    assert shell("import", shell.file("feeds.opml", opml)).code == 0
    assert shell("list", *option).err == "your feed has no articles yet; to fetch them: broadsheet refresh\n"


@pytest.mark.parametrize("option", [(), ("--stories",)])
def test_what_each_part_finds_alone_is_told_where_all_find_nothing(
    option: tuple[str, ...], harbour: Shell
) -> None:
    answer = harbour("list", *option, "is:unread", "unicorn")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "nothing matches\n  is:unread alone: 4 · unicorn alone: 0\n"


def test_rows_are_aligned_and_tell_marks_day_title_and_source(harbour: Shell) -> None:
    for number in range(7, 12):
        harbour.article(f"Note {number}", f"Bottle {number}.", published="2026-11-01")
    assert harbour("list", "newer:2026-02-03 older:2026-03-03 OR is:bookmarked").out.splitlines()[:-1] == [
        "4    2026-03-02  Ferry on the sandbank",
        "3 ●  2026-03-01  Паром сел на мель",
        "2 ●  2026-02-03  Oil and gas get cheaper — Dunes",
        "1 ●★ 2026-02-01  Gas line to the island — The Pier",
    ]
    starts = {line.index("20") for line in harbour("list").out.splitlines()[:-1]}
    assert len(starts) == 1


def test_quiet_leaves_the_data_alone(harbour: Shell) -> None:
    answer = harbour("--quiet", "list", "--limit", "1")
    assert (len(answer.out.splitlines()), answer.err) == (1, "")
