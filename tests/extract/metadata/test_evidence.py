from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest

from reader.extract.html.tree import parse
from reader.extract.metadata.evidence import Metadata, evidence, read_from
from reader.extract.metadata.plain_fields import language
from reader.text.encodings import decode_page
from tests.support import cputime

if TYPE_CHECKING:
    from lxml.html import HtmlElement

URL = "https://lamp.example/2024/05/03/lamp-lit"


def read(root: HtmlElement, url: str | None) -> Metadata:
    return read_from(evidence(root, url))


def page(head: str = "", body: str = "", *, url: str | None = URL, attributes: str = "") -> Metadata:
    text = f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>"
    return read(lxml.html.document_fromstring(text), url)


def meta(**values: str) -> str:
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items()
    )


def data(**values: object) -> str:
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Lamp lit by night",
        **values,
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


H1 = "<h1>Lamp lit by night</h1>"


def test_a_whole_page_is_read() -> None:
    head = (
        "<title>Lamp lit by night - The Daily Lamp</title>"
        '<link rel="canonical" href="/2024/05/03/lamp-lit?utm_source=x">'
        + meta(
            og__site_name="The Daily Lamp",
            og__type="article",
            og__image="/lamp.jpg",
            description="It shines.",
        )
        + data(
            author=[{"@type": "Person", "name": "Ann Lee and Bob Ray for AFP"}],
            publisher={"@type": "Organization", "name": "The Daily Lamp"},
            datePublished="2024-05-03T23:30:00-05:00",
            dateModified="2024-05-04T01:00:00-05:00",
            articleSection="Light",
        )
    )
    found = page(head, H1, attributes='lang="en-us"')
    assert (found.title, found.authors, found.agency) == ("Lamp lit by night", ("Ann Lee", "Bob Ray"), "AFP")
    assert (found.publication, found.section, found.lang) == ("The Daily Lamp", "Light", "en-US")
    assert (found.description, found.picture) == ("It shines.", "https://lamp.example/lamp.jpg")
    assert found.canonical == URL
    assert found.is_article
    assert found.published is not None
    assert found.updated is not None
    assert (found.day, found.published.isoformat()) == ("2024-05-03", "2024-05-04T04:30:00+00:00")
    assert found.updated > found.published


def test_a_page_that_says_nothing_gives_nothing() -> None:
    assert page(url=None) == Metadata()


def test_the_node_like_the_headline_is_the_pages_own() -> None:
    other = data(headline="Something else entirely", author="Bob Ray", datePublished="2020-01-01")
    own = data(author="Ann Lee", datePublished="2024-05-03")
    found = page(other + own, H1)
    assert (found.title, found.authors, found.day) == ("Lamp lit by night", ("Ann Lee",), "2024-05-03")


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">By <a href="/authors/ann-lee">Ann Lee</a> and <a href="/authors/bob-ray">Bob Ray</a></p>',
        '<div class="c-byline"><span>Ann Lee</span><span>Bob Ray</span></div>',
        '<span itemprop="author">Ann Lee</span>, <span itemprop="author">Bob Ray</span>',
        '<a rel="author" href="/a">Ann Lee</a> & <a rel="author" href="/b">Bob Ray</a>',
        '<a class="p-author h-card" href="/a">Ann Lee</a>, <a class="p-author h-card" href="/b">Bob Ray</a>',
        "<p>By Ann Lee and Bob Ray</p>",
        "<div>By <b>Ann Lee</b>, <b>Bob Ray</b></div>",
        "<p>Ann Lee, Bob Ray</p><p>3 May 2024</p>",
    ],
)
def test_printed_bylines_near_the_headline_are_read(byline: str) -> None:
    assert page("", H1 + byline + "<p>It shines.</p>").authors == ("Ann Lee", "Bob Ray")


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="comments"><span class="author">Cy Poe</span></div>',
        '<aside><p class="byline">By Cy Poe</p></aside>',
        '<div class="related-stories"><p class="byline">By Cy Poe</p></div>',
        "<figure><figcaption>By Cy Poe</figcaption></figure>",
        '<footer><a rel="author" href="/cy">Cy Poe</a></footer>',
        '<a href="/section/north-korea">North Korea</a><p>3 May 2024</p>',
        "<p>By Friday the lamp of Ann Lee was lit again, and the whole town came to see how it shone in the night.</p>",
    ],
)
def test_names_beside_the_article_are_no_authors(beside: str) -> None:
    assert page("", H1 + beside).authors == ()


def test_a_printed_byline_that_names_more_than_the_meta_is_taken() -> None:
    byline = '<p class="byline">By Ann Lee and Bob Ray</p>'
    assert page(meta(author="Ann Lee"), H1 + byline).authors == ("Ann Lee", "Bob Ray")


def test_library_metas_turn_names() -> None:
    assert page(meta(citation_author="Lee, Ann")).authors == ("Ann Lee",)


def test_the_publisher_is_no_author() -> None:
    head = data(author={"@type": "Organization", "name": "The Daily Lamp"}) + meta(
        og__site_name="The Daily Lamp"
    )
    assert page(head, H1).authors == ()


PRINTED = '<p class="byline">By Ann Lee</p>'
SAYS = (
    "<p>It shines over the harbour of the town, and nobody knows who lit it or how it is to be put out again.</p>"
    * 2
)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (data(author={"name": "Written By"}), PRINTED),
        (meta(author="Twitter Facebook"), PRINTED),
        (meta(author="alee77"), PRINTED),
        (data(author={"name": "alee"}), PRINTED),
        (data(author={"name": "Ann"}), PRINTED),
        (meta(author="alee"), "<p>By Ann Lee</p>"),
        ("", "<div>By <address>Ann Lee</address>, Health Editor</div>"),
        ("", f"<p><b>Ann Lee</b></p>{SAYS}"),
        (meta(og__site_name="The Daily Lamp", author="TDL"), PRINTED),
    ],
)
def test_a_printed_name_stands_for_roles_networks_and_accounts(head: str, body: str) -> None:
    assert page(head, f"<article>{H1}{body}</article>").authors == ("Ann Lee",)


def test_an_account_is_the_author_where_no_name_is_printed() -> None:
    assert page(meta(author="alee77"), H1 + SAYS).authors == ("alee77",)
    assert page(meta(author="alee77"), H1 + '<p class="byline">By DL</p>').authors == ("alee77",)


def test_data_are_believed_before_another_box_of_an_author() -> None:
    beside = '<div class="author-box"><a rel="author" href="/author/cy">Cy Poe</a></div>'
    assert page(data(author={"name": "Ann Lee"}), H1 + beside).authors == ("Ann Lee",)


def test_the_author_of_the_next_article_and_the_initials_of_the_site_are_none() -> None:
    following = "<article><h2>Boat sunk</h2><span class=author>Cy Poe</span></article>"
    assert page("", f"<article>{H1}{SAYS}</article>{following}").authors == ()
    assert page(meta(og__site_name="The Daily Lamp", author="TDL"), H1 + SAYS).authors == ()


@pytest.mark.parametrize("name", ["news-agency", "article:source", "dcterms.provider"])
def test_a_meta_that_names_an_agency_is_believed(name: str) -> None:
    assert page(f'<meta name="{name}" content="AFP">', H1 + PRINTED).agency == "AFP"
    assert page(f'<meta name="{name}" content="The Lamp">', H1 + PRINTED).agency is None


def test_names_that_an_arabic_and_joins_are_two() -> None:
    assert page(meta(author="أحمد علي ومحمد حسن")).authors == ("أحمد علي", "محمد حسن")
    assert page(meta(author="أحمد علي وليد")).authors == ("أحمد علي وليد",)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta(og__title="What the town says"), "<h1>Local</h1><h1 itemprop=headline>Lamp lit by night</h1>"),
        (meta(og__title="Lamp lit by night - Lamp News"), "<h1>LAMP LIT BY NIGHT</h1>"),
        (meta(og__title="Lamp lit by night - Page 3"), "<h1>Lamp lit by night - Page 3</h1>"),
        ("<title>Lamp lit by night (Seite 2 von 4)</title>", ""),
        ("<title>Lamp lit by night</title>", "<h1 class=logo>The Daily</h1><h2>Lamp lit by night</h2>"),
        ("<title>Lamp lit by night</title>", "<h1><a href='/'>The Daily</a></h1>"),
        (meta(og__site_name="Lamp lit by night", og__title="Lamp lit by night"), H1),
    ],
    ids=["kicker", "case", "page", "page of", "logo", "link to the front page", "site"],
)
def test_the_title_is_the_headline_as_the_page_writes_it(head: str, body: str) -> None:
    assert page(head, body).title == "Lamp lit by night"


@pytest.mark.parametrize(
    ("more", "body"),
    [
        ({}, '<meta itemprop="datePublished" content="2024-05-01T08:00:00Z">'),
        ({"coverageStartTime": "2024-05-01T08:00:00Z"}, ""),
    ],
)
def test_a_live_blog_began_when_its_data_give_only_its_last_change(more: dict[str, str], body: str) -> None:
    last = "2024-05-03T10:00:00Z"
    assert page(data(datePublished=last, dateModified=last, **more), H1 + body).day == "2024-05-01"
    assert page(data(datePublished=last, dateModified="2024-05-04T10:00:00Z"), H1 + body).day == "2024-05-03"


def test_on_a_personal_site_its_name_is_the_author() -> None:
    assert page(meta(og__site_name="Ann Lee", author="Ann Lee"), H1).authors == ("Ann Lee",)


def test_a_team_is_named_where_nobody_else_is() -> None:
    assert page(data(author="Lamp staff reporter"), H1).authors == ("Lamp staff reporter",)


@pytest.mark.parametrize(
    "end",
    [
        "<p>All shone. (dpa)</p>",
        "<p>All shone. (Lamp mit dpa)</p>",
        "<p>Quelle: dpa</p>",
        "<p>All shone. (c) dpa/Cy Poe</p>",
    ],
)
def test_the_last_line_tells_the_agency(end: str) -> None:
    body = f"<div>{'<p>The lamp was lit, and then it shone for all the night until the morning came.</p>' * 5}{end}</div>"
    assert page("", H1 + body).agency == "dpa"


def test_the_dateline_tells_the_agency() -> None:
    first = "<p>LAMPTON, May 3 (Reuters) - The lamp was lit, and then it shone for all the night until the morning.</p>"
    assert page("", f"{H1}<div>{first}<p>It shone.</p></div>").agency == "Reuters"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        (meta(article__published_time="2024-05-03T23:50:00-08:00"), H1, "2024-05-03"),
        (meta(date="2024-05-04") + data(datePublished="2024-05-03"), H1, "2024-05-03"),
        ("", H1 + '<time datetime="2024-05-02">yesterday</time>', "2024-05-02"),
        ("", H1 + '<span class="posted-on">May 2, 2024</span>', "2024-05-02"),
        ("", H1 + "<p>Posted on 2 May 2024</p>", "2024-05-02"),
        ("", H1 + "<p>Updated 4 May 2024</p><p>2 May 2024</p>", "2024-05-02"),
        ("", H1 + '<div class="comments"><time datetime="2023-01-01">x</time></div>', "2024-05-03"),
        (meta(date="01/07/16"), H1, "2024-05-03"),
    ],
)
def test_the_day_is_the_first_that_can_be_trusted(head: str, body: str, day: str) -> None:
    assert page(head, body).day == day


def test_a_stamp_that_a_site_builder_set_anew_gives_way_to_the_printed_date() -> None:
    anew = data(datePublished="2024-05-03T10:00:00.758Z", dateModified="2024-05-03T10:00:00.758Z")
    assert page(anew, H1 + "<div>Feb 2, 2024</div>").day == "2024-02-02"


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [("en", "en"), ("EN-us", "en-US"), ("pt_BR", "pt-BR"), ("zh-Hans-CN", "zh-CN"), ("de-DE-1996", "de-DE"), ("de_DE.UTF-8", "de-DE"), ("English", None), ("", None), (None, None)],
)  # fmt: skip
def test_language_tags_are_normalised(tag: str | None, wanted: str | None) -> None:
    assert language(tag) == wanted


def test_the_language_comes_from_the_next_place_where_one_is_silent() -> None:
    assert page(meta(og__locale="fr_CA")).lang == "fr-CA"
    assert (
        page(data(inLanguage={"@type": "Language", "name": "English", "alternateName": "en"}), H1).lang
        is None
    )


def test_announced_feeds_are_absolute_and_those_of_comments_last() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
        '<link rel="alternate" type="application/atom+xml; charset=utf-8" title="News" href="/feed">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        '<link rel="alternate" hreflang="de" href="/de">'
    )
    assert [(feed.url, feed.title) for feed in page(head).feeds] == [
        ("https://lamp.example/feed", "News"),
        ("https://lamp.example/comments/feed", "Comments"),
    ]


def test_addresses_follow_the_base_element() -> None:
    head = '<base href="https://cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="feed">'
    assert page(head).feeds[0].url == "https://cdn.example/x/feed"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_only_web_addresses_are_kept(href: str) -> None:
    found = page(f'<link rel="canonical" href="{href}">' + meta(og__image=href))
    assert (found.canonical, found.picture) == (None, None)


def test_reading_leaves_the_tree_as_it_was() -> None:
    root = lxml.html.document_fromstring(f"<html><body>{H1}<p>By Ann Lee</p><script>x</script></body></html>")
    before = lxml.html.tostring(root)
    read(root, None)
    assert lxml.html.tostring(root) == before


@pytest.mark.parametrize(
    "body",
    [
        "<h1>" + "a | " * 3_000 + "</h1>",
        ("<h1>" + "a | b - " * 70 + "</h1>") * 500,
        '<p class="byline">By ' + "A, " * 5_000 + "</p>",
        '<p class="byline author">By Ann Lee</p>' * 3_000,
        "<time>2024-05-03</time>" * 3_000,
        f'<div class="author">{"<b>x</b>" * 20_000}</div>' * 3,
        "<p>" * 5_000 + "<h1>x</h1>",
        H1 + "<span>12 - </span>" * 20_000,
        H1 + "<b>Ann Lee</b><i>3 May 2024</i>" * 60 + "<a href=/x>Ann Lee</a>" * 20_000,
    ],
    ids=["bars", "headings", "commas", "bylines", "times", "parts", "open", "digits", "links"],
)
def test_hostile_pages_are_read_in_time(body: str) -> None:
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    with cputime.within(2):
        read(root, URL)


@pytest.mark.data
def test_the_yardstick_page_is_read_in_full() -> None:
    folder = os.environ.get("BROADSHEET_DATA")
    if not folder:
        pytest.skip("BROADSHEET_DATA is not set")
    body = gzip.decompress((Path(folder) / "pages/seed/moscow-times-xi-putin.html.gz").read_bytes())
    found = read(parse(decode_page(body)), None)
    assert found.title == "Xi Meets Putin as Tensions Rise With West"
    assert (found.authors, found.agency) == (("Jing Xuan Teng", "Matthew Walsh"), "AFP")
    assert (found.publication, found.section, found.lang) == ("The Moscow Times", "news", "en")
    assert found.published is not None
    assert found.updated is not None
    assert (found.day, found.published.isoformat()) == ("2022-02-04", "2022-02-04T09:19:00+00:00")
    assert found.updated.isoformat() == "2022-02-04T09:55:19+00:00"
    assert found.description is not None
    assert found.canonical is not None
    assert found.canonical.endswith("-a76257")
    assert found.picture is not None
    assert found.is_article
    assert [(feed.url, feed.title) for feed in found.feeds] == [
        ("https://www.themoscowtimes.com/rss/news", "The Moscow Times")
    ]


def test_titles_and_names_are_clean_and_capped() -> None:
    found = page(meta(og__title="Lamp &#8238;lit&#27;[31m " + "x" * 5_000, author="Ann &#8238;Lee"))
    assert found.title is not None
    assert len(found.title) <= 1_000
    assert found.title.startswith("Lamp lit")
    assert found.authors == ("Ann Lee",)


def test_a_kicker_in_the_headline_is_no_part_of_the_title() -> None:
    body = "<h1><span class='kicker'>Analysis</span>{}</h1>"
    assert page(body=body.format(" <span>Who lit the lamp</span>")).title == "Who lit the lamp"
    assert page(body=body.format(": Who lit the lamp")).title == "Who lit the lamp"
    assert page(body=body.format("")).title == "Analysis"


def test_a_byline_in_the_headline_is_no_part_of_the_title() -> None:
    found = page(body="<h1>Who lit the lamp<span>By Ann Lee</span></h1>")
    assert (found.title, found.authors) == ("Who lit the lamp", ("Ann Lee",))
    assert page(body="<h1>Stand <em>by me</em></h1>").title == "Stand by me"
