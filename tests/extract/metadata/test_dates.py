from __future__ import annotations

import lxml.html
import pytest

from reader.extract.metadata import dates
from reader.extract.metadata.headline_region import Headline, headline, runs
from reader.extract.metadata.page_tags import PageTags, gather

URL = "https://lamp.example/2024/05/03/bridge"
BARE = "https://lamp.example/bridge"


def day(
    head: str = "",
    body: str = "",
    nodes: list[dict[str, object]] | None = None,
    url: str = BARE,
    lang: str = "de",
) -> str | None:
    tags, around = located(head, body)
    found = dates.published(tags, nodes or [], around, runs(tags, around), url, lang=lang)
    return found.day if found else None


def located(head: str, body: str) -> tuple[PageTags, Headline]:
    tags = gather(
        lxml.html.document_fromstring(f"<html><head>{head}</head><body><h1>Bridge</h1>{body}</body></html>")
    )
    return tags, headline(tags.headings[0])


META = "<meta property=article:published_time content=2024-01-02>"
PROP = "<i itemprop=datePublished content=2024-01-03>x</i>"
PRINTED = "<p>4 January 2024</p>"
DATA: list[dict[str, object]] = [{"datePublished": ["2024-01-01"]}]


@pytest.mark.parametrize(
    ("head", "body", "nodes", "url", "wanted"),
    [
        (META, PROP + PRINTED, DATA, URL, "2024-01-01"),
        (META, PROP + PRINTED, [], URL, "2024-01-02"),
        ("", PROP + PRINTED, [], URL, "2024-01-03"),
        ("", PRINTED, [], URL, "2024-01-04"),
        ("", "", [], URL, "2024-05-03"),
        ("", "", [], BARE, None),
    ],
)
def test_places_are_believed_in_order(
    head: str, body: str, nodes: list[dict[str, object]], url: str, wanted: str | None
) -> None:
    assert day(head, body, nodes, url) == wanted


def test_every_place_is_told_in_that_order() -> None:
    tags, around = located(META, PROP + PRINTED)
    said = dates.said(tags, DATA, around, runs(tags, around), URL, lang="de")
    assert [one.value for one in said][:5] == [
        "2024-01-01",
        "2024-01-02",
        "2024-01-03",
        "2024-01-03",
        "2024-05-03",
    ]


def test_a_stamp_set_anew_with_each_change_gives_way_to_an_earlier_printed_day() -> None:
    anew: list[dict[str, object]] = [
        {"datePublished": "2024-03-01T10:00:00.123Z", "dateModified": "2024-03-01T10:00:00.123Z"}
    ]
    assert day(body=PRINTED, nodes=anew) == "2024-01-04"
    assert day(body="<p>4 April 2024</p>", nodes=anew) == day(nodes=anew) == "2024-03-01"
    whole = [{key: str(value).replace(".123", ".000") for key, value in anew[0].items()}]
    assert day(body=PRINTED, nodes=whole) == "2024-03-01"  # type: ignore[arg-type]  # a list of str is one of objects


def test_of_printed_dates_the_nearest_counts_and_one_of_a_change_last() -> None:
    assert day(body="<time datetime=2024-01-05>x</time><time datetime=2024-01-06>y</time>") == "2024-01-05"
    assert (
        day(body="<p class=date>Updated 5 January 2024</p><p class=date>4 January 2024</p>") == "2024-01-04"
    )
    assert day(body="<p class=date>Updated 5 January 2024</p>") == "2024-01-05"
    assert day(body="<aside><time datetime=2024-01-05>x</time></aside>" + PRINTED) == "2024-01-04"


def test_the_month_stands_first_in_english_alone() -> None:
    printed = "<p class=date>02/04/2024</p>"
    assert (day(body=printed, lang="en-US"), day(body=printed, lang="en-GB")) == ("2024-02-04", "2024-04-02")


@pytest.mark.parametrize(
    "url",
    [
        "https://lamp.example/2024/5/3/x",
        "https://lamp.example/20240503-x",
        "https://lamp.example/a-2024-05-03.html",
    ],
)
def test_an_address_names_the_day(url: str) -> None:
    assert day(url=url) == "2024-05-03"


@pytest.mark.parametrize(
    "url",
    ["https://lamp.example/120240503/x", "https://lamp.example/2024/13/03/x"],
)
def test_other_numbers_of_an_address_are_no_day(url: str) -> None:
    assert day(url=url) is None


def test_the_last_change_is_read_from_data_then_metas() -> None:
    tags, _ = located("<meta property=article:modified_time content=2024-02-02>", "")
    assert [stamp.day for _, stamp in dates.changes(tags, [{"dateModified": {"@value": "2024-02-01"}}])] == [
        "2024-02-01",
        "2024-02-02",
    ]
    found = dates.updated(tags, [])
    assert found is not None
    assert found.day == "2024-02-02"
