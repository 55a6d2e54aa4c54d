"""Accounts: added, found, tried, removed and added again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from reader.model import RemoteFeed
from reader.store.accounts import AccountGiven
from tests.store.making import LATER, NOW

if TYPE_CHECKING:
    from reader.store.library import Library

GIVEN = AccountGiven(
    name="home", interface="miniflux", url="https://u:pw@x.example:8443/rss", user="ann", login="ann", secret="env:X",
    server="Miniflux", version="2.2", lacks=("no labels", "no folders"),
)  # fmt: skip


def test_an_account_is_kept_as_given(library: Library) -> None:
    account = library.accounts.add(GIVEN, NOW)
    assert (account.name, account.lacks, account.added, account.has_labels) == (
        "home",
        GIVEN.lacks,
        NOW,
        False,
    )
    assert account.place == "Miniflux at x.example:8443"
    assert library.accounts.all() == [account] == [library.accounts.get(account.id)]


def test_an_account_is_found_by_a_part_of_its_name(library: Library) -> None:
    library.accounts.add(GIVEN, NOW)
    library.accounts.add(replace(GIVEN, name="homework", user="bo"), NOW)
    assert library.accounts.find("HOME").name == "home"
    assert library.accounts.find("work").name == "homework"
    with pytest.raises(UsageError, match="2 accounts match: home, homework"):
        library.accounts.find("om")
    with pytest.raises(NothingFound):
        library.accounts.find("")
    with pytest.raises(NothingFound):
        library.accounts.get(9)


@pytest.mark.parametrize("other", [replace(GIVEN, user="bo"), replace(GIVEN, name="other")])
def test_no_account_is_added_twice(library: Library, other: AccountGiven) -> None:
    library.accounts.add(GIVEN, NOW)
    with pytest.raises(UsageError):
        library.accounts.add(other, NOW)


def test_a_try_is_recorded_with_the_last_success(library: Library) -> None:
    library.accounts.add(GIVEN, NOW)
    library.accounts.tried(1, NOW, "3 new", next_at=LATER)
    library.accounts.tried(1, LATER, "too slow", failures=2)
    account = library.accounts.get(1)
    assert (account.succeeded, account.tried, account.outcome) == (NOW, LATER, "too slow")
    assert (account.failures, account.next_at) == (2, None)


def test_one_that_is_removed_takes_its_feeds_along_and_goes_on_when_it_is_added_again(
    library: Library,
) -> None:
    library.accounts.add(GIVEN, NOW)
    library.accounts.keep_cursor(1, "12")
    library.remote_feeds.listed(
        1, [RemoteFeed(remote_id="7", title="Seven", url="https://s.example/rss")], NOW
    )
    library.accounts.remove(1, NOW)
    assert (library.accounts.all(), library.feeds.all()) == ([], [])
    again = library.accounts.add(replace(GIVEN, name="again", login="ann", secret="env:Y"), LATER)
    assert (again.id, again.name, again.secret, again.cursor) == (1, "again", "env:Y", "12")
