from __future__ import annotations

import pytest

from reader.extract.files.print_view import View, read_view
from reader.model import Embed

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people crossed."


def view(*blocks: str) -> View:
    return read_view("\n\n".join(blocks))


def test_the_head_is_headline_byline_date_and_credit_in_any_order() -> None:
    found = view("Bridge opens", "May 3, 2024", "By Ann Lee", "Photo: Bo Chen", LONG)
    assert (found.title, found.byline) == ("Bridge opens", "By Ann Lee")
    assert found.stamp is not None
    assert found.stamp.day == "2024-05-03"
    assert found.blocks == ["(Photo: Bo Chen)", LONG]


@pytest.mark.parametrize("first", ["It ended with a full stop.", "a, b,", "x" * 301])
def test_a_first_block_that_is_no_headline_is_text(first: str) -> None:
    assert view(first, LONG).title == ""


def test_one_block_is_text_and_not_a_headline() -> None:
    assert (view("Bridge opens").title, view("Bridge opens").markdown) == ("", "Bridge opens")
    assert view("# Bridge opens", LONG).title == "Bridge opens"


@pytest.mark.parametrize(
    "end",
    [
        "Original url: https://quay.example/a?utm_source=x",
        "URL:\n\n<https://quay.example/a>",
        "Permalink: <https://quay.example/a>",
    ],
)
def test_the_address_is_read_from_the_end(end: str) -> None:
    found = view("Bridge", LONG, end)
    assert (found.url, found.markdown) == ("https://quay.example/a", LONG)


def test_an_address_that_is_none_stays_text() -> None:
    assert view("Bridge", LONG, "Url: see below").url is None


def test_a_short_line_between_two_long_blocks_is_a_heading() -> None:
    assert view("Bridge", LONG, "Tolls from autumn", LONG).blocks[1] == "## Tolls from autumn"
    for line in ("tolls from autumn", "Tolls from autumn:", "- Tolls", "T" * 81):
        assert not view("Bridge", LONG, line, LONG).blocks[1].startswith("##")
    assert view("Bridge", LONG, "Tolls from autumn").blocks[1] == "Tolls from autumn"


def test_a_paragraph_that_a_blank_line_broke_is_put_together_again() -> None:
    assert view("Bridge", LONG + " It was a long", "day at sea.").blocks == [
        LONG + " It was a long day at sea."
    ]
    assert view("Bridge", LONG, "day at sea.").blocks == [LONG, "day at sea."]


def test_embeds_are_signed_quotations() -> None:
    found = view("Bridge", LONG, "Embed:", "First!", "— Ann (@ann) May 3, 2024", LONG)
    assert found.embeds == (Embed("post", "First!", "Ann", "@ann", None, "2024-05-03", "May 3, 2024"),)
    unsigned = view("Bridge", LONG, "Embedded post: First!", LONG)
    assert (unsigned.embeds, unsigned.blocks[1:]) == ((), ["> First!", LONG])


def test_lists_and_links_are_kept() -> None:
    found = view(
        "Bridge",
        LONG,
        "- one\n* two\n3. [three](https://quay.example/3) and [four](#)",
        "Related story: [Tolls](https://quay.example/t)",
    )
    assert found.blocks[1] == "- one\n- two\n- [three](https://quay.example/3) and four"
    assert "[Tolls](https://quay.example/t)" in found.blocks[2]
