"""Logseq's form of a page: properties as `name:: value` in its first lines, the text as an outline of blocks.

Logseq reads YAML of one line a name only, so that a list there costs a page all of its properties; and all text above
the first item or heading is one block. (Both by its parser, mldoc, and `graph_parser/block.cljs`.) In the outline each
block of our Markdown is an item, its other lines indented by two spaces; a list is one level further in, by a tab.
Tables and numbered lists stand below an empty item: behind a hyphen their first line would be text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Value = str | list[str]

LIMIT = 200
"""Properties of a page that are read."""

PROPERTY = re.compile(
    r"(?P<name>[^\s:\"'\[\]{}()#^,-][^\s:\"'\[\]{}()^,]{0,99})::(?:[ \t]+(?P<value>.*)|[ \t]*)"
)
"""A line with a property: the name as Logseq takes it, without white space and colons."""

_UID = re.compile(r"[a-z2-7]{16}")
_ACTIVE = re.compile(r"[\"#$*\[\]\\^_`{}()<>|~]|\A(?:\d+|true|false)\Z")
_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_REFERENCES = re.compile(r"\[\[[^\[\]]+\]\](?:[ \t]*[,，][ \t]*\[\[[^\[\]]+\]\])*")
_REFERENCE = re.compile(r"\[\[([^\[\]]+)\]\]")
_COMMA = re.compile(r"[,，]")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_ITEM = re.compile(r"[-*+](?: |$)")
_APART = re.compile(r"\||\d{1,9}[.)](?: |$)|\s")
_LIKE_PROPERTY = re.compile(r"\A(\s*(?:[-*+]\s+)?[^\s:`\\]+)::(?=\s|\Z)")
_NO_PROPERTY = re.compile(r"\A(\s*(?:[-*+]\s+)?[^\s:`\\]+):\\:(?=\s|\Z)")
"""Words that Logseq would take for a property of their block, and the same with an escape."""

_LISTS = frozenset({"tags", "alias", "aliases"})
"""Properties whose values Logseq parts at commas."""


def text(value: str) -> str:
    """A value of plain text on one line; in quotes where Logseq would see links, tags or numbers in it. No HTML is active."""
    shown = _HTML.sub(r"\\<", " ".join(value.split()))
    return f'"{shown}"' if _ACTIVE.search(shown) else shown


def references(names: Sequence[str]) -> str:
    """Names as links to pages: `[[Ann Lee]], [[Bo Chen]]`; the links keep commas in a name together."""
    shown = (" ".join(re.sub(r"[\[\]<>]", " ", name).split()) for name in names)
    return ", ".join(f"[[{name}]]" for name in shown if name)


def outline(markdown: str) -> str:
    """Blocks of Markdown as an outline; `read` gives them back."""
    lines: list[str] = []
    for found in _blocks(markdown.strip("\n").split("\n")):
        block = _changed(found, _LIKE_PROPERTY, r"\1:\\:")
        if _ITEM.match(block[0]):
            lines += [f"\t{line}" if line else "" for line in block]
            continue
        first, rest = ("-", block) if _APART.match(block[0]) else (f"- {block[0]}", block[1:])
        lines += [first, *(f"  {line}" if line else "" for line in rest)]
    return "\n".join(lines)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """The blocks between blank lines; what is indented, and further items of a list, belong to the block before."""
    block: list[str] = []
    blank, fence = 0, ""
    for line in lines:
        if not line.strip() and not fence:
            blank += 1
            continue
        if blank and block and not line[0].isspace() and not (_ITEM.match(block[0]) and _ITEM.match(line)):
            yield block
            block, blank = [], 0
        block += [""] * (blank if block else 0)
        block.append(line)
        blank = 0
        fence = _fence(line.strip(), fence)
    if block:
        yield block


def _changed(block: list[str], pattern: re.Pattern[str], by: str) -> list[str]:
    """The lines of a block with a change of each, unless they are code."""
    return block if block and _FENCE.match(block[0]) else [pattern.sub(by, line) for line in block]


def _fence(line: str, fence: str) -> str:
    """The fence that code is within after this line; empty outside of code."""
    if not fence:
        found = _FENCE.match(line)
        return found[1] if found else ""
    return "" if line.startswith(fence) and not line.strip(fence[0]) else fence


def read(page: str) -> tuple[dict[str, Value], str] | None:
    """The properties, names in lower case, and the text as Markdown; None for what is no page of Logseq's.

    A page begins with a property, and its text is an outline, or its properties name an article of ours.
    """
    lines = page.removeprefix("\ufeff").split("\n")
    keys: dict[str, Value] = {}
    for at, line in enumerate(lines):
        if at >= LIMIT or (found := PROPERTY.fullmatch(line)) is None:
            break
        name = found["name"].lower()
        keys[name] = _value(name, (found["value"] or "").strip())
    else:
        at = len(lines)
    is_ours = any(isinstance(value, str) and _UID.fullmatch(value) for value in keys.values())
    if not keys or not (is_ours or all(not line.strip() or line[0] in "-\t " for line in lines[at:])):
        return None
    blocks = (_changed(block, _NO_PROPERTY, r"\1::") for block in _items(lines[at:]))
    return keys, "\n\n".join(map("\n".join, blocks)) + "\n"


def _value(name: str, written: str) -> Value:
    if len(written) > 1 and written[0] == written[-1] == '"':
        return written[1:-1].replace("\\<", "<")
    if _REFERENCES.fullmatch(written):
        return _REFERENCE.findall(written)
    if name in _LISTS:
        names = (re.sub(r"^#?(?:\[\[)?|\]\]$", "", part.strip()) for part in _COMMA.split(written))
        return [name for name in names if name]
    return written


def _items(lines: Sequence[str]) -> Iterator[list[str]]:
    """The blocks of an outline as Markdown; lines that are no part of it stay as they are."""
    block: list[str] = []
    is_list, blank = False, 0
    for line in lines:
        if not line.strip():
            blank += 1
            continue
        is_item = line == "-" or line.startswith("- ")
        goes_on = not is_item and line[0] == ("\t" if is_list else " ") and (is_list or line.startswith("  "))
        if block and (is_item or not goes_on) and (is_item or line[0] == "\t" or blank):
            yield block
            block, blank = [], 0
        if not block:
            is_list = line[0] == "\t"
        block += [""] * (blank if block else 0)
        blank = 0
        if is_item:
            block += [line[2:]] if line != "-" else []
        else:
            block.append(line[1:] if line[0] == "\t" else line.removeprefix("  "))
    if block:
        yield block
