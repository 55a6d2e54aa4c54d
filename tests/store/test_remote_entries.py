"""What servers have of the articles: bases, marks that come in, contents that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.model import RemoteFeed
from reader.store.accounts import AccountGiven
from reader.store.library import Library
from reader.store.remote_entries import NewEntry, SettledEntry, label_key, label_names
from reader.store.salvage import salvage
from tests.store.making import NOW, save

if TYPE_CHECKING:
    from pathlib import Path

NEW = NewEntry(11, 1, 1, read=True, starred=True, labels={"sea": "Sea"})
SETTLED = SettledEntry(
    11, 1, read=False, starred=True, labels={"pier": "Pier"}, is_read=False, is_bookmarked=True, tags=frozenset({"pier"})
)  # fmt: skip


@pytest.fixture
def there(library: Library) -> Library:
    """A library with an article that is entry 11 of an account."""
    library.accounts.add(
        AccountGiven(
            name="x", interface="miniflux", url="https://x.example", user="a", login="ann", secret="env:X", server="M", has_labels=True
        ),
        NOW,
    )  # fmt: skip
    library.remote_feeds.listed(1, [RemoteFeed(remote_id="7", title="Seven")], NOW)
    save(library, 1)
    with library.transaction():
        library.remote_entries.add(1, [NEW], 0)
    return library


def marks(library: Library, number: int = 1) -> tuple[bool, bool, tuple[str, ...]]:
    article = library.articles.get(number)
    assert article is not None
    return article.read, article.bookmarked, article.tags


def test_a_new_entry_gives_its_marks_to_its_article_and_owes_nothing(there: Library) -> None:
    assert marks(there) == (True, True, ("Sea",))
    assert there.outbox.waiting(1, 10) == []
    (entry,) = there.remote_entries.known(1, [11, 12]).values()
    assert (entry.read, entry.starred) == (True, True)
    assert entry.labels == entry.tags == frozenset({"sea"})
    assert there.remote_entries.bases(1) == {11: (True, True, frozenset({"sea"}), frozenset(), False)}


def test_marks_that_come_in_are_set_and_known_as_the_servers(there: Library) -> None:
    there.remote_entries.settle(1, [SETTLED], 5)
    assert marks(there) == (False, True, ("Pier",))
    assert there.outbox.waiting(1, 10) == []
    assert there.undo.undo(1, NOW) == []


def test_what_a_server_says_nothing_of_stays(there: Library) -> None:
    there.remote_entries.settle(1, [replace_labels(None)], 5)
    assert marks(there) == (False, True, ("Sea",))
    assert there.outbox.waiting(1, 10) == []


def replace_labels(labels: dict[str, str] | None) -> SettledEntry:
    return SETTLED._replace(labels=labels)


def test_contents_wait_the_newest_first_until_they_were_read_or_are_gone(there: Library) -> None:
    others = [NewEntry(n, 1, None, read=False, starred=False, labels={}) for n in (12, 13, 14)]
    with there.transaction():
        there.remote_entries.add(1, others, 0)
    entries = there.remote_entries
    assert [e.remote_id for e in entries.unread_contents(1, None, 3)] == [14, 13, 12]
    assert [e.remote_id for e in entries.unread_contents(1, 12, 3)] == [11]
    entries.was_read(1, [(13, b"digest"), (12, b"")])
    entries.gone(1, [14])
    assert [e.remote_id for e in entries.unread_contents(1, None, 3)] == [11]
    entries.edited(1, [13])
    assert [e.remote_id for e in entries.unread_contents(1, None, 3)] == [13, 11]
    assert there.accounts.get(1).texts_left == 2


def test_an_entry_that_is_found_to_be_an_article_owes_what_that_has_more(there: Library) -> None:
    save(there, 2)
    there.marks.read([2], NOW)
    with there.transaction():
        there.remote_entries.add(1, [NewEntry(12, 1, None, read=False, starred=True, labels={})], 0)
    found = there.remote_entries.found(1, 12, 2)
    assert (found.article_id, found.is_read, found.is_bookmarked) == (2, True, False)
    assert [(change.mark, change.on) for change in there.outbox.waiting(1, 10)] == [
        ("read", True),
        ("starred", False),
    ]
    assert there.remote_entries.articles_in(1, 1) == [1, 2]


def test_a_salvaged_library_goes_on_where_the_damaged_one_was(there: Library, tmp_path: Path) -> None:
    there.marks.unread([1], NOW)
    there.tags.change([1], ["Pier"], [], NOW)
    waiting = there.outbox.waiting(1, 10)
    assert len(waiting) == 2
    saved = salvage(there.path, tmp_path / "salvaged.db")
    assert saved.lost == ()
    with Library.open(tmp_path / "salvaged.db") as library:
        assert library.outbox.waiting(1, 10) == waiting
        assert library.accounts.all() == there.accounts.all()
        assert library.remote_entries.bases(1) == there.remote_entries.bases(1)
        assert [feed.account for feed in library.feeds.all()] == ["x"]


def test_a_wrong_outbox_is_found(there: Library) -> None:
    there.marks.unread([1], NOW)
    there.database.run("DELETE FROM outbox")
    assert there.sound.check() == ["1 marks are wrongly noted as sent or unsent"]


def test_labels_are_tags_by_their_keys() -> None:
    assert label_names({"Sea/Rescue", "#Später ", "/"}) == {"sea/rescue": "Sea/Rescue", "spater": "#Später "}
    assert (label_key("Später"), label_key("#")) == ("spater", "")
