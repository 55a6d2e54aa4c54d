"""Names of files and folders that every file system takes, and that stay readable in every script."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.model import Article

NAME_LIMIT = 200
"""UTF-8 bytes of a name: below the 255 of usual file systems, so that `.new.md` and the like still fit."""

_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_APOSTROPHES = re.compile("(?<=\\w)['’ʼ](?=\\w)")
_UNSAFE = re.compile(r'[<>:"/\\|?*%#^\[\]]')


class Naming(NamedTuple):
    """The patterns of new files and their folders, with placeholders: {date}, {year}, {month}, {day}, {title}, {publication},
    {author}, {id}. Folders are parted by `/`; one of which nothing is left, as where there is no publication, is none."""

    file: str = "{date}-{title}"
    folder: str = ""

    def stem(self, article: Article) -> str:
        """The name of the article's file without its end, not cut: `YYYY-MM-DD-slug` by default."""
        text = _filled(self.file, {name: value and slug(value) for name, value in _values(article).items()})
        text = _UNSAFE.sub("-", unicodedata.normalize("NFC", text)).replace(".", "-")
        text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
        text = re.sub(r"-{2,}", "-", re.sub(r" {2,}", " ", text)).strip(" -~") or "untitled"
        return f"_{text}" if _RESERVED.fullmatch(text) else text

    def below(self, article: Article) -> str:
        """The folder of the article's file below the export folder; `.` for that itself."""
        values = _values(article)
        parts = (_filled(part, values).strip() for part in self.folder.split("/"))
        return "/".join(folder_name(part) for part in parts if part) or "."


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: values[found[1]], pattern)


def _values(article: Article) -> dict[str, str]:
    day = written_day(article)
    year, month, day_of_month = day.split("-")
    return {
        "date": day,
        "year": year,
        "month": month,
        "day": day_of_month,
        "title": article.title or "untitled",
        "publication": article.publication or "",
        "author": article.authors[0] if article.authors else "",
        "id": str(article.id),
    }


def file_name(stem: str, number: int = 1, suffix: str = ".md") -> str:
    """The name of a file, at most `NAME_LIMIT` bytes; the second of a name ends in `-2`, and so on."""
    end = suffix if number == 1 else f"-{number}{suffix}"
    return f"{_cut(stem, NAME_LIMIT - len(end))}{end}"


def published_day(article: Article) -> str | None:
    """`YYYY-MM-DD`: the day in the publisher's zone, else in UTC."""
    if article.day and re.fullmatch(r"\d{4}-\d\d-\d\d", article.day):
        return article.day
    return f"{article.published:%Y-%m-%d}" if article.published else None


def written_day(article: Article) -> str:
    """`YYYY-MM-DD`: the day it was published, else the one on which it came into the library."""
    return published_day(article) or f"{article.fetched:%Y-%m-%d}"


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
