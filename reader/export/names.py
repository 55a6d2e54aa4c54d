"""Names of files and folders that every file system takes, and that stay readable in every script."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Article

NAME_LIMIT = 200
"""UTF-8 bytes of a name: below the 255 of usual file systems, so that `.new.md` and the like still fit."""

_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_APOSTROPHES = re.compile("(?<=\\w)['’ʼ](?=\\w)")
_UNSAFE = re.compile(r'[<>:"/\\|?*%#^\[\]]')


def file_name(day: str, title: str, number: int = 1, suffix: str = ".md") -> str:
    """`YYYY-MM-DD-slug.md`, at most `NAME_LIMIT` bytes; the second of a name ends in `-2`, and so on."""
    end = suffix if number == 1 else f"-{number}{suffix}"
    stem = _cut(f"{day}-{slug(title)}", NAME_LIMIT - len(end))
    return f"{stem}{end}"


def published_day(article: Article) -> str | None:
    """`YYYY-MM-DD`: the day in the publisher's zone, else in UTC."""
    if article.day and re.fullmatch(r"\d{4}-\d\d-\d\d", article.day):
        return article.day
    return f"{article.published:%Y-%m-%d}" if article.published else None


def slug(title: str) -> str:
    """Letters, marks and digits of any script in lower case, all else as single hyphens; `untitled` for nothing."""
    text = unicodedata.normalize("NFC", _APOSTROPHES.sub("", title).lower())
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else "-" for char in text)
    return re.sub(r"-{2,}", "-", kept).strip("-") or "untitled"


def folder_name(publication: str) -> str:
    """The name of a publication's folder: as it is written, but nothing that a file system or a shell acts on."""
    text = unicodedata.normalize("NFC", publication)
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in _UNSAFE.sub("-", text))
    text = _cut(re.sub(r" {2,}", " ", text), NAME_LIMIT).strip(" .-~")
    return f"_{text}" if _RESERVED.fullmatch(text.partition(".")[0].strip()) else text or "untitled"


def key(name: str) -> str:
    """Equal for names that some file system takes for one: other case, other Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _cut(text: str, limit: int) -> str:
    """At most `limit` bytes of UTF-8, cut at a hyphen where one is near the end, never before a combining mark."""
    encoded = text.encode()
    if len(encoded) <= limit:
        return text
    end = len(encoded[:limit].decode(errors="ignore"))
    while end and unicodedata.category(text[end]).startswith("M"):
        end -= 1
    cut = text[:end]
    head, hyphen, tail = cut.rpartition("-")
    return head if hyphen and len(tail) < len(cut) // 4 else cut.rstrip("-")
