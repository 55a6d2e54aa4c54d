"""The last line of an embed: who said it, where and when, as plain text, and read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.base import dates, urls
from reader.model import Embed

if TYPE_CHECKING:
    from reader.model import EmbedKind, Link

_HOSTS: dict[str, EmbedKind] = {
    "twitter.com": "tweet",
    "x.com": "tweet",
    "youtube.com": "video",
    "youtube-nocookie.com": "video",
    "youtu.be": "video",
    "vimeo.com": "video",
    "dailymotion.com": "video",
    "twitch.tv": "video",
    "soundcloud.com": "audio",
    "spotify.com": "audio",
}
_DATE = re.compile(r"(?:^|, )(\d{4}-\d\d-\d\d)$")
_PERSON = re.compile(r"(?P<author>.*?) ?(?:\((?P<handle>@[^()\s]+)\))?")


def source(embed: Embed) -> str:
    """`— author (@handle), date` in plain text; unknown parts are left out; "" where none is known."""
    person = " ".join(part for part in (embed.author, f"({embed.handle})" if embed.handle else "") if part)
    known = ", ".join(part for part in (person, embed.date) if part)
    return f"— {known}" if known else ""


def attributed(text: str, line: str, link: Link | None) -> Embed | None:
    """The embed of which `line` is the last line, as plain text with its one link; None where it is a quotation.

    An embed names a handle, ends with a date, or links by a date or by the host's name; a line with a person's name
    alone, linked or not, is the end of a quotation.
    """
    words = line.removeprefix("—").strip()
    date = found[1] if (found := _DATE.search(words)) else None
    if link is not None and link.title and words.endswith(link.title):
        words = words.removesuffix(link.title)
    elif date:
        words = words.removesuffix(date)
    person = _PERSON.fullmatch(words.strip().removesuffix(",").strip())
    handle = person["handle"] if person else None
    named = link is not None and link.title in (date, urls.host(link.url))
    if person is None or not (handle or named or (date and link is None)):
        return None
    if (
        handle and link is not None and link.title and not date
    ):  # as the sites themselves write it: February 4, 2022
        date = stamp.day if (stamp := dates.stamp(link.title)) else None
    author = person["author"] or None
    url = link.url if link is not None else None
    return Embed(kind(url, is_by_someone=bool(author or handle)), text or None, author, handle, url, date)


def kind(url: str | None, *, is_by_someone: bool) -> EmbedKind:
    """What an embed is, by the host of its address: the dialect does not write it down."""
    host = (urls.host(url) or "") if url else ""
    for name, found in _HOSTS.items():
        if host == name or host.endswith(f".{name}"):
            return found
    return "post" if is_by_someone else "other"
