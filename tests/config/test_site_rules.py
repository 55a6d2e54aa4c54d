from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.config.site_rules import Sites, check, load

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.news.quay.example:8080/2024/bridge"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "sites" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_selector_or_a_list_of_them_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "quay.example.toml", 'keep = ".text"\ndrop = [".ad", "aside > p"]\n')
    rules, notices = load(path)
    assert rules is not None
    assert (rules.name, rules.keep, rules.drop, rules.next) == (
        "sites/quay.example.toml",
        (".text",),
        (".ad", "aside > p"),
        (),
    )
    assert not notices


def test_the_nearest_host_wins(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    assert sites.rules(URL) is None
    write(tmp_path, "quay.example.toml", 'keep = "p"')
    assert (rules := sites.rules(URL)) is not None
    assert rules.name == "sites/quay.example.toml"
    write(tmp_path, "news.quay.example.toml", 'keep = "p"')
    assert (rules := sites.rules(URL)) is not None
    assert rules.name == "sites/news.quay.example.toml"
    assert sites.rules("https://other.example/") is None
    assert sites.rules(None) is None


def test_a_file_that_changes_is_read_anew(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    write(tmp_path, "quay.example.toml", 'keep = "p"')
    sites.rules(URL)
    write(tmp_path, "quay.example.toml", 'keep = "article"')
    assert (rules := sites.rules(URL)) is not None
    assert rules.keep == ("article",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("keep = ", "line 1: is not valid TOML"),
        ('\nkep = "p"', "line 2: there is no key “kep”; did you mean keep?"),
        ('body = "p"', "there is no key “body”; use one of keep, drop, title, author, date, next"),
        ('keep = "p:nth("', "keep: “p:nth(” is not a CSS selector"),
        ('keep = "p::before"', "keep: “p::before” is not a CSS selector"),
        ("keep = 5", "keep: takes a CSS selector in quotation marks, or a list of them"),
        ('keep = ["p", ""]', "keep: takes a CSS selector"),
        (f'keep = "{"p " * 600}"', "longer than 1,000 characters"),
        (f"keep = {['p'] * 60}", "has more than 50 selectors"),
        (f'keep = "{":not(" * 190}"', "is not a CSS selector"),
    ],
)
def test_what_is_wrong_is_told_and_never_raised(text: str, words: str, tmp_path: Path) -> None:
    path = write(tmp_path, "quay.example.toml", text)
    notices = load(path)[1]
    assert len(notices) == 1
    assert str(path) in notices[0]
    assert words in notices[0]
    assert Sites(tmp_path).notices(URL) == notices


def test_what_is_right_beside_it_stands(tmp_path: Path) -> None:
    rules, notices = load(write(tmp_path, "a.toml", 'keep = ["p", "["]\ntitel = "h1"\ndate = "time"'))
    assert rules is not None
    assert (rules.keep, rules.date, len(notices)) == (("p",), ("time",), 2)


def test_all_files_are_checked_with_their_names(tmp_path: Path) -> None:
    assert check(tmp_path) == (0, ())
    write(tmp_path, "quay.example.toml", 'keep = "p"')
    write(tmp_path, "www.pier.example.toml", 'keep = "p"')
    count, notices = check(tmp_path)
    assert count == 2
    assert len(notices) == 1
    assert "the file name is not a host; rename it to pier.example.toml" in notices[0]
