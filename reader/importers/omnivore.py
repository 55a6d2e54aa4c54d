"""Omnivore's export, a folder or zip: `metadata_*.json`, articles' texts in `content/SLUG.html`, highlights in `highlights/SLUG.md`.

By its source, github.com/omnivore-app/omnivore, `packages/export-handler/src/index.ts`. A highlight is a quotation (`> WORDS`,
its later lines without a mark, its empty ones `> `), then a line with its labels (`#sea #by night`), then what was written on
it, each behind an empty line where there is any. Notes on a whole article are not in the export.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.importers.items import page
from reader.model import Excerpt

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle, LeftOut
    from reader.importers.json_objects import Fields

    Beside = Callable[[str, int], str]
    """Gives the text of another file of the export, as far as a limit."""

TEXT_LIMIT = 5_000_000
"""Bytes of a text, and of an article's highlights, that are read."""

HIGHLIGHTS = "highlights/"
"""The folder of the highlights."""

_METADATA = re.compile(r"metadata_\w{1,40}\.json")
_SLUG = re.compile(r"[^/\\\0.][^/\\\0]{0,240}")
_EACH = re.compile(r"(?:\A|(?<=\n\n))(?=> )")
_PARAGRAPH = re.compile(r"(?:\n[ \t]*>[ \t]*)+\n?")
_LABELS = re.compile(r"#\S.*")


def is_metadata(name: str) -> bool:
    """True for the name of a file that lists articles."""
    return _METADATA.fullmatch(name) is not None


def detect(head: FileHead) -> bool:
    """The keys that no other array of addresses has."""
    return head.keys >= {"slug", "savedAt"} or head.keys >= {"readingProgress", "savedAt"}


def read(place: str, found: Fields, beside: Beside) -> ImportedArticle | LeftOut:
    """One article; its text is in the object, or in a file beside it, its highlights are in another. Archived and read to
    the end is read; the labels of a highlight are the article's tags."""
    saved = found.moment("savedAt")
    author = found.text("author")
    slug = found.text("slug") if _SLUG.fullmatch(found.text("slug")) else ""
    marked = _highlights(beside(f"{HIGHLIGHTS}{slug}.md", TEXT_LIMIT)) if slug else []
    html = found.text("content") or (beside(f"content/{slug}.html", TEXT_LIMIT) if slug else "")
    return page(
        place,
        found.text("url"),
        found.text("title"),
        html=html,
        saved=saved.moment if saved else None,
        read=found.text("state").lower() == "archived",
        progress=found.number("readingProgress") / 100,
        tags=[*found.names("labels"), *(label for _, labels in marked for label in labels)],
        authors=[author] if author else [],
        published=found.moment("publishedAt"),
        description=found.text("description"),
        excerpts=[excerpt for excerpt, _ in marked],
    )


def _highlights(markdown: str) -> list[tuple[Excerpt, list[str]]]:
    """Each highlight with its labels; what stands before the first is one without words of the article."""
    markdown = markdown.replace("\r\n", "\n").strip()
    return [_highlight(part) for part in _EACH.split(markdown) if part.strip()]


def _highlight(part: str) -> tuple[Excerpt, list[str]]:
    if not part.startswith("> "):
        return Excerpt("", part), []
    quote, _, rest = part.partition("\n\n")
    first, _, others = rest.strip().partition("\n\n")
    labels: list[str] = []
    if _LABELS.fullmatch(first):
        labels, rest = [label.strip() for label in re.split(r"(?:^|(?<=\s))#", first)], others
    paragraphs = _PARAGRAPH.sub("\n\n", quote.removeprefix("> "))
    return Excerpt(paragraphs, rest.strip()), labels
