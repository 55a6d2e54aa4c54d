"""The article that an importer makes of what another program says."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.dates.iso import stamp
from reader.importers.items import PENDING, ImportedArticle, Left, add_feed, page
from reader.model import Draft, Subscription

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
    assert page("row 4", " ", "Lamp") == Left("row 4", "no address")
    assert str(page("row 4", "ftp://pier.example", "")) == "row 4: not a web address (ftp://pier.example)"
