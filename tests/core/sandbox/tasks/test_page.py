"""The task that extracts a page."""

from __future__ import annotations

import gzip

import pytest

from reader.core.sandbox.framing import encode
from reader.core.sandbox.tasks import page
from reader.errors import ExtractError
from reader.extract import page as extract_page
from reader.model import SiteRules
from tests.support.papers import OG_ARTICLE, PROSE, SENTENCES, announced, rss
from tests.support.papers import page as papers_page

URL = "https://ann:s3cret@pier.example/lamp"
BODY = papers_page("Lamp lit", *SENTENCES, head=OG_ARTICLE + announced("/feed")).encode()


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    found = page.run(BODY, url="https://pier.example/lamp", charset=None)
    assert found.draft.title == "Lamp lit"
    assert SENTENCES[-1] in found.draft.text
    assert [feed.url for feed in found.feeds] == ["https://pier.example/feed"]
    assert (found.is_article, found.following, found.explanation, found.was_loose) == (
        True,
        None,
        None,
        False,
    )


@pytest.mark.parametrize(("zeros", "is_page"), [(19_998, True), (19_999, False)])
def test_markup_is_looked_for_at_the_beginning_of_what_looks_binary(zeros: int, is_page: bool) -> None:
    body = b"\0" * zeros + b"<p>" + BODY
    if is_page:
        assert page.run(body, url=None, charset=None).draft.title == "Lamp lit"
    else:
        with pytest.raises(ExtractError, match="other binary data"):
            page.run(body, url=None, charset=None)


def test_the_servers_encoding_is_gone_by() -> None:
    body = papers_page("Маяк", *SENTENCES).encode("koi8-r", "replace")
    assert page.run(body, url=None, charset="koi8-r").draft.title == "Маяк"


def test_rules_of_the_reader_are_gone_by() -> None:
    rules = encode(SiteRules(name="pier.toml", title=("h2",))).decode()
    body = BODY.replace(b"</h1>", b"</h1><h2>Another title</h2>")
    assert (
        page.run(body, url="https://pier.example/lamp", charset=None, rules=rules).draft.title
        == "Another title"
    )


def test_an_explanation_is_given_where_it_is_asked_for() -> None:
    found = page.run(BODY, url="https://pier.example/lamp", charset=None, explain="yes")
    assert found.explanation is not None
    assert {field.field for field in found.explanation.fields} >= {"title"}


def test_a_page_that_goes_on_names_the_next_one() -> None:
    body = BODY.replace(b"</head>", b'<link rel="next" href="/lamp/2"></head>')
    found = page.run(body, url="https://pier.example/lamp", charset=None)
    assert found.following == "https://pier.example/lamp/2"


def test_looseness_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    real = extract_page.page

    def read(*given: object, **more: object) -> object:
        asked.append(more["loosely_first"])
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(extract_page, "page", read)
    page.run(BODY, url=None, charset=None)
    page.run(BODY, url=None, charset=None, loosely="yes")
    assert asked == [False, True]


@pytest.mark.parametrize(
    "body", [b"\x89PNG\r\n\x1a\n" + bytes(500), b"%PDF-1.7\n" + bytes(500), bytes(20_001) + b"<p>x"]
)
def test_binary_data_is_no_page(body: bytes) -> None:
    with pytest.raises(ExtractError, match="picture, a PDF or other binary data") as caught:
        page.run(body, url=URL, charset=None)
    assert caught.value.subject == "https://ann:***@pier.example/lamp"
    assert caught.value.hint == "enter the address of a page with text"


def test_a_packed_page_is_unpacked() -> None:
    body = papers_page("Lamp lit", PROSE).encode()
    plain = page.run(body, url="https://pier.example/lamp").draft
    packed = page.run(
        gzip.compress(body), url="https://pier.example/lamp", media_type="application/gzip"
    ).draft
    assert packed == plain
    with pytest.raises(ExtractError, match="no article: the bytes say gzip, but cannot be unpacked"):
        page.run(b"\x1f\x8b\x08<p>" + body, url="https://pier.example/lamp")


def test_stray_zero_bytes_make_no_binary_data() -> None:
    assert (
        page.run(BODY.replace(b"burns", b"bu\x00rns") + bytes(50), url=None, charset=None).draft.title
        == "Lamp lit"
    )


def test_a_page_keeps_the_address_that_it_claims() -> None:
    head = '<link rel="canonical" href="https://pier.example/lamp">'
    draft = page.run(papers_page("Lamp lit", *SENTENCES, head=head).encode(), name="saved.html").draft
    assert (draft.title, draft.url, draft.text_origin) == ("Lamp lit", "https://pier.example/lamp", "file")
    assert page.run(papers_page("Lamp lit", *SENTENCES).encode(), name="saved.html").draft.url is None


@pytest.mark.parametrize(
    ("name", "body"), [("lamp.md", f"# Lamp lit\n\n{PROSE}\n"), ("lamp.txt", f"Lamp lit\n\n{PROSE}\n")]
)
def test_text_and_markdown_give_their_article(name: str, body: str) -> None:
    draft = page.run(body.encode(), name=name).draft
    assert (draft.title, draft.text_origin) == ("Lamp lit", "file")
    assert PROSE in draft.text


@pytest.mark.parametrize(
    ("name", "body", "what"),
    [
        ("a.txt", b"", "empty"),
        ("a.md", rss("The Pier").encode(), "a feed"),
        ("a.png", b"\x89PNG\r\n" + bytes(99), "neither text nor a page"),
        ("a.opml", b'<opml version="2.0"><body/></opml>', "a list of feeds"),
        ("a.jsonl", b'{"title": "a", "text": "b"}\n{"title": "c", "text": "d"}\n', "a list of articles"),
    ],
)
def test_what_is_no_article_is_named(name: str, body: bytes, what: str) -> None:
    with pytest.raises(ExtractError) as caught:
        page.run(body, name=name)
    assert str(caught.value) == f"{name}: no article: it is {what}"


@pytest.mark.parametrize(
    ("media_type", "url", "body"),
    [
        (
            "text/plain",
            "https://pier.example/lamp",
            f"Lamp lit\n\nBy Ida Holm\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n",
        ),
        ("text/markdown", "https://pier.example/lamp", f"# Lamp lit\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n"),
        (None, "https://pier.example/lamp.md", f"# Lamp lit\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n"),
        (
            "application/octet-stream",
            "https://pier.example/a/lamp.txt",
            f"Lamp lit\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n",
        ),
    ],
)
def test_text_from_the_net_is_read_as_that_of_a_file(media_type: str | None, url: str, body: str) -> None:
    draft = page.run(body.encode(), url=url, media_type=media_type).draft
    assert (draft.title, draft.url, draft.text_origin, draft.page_kind) == (
        "Lamp lit",
        url,
        "page",
        "article",
    )
    assert draft.markdown == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"


def test_a_page_is_one_whatever_the_server_says() -> None:
    found = page.run(BODY, url="https://pier.example/lamp.txt", media_type="text/plain")
    assert (found.draft.title, found.is_article) == ("Lamp lit", True)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b'{"lamps": [1, 2]}', "JSON data"),
        (b'[{"lamp": "lit"}]', "JSON data"),
        (b'<?xml version="1.0"?><lamps><lamp/></lamps>', "XML data"),
        (rss("The Pier").encode(), "a feed"),
        (b'<opml version="2.0"><body/></opml>', "a list of feeds"),
    ],
)
def test_data_from_the_net_say_what_they_are(body: bytes, what: str) -> None:
    draft = page.run(body, url="https://pier.example/lamps", media_type="application/octet-stream").draft
    assert (draft.page_kind, draft.text, draft.text_state) == ("data", "", "none")
    assert draft.reason == f"This is {what}, no article"


def test_relative_links_of_markdown_lead_to_its_site() -> None:
    body = b"# Lamp\n\nSee [the pier](/pier), [it](https://lamp.example/) and [below](#end)."
    draft = page.run(body, url="https://pier.example/lamp.md", media_type="text/markdown").draft
    assert (
        draft.markdown
        == "See [the pier](https://pier.example/pier), [it](https://lamp.example/) and [below](#end)."
    )
