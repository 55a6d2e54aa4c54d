"""JSON Lines, one article object a line, as `--json` writes them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from reader.dates.iso import stamp
from reader.importers.items import ImportedArticle, LeftOut
from reader.markdown import dialect
from reader.model import Content, Draft, Embed, EmbedKind, text_fields
from reader.text import urls
from reader.text.clean import clean, line, optional_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.importers.file_kind import FileHead

_UID = re.compile(r"^[a-z2-7]{16}$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
# What makes Markdown hold more than plain paragraphs: pictures, embeds, links. Reading it takes ten times as long as
# all the rest, so it is read only where it has some, or where its plain text is not given beside it.
_RICH = re.compile(r"!\[|\]\(|^>|^\*\*Related:", re.MULTILINE)
_NAMES_LIMIT = 200
_KINDS: dict[str, EmbedKind] = {kind: kind for kind in get_args(EmbedKind)}


def detect(head: FileHead) -> bool:
    """By a line that is a JSON object at its beginning, else by its name."""
    return head.kind == "jsonlines"


def read(lines: Iterable[str]) -> Iterator[ImportedArticle | LeftOut]:
    """The articles in file order, and what is wrong with each other line; empty lines are passed over.

    `title` and (`markdown` or `text`) suffice. `published` may be null, a day or a moment; `uid` counts only in its own
    form. Values of a wrong type count as missing, unknown fields are left alone.
    """
    for number, text in enumerate(lines, 1):
        text = text.strip("\ufeff \t\r\n")
        if not text:
            continue
        try:
            found = json.loads(text)
        except (RecursionError, ValueError) as error:
            is_deep = isinstance(error, RecursionError)
            yield LeftOut(f"line {number}", "nested too deeply" if is_deep else "not JSON")
            continue
        draft = _draft(found)
        yield ImportedArticle(draft) if draft else LeftOut(f"line {number}", _lack(found))


def _lack(found: object) -> str:
    if not isinstance(found, dict):
        return "not an object"
    return "no title" if not _line(found, "title") else "neither markdown nor text"


def _draft(found: Any) -> Draft | None:
    if not isinstance(found, dict) or not (title := _line(found, "title")):
        return None
    content = _content(_body(found, "markdown"), _body(found, "text"))
    if not content.text and not content.markdown:
        return None
    published = stamp(_line(found, "published") or "")
    updated = stamp(_line(found, "updated") or "")
    day = _line(found, "day")
    uid = _line(found, "uid")
    return Draft(
        title=title,
        url=urls.tidy(_string(found, "url")),
        authors=_names(found, "authors"),
        agency=_line(found, "agency"),
        publication=_line(found, "publication"),
        published=published.moment if published else None,
        day=day if day and _DAY.match(day) else (published.day if published else None),
        updated=updated.moment if updated else None,
        lang=optional_line(found.get("lang"), 40),
        description=_line(found, "description"),
        **text_fields(replace(content, embeds=_of_kind(content.embeds, found.get("embeds")))),
        text_origin="file",
        uid=uid if uid and _UID.match(uid) else None,
        read=found.get("read") is True,
        bookmarked=found.get("bookmarked") is True,
        tags=_names(found, "tags"),
        feeds=_names(found, "feeds"),
        notes=_own_words(found, "notes"),
        highlights=_own_words(found, "highlights"),
        progress=_share(found.get("progress")),
    )


def _share(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value <= 1 else None


def _content(markdown: str, text: str) -> Content:
    if not markdown:
        return Content(markdown=dialect.from_text(text), text=text)
    if text and not _RICH.search(markdown):
        return Content(markdown=markdown, text=text)
    content = dialect.contents(markdown)
    return replace(content, text=text) if text else content


def _of_kind(embeds: tuple[Embed, ...], said: object) -> tuple[Embed, ...]:
    """The embeds with the kinds that the object names: Markdown has no place for these."""
    if not isinstance(said, list) or len(said) != len(embeds):
        return embeds
    kinds = (_KINDS.get(str(item.get("kind"))) if isinstance(item, dict) else None for item in said)
    return tuple(replace(embed, kind=kind or embed.kind) for embed, kind in zip(embeds, kinds, strict=True))


def _string(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _line(found: dict[str, Any], key: str) -> str | None:
    return optional_line(found.get(key))


def _body(found: dict[str, Any], key: str) -> str:
    return clean(_string(found, key)).strip()


def _own_words(found: dict[str, Any], key: str) -> tuple[str, ...]:
    value = found.get(key)
    values = value[:_NAMES_LIMIT] if isinstance(value, list) else []
    return tuple(text for one in values if isinstance(one, str) and (text := clean(one).strip()))


def _names(found: dict[str, Any], key: str) -> tuple[str, ...]:
    value = found.get(key)
    values = value if isinstance(value, list) else [value]
    cleaned = (line(name, 300) for name in values[:_NAMES_LIMIT] if isinstance(name, str))
    return tuple(dict.fromkeys(name for name in cleaned if name))
