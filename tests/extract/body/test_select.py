from __future__ import annotations

import lxml.html
import pytest

from reader.extract.body.attach import LEAD_PICTURES, attached
from reader.extract.body.select import (
    place_of_headline,
    selected,
    standfirst,
    without_bylines,
    without_title,
)
from reader.extract.explain import ExtractionTrace
from reader.extract.metadata.evidence import Metadata
from reader.extract.pieces import Piece, pieces
from reader.model import Embed

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
OTHER = LONG.replace("mayor", "harbour master")


def row(body: str) -> list[Piece]:
    return pieces(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"), None)


def chosen(body: str, taken: set[int], *titles: str) -> tuple[list[str], list[tuple[str, str]]]:
    found = row(body)
    trace = ExtractionTrace(is_wanted=True)
    shown = selected(found, frozenset(taken), None, titles, Metadata(authors=("Ann Lee",)), trace)
    return [piece.text or piece.kind for piece in shown], [(one.text, one.reason) for one in trace.dropped]


def test_the_standfirst_stands_between_headline_and_text() -> None:
    lead = "A line of some length that says it all in one sentence"
    found = row(f"<h1>Bridge</h1><p class='dek'>{lead}</p><p class='x'>Other</p><p>{LONG}</p>")
    headline = place_of_headline(found, 3, ["Bridge"])
    assert (headline, standfirst(found, {3}, headline, None)) == (0, 1)
    assert standfirst(found, {3}, -1, None) is None
    unnamed = row(f"<h1>Bridge</h1><p>{lead}</p><p>{LONG}</p>")
    assert standfirst(unnamed, {2}, 0, None) is None
    assert standfirst(unnamed, {2}, 0, lead + ".") == 1
    marked = row(f"<h1>Bridge</h1><p class=css-1ab data-part=teaserText>{lead}</p><p>{LONG}</p>")
    assert standfirst(marked, {2}, 0, None) == 1
    dated = row(f"<h1>Bridge</h1><p>Quayside. {lead}</p><p>{LONG}</p>")
    assert standfirst(dated, {2}, 0, lead) == 1


def test_the_title_is_no_text_in_any_of_its_forms() -> None:
    found = row(
        f"<p>Bridge opens in the evening</p><h2>Bridge!</h2><p>City: Bridge opens in the evening</p><p>{LONG}</p><p>Bridge</p>"
    )
    titles = ["Bridge opens in the evening", "bridge"]
    assert without_title(found, frozenset(range(5)), titles) == {3, 4}
    assert without_title(found, frozenset(range(5)), ["", "Ferry"]) == set(range(5))


def test_a_long_title_that_is_the_first_paragraph_is_left_out_and_not_where_it_is_all() -> None:
    found = row(f"<p>{LONG}</p><p>{OTHER}</p><p>{LONG}</p>")
    assert without_title(found, frozenset(range(3)), [LONG]) == {1, 2}
    assert without_title(found, frozenset({0}), [LONG]) == {0}


def test_what_is_left_out_is_noted_with_its_reason() -> None:
    body = f"<div><h1>Bridge</h1><p>{LONG}</p><p>Advertisement</p><p>{OTHER}</p><h2>End</h2></div>"
    assert chosen(body, set(range(5)), "Bridge") == (
        [LONG, OTHER],
        [
            ("Bridge", "repeats the title"),
            ("Advertisement", "an invitation to read on, share or look at an advertisement"),
            ("End", "a heading with nothing below it"),
        ],
    )


def test_instructions_and_quotations_may_say_it_again() -> None:
    shown, dropped = chosen(f"<div><p>{LONG}</p><p>{OTHER}</p><p>{LONG}</p></div>", {0, 1, 2})
    assert (shown, dropped) == ([LONG, OTHER, LONG], [])


PICTURE = "<figure><img src='https://x.example/{}.jpg' width=800 height=600>{}</figure>"


def pictures(body: str, taken: set[int], *titles: str) -> list[int]:
    found = row(body)
    shown = selected(found, frozenset(taken), None, titles, Metadata(), ExtractionTrace())
    return [found.index(piece) for piece in shown if piece.value is not None]


def test_pictures_beside_and_within_the_text_belong_to_it() -> None:
    one = PICTURE.format(1, "")
    assert pictures(f"<div><p>{LONG}</p>{one}<p>{OTHER}</p></div>", {0, 2}) == [1]
    assert pictures(f"<div><p>{LONG}</p>{one}</div>", {0}) == [1]
    assert pictures(f"<div><p>{LONG}</p></div><div>{one}</div>", {0}) == []
    assert pictures(f"<div><p>{LONG}</p>{one}<p>{OTHER}</p>{one}</div>", {0, 2}) == [1]


@pytest.mark.parametrize("count", [1, LEAD_PICTURES, LEAD_PICTURES + 1])
def test_the_last_pictures_below_the_headline_lead_the_text(count: int) -> None:
    lead = "".join(PICTURE.format(number, "") for number in range(count))
    body = f"<h1>Bridge</h1>{lead}<div><p>{LONG}</p></div>"
    assert pictures(body, {count + 1}, "Bridge") == list(range(1, count + 1))[-LEAD_PICTURES:]


def test_above_the_headline_a_picture_needs_a_caption() -> None:
    for caption, wanted in (("", []), ("<figcaption>The bridge at night</figcaption>", [0])):
        body = f"{PICTURE.format(1, caption)}<h1>Bridge</h1><div><p>{LONG}</p></div>"
        assert pictures(body, {2}, "Bridge") == wanted


def test_nothing_taken_is_nothing_selected() -> None:
    assert chosen("<p>short</p>", set()) == ([], [])


def test_the_headline_is_the_title_before_the_text_else_the_nearest_heading_there() -> None:
    found = row(f"<h2>Other</h2><h1>The bridge</h1><h2>Quayside</h2><p>{LONG}</p><h2>The ferry</h2>")
    assert place_of_headline(found, 3, ["the BRIDGE"]) == 1
    assert place_of_headline(found, 3, ["the ferry"]) == 2
    assert place_of_headline(found, 0, ["the bridge"]) == -1


def test_a_byline_above_the_text_and_notices_in_it_are_none_of_it() -> None:
    body = (
        f"<div><p>By Ann Lee</p><p><time>1 May</time></p><p>{LONG}</p><p>Subscribe to our newsletter now</p><p>{OTHER}</p>"
        "<p>By Ann Lee</p></div><div><h3>Help</h3><p>Support independent journalism with a donation</p><p>Give</p></div>"
    )
    shown, dropped = chosen(body, set(range(9)))
    assert shown == [LONG, OTHER]
    assert [text for text, _ in dropped] == [
        "By Ann Lee", "1 May", "By Ann Lee", "Subscribe to our newsletter now", "Help", "Support independent journalism with a donation", "Give",
    ]  # fmt: skip


def test_a_text_that_is_mostly_notices_is_kept() -> None:
    shown, _ = chosen(
        "<div><p>Subscribe to our newsletter</p><p>All rights reserved</p><p>Yes</p></div>", {0, 1, 2}
    )
    assert len(shown) == 3


POST = "<blockquote class=twitter-tweet><p>First!</p><a href='https://twitter.com/quay/status/1'>May 3</a></blockquote>"


def test_a_post_belongs_to_the_text_that_it_stands_in_or_right_beside() -> None:
    assert pictures(f"<div><p>{LONG}</p><p>Label</p>{POST}<p>Label</p><p>{OTHER}</p></div>", {0, 4}) == [2]
    assert pictures(f"<main><div><p>{LONG}</p></div><div>{POST}</div></main>", {0}) == [1]
    assert pictures(f"<div><p>{LONG}</p></div><div>{POST}</div>", {0}) == []


@pytest.mark.parametrize("said", ["alt='Ann Lee'", "alt='Portrait: Ann Lee' title=x"])
def test_a_portrait_of_the_author_stands_nowhere_in_the_text(said: str) -> None:
    body = f"<div><p>{LONG}</p><img src='https://quay.example/a.jpg' {said}><p>{OTHER}</p></div>"
    found = row(body)
    assert attached(found, frozenset({0, 2}), -1) == {1}
    kept = attached(found, frozenset({0, 2}), -1, authors=["Ann Lee"])
    assert kept == (set() if said == "alt='Ann Lee'" else {1})


def test_a_portrait_of_the_author_does_not_lead_the_text() -> None:
    body = f"<h1>Bridge</h1><div><img src='https://quay.example/a.jpg' alt='Ann Lee'></div><div><p>{LONG}</p><p>{OTHER}</p></div>"
    found = row(body)
    taken = frozenset({2, 3})
    assert attached(found, taken, 0) == {1}
    assert attached(found, taken, 0, authors=["Ann Lee"]) == set()
    assert attached(found, taken, 0, gone=[0]) == {1}


def test_a_heading_that_calls_to_read_on_goes_with_the_links_below_it() -> None:
    links = "<ul><li><a href='/a'>The ferry stays</a></li></ul>"
    assert chosen(f"<div><p>{LONG}</p><h2>■ Read more</h2>{links}<p>{OTHER}</p></div>", {0, 1, 2, 3})[0] == [
        LONG,
        OTHER,
    ]
    shown, _ = chosen(f"<div><p>{LONG}</p><h2>See also</h2>{links}</div>", {0, 1, 2})
    assert shown == [LONG, "See also", "The ferry stays"]


def test_the_author_alone_behind_the_text_is_none_of_it() -> None:
    assert chosen(f"<div><p>{LONG}</p><p><b>Ann Lee</b></p></div>", {0, 1})[0] == [LONG]


def test_a_byline_may_follow_a_standfirst_and_hold_a_role() -> None:
    lines = f"<p>{LONG}</p><p>By Ann Lee</p><p>Harbour editor</p><p>3 May 2024</p><p>{OTHER}</p><p>3 May 2024</p><p>{OTHER}!</p>"
    found = row(lines)
    everything = frozenset(range(7))
    assert without_bylines(found, everything, ("Ann Lee",), "2024-05-03") == {0, 4, 5, 6}
    assert without_bylines(found, everything, ("Ann Lee",), "2024-05-04") == {0, 2, 3, 4, 5, 6}


def test_a_long_stamp_before_the_text_is_none_of_it() -> None:
    stamp = "Published: 15:56 BST, 27 April 2024 | Updated: 15:57 BST, 27 April 2024"
    assert without_bylines(row(f"<p>{stamp}</p><p>{LONG}</p>"), frozenset({0, 1}), ()) == {1}


def test_what_stands_above_the_headline_in_another_box_is_left_out() -> None:
    body = f"<div><h5>Headline</h5><p>{OTHER}</p></div><div><h1>Bridge</h1><div><p>{LONG}</p><p>{OTHER}</p></div></div>"
    assert chosen(body, {0, 1, 3, 4}, "Bridge")[0] == [LONG, OTHER]
    assert chosen(body, {0, 1, 3, 4}, "Tolls")[0][0] == "Headline"


def test_a_short_line_above_the_headline_is_left_out_though_its_box_has_text() -> None:
    body = f"<div><p>The harbour</p><h1>Bridge</h1><p>{LONG}</p><p>{OTHER}</p></div>"
    assert chosen(body, {0, 2, 3}, "Bridge")[0] == [LONG, OTHER]
    assert chosen(body.replace("<p>The harbour<", f"<p>{OTHER}<"), {0, 2, 3}, "Bridge")[0] == [
        OTHER,
        LONG,
        OTHER,
    ]


def test_a_headline_of_several_elements_is_the_title_though_no_space_parts_them() -> None:
    body = f"<div><h1><span>Bridge opens</span><span>The ferry stops</span></h1><p>{LONG}</p></div>"
    assert chosen(body, {0, 1}, "Bridge opens The ferry stops")[0] == [LONG]


def test_the_headline_with_a_byline_glued_on_is_the_title() -> None:
    body = f"<div><h1>Bridge opens after the storm<span>By Ann Lee</span></h1><p>{LONG}</p></div>"
    assert chosen(body, {0, 1}, "Bridge opens after the storm")[0] == [LONG]
    assert chosen(body.replace("h1", "h2"), {0, 1}, "Bridge opens after the storm")[0][1:] == [LONG]


def test_a_kicker_below_the_headline_is_noted() -> None:
    body = f"<div><h1>Bridge</h1><p>Analysis</p><p>{LONG}</p></div>"
    shown, dropped = chosen(body, {1, 2}, "Bridge")
    assert (shown, dropped[-1]) == ([LONG], ("Analysis", "a kicker"))


def test_a_heading_of_several_lines_before_the_text_is_a_standfirst() -> None:
    lines = "Two hours, no result<br>The council meets again<br>A vote on Monday"
    for between, kind in ((lines, "text"), (lines.replace("<br>A vote on Monday", ""), "heading")):
        found = row(f"<div><h1>Bridge</h1><h2>{between}</h2><p>{LONG}</p><h2>Tolls</h2><p>{OTHER}</p></div>")
        shown = selected(found, frozenset(range(1, 5)), None, ["Bridge"], Metadata(), ExtractionTrace())
        assert [piece.kind for piece in shown] == [kind, "text", "heading", "text"]


def test_the_last_film_below_the_headline_leads_the_text() -> None:
    film = "<div><div><iframe src='https://www.youtube.com/embed/abcdef{}'></iframe></div></div>"
    body = f"{film.format(1)}<h1>Bridge</h1>{film.format(2)}{film.format(3)}<div><p>{LONG}</p></div>"
    assert pictures(body, {4}, "Bridge") == [3]
    assert pictures(body.replace("<h1>Bridge</h1>", ""), {3}, "Bridge") == []
    dek = "<p class=dek>A line of some length that says it all in one sentence</p>"
    below = f"<h1>Bridge</h1>{dek}<p>Sign up</p>{film.format(1)}<p>Listen</p><div><p>{LONG}</p></div>"
    assert pictures(below, {1, 5}, "Bridge") == [3]


def test_a_film_is_not_named_by_the_headline() -> None:
    film = "<audio src='https://quay.example/a.mp3' title='{}'></audio>"
    for title, text in (("Bridge", None), ("The ferry", "The ferry")):
        found = row(f"<div><h1>Bridge</h1>{film.format(title)}<p>{LONG}</p></div>")
        shown = selected(found, frozenset({2}), None, ["Bridge"], Metadata(), ExtractionTrace())
        assert [piece.value.text for piece in shown if isinstance(piece.value, Embed)] == [text]


def test_headings_of_what_others_read_and_say_go_with_their_links() -> None:
    body = f"<div><p>{LONG}</p><h3>Comments</h3><h2>Most Read</h2><ul><li><a href=x>{OTHER}</a></ul></div>"
    assert chosen(body, {0, 1, 2, 3})[0] == [LONG]


def test_a_place_in_a_line_of_its_own_begins_the_first_paragraph() -> None:
    assert chosen(f"<div><span>QUAY, Sound —</span><p>{LONG}</p><p>{OTHER}</p></div>", {1, 2})[0] == [
        f"QUAY, Sound — {LONG}",
        OTHER,
    ]
    assert chosen(f"<div><span>QUAY, Sound</span><p>{LONG}</p></div>", {1})[0] == [LONG]


def test_a_box_that_calls_to_follow_is_left_out_with_its_heading() -> None:
    call = "<div><div><h3>Folgst du uns auf Whatsapp?</h3></div><p>Jeden Morgen schicken wir dir die Nachrichten aus dem Hafen, kurz und klar.</p></div>"
    assert chosen(f"<div><p>{LONG}</p><p>{OTHER * 3}</p></div>{call}", {0, 1, 2, 3})[0] == [LONG, OTHER * 3]


def test_a_first_rank_heading_of_the_text_stays_though_it_is_a_form_of_the_headline() -> None:
    body = f"<div><h1>Bridge</h1><p>{LONG}</p><h1>The tolls</h1><p>{OTHER}</p></div>"
    assert chosen(body, {0, 1, 2, 3}, "Bridge", "The tolls")[0] == [LONG, "The tolls", OTHER]


def test_short_headings_in_a_row_before_the_text_head_nothing() -> None:
    body = f"<div><h2>Columns</h2><h2>News</h2><p>{LONG}</p></div>"
    assert chosen(body, {0, 1, 2})[0] == ["News", LONG]
    assert chosen(body.replace("<h2>News</h2>", "<h3>News</h3>"), {0, 1, 2})[0] == ["Columns", "News", LONG]


def test_a_heading_too_long_for_one_before_the_text_is_the_standfirst() -> None:
    line = "After nine years of work, and two more of waiting for a ship that was to bring the last of its beams, it opens"
    found = row(f"<div><h1>Bridge</h1><h2>{line}</h2><p>{LONG}</p><h3>Tolls</h3><p>{OTHER}</p></div>")
    taken = frozenset(range(1, 5))
    shown = selected(found, taken, None, ["Bridge"], Metadata(), ExtractionTrace(is_wanted=False))
    assert [piece.kind for piece in shown] == ["text", "text", "heading", "text"]


def test_all_paragraphs_of_a_standfirst_are_taken() -> None:
    lead = "A line of some length that says it all in one sentence"
    body = (
        f"<h1>Bridge</h1><div class='dek'><p>{lead}</p><p>It opens.</p></div><p>By Ann Lee</p><p>{LONG}</p>"
    )
    assert chosen(body, {4}, "Bridge")[0] == [lead, "It opens.", LONG]
