"""Pages that go on with an article: asked one after another, put together, and the lack of one is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core.refresh.multi_page import MOST_PAGES, _further, whole
from reader.core.sandbox.pool import SandboxPool
from reader.fetch.client import PAGES_FIRST, Client
from tests.support.papers import SENTENCES, page
from tests.support.server import Route

if TYPE_CHECKING:
    from reader.core.sandbox.results import PageResult
    from tests.support.server import Server


def path(number: int) -> str:
    return "/lamp" if number == 1 else f"/lamp?page={number}"


def served(server: Server, *texts: str, more: bool = False) -> None:
    """Pages of HTML, each with a link to the next one; with `more` the last one, too."""
    for number, text in enumerate(texts, 1):
        link = f'<link rel="next" href="{path(number + 1)}">' if number < len(texts) or more else ""
        server.text(
            path(number), page("Lamp lit", head=link).replace("</article>", f"{text}</article>"), "text/html"
        )


def paragraphs(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


async def read(server: Server) -> PageResult:
    async with Client() as client, SandboxPool(1) as children:
        response = await client.get(server.url("/lamp"), allow_private=True)
        first = await children.page(response.body, response.url, response.charset)
        return await whole(first, client, children, allow_private=True)


async def test_all_pages_are_one_text_in_their_order(server: Server) -> None:
    served(server, paragraphs(*SENTENCES[:3]), paragraphs(*SENTENCES[3:5]), paragraphs(*SENTENCES[5:]))
    found = await read(server)
    assert found.draft.text == "\n\n".join(SENTENCES)
    assert (found.draft.text_state, found.draft.reason, found.following) == ("full", None, None)
    assert [seen.path for seen in server.seen] == [path(1), path(2), path(3)]
    assert server.seen[2].headers["accept"] == PAGES_FIRST


async def test_what_each_page_says_again_at_its_head_is_said_once(server: Server) -> None:
    figure = "<figure><img src='/p.jpg'><figcaption>The lamp.</figcaption></figure>"
    first, second = figure + paragraphs(*SENTENCES[:4]), figure + paragraphs(SENTENCES[0], *SENTENCES[4:])
    served(server, first, second)
    found = await read(server)
    assert found.draft.markdown.count("The lamp.") == 1
    assert found.draft.text == "\n\n".join(SENTENCES)
    assert len(found.draft.pictures) == 1


async def test_footnotes_are_numbered_on(server: Server) -> None:
    def noted(word: str, *sentences: str) -> str:
        mark = '<sup><a href="#n" id="r">1</a></sup>'
        return (
            paragraphs(*sentences[:-1]) + f"<p>{sentences[-1]}{mark}</p>"
            f'<ol><li id="n">Note on the {word}. <a href="#r">↩</a></li></ol>'
        )

    served(server, noted("paint", *SENTENCES[:4]), noted("whale", *SENTENCES[4:]))
    markdown = (await read(server)).draft.markdown
    assert "[^1]: Note on the paint." in markdown
    assert "[^2]: Note on the whale." in markdown
    assert f"{SENTENCES[-1]}[^2]" in markdown


def test_notes_of_a_further_page_keep_their_numbers_where_there_were_none() -> None:
    assert _further("It burns.[^1]\n\n[^1]: At night.", "A lamp.") == "It burns.[^1]\n\n[^1]: At night."
    before = "A lamp.[^2] A whale.[^11]"
    assert _further("It burns.[^1] And[^3]", before) == "It burns.[^12] And[^14]"


def test_code_that_is_repeated_is_no_repeated_head() -> None:
    assert _further("A lamp.\n\nIt burns.", "A lamp.\n\nIt is lit.") == "It burns."
    assert _further("```\nlamp\n```\n\nIt burns.", "```\nlamp\n```") == "```\nlamp\n```\n\nIt burns."
    assert _further("A lamp.", "A lamp.") == ""


async def test_a_page_that_does_not_come_ends_the_article_and_is_said(server: Server) -> None:
    served(server, paragraphs(*SENTENCES[:4]), more=True)
    server.on(path(2), Route(status=404))
    draft = (await read(server)).draft
    assert draft.text == "\n\n".join(SENTENCES[:4])
    assert draft.text_state == "part"
    assert draft.reason is not None
    assert draft.reason.startswith("Page 2 of the article could not be fetched: ")


async def test_no_more_than_ten_pages_are_asked_for(server: Server) -> None:
    texts = [paragraphs(*(f"{sentence} Page {n}." for sentence in SENTENCES[:4])) for n in range(12)]
    served(server, *texts)
    draft = (await read(server)).draft
    assert len(server.seen) == MOST_PAGES == 10
    assert (draft.text_state, draft.reason) == ("part", "The article has more than 10 pages")


async def test_pages_that_lead_back_end(server: Server) -> None:
    served(server, paragraphs(*SENTENCES[:4]), paragraphs(*SENTENCES[4:]))
    server.text(
        path(2), page("Lamp lit", *SENTENCES[4:], head='<link rel="next" href="/lamp?page=2">'), "text/html"
    )
    await read(server)
    assert len(server.seen) == 2


@pytest.mark.parametrize("state", ["paywall"])
async def test_a_closed_page_closes_the_article(state: str, server: Server) -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    served(server, paragraphs(*SENTENCES[:4]), paragraphs(SENTENCES[4]) + data)
    assert (await read(server)).draft.text_state == state


async def test_a_series_reads_as_its_golden_markdown(server: Server) -> None:
    folder = Path(__file__).parents[2] / "data" / "pages"
    server.text("/lamp", (folder / "series-1.html").read_text("utf-8").replace("/series", "/lamp"))
    server.text(path(2), (folder / "series-2.html").read_text("utf-8").replace("/series", "/lamp"))
    markdown = (await read(server)).draft.markdown.replace(server.url(""), "https://quay.example")
    assert markdown + "\n" == (folder / "series.md").read_text("utf-8")
