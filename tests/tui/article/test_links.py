from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.markdown import dialect
from reader.text import urls
from reader.tui.article.build import Builder
from reader.tui.article.links import Links
from reader.tui.article.pieces import MarkdownSource
from tests.support.articles import EVERYTHING, prose

PIECES = st.sampled_from(
    [
        "[a](https://a.org/1)",
        "[*b* c](https://a.org/2_(x))",
        "![p](https://a.org/p.jpg)",
        "[![p](https://a.org/p.jpg)](https://a.org/3)",
        "\\[no](https://a.org/no)",
        "\\![x](https://a.org/4)",
        "`[code](https://a.org/code)`",
        "``a ` b [code](https://a.org/code)``",
        "<https://a.org/5>",
        "[mail](mailto:x@a.org)",
        '[t](https://a.org/6 "title")',
        "[a [b](https://a.org/7)",
        "[q](https://a.org/?a=1\\&copy;=2)",
        "[^1]",
        "words",
        "\n\n",
        "\n",
        "> ",
        "- ",
    ]
)


def numbers_drawn(source: MarkdownSource, links: Links) -> list[int]:
    """The numbers that stand in the text, each once, in order."""
    found: dict[int, None] = {}
    for piece in source.pieces:
        builder = Builder(links.number)
        builder.read(source.tokens(piece))
        found |= dict.fromkeys(run.number for block in builder.blocks for run in block.runs if run.number)
    return list(found)


def urls_of(markdown: str) -> list[str]:
    return [link.url for link in Links(MarkdownSource(markdown)).all()]


def test_links_are_numbered_in_reading_order_and_an_address_once() -> None:
    found = Links(MarkdownSource(EVERYTHING)).all()
    assert [link.number for link in found] == [1, 2, 3, 4, 5]
    assert [link.url.removeprefix("https://example.org/") for link in found] == [
        "ferry", "archive_(new)?a=1&b=2", "closed", "post/1", "brandt",
    ]  # fmt: skip


def test_a_link_has_its_words_and_an_embed_its_whole_source() -> None:
    titles = [link.title for link in Links(MarkdownSource(EVERYTHING)).all()]
    assert titles[0] == "the ferry"
    assert titles[3] == "Речной листок (@listok), 2026-10-05"


def test_a_link_without_words_has_its_host() -> None:
    assert Links(MarkdownSource("[](https://www.example.org/a)")).all()[0].title == "example.org"


@pytest.mark.parametrize(
    "markdown",
    [
        "`[x](https://a.org)`",
        "![x](https://a.org)",
        "[x](javascript:a)",
        "```\n[x](https://a.org)\n```",
        "[x](a.html)",
    ],
)
def test_what_is_no_link_to_open_has_no_number(markdown: str) -> None:
    assert urls_of(markdown) == []


def test_links_by_reference_are_found() -> None:
    markdown = "See [there][a] and [b].\n\n" + prose(2_000) + "\n\n[a]: https://a.org/a\n[b]: https://a.org/b"
    assert urls_of(markdown)[:2] == ["https://a.org/a", "https://a.org/b"]


def test_links_of_a_long_text_are_numbered_without_reading_it(monkeypatch: pytest.MonkeyPatch) -> None:
    source = MarkdownSource(prose(20_000))
    monkeypatch.setattr(source, "tokens", lambda piece: pytest.fail("a piece was parsed"))
    assert len(Links(source).all()) > 400


@given(st.lists(PIECES, max_size=12).map("".join))
@example(
    "``a ` b [code](https://a.org/code)``[code](https://a.org/code)`\n> ``a ` b [code](https://a.org/code)``"
)
@settings(max_examples=300)
def test_the_scan_numbers_the_links_that_the_text_shows(markdown: str) -> None:
    source = MarkdownSource(markdown)
    links = Links(source)
    assert numbers_drawn(source, links) == [link.number for link in links.all()]


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=200)
def test_the_scan_finds_the_links_that_the_library_knows(markdown: str) -> None:
    assert set(urls_of(markdown)) <= {link.url for link in dialect.contents(markdown).links}
    assert all(urls.is_http(url) for url in urls_of(markdown))


def test_very_many_links_are_numbered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.tui.article.links.LINKS_LIMIT", 3)
    markdown = "\n\n".join(f"[a](https://a.org/{number})" for number in (1, 1, 2, 3, 4))
    assert urls_of(markdown) == ["https://a.org/1", "https://a.org/2", "https://a.org/3"]
    assert Links(MarkdownSource(markdown)).number("https://a.org/4") == 0
