"""What commands share: articles from stdin as words or JSON Lines, bounded, and a bad line told with its number."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli import inputs
from reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shell import Shell


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a text on standard input."""

    def put(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return put


def read(shell: Shell) -> list[int]:
    return sorted(row["id"] for row in shell.rows("list", "is:read", "--limit", "0"))


@pytest.mark.parametrize(
    "text",
    [
        "1\n2\n",
        "1 2",
        "  1\t2 \r\n\n",
        "https://pier.example/gas\n2\n",
        '{"id": 1}\n{"id": 2, "uid": null}\n',
        "1\n1 2 1",
    ],
)
def test_numbers_addresses_and_objects_are_taken(
    text: str, harbour: Shell, stdin: Callable[[str], None]
) -> None:
    stdin(text)
    answer = harbour("mark", "read", "-")
    assert (answer.code, answer.out) == (0, "2 articles marked as read\n")
    assert read(harbour) == [1, 2, 4, 6]


@pytest.mark.parametrize(
    "argv",
    [
        ("list", "gas", "--json"),
        ("list", "gas", "--json=uid"),
        ("list", "gas", "--json=id"),
        ("list", "gas", "--format", "{uid}"),
        ("search", "gas", "--json"),
        ("search", "gas", "--format", "{id}"),
        ("list", "gas", "--stories", "--json"),
    ],
)
def test_what_one_command_prints_another_takes(
    argv: tuple[str, ...], harbour: Shell, stdin: Callable[[str], None]
) -> None:
    stdin(harbour(*argv).out)
    assert harbour("tag", "-", "+fuel", "-energy/gas").out == "tagged fuel; removed energy/gas: 2 articles\n"
    assert {row["id"] for row in harbour.rows("list", "tag:fuel")} == {1, 2}


def test_notes_and_what_was_added_name_their_article(harbour: Shell, stdin: Callable[[str], None]) -> None:
    stdin(
        harbour("note", "1", "Ask them", "--json").out
        + json.dumps({"article": {"id": 7, "uid": ""}, "id": 2})
    )
    assert harbour("mark", "read", "-").out == "2 articles marked as read\n"
    assert read(harbour) == [1, 2, 4, 6]


def test_every_command_for_several_articles_takes_them(harbour: Shell, stdin: Callable[[str], None]) -> None:
    for argv, said in (
        (("show", "-", "--json=id"), '{"id": 2}\n{"id": 3}\n'),
        (("export", "-", "--to", "-"), "Паром"),
        (("story", "join", "-"), "1 joined\n"),
        (("remove", "-"), "2 articles removed"),
    ):
        stdin("2\n3\n")
        answer = harbour(*argv)
        assert answer.code == 0
        assert said in answer.out


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_nothing_on_stdin_is_nothing_found(text: str, harbour: Shell, stdin: Callable[[str], None]) -> None:
    for argv in (("mark", "read", "-"), ("tag", "-", "+x"), ("show", "-"), ("export", "-"), ("remove", "-")):
        stdin(text)
        answer = harbour(*argv)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == "broadsheet: no article on standard input\n"


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("99", 1, "no such article: 99"),
        ("12 ●★ 2026-02-01  A title", 1, "no such article: 12"),
        ('{"id": 1', 2, "not a JSON object"),
        ('{"title": "Gas"}', 2, "an object without an article's id"),
        ('{"id": null, "title": "not in the library"}', 2, "an object without an article's id"),
        ('{"id": true}', 2, "an object without an article's id"),
        ('{"id": 1, "title": "The Pier", "unread": 3}', 2, "an object without an article's id"),
        ('{"id": 1, "name": "Gas", "query": "gas"}', 2, "an object without an article's id"),
        ('{"id": ' + "9" * 5000 + "}", 2, "not a JSON object"),
        ('{"a":' * 100_000, 2, "not a JSON object"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_nothing_is_done(
    row: str, code: int, said: str, harbour: Shell, stdin: Callable[[str], None]
) -> None:
    stdin(f"1\n\n{row}\n2\n")
    answer = harbour("mark", "read", "-")
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(f"broadsheet: line 3 of standard input: {said}\n")
    assert read(harbour) == [4, 6]


def test_feeds_are_not_taken_for_articles(harbour: Shell, stdin: Callable[[str], None]) -> None:
    for argv in (("feeds",), ("saved", "add", "Gas", "gas"), ("rules", "add", "read", "gas")):
        stdin(harbour(*argv, "--json").out)
        assert harbour("remove", "-").code == 2


def test_what_stdin_holds_is_bounded(
    harbour: Shell, stdin: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "LINE_LIMIT", 40)
    monkeypatch.setattr(inputs, "PIPED_LIMIT", 3)
    stdin("1\n" + "2 " * 21)
    assert "line 2 of standard input: longer than 40 characters" in harbour("mark", "read", "-").err
    stdin("1 2 3 4")
    assert "more than 3 articles" in harbour("mark", "read", "-").err
    assert read(harbour) == [4, 6]


@pytest.mark.parametrize(
    ("argv", "instead"),
    [
        (("mark", "read"), "broadsheet mark read --query"),
        (("remove",), "broadsheet remove --query"),
        (("show",), "broadsheet list {} --json | broadsheet show -"),
        (("tag", "+sea"), "broadsheet list {} --json | broadsheet tag - +TAG"),
        (("story", "split"), "broadsheet list {} --json | broadsheet story split -"),
    ],
)
def test_a_query_in_the_place_of_an_article_is_told_another_way(
    argv: tuple[str, ...], instead: str, harbour: Shell
) -> None:
    answer = harbour(*argv, "is:unread")
    assert answer.code == 1
    said = instead.format("is:unread") if "{}" in instead else f"{instead} is:unread"
    assert f"to use it as a query: {said}\n" in answer.err
    assert "a query" not in harbour(*argv, "https://pier.example/none").err


@given(st.lists(st.text(), max_size=8))
def test_whatever_is_piped_in_is_a_name_or_a_mistake(lines: list[str]) -> None:
    try:
        found = list(inputs._piped(io.StringIO("\n".join(lines))))
    except UsageError as error:
        found = [(1, error.subject)]
    assert all(number and name and not name.isspace() for number, name in found)
