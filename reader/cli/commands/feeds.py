"""`broadsheet feeds`: the subscriptions, listed and changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import NothingFound, UsageError

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.session import Session
    from reader.model import Feed

EPILOG = """actions:
  list                      list all feeds (the default); with --failing, those that fail or have ended
  rename FEED TITLE         give it your own title; an empty one restores the feed's
  tag FEED +a -b            add and remove tags; news/world is shown as a folder; +hidden keeps its
                              articles out of Unread and Today
  set FEED KEY=VALUE …      change a setting; an empty value restores the default:
                              interval=90              minutes between refreshes, or never: paused
                              full_text=always         or never, or auto (if the feed shortens articles)
                              keep='90 days'           or '500 articles', or all; see broadsheet clean --help
                              user_agent=Mozilla/5.0   instead of broadsheet's own
                              header.Authorization='cmd:pass show feed'   or env:VARIABLE; the value is
                                                       looked up at each refresh and never stored
  remove FEED …             unsubscribe, keep the articles; with --failing, from all feeds that fail
FEED is a number, an address, or a part of the title that matches only one feed."""

ACTIONS = {"list": 0, "rename": 2, "tag": 2, "set": 2, "remove": 0}
"""Each action, and how many words it needs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action and its words."""
    inputs.add_actions(parser, ACTIONS)
    parser.add_argument(
        "--failing",
        action="store_true",
        help="with list or remove: feeds that fail or have ended",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """List, or change one feed and show it."""
    inputs.check_action(args, ACTIONS)
    with inputs.session(args) as session:
        if args.action == "list":
            if args.word:
                raise UsageError(
                    "feeds list takes no arguments",
                    hint="to list a feed's articles: broadsheet list 'feed:…'",
                )
            return _list(session, out, failing=args.failing)
        if args.action == "remove":
            return _remove(session, out, args.word, failing=args.failing)
        return _change(session, out, args.action, args.word)


def _list(session: Session, out: Output, *, failing: bool) -> int:
    feeds = _failing(session) if failing else session.library.feeds.all()
    for feed in feeds:
        _tell(feed, out, session)
    if not feeds:
        out.say("no feed is failing" if failing else "no feeds yet: broadsheet add ADDRESS")
        return 1
    return 0


def _failing(session: Session) -> list[Feed]:
    return [feed for feed in session.library.feeds.all() if feed.state in ("failing", "gone")]


def _remove(session: Session, out: Output, words: list[str], *, failing: bool) -> int:
    from reader.cli import objects

    if failing == bool(words):
        raise UsageError("feeds remove needs feeds or --failing", hint="see broadsheet feeds --help")
    # What a server fetches is its own to mend.
    found = [feed for feed in _failing(session) if not feed.server] if failing else _named(session, words)
    if not found:
        out.say("no feed is failing")
        return 1
    here = [feed for feed in found if not feed.server]
    if here:
        session.library.feeds.remove_all([feed.id for feed in here], session.now())
    for feed in here:
        out.result({"removed": objects.feed(feed)}, f"unsubscribed from {feed.title}; its articles stay")
    there = [feed for feed in found if feed.server]
    return _remove_there(session, out, there) if there else 0


def _remove_there(session: Session, out: Output, feeds: list[Feed]) -> int:
    """Unsubscribe at servers; 3 where one failed."""
    from reader.cli import objects
    from reader.core.sync import accounts_changed

    with out.progress("unsubscribing") as progress:
        moved = accounts_changed.unsubscribe(session, feeds, progress)
    for feed in moved.feeds:
        said = f"unsubscribed from {feed.title} at {feed.server}; its articles stay"
        out.result({"removed": objects.feed(feed)}, said)
    for feed, error in moved.failed:
        out.warn(f"{feed.title}: {error}{f'; {error.hint}' if error.hint else ''}")
    return 3 if moved.failed else 0


def _named(session: Session, words: list[str]) -> list[Feed]:
    """The feeds that the words mean: all together one title, or each word a feed."""
    try:
        return [session.library.feeds.find(" ".join(words))]
    except NothingFound:
        if len(words) == 1:
            raise
    found = {feed.id: feed for feed in map(session.library.feeds.find, words)}
    return list(found.values())


def _change(session: Session, out: Output, action: str, words: list[str]) -> int:
    feeds = session.library.feeds
    feed = feeds.find(words[0])
    if action == "rename":
        feeds.rename(feed.id, " ".join(words[1:]) or None, session.now())
    elif action == "set":
        _set(session, feed, words[1:])
    else:
        feeds.set_tags(feed.id, _tags(feed, words[1:]), session.now())
    _tell(feeds.get(feed.id), out, session)
    return 0


def _set(session: Session, feed: Feed, words: list[str]) -> None:
    from reader.core.refresh import feed_settings

    settings = [feed_settings.checked(word) for word in words]
    with session.library.undo.as_one():
        for key, value in settings:
            session.library.feeds.set(feed.id, key, value, session.now())


def _tags(feed: Feed, words: list[str]) -> list[str]:
    named = [(word[:1], word.lstrip("+-#").strip("/ ")) for word in words]
    if not all(tag for _, tag in named):
        raise UsageError(
            "a tag needs a name", hint=f"for example: broadsheet feeds tag {feed.id} +news/world -later"
        )
    drop = {tag.casefold() for sign, tag in named if sign == "-"}
    add = {tag for sign, tag in named if sign != "-"}
    return sorted(tag for tag in {*feed.tags, *add} if tag.casefold() not in drop)


def _tell(feed: Feed, out: Output, session: Session) -> None:
    from reader.cli import objects

    out.result(objects.feed(feed), partial(_print, feed, out, session))


def _print(feed: Feed, out: Output, session: Session) -> None:
    from reader.cli import objects, rows
    from reader.dates.iso import ago
    from reader.text.clean import counted, line
    from reader.text.width import shorten

    tags = "".join(f" #{tag}" for tag in feed.tags)
    title = shorten(line(feed.title), 60) if out.columns else line(feed.title)
    out.styled(f"{feed.id:>4}  {out.bold(title)}{out.dim(line(tags) and ' ' + line(tags))}")
    held = f"{counted(feed.articles, 'article')}, {feed.unread:,} unread"
    tried = f", checked {ago(feed.last_tried, session.now())}" if feed.last_tried else ""
    state = f"{feed.state}: {feed.outcome or 'not refreshed yet'}{tried}" if feed.url else ""
    if feed.server:
        failing = f"{feed.state}: {feed.outcome}, " if feed.outcome else ""
        synced = f", synced {ago(feed.last_tried, session.now())}" if feed.last_tried else ""
        state = f"{failing}by {feed.server}{synced}"
    coming = rows.next_try(feed.next_at, feed.next_why, session.now())
    address = objects.address(feed.url) or "imported without an address, never refreshed"
    settings = " · ".join(f"{key}={value}" for key, value in feed.settings)
    address = "" if address == feed.title else address  # one that was never fetched has no other title
    for text in (f"{held} · {state}" if state else held, coming, settings, address):
        if text:
            out.styled(out.dim(f"      {line(text)}"))
