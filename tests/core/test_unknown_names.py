"""Feeds and tags that a query names and nothing has are told, with the nearest that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import unknown_names
from reader.model import Subscription
from reader.query.parse import parse
from tests.core.conftest import NOW
from tests.store.making import save

if TYPE_CHECKING:
    from tests.core.conftest import Room


@pytest.fixture
def known(room: Room) -> Room:
    """Three feeds, one of them in a folder, and an article with a tag of the reader's own."""
    library = room.session.library
    for name in ("NSHipster", "The Pier", "Pier News"):
        library.feeds.add(Subscription(url=f"https://{name[:3]}.example/feed", title=name), NOW)
    library.feeds.set_tags(1, ["weblogs/apple"], NOW)
    library.tags.change([save(library, 1)], ["sea/rescue"], [], NOW)
    return room


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("gas", []),
        ("feed:pier feed:nshipster tag:sea tag:apple is:unread", ["nothing has the tag “apple”; did you mean weblogs/apple?"]),
        ("tag:weblogs feed:weblogs -feed:news", []),
        ("feed:nshipser", ["no feed or folder is called “nshipser”; did you mean NSHipster?"]),
        ("feed:peir", ["no feed or folder is called “peir”; did you mean Pier News or The Pier?"]),
        ("feed:zzz OR gas", ["no feed or folder is called “zzz”"]),
        ("-tag:rescu feed:zzz tag:rescu",
         ["nothing has the tag “rescu”; did you mean sea/rescue?", "no feed or folder is called “zzz”"]),
    ],
)  # fmt: skip
def test_unknown_names_are_told_once_with_what_is_like_them(
    known: Room, source: str, lines: list[str]
) -> None:
    assert [
        one.replace("The Pier or Pier News", "Pier News or The Pier")
        for one in unknown_names.told(known.session, parse(source, NOW).tree)
    ] == lines


def test_a_library_without_names_offers_none(room: Room) -> None:
    tree = parse('feed:"x" tag:y', NOW).tree
    assert unknown_names.told(room.session, tree) == [
        "no feed or folder is called “x”",
        "nothing has the tag “y”",
    ]


def test_a_name_that_begins_so_comes_before_one_that_is_only_like_it(room: Room) -> None:
    titles = ("KCRW's Art Talk", "The Varthamana Post", "Varthabharathi", "Varta")
    for at, title in enumerate(titles):
        room.session.library.feeds.add(Subscription(url=f"https://{at}.example/feed", title=title), NOW)
    (told,) = unknown_names.told(room.session, parse("feed:varth", NOW).tree)
    assert told == (
        "no feed or folder is called “varth”; did you mean Varthabharathi, The Varthamana Post or Varta?"
    )
