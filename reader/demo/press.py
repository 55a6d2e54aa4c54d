"""The publications of the newsstand and their articles, read from the texts beside this file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Literal

from reader.markdown import front_matter

FRESH = timedelta(hours=2)
"""How old the newest article at least is on a newsstand that knows what time it is; an hour more at most."""

_CORRECTED = ".corrected"
_DAY = re.compile(r"(?<=, \[)\d{4}-\d\d-\d\d(?=\]\()")


@dataclass(frozen=True, slots=True)
class PressStory:
    """One article as its publication printed it; `body` is our Markdown, `updated` None unless it was edited.

    `month` stands in its address (`2026/10`) and stays when the dates are shifted.
    """

    slug: str
    month: str
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
    """A paper of the newsstand: where it stands on the server, its language, the format of its feed, its byline.

    `folder` is where its feed stands among the reader's. With `excerpts` its feed gives the first paragraph of each article only.
    """

    key: str
    title: str
    lang: str
    feed: Literal["rss", "atom", "json"]
    byline: str
    joins: str
    folder: str
    excerpts: bool = False

    @property
    def feed_path(self) -> str:
        """The path of its feed."""
        return f"/{self.key}/feed.{'json' if self.feed == 'json' else 'xml'}"

    @property
    def feed_type(self) -> str:
        """The media type of its feed."""
        return f"application/{'feed+json' if self.feed == 'json' else f'{self.feed}+xml'}"

    def path(self, story: PressStory) -> str:
        """The path of an article's page."""
        return f"/{self.key}/{story.month}/{story.slug}"


PUBLICATIONS = (
    Publication("gazette", "The Harbour Gazette", "en", "rss", "By ", " and ", "Lennet"),
    Publication("courier", "The Inland Courier", "en", "atom", "By ", " and ", "Lennet"),
    Publication("islander", "The Tarn Islander", "en", "rss", "By ", " and ", "Lennet", excerpts=True),
    Publication("slackwater", "Slack Water", "en", "json", "By ", " and ", "blogs"),
    Publication("listok", "Северный листок", "ru", "rss", "Автор: ", ", ", "abroad"),
    Publication("anzeiger", "Sielhafener Anzeiger", "de", "atom", "Von ", " und ", "abroad"),
    Publication("minato", "みなと新聞", "ja", "json", "文・", "、", "abroad"),
    Publication("barid", "بريد المرافئ", "ar", "rss", "بقلم: ", "، ", "abroad"),
)


def shift(now: datetime) -> timedelta:
    """By how many whole hours all dates move so that the newest article appeared `FRESH` before `now`."""
    newest = max(story.published for paper in PUBLICATIONS for story in stories(paper))
    return timedelta(hours=(now - FRESH - newest) // timedelta(hours=1))


def printed(publication: Publication, by: timedelta, *, corrected: bool) -> tuple[PressStory, ...]:
    """Its articles as they stand, newest first: all dates moved, and with the publisher's corrections or without."""
    changed = {story.slug: story for story in _read(publication, corrected=True)} if corrected else {}
    return tuple(_moved(changed.get(story.slug, story), by) for story in stories(publication))


@cache
def stories(publication: Publication) -> tuple[PressStory, ...]:
    """Its articles as first printed, with the dates that are written in them, newest first."""
    return _read(publication, corrected=False)


def _read(publication: Publication, *, corrected: bool) -> tuple[PressStory, ...]:
    folder = resources.files("reader.demo") / "press" / publication.key
    files = {file.name.removesuffix(".md"): file for file in folder.iterdir() if file.name.endswith(".md")}
    read = [
        _story(name.removesuffix(_CORRECTED), files[name].read_text("utf-8"))
        for name in sorted(files)
        if name.endswith(_CORRECTED) is corrected
    ]
    return tuple(sorted(read, key=lambda story: story.published, reverse=True))


def _moved(story: PressStory, by: timedelta) -> PressStory:
    """The story at another time; the days of the posts it quotes move with it."""
    return replace(
        story,
        published=story.published + by,
        updated=story.updated + by if story.updated else None,
        body=_DAY.sub(lambda day: str((datetime.fromisoformat(day[0]) + by).date()), story.body),
    )


def _story(slug: str, text: str) -> PressStory:
    head, body = front_matter.read(text)
    authors = head.get("author", [])
    published = datetime.fromisoformat(_one(head["published"]))
    updated = _one(head.get("updated"))
    return PressStory(
        slug=slug,
        month=f"{published:%Y/%m}",
        title=_one(head["title"]),
        authors=tuple(authors) if isinstance(authors, list) else (authors,),
        agency=_one(head.get("agency")) or None,
        published=published,
        updated=datetime.fromisoformat(updated) if updated else None,
        description=_one(head["description"]),
        section=_one(head["section"]),
        body=body.strip(),
    )


def _one(value: str | list[str] | None) -> str:
    return value if isinstance(value, str) else ""
