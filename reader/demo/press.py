"""The publications of the newsstand and their articles, read from the texts beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Literal

from reader.base import frontmatter


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its publication printed it; `body` is our Markdown, `updated` None unless it was edited."""

    slug: str
    title: str
    authors: tuple[str, ...]
    agency: str | None
    published: datetime
    updated: datetime | None
    description: str
    section: str
    body: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A paper of the newsstand: where it stands on the server, its language, the format of its feed."""

    key: str
    title: str
    lang: str
    feed: Literal["rss", "atom", "json"]
    byline: str

    @property
    def feed_path(self) -> str:
        """The path of its feed."""
        return f"/{self.key}/feed.{'json' if self.feed == 'json' else 'xml'}"

    def path(self, story: Story) -> str:
        """The path of an article's page."""
        return f"/{self.key}/{story.published:%Y/%m}/{story.slug}"


PUBLICATIONS = (
    Publication("gazette", "The Harbour Gazette", "en", "rss", "By "),
    Publication("courier", "The Inland Courier", "en", "atom", "By "),
    Publication("listok", "Северный листок", "ru", "rss", "Автор: "),
    Publication("minato", "みなと新聞", "ja", "json", "文・"),
)


@cache
def stories(publication: Publication) -> tuple[Story, ...]:
    """Its articles, newest first."""
    folder = resources.files("reader.demo") / "press" / publication.key
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name
    )
    read = [_story(file.name.removesuffix(".md"), file.read_text("utf-8")) for file in files]
    return tuple(sorted(read, key=lambda story: story.published, reverse=True))


def _story(slug: str, text: str) -> Story:
    head, body = frontmatter.read(text)
    authors = head.get("author", [])
    updated = _one(head.get("updated"))
    return Story(
        slug=slug,
        title=_one(head["title"]),
        authors=tuple(authors) if isinstance(authors, list) else (authors,),
        agency=_one(head.get("agency")) or None,
        published=datetime.fromisoformat(_one(head["published"])),
        updated=datetime.fromisoformat(updated) if updated else None,
        description=_one(head["description"]),
        section=_one(head["section"]),
        body=body.strip(),
    )


def _one(value: str | list[str] | None) -> str:
    return value if isinstance(value, str) else ""
