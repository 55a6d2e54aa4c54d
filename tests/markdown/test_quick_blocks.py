from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.markdown import blocks, quick_blocks
from reader.markdown.blocks import _Found, _texts, contents, parser
from reader.text.clean import clean

PIECES = st.lists(
    st.sampled_from(
        [
            "word", "Газ", "3.5", "a_b", "7", " ", " ", "  ", "\n", "\n", "\n\n", "\n\n", "\\\n", "**", "*", "**Kiel**",
            "*sea*", "[tide](https://a.example/t)", "[](https://a.example/_x_?a=1&b=2)", "![p](https://a.example/p.png)",
            "[two *words*](https://a.example/(b))", "https://a.example", "# ", "## ", "- ", "> ", "\n> ", "\n>\n> ", "![](https://a.example/q.png)\n", "*Night, by day.*", " (Ann Ek)", "(AFP/X)", "> — Ann", "1. ", "---",
            "| a | b |\n| --- | --- |\n| 1 | 2 |", "**Related:** ", "(AP)", "*Night* (AP)", "~~", "`x`", "```", "\\*", "\\[",
            "\\!", "!", "[", "]", "(", ")", "&amp;", "& ", "<b>", "< ", "    ", "—", ".", ",", ":", "[^1]", "[x]: y", "=", "+ ",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=600)
@given(PIECES)
def test_blocks_are_read_as_the_parser_reads_the_whole(markdown: str) -> None:
    found = _Found()
    text = clean("\n\n".join(_texts(parser().parse(markdown), found)))
    quick = contents(markdown)
    assert quick.text == text
    assert quick.links == tuple(found.links.values())
    assert (quick.pictures, quick.embeds) == (tuple(found.pictures), tuple(found.embeds))
    assert quick.related == tuple(found.related)


def test_what_feeds_are_made_of_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "parser", lambda: pytest.fail("a parser was asked"))
    read = contents(
        "The *night* boat to [Kiel Quay](https://quay.example/k?a=1&b=2) is **late**.\\\nBring a coat!\n\n"
        "## What [else](https://quay.example/e)\n\n- tea\n- a [map](https://quay.example/m)\n\n> It sails (soon).\n>\n> Or [not](https://quay.example/n).\n\n"
        "![A boat](https://quay.example/b.png)\n*The boat, at night.* (Ann Ek)\n\n![](https://quay.example/c.png)\n(AP)\n\nEnd."
    )
    assert read.text == (
        "The night boat to Kiel Quay is late.\nBring a coat!\n\nWhat else\n\ntea\na map\n\nIt sails (soon).\n\n"
        "Or not.\n\nEnd."
    )
    assert [(picture.alt, picture.caption, picture.credit) for picture in read.pictures] == [
        ("A boat", "The boat, at night.", "Ann Ek"),
        (None, None, "AP"),
    ]
    assert [link.title for link in read.links] == ["Kiel Quay", "else", "map", "not"]


@pytest.mark.parametrize(
    "markdown", ["```\na\n\nb\n```", "a[^1]\n\n[^1]: b", "- a\n\n- b", "> a\n- b\n\n- c", "a\n\n    b"]
)
def test_blocks_that_reach_over_blank_lines_stay_together(markdown: str) -> None:
    assert quick_blocks.apart(markdown) is None
