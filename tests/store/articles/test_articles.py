"""Articles are found, and read with their texts and as documents for search."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.model import Content, Embed, Passage, Picture, Subscription
from tests.store.making import LATER, NOW, draft, save

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.store.library import Library


def test_an_article_is_found_by_number_uid_and_address(library: Library) -> None:
    number = save(library)
    article = library.articles.get(number)
    assert article is not None
    for name in (str(number), article.uid, f" {article.uid} ", article.url or ""):
        assert library.articles.get(name) == article


@pytest.mark.parametrize(
    "name", ["", "2", "x", "-1", "9" * 40, "aaaaaaaaaaaaaaaa", "https://nowhere.example/", 0, 2**70]
)
def test_what_is_not_there_is_none(library: Library, name: str | int) -> None:
    save(library)
    assert library.articles.get(name) is None


def test_many_keeps_the_order_and_leaves_out_what_is_unknown(library: Library) -> None:
    ids = [save(library, number) for number in range(4)]
    wanted = [ids[2], 99, ids[0], 2**70, ids[3]]
    assert [article.id for article in library.articles.many(wanted)] == [ids[2], ids[0], ids[3]]


def test_an_address_of_a_removed_article_leads_nowhere(library: Library) -> None:
    number = save(library, canonical="https://paper.example/2026/canonical")
    assert library.articles.by_url("https://paper.example/2026/canonical") == number
    assert library.articles.by_url("mailto:me@paper.example") is None
    library.marks.remove([number], NOW)
    assert library.articles.by_url("https://paper.example/2026/story-1") is None


def test_texts_are_those_that_are_shown_and_empty_for_what_is_not_there(library: Library) -> None:
    one, other = save(library, 1), save(library, 2)
    assert library.articles.content(99) == Content()
    found = library.articles.contents([other, one, 99])
    assert {number: content.text[:20] for number, content in found.items()} == {
        one: "The text of story 1.",
        other: "The text of story 2.",
    }


def test_the_origins_begin_with_the_one_that_is_shown(library: Library) -> None:
    number = save(library, text_origin="feed", text="a part", text_state="part")
    assert library.articles.origins(number) == ["feed"]
    library.articles.save(draft(text="the whole of it"), now=LATER)
    assert library.articles.origins(number) == ["page", "feed"]
    assert library.articles.choose_text(number, "feed")
    assert library.articles.origins(number) == ["feed", "page"]


def test_earlier_texts_come_in_their_order(library: Library) -> None:
    number = save(library, text="one", title="First")
    for text in ("two", "three"):
        library.articles.save(draft(text=text, title=text), now=LATER)
    assert [(old.title, old.markdown, old.replaced) for old in library.articles.earlier(number)] == [
        ("First", "one", LATER),
        ("two", "two", LATER),
    ]
    assert [revision.markdown for revision in library.articles.earlier(number)] == ["one", "two"]


def test_the_last_edit_is_that_of_the_text_that_is_shown(library: Library) -> None:
    number = save(library, text_origin="feed", text="one")
    assert library.articles.edited(number) is None
    library.articles.save(draft(text_origin="feed", text="two"), now=LATER)
    assert library.articles.edited(number) == LATER
    library.articles.save(draft(text_origin="feed", text="three"), now=LATER + timedelta(hours=1))
    assert library.articles.edited(number) == LATER + timedelta(hours=1)
    library.articles.save(draft(text="the page's"), now=LATER)
    assert library.articles.edited(number) is None
    assert library.articles.edited(99) is None


def test_titles_alone_by_id(library: Library) -> None:
    assert library.articles.titles([save(library, 2), save(library, 1), 99]) == {1: "Story 2", 2: "Story 1"}


def test_a_document_is_all_that_search_sees(library: Library, feed: Feed) -> None:
    other, _ = library.feeds.add(
        Subscription(url="https://other.example/feed", title="Other", tags=("z",)), NOW
    )
    library.feeds.set_tags(feed.id, ["b", "a"], NOW)
    whole = draft(
        1,
        markdown="# Heading\n\nThe *text*.",
        text="Heading The text.",
        pictures=(Picture(caption="A caption"),),
        embeds=(Embed("video"),),
    )
    number = library.articles.save(whole, now=NOW, feed_id=other.id, guid="1").id
    library.articles.save(whole, now=LATER, feed_id=feed.id, guid="1")
    bare = save(library, 2, embeds=(Embed("tweet"),))
    library.articles.save(draft(2, text="another text"), now=LATER)
    library.own_words.write(number, "my note", NOW)
    library.own_words.mark(number, Passage("The text"), NOW)
    first, second = library.articles.documents([number, bare])
    assert (first.article.id, second.article.id) == (number, bare)
    assert "caption" in first.body
    assert first.own == ("my note", "The text")
    assert first.feed_paths == ("Other", "The Paper", "z", "a", "b")
    assert first.has == {"note", "highlight", "picture", "video"}
    assert (second.has, second.revisions, first.revisions) == (frozenset(), 1, 0)
    library.feeds.remove(other.id, NOW)
    assert next(library.articles.documents([number])).feed_paths == ("The Paper", "a", "b")


def test_many_documents_are_read_some_hundreds_at_a_time(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.articles.articles._AT_ONCE", 2)
    ids = [save(library, number) for number in range(5)]
    seen: list[str] = []
    library.database._connection.set_trace_callback(seen.append)
    found = [document.article.id for document in library.articles.documents(iter(ids[::-1]))]
    library.database._connection.set_trace_callback(None)
    assert found == ids[::-1]
    assert len([sql for sql in seen if "FROM revision" in sql]) == 3


def test_an_entry_that_begins_another_document_may_be_met_again(library: Library, feed: Feed) -> None:
    first = library.articles.save(draft(1, text_origin="feed"), now=NOW, feed_id=feed.id, guid="g")
    library.articles.begin(feed.id, LATER, [first.id])
    twin = draft(1, text_origin="feed", title="Another", url="https://paper.example/2026/other")
    assert library.articles.save(twin, now=LATER, feed_id=feed.id, guid="g").id != first.id


def test_articles_are_found_by_their_uids_but_not_removed_ones(library: Library) -> None:
    numbers = [save(library, n) for n in (1, 2, 3)]
    uids = [article.uid for article in library.articles.many(numbers)]
    library.marks.remove(numbers[1:2], NOW)
    assert [one.id for one in library.articles.by_uids([*reversed(uids), "z" * 16])] == [
        numbers[0],
        numbers[2],
    ]


def test_entries_of_one_document_that_share_guid_and_link_are_told_apart(
    library: Library, feed: Feed
) -> None:
    twins = [draft(1, title=title, text_origin="feed") for title in ("One", "Two", "Two")]
    saved = [library.articles.save(twin, now=NOW, feed_id=feed.id, guid="g") for twin in twins]
    assert len({one.id for one in saved}) == 2
    # The page of the entry comes from another document, though at the same moment.
    page = library.articles.save(draft(1, title="One", text="page"), now=NOW, feed_id=feed.id, guid="g")
    assert (page.id, page.outcome) == (saved[0].id, "updated")


def test_what_an_entry_of_one_document_was_no_other_entry_of_it_is(library: Library, feed: Feed) -> None:
    url = "https://paper.example/one-for-all"
    library.articles.begin(feed.id, NOW, [])
    first, second = (library.articles.save(draft(n, url=url), now=NOW, feed_id=feed.id).id for n in (1, 2))

    assert first != second
    library.articles.begin(feed.id, LATER, [])
    assert library.articles.save(draft(3, url=url), now=LATER, feed_id=feed.id).id in (first, second)


def test_entries_saved_at_one_time_are_of_one_document(library: Library, feed: Feed) -> None:
    url = "https://paper.example/one-for-all"
    first, second = (library.articles.save(draft(n, url=url), now=NOW, feed_id=feed.id).id for n in (1, 2))
    assert first != second


def test_articles_are_found_by_their_very_title(library: Library) -> None:
    first, second, gone = (save(library, number, title="Lamp") for number in (1, 2, 3))
    save(library, 4, title="Lamps")
    library.marks.remove([gone], NOW)
    assert library.articles.titled("Lamp") == [first, second]
    assert library.articles.titled("Lamp", limit=1) == [first]
    assert library.articles.titled("lamp") == []
