from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import ExtractError
from reader.extract.page import extract, page
from reader.markdown import dialect
from reader.model import Draft, Embed, Link, Picture, RelatedLink

PAGES = Path(__file__).parent.parent / "data" / "pages"
URL = "https://quay.example/2024/bridge"

FIRST = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
SECOND = "It cost twice what was planned, as the auditors found last year, and nobody at the ceremony spoke of the sum."
THIRD = "The ferry makes its last trip on Sunday at noon, and the town has asked all who ever worked on it to come along."


def article(*blocks: str, head: str = "", after: str = "") -> Draft:
    body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    html = f"<html><head><title>Bridge opens</title>{head}</head><body><article><h1>Bridge opens</h1>{body}</article>{after}</body></html>"
    return extract(html.encode(), URL)


@pytest.mark.parametrize("name", ["news", "howto", "posts", "rtl", "live", "amp"])
def test_a_page_reads_as_its_golden_markdown(name: str) -> None:
    found = extract((PAGES / f"{name}.html").read_bytes(), URL)
    assert found.markdown + "\n" == (PAGES / f"{name}.md").read_text("utf-8")
    assert found.text == dialect.plain(found.markdown)
    assert (found.text_state, found.reason) == ("full", None)


def test_all_that_a_news_page_says_is_given_back() -> None:
    found = extract((PAGES / "news.html").read_bytes(), URL)
    assert (found.title, found.authors, found.agency) == (
        "Harbour bridge opens after nine years",
        ("Mira Olden", "Tom Vance"),
        "NDP",
    )
    assert (found.publication, found.day, found.lang) == ("The Quay Courier", "2024-05-03", "en")
    assert found.pictures == (
        Picture(
            "https://quay.example/img/bridge.jpg",
            "The bridge at dusk",
            "The bridge on its first evening.",
            "Ana Reyes / NDP",
        ),
    )
    assert found.embeds == (
        Embed(
            "tweet",
            "First across! It shook a little, but the view is worth it pic.example/Ab1",
            "Quay Buses",
            "@quaybuses",
            "https://twitter.com/quaybuses/status/17865",
            "2024-05-03",
        ),
    )
    assert found.related == (RelatedLink("Who will pay the tolls", "https://quay.example/tolls"),)
    assert found.links == (Link("https://quay.example/money/bridge?page=2", "the auditors found"),)


@pytest.mark.parametrize(
    "junk",
    [
        "all rights reserved",
        "Our morning letter",
        "finest evening of the year",
        "Ferry sold to lake town",
        "Advertisement",
        "Read more",
        "Sport",
        "Ana Reyes",
        "Who will pay the tolls",
    ],
)
def test_the_plain_text_holds_the_article_alone(junk: str) -> None:
    assert junk not in extract((PAGES / "news.html").read_bytes(), URL).text


def test_a_page_and_its_metadata_come_in_one() -> None:
    found = page((PAGES / "news.html").read_bytes(), URL)
    assert found.draft.title == found.metadata.title
    assert found.metadata.is_article


def test_the_title_said_again_is_left_out() -> None:
    found = article("<h2>Bridge opens</h2>", FIRST, SECOND)
    assert found.text == f"{FIRST}\n\n{SECOND}"


def test_a_paragraph_said_twice_is_shown_twice() -> None:
    found = article(FIRST, SECOND, FIRST, f"<blockquote><p>{SECOND}</p></blockquote>", THIRD)
    assert found.text == f"{FIRST}\n\n{SECOND}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_relative_links_follow_the_base_of_the_page() -> None:
    found = article(FIRST.replace("mayor", '<a href="who">mayor</a>'), SECOND, head='<base href="/people/">')
    assert found.links == (Link("https://quay.example/people/who", "mayor"),)


def test_pictures_of_other_articles_are_left_out() -> None:
    teasers = "".join(
        f'<div class="t"><img src="/t{n}.jpg"><a href="/{n}">Another story, number {n}</a></div>'
        for n in range(6)
    )
    found = article(
        FIRST, '<figure><img src="/a.jpg"></figure>', SECOND, THIRD, after=f"<section>{teasers}</section>"
    )
    assert [picture.url for picture in found.pictures] == ["https://quay.example/a.jpg"]


def test_code_keeps_its_lines_and_a_box_around_it_does_not_lose_it() -> None:
    found = article(
        FIRST, '<div class="c"><figure><pre class="lang-sh">ls\n  -l</pre></figure></div>', SECOND, THIRD
    )
    assert "```sh\nls\n  -l\n```" in found.markdown


def test_a_page_of_lines_parted_by_breaks_is_read() -> None:
    html = (
        f"<html><body><table><tr><td>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</td></tr></table></body></html>"
    )
    assert extract(html.encode(), URL).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize(
    ("html", "state", "reason"),
    [
        ("<html><body></body></html>", "none", "No article"),
        ("<html><body><div id=app></div><script>1</script><script>2</script></body></html>", "script", "JavaScript"),
        (
            "<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div></body></html>",
            "script",
            "JavaScript",
        ),
        (
            f'<html><head><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Bridge","isAccessibleForFree":false}}</script></head>'
            f"<body><article><h1>Bridge</h1><p>{FIRST}</p></article></body></html>",
            "paywall",
            "subscribers",
        ),
        (
            f'<html><head><meta property="og:type" content="article"></head><body><article><h1>Bridge</h1><p>{FIRST}</p>'
            + "<nav>" + "<a href='/x'>Some section</a> " * 150 + "</nav></article></body></html>",
            "teaser",
            "shows only",
        ),
        (
            f'<html><head><link rel="next" href="{URL}/2"></head><body><article><h1>B</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>',
            "part",
            "further pages",
        ),
        (f"<html><body><article><h1>B</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>", "full", None),
    ],
)  # fmt: skip
def test_the_state_says_how_much_was_got(html: str, state: str, reason: str | None) -> None:
    found = extract(html.encode(), URL)
    assert found.text_state == state
    assert reason is None if found.reason is None else reason is not None and reason in found.reason


def test_bytes_without_a_page_are_an_error() -> None:
    with pytest.raises(ExtractError):
        extract(b"", URL)


HONEST = f"<h1>Bridge</h1><p>{FIRST}</p><p>{SECOND}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + HONEST,
        "<h1>&#27;[31mT</h1>" + HONEST + "<p>x&#x1b;]0;y&#7;</p>",
        "<table>" + "<tr><td colspan=1000000000>a</td><td>b</td></tr>" * 300 + "</table>" + HONEST,
        f"<div style='{'a:b;' * 5_000}'>{HONEST}</div>",
        '<script type="application/ld+json">"' + 'a\\"' * 8_000 + "</script>" + HONEST,
        "<p>" + "<span>ab</span>" * 40_000 + "</p>" + HONEST,
        "<b " + " ".join(f"a{n}=1" for n in range(20_000)) + ">" + HONEST,
        "<blockquote class='twitter-tweet'>" + "— a (" * 5_000 + "</blockquote>" + HONEST,
        HONEST + "<form>" * 300,
    ],
)
def test_hostile_pages_give_their_text_and_nothing_that_a_terminal_acts_on(html: str) -> None:
    found = extract(html.encode(), URL)
    assert "ribbon of blue silk" in found.text
    assert not [char for char in found.markdown + found.title if ord(char) < 32 and char != "\n"]


def test_a_footnote_comes_with_its_mark_and_a_mark_without_its_note_goes() -> None:
    note = '<aside><ol><li id="n1">The sum is secret. <a href="#r1">↩</a></li></ol></aside>'
    lost = '<a href="#n2" id="r2">2</a>'
    marked = f'<p>{SECOND}<sup><a href="#n1" id="r1">1</a></sup>{lost}</p>'
    found = article(FIRST, marked, THIRD, after=f"{note}<nav><li id='n2'>x <a href='#r2'>↩</a></li></nav>")
    assert f"{SECOND}[^1]" in found.markdown
    assert "[^1]: The sum is secret." in found.markdown
    assert "[^2]" not in found.markdown


def test_a_heading_of_dashes_is_a_rule() -> None:
    found = article(FIRST, SECOND, "<h2>___</h2>", THIRD)
    assert found.markdown.count("\n\n---\n\n") == 1


def test_the_writer_is_the_author_and_not_who_edited() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge opens", "author": {"@type": "Person", "name": "Tom Vance"}}</script>'
    byline = "<div class='author-2'>Mira Olden</div><span>3 May 2024 18:30</span>"
    edited = (
        "<div class='info-author'>Editor: <a class='author' href='/author/7/tom-vance'>Tom Vance</a></div>"
    )
    assert article(byline, FIRST, SECOND, edited, head=data).authors == ("Mira Olden",)
    assert article(byline, FIRST, SECOND, head=data).authors == ("Tom Vance",)


def test_a_name_in_small_letters_is_given_as_it_is_printed() -> None:
    head = '<meta name="author" content="mira olden">'
    assert article("<div>Mira Olden</div>", FIRST, SECOND, head=head).authors == ("Mira Olden",)
    assert article("<div>mira olden</div>", FIRST, SECOND, head=head).authors == ("mira olden",)


def test_what_is_no_language_is_none() -> None:
    html = f"<html lang='utf-8'><body><article><h1>Bridge opens</h1><p>{FIRST}</p></article></body></html>"
    assert extract(html.encode(), URL).lang is None
