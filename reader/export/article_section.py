"""An article as a section of XHTML, the same for each format that has pages, and the table of contents over these."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from reader.export.markdown_file import source
from reader.export.names import published_day
from reader.markdown import dialect, note_sections
from reader.markdown.xhtml import escaped, fragment, link
from reader.model import UNDATED, UNTITLED
from reader.text import agencies, urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from reader.model import Article, Content

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)
"""Languages that run from right to left in the script that they are usually written in."""

_OTHER_SCRIPT = re.compile(r"-(latn|cyrl)\b", re.IGNORECASE)
_FIRST_LOOKED_AT = 500

STYLE = """\
body { line-height: 1.5; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.2; text-align: start; }
.facts { font-size: 0.85em; }
blockquote { margin: 1em 0 1em 0.5em; padding: 0 0 0 1em; border-left: 0.2em solid #999; }
[dir=rtl] blockquote { margin: 1em 0.5em 1em 0; padding: 0 1em 0 0; border-left: none; border-right: 0.2em solid #999; }
figure { margin: 1em 0; font-size: 0.85em; }
figure p, figcaption { margin: 0; }
figcaption { font-style: italic; }
pre { white-space: pre-wrap; font-size: 0.85em; }
table { border-collapse: collapse; }
th, td { padding: 0.2em 0.6em; border: 1px solid #999; text-align: start; vertical-align: top; }
.left { text-align: left; }
.centre { text-align: center; }
.right { text-align: right; }
.footnote { font-size: 0.85em; border-top: 1px solid #999; }
"""
"""The style that the formats share: sizes are relative, so that a reader's own size and font stay in force."""


class ContentsEntry(NamedTuple):
    """An article in the table of contents. `day` is that of the list in UTC, None where nobody knows one; `lang` and `dir`
    are attributes."""

    href: str
    title: str
    source: str
    day: date | None
    lang: str | None
    is_right_to_left: bool

    @property
    def attributes(self) -> str:
        """`lang`, `xml:lang` and `dir` with a space before each."""
        lang = f' lang="{self.lang}" xml:lang="{self.lang}"' if self.lang else ""
        return f'{lang} dir="{"rtl" if self.is_right_to_left else "ltr"}"'

    @property
    def shown(self) -> str:
        """Title and source, as markup."""
        return escaped(" · ".join(part for part in (self.title, self.source) if part))


def entry(article: Article, content: Content, href: str) -> ContentsEntry:
    """The article's row in the table of contents."""
    day = None if article.sorted_by == UNDATED else article.sorted_by.astimezone(UTC).date()
    title = article.title if escaped(article.title).strip() else UNTITLED
    return ContentsEntry(
        href, title, article.source, day, language(article), _runs_from_right(article, content)
    )


def language(article: Article) -> str | None:
    """The article's language as an attribute has it; None where it is not known, or none."""
    given = (article.lang or "").replace("_", "-")
    return given if _LANGUAGE.fullmatch(given) else None


def _runs_from_right(article: Article, content: Content) -> bool:
    lang = language(article)
    if lang and not _OTHER_SCRIPT.search(lang):
        return lang.partition("-")[0].lower() in _RIGHT_TO_LEFT
    kinds = map(unicodedata.bidirectional, f"{content.text} {article.title}"[:_FIRST_LOOKED_AT])
    return next((kind for kind in kinds if kind in ("R", "AL", "L")), "L") != "L"


def days(entries: Sequence[ContentsEntry]) -> Iterator[tuple[str | None, list[ContentsEntry]]]:
    """The entries, each day with its own; in one group without a day where they are of one, or not in the order of days."""
    groups = [(day, list(group)) for day, group in groupby(entries, key=lambda one: one.day)]
    if len(groups) < 2 or len({day for day, _ in groups}) < len(groups):
        yield None, list(entries)
        return
    for day, group in groups:
        yield day.isoformat() if day else "No date", group


def section(
    article: Article, content: Content, *, prefix: str = "", deeper: int = 0, is_epub: bool = False
) -> str:
    """Title, byline, facts, text, and the reader's highlights and notes; the arguments are those of `fragment`."""

    def blocks(markdown: str) -> str:
        return fragment(markdown, prefix=prefix, deeper=deeper, is_epub=is_epub)

    def own(title: str, markdown: str) -> list[str]:
        level = min(2 + deeper, 6)
        head = f'<h{level} lang="en" xml:lang="en">{title}</h{level}>'
        return [head, blocks(markdown)] if markdown else []

    quotes = "\n\n".join(dialect.quote(dialect.from_text(words)) for words in content.highlights)
    notes = note_sections.notes(content.notes).partition("\n\n")[2]
    related = "\n".join(
        f"- {dialect.link(one.title, one.url) if one.url else dialect.escape(one.title)}"
        for one in content.related
    )
    parts = [
        f"<h{1 + deeper}>{escaped(article.title)}</h{1 + deeper}>",
        *_head(article),
        blocks(content.markdown or dialect.from_text(content.text)) or _instead(article),
        *own("Highlights", quotes),
        *own("Notes", notes),
        *own("Related", related),
    ]
    return "\n".join(part for part in parts if part)


def people(article: Article) -> list[str]:
    """The authors, as markup, without those whose name has no character that XML takes."""
    return [shown for name in article.authors if (shown := escaped(name).strip())]


def _head(article: Article) -> Iterator[str]:
    agency = agencies.beside(article.agency, article.authors)
    if names := [*people(article), *([escaped(agency)] if agency else [])]:
        yield f'<p class="byline">{", ".join(names)}</p>'
    day, url = published_day(article), source(article)
    facts = [
        escaped(article.source),
        f'<time datetime="{day}">{day}</time>' if day else "",
        link(urls.host(url) or url, url) if url else "",
    ]
    if shown := " · ".join(fact for fact in facts if fact):
        yield f'<p class="facts">{shown}</p>'


def _instead(article: Article) -> str:
    """Gives the line that stands in for a missing text."""
    return f"<p>{escaped(article.description)}</p>" if article.description else ""
