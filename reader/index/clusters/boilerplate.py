"""Finds the lines of a text that are its source's and not its own: who to write to, what to subscribe to, what else
there is.

Such lines stand at the beginning and at the end of texts; only some lines there are looked at, so that what is kept of
a library stays small. A line is boilerplate when several articles of a source have it which have nothing else in common:
what the updates of one report share is their subject.
"""

from __future__ import annotations

import re
from _blake2 import blake2b  # `hashlib` loads OpenSSL, for 3 ms, and gives this one
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FIRST, LAST = 4, 8
"""Lines looked at, at the beginning and at the end: after a text's last line stand captions and the titles of links."""

REPEATED = 60
"""Characters at most of a line that is nobody's sentence because its text has it more than once: of a button, a caption."""

LEAST = 6
"""Characters of a line that can count."""

READ = 6_000
"""Characters of two texts that are compared."""

ALIKE = 0.3
"""From this share of common long words on, the texts of two articles have more in common than a line …"""

OWN = 3
"""… and so they have where one has fewer long words than this in its other lines: it may be the other one, cut."""

_LINE = re.compile(r"[^\n]+")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")


def lines(source: str, body: str) -> dict[int, tuple[int, int]]:
    """The lines of a text that can be its source's, by their keys, with where they stand; none where the source is
    unknown."""
    if not source:
        return {}
    spans = [match.span() for match in _LINE.finditer(body)]
    edges = spans if len(spans) <= FIRST + LAST else [*spans[:FIRST], *spans[-LAST:]]
    return {_key(source, body[start:end]): (start, end) for start, end in edges if end - start >= LEAST}


def repeated(body: str) -> list[tuple[int, int]]:
    """The short lines, with a letter in them, that a text has more than once: "View fullsize" below each of its pictures.
    What a text says it says once; a refrain is no loss where texts are compared."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for match in _LINE.finditer(body):
        line = match[0].strip()
        if len(line) <= REPEATED and any(map(str.isalpha, line)):
            spans.setdefault(line.casefold(), []).append(match.span())
    return [span for found in spans.values() if len(found) > 1 for span in found]


def without(body: str, spans: Collection[tuple[int, int]]) -> str:
    """The text without these lines."""
    for start, end in sorted(set(spans), reverse=True):
        body = body[:start] + body[end:].lstrip("\n")
    return body


def have_little_in_common(
    one: tuple[str, str], other: tuple[str, str], own: Mapping[int, tuple[int, int]]
) -> bool:
    """Tells whether two articles, title and body each, are of different subjects but for the lines that both have; `own`
    are the lines of the first one."""
    shared = [line for start, end in own.values() if (line := one[1][start:end]) in other[1]]
    first, second = (_long_words(text, shared) for _, text in (one, other))
    if min(len(first), len(second)) < OWN:
        return False
    first, second = first | _long_words(one[0]), second | _long_words(other[0])
    return len(first & second) < ALIKE * min(len(first), len(second))


def _long_words(text: str, passed: Collection[str] = ()) -> set[str]:
    text = text[:READ]
    for line in passed:
        text = text.replace(line, " ")
    return {word.lower() for word in _LONG_WORD.findall(text)}


def _key(source: str, line: str) -> int:
    """64 bits of a hash."""
    said = f"{source}\0{' '.join(line.split()).casefold()}"
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big", signed=True)
