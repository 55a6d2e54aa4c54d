"""The task that reads the HTML of entries."""

from __future__ import annotations

import pytest

from reader.core.sandbox.framing import encode
from reader.core.sandbox.tasks import entries
from reader.model import Entry, ParsedFeed

LINKED = '<p>The lamp burns, see <a href="plan">the plan</a>.</p>'


@pytest.mark.parametrize(
    ("entry_url", "url", "feed_url", "site_url", "target"),
    [
        ("https://a.example/x/lamp", "https://b.example/f", None, None, "https://a.example/x/plan"),
        (None, "https://b.example/f", "https://c.example/f", "https://d.example/", "https://b.example/plan"),
        (None, None, "https://c.example/f", "https://d.example/", "https://c.example/plan"),
        (None, None, None, "https://d.example/", "https://d.example/plan"),
    ],
)
def test_links_are_made_whole_by_the_nearest_address(
    entry_url: str | None, url: str | None, feed_url: str | None, site_url: str | None, target: str
) -> None:
    feed = ParsedFeed(
        title="The Pier",
        url=feed_url,
        site_url=site_url,
        entries=(Entry(title="Lamp", url=entry_url, html=LINKED),),
    )
    (draft,) = entries.run(encode(feed), url=url)
    assert draft.markdown == f"The lamp burns, see [the plan]({target})."


def test_each_entry_becomes_a_draft_in_order() -> None:
    feed = ParsedFeed(title="The Pier", entries=tuple(Entry(title=title, html="<p>x</p>") for title in "abc"))
    found = entries.run(encode(feed), url=None)
    assert [(draft.title, draft.publication, draft.text) for draft in found] == [
        (title, "The Pier", "x") for title in "abc"
    ]
