"""Markdown in which nothing is active, even in a viewer that renders HTML."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from reader.markdown import dialect
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NESTING = 60
_PERHAPS = re.compile(r"<[A-Za-z/!?]|\]\s*[(:]")
_CREDENTIALS = re.compile(r"(?<=[(<])(https?://)[^\s/@?#()<>]*@")
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?!https?://)")


def harmless(markdown: str) -> str:
    """The Markdown itself where it holds no HTML and no address but of the web: all that we wrote ourselves.

    User names and passwords in addresses are left out. Else, for texts that were imported, with its tags as text; and
    where that is not enough, its plain text.
    """
    markdown = _CREDENTIALS.sub(r"\1", markdown)
    if _is_harmless(markdown):
        return markdown
    escaped = _TAG.sub(r"\\<", markdown)
    return escaped if _is_harmless(escaped) else dialect.from_text(dialect.plain(markdown))


def _is_harmless(markdown: str) -> bool:
    if not _PERHAPS.search(markdown):
        return True
    return all(_is_text(token) for token in _every(_parser().parse(markdown)))


def _every(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _is_text(token: Token) -> bool:
    if token.type in {"html_block", "html_inline"} or token.level >= _NESTING - 1:
        return False  # deeper blocks are not read: nobody knows what they hold
    address = str(token.attrs.get("href") or token.attrs.get("src") or "")
    return not address or urls.is_http(address) or not re.match(r"[^/?#]*:", address)


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING})
    parser.enable("table").use(footnote_plugin, move_to_end=False)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser
