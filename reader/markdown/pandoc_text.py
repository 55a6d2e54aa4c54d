"""Plain text as pandoc wants it in metadata, all of which is Markdown to it, and back."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\`*_\[\]<>$@^~|{}#&]|\A[-+:%]")
_ENUMERATOR = re.compile(r"\A(\(?\w{1,9})([.)])(?=\s|\Z)")
_ESCAPED = re.compile(r"\\([^\w\s]|_)")


def escape(text: str) -> str:
    """The text on one line, with a backslash wherever pandoc's own Markdown acts: mathematics, citations, lists."""
    found = _ACTIVE.sub(r"\\\g<0>", " ".join(text.split()))
    return _ENUMERATOR.sub(r"\1\\\2", found)


def unescape(text: str) -> str:
    """The text that `escape` was given, its white space apart."""
    return _ESCAPED.sub(r"\1", text)
