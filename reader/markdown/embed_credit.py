"""The last line of an embed: who said it, where and when, as plain text, and read back."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.dates import iso
from reader.model import Embed
from reader.text import urls

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
    "podcasts.apple.com": "audio",
    "instagram.com": "post",
    "tiktok.com": "post",
    "threads.net": "post",
    "threads.com": "post",
    "bsky.app": "post",
    "t.me": "post",
}
_PATHS: tuple[tuple[re.Pattern[str], EmbedKind], ...] = (
    (re.compile(r"\.(?:mp4|m4v|mov|webm|ogv|m3u8|mpd)$", re.IGNORECASE), "video"),
    (re.compile(r"\.(?:mp3|m4a|aac|ogg|oga|opus|wav)$", re.IGNORECASE), "audio"),
    (re.compile(r"^/@[\w.]+(?:@[\w.-]+)?/\d{8,}/?$"), "post"),  # Mastodon, on any host
)
_SAID: dict[str, EmbedKind] = {"Video": "video", "Audio": "audio", "Post": "post"}
_DATE = re.compile(r"(?:^|, )(\d{4}-\d\d-\d\d)$")
_DATE_WORDS = 40
_WRITTEN = re.compile(r"[^\W\d_]{3}|年")
_AFTER_HANDLE = re.compile(r"\(@[^()\s]+\), (.{4,80})$")
_PERSON = re.compile(r"(?P<author>.*?) ?(?:\((?P<handle>@[^()\s]+)\))?")


def source(embed: Embed) -> str:
    """`— author (@handle), date` in plain text; unknown parts are left out; "" where none is known."""
    person = " ".join(part for part in (embed.author, f"({embed.handle})" if embed.handle else "") if part)
    known = ", ".join(part for part in (person, embed.date_words or embed.date) if part)
    return f"— {known}" if known else ""


def label(embed: Embed, host: str) -> str:
    """The text of the link to an embed that names nobody and no day: its host, and its kind where else nothing tells."""
    is_told = embed.text and kind(embed.url, is_by_someone=False) == embed.kind
    wanted: EmbedKind = "post" if embed.kind == "tweet" else embed.kind
    said = next((word for word, found in _SAID.items() if found == wanted), None)
    return host if is_told or said is None else f"{said} on {host}"


def day(words: str) -> tuple[str | None, str | None]:
    """The day that the date of an embed names, and its words where a person would write so: "February 4, 2022"."""
    stamp = iso.stamp(words)
    if stamp is None:
        return None, None
    return stamp.day, words if len(words) <= _DATE_WORDS and _WRITTEN.search(words) else None


def attributed(text: str, line: str, link: Link | None) -> Embed | None:
    """The embed of which `line` is the last line, as plain text with its one link; None where it is a quotation.

    An embed names a handle, ends with a date, or links by a date or by the host's name, before which its kind may stand;
    a line with a person's name alone, linked or not, is the end of a quotation.
    """
    words = line.removeprefix("—").strip()
    date = found[1] if (found := _DATE.search(words)) else None
    date_words = None
    if link is not None and link.title and words.endswith(link.title):
        words = words.removesuffix(link.title)
    elif date:
        words = words.removesuffix(date)
    elif link is None and (after := _AFTER_HANDLE.search(words)) and day(after[1])[0]:
        words = words[: after.start(1)]
        date, date_words = day(after[1])
    person = _PERSON.fullmatch(words.strip().removesuffix(",").strip())
    handle = person["handle"] if person else None
    said, _, of = (link.title or "").partition(" on ") if link is not None else ("", "", "")
    stated = _SAID.get(said) if link is not None and of == urls.host(link.url) else None
    named = stated is not None or (link is not None and link.title in (date, urls.host(link.url)))
    if person is None or not (handle or named or (date and link is None)):
        return None
    # As the sites themselves write it: February 4, 2022.
    if handle and link is not None and link.title and not date:
        date, date_words = day(link.title)
    author = person["author"] or None
    url = link.url if link is not None else None
    known = kind(url, is_by_someone=bool(author or handle or stated == "post"))
    return Embed(
        known if stated in (None, "post") else stated, text or None, author, handle, url, date, date_words
    )


def kind(url: str | None, *, is_by_someone: bool) -> EmbedKind:
    """The kind of an embed, by the host and the path of its address: the dialect does not write it down."""
    host = (urls.host(url) or "") if url else ""
    path = urlsplit(url).path if url else ""
    known = (found for name, found in _HOSTS.items() if f".{host}".endswith(f".{name}"))
    told = (found for shape, found in _PATHS if shape.search(path))
    return next(chain(known, told), "post" if is_by_someone else "other")
