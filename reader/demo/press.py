"""The publications of the newsstand and their articles, read from the texts beside this file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Literal

from reader.markdown import front_matter

FRESH = timedelta(hours=1)
"""How old the newest article at least is on a newsstand that knows what time it is; a day more at most."""

_CORRECTED = ".corrected"
_DAY = re.compile(r"(?<=, \[)\d{4}-\d\d-\d\d(?=\]\()")

_WEEKDAYS = {
    "en": ("Monday/Tuesday/Wednesday/Thursday/Friday/Saturday/Sunday",),
    "de": ("Montag/Dienstag/Mittwoch/Donnerstag/Freitag/Samstag/Sonntag",),
    "ru": (
        "в понедельник/во вторник/в среду/в четверг/в пятницу/в субботу/в воскресенье",
        "с понедельника/со вторника/со среды/с четверга/с пятницы/с субботы/с воскресенья",
        "до понедельника/до вторника/до среды/до четверга/до пятницы/до субботы/до воскресенья",
    ),
    "ja": ("月曜/火曜/水曜/木曜/金曜/土曜/日曜",),
    "pl": ("w poniedziałek/we wtorek/w środę/w czwartek/w piątek/w sobotę/w niedzielę",),
    "cs": ("v pondělí/v úterý/ve středu/ve čtvrtek/v pátek/v sobotu/v neděli",),
    "ar": ("الاثنين/الثلاثاء/الأربعاء/الخميس/الجمعة/السبت/الأحد",),
}
"""The weekdays in the languages of the papers, with the words before them that change with them."""


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

    `folder` is where its feed stands among the reader's. With `excerpts` its feed gives the first paragraph of each
    article only."""

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
    Publication("kurier", "Kurier Nabrzeżny", "pl", "rss", "Autor: ", ", ", "abroad"),
    Publication("listy", "Přístavní listy", "cs", "atom", "Autor: ", ", ", "abroad"),
    Publication("barid", "بريد المرافئ", "ar", "rss", "بقلم: ", "، ", "abroad"),
)


def shift(now: datetime) -> timedelta:
    """By how many days all dates move so that the newest article is `FRESH` at `now`, or as little older as possible.

    Whole days, since the texts tell the time of day.
    """
    newest = max(story.published for paper in PUBLICATIONS for story in stories(paper))
    return timedelta(days=(now - FRESH - newest) // timedelta(days=1))


def printed(publication: Publication, by: timedelta, *, corrected: bool) -> tuple[PressStory, ...]:
    """Its articles as they stand, newest first: all dates moved by whole days, and with the publisher's corrections or
    without."""
    changed = {story.slug: story for story in _read(publication, corrected=True)} if corrected else {}
    return tuple(
        _moved(changed.get(story.slug, story), by, publication.lang) for story in stories(publication)
    )


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


def _moved(story: PressStory, by: timedelta, lang: str) -> PressStory:
    """The story on another day; the weekdays it names and the days of the posts it quotes move with it."""
    return replace(
        story,
        title=_on_other_days(story.title, by, lang),
        published=story.published + by,
        updated=story.updated + by if story.updated else None,
        description=_on_other_days(story.description, by, lang),
        body=_DAY.sub(
            lambda day: str((datetime.fromisoformat(day[0]) + by).date()),
            _on_other_days(story.body, by, lang),
        ),
    )


def _on_other_days(text: str, by: timedelta, lang: str) -> str:
    pattern, later = _weekdays(lang, by.days % 7)
    return pattern.sub(lambda day: later[day[0]], text)


@cache
def _weekdays(lang: str, days: int) -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of a weekday in a text, and by weekday the one that comes so many days later."""
    rows = [row.split("/") for row in _WEEKDAYS[lang]]
    later = {day: row[(place + days) % 7] for row in rows for place, day in enumerate(row)}
    return re.compile(rf"(?<![a-zа-яё])(?:{'|'.join(later)})"), later


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
