from __future__ import annotations

from reader.core import manual


def test_the_index_names_the_pages_and_what_they_tell() -> None:
    topics = manual.topics()
    assert manual.Topic("reading", "how to get around, read, mark and undo") in topics
    assert all(manual.page(topic.name).startswith("#") for topic in topics)


def test_a_page_has_words_of_its_own_that_it_is_looked_for_under() -> None:
    words = [word for said in manual.ALSO_CALLED.values() for word in said.split()]
    names = {topic.name for topic in manual.topics()}
    assert manual.ALSO_CALLED.keys() <= names
    assert len(words) == len({*words})
    assert not names & {*words}
    assert (manual.meant("article"), manual.meant("start"), manual.meant("xyzzy")) == (
        "reading",
        "tour",
        None,
    )


def test_a_paragraph_is_a_line_and_links_to_pages_are_their_words() -> None:
    page = "<!-- made -->\n# A\n\nOne\ntwo [export](export.md#x)\nand [a](https://a.example/).\n\n```sh\nls\n```\n- item\n  on\n\nEnd"
    assert manual.flowing(page) == (
        "# A\n\nOne two export and [a](https://a.example/).\n\n```sh\nls\n```\n- item on\n\nEnd"
    )
    assert "\n  ls\n" in manual.flowing(page, indent="  ")
    assert manual.linked(page) == ["export"]
