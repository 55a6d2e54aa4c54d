"""Regular expressions that are compiled when they are first used: most commands use a few of hundreds.

Compiling one takes 0.1 to 5 ms, and the everyday modules hold over a hundred. After its first use a pattern costs what a
compiled one does: the methods are then its own attributes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

_ATTRIBUTES = (
    "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn",
    "pattern", "flags", "groups", "groupindex",
)  # fmt: skip


class _Pattern:
    """What `re.compile` gives, as far as a pattern's own methods go; `re.sub` and its like do not take it."""

    def __init__(self, source: str, flags: int | re.RegexFlag = 0) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ATTRIBUTES:
            raise AttributeError(name=name, obj=self)
        compiled = re.compile(self._source, self._flags)
        for each in _ATTRIBUTES:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


if TYPE_CHECKING:
    from re import compile as pattern
else:
    pattern = _Pattern

__all__ = ["pattern"]
