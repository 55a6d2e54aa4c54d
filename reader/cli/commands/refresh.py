"""`broadsheet refresh`: what is new in the feeds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import LibraryLocked, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime

    from reader.cli.output import Output
    from reader.core.events import AccountSynced, Event, FeedRefreshed, NewMatches, PageRead
    from reader.core.session import Session

EPILOG = """For cron: broadsheet refresh --due --quiet (prints only what failed; silent while another refresh is running).
For a systemd timer: broadsheet help feeds
A full text that cannot be fetched is not an error; to list them: broadsheet list is:failed"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add FEED, --due and --no-full-text."""
    parser.add_argument(
        "feed", nargs="*", metavar="FEED", help="feeds by number, address or part of the title (default: all)"
    )
    parser.add_argument("--due", action="store_true", help="only feeds that are due")
    parser.add_argument(
        "--no-full-text",
        action="store_true",
        help="do not fetch pages for articles that a feed cuts short",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print a row a feed; 3 where some failed, or what is run afterwards failed.

    Full texts that did not come leave it at 0, and cron without mail: the articles are there, and say so.
    """
    with inputs.session(args) as session:
        if args.due and not args.feed:
            from reader.core.refresh import idle

            skipped = idle.left_alone(session, full_text=not args.no_full_text)
            if skipped is not None and (skipped or session.library.accounts.all()):
                out.say(idle.told(skipped))
                return 0
        return _refreshed(session, args, out)


def _refreshed(session: Session, args: argparse.Namespace, out: Output) -> int:
    from reader.cli import objects, rows
    from reader.core.archive import sync
    from reader.core.events import AccountSynced, FeedRefreshed, Notice, PageRead

    with out.progress("refreshing") as progress:
        feeds = [session.library.feeds.find(name) for name in args.feed]
        lost: list[PageRead] = []

        def listen(event: Event) -> None:
            if isinstance(event, FeedRefreshed):
                out.result(objects.refreshed(event), partial(_print, event, out, session.now()))
            elif isinstance(event, AccountSynced):
                out.result(objects.refreshed(event), partial(_print_account, event, out))
            elif isinstance(event, Notice):
                (out.say if event.is_news else out.warn)(event.text)
            elif isinstance(event, PageRead):
                if event.error:
                    lost.append(event)
                    out.result(objects.full_text_failed(event), lambda: None)
            else:
                progress(event)

        library = session.library
        if not (
            feeds or library.feeds.all() or library.accounts.all() or library.archive_outbox.is_due(None)
        ):
            out.say("no feeds yet: broadsheet add ADDRESS, or broadsheet import FILE.opml")
            return 1
        inputs.check_site_files(session, out)
        try:
            summary = sync.run(
                session, feeds or None, due=args.due, full_text=not args.no_full_text, listen=listen
            )
        except LibraryLocked as busy:
            if not (out.quiet and busy.is_job):
                raise
            return 0  # the other one does what this one was to do: no mail from cron for that
        rows.tell_lost(lost, out, session.now())
        out.say(str(summary))
        is_well = _notified(session.settings.notify_command, summary.found, out)
        is_well = _ran(session.settings.after_refresh, summary.new, out) and is_well
    return 0 if is_well and not summary.failed else 3


def _notified(words: tuple[str, ...] | None, found: Sequence[NewMatches], out: Output) -> bool:
    """Run what the user has set for notifications; False where it failed, which is reported once."""
    from reader.core import user_programs

    if failure := user_programs.notify(words, found):
        out.warn(f"notify_command: {failure}")
    return not failure


def _ran(words: tuple[str, ...] | None, new: int, out: Output) -> bool:
    """Run what the user has set for after a refresh; False where it failed."""
    from reader.core import user_programs

    try:
        running = user_programs.after_refresh(words, new)
    except UsageError as error:
        out.warn(f"after_refresh: {error}")
        return False
    if running is None or not words:
        return True
    ended = running.wait()
    if said := user_programs.told(words[0], ended):
        (out.warn if ended.code else out.say)(f"after_refresh: {said}")
    return not ended.code


def _print_account(event: AccountSynced, out: Output) -> None:
    if event.error:
        out.warn(f"{event.account}: {event.error}{f'; {event.hint}' if event.hint else ''}")
    elif (event.new or event.updated or event.changed) and not out.quiet:
        out.data(str(event))


def _print(event: FeedRefreshed, out: Output, now: datetime) -> None:
    from reader.cli import rows

    if event.error:
        coming = rows.next_try(event.next_at, event.next_why, now)
        out.warn(f"{event.feed}: {event.error}{f'; {coming}' if coming else ''}")
    elif not event.asked:
        out.say(f"{event.feed}: skipped, {event.outcome}")
    elif (event.new or event.updated) and not out.quiet:
        updated = f", {event.updated:,} updated" if event.updated else ""
        out.data(f"{event.feed}: {event.new:,} new{updated}")
