"""The pages of the manual: their names, what each tells, and their Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

INDEX = "README"
"""The page that lists the others, each in a row of a table."""

ALSO_CALLED = {
    "tour": "start started begin beginning introduction intro quickstart tutorial first",
    "reading": "read article articles page list sidebar section bookmark tag highlight note undo story journal",
    "migrating": "migrate move import opml switch",
    "query": "queries syntax find filter operators",
    "searches": "saved rule rules notification notifications notify mute",
    "export": "markdown obsidian logseq epub ebook",
    "send": "share kindle pocket",
    "keeping": "keep limit backup backups delete",
    "feeds": "feed subscribe unsubscribe subscription subscriptions rss atom folder folders newsletter cron",
    "sync": "server miniflux freshrss synchronise synchronize",
    "pages": "site sites extraction",
    "settings": "setting options preferences configuration",
    "keys": "key keyboard shortcut shortcuts keybindings bindings",
    "themes": "theme colour colours color colors",
    "commands": "command hook hooks script scripts macro macros",
    "cli": "shell terminal usage",
    "trouble": "problem problems error errors faq debug log",
}
"""Pages by the words that people look for them under, besides their names."""

_ROW = re.compile(r"^\| \[([\w-]+)\]\(\1\.md\) \| (.+) \|$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([\w-]+)\.md(?:#[\w-]*)?\)")
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_BROKEN = re.compile(r"(?<=[^\n|])\n *(?!(?:[-*+]|\d+[.)]) |[|#> \n]|!\[)")
"""A line break within a paragraph or an item of a list: the terminal's width decides where lines end."""


class Topic(NamedTuple):
    """A page, and what it tells: `how to get around, read, mark and undo`."""

    name: str
    tells: str


def folder() -> Path:
    """The folder of the pages: in the package, or in a checkout beside it."""
    package = Path(__file__).parents[1]
    inside = package / "docs"
    return inside if inside.is_dir() else package.parent / "docs"


def topics() -> list[Topic]:
    """The pages, as the index lists them. Raises OSError where the manual is not there."""
    return [Topic(*found) for found in _ROW.findall(page(INDEX))]


def meant(word: str) -> str | None:
    """The name of the page that is also looked for under this word."""
    return next((name for name, words in ALSO_CALLED.items() if word in words.split()), None)


def page(name: str) -> str:
    """The Markdown of a page. Raises OSError where it is not there."""
    return (folder() / f"{name}.md").read_text("utf-8")


def linked(markdown: str) -> list[str]:
    """The names of the pages that a page links, in their order, each once."""
    return [*dict.fromkeys(name for _, name in _LINK.findall(markdown))]


def flowing(markdown: str, *, indent: str = "") -> str:
    """The page with a line for each paragraph, without the links to other pages; lines of code begin with `indent`."""
    parts = _FENCED.split(_LINK.sub(r"\1", _COMMENT.sub("", markdown)))
    return "".join(
        part.replace("\n", f"\n{indent}") if part.startswith("```") else _BROKEN.sub(" ", part)
        for part in parts
    )
