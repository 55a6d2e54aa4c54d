"""`tag`: tags are given with + and taken with -."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.shell import Shell


def tags(shell: Shell, number: str = "4") -> list[str]:
    return list(shell.rows("show", number)[0]["tags"])


def test_tags_are_given_and_taken_at_once(harbour: Shell) -> None:
    assert tags(harbour) == ["news", "sea"]
    assert (
        harbour("tag", "4", "+ships/ferries", "-news", "+#cape").out
        == "tagged ships/ferries, cape; removed news: 1 article\n"
    )
    assert tags(harbour) == ["cape", "sea", "ships/ferries"]
    assert [row["id"] for row in harbour.rows("list", "tag:ships")] == [4]


def test_several_articles_at_once(harbour: Shell) -> None:
    assert harbour.rows("tag", "1", "4", "5", "+sea") == [{"matched": 3, "changed": 2}]
    assert harbour("tag", "1", "4", "6", "+sea").out == "tagged sea: 1 article, 2 already so\n"


def test_case_and_accents_make_no_second_tag(harbour: Shell) -> None:
    harbour("tag", "4", "+SEA", "+Séa")
    assert tags(harbour) == ["news", "sea"]
    harbour("tag", "4", "-Sea")
    assert tags(harbour) == ["news"]


@pytest.mark.parametrize(
    ("argv", "code"),
    [(["4"], 2), (["+sea"], 2), (["4", "+"], 2), (["99", "+sea"], 1), (["4", "+sea", "--nothing"], 2)],
)
def test_wrong_use_changes_nothing(argv: list[str], code: int, harbour: Shell) -> None:
    assert harbour("tag", *argv).code == code
    assert tags(harbour) == ["news", "sea"]


@pytest.mark.parametrize(
    "argv", [["4", "foo"], ["4", "foo", "+bar"], ["foo"], ["4", "#foo"], ["4", "+bar", "foo"]]
)
def test_a_tag_without_its_sign_names_both_right_forms(argv: list[str], harbour: Shell) -> None:
    answer = harbour("tag", *argv)
    assert (answer.code, answer.out) == (2, "")
    assert "+foo adds the tag, -foo removes it" in answer.err
    assert tags(harbour) == ["news", "sea"]


def test_an_address_is_no_tag_without_its_sign(harbour: Shell) -> None:
    assert harbour("tag", "https://pier.example/gas", "+foo").code == 0
    assert harbour("tag", "pier.example/none", "+foo").code == 1
