"""Whether a name is an address or a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.add import target
from reader.errors import UsageError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("https://pier.example/1", "https://pier.example/1"),
        ("pier.example/1", "https://pier.example/1"),
        ("page.html", None),
        ("feeds.OPML", None),
        ("./pier.example", None),
        ("/pier.example", None),
        ("~/pier.example", None),
        ("../pier.example", None),
        ("-", None),
        ("", None),
        ("not an address", None),
        ("a/page.html", None),
        ("pier.example/page.html", "https://pier.example/page.html"),
    ],
)
def test_names(name: str, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert target.address(name) == expected


def test_a_file_that_is_there_wins_over_a_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert target.is_file("pier.example") is False
    (tmp_path / "pier.example").write_text("")
    assert target.is_file("pier.example")
    assert target.address("pier.example") is None
    assert target.is_file(" ") is False
    assert target.is_file("https://pier.example/page.html") is False
    assert target.is_file("x" * 5_000) is False
    assert target.is_file("a\0b") is False


@pytest.mark.parametrize("name", ["ftp://pier.example", "file:///etc/passwd"])
def test_other_schemes_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="only http and https") as raised:
        target.address(name)
    assert raised.value.subject == name


def test_the_home_folder_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somebody")
    assert target.path("~/a.md") == Path("/somebody/a.md")
    assert target.path("~no such user/a.md") == Path("~no such user/a.md")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n\t\n", []),
        ("pier.example", ["pier.example"]),
        ("pier.example\r\n\n tides.example \n", ["pier.example", "tides.example"]),
        ("# mine\npier.example #1", ["pier.example #1"]),
        ("https://a.example/1 HTTP://b.example feed:c.example", ["https://a.example/1", "HTTP://b.example", "feed:c.example"]),
        ("https://a.example/1 and more", ["https://a.example/1 and more"]),
        ("~/my page.html", ["~/my page.html"]),
    ],
)  # fmt: skip
def test_a_text_names_a_target_a_line_and_each_address_of_a_line_of_addresses(
    text: str, found: list[str]
) -> None:
    assert target.each(text) == found
