"""`broadsheet add`: a feed, a page or a file comes into the library."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import BroadsheetError, UsageError
from reader.text.urls import masked

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from reader.cli.output import Output
    from reader.core.add.add import Wanted
    from reader.core.add.added import Added
    from reader.core.events import Event, Listener

EPILOG = """examples:
  broadsheet add https://example.com/feed.xml --tag news
  broadsheet add https://example.com/2026/an-article
  broadsheet add saved-page.html notes.md
  broadsheet add ~/Mail/newsletters      (a maildir, or a folder of mbox files)
  broadsheet add - < addresses.txt"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the targets and what they are taken for."""
    parser.add_argument(
        "target",
        nargs="+",
        metavar="URL|FILE",
        help="an address, a file, a folder of newsletters, or - to read addresses from stdin",
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--feed", action="store_true", help="subscribe to it, or to the feed of the page")
    kind.add_argument("--article", action="store_true", help="add it as an article")
    parser.add_argument(
        "--choose",
        type=inputs.from_one,
        metavar="N",
        help="if a page has several feeds, subscribe to number N",
    )
    parser.add_argument("--anyway", action="store_true", help="keep the page even if it is not an article")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="T", help="tag what is added; may be repeated"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Add each target by itself: one that fails does not hold the others."""
    from reader.cli import rows
    from reader.core.add import add
    from reader.core.events import PageRead

    wanted: add.Wanted = "feed" if args.feed else "article" if args.article else "either"
    targets = _targets(args.target)
    code = 0
    lost: list[PageRead] = []
    with inputs.session(args, create=True) as session:
        inputs.check_site_files(session, out)
        for target in targets:
            try:
                with out.progress("adding") as progress:

                    def listen(event: Event, progress: Listener = progress) -> None:
                        if isinstance(event, PageRead) and event.error:
                            lost.append(event)
                        progress(event)

                    give = partial(
                        add.add,
                        session,
                        target,
                        choose=args.choose,
                        tags=args.tag,
                        anyway=args.anyway,
                        listen=listen,
                    )
                    added = _given(give, wanted)
            except BroadsheetError as error:
                if len(targets) == 1 or error.exit_code == 4:
                    raise
                out.fail(error)
                code = code or error.exit_code
            else:
                _tell(added, out)
        rows.tell_lost(lost, out, session.now())
    return code


def _given(give: Callable[..., Added], wanted: Wanted) -> Added:
    """Add a target. One whose server is down is asked about, and may be a feed that is asked again later; so is a page that
    is no article."""
    from reader.core.add.added import FeedDown, NoArticle

    try:
        return give(wanted=wanted)
    except NoArticle as no:
        feed = f"\nIts site has a feed: {masked(no.feeds[0].url)}" if no.feeds else ""
        if not no.can_be_kept or not inputs.is_agreed(f"{masked(str(no))}{feed}\nKeep it anyway?"):
            raise
        return give(wanted=wanted, anyway=True)
    except FeedDown as down:
        if not inputs.is_agreed(
            f"{masked(str(down))}\nIf this is a feed, subscribe anyway and try again later?"
        ):
            raise
        return give(wanted="feed")


def _targets(given: list[str]) -> list[str]:
    from reader.core.add import mail_lists, target
    from reader.core.local_files import read_input

    targets: list[str] = []
    for name in given:
        targets += target.each(read_input(sys.stdin)) if name == "-" else mail_lists.addresses(name) or [name]
    if not targets:
        raise UsageError("no address on standard input", hint="write one address per line")
    return targets


def _tell(added: Added, out: Output) -> None:
    from reader.cli import objects

    out.result(
        {
            "input": masked(added.target),
            "outcome": added.outcome,
            "feed": objects.feed(added.feed) if added.feed else None,
            "article": objects.article(added.article) if added.article else None,
            "site_feed": objects.address(added.site_feed),
            "new": added.new_articles,
            "error": added.failure,
            "page_kind": added.page_kind,
        },
        partial(_print, added, out),
    )
    if added.site_feed:
        address = shlex.quote(objects.address(added.site_feed) or "")
        out.say(f"  This site has a feed; to subscribe: broadsheet add --feed {address}")


def _print(added: Added, out: Output) -> None:
    from reader.text.clean import counted

    if added.feed is not None:
        came = added.failure or counted(added.feed.articles, "article")
        text = f"subscribed to {added.feed.title}: {came}"
        out.data(text if added.outcome == "new" else f"already subscribed to {added.feed.title}")
    elif added.article is not None:
        words = {"new": "added", "updated": "updated", "same": "already in the library:"}[added.outcome]
        out.data(f"{words} {added.article.id}  {added.article.title}")
        if added.article.text_state != "full":
            out.say(f"  {added.article.text_state}: {added.article.reason or 'incomplete'}")
