"""The outbox: what servers have yet to hear, whoever changed the marks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.model import RemoteFeed
from reader.store.accounts import AccountGiven
from reader.store.remote_entries import NewEntry
from reader.store.user_state.outbox import Outgoing
from tests.store.making import NOW, draft, save

if TYPE_CHECKING:
    from reader.store.library import Library

GIVEN = AccountGiven(
    name="x", interface="miniflux", url="https://x.example", user="ann", login="ann", secret="env:X", server="Miniflux", has_labels=True
)  # fmt: skip


@pytest.fixture
def there(library: Library) -> Library:
    """A library of three articles, all of them entries 11 to 13 of an account."""
    library.accounts.add(GIVEN, NOW)
    library.remote_feeds.listed(1, [RemoteFeed(remote_id="7", title="Seven")], NOW)
    ids = [save(library, number) for number in (1, 2, 3)]
    with library.transaction():
        library.remote_entries.add(
            1, [NewEntry(10 + n, 1, n, read=False, starred=False, labels={}) for n in ids], 0
        )
    return library


def rows(library: Library) -> list[tuple[int, str, str]]:
    assert library.sound.check() == []
    return library.database.rows("SELECT remote_id, mark, label FROM outbox ORDER BY 1, 2, 3")


def test_a_mark_waits_until_it_is_taken_back(there: Library) -> None:
    there.marks.read([1, 2], NOW)
    there.marks.bookmark([1], NOW)
    assert rows(there) == [(11, "read", ""), (11, "starred", ""), (12, "read", "")]
    there.undo.undo(2, NOW)
    assert rows(there) == []
    there.undo.redo(1, NOW)
    assert rows(there) == [(11, "read", ""), (12, "read", "")]


def test_a_tag_waits_and_one_that_was_renamed_is_the_same(there: Library) -> None:
    there.tags.change([1], ["Sea"], [], NOW)
    assert there.outbox.waiting(1, 10) == [Outgoing("label", True, (11,), "sea", "Sea")]
    there.tags.change([1], [], ["sea"], NOW)
    assert rows(there) == []


def test_an_import_and_a_copy_that_was_read_wait_too(there: Library) -> None:
    there.articles.save(draft(1, bookmarked=True, tags=("Sea",)), now=NOW)
    assert rows(there) == [(11, "label", "sea"), (11, "starred", "")]


def test_what_is_muted_or_removed_is_not_told(there: Library) -> None:
    there.marks.mute([1], NOW)
    there.marks.remove([2], NOW)
    assert rows(there) == []


def test_changes_go_out_in_groups_of_at_most_so_many(there: Library) -> None:
    there.marks.read([1, 2, 3], NOW)
    there.marks.bookmark([2], NOW)
    assert there.outbox.waiting(1, 2) == [
        Outgoing("read", True, (11, 12)),
        Outgoing("read", True, (13,)),
        Outgoing("starred", True, (12,)),
    ]


def test_what_is_on_its_way_waits_until_the_server_has_answered(there: Library) -> None:
    there.marks.read([1, 2], NOW)
    (change,) = there.outbox.waiting(1, 10)
    assert there.outbox.sending(1, change) == (11, 12)
    assert rows(there) == [(11, "read", ""), (12, "read", "")]
    there.outbox.sent(1, change, [11])
    assert rows(there) == [(12, "read", "")]


def test_what_is_undone_on_its_way_is_sent_back(there: Library) -> None:
    there.marks.read([1], NOW)
    (change,) = there.outbox.waiting(1, 10)
    there.outbox.sending(1, change)
    there.undo.undo(1, NOW)
    assert there.outbox.waiting(1, 10) == [Outgoing("read", False, (11,))]
    # The answer comes after all: the server has what was taken back.
    there.outbox.sent(1, change, [11])
    assert there.outbox.waiting(1, 10) == [Outgoing("read", False, (11,))]


def test_what_was_taken_back_before_it_went_is_not_sent(there: Library) -> None:
    there.marks.read([1], NOW)
    (change,) = there.outbox.waiting(1, 10)
    there.undo.undo(1, NOW)
    assert there.outbox.sending(1, change) == ()


@pytest.mark.parametrize("is_answered", [True, False])
def test_labels_go_out_and_off_in_the_servers_own_writing(there: Library, *, is_answered: bool) -> None:
    there.tags.change([1], ["Sea"], [], NOW)
    (change,) = there.outbox.waiting(1, 10)
    there.outbox.sending(1, change)
    if is_answered:
        there.outbox.sent(1, change, [11])
        assert rows(there) == []
    there.tags.change([1], [], ["sea"], NOW)
    (change,) = there.outbox.waiting(1, 10)
    assert change == Outgoing("label", False, (11,), "sea", "Sea")
    there.outbox.sending(1, change)
    there.outbox.sent(1, change, [11])
    assert rows(there) == []


def test_a_server_that_loses_its_labels_hears_of_none_and_of_all_when_it_has_them_again(
    there: Library,
) -> None:
    there.tags.change([1], ["Sea"], [], NOW)
    there.accounts.probed(1, replace(GIVEN, has_labels=False))
    assert rows(there) == []
    there.accounts.probed(1, GIVEN)
    assert rows(there) == [(11, "label", "sea")]


def test_one_article_waits_for_each_server_that_has_it(there: Library) -> None:
    there.accounts.add(replace(GIVEN, name="y", url="https://y.example"), NOW)
    with there.transaction():
        there.remote_entries.add(2, [NewEntry(99, 1, None, read=False, starred=False, labels={})], 0)
        there.remote_entries.found(2, 99, 1)
    there.marks.read([1], NOW)
    assert [change.ids for account in (1, 2) for change in there.outbox.waiting(account, 10)] == [
        (11,),
        (99,),
    ]
