from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.extract.metadata import structured_data
from tests.support import cputime

ARTICLE = '{"@type": "NewsArticle", "headline": "Lamp lit"}'


def headlines(*blocks: str) -> list[object]:
    return [node.get("headline") for node in structured_data.nodes(blocks)]


@pytest.mark.parametrize(
    "block",
    [
        ARTICLE,
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/{ARTICLE}/*]]>*/",
        f"{ARTICLE};",
        '{"@type": "NewsArticle", "headline": "Lamp lit", }',
        '{"@type": "NewsArticle", "headline": "Lamp lit", "keywords": ["a", "b", ],}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Lamp lit&quot;}",
        '{"@type": "NewsArticle", "headline": "Lamp lit", "text": "a \\d backslash"}',
        '{"@type": "NewsArticle", "headline": "Lamp lit", "text": "two\nlines\tand a tab"}',
        '{"@type": "NewsArticle", "headline": "Lamp lit", "text": "she said "hello", then left"}',
        f"{ARTICLE} {ARTICLE.replace('NewsArticle', 'WebPage')}",
        f'{{"@context": "x", "@graph": [{ARTICLE}]}}',
        f"[[{ARTICLE}]]",
        f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}',
    ],
)
def test_a_block_is_read_in_every_shape_that_pages_give_it(block: str) -> None:
    assert "Lamp lit" in headlines(block)


@pytest.mark.parametrize(
    "block", ["", "no json", "{", '{"@type": ', "null", "12", '"text"', "[1, 2]", "9" * 5_000]
)
def test_what_is_no_node_gives_nothing(block: str) -> None:
    assert structured_data.nodes([block]) == []


def test_a_broken_block_does_not_hide_the_next() -> None:
    assert headlines("{{{", ARTICLE) == ["Lamp lit"]


def test_references_are_put_in() -> None:
    graph = [
        {
            "@type": "Article",
            "headline": "Lamp lit",
            "author": [{"@id": "#ann"}],
            "publisher": {"@id": "#lamp"},
        },
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        {"@type": "Organization", "@id": "#lamp", "name": "The Daily Lamp"},
    ]
    article = structured_data.nodes([json.dumps({"@graph": graph})])[0]
    assert structured_data.text(article["author"]) == "Ann Lee"
    assert structured_data.text(article["publisher"]) == "The Daily Lamp"


@pytest.mark.parametrize("below", ["review", "comment", "itemListElement", "hasPart", "video", "isBasedOn"])
def test_nodes_about_something_else_are_not_the_pages(below: str) -> None:
    page = {"@type": "WebPage", "headline": "Lamp lit", below: [{"@type": "Article", "headline": "Another"}]}
    assert headlines(json.dumps(page)) == ["Lamp lit"]


@pytest.mark.parametrize(
    ("kind", "is_article"),
    [
        ("NewsArticle", True),
        ("https://schema.org/BlogPosting", True),
        ("schema:LiveBlogPosting", True),
        (["WebPage", "Article"], True),
        ("WebPage", False),
        ("Product", False),
        (None, False),
    ],
)
def test_articles_are_known_by_their_type(kind: object, is_article: bool) -> None:
    assert structured_data.is_article({"@type": kind}) is is_article


def test_at_most_so_many_blocks_and_characters_are_read() -> None:
    long = ARTICLE[:-1] + ', "text": "' + "x" * structured_data.BLOCK_LIMIT + '"}'
    assert headlines(long) == []
    assert len(headlines(*[ARTICLE] * 80)) == structured_data.BLOCKS_LIMIT


@pytest.mark.parametrize(
    "block",
    [
        '{"a": "' + 'a\\"' * 60_000,
        '{"a": ' * 60_000,
        "[" * 200_000,
        '"' * 200_000,
        '{"a": "x",' + " ," * 100_000,
        '{"a": "' + '" ' * 100_000,
        '{"a": ' + "9" * 100_000 + "}",
        '{"a": "&#' + "9" * 100_000,
        "{" * 5_000 + '"@type": "Article"' + "}" * 5_000,
    ],
    ids=["escapes", "objects", "arrays", "quotes", "commas", "open strings", "digits", "reference", "braces"],
)
def test_hostile_blocks_are_done_with_in_time(block: str) -> None:
    with cputime.within(2):
        structured_data.nodes([block])


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "author", "name", "url", "headline"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=100)
@given(_VALUES)
def test_any_json_can_be_asked_for_types_texts_and_addresses(value: object) -> None:
    for node in structured_data.nodes([json.dumps(value)]):
        structured_data.is_article(node)
        for part in node.values():
            assert structured_data.text(part) is None or isinstance(structured_data.text(part), str)
            assert structured_data.address(part) is None or isinstance(structured_data.address(part), str)
