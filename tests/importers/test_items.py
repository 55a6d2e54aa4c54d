"""The article that an importer makes of what another program says."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.dates.iso import stamp
from reader.importers.items import (
    NOTE_LIMIT,
    OWN_WORDS_LIMIT,
    PENDING,
    QUOTE_LIMIT,
    ImportedArticle,
    LeftOut,
    add_feed,
    page,
    path_tag,
)
from reader.model import Draft, Excerpt, Subscription

URL = "https://pier.example/1"


def made(**fields: object) -> Draft:
    found = page("item 1", URL, "Lamp", **fields)  # type: ignore[arg-type]
    assert isinstance(found, ImportedArticle)
    return found.draft


def test_an_address_and_a_title_wait_for_the_page() -> None:
    assert page("item 1", URL, "") == ImportedArticle(
        Draft(title=URL, url=URL, text_origin="file", text_state="pending", reason=PENDING), ""
    )


def test_all_that_is_said_is_taken_and_cleaned() -> None:
    saved = datetime(2024, 2, 1, tzinfo=UTC)
    draft = made(
        html="<p>It burns.</p>",
        saved=saved,
        read=True,
        bookmarked=True,
        tags=["sea", " sea ", "", "by\nnight"],
        authors=["Ann Keel", "Ann Keel"],
        published=stamp("2024-01-31T23:30:00+01:00"),
        lang="de_DE",
        description="A  lamp",
    )
    assert (draft.saved, draft.read, draft.bookmarked) == (saved, True, True)
    assert (draft.tags, draft.authors) == (("sea", "by night"), ("Ann Keel",))
    assert (draft.published, draft.day) == (datetime(2024, 1, 31, 22, 30, tzinfo=UTC), "2024-01-31")
    assert (draft.lang, draft.description) == ("de-DE", "A lamp")


def test_tags_are_bounded() -> None:
    assert len(made(tags=map(str, range(500))).tags) == 200
    assert len(made(tags=["x" * 1_000]).tags[0]) == 300


def test_a_feed_of_very_many_folders_keeps_the_first() -> None:
    found: dict[str, Subscription] = {}
    for number in range(300):
        add_feed(found, Subscription(url="https://a.example/f", tags=(f"folder {number}",)))
    (feed,) = found.values()
    assert feed.tags == tuple(f"folder {number}" for number in range(200))


def test_what_has_no_web_address_is_left_with_its_place() -> None:
    assert page("row 4", " ", "Lamp") == LeftOut("row 4", "no address")
    assert str(page("row 4", "ftp://pier.example", "")) == "row 4: not a web address (ftp://pier.example)"


# The reader's own words


def test_long_notes_and_highlights_come_in_parts_and_lose_nothing() -> None:
    draft = made(
        notes=["n" * (NOTE_LIMIT + 1), " ", "\x1b[31mred"],
        excerpts=[
            Excerpt("q" * (QUOTE_LIMIT * 2 + 1), "c" * NOTE_LIMIT),
            Excerpt(" ", "alone"),
            Excerpt("", ""),
        ],
    )
    assert [len(note) for note in draft.notes] == [NOTE_LIMIT, 1, len("[31mred")]
    assert [len(one.quote) for one in draft.excerpts] == [QUOTE_LIMIT, QUOTE_LIMIT, 1, 0, 0]
    assert sum(len(one.note) for one in draft.excerpts) == NOTE_LIMIT + len("alone")
    assert draft.excerpts[-1] == Excerpt("", "alone")


def test_what_is_past_the_bounds_is_counted_and_named() -> None:
    found = page(
        "item 1",
        URL,
        "Lamp",
        notes=[str(n) for n in range(OWN_WORDS_LIMIT + 1)],
        excerpts=[Excerpt(str(n)) for n in range(OWN_WORDS_LIMIT + 2)],
        tags=[f"t{n}" for n in range(201)],
        left=[LeftOut("item 1", "a keyword")],
    )
    assert isinstance(found, ImportedArticle)
    assert (len(found.draft.notes), len(found.draft.excerpts), len(found.draft.tags)) == (2_000, 2_000, 200)
    assert [str(one) for one in found.left] == [
        "item 1: a keyword",
        "item 1: more than 2,000 notes on one article (1 more)",
        "item 1: more than 2,000 highlights on one article (2 more)",
        "item 1: more than 200 tags on one article (t200)",
    ]


def test_what_is_left_is_one_line_of_bounded_length() -> None:
    assert str(LeftOut("a\nb", "why", "c\x1b\nd" * 200)).count("\n") == 0
    assert len(str(LeftOut("p" * 900, "why", "w" * 900))) < 450


def test_a_folders_path_is_a_tag() -> None:
    assert path_tag(["News", "", "a/b "]) == "News/a/b"
    assert path_tag(["f"] * 20) == "/".join("f" * 8)
    assert path_tag([]) is None
