"""The Markdown format of an exported article: its properties, a body in which nothing is active, the reader's notes."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.export.names import published_day
from reader.export.presets import PLAIN, PROPERTIES, UID
from reader.markdown import dialect, logseq_page, note_sections
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.export.presets import Preset
    from reader.model import Article, Content, RelatedLink

ALWAYS_TAGGED = "clippings"
"""The tag that tells clipped articles from the reader's own notes."""

FORMAT = 1
"""Raised whenever the same article gives another text than before, so that files which nobody changed get it, too."""

_DAYS = ("published", "created")
# YAML's set of printable characters is narrower than JSON's, and it breaks lines at three more.
_NOT_PRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NESTING = 60
# Links straight to the web are harmless as they stand, and most texts have no others: reading them takes most of an export.
_PERHAPS = re.compile(r"<[A-Za-z/!?]|\]\s*(?::|\((?!https?://\w))")
_CREDENTIALS = re.compile(r"(?<=[(<])(https?://)[^\s/@?#()<>]*@")
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?!https?://)")


_READ = (
    "uid", "title", "url", "canonical", "authors", "agency", "publication", "published", "day", "fetched", "description", "tags",
)  # fmt: skip
"""What is read of an article."""


class MarkdownFile:
    """The `Exporter` of Markdown files, in the form that a preset gives them."""

    suffix = ".md"

    def __init__(self, preset: Preset = PLAIN) -> None:
        self.preset = preset
        # Files of before the property was renamed are found as well.
        names = "|".join(map(re.escape, dict.fromkeys([UID, preset.names[UID]])))
        self._uid = re.compile(
            rf"\A---[ \t]*\n(?:(?!---[ \t]*\n).*\n)*?(?:{names}):[ \t]*[\"']?([a-z2-7]{{16}})[\"']?[ \t]*(?:#.*)?\n"
            rf"|\A(?:[^\s:]+::.*\n)*?(?:{names})::[ \t]+([a-z2-7]{{16}})[ \t]*(?:\n|\Z)"
        )

    def render(self, article: Article, content: Content) -> str:
        """UTF-8 text with LF and one at the end; the same article always gives the same text."""
        body = harmless(content.markdown) if content.markdown else dialect.from_text(content.text)
        notes = dict(content.note_paths)
        related = (self._related(link, notes.get(link.url or "")) for link in content.related)
        sections = [
            body.strip("\n"),
            note_sections.outputs([replace(one, markdown=harmless(one.markdown)) for one in content.outputs]),
            note_sections.highlights(content.highlights, is_callout=self.preset.has_callouts),
            note_sections.notes(content.notes),
            note_sections.section("Related", ["\n".join(related)]),
        ]
        text = "\n\n".join(part for part in sections if part)
        if self.preset.is_page:
            head = "".join(f"{line}\n" for line in _page_properties(article, self.preset))
            text = logseq_page.outline(text)
        else:
            head = front_matter(article, self.preset)
        return "\n".join([head, text, ""]).rstrip("\n") + "\n"

    def fingerprint(self, article: Article, content: Content) -> str:
        """A hash over the preset and what is read of the article: far cheaper than the text."""
        preset = self.preset
        form = (FORMAT, preset.tag, preset.text, preset.link, preset.has_callouts, preset.is_page)
        facts = (
            *(getattr(one, "__qualname__", one) for one in form),
            *sorted(preset.names.items()),
            *(getattr(article, name) for name in _READ),
            content.markdown or content.text,
            content.outputs,
            content.highlights,
            content.notes,
            content.related,
            content.note_paths,
        )
        return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def uid(self, head: str) -> str | None:
        """The uid in the properties, whatever else the reader made of them."""
        found = self._uid.match(head)
        return found[1] or found[2] if found else None

    def _related(self, related: RelatedLink, note: str | None) -> str:
        """An article on the web; where it has a note, that note, and its address behind it."""
        title = related.title
        link = self.preset.link(title, note) if self.preset.link and note else ""
        if link and related.url:
            return f"- {link} ({dialect.link('', related.url)})"
        return f"- {dialect.link(title, related.url) if related.url else dialect.escape(title)}"


def front_matter(article: Article, preset: Preset = PLAIN) -> str:
    """Front matter from `---` to `---`, ends with a line feed; what is not known is left out.

    Strings are written as JSON writes them, which YAML 1.1 and 1.2 both read as that string. The days are bare dates;
    `created` is the day in UTC on which the article came into the library, so that it is the same on every machine.
    """
    lines: list[str] = []
    for key, value in _values(article, preset):
        name = preset.names[key]
        if key in _DAYS:
            lines.append(f"{name}: {value}")
        elif isinstance(value, str):
            lines.append(f"{name}: {quoted(value)}")
        else:
            lines += [f"{name}:", *(f"  - {quoted(item)}" for item in value)]
    return "\n".join(["---", *lines, "---", ""])


def _page_properties(article: Article, preset: Preset) -> Iterator[str]:
    """The lines of the same properties at the head of a page of Logseq's."""
    for key, value in _values(article, preset):
        if isinstance(value, str):
            written = value if key in (*_DAYS, "source", UID) else logseq_page.text(value)
        else:
            written = ", ".join(value) if key == "tags" else logseq_page.references(value)
        if written:
            yield f"{preset.names[key]}:: {written}"


def _values(article: Article, preset: Preset) -> Iterator[tuple[str, str | list[str]]]:
    """The properties that the preset writes, each with its value; those without one are left out."""
    values: dict[str, str | list[str] | None] = {
        "title": preset.text(article.title),
        "source": source(article),
        "author": list(map(preset.text, article.authors)),
        "agency": preset.text(article.agency or ""),
        "publication": preset.text(article.publication or ""),
        "published": published_day(article),
        "created": f"{article.fetched:%Y-%m-%d}",
        "description": preset.text(article.description or ""),
        "tags": [*filter(None, dict.fromkeys([ALWAYS_TAGGED, *map(preset.tag, article.tags)]))],
        UID: article.uid,
    }
    for key in PROPERTIES:
        if preset.names[key] and (value := values[key]):
            yield key, value


def source(article: Article) -> str | None:
    """The address to name: a canonical one on another site, else the one it was got under; without credentials."""
    url, canonical = article.url, article.canonical
    if canonical and (not url or not urls.same_site(canonical, url)):
        url = canonical
    return urls.absolute(urls.without_credentials(url)) if url else None


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
