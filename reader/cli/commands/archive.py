"""`broadsheet archive`: a shared archive of articles on PostgreSQL."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError
from reader.text.clean import counted, line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.archive.protocol import Put, State
    from reader.cli.output import Output
    from reader.core.archive.work import FeedFiled
    from reader.core.session import Session
    from reader.store.user_state.archive_outbox import Kind

EPILOG = """actions:
  init ADDRESS [--password WHERE]
                     make the archive in an empty database, or bring its tables up to date, and use it from now on
  status             show the server, what you may do, and how many articles there are by month
  push [QUERY]       copy articles of your library into the archive; your notes, tags and marks are not sent; without
                     QUERY, send what waits since the archive could not be reached
  import FILE …      put articles of other programs' files into the archive, or the feeds of an OPML list
  work [--once]      fetch feeds of the archive that are due, as one of any number of workers on any machines
  keep NAME …        copy articles of the archive into your library, by their names in search --archive, or addresses
  mark HOW NAME …    mark articles of the archive for yourself alone; HOW is read, unread, bookmark or unbookmark
  check              look for contradictions in the archive
  reindex            renew the words of all articles, after an update of broadsheet that changed the rules for them
ADDRESS is postgresql://USER@HOST/DATABASE, without a password, or service:NAME for a section of ~/.pg_service.conf.
WHERE says where the password is found: env:VARIABLE, cmd:PROGRAM, file:PATH or keyring:SERVICE/USER.
To search it: broadsheet search --archive QUERY. The page of the manual: broadsheet help archive"""

ACTIONS = {
    "init": 1,
    "status": 0,
    "push": 0,
    "import": 1,
    "work": 0,
    "keep": 1,
    "mark": 2,
    "check": 0,
    "reindex": 0,
}
"""The actions, and how many words each needs."""

_MARKS: dict[str, tuple[Kind, str]] = {
    "read": ("read", "marked as read"),
    "unread": ("unread", "marked as unread"),
    "bookmark": ("bookmarked", "bookmarked"),
    "unbookmark": ("unbookmarked", "no longer bookmarked"),
}
"""How to mark, as with `broadsheet mark`: the mark, and the words for it done."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action, its words and where the password is found."""
    parser.add_argument("action", metavar="ACTION", help=", ".join(ACTIONS))
    parser.add_argument("word", nargs="*", metavar="…", help="arguments of the action")
    parser.add_argument("--password", metavar="WHERE", help="with init: where your password is found")
    parser.add_argument("--once", action="store_true", help="with work: stop when no feed is due")


def run(args: argparse.Namespace, out: Output) -> int:
    """Do the action."""
    from reader.core.archive import access
    from reader.core.session import LibraryPaths

    inputs.check_action(args, ACTIONS)
    for name, where in (("password", "init"), ("once", "work")):
        if getattr(args, name) and args.action != where:
            raise UsageError(
                f"--{name} works with archive {where} only", hint="see broadsheet archive --help"
            )
    access.require_extra()
    words: list[str] = args.word
    match args.action:
        case "init":
            return _init(args, out, words)
        case "push":
            with inputs.session(args) as session:
                return _push(session, out, words)
        case "keep":
            with inputs.session(args, create=True) as session:
                return _keep(session, out, words)
        case "mark":
            with inputs.session(args, create=True) as session:
                return _mark(session, out, words)
    config = LibraryPaths.found(args.library).config
    match args.action:
        case "import":
            return _import(config, out, words)
        case "work":
            return _work(config, out, once=args.once)
        case "check":
            return _check(config, out)
        case "reindex":
            return _reindex(config, out)
        case _:
            return _status(args, config, out)


def _init(args: argparse.Namespace, out: Output, words: Sequence[str]) -> int:
    from reader.config.archive_place import ArchivePlace
    from reader.core.archive import access
    from reader.core.session import LibraryPaths, local_now

    if len(words) != 1:
        raise UsageError("archive init needs one address", hint="see broadsheet archive --help")
    where = ArchivePlace(words[0], access.checked_password(args.password))
    before, after = access.run(where, lambda archive: archive.init(local_now()))
    access.remember(LibraryPaths.found(args.library).config, where)
    if before == after:
        said = "the archive is ready to use"
    elif before:
        said = f"the archive's tables were brought from version {before} to {after}"
    else:
        said = "made the archive; it is empty: broadsheet archive push QUERY copies articles into it"
    out.result({"before": before, "schema": after}, said)
    return 0


def _status(args: argparse.Namespace, config: Path, out: Output) -> int:
    from reader.cli import archive_rows
    from reader.core.archive import access, outgoing
    from reader.core.session import LibraryPaths

    where = access.place(config)
    waiting = ""
    if LibraryPaths.found(args.library).library.exists():
        with inputs.session(args) as session:
            waiting = outgoing.told(session.library.archive_outbox.waiting(where.address))
    if waiting:
        out.say(waiting)  # also where the server does not answer
    state = access.run(where, lambda archive: archive.state())
    out.result(archive_rows.state(state), partial(_print_state, state, out))
    return 0


def _print_state(state: State, out: Output) -> None:
    where = "replica" if state.is_replica else "primary"
    out.styled(
        f"{out.bold(counted(state.articles, 'article'))} of {counted(state.feeds, 'feed')}"
        f" ({state.due:,} due), {_size(state.size)}"
    )
    lag = f", {state.lag:.0f} s behind" if state.lag is not None else ""
    out.styled(out.dim(f"  PostgreSQL {state.server}, {where}{lag}; you are {state.user}, {state.role}"))
    for month in state.months:
        old = "" if set(month.analysis) <= {state.analysis} else "; old words: broadsheet archive reindex"
        out.data(f"  {month.name}  {month.articles:>9,}  {_size(month.size):>9}{old}")


def _size(size: int) -> str:
    return f"{size / 1_000_000_000:,.1f} GB" if size >= 1_000_000_000 else f"{size / 1_000_000:,.1f} MB"


def _push(session: Session, out: Output, words: Sequence[str]) -> int:
    from reader.core.archive import articles, outgoing

    ids = articles.chosen(session, " ".join(words)) if words else []
    with out.progress("pushing") as progress:
        done = outgoing.push(session, ids, progress)
    _tell(done.put, out)
    if done.marks:
        out.say(f"{counted(done.marks, 'mark')} sent")
    for one in done.left:
        out.warn(f"the archive refuses {one}")
    return 3 if done.left else 0


def _import(config: Path, out: Output, paths: Sequence[str]) -> int:
    from reader.core.archive import articles
    from reader.core.session import local_now

    code = 0
    for path in paths:
        with out.progress("importing") as progress:
            done = articles.import_file(config, Path(path), local_now(), progress)
        if isinstance(done, articles.FeedsAdded):
            said = f"{counted(done.new, 'new feed')} in the archive, of {done.feeds:,} in the list"
            out.result({"feeds": done.feeds, "new": done.new}, said)
        else:
            _tell(done.put, out)
        for reason in done.left:
            out.warn(reason)
            code = 3
    return code


def _work(config: Path, out: Output, *, once: bool) -> int:
    from reader.cli import archive_rows
    from reader.core.archive import work
    from reader.core.session import local_now

    is_well = True

    def listen(event: work.FeedFiled) -> None:
        nonlocal is_well
        is_well = is_well and event.error is None
        out.result(archive_rows.worked(event), partial(_print_worked, event, out))
        out.flush()

    work.work(config, local_now, listen, once=once)
    return 0 if is_well else 3


def _print_worked(event: FeedFiled, out: Output) -> None:
    if event.error:
        out.warn(f"{event.url}: {event.error}")
    elif event.put and (event.put.new or event.put.improved):
        better = f", {event.put.improved:,} with a better text" if event.put.improved else ""
        out.data(f"{event.url}: {event.put.new:,} new{better}")
    else:
        out.data(f"{event.url}: nothing new")


def _tell(done: Put, out: Output) -> None:
    from reader.cli import archive_rows

    better = f", {done.improved:,} with a better text" if done.improved else ""
    known = f"; {done.known:,} were there already" if done.known else ""
    out.result(archive_rows.put(done), f"{counted(done.new, 'new article')} in the archive{better}{known}")


def _keep(session: Session, out: Output, names: Sequence[str]) -> int:
    from reader.cli import objects
    from reader.core.archive import articles

    saved = articles.keep(session, names, partial(_warned, out))
    outcomes = {one.id: one.outcome for one in saved}
    for article in session.library.articles.many(list(outcomes)):
        words = "kept" if outcomes[article.id] == "new" else "already in your library:"
        out.result(objects.article(article), f"{words} {article.id}  {article.title}")
    return 0


def _mark(session: Session, out: Output, words: Sequence[str]) -> int:
    from reader.core.archive import articles

    how, *names = words
    if how not in _MARKS:
        raise UsageError(f"there is no mark “{line(how)}”", hint=f"use one of: {', '.join(_MARKS)}")
    kind, said = _MARKS[how]
    many = articles.mark(session, kind, names, partial(_warned, out))
    out.result({"articles": many}, f"{counted(many, 'article')} {said} in the archive")
    return 0


def _warned(out: Output, event: object) -> None:
    from reader.core.events import Notice

    if isinstance(event, Notice):
        out.warn(event.text)


def _check(config: Path, out: Output) -> int:
    from reader.core.archive import access

    findings = access.run(access.place(config), lambda archive: archive.check())
    for finding in findings:
        out.result(
            {"check": finding.what, "wrong": finding.wrong or None},
            f"{finding.what}: {finding.wrong or 'yes'}",
        )
    return 3 if any(finding.wrong for finding in findings) else 0


def _reindex(config: Path, out: Output) -> int:
    from reader.core.archive import access
    from reader.core.events import Progress

    with out.progress("reindexing") as bar:

        def progress(done: int, total: int) -> None:
            bar(Progress("reindexing", done, total))

        done = access.run(access.place(config), lambda archive: archive.reindex(progress))
    out.result({"articles": done}, f"renewed the words of {counted(done, 'article')}")
    return 0
