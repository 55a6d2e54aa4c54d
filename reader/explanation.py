"""The values that explain how an article was read from its page: what gave each field, and which words were left out.

Unknown is None, never "".
"""

from __future__ import annotations

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One place of a page, and its value for a field."""

    source: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A field of an article: its value, the place of the page that gave it, and what other places say."""

    field: str
    value: str | None = None
    source: str | None = None
    others: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words of a page that are not in its article: how they begin, how many they are, and why."""

    text: str
    words: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The way in which an article was read from its page: by the rules of `site_file`, whose mistakes are `notes`, and by `how`. `kind`
    is that of the page, and `kind_why` the evidence for it."""

    kind: str = "article"
    kind_why: str = ""
    how: str = ""
    site_file: str | None = None
    notes: tuple[str, ...] = ()
    fields: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()
