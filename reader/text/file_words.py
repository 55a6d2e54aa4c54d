"""A file that comes with an entry, in words: its kind, its duration, its size."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_FILE_KINDS = {
    "transcript": "Transcript",
    "audio": "Audio",
    "video": "Video",
    "image": "Picture",
    "application/pdf": "PDF",
}
_FILE_ENDINGS = {
    "Audio": ("mp3", "m4a", "ogg", "oga", "opus", "flac", "wav", "aac"),
    "Video": ("mp4", "m4v", "webm", "mov", "mkv"),
    "Picture": ("jpg", "jpeg", "png", "gif", "webp", "avif"),
    "PDF": ("pdf",),
}
_SMALLEST_FILE = 1_000
"""Bytes: a length below is a stopgap of the publisher's."""


def file_kind(media_type: str, url: str) -> str:
    """`Audio`, `Video`, `Picture`, `PDF`, `Transcript` or `File`: by its media type, else by the end of its address."""
    said = media_type.strip().lower()
    for start, kind in _FILE_KINDS.items():
        if said.startswith(start):
            return kind
    end = urlsplit(url).path.rpartition(".")[2].lower()
    return next((kind for kind, ends in _FILE_ENDINGS.items() if end in ends), "File")


def file_words(kind: str, duration: str, size: str) -> str:
    """`Audio, 42 min, 31 MB`: `duration` and `size` (bytes) are the publisher's own words, and left out where they say
    nothing."""
    return ", ".join(word for word in (kind, _duration(duration), _megabytes(size)) if word)


def _duration(duration: str) -> str:
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


def _megabytes(length: str) -> str:
    if not re.fullmatch(r"\d{1,15}", length.strip(), re.ASCII) or int(length) < _SMALLEST_FILE:
        return ""
    megabytes = int(length) / 1e6
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{max(megabytes, 0.1):.1f} MB"
