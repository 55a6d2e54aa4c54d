"""Files that come with an entry: a podcast's sound, a film, a document; with the length and size to know before opening one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.model import Link
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.parse.raw import RawEnclosure

_KINDS = {"audio": "Audio", "video": "Video", "image": "Picture", "application/pdf": "PDF"}
_ENDS = {
    "Audio": ("mp3", "m4a", "ogg", "oga", "opus", "flac", "wav", "aac"),
    "Video": ("mp4", "m4v", "webm", "mov", "mkv"),
    "Picture": ("jpg", "jpeg", "png", "gif", "webp", "avif"),
    "PDF": ("pdf",),
}
_SMALLEST = 1_000
"""Bytes: a length below is a stopgap of the publisher's."""


def links(raw: Iterable[RawEnclosure], base: str | None, duration: str) -> tuple[Link, ...]:
    """The files, each once, with their kind, duration and size as title: `Audio, 42 min, 31 MB`.

    `duration` is the entry's, which is that of its first sound or film where that tells none.
    """
    found: dict[str, Link] = {}
    for one in raw:
        url = urls.absolute(one.url, base)
        if url is None or url in found:
            continue
        kind = _kind(one.type, url)
        seconds = one.duration
        if not seconds and duration and kind in ("Audio", "Video"):
            seconds, duration = duration, ""
        words = (kind, _span(seconds), _size(one.size))
        found[url] = Link(url, title=", ".join(word for word in words if word), role="enclosure")
    return tuple(found.values())


def _kind(media_type: str, url: str) -> str:
    said = media_type.strip().lower()
    for start, kind in _KINDS.items():
        if said.startswith(start):
            return kind
    end = urlsplit(url).path.rpartition(".")[2].lower()
    return next((kind for kind, ends in _ENDS.items() if end in ends), "File")


def _span(duration: str) -> str:
    """`1:02:10`, `42:10` or seconds, as feeds write them, for people; "" for anything else."""
    if not re.fullmatch(r"(?:\d{1,3}:){0,2}\d{1,6}(?:\.\d{1,6})?", duration.strip(), re.ASCII):
        return ""
    seconds = 0.0
    for part in duration.strip().split(":"):
        seconds = seconds * 60 + float(part)
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 1 else ""
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _size(length: str) -> str:
    if not re.fullmatch(r"\d{1,15}", length.strip(), re.ASCII) or int(length) < _SMALLEST:
        return ""
    megabytes = int(length) / 1e6
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{max(megabytes, 0.1):.1f} MB"
