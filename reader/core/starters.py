"""Which feeds could one begin with? A short list by subject, shipped with the program; nothing in it is asked by itself."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core import subscriptions
from reader.model import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.session import Session


@dataclass(frozen=True, slots=True)
class Starter:
    """A feed that is suggested. `lang` is the language that it is written in, as a code."""

    subject: str
    title: str
    url: str
    lang: str


def load() -> tuple[Starter, ...]:
    """All of them, those of a subject together."""
    with Path(__file__).with_name("starters.toml").open("rb") as file:
        return tuple(Starter(**feed) for feed in tomllib.load(file)["feed"])


def subscribe(session: Session, chosen: Iterable[Starter]) -> int:
    """Subscribe to these, each tagged with its subject; how many were not there already. They are due at once."""
    return subscriptions.subscribe(
        session,
        (Subscription(url=one.url, title=one.title, tags=(one.subject,)) for one in chosen),
    )
