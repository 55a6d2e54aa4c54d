"""Entries of a live blog stand under their times; a page that shows none of them has them in its data."""

from __future__ import annotations

import json

from reader.extract.page import extract

FIRST = "The bridge is closed to lorries until the wind falls below sixty kilometres an hour, which will not be soon."
SECOND = (
    "Two freighters that were to load timber this morning have turned back, since no pilot could be brought."
)
LEAD = "The first storm of the winter has closed the bridge and sent two ships back to the open sea, where they wait."


def markdown(body: str, *entries: dict[str, str]) -> str:
    data = {"@type": "LiveBlogPosting", "headline": "Storm", "liveBlogUpdate": list(entries)}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if entries else ""
    html = (
        f"<html><head>{script}</head><body><article><h1>Storm</h1><p>{LEAD}</p>{body}</article></body></html>"
    )
    return extract(html.encode(), "https://quay.example/storm").markdown


def entry(text: str, time: str, *, kind: str = 'class="liveblog-post"', head: str = "") -> str:
    return f"<div {kind}>{time}{head}<p>{text}</p></div>"


def test_the_time_of_an_entry_is_its_heading() -> None:
    found = markdown(
        entry(FIRST, '<time datetime="2024-11-02T16:05:00+01:00">an hour ago</time>')
        + entry(SECOND, "<time>7:10 am</time>", head="<h3>Two <b>ships</b> turn back</h3>")
    )
    assert found.split("\n\n") == [LEAD, "### 16:05", FIRST, "### 7:10 am Two **ships** turn back", SECOND]


def test_microdata_mark_entries_too() -> None:
    stamp = '<meta itemprop="datePublished" content="2024-11-02T16:05:00+01:00">'
    entries = [entry(text, stamp, kind='itemprop="liveBlogUpdate" class="x"') for text in (FIRST, SECOND)]
    assert markdown("".join(entries)).count("### 16:05") == 2


def test_a_time_that_a_heading_says_is_not_said_twice() -> None:
    time = '<time datetime="2024-11-02T16:05:00+01:00">16.05</time>'
    entries = [entry(text, "", head=f"<h3>{time} Uhr: Sturm</h3>") for text in (FIRST, SECOND)]
    assert markdown("".join(entries)).count("16.05") == 2


def test_one_box_of_that_name_makes_no_live_blog() -> None:
    assert "###" not in markdown(entry(FIRST, "<time>7:10</time>") + f"<p>{SECOND}</p>")


def test_headings_get_the_times_that_the_data_name() -> None:
    stamp = {"headline": "Bridge closed", "datePublished": "2024-11-02T16:05:00+01:00"}
    assert "## 16:05 Bridge closed" in markdown(f"<h2>Bridge closed</h2><p>{FIRST}</p><p>{SECOND}</p>", stamp)


def test_entries_that_the_page_does_not_show_come_from_its_data() -> None:
    found = markdown(
        "",
        {"headline": "Closed", "datePublished": "2024-11-02T16:05:00+01:00", "articleBody": f"<p>{FIRST}</p><p>*Soon*.</p>"},
        {"datePublished": "2024-11-02T07:10:00+01:00", "articleBody": SECOND.replace("'", "&#39;")},
    )  # fmt: skip
    assert found.split("\n\n") == [LEAD, "### 16:05 Closed", FIRST, "\\*Soon\\*.", "### 07:10", SECOND]


def test_broken_data_do_no_harm() -> None:
    odd = {"headline": "x", "datePublished": "T99:99", "articleBody": "<" * 50}
    assert LEAD in markdown(f"<p>{FIRST}</p>", odd, odd)


def test_an_entry_within_an_entry_has_its_own_time() -> None:
    inner = entry(SECOND, "<time>7:10</time>", kind='class="liveblog-block"')
    outer = entry(FIRST, "", kind='class="liveblog-post"').replace("</div>", f"{inner}</div>")
    third = "The pilots will try it again at noon, with the larger of their two boats, if the harbour office lets them."
    found = markdown(outer + entry(third, "<time>16:05</time>"))
    assert found.split("\n\n") == [LEAD, FIRST, "### 7:10", SECOND, "### 16:05", third]


def test_a_block_within_an_entry_has_its_heading() -> None:
    def post(time: str, text: str) -> str:
        block = entry(text, "", kind='class="liveblog-block"', head="<h3>Wind</h3>")
        return f'<div class="liveblog-post"><time>{time}</time>{block}</div>'

    found = markdown(post("7:10", FIRST) + post("16:05", SECOND))
    assert found.split("\n\n") == [LEAD, "### 7:10 Wind", FIRST, "### 16:05 Wind", SECOND]


def test_an_entry_leaves_the_heading_of_the_one_within_it_alone() -> None:
    inner = entry(SECOND, "<time>7:10</time>", kind='class="liveblog-block"', head="<h3>Ships</h3>")
    outer = entry(FIRST, "<time>16:05</time>").replace("</div>", f"{inner}</div>")
    found = markdown(outer)
    assert found.split("\n\n") == [LEAD, "### 16:05", FIRST, "### 7:10 Ships", SECOND]
