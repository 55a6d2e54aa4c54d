from __future__ import annotations

import pytest

from reader.extract.html import swallowed
from reader.extract.html.tree import parse
from reader.extract.page import extract
from tests.support import cputime

SENTENCE = "The council of the harbour town voted on Tuesday to keep the old ferry for one more year, though few people use it."
PARAGRAPHS = [f"{number}. {SENTENCE}" for number in range(1, 7)]
STORY = "<h1>Ferry stays</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(body: str) -> str:
    return f"<html><head><title>Ferry stays</title></head>{body}</html>"


@pytest.mark.parametrize(
    "body",
    [
        # A stray <div> keeps the button from closing, for libxml2 alone.
        f"<body><header><button class=m><b>Menu</b><div></button></header><main><article>{STORY}</article></main></body>",
        f"<body><select name=q><option>one<option>two<div>{STORY}</div></body>",
        f"<body><svg><path d=''><g><div>{STORY}</div></body>",
        f"<body><!-->{STORY}</body>",
        f"<body><form id=aspnetForm><div class=page>{STORY}</div></form></body>",
        f"<body><a href='/' name=top><div>{STORY}</div></body>",
        f"<body><noscript><article>{STORY}</article></noscript></body>",
        f"<body><div hidden><article>{STORY}</article></div></body>",
        f"<body style='visibility: hidden'><div style='display:none' class='story is-hidden'>{STORY}</div></body>",
        f"<body><aside class=layout><main>{STORY}</main></aside></body>",
    ],
    ids=["button", "select", "svg", "comment", "form", "link", "noscript", "hidden", "style", "aside"],
)
def test_an_article_in_an_element_in_which_none_belongs_is_whole(body: str) -> None:
    found = extract(page(body).encode(), "https://quay.example/ferry")
    assert found.title == "Ferry stays"
    assert found.text.split("\n\n") == PARAGRAPHS


def test_a_part_that_comes_later_in_the_stream_stands_where_the_page_waits_for_it() -> None:
    found = extract(
        page(
            f"<body><main><h1>Ferry stays</h1><p>{PARAGRAPHS[0]}</p><template id='B:2'></template><p>{PARAGRAPHS[5]}</p></main>"
            f"<div hidden id='S:2'>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS[1:5])}</div></body>"
        ).encode()
    )
    assert found.text.split("\n\n") == PARAGRAPHS


def test_hidden_boxes_and_forms_beside_the_article_stay_what_they_are() -> None:
    root = parse(page(f"<body><form><p>a</p></form><div hidden><p>b</p></div><main>{STORY}</main></body>"))
    assert root.find(".//form") is not None
    assert root.find(".//div[@hidden]") is not None


def test_a_form_of_teasers_beside_the_headline_is_none_of_the_article() -> None:
    cards = "".join(f"<article><p>{number}</p></article>" for number in range(30))
    assert parse(page(f"<body>{STORY}<form>{cards}</form></body>")).find(".//form") is not None


def test_paragraphs_never_come_glued_together() -> None:
    # Nothing of this reaches the extractor's choice, but for its last resort.
    body = "".join(f"<div class='footer button'><p>{text}</p></div>" for text in PARAGRAPHS)
    assert extract(page(f"<body>{body}</body>").encode()).text.split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "text", ["<div>" * 100_000, "<div></b>" * 50_000, "<div><table><td></div>" * 20_000, "<b><i>" * 50_000]
)
def test_a_page_that_opens_too_much_is_not_read_again(text: str) -> None:
    with cputime.within(2):
        assert swallowed.as_html5(text) is None


def test_a_page_whose_tree_is_sound_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(swallowed, "as_html5")
    assert (
        parse(page(f"<body><script>var a = '{'<p>' * 50}'</script><main>{STORY}</main></body>")) is not None
    )
    assert (
        parse(page("<body><script>var a = '<p><p><p><p><p><p><p><p>'</script><div id=app></div></body>"))
        is not None
    )
