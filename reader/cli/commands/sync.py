"""`broadsheet sync`: accounts at servers that keep feeds."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.cli.output import Output
    from reader.core.events import AccountSynced, Event
    from reader.core.session import Session
    from reader.store.accounts import Account

EPILOG = """actions:
  [NAME …]                  sync these accounts, or all: send what you have marked, fetch what is new
  add URL --user U --password WHERE
                            add your account at a server, such as Miniflux or FreshRSS, and sync it
  status [NAME …]           list the accounts, what each server lacks, and how many marks are still to send
  remove NAME               remove an account; its articles stay
  adopt FEED … --to NAME    let the server fetch feeds that were fetched from here
  adopt FEED … --local      fetch feeds from here again, and unsubscribe from them at the server
WHERE says where the password is found; it is looked up at each sync and never stored:
  env:VARIABLE              in an environment variable
  cmd:PROGRAM ARGUMENT …    what a program prints: 'cmd:pass show miniflux'
  file:PATH                 in the first line of a file that only you can read
  keyring:SERVICE/USER      in the system's keyring, if the package keyring is installed
`broadsheet refresh` also syncs all accounts. FEED is a number, an address, or a part of the title."""

ACTIONS = ("add", "status", "remove", "adopt")

_WAYS = """To add an account, say where its password or token is found:
  Miniflux   in its web page, under Settings, API Keys, make a key, and give it with --token:
               broadsheet sync add URL --token 'cmd:pass show miniflux'
             or use your user name and password:
               broadsheet sync add URL --user NAME --password 'cmd:pass show miniflux'
  FreshRSS   under Settings, Authentication, allow API access; under Profile, set an API password:
               broadsheet sync add URL --user NAME --password file:~/.freshrss
  others     that speak the Google Reader interface (BazQux, CommaFeed, FeedHQ):
               broadsheet sync add URL --user NAME --password keyring:bazqux/NAME
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action or the names, and where the password is found."""
    parser.add_argument(
        "action", nargs="?", metavar="ACTION", help=f"{', '.join(ACTIONS)}, or the name of an account to sync"
    )
    parser.add_argument("word", nargs="*", metavar="…", help="arguments of the action, or more names")
    parser.add_argument("--user", metavar="U", help="with add: your name at the server")
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--password", metavar="WHERE", help="with add: where your password is found")
    secret.add_argument("--token", metavar="WHERE", help="with add: where your API token is found")
    parser.add_argument("--name", metavar="N", help="with add: what to call the account (default: the host)")
    target = parser.add_mutually_exclusive_group()
    target.add_argument(
        "--to", metavar="ACCOUNT", help="with adopt: the account whose server fetches the feeds"
    )
    target.add_argument("--local", action="store_true", help="with adopt: fetch the feeds from here")
    parser.add_argument(
        "--no-full-text",
        action="store_true",
        help="do not fetch the pages of articles that a feed shortens",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Sync, or change an account; 3 where a server failed."""
    words: list[str] = args.word
    action = args.action or ""
    if action not in ACTIONS:
        action, words = "", [action, *words] if action else []
    _refuse_options(args, action)
    with inputs.session(args, create=action == "add") as session:
        match action:
            case "add":
                return _add(session, out, args, words)
            case "status":
                return _status(session, out, _accounts(session, words))
            case "remove":
                return _remove(session, out, words)
            case "adopt":
                return _adopt(session, out, args, words)
            case _:
                accounts, full = _accounts(session, words), not args.no_full_text
                return _sync(session, out, accounts, full_text=full, archive=not words)


def _refuse_options(args: argparse.Namespace, action: str) -> None:
    """Raise `UsageError` for an option that has no meaning here."""
    for name, where in (
        ("user", "add"),
        ("password", "add"),
        ("token", "add"),
        ("name", "add"),
        ("to", "adopt"),
        ("local", "adopt"),
    ):
        if getattr(args, name) and action != where:
            raise UsageError(f"--{name} works with sync {where} only", hint="see broadsheet sync --help")


def _accounts(session: Session, names: Sequence[str]) -> list[Account]:
    if not names:
        return session.library.accounts.all()
    found = {account.id: account for account in map(session.library.accounts.find, names)}
    return list(found.values())


def _add(session: Session, out: Output, args: argparse.Namespace, words: Sequence[str]) -> int:
    from reader.core.sync import accounts_changed

    if len(words) != 1 or not (args.password or args.token):
        if sys.stdin.isatty() and not args.quiet:
            out.say(_WAYS)
        raise UsageError(
            "sync add needs the address of a server, and where the password or token is found",
            hint="as in: broadsheet sync add URL --user NAME --password 'cmd:pass show miniflux'",
        )
    if args.password and not args.user:
        raise UsageError(
            "a password needs the name of its user",
            hint="add --user NAME; an API token is given with --token",
        )
    if args.name in ACTIONS:
        raise UsageError("an account cannot have the name of an action", subject=args.name)
    account = accounts_changed.add(
        session, words[0], user=args.user or "", secret=args.password or args.token, name=args.name
    )
    if not out.json:
        out.data(f"added {account.name}: {account.place}{f' {account.version}' if account.version else ''}")
        for lack in account.lacks:
            out.say(f"  {lack}")
    code = _sync(session, out, [account], full_text=not args.no_full_text, tell=not out.json)
    if out.json:
        _status(session, out, [session.library.accounts.get(account.id)])
    return code


def _sync(
    session: Session,
    out: Output,
    accounts: Sequence[Account],
    *,
    full_text: bool = True,
    tell: bool = True,
    archive: bool = False,
) -> int:
    from reader.cli import objects
    from reader.core.archive import sync
    from reader.core.events import AccountSynced, Notice

    if not accounts and not (archive and session.library.archive_outbox.is_due(None)):
        out.say("no accounts yet: broadsheet sync add URL")
        return 1
    with out.progress("syncing") as progress:

        def listen(event: Event) -> None:
            if isinstance(event, AccountSynced):
                if tell:
                    out.result(objects.synced(event), partial(print_synced, event, out))
                elif event.error:
                    print_synced(event, out)
            elif isinstance(event, Notice):
                (out.say if event.is_news else out.warn)(event.text)
            else:
                progress(event)

        summary = sync.run(
            session, [], accounts=accounts, archive=archive, full_text=full_text, listen=listen
        )
    return 3 if summary.failed else 0


def print_synced(event: AccountSynced, out: Output) -> None:
    """Tell what came of an account's sync; a failure with its next step."""
    if event.error:
        out.warn(f"{event.account}: {event.error}{f'; {event.hint}' if event.hint else ''}")
    else:
        out.data(str(event))


def _status(session: Session, out: Output, accounts: Sequence[Account]) -> int:
    from reader.cli import objects

    for account in accounts:
        out.result(objects.account(account), partial(_print, account, out, session))
    if not accounts:
        out.say("no accounts yet: broadsheet sync add URL")
        return 1
    return 0


def _print(account: Account, out: Output, session: Session) -> None:
    from reader.dates.iso import ago
    from reader.text.clean import counted, line

    about = " ".join(filter(None, (account.place, account.version, account.user and f"as {account.user}")))
    out.styled(f"{out.bold(line(account.name))}  {out.dim(line(about))}")
    tried = f"{ago(account.tried, session.now())}: {account.outcome}" if account.tried else "not synced yet"
    if account.failures and account.succeeded:
        tried += f"; last success {ago(account.succeeded, session.now())}"
    held = f"{counted(account.feeds, 'feed')}, {counted(account.entries, 'article')}"
    waits = f"{counted(account.unsent, 'change')} to send" if account.unsent else "nothing to send"
    left = f", {counted(account.texts_left, 'text')} still to read" if account.texts_left else ""
    for text in (tried, f"{held}, {waits}{left}", *account.lacks):
        out.styled(out.dim(f"  {line(text)}"))


def _remove(session: Session, out: Output, words: Sequence[str]) -> int:
    from reader.cli import objects
    from reader.text.clean import counted

    if len(words) != 1:
        raise UsageError("sync remove needs the name of one account", hint="see broadsheet sync status")
    account = session.library.accounts.find(words[0])
    session.library.accounts.remove(account.id, session.now())
    unsent = (
        f"; {counted(account.unsent, 'change')} not yet sent will be sent if you add it again"
        if account.unsent
        else ""
    )
    out.result(
        {"removed": objects.account(account)},
        f"removed {account.name} and its {counted(account.feeds, 'feed')}; the articles stay{unsent}",
    )
    return 0


def _adopt(session: Session, out: Output, args: argparse.Namespace, words: Sequence[str]) -> int:
    from reader.cli import objects
    from reader.core.sync import accounts_changed

    if not words or not (args.to or args.local):
        raise UsageError(
            "sync adopt needs feeds, and --to ACCOUNT or --local",
            hint="to list all feeds: broadsheet feeds; to list accounts: broadsheet sync status",
        )
    feeds = list({feed.id: feed for feed in map(session.library.feeds.find, words)}.values())
    with out.progress("moving feeds") as progress:
        if args.local:
            moved = accounts_changed.release(session, feeds, progress)
        else:
            account = session.library.accounts.find(args.to)
            moved = accounts_changed.adopt(session, feeds, account, progress)
    for feed in moved.feeds:
        who = f"{feed.server} fetches" if feed.server else "fetched from here again:"
        out.result(objects.feed(feed), f"{who} {feed.title}")
    for feed, error in moved.failed:
        out.warn(f"{feed.title}: {error}{f'; {error.hint}' if error.hint else ''}")
    return 3 if moved.failed else 0
