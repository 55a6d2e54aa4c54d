"""The task that extracts a page."""

from __future__ import annotations

import pytest

from reader.core.sandbox.framing import encode
from reader.core.sandbox.tasks import page
from reader.errors import ExtractError
from reader.extract import page as extract_page
from reader.model import SiteRules
from tests.support.papers import OG_ARTICLE, SENTENCES, announced
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


def test_stray_zero_bytes_make_no_binary_data() -> None:
    assert (
        page.run(BODY.replace(b"burns", b"bu\x00rns") + bytes(50), url=None, charset=None).draft.title
        == "Lamp lit"
    )
