"""Subscriptions in bulk, and the starter feeds: their shape, and what choosing them does. None is ever asked here."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core import subscriptions
from reader.core.session import LibraryPaths, Session
from reader.importers.feed_lists import opml
from reader.model import Draft, Subscription
from reader.text import urls
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from reader.core.subscriptions import Starter

OFFERED = subscriptions.starters()


def test_they_are_few_and_of_several_subjects_and_languages() -> None:
    assert 12 <= len(OFFERED) <= 24
    assert len({starter.subject for starter in OFFERED}) >= 5
    assert {"en", "fr", "ja", "ru"} <= {starter.lang for starter in OFFERED}


def test_those_of_a_subject_stand_together() -> None:
    subjects = [subject for subject, _ in groupby(starter.subject for starter in OFFERED)]
    assert len(subjects) == len(set(subjects))


def test_no_feed_is_in_it_twice() -> None:
    assert len({urls.feed_identity(starter.url) for starter in OFFERED}) == len(OFFERED)
    assert len({starter.title for starter in OFFERED}) == len(OFFERED)


@pytest.mark.parametrize("starter", OFFERED, ids=lambda starter: starter.title)
def test_each_has_an_address_and_a_title(starter: Starter) -> None:
    assert urls.absolute(starter.url) == starter.url
    assert starter.title.strip() == starter.title != ""
    assert starter.subject.isidentifier()


@pytest.mark.data
def test_each_address_is_in_a_list_that_people_share() -> None:
    if "BROADSHEET_DATA" not in os.environ:
        pytest.skip("BROADSHEET_DATA is not set")
    lists = (Path(os.environ["BROADSHEET_DATA"]) / "opml").glob("*.opml")
    shared = {found.url for file in lists for found in opml.read(file.read_bytes()).subscriptions}
    assert [starter.url for starter in OFFERED if starter.url not in shared] == []


def test_choosing_subscribes_once_with_the_subject_as_tag(tmp_path: Path) -> None:
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places) as opened:
        assert subscriptions.subscribe_starters(opened, OFFERED[:3]) == 3
        assert subscriptions.subscribe_starters(opened, OFFERED[2:5]) == 2
        feeds = {feed.url: feed for feed in opened.library.feeds.all()}
        assert set(feeds) == {starter.url for starter in OFFERED[:5]}
        assert feeds[OFFERED[0].url].tags == (OFFERED[0].subject,)
        assert feeds[OFFERED[0].url].title == OFFERED[0].title


def test_all_feeds_with_an_address_are_given_as_a_list(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        feeds = [
            Subscription(url="https://pier.example/feed", title="The Pier", tags=("sea",)),
            Subscription(url="https://dunes.example/feed", site_url="https://dunes.example/"),
        ]
        assert subscriptions.subscribe(opened, feeds) == 2
        assert subscriptions.subscribe(opened, feeds) == 0
        opened.library.articles.save(Draft(title="A", text="A", feeds=("From an import",)), now=NOW)
        opened.library.saved.add("Ferries", "ferry OR boat", NOW)
        text, number = subscriptions.as_opml(opened, with_passwords=True)
    assert opml.read(text.encode()).searches == (("Ferries", "ferry OR boat"),)
    found = {feed.url: feed for feed in opml.read(text.encode()).subscriptions}
    assert (number, set(found)) == (2, {feed.url for feed in feeds})
    assert found["https://pier.example/feed"] == feeds[0]
    assert found["https://dunes.example/feed"].site_url == "https://dunes.example/"


def test_folders_of_mails_stay_on_this_machine(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        opened.library.feeds.add(Subscription(url="mail:///home/ann/Mail?list=letters.pier.example"), now=NOW)
        text, number = subscriptions.as_opml(opened, with_passwords=True)
    assert (number, "mail:" in text) == (0, False)
