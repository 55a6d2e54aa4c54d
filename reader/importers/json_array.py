"""Which objects does a JSON array hold that may be larger than the memory?"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from reader.errors import ParseError
from reader.importers.imported_article import Left
from reader.importers.json_fields import Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OBJECT_LIMIT = 8_000_000
"""Characters of one object: an article of the longest kind that we keep, escaped, fits. The worst JSON of that length
takes 200 MB."""

_PIECE = 32 * 1024
_BETWEEN = re.compile(r"[ \t\r\n,]*")


def objects(read: Callable[[int], str]) -> Iterator[tuple[str, Fields] | Left]:
    """Each object with its place (`item 1`), and what is none. `read` gives up to so many characters, "" at the end.

    Behind something that is not JSON there is no telling where the next object begins: it ends there, and says so.
    ParseError for what is no array.
    """
    decoder = json.JSONDecoder()
    text, at, number = read(_PIECE).lstrip("\ufeff \t\r\n"), 1, 1
    if not text.startswith("["):
        raise ParseError("not a JSON array")
    while True:
        at = _after(_BETWEEN, text, at)
        if text[at : at + 1] == "]":
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError:
            yield Left(f"item {number}", "nested too deeply; what follows it cannot be read")
            return
        except ValueError:
            rest = text[at:]
            more = read(max(_PIECE, len(rest))) if len(rest) < OBJECT_LIMIT else ""
            if more:
                text, at = rest + more, 0
                continue
            if rest:
                yield Left(f"item {number}", _why(rest))
            return
        yield (
            (f"item {number}", Fields(value))
            if isinstance(value, dict)
            else Left(f"item {number}", "not an object")
        )
        number += 1


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _why(rest: str) -> str:
    if len(rest) >= OBJECT_LIMIT:
        return f"not JSON, or larger than {OBJECT_LIMIT // 1_000_000} MB; what follows it cannot be read"
    return "not JSON, or the file ends within it; what follows it cannot be read"
