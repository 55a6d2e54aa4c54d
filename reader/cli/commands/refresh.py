"""`broadsheet refresh`: what is new in the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from reader.cli.output import Output
    from reader.core.events import Event, FeedRefreshed

EPILOG = """for cron: broadsheet refresh --due --quiet"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add FEED and --due."""
    parser.add_argument("feed", nargs="*", metavar="FEED", help="number, address or part of the title (all)")
    parser.add_argument("--due", action="store_true", help="only those whose time has come")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print a row a feed; 3 where some failed."""
    from reader.cli import opening
    from reader.core import refresh
    from reader.core.events import FeedRefreshed

    with opening.session(args) as session, out.progress("refreshing") as progress:
        feeds = [session.library.feeds.find(name) for name in args.feed]

        def listen(event: Event) -> None:
            if isinstance(event, FeedRefreshed):
                _tell(event, out, session.now())
            else:
                progress(event)

        if not feeds and not session.library.feeds.all():
            out.say("no feeds yet: broadsheet add ADDRESS, or broadsheet import FILE.opml")
            return 1
        summary = refresh.run(session, feeds or None, due=args.due, listen=listen)
    out.say(str(summary))
    return 3 if summary.failed else 0


def _tell(event: FeedRefreshed, out: Output, now: datetime) -> None:
    from reader.cli import next_try, objects

    if out.json:
        out.object(objects.refreshed(event))
    elif event.error:
        coming = next_try.words(event.next_at, event.next_why, now)
        out.warn(f"{event.feed}: {event.error}{f'; {coming}' if coming else ''}")
    elif not event.asked:
        out.say(f"{event.feed}: not asked, {event.outcome}")
    elif event.new or event.updated:
        updated = f", {event.updated} updated" if event.updated else ""
        out.data(f"{event.feed}: {event.new} new{updated}")
