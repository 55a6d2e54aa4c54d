"""Objects of a JSON array, read piece by piece."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.importers import json_objects
from reader.importers.items import LeftOut
from reader.importers.json_objects import Fields
from tests.support import cputime


def read(text: str) -> list[str]:
    """What each item is called, or why it was left."""
    found = json_objects.objects(io.StringIO(text).read)
    return [str(item) if isinstance(item, LeftOut) else item[1].text("a") for item in found]


def test_objects_come_in_order_with_their_places() -> None:
    found = list(json_objects.objects(io.StringIO('\ufeff\n[ {"a": "one"} ,\n{"a": "two"}]').read))
    assert [item[0] for item in found] == ["item 1", "item 2"]
    assert read('[{"a": "one"}, {"a": "two"}]') == ["one", "two"]


def test_pieces_may_end_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps([{"a": f"lämp \\ {n} \n", "b": [1.5, True, None, {"c": "}]"}]} for n in range(20)])
    for piece in range(1, 40):
        monkeypatch.setattr(json_objects, "_PIECE", piece)
        assert read(text) == [f"lämp \\ {n} \n" for n in range(20)]


def test_an_array_that_is_larger_than_a_piece_is_read_whole() -> None:
    text = json.dumps([{"a": "x" * 100_000}] * 30)
    assert [len(item) for item in read(text)] == [100_000] * 30


def test_what_is_no_object_is_left() -> None:
    assert read('[1, {"a": "one"}, "x", [], null]') == [
        "item 1: not an object",
        "one",
        *(f"item {n}: not an object" for n in (3, 4, 5)),
    ]


@pytest.mark.parametrize(
    "text", ["[]", "[ \n]", "[", '[{"a": "one"}', '[{"a": "one"},', '[{"a": "one"}] rest']
)
def test_ends_of_all_kinds(text: str) -> None:
    assert read(text) == (["one"] if "one" in text else [])


@pytest.mark.parametrize(
    "broken", ['{"a": ', "{'a': 1}", '{"a": "one', "nonsense", '{"a": 1, }', "1" * 5_000 + "."]
)
def test_behind_what_is_not_json_nothing_is_read(broken: str) -> None:
    found = read('[{"a": "one"}, ' + broken + ', {"a": "three"}]')
    assert found[0] == "one"
    assert len(found) == 2
    assert found[1].startswith("item 2: not JSON, or the file is incomplete")


def test_an_object_that_is_too_large_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_objects, "OBJECT_LIMIT", 1_000_000)
    found = read('[{"a": "one"}, {"a": "' + "x" * 3_000_000 + '"}, {"a": "three"}]')
    assert found == ["one", "item 2: not JSON, or larger than 1 MB; the rest cannot be read"]


def test_bottomless_nesting_is_said_to_be_so() -> None:
    with cputime.within(2):
        assert read('[{"a": "one"}, ' + '{"a":[' * 500_000) == [
            "one",
            "item 2: nested too deeply; the rest cannot be read",
        ]


@pytest.mark.parametrize("text", ["", "{}", "nonsense", "\ufeff"])
def test_what_is_no_array_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        read(text)


@settings(max_examples=50)
@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3), max_size=5))
def test_what_json_writes_is_read_back(values: list[dict[str, str]]) -> None:
    found = json_objects.objects(io.StringIO(json.dumps(values)).read)
    assert [LeftOut("", "") if isinstance(item, LeftOut) else item[1]._values for item in found] == values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"a": ["x", "y"]}, ["x", "y"]),
        ({"a": [{"label": "x"}, {"name": "y"}, {"id": 1}, 2, None]}, ["x", "y", ""]),
        ({"a": "x"}, ["x"]),
        ({"a": 1}, []),
        ({}, []),
    ],
)
def test_names_are_read_in_every_form(values: dict[str, Any], expected: list[str]) -> None:
    assert Fields(values).names("a") == expected


@pytest.mark.parametrize(
    ("value", "is_set"),
    [
        (True, True),
        (1, True),
        ("1", True),
        ("yes", True),
        (False, False),
        (0, False),
        ("no", False),
        (None, False),
    ],
)
def test_flags_are_read_in_every_form(value: object, is_set: bool) -> None:
    assert Fields({"a": value}).flag("b", "a") is is_set


# Arrays within an object


def test_an_objects_items_come_with_what_stands_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(
        {"id": 'user "items": [', "n": 7, "items": [{"a": "one"}, 1, {"a": "two"}], "z": 1}, indent=1
    )
    for piece in (1, 7, 1_000):
        monkeypatch.setattr(json_objects, "_PIECE", piece)
        header, items = json_objects.within(io.StringIO("\ufeff" + text).read)
        assert (header.text("id"), header.number("n")) == ('user "items": [', 7)
        found = [str(item) if isinstance(item, LeftOut) else item[1].text("a") for item in items]
        assert found == ["one", "item 2: not an object", "two"]


def test_a_header_that_cannot_be_read_costs_itself_alone() -> None:
    header, items = json_objects.within(io.StringIO('{"id": nonsense, "items": [{"a": "one"}]}').read)
    assert header.text("id") == ""
    assert [item[0] for item in items] == ["item 1"]


@pytest.mark.parametrize("text", ["", "{}", '{"items": {}}', '{"a": "' + "x" * 1_100_000 + '", "items": []}'])
def test_an_object_without_items_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="without a list of items"):
        json_objects.within(io.StringIO(text).read)


def test_objects_within_objects() -> None:
    fields = Fields({"one": {"a": "x"}, "list": [{"a": "y"}, 7, {"a": "z"}], "odd": 7, "none": []})
    assert [fields.inner(name).text("a") for name in ("one", "list", "odd", "none", "no")] == [
        "x",
        "y",
        "",
        "",
        "",
    ]
    assert [one.text("a") for one in fields.each("list")] == ["y", "z"]
    assert fields.each("one") == fields.each("odd") == []


def test_a_moment_may_be_seconds() -> None:
    (moment, day, has_time) = Fields({"at": 1700000000}).moment("at") or (None, "", False)
    assert (str(moment), day, has_time) == ("2023-11-14 22:13:20+00:00", "2023-11-14", True)
    assert Fields({"at": True}).moment("at") is None
