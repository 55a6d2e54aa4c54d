"""Pages of Logseq's: properties and an outline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.markdown import logseq_page

BLOCKS = st.sampled_from([
    "One line.", "Two\nlines.", "# Head", "## Notes", "- a\n- b", "- a\n\n- b", "- a\n\n  more\n- b", "- a\n  - b\n    - c", "- x\\\n  y",
    "1. x\n2. y", "> q\n>\n> r", "```py\nx\n\n\n  y\n```", "~~~\n- a\n\n```\n~~~", "| a |\n| --- |\n| b |", "    code",
    "[^1]: x\n\n    y", "* s\n* t", "![x](y)\n*c* (d)", "-", "---", "a\tb", "k:: v\nl::",
])  # fmt: skip


def page(markdown: str) -> str:
    return f"tags:: a, b\nbroadsheet:: abcdefghijklmn23\n\n{logseq_page.outline(markdown)}\n"


def test_blocks_are_items_and_lists_are_a_level_further_in() -> None:
    markdown = (
        "One\nand more.\n\n## Notes\n\n- a\\\n  b\n- c\n\n> q\n\n| a |\n| --- |\n\n1. x\n\n```\nx\n\ny\n```"
    )
    assert logseq_page.outline(markdown) == (
        "- One\n  and more.\n- ## Notes\n\t- a\\\n\t  b\n\t- c\n- > q\n"
        "-\n  | a |\n  | --- |\n-\n  1. x\n- ```\n  x\n\n  y\n  ```"
    )


def test_words_like_a_property_stay_words() -> None:
    markdown = "key:: value\n\n- b:: c\n\nstd::vector, a:: b\n\n```\nx:: y\n```"
    written = logseq_page.outline(markdown)
    assert written == "- key:\\: value\n\t- b:\\: c\n- std::vector, a:: b\n- ```\n  x:: y\n  ```"
    assert logseq_page.read(page(markdown))[1] == markdown + "\n"  # type: ignore[index]


@given(st.lists(BLOCKS, max_size=6))
def test_an_outline_comes_back_as_the_text_it_was(blocks: list[str]) -> None:
    markdown = "\n\n".join(blocks)
    found = logseq_page.read(page(markdown))
    assert found == (
        {"tags": ["a", "b"], "broadsheet": "abcdefghijklmn23"},
        markdown.strip("\n") + "\n",
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("The Quay", "The Quay"),
        ("  two\nlines ", "two lines"),
        ("a [[b]] #c", '"a [[b]] #c"'),
        ("1984", '"1984"'),
        ("true", '"true"'),
        ('"q" and "r"', '""q" and "r""'),
        ("2024-05-06", "2024-05-06"),
        ("<b>x</b> < y", '"\\<b>x\\</b> < y"'),
    ],
)
def test_text_is_in_quotes_where_logseq_would_act_on_it(value: str, written: str) -> None:
    assert logseq_page.text(value) == written
    assert logseq_page.read(f"headline:: {written}\n") == ({"headline": " ".join(value.split())}, "\n")


def test_names_are_links_to_pages() -> None:
    assert logseq_page.references(["Ann Lee", "Bo, [Jr]", "<i>", ""]) == "[[Ann Lee]], [[Bo, Jr]], [[i]]"
    found = logseq_page.read("author:: [[Ann Lee]], [[Bo, Jr]]\n")
    assert found is not None
    assert found[0] == {"author": ["Ann Lee", "Bo, Jr"]}


def test_what_logseq_and_its_user_make_of_a_page_is_read() -> None:
    found = logseq_page.read(
        "\ufeffTags:: clippings, [[two words]], #sea\ncollapsed::\n\n- text\n- ## Notes\n\t- mine\n\t\t- below\n- last\n  line\n"
    )
    assert found == (
        {"tags": ["clippings", "two words", "sea"], "collapsed": ""},
        "text\n\n## Notes\n\n- mine\n\t- below\n\nlast\nline\n",
    )


@pytest.mark.parametrize(
    "text", ["", "text", "tags: a\n", "---\ntags:: a\n", "a b:: c\n", "std::vector\n", "x:: y\n\ntext\n"]
)
def test_other_files_are_no_pages(text: str) -> None:
    assert logseq_page.read(text) is None


def test_our_page_is_one_also_where_a_line_stands_outside_of_the_outline() -> None:
    found = logseq_page.read("x:: y\nbroadsheet:: abcdefghijklmn23\n\n- a\n\nMine.\nGoes on.\n- b\n")
    assert found is not None
    assert found[1] == "a\n\nMine.\nGoes on.\n\nb\n"


@given(st.text(alphabet="-\t a:#\n`>|1.", max_size=60))
def test_any_text_is_read(text: str) -> None:
    logseq_page.read(f"broadsheet:: abcdefghijklmn23\n{text}")
    logseq_page.outline(text)
