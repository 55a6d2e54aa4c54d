"""`broadsheet saved`: saved searches, listed and changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from reader.cli.output import Output
    from reader.core.session import Session
    from reader.store.user_state.rules import Rule
    from reader.store.user_state.saved_searches import SavedSearch

EPILOG = """actions:
  list                      list all saved searches with their unread counts (the default)
  show NAME                 print the query
  add NAME QUERY            save a search; with --do tag:russia, also tag each new article it finds
                            (or mute, read, bookmark; see broadsheet rules --help); with --notify,
                            also notify of them; with --archive, also ask the shared archive
  change NAME QUERY         change its query
  rename NAME NEW           change its name
  move NAME PLACE           move it; 1 is the first place
  keep NAME                 keep what it finds, regardless of limits (see broadsheet clean --help)
  unkeep NAME               stop keeping it
  notify NAME               notify of new articles it finds, after each refresh: by notify_command,
                            the terminal's bell and ● in the sidebar (see broadsheet help searches)
  unnotify NAME             stop notifying
  archive NAME              also ask the shared archive; with notify, also of what is new there (see
                            broadsheet help archive)
  unarchive NAME            search your library alone again
  remove NAME               remove it, with its rules
NAME is a name, a part of it that matches only one, or a number. To list the articles of a saved search:
  broadsheet search "$(broadsheet saved show NAME)"
To undo a change: broadsheet undo"""

ACTIONS = {
    "list": 0,
    "show": 1,
    "add": 2,
    "change": 2,
    "rename": 2,
    "move": 2,
    "keep": 1,
    "unkeep": 1,
    "notify": 1,
    "unnotify": 1,
    "archive": 1,
    "unarchive": 1,
    "remove": 1,
}
"""Each action, and how many words it needs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action, its words, --do, --notify and --archive."""
    inputs.add_actions(parser, ACTIONS)
    parser.add_argument(
        "--do",
        action="append",
        default=[],
        metavar="ACTION",
        help="with add: what to do to each new article it finds; may be repeated",
    )
    parser.add_argument("--notify", action="store_true", help="with add: notify of new articles it finds")
    parser.add_argument("--archive", action="store_true", help="with add: also ask the shared archive")


def run(args: argparse.Namespace, out: Output) -> int:
    """List, or change one and show it."""
    inputs.check_action(args, ACTIONS)
    if args.do and args.action != "add":
        raise UsageError(
            "--do works with saved add only",
            hint="for a saved search that exists: broadsheet rules add ACTION --saved NAME",
        )
    for name in ("notify", "archive"):
        if getattr(args, name) and args.action != "add":
            raise UsageError(
                f"--{name} works with saved add only",
                hint=f"for a saved search that exists: broadsheet saved {name} NAME",
            )
    with inputs.session(args, create=args.action == "add") as session:
        if args.action == "list":
            if args.word:
                raise UsageError(
                    "saved list takes no arguments", hint="to see a query: broadsheet saved show NAME"
                )
            return _list(session, out)
        return _one(session, out, args)


def _list(session: Session, out: Output) -> int:
    from reader.core import saved_searches

    found = session.library.saved.all()
    counts = saved_searches.unread(session, found)
    _print(session, out, found, counts)
    if not found:
        out.say("no saved searches yet: broadsheet saved add NAME QUERY")
        return 1
    return 0


def _one(session: Session, out: Output, args: argparse.Namespace) -> int:
    from reader.core import saved_searches

    name, *rest = args.word
    words = " ".join(rest)
    saved, now = session.library.saved, session.now()
    match args.action:
        case "add":
            does = [saved_searches.rule_action(text) for text in args.do]
            found = saved_searches.save(session, name, words, does, notify=args.notify, archive=args.archive)
        case "change":
            found = saved_searches.change(session, saved.find(name).id, query=words)
        case "rename":
            found = saved_searches.change(session, saved.find(name).id, name=words)
        case "move":
            found = saved.find(name)
            saved.move(found.id, _place(words), now)
        case "keep" | "unkeep":
            found = saved.find(" ".join(args.word))
            saved.keep(found.id, now, on=args.action == "keep")
            found = saved.get(found.id)
        case "notify" | "unnotify":
            found = saved.find(" ".join(args.word))
            saved.notify(found.id, now, on=args.action == "notify")
            found = saved.get(found.id)
        case "archive" | "unarchive":
            found = saved.find(" ".join(args.word))
            saved.ask_archive(found.id, now, on=args.action == "archive")
            found = saved.get(found.id)
        case "show":
            found = saved.find(" ".join(args.word))
            if not out.json:
                out.data(found.query)
                return 0
        case _:
            _remove(session, out, saved.find(" ".join(args.word)))
            return 0
    _print(session, out, [found], saved_searches.unread(session, [found]))
    return 0


def _remove(session: Session, out: Output, saved: SavedSearch) -> None:
    from reader.core import saved_searches

    rules = list(saved_searches.rule_actions(session, saved).values())
    session.library.saved.remove(saved.id, session.now())
    out.result(
        lambda: {"removed": _object(saved, saved_searches.unread(session, [saved])[saved.id], rules)},
        f"removed {saved.name}",
    )


def _place(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or not int(text):
        hint = "places are numbers from 1: broadsheet saved move NAME 1"
        raise UsageError("not a place", subject=text, hint=hint)
    return int(text)


def _print(
    session: Session, out: Output, searches: Sequence[SavedSearch], counts: Mapping[int, int | None]
) -> None:
    rules = session.library.rules.all()
    for saved in searches:
        own = [rule for rule in rules if rule.saved == saved.name]
        unread = counts[saved.id]
        out.result(_object(saved, unread, own), partial(_row, saved, unread, own, out))


def _row(saved: SavedSearch, unread: int | None, rules: Sequence[Rule], out: Output) -> None:
    from reader.text.clean import line

    is_so = (" · kept" if saved.keeps else "") + (" · notifies" if saved.notify else "")
    is_so += " · asks the archive" if saved.archive else ""
    does = "".join(f" · {line(rule.does)}" + ("" if rule.enabled else " (off)") for rule in rules)
    held = "invalid query" if unread is None else f"{unread:,} unread"
    out.styled(f"{saved.id:>4}  {out.bold(line(saved.name))}{out.dim(f'  {held}{is_so}{does}')}")
    out.styled(out.dim(f"      {line(saved.query) or '(everything)'}"))


def _object(saved: SavedSearch, unread: int | None, rules: Sequence[Rule]) -> dict[str, object]:
    from reader.cli import objects

    about = objects.fields(saved, "id", "name", "query", "keeps", "notify", "archive")
    return {**about, "unread": unread, "rules": [rule.id for rule in rules]}
