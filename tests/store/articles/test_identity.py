"""Which drafts are one article."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.model import Draft, Subscription
from tests.store.making import LATER, LONG, NOW, draft

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.store.library import Library

URL = "https://www.paper.example/2026/one"


def same(
    library: Library,
    one: Draft,
    other: Draft,
    first: tuple[int | None, str | None] = (None, None),
    second: tuple[int | None, str | None] = (None, None),
) -> bool:
    """Whether two drafts, saved one day apart, become one article."""
    ids = {
        library.articles.save(item, now=NOW + timedelta(days=day), feed_id=feed_id, guid=guid).id
        for day, (item, (feed_id, guid)) in enumerate(((one, first), (other, second)))
    }
    return len(ids) == 1


@pytest.mark.parametrize(
    "other", ["http://paper.example/2026/one/", f"{URL}?utm_source=feed&fbclid=1", f"{URL}#comments"]
)
def test_other_forms_of_an_address_are_one_article(library: Library, other: str) -> None:
    assert same(library, draft(url=URL), draft(url=other))
    assert library.articles.by_url(other) == 1


def test_other_pages_are_other_articles(library: Library) -> None:
    assert not same(library, draft(url=f"{URL}?id=1"), draft(url=f"{URL}?id=2"))


@pytest.mark.parametrize("form", ["https://amp.paper.example/2026/one", "https://m.paper.example/2026/one"])
def test_the_canonical_address_on_the_same_site_joins(library: Library, form: str) -> None:
    assert same(library, draft(url=URL), draft(url=form, canonical=URL))
    assert library.articles.by_url(form) == 1


def test_the_canonical_address_on_another_site_is_kept_and_joins_nothing(library: Library) -> None:
    original = "https://agency.example/original"
    assert not same(library, draft(1, url=original), draft(2, url=URL, canonical=original))
    article = library.articles.get(2)
    assert article is not None
    assert article.canonical == original
    assert library.articles.by_url(original) == 1


def test_a_canonical_address_that_is_the_front_page_joins_nothing(library: Library) -> None:
    front = "https://paper.example/"
    assert not same(
        library, draft(1, url=f"{URL}/a", canonical=front), draft(2, url=f"{URL}/b", canonical=front)
    )


def test_the_same_address_from_two_feeds_is_one_article_in_both(library: Library, feed: Feed) -> None:
    other, _ = library.feeds.add(Subscription(url="https://other.example/feed", title="Other"), NOW)
    assert same(
        library,
        draft(url=URL),
        draft(url=URL),
        first=(feed.id, "a"),
        second=(other.id, "b"),
    )
    article = library.articles.get(1)
    assert article is not None
    assert article.feeds == ("The Paper", "Other")


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        (("g", URL, "Title"), ("g", URL, "Another headline"), True),
        (("g", URL, "Old news of the day"), ("g", f"{URL}-b", "New news of the day"), True),
        (("g", URL, "Title"), ("g", None, "Another headline"), True),
        (("g", URL, "One"), ("g", f"{URL}-b", "Two"), False),
        (("g", URL, "Title"), ("h", URL, "Title"), True),
        (("g", URL, "Version 1"), ("h", URL, "Version 2"), False),
        (("g", None, "Title"), ("h", None, "Title"), False),
        (("https://x.example/1#0", URL, "Title"), ("https://x.example/1#1", URL, "Another headline"), True),
        ((None, URL, "Title"), (None, URL, "Another headline"), True),
        ((None, URL, "Title"), ("g", URL, "Another headline"), True),
        ((None, "https://x.example/", "One"), (None, "https://x.example", "Two"), False),
        (("g", "https://x.example/", "One"), ("h", "https://x.example", "Two"), False),
    ],
)
def test_entries_of_one_feed(
    library: Library, feed: Feed, first: tuple[Any, ...], second: tuple[Any, ...], *, is_one: bool
) -> None:
    one, other = [
        draft(n, url=url, title=title, text=f"Text of {title}")
        for n, (_, url, title) in enumerate((first, second))
    ]
    assert same(library, one, other, first=(feed.id, first[0]), second=(feed.id, second[0])) is is_one


def test_the_guid_of_another_feed_means_nothing(library: Library, feed: Feed) -> None:
    other, _ = library.feeds.add(Subscription(url="https://other.example/feed"), NOW)
    assert not same(
        library,
        draft(1),
        draft(2),
        first=(feed.id, "1"),
        second=(other.id, "1"),
    )


def test_a_link_that_moved_leads_to_the_article_from_both_addresses(library: Library, feed: Feed) -> None:
    for now, url in ((NOW, URL), (LATER, f"{URL}-corrected")):
        library.articles.save(draft(url=url), now=now, feed_id=feed.id, guid="g")
    assert library.articles.by_url(URL) == library.articles.by_url(f"{URL}-corrected") == 1


def test_entries_that_share_guid_and_link_all_come_and_stay_themselves(library: Library, feed: Feed) -> None:
    for now in (NOW, LATER):
        for title in ("One", "Two", "Three"):
            library.articles.save(
                draft(url=URL, title=title, text=f"Text of {title}"), now=now, feed_id=feed.id, guid="g"
            )
    found = {
        article.title: library.articles.content(article.id).text
        for article in library.articles.many(range(9))
    }
    assert found == {"One": "Text of One", "Two": "Text of Two", "Three": "Text of Three"}


def test_an_entry_that_stands_twice_in_a_document_counts_once(library: Library, feed: Feed) -> None:
    for text in ("first", "second"):
        library.articles.save(draft(text=text), now=NOW, feed_id=feed.id, guid="g")
    assert library.articles.content(1).text == "first"
    assert library.changes.newest() == 1


def test_the_page_of_an_entry_may_come_with_its_document(library: Library, feed: Feed) -> None:
    library.articles.save(draft(text="teaser", text_origin="feed"), now=NOW, feed_id=feed.id, guid="g")
    library.articles.save(draft(text="page", title="Other headline"), now=NOW, feed_id=feed.id, guid="g")
    assert library.articles.content(1).text == "page"


def test_files_without_address_are_known_by_their_words(library: Library) -> None:
    assert same(
        library, draft(1, url=None, text=LONG, text_origin="file"), draft(2, url=None, text=LONG.upper())
    )


def test_short_texts_without_address_are_told_apart_by_their_titles(library: Library) -> None:
    assert not same(library, draft(1, url=None, text="See below"), draft(2, url=None, text="See below"))


def test_the_title_alone_may_tell_articles_apart(library: Library) -> None:
    assert same(library, Draft(title="Only a title"), Draft(title="Only a title"))
    assert not same(library, Draft(title="Only a title"), Draft(title="Another title"))


def test_a_removed_feed_that_comes_back_knows_its_articles(library: Library, feed: Feed) -> None:
    library.articles.save(draft(url=None), now=NOW, feed_id=feed.id, guid="g")
    library.feeds.remove(feed.id, NOW)
    library.feeds.add(Subscription(url="https://paper.example/feed.xml"), LATER)
    saved = library.articles.save(draft(url=None), now=LATER, feed_id=feed.id, guid="g")
    assert (saved.id, saved.outcome) == (1, "same")


CANONICAL = "https://paper.example/2026/canonical"


@pytest.mark.parametrize(("title", "is_one"), [("Story", True), ("STORY", True), ("Another", False)])
def test_entries_of_one_document_that_share_a_canonical_address_are_told_apart_by_their_titles(
    library: Library, feed: Feed, title: str, *, is_one: bool
) -> None:
    ids = [
        library.articles.save(
            draft(n, title=name, canonical=CANONICAL, text_origin="feed"),
            now=NOW,
            feed_id=feed.id,
            guid=f"g{n}",
        ).id
        for n, name in enumerate(("Story", title))
    ]
    assert (ids[0] == ids[1]) is is_one


def test_a_guid_is_surer_than_link_and_title_together(library: Library, feed: Feed) -> None:
    articles = library.articles
    by_link = articles.save(draft(1, url=URL, title="Story"), now=NOW, feed_id=feed.id, guid=None).id
    by_guid = articles.save(draft(2, url=None, title="Other"), now=NOW, feed_id=feed.id, guid="g").id
    assert by_link < by_guid
    again = articles.save(draft(3, url=URL, title="Story"), now=LATER, feed_id=feed.id, guid="g")
    assert again.id == by_guid


def test_a_page_without_a_feed_may_be_a_front_page(library: Library) -> None:
    one, other = (draft(n, url="https://paper.example/") for n in (1, 2))
    assert same(library, one, other)


def test_an_entry_that_met_an_article_of_another_feed_is_that_article(library: Library, feed: Feed) -> None:
    number = library.articles.save(draft(1, url=URL), now=NOW).id
    library.articles.begin(feed.id, NOW, [number])
    assert library.articles.save(draft(2, url=URL), now=NOW, feed_id=feed.id, guid="g").id == number


def test_of_two_entries_of_one_address_the_one_with_the_same_title_is_meant(
    library: Library, feed: Feed
) -> None:
    one, other = draft(1, url=URL), draft(2, url=URL)
    library.articles.begin(feed.id, NOW, [])
    assert [library.articles.save(each, now=NOW, feed_id=feed.id).id for each in (one, other)] == [1, 2]
    library.articles.begin(feed.id, LATER, [])
    assert library.articles.save(other, now=LATER, feed_id=feed.id).id == 2
