"""The Markdown format of an exported article: front matter, a body in which nothing is active, the reader's notes."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.export.names import published_day
from reader.markdown import dialect, note_sections
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.model import Article, Content, RelatedLink

ALWAYS_TAGGED = "clippings"
"""The tag that tells clipped articles from the reader's own notes."""

_UID = re.compile(
    r'\A---[ \t]*\n(?:(?!---[ \t]*\n).*\n)*?broadsheet:[ \t]*["\']?([a-z2-7]{16})["\']?[ \t]*(?:#.*)?\n'
)
# YAML's set of printable characters is narrower than JSON's, and it breaks lines at three more.
_NOT_PRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NESTING = 60
_PERHAPS = re.compile(r"<[A-Za-z/!?]|\]\s*[(:]")
_CREDENTIALS = re.compile(r"(?<=[(<])(https?://)[^\s/@?#()<>]*@")
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?!https?://)")


class MarkdownFile:
    """The `Exporter` of Markdown files, with the keys of Obsidian's Web Clipper in their front matter."""

    suffix = ".md"

    def render(self, article: Article, content: Content) -> str:
        """UTF-8 text with LF and one at the end; the same article always gives the same text."""
        body = harmless(content.markdown) if content.markdown else dialect.from_text(content.text)
        sections = [
            body.strip("\n"),
            note_sections.outputs([replace(one, markdown=harmless(one.markdown)) for one in content.outputs]),
            note_sections.highlights(content.highlights),
            note_sections.notes(content.notes),
            note_sections.section("Related", ["\n".join(map(_related, content.related))]),
        ]
        parts = [front_matter(article), "\n\n".join(part for part in sections if part), ""]
        return "\n".join(parts).rstrip("\n") + "\n"

    def uid(self, head: str) -> str | None:
        """The uid in the front matter, whatever else the reader made of it."""
        found = _UID.match(head)
        return found[1] if found else None


def _related(link: RelatedLink) -> str:
    return f"- {dialect.link(link.title, link.url) if link.url else dialect.escape(link.title)}"


def front_matter(article: Article) -> str:
    """Front matter from `---` to `---`, ends with a line feed; what is not known is left out.

    Strings are written as JSON writes them, which YAML 1.1 and 1.2 both read as that string. The days are bare dates;
    `created` is the day in UTC on which the article came into the library, so that it is the same on every machine.
    """
    lines = [
        "---",
        *_string("title", article.title),
        *_string("source", source(article)),
        *_strings("author", article.authors),
        *_string("agency", article.agency),
        *_string("publication", article.publication),
        *([f"published: {day}"] if (day := published_day(article)) else []),
        f"created: {article.fetched:%Y-%m-%d}",
        *_string("description", article.description),
        *_strings("tags", [ALWAYS_TAGGED, *(tag for tag in article.tags if tag != ALWAYS_TAGGED)]),
        *_string("broadsheet", article.uid),
        "---",
        "",
    ]
    return "\n".join(lines)


def source(article: Article) -> str | None:
    """The address to name: a canonical one on another site, else the one it was got under; without credentials."""
    url, canonical = article.url, article.canonical
    if canonical and (not url or not urls.same_site(canonical, url)):
        url = canonical
    return urls.absolute(urls.without_credentials(url)) if url else None


def _string(name: str, value: str | None) -> list[str]:
    return [f"{name}: {quoted(value)}"] if value else []


def _strings(name: str, values: Sequence[str]) -> list[str]:
    return [f"{name}:", *(f"  - {quoted(value)}" for value in values)] if values else []


def quoted(value: str) -> str:
    """A string in double quotes, on one line."""
    return _NOT_PRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


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
