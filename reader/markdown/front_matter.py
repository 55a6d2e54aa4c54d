"""Front matter read: the keys between two lines of `---` at the head of a Markdown file.

The part of YAML that exporters of notes write: strings plain or quoted, lists in blocks or brackets, text blocks.
Nothing is built but strings and lists of strings, so that no tag, anchor or number surprises.
"""

from __future__ import annotations

import json
import re

LIMIT = 64_000
"""Characters of front matter that are read; a longer one is body."""

KEYS_LIMIT = 200
ITEMS_LIMIT = 2_000

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\n(?P<head>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(
    r"(?P<key>[^\s:#\"'\[{-][^:\n]{0,99}?|\"[^\"\n]{1,100}\"|'[^'\n]{1,100}')[ \t]*:(?:[ \t]+(?P<value>.*))?"
)
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?")
_FLOW = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|\'((?:[^\']|\'\')*)\'|([^,\[\]]*?))\s*(?:,|$)')
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|.)")
_COMMENT = re.compile(r"(?:^|[ \t]+)#.*$")

Value = str | list[str]


def read(text: str) -> tuple[dict[str, Value], str]:
    """The keys, in lower case, and the body; no keys and the whole text where there is no front matter."""
    text = text.replace("\r\n", "\n")
    found = _FENCE.match(text[:LIMIT])
    if found is None:
        return {}, text
    return _keys(found["head"].split("\n")), text[found.end() :]


def _keys(lines: list[str]) -> dict[str, Value]:
    keys: dict[str, Value] = {}
    place = 0
    while place < len(lines) and len(keys) < KEYS_LIMIT:
        line = lines[place]
        place += 1
        found = _KEY.fullmatch(line.rstrip())
        if found is None:
            continue
        end = place
        while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t-"):
            end += 1
        keys[found["key"].strip("\"'").strip().lower()] = _value(
            (found["value"] or "").strip(), lines[place:end]
        )
        place = end
    return keys


def _value(first: str, below: list[str]) -> Value:
    if first[:1] in ("|", ">"):
        return _block(below, folded=first[0] == ">")
    if first.startswith("[") and (whole := " ".join([first, *map(str.strip, below)])).rstrip().endswith("]"):
        return [part for part in map(_flow_item, _FLOW.finditer(whole.strip()[1:-1])) if part][:ITEMS_LIMIT]
    items = [match for line in below if (match := _ITEM.fullmatch(line.rstrip()))]
    if not _COMMENT.sub("", first) and items:
        return [value for item in items[:ITEMS_LIMIT] if (value := scalar(item["value"] or ""))]
    return scalar(" ".join([first, *(line.strip() for line in below if line.strip())]))


def _block(lines: list[str], *, folded: bool) -> str:
    """A text block: its lines without their common indent."""
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    text = "\n".join(line[indent:] for line in lines).strip("\n")
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text) if folded else text


def _flow_item(match: re.Match[str]) -> str:
    if match[1] is not None:
        return _unescaped(match[1])
    if match[2] is not None:
        return match[2].replace("''", "'")
    return (match[3] or "").strip()


def scalar(text: str) -> str:
    """One value as a string: without its quotes and escapes, or without a comment behind it."""
    text = text.strip()
    if text.startswith('"') and (found := re.match(r'"((?:[^"\\]|\\.)*)"', text)):
        return _unescaped(found[1])
    if text.startswith("'") and (found := re.match(r"'((?:[^']|'')*)'", text)):
        return found[1].replace("''", "'")
    text = _COMMENT.sub("", text).strip()
    return "" if text in ("~", "null", "Null", "NULL") else text


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        read = json.loads(f'"{_as_json(text)}"')
    except ValueError:
        return text.replace('\\"', '"')
    return read if isinstance(read, str) else text


def _as_json(text: str) -> str:
    """Escapes that YAML has and JSON lacks, as JSON has them."""
    return _ESCAPE.sub(_escape, text).replace("\t", "\\t")


def _escape(match: re.Match[str]) -> str:
    what = match[1]
    if what[0] == "x":
        return f"\\u00{what[1:]}"
    return {" ": " ", "'": "'", "e": "", "0": "", "_": "\xa0", "N": " "}.get(what, match[0])
