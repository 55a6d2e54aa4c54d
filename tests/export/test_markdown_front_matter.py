"""Front matter of exported articles."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import markdown_file, names
from tests.export.articles import ARTICLE


def test_every_known_field_is_written_in_its_order() -> None:
    assert markdown_file.front_matter(ARTICLE) == (
        "---\n"
        'title: "Two Mayors Meet as Tolls Rise"\n'
        'source: "https://valley.example/2024/05/two-mayors"\n'
        "author:\n"
        '  - "Ann Lee"\n'
        '  - "Bo Chen"\n'
        'agency: "WIRE"\n'
        'publication: "The Valley Post"\n'
        "published: 2024-05-06\n"
        "created: 2024-05-07\n"
        'description: "They met: \\"for once\\"."\n'
        "tags:\n"
        '  - "clippings"\n'
        '  - "roads/tolls"\n'
        'broadsheet: "abcdefghijklmn23"\n'
        "---\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = dataclasses.replace(
        ARTICLE,
        url=None,
        authors=(),
        agency=None,
        publication=None,
        published=None,
        day=None,
        description=None,
        tags=(),
    )
    keys = re.findall(r"(?m)^\w+", markdown_file.front_matter(bare))
    assert keys == ["title", "created", "tags", "broadsheet"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("yes", '"yes"'),
        ("2022-02-04", '"2022-02-04"'),
        ("*a: &b !!python/object", '"*a: &b !!python/object"'),
        ("---\n# x", '"---\\n# x"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("\u0085\u2028\x7f\ufeff", '"\\u0085\\u2028\\u007f\\ufeff"'),
        ("Газ 🗞", '"Газ 🗞"'),
    ],
)
def test_a_string_is_always_in_quotes(value: str, written: str) -> None:
    assert markdown_file.quoted(value) == written


@given(st.text(max_size=60))
def test_a_string_is_one_printable_line_that_reads_back(value: str) -> None:
    written = markdown_file.quoted(value)
    assert json.loads(written) == value
    assert len(written.splitlines()) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", written)


def test_the_day_is_the_publishers_else_that_of_the_time() -> None:
    late = dataclasses.replace(ARTICLE, published=datetime(2024, 5, 5, 23, tzinfo=UTC))
    assert names.published_day(late) == "2024-05-06"
    assert names.published_day(dataclasses.replace(late, day=None)) == "2024-05-05"


def test_the_source_is_a_canonical_address_of_another_site() -> None:
    other = dataclasses.replace(ARTICLE, canonical="https://wire.example/story")
    assert markdown_file.source(other) == "https://wire.example/story"
    same = dataclasses.replace(ARTICLE, canonical="https://www.valley.example/")
    assert markdown_file.source(same) == ARTICLE.url


def test_credentials_are_never_exported() -> None:
    secret = dataclasses.replace(ARTICLE, url="https://ann:pw@valley.example/a@b")
    assert markdown_file.source(secret) == "https://valley.example/a@b"
