"""The task that reads a file."""

from __future__ import annotations

import pytest

from reader.core.sandbox.tasks import file
from reader.errors import ExtractError
from tests.support.papers import PROSE, SENTENCES, page, rss


def test_a_page_keeps_the_address_that_it_claims() -> None:
    head = '<link rel="canonical" href="https://pier.example/lamp">'
    draft = file.run(page("Lamp lit", *SENTENCES, head=head).encode(), name="saved.html")
    assert (draft.title, draft.url, draft.text_origin) == ("Lamp lit", "https://pier.example/lamp", "file")
    assert file.run(page("Lamp lit", *SENTENCES).encode(), name="saved.html").url is None


@pytest.mark.parametrize(
    ("name", "body"), [("lamp.md", f"# Lamp lit\n\n{PROSE}\n"), ("lamp.txt", f"Lamp lit\n\n{PROSE}\n")]
)
def test_text_and_markdown_give_their_article(name: str, body: str) -> None:
    draft = file.run(body.encode(), name=name)
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
        file.run(body, name=name)
    assert str(caught.value) == f"{name}: no article: it is {what}"
