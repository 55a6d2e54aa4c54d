"""Subscribes to many feeds at once: starter feeds by subject, a list; and gives all feeds as OPML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.model import Subscription
from reader.text.urls import MAIL, without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.session import Session


@dataclass(frozen=True, slots=True)
class Starter:
    """A feed that is suggested to a new reader. `lang` is the code of the language that it is written in."""

    subject: str
    title: str
    url: str
    lang: str


def starters() -> tuple[Starter, ...]:
    """The suggestions that ship with the program, those of a subject together. None is fetched before it is chosen."""
    with Path(__file__).with_name("starters.toml").open("rb") as file:
        return tuple(Starter(**feed) for feed in tomllib.load(file)["feed"])


def subscribe_starters(session: Session, chosen: Iterable[Starter]) -> int:
    """Subscribe to these, each tagged with its subject; how many were not there already. They are due at once."""
    return subscribe(
        session, (Subscription(url=one.url, title=one.title, tags=(one.subject,)) for one in chosen)
    )


def subscribe(session: Session, feeds: Iterable[Subscription]) -> int:
    """Subscribe without fetching any of them; how many were not there already. They are due at once."""
    now = session.now()
    with session.library.transaction():
        return sum(session.library.feeds.add(feed, now=now)[1] for feed in feeds)


def with_secrets(session: Session) -> int:
    """Count the feeds whose address holds a password or token."""
    addresses = (feed.url for feed in session.library.feeds.all() if feed.url)
    return sum(without_credentials(url) != url for url in addresses)


def as_opml(session: Session, *, with_passwords: bool) -> tuple[str, int]:
    """The OPML of all feeds that have an address on the web, with the saved searches, and how many feeds they are. Users and passwords
    in addresses stand in it only with `with_passwords`."""
    from reader.importers.feed_lists import opml

    feeds = [
        Subscription(
            url=feed.url if with_passwords else without_credentials(feed.url),
            title=feed.title,
            site_url=feed.site_url,
            tags=feed.tags,
        )
        for feed in session.library.feeds.all()
        if feed.url and not feed.url.startswith(MAIL)  # a folder of this machine means nothing on another
    ]
    searches = [(saved.name, saved.query) for saved in session.library.saved.all() if saved.query]
    return opml.write(feeds, "Subscriptions of broadsheet", searches), len(feeds)
