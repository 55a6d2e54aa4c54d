"""What is printed of each object: named fields in their order, a template that is only filled in, mistakes before the work."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli.output import Output
from reader.cli.shape import OutputTemplate
from reader.errors import UsageError

if TYPE_CHECKING:
    from tests.support.shell import Shell

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_named_fields_are_printed_in_the_order_given(harbour: Shell) -> None:
    answer = harbour("list", "gas", "--json=title,id,tags", "--sort", "oldest")
    assert answer.out.splitlines() == [
        '{"title": "Gas line to the island", "id": 1, "tags": ["energy/gas"]}',
        '{"title": "Oil and gas get cheaper", "id": 2, "tags": []}',
    ]


def test_the_option_stands_before_or_after_the_command(harbour: Shell) -> None:
    assert harbour("--json=id", "list", "gas").rows == harbour("list", "--json=id", "gas").rows
    assert harbour("--format", "{id}", "list", "gas").out == harbour("list", "gas", "--format", "{id}").out


def test_a_word_after_the_option_is_still_a_word_of_the_query(harbour: Shell) -> None:
    assert [row["id"] for row in harbour("list", "--json", "ferry").rows] == [4]
    assert [row["id"] for row in harbour("search", "--json", "gas", "-oil").rows] == [1]
    assert [row["id"] for row in harbour("show", "--json", "4").rows] == [4]


def test_fields_without_the_equals_sign_are_told_how_to_be_written(harbour: Shell) -> None:
    answer = harbour("list", "--json", "id,title")
    assert (answer.code, answer.out) == (2, "")
    assert "--json=id,title" in answer.err
    assert harbour("--json", "id,title", "list").err == answer.err
    assert harbour("list", "--json", "gas,oil").err == "nothing matches\n"  # no fields: words of the query


@pytest.mark.parametrize(
    ("argv", "near"),
    [
        (("list", "--json=id,titel"), "did you mean title?"),
        (("list", "--format", "{titel}"), "did you mean title?"),
        (("feeds", "--json=uid"), "Fields: id, url, title, site"),
        (("config", "--json=export.foldr"), "did you mean export.folder?"),
        (("list", "--json="), "fields: id, uid"),
        (("list", "--json=id,,title"), "a field without a name"),
        (("opml", "--json=id"), "opml prints no objects"),
        (("list", "--json=id", "--format", "{id}"), "cannot be used together"),
    ],
)
def test_a_field_that_is_none_is_a_mistake_with_the_fields_that_are(
    argv: tuple[str, ...], near: str, harbour: Shell
) -> None:
    answer = harbour(*argv)
    assert (answer.code, answer.out) == (2, "")
    assert near in answer.err or near.lower() in answer.err


def test_a_mistake_in_the_fields_changes_nothing(harbour: Shell) -> None:
    assert harbour("mark", "read", "1", "--json=nothing").code == 2
    assert not harbour.rows("show", "1")[0]["read"]


def test_what_an_object_lacks_is_null_and_nothing(harbour: Shell) -> None:
    assert harbour("list", "gas -oil", "--json=id,story").rows == [{"id": 1, "story": None}]
    assert harbour("list", "gas -oil", "--format", "{id}|{story}|{agency}|").out == "1|||\n"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        (r"{id}\t{title}\n{url}", "1\tGas line to the island\nhttps://pier.example/gas\n"),
        ("{authors} {tags} {copies}.", "Ann Keel, Bo Mast energy/gas .\n"),
        ("{read} {bookmarked} {words}", "false true 13\n"),
        (r"{{id}} \\t \q", "{id} \\t \\q\n"),
        ("", "\n"),
    ],
)
def test_a_template_is_filled_in(template: str, line: str, harbour: Shell) -> None:
    assert harbour("list", "gas -oil", "--format", template).out == line


def test_every_command_with_objects_takes_a_template(harbour: Shell) -> None:
    assert harbour("search", "gas", "-oil", "--format", "{id} {hits}").out.startswith("1 [[")
    assert harbour("show", "1", "--format", "{text}").out.count("\n") == 1
    assert harbour("feeds", "--format", "{title}: {unread}").out == "Dunes: 1\nThe Pier: 1\n"
    assert harbour("mark", "read", "1", "--format", "{changed} of {matched}").out == "1 of 1\n"
    assert harbour("count", "gas", "--format", "{count}").out == "2\n"
    assert harbour("stats", "--format", "{articles}").out == "6\n"


@pytest.mark.parametrize("source", ["{", "}", "a {title", "title} b", "{a{b}", "{{}"])
def test_a_brace_without_its_other_is_a_mistake(source: str) -> None:
    with pytest.raises(UsageError):
        OutputTemplate(source)


@pytest.mark.parametrize("source", ["{title.__class__}", "{title!r}", "{title:>9}", "{0}", "{}"])
def test_a_template_has_names_and_nothing_else(source: str, harbour: Shell) -> None:
    assert harbour("list", "--format", source).code == 2


@given(VALUES)
def test_a_value_is_always_one_clean_line(value: Any) -> None:
    told = OutputTemplate("{x}").filled({"x": value})
    assert told.splitlines() in ([told], [])
    assert "\t" not in told
    assert "\x1b" not in told


@given(st.text())
def test_text_without_a_field_comes_out_as_it_went_in(text: str) -> None:
    written = text.replace("\\", "\\\\").replace("{", "{{").replace("}", "}}")
    assert OutputTemplate(written).filled({}) == text


def test_json_is_json_in_any_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, "latin-1", "backslashreplace"))
    out = Output(json=True)
    out.object({"title": "Паром é"})
    out.flush()
    assert json.loads(written.getvalue().decode("ascii")) == {"title": "Паром é"}
