"""Names of exported files and folders."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import names
from tests.export.articles import ARTICLE


def named(title: str, number: int = 1) -> str:
    """The name of a file by the default pattern."""
    article = replace(ARTICLE, title=title, day="2022-02-04")
    return names.file_name(names.Naming().stem(article), number)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "Xi Meets Putin as Tensions Rise With West",
            "2022-02-04-xi-meets-putin-as-tensions-rise-with-west.md",
        ),
        ("Don't panic: it’s “fine” — for now!", "2022-02-04-dont-panic-its-fine-for-now.md"),
        ("Газ подорожал на 5%", "2022-02-04-газ-подорожал-на-5.md"),
        ("天然ガスの価格", "2022-02-04-天然ガスの価格.md"),
        ("हिन्दी", "2022-02-04-हिन्दी.md"),
        ("../../etc/passwd", "2022-02-04-etc-passwd.md"),
        ("-rf *", "2022-02-04-rf.md"),
        ("???", "2022-02-04-untitled.md"),
    ],
)
def test_a_title_stays_readable_in_its_file_name(title: str, name: str) -> None:
    assert named(title) == name


def test_a_later_file_of_the_same_name_gets_a_number() -> None:
    assert named("Gas", 2) == "2022-02-04-gas-2.md"


@given(st.text(max_size=400), st.integers(1, 999))
def test_a_file_name_is_safe_everywhere(title: str, number: int) -> None:
    name = named(title, number)
    assert len(name.encode()) <= names.NAME_LIMIT
    assert all(char in "-." or unicodedata.category(char)[0] in "LMN" for char in name)


def test_a_long_title_is_cut_at_a_word_and_never_before_a_mark() -> None:
    name = named("word " * 100)
    assert 180 < len(name.encode()) <= 200
    assert name.endswith("word.md")
    for pad in range(6):
        stem = named("a" * pad + "हि" * 90).removesuffix(".md")
        assert unicodedata.normalize("NFC", "a" * pad + "हि" * 90).startswith(stem[11:])
        assert stem[-1] in "aि"


@pytest.mark.parametrize(
    ("publication", "folder"),
    [
        ("The Moscow Times", "The Moscow Times"),
        ("..", "untitled"),
        ("/etc", "etc"),
        ("-rf", "rf"),
        ("~root", "root"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("A/B: C?", "A-B- C"),
        (" Paper. ", "Paper"),
        ("Газета\u202e\n", "Газета"),
    ],
)
def test_a_publication_names_a_safe_folder(publication: str, folder: str) -> None:
    assert names.folder_name(publication) == folder


@given(st.text(max_size=300))
def test_a_folder_name_is_one_plain_part_of_a_path(publication: str) -> None:
    name = names.folder_name(publication)
    assert name
    assert len(name.encode()) <= names.NAME_LIMIT
    assert not set(name) & set('<>:"/\\|?*')
    assert name[0] not in ".- ~"
    assert name[-1] not in ". "


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{title}", "two-mayors-meet-as-tolls-rise.md"),
        ("{year}.{month} {publication}", "2024-05 the-valley-post.md"),
        ("{author}_{id}", "ann-lee_7.md"),
        (".{day}?", "06.md"),
    ],
)
def test_a_file_is_called_by_its_pattern(pattern: str, name: str) -> None:
    assert names.file_name(names.Naming(pattern).stem(ARTICLE)) == name


def test_what_is_not_known_leaves_no_gap_in_a_name() -> None:
    nobody = replace(ARTICLE, authors=(), publication=None)
    assert names.Naming("{date}-{author}-{title}").stem(nobody) == "2024-05-06-two-mayors-meet-as-tolls-rise"
    assert names.Naming("{publication}").stem(nobody) == "untitled"
    assert names.Naming("{title}").stem(replace(ARTICLE, title="Con")) == "_con"


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [
        ("", "."),
        ("{publication}", "The Valley Post"),
        ("Clips/{year}/{year}-{month}", "Clips/2024/2024-05"),
        ("{author}", "Ann Lee"),
    ],
)
def test_a_folder_is_called_by_its_pattern(pattern: str, folder: str) -> None:
    assert names.Naming(folder=pattern).below(ARTICLE) == folder


def test_no_value_leads_to_another_folder() -> None:
    hostile = replace(ARTICLE, publication="../../etc", authors=("/root",))
    assert names.Naming(folder="{publication}/{author}").below(hostile) == "etc/root"
    assert names.Naming(folder="{publication}/{year}").below(replace(ARTICLE, publication="")) == "2024"


@given(
    st.text(max_size=300), st.sampled_from(["{title}", "{author} {title}", "{publication}-{id}", "x{title}"])
)
def test_any_pattern_makes_a_safe_name(text: str, pattern: str) -> None:
    article = replace(ARTICLE, title=text, authors=(text,), publication=text)
    name = names.file_name(names.Naming(pattern).stem(article), 2)
    assert len(name.encode()) <= names.NAME_LIMIT
    assert not set(name.removesuffix(".md")) & set('<>:"/\\|?*.#^[]')
    assert name[0] not in " -~"


def test_names_that_some_file_system_takes_for_one_have_one_key() -> None:
    assert names.key("Élan.md") == names.key(unicodedata.normalize("NFD", "ÉLAN.MD"))
