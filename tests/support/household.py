"""A library as somebody has it who has read for a while: feeds, marks, long and wide and hostile titles."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core import indexing
from reader.core.session import LibraryPaths, Session
from reader.markdown import dialect
from reader.model import UNTITLED, Draft, Subscription
from reader.store.feeds import FeedOutcome
from tests.support.articles import EVERYTHING, prose

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 10, 6, 14, 5, tzinfo=UTC)

GAZETTE, MORGEN, SLACK, ASA, ODD = "The Harbour Gazette", "Der Morgen", "Slack Water", "朝の新聞", "Odd Lots"
FEEDS = {GAZETTE: "news", MORGEN: "news", SLACK: "", ASA: "", ODD: ""}
FAILING = ODD

FERRY = (
    "The ferry Halcyon ran aground on the Brannock sandbank on Tuesday night with 214 people on board. "
    "Coastguard boats took the passengers of the Halcyon ashore, and nobody was hurt. "
    "Harbour master Edwin Currie said that a buoy on the Brannock sandbank had been dark for a week. "
    "Two tugs will try to pull the Halcyon off the sandbank at the next spring tide."
)
FERRY_TOO = (
    "All 214 people on the ferry Halcyon are ashore after it ran aground on the Brannock sandbank. "
    "The Halcyon had missed the channel in the dark, coastguard crews said, because a buoy was out. "
    "Edwin Currie, the harbour master, wants tugs to pull the Halcyon from the sandbank at spring tide."
)
LINKING = (
    "What the [ferry](https://gazette.example/ferry) needs is [a tug](https://tugs.example/strong), "
    f"and what the tug needs is water.\n\n{prose(120)}\n\n## What was said\n\n{prose(400)}\n\n"
    f"## What was done\n\n{prose(400)}\n\n**Related:** [Coastguard Brings 214 Ashore](https://morgen.example/ashore)"
    "\n\n**Related:** [The Tides of October](https://tides.example/october)"
)


def own_prose(words: int, number: int) -> str:
    """Prose that is no copy of another number's: every third word is another one."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    other = str.maketrans(alphabet, alphabet[number:] + alphabet[:number])
    return " ".join(
        word.translate(other) if at % 3 == 0 and word.isalpha() else word
        for at, word in enumerate(prose(words).split(" "))
    )


class Made(NamedTuple):
    """An article to be made: `hours` old; `marks` of r(ead), b(ookmarked)."""

    title: str
    feed: str
    path: str
    hours: float
    text: str = ""
    marks: str = ""
    tags: tuple[str, ...] = ()
    more: tuple[tuple[str, Any], ...] = ()


HOSTILE = (
    "\x1b[31mRed\x1b[0m alert \x1b]0;owned\x07 and \x1b]52;c;aGk=\x07 the rest",
    "[bold red]Markup[/] [@click=app.quit]here[/] and [link=https://evil.example]there[/link]",
    "Bidi \u202eniap ni\u202c and zero\u200bwidth, a\u0301\u0301\u0301\u0301\u0301\u0301 pile, nul\x00 and \x9b31m",
    "ZWJ 👩‍👩‍👧‍👦 family, flags 🇩🇪🇫🇷, keycap 1️⃣, heart ❤️ and a tab\tin it",
)

SHORT = (
    "Cider presses run through the night",
    "A lamp, a list and a loud voice",
    "Nine cows and one piano",
    "The tide board lost five centimetres",
    "Olive harvest starts late again",
    "What the reservoir remembers",
    "Correction: ferry timetable",
    "Rail bill passes by one vote",
    "The bell of Saint Enda is back",
    "Frost takes the early apples",
    "Night buses will run till two",
    "A heron on the weathercock",
    "The library lends tools now",
    "Council counts its bridges",
    "Eel traps for sale",
)

MADE = (
    Made("Ferry Halcyon Runs Aground off Brannock Head", GAZETTE, "gazette.example/ferry", 2, FERRY),
    Made("Coastguard Brings 214 Ashore", MORGEN, "morgen.example/ashore", 3, FERRY_TOO, "b"),
    Made("What the Tug Needs", GAZETTE, "gazette.example/tug", 4, LINKING, "", ("sea/tugs",)),
    Made("座礁のフェリー「ハルシオン」が離礁、月曜から代船で運航再開", ASA, "asa.example/1", 5, "曳船が来た。" * 20),
    Made("هويس أوستمور يفتح أبوابه لأول مرة منذ أربعين عامًا", SLACK, "slack.example/ar", 6, "افتتح الهويس. " * 30),
    Made("Everything That Can Stand in an Article", SLACK, "slack.example/everything", 7, EVERYTHING),
    Made(
        "The Very Long Headline of a Story That Nobody Cut Because the Editor Who Would Have Cut It Had Gone "
        "to the Harbour to See the Ship That It Was About",
        MORGEN, "morgen.example/long", 9, own_prose(2000, 24), "b", ("long", "harbour/ships"),
    ),
    Made("An Article That Was Read", GAZETTE, "gazette.example/read", 11, own_prose(60, 25), "r"),
    Made("Only a Teaser", SLACK, "slack.example/teaser", 20, "It begins like this and then …", "", (),
         (("text_state", "teaser"), ("reason", "the feed gives a summary only"))),
    Made(UNTITLED, ODD, "odd.example/untitled", 26, "A text without a title."),
    *(Made(title, ODD, f"odd.example/hostile-{at}", 27 + at, f"Text {at}. {title}") for at, title in enumerate(HOSTILE)),
    *(
        Made(title, list(FEEDS)[at % 4], f"short.example/{at}", 40 + 17 * at, f"{title}. {own_prose(40 + 60 * at, at + 1)}",
             "r" if at % 5 == 4 else "")
        for at, title in enumerate(SHORT)
    ),
)  # fmt: skip
"""Newest first, as the list shows them."""

UNREAD = [one.title for one in MADE if "r" not in one.marks]


def build(places: LibraryPaths) -> None:
    """Make the library and its index."""
    with Session(places, clock=lambda: NOW) as session, session.library.transaction():
        library = session.library
        feeds = {title: _feed(session, title, tag) for title, tag in FEEDS.items()}
        ids = {one: _save(session, one, feeds[one.feed]) for one in MADE}
        library.marks.read([ids[one] for one in MADE if "r" in one.marks], NOW)
        library.marks.bookmark([ids[one] for one in MADE if "b" in one.marks], NOW)
        for one in MADE:
            if one.tags:
                library.tags.change([ids[one]], one.tags, (), NOW)
    with Session(places, clock=lambda: NOW) as session:
        indexing.catch_up(session)


def _feed(session: Session, title: str, tag: str) -> int:
    host = title.split()[-1].lower() if title.isascii() else "asa"
    feed, _ = session.library.feeds.add(
        Subscription(url=f"https://{host}.example/feed.xml", title=title, tags=(tag,) if tag else ()), NOW
    )
    is_bad = title == FAILING
    session.library.feeds.tried(
        feed.id,
        FeedOutcome(
            tried=NOW - timedelta(hours=1),
            state="failing" if is_bad else "ok",
            outcome="the server answered HTTP 500" if is_bad else "3 new",
            failures=4 if is_bad else 0,
            next_at=NOW + timedelta(days=1),
            next_why="after four failures" if is_bad else "once a day",
        ),
    )
    return feed.id


def _save(session: Session, made: Made, feed_id: int) -> int:
    return add(
        session,
        made.title,
        made.text,
        feed_id=feed_id,
        guid=made.path,
        url=f"https://{made.path}",
        publication=made.feed,
        published=NOW - timedelta(hours=made.hours),
        **dict(made.more),
    )


def add(
    session: Session,
    title: str,
    text: str,
    *,
    feed_id: int | None = None,
    guid: str | None = None,
    **more: Any,
) -> int:
    """An article of our Markdown; its id."""
    content = dialect.contents(text)
    given: dict[str, Any] = {
        "url": f"https://own.example/{title.replace(' ', '-')}",
        "lang": "en",
        "uid": base64.b32encode(hashlib.sha1(f"{title}{guid}".encode()).digest()).decode().lower()[:16],
        "markdown": content.markdown,
        "text": content.text,
        "links": content.links,
        "related": content.related,
        "pictures": content.pictures,
        "embeds": content.embeds,
        "text_origin": "feed",
    }
    draft = Draft(title=title, **(given | more))
    return session.library.articles.save(
        draft, now=NOW - timedelta(minutes=30), feed_id=feed_id, guid=guid
    ).id


def only_failing(room: Path) -> None:
    """Put a library into the room that has a feed that failed, and nothing else."""
    places(room).library.unlink()
    with Session(places(room), clock=lambda: NOW) as session:
        _feed(session, FAILING, "")


def places(room: Path) -> LibraryPaths:
    """Where a library in this folder has its things."""
    return LibraryPaths(room / "library.db", room / "cache", room / "config")
