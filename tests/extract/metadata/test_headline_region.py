from __future__ import annotations

import lxml.html
import pytest

from reader.extract.metadata.headline_region import (
    AFTER,
    BEFORE,
    RUNS_LIMIT,
    Headline,
    headline,
    is_aside,
    is_box,
    runs,
)
from reader.extract.metadata.page_tags import PageTags, gather


def located(body: str) -> tuple[PageTags, Headline]:
    tags = gather(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"))
    return tags, headline(tags.headings[0] if tags.headings else None)


def near(body: str) -> list[str]:
    return [run.text for run in runs(*located(body))]


def test_runs_of_text_near_the_headline_come_in_the_order_of_the_page() -> None:
    body = "<p>Kicker</p><h1>Bridge <i>opens</i> today</h1><p>By <a href=x>Ann Lee</a>, May 3</p><script>x</script>"
    assert near(body) == ["Kicker", "Bridge", "opens", "today", "By", "Ann Lee", ", May 3"]


def test_boxes_beside_the_article_give_no_runs_unless_they_hold_the_headline() -> None:
    assert near("<h1>Bridge</h1><div class=related><p>Ferry</p></div>tail<aside>x</aside>") == [
        "Bridge",
        "tail",
    ]
    assert near("<div class=card><h1>Bridge</h1><p>Ann Lee</p></div>") == ["Bridge", "Ann Lee"]


def test_runs_are_read_up_to_bounds() -> None:
    before = "".join(f"<p>{number}</p>" for number in range(BEFORE + 5))
    assert near(before + "<h1>Bridge</h1>")[0] == "5"
    assert len(near("<h1>Bridge</h1>" + "<p>x</p>" * (AFTER + 5))) == RUNS_LIMIT
    far = "<h1>Bridge</h1>" + "<br>" * (AFTER - 2) + "<p>last</p><p>beyond</p>"
    assert near(far) == ["Bridge", "last"]


@pytest.mark.parametrize(
    ("html", "answer"),
    [
        ("<aside>x</aside>", True),
        ("<div class='article-comments'>x</div>", True),
        ("<div id=related-stories>x</div>", True),
        ("<div class='commentary'>x</div>", False),
        ("<div class='h-card'>x</div>", False),
        ("<div>x</div>", False),
        ("<body class=sidebar>x</body>", False),
    ],
)
def test_a_box_is_known_by_its_tag_or_class(html: str, answer: bool) -> None:
    root = lxml.html.document_fromstring(html)
    tag = html[1:].split(">")[0].split(" ")[0]
    assert is_box(next(root.iter(tag))) is answer


def test_an_element_in_a_box_is_aside_unless_the_box_holds_the_headline_too() -> None:
    tags, around = located("<div class=card><h1>x</h1><p>a</p></div><div class=card><p>b</p></div>")
    inside, outside = [element for element in tags.elements if element.tag == "p"]
    assert (is_aside(inside, around), is_aside(outside, around)) == (False, True)


def test_distance_counts_elements_and_a_page_without_headline_begins_at_its_root() -> None:
    tags, around = located("<p class=author>a</p><i></i><h1>x</h1><p class=author>b</p>")
    assert [around.distance(place) for place in tags.bylines] == [2, 1]
    assert headline(None) == Headline(0, frozenset())
