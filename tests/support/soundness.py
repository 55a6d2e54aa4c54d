"""Is a piece of Markdown what our dialect promises? Judged by a CommonMark parser, whatever wrote it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

_WORD = re.compile(r"[^\W_]+")
_SHOWN = ("text", "code_inline", "fence", "code_block")


def faults(markdown: str, passages: Iterable[str]) -> list[str]:
    """What is wrong with the Markdown: raw HTML, addresses that are relative or count clicks, and passages whose letters
    do not stand in its text one after the other."""
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).parse(markdown)
    flat = list(_flat(found))
    told = [f"raw HTML: {token.content[:60]}" for token in flat if token.type.startswith("html_")]
    for token in flat:
        address = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if token.type in ("link_open", "image") and not urls.is_http(address):
            told.append(f"no whole address: {address}")
        elif address and urls.without_tracking(address) != address:
            told.append(f"counts clicks: {address}")
    shown = _letters("".join(token.content for token in flat if token.type in _SHOWN))
    return told + [f"lost: {passage[:200]}" for passage in passages if _letters(passage) not in shown]


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or ())


def _letters(text: str) -> str:
    """Letters and digits alone, raised ones as any: where spaces stand is judged elsewhere."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text.replace("\xad", "")).casefold()))
