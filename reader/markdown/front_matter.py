"""Reads front matter: the keys between two lines of `---` at the head of a Markdown file, or a page of Logseq's.

PyYAML reads each key by itself, so that one that is no YAML (`title: Cost: 5`) costs none of the others: it is taken
as the text that it is. Only its parser runs, which neither recurses nor follows aliases and resolves no tags: values
are strings as written (`2026-02-04`, `1.10`, `yes`) or lists of these.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import yaml

from reader.markdown import logseq_page
from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 64_000
"""Characters of front matter that are read; a longer one is body."""

KEYS_LIMIT = 200
ITEMS_LIMIT = 2_000

BRACKETS_LIMIT = 100
"""Opening brackets of one value that YAML is asked about: the time of its scanner grows with their square."""

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\n(?P<head>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(
    r"^(?P<key>[^\s:#\"'\[{-][^:\n]{0,99}?|\"[^\"\n]{1,100}\"|'[^'\n]{1,100}')[ \t]*:"
    r"(?P<value>(?:[ \t].*)?(?:\n(?:[ \t-].*|(?=\n|\Z)))*+)$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"(?:^|[ \t]+)#.*$")
_NULLS = ("~", "null", "Null", "NULL")

Value = str | list[str]


def read(text: str) -> tuple[dict[str, Value], str]:
    """The keys, in lower case, and the body; no keys and the whole text where there is no front matter.

    The outline of a page of Logseq's comes back as Markdown (`logseq_page`).
    """
    text = text.replace("\r\n", "\n")
    found = _FENCE.match(text[:LIMIT])
    if found is None:
        return logseq_page.read(text) or ({}, text)
    keys: dict[str, Value] = {}
    for entry in _ENTRY.finditer(found["head"]):
        keys[entry["key"].strip("\"'").strip().lower()] = _value(entry["value"])
        if len(keys) >= KEYS_LIMIT:
            break
    return keys, text[found.end() :]


def _value(written: str) -> Value:
    line = written.strip()
    if line.startswith('"') and "\n" not in line:
        # As a rule it is JSON, where YAML breaks lines at some characters and refuses others.
        with suppress(ValueError):
            return str(json.loads(line, strict=False))
    if sum(map(written.count, "[{")) > BRACKETS_LIMIT:
        return _as_text(written)
    try:
        return _parsed(yaml.parse(f"key:{written}\n", Loader=yaml.BaseLoader))
    except (yaml.YAMLError, ValueError, OverflowError):  # the last two for escapes of no character
        return _as_text(written)


def _parsed(events: Iterator[yaml.Event]) -> Value:
    """The value of the one key that the events are of. Raises ValueError for what is neither text nor a list of texts."""
    found: list[str] = []
    is_list = False
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and not event.anchor and event.tag is None:
            is_null = not event.style and event.value in _NULLS
            found.append("" if is_null else _joined(event.value).strip("\n"))
            if len(found) > ITEMS_LIMIT:
                break
        elif isinstance(event, yaml.SequenceStartEvent):
            is_list = True
        elif isinstance(event, yaml.NodeEvent) and found:
            raise ValueError
    return [item for item in found[1:] if item] if is_list else found[1]


def _joined(text: str) -> str:
    """The text, clean; characters that were escaped as two halves are one."""
    return clean(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _as_text(written: str) -> Value:
    """A value that is no YAML: a list where all lines below the key are items, else the lines as one."""
    lines = [line.strip() for line in written.split("\n") if line.strip()]
    if written.lstrip(" \t").startswith("\n") and all(line.startswith("-") for line in lines):
        return [item for line in lines[:ITEMS_LIMIT] if (item := _COMMENT.sub("", line[1:]).strip())]
    return _COMMENT.sub("", " ".join(lines)).strip()
