from __future__ import annotations

import lxml.html

from reader.extract.metadata.page_tags import (
    HEADINGS_LIMIT,
    METAS_LIMIT,
    PageTags,
    Place,
    gather,
    pieces,
    words,
)


def tags(head: str = "", body: str = "", attributes: str = "") -> PageTags:
    return gather(
        lxml.html.document_fromstring(f"<html {attributes}><head>{head}</head><body>{body}</body></html>")
    )


def test_the_head_is_read() -> None:
    found = tags(
        "<title> A\n title </title><base href=x><base href=y><link rel=canonical href=z>"
        "<script type='application/LD+json'>{}</script><script>no</script>",
        "<svg><title>icon</title></svg>",
        "lang=de",
    )
    assert (found.lang, found.base, found.titles, found.scripts) == ("de", "x", ["A title"], ["{}"])
    assert [link.get("href") for link in found.links] == ["z"]


def test_metas_are_found_by_each_of_their_names_in_lower_case() -> None:
    found = tags(
        "<meta property='og:Title x' content=a><meta name=og:title content=b><meta itemprop=c content=' '>"
    )
    assert found.metas == {"og:title": ["a", "b"], "x": ["a"]}
    assert (found.meta("none", "og:title"), found.meta("none")) == ("a", None)


def test_places_are_sorted_by_what_they_are_called() -> None:
    found = tags(
        body="<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><p class=byline>e</p><a rel=author>f</a><i itemprop=author>g</i>"
        "<div class='hentry author-x'>h</div><time>i</time><p class=pub-date>j</p><b itemprop=datePublished>k</b>"
    )

    def shown(places: list[Place]) -> str:
        return "".join(words(place.element) for place in places)

    assert (shown(found.headings), shown(found.subheadings)) == ("a", "bc")
    assert (shown(found.bylines), shown(found.times)) == (
        "efg",
        "jk",
    )  # a time without attributes says nothing
    assert shown(found.props["author"]) == "g"
    assert all(found.elements[place.position] is place.element for place in found.bylines)


def test_an_article_is_marked_by_its_item_type() -> None:
    assert tags(body="<div itemscope itemtype='https://schema.org/NewsArticle/'>x</div>").article_props
    assert not tags(body="<div itemscope itemtype='https://schema.org/Person'>x</div>").article_props


def test_what_is_gathered_is_bounded() -> None:
    found = tags(
        "".join(f"<meta name=m{number} content=x>" for number in range(METAS_LIMIT + 5)),
        "<h1>x</h1>" * (HEADINGS_LIMIT + 5),
    )
    assert (len(found.metas), len(found.headings)) == (METAS_LIMIT, HEADINGS_LIMIT)


def test_the_text_of_an_element_is_one_line_without_scripts() -> None:
    root = lxml.html.document_fromstring("<p> a<b>b\n c</b><script>x</script> d<!-- y -->e</p>tail")
    element = next(root.iter("p"))
    assert pieces(element) == ["a", "b c", "d", "e"]
    assert words(element) == "a b c d e"
    assert words(element, 2) == "a b"
