"""What a response says of itself beyond its fields."""

from __future__ import annotations

import pytest

from reader.fetch.response import Response


def test_a_header_is_found_by_any_case_and_its_first_value_counts() -> None:
    response = Response(url="u", status=200, headers=(("etag", "1"), ("x", "2"), ("etag", "3")))
    assert (response.header("ETag"), response.header("X"), response.header("y")) == ("1", "2", None)


@pytest.mark.parametrize(
    ("kind", "charset"),
    [
        (None, None),
        ("text/html", None),
        ("text/html; charset=UTF-8", "utf-8"),
        ('text/html; Charset="koi8-r"; x=y', "koi8-r"),
        ("text/html; charset='latin1'", "latin1"),
        ("text/html; charset=", None),
        ("text/html; charset= ; x=y", None),
    ],
)
def test_the_servers_encoding_is_as_it_named_it(kind: str | None, charset: str | None) -> None:
    headers = (("content-type", kind),) if kind else ()
    assert Response(url="u", status=200, headers=headers).charset == charset
