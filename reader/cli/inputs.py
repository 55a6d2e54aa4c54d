"""The inputs that commands share: numbers, articles by name or query, the library, the reader's own files for sites."""

from __future__ import annotations

import re
import sys
from itertools import count
from typing import TYPE_CHECKING

from reader.errors import LibraryGone, NothingFound, UsageError
from reader.late import pattern
from reader.text.clean import line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from reader.cli.output import Output
    from reader.core.events import Event
    from reader.core.session import LibraryPaths, Session
    from reader.model import Article, Highlight, Note

LARGEST = 1_000_000_000
"""More than a library can hold, and small enough for every counter below."""

LINE_LIMIT = 15 * 1024 * 1024
"""Characters of a line of stdin: an article with its text, as `show --json` prints it."""

PIPED_LIMIT = 1_000_000
"""Articles that stdin may name."""

_FIELD = pattern(r"-?[a-z]+:(?!//)")
"""How a condition of a query begins."""

_PIPED = "it holds numbers, uids or addresses, or what a command prints with --json"


def from_zero(text: str) -> int:
    """A whole number, 0 or more."""
    return _number(text, 0)


def from_one(text: str) -> int:
    """A whole number, 1 or more."""
    return _number(text, 1)


def _number(text: str, least: int) -> int:
    try:
        number = int(text) if len(text) <= 20 else LARGEST + 1
    except ValueError:
        number = -1
    if not least <= number <= LARGEST:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"takes a whole number from {least} to {LARGEST:,}, not “{line(text, 40)}”")
    return number


def add_limit(parser: argparse.ArgumentParser, default: int, meaning: str = "at most N rows") -> None:
    """Add --limit, where 0 stands for no limit."""
    said = f"{meaning} (default: {default}; 0: all)"
    parser.add_argument("--limit", type=from_zero, default=default, metavar="N", help=said)


def add_actions(parser: argparse.ArgumentParser, actions: Mapping[str, int]) -> None:
    """Add the action, `list` where none is given, and its words; `actions` says how many of them each needs."""
    *others, last = actions
    said = f"{', '.join(others)} or {last}"
    parser.add_argument("action", nargs="?", default="list", metavar="ACTION", help=said)
    parser.add_argument("word", nargs="*", metavar="…", help="arguments of the action")


def check_action(args: argparse.Namespace, actions: Mapping[str, int]) -> None:
    """Raise `UsageError` for an unknown action, or for one that needs more words."""
    if args.action not in actions:
        raise UsageError(
            f"there is no action “{line(args.action)}”", hint=f"use one of: {', '.join(actions)}"
        )
    if len(args.word) < actions[args.action]:
        hint = f"see broadsheet {args.command} --help"
        raise UsageError(f"{args.command} {args.action} needs more arguments", hint=hint)


def session(args: argparse.Namespace, *, create: bool = False) -> Session:
    """Open the library of `--library`, the environment, or the reader's own; only what adds to it makes it (`create`)."""
    from reader.core.session import LibraryPaths

    places = LibraryPaths.found(args.library)
    if create:
        ask_before_anew(places)
    return opened(places, create=create)


def opened(places: LibraryPaths, *, create: bool) -> Session:
    """Open the library; where an earlier version wrote it, a line says that it is converted, and a bar shows how far."""
    from reader.cli.output import ProgressLine
    from reader.core.session import CONVERTING, Session

    bar = ProgressLine(CONVERTING, enabled=sys.stderr.isatty(), say=lambda _: None)
    is_said = False

    def listen(event: Event) -> None:
        nonlocal is_said
        if not is_said:
            sys.stderr.write("making a backup and converting the library to this version\n")
            is_said = True
        bar(event)

    try:
        return Session(places, create=create, listen=listen)
    finally:
        bar.close()


def ask_before_anew(places: LibraryPaths) -> None:
    """Begin an empty library in the place of one that is gone, where the person at the terminal says so.

    Raises LibraryGone where nobody can be asked, or the answer is no. Does nothing where no library is gone.
    """
    from reader.core.session import Session
    from reader.store.library_file import refuse_gone

    try:
        refuse_gone(places.library)
    except LibraryGone as gone:
        said = f"{line(str(gone))}\n{line(gone.hint)}\n"
        if not is_agreed(f"{said}Start an empty library anyway?"):
            raise
        Session(places, anew=True).close()


def is_agreed(question: str) -> bool:
    """Ask the person at the terminal; False where nobody can be asked, or the answer is not yes."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def articles(session: Session, names: Sequence[str], query: str | None, *, instead: str = "") -> list[int]:
    """The ids of named articles, or of all that match a query; never both, never none. `-` stands for stdin, `instead` is
    as in `named`."""
    from reader.core import search

    if names and query is not None:
        raise UsageError("give articles or --query, not both")
    if not names and query is None:
        raise UsageError(
            "no article given", hint="give its number, uid or address, or - to read them from stdin"
        )
    if query is None:
        return [article.id for article in named(session, names, instead=instead)]
    ids = search.matching(session, query)
    if not ids:
        raise NothingFound("nothing matches", subject=query)
    return ids


def chosen(
    session: Session, words: Sequence[str], *, bookmarks: bool = False, job: str = "export"
) -> list[int]:
    """The ids of articles that words name: each of them a number or uid, or all together a query, with `bookmarks` of
    bookmarked ones. `job` is what is to be done with them, for messages. Raises NothingFound."""
    from reader.core import search

    if words and all(map(is_id, words)):
        return articles(session, words, None)
    query = " ".join(words)
    if bookmarks:
        query = f"({query}) is:bookmarked" if query.strip() else "is:bookmarked"
    ids = search.matching(session, query)
    if not ids:
        raise NothingFound(
            f"nothing to {job}",
            subject=query or "the library",
            hint="to see what a query finds: broadsheet list QUERY",
        )
    return ids


def named(session: Session, names: Sequence[str], *, instead: str) -> list[Article]:
    """The articles that numbers, uids and addresses name, each once; `-` stands for those on stdin. `instead` is the
    command that takes a query, with {} for it: it is told where a name can only be meant as one.

    Raises `NothingFound` for the first that names none, and `UsageError` for a line of stdin that cannot be read; both
    tell the line.
    """
    from reader.core import search

    places: dict[str, int] = {}
    for name in dict.fromkeys(names):
        if name == "-":
            for number, piped in _piped(sys.stdin):
                places.setdefault(piped, number)
        else:
            places.setdefault(name, 0)
        if len(places) > PIPED_LIMIT:
            raise UsageError(f"more than {PIPED_LIMIT:,} articles on standard input", hint="use --query")
    if not places:
        raise NothingFound("no article on standard input")
    found: dict[int, Article] = {}
    for name, number in places.items():
        try:
            article = search.article(session, name)
        except NothingFound as error:
            if number:
                raise NothingFound(
                    f"{error.message}: {line(name, 60)}", subject=_place(number), hint=_PIPED
                ) from error
            if _FIELD.match(name):
                import shlex

                hint = f"to use it as a query: {instead.format(shlex.quote(name))}"
                raise NothingFound(error.message, subject=name, hint=hint) from error
            raise
        found.setdefault(article.id, article)
    return list(found.values())


def is_id(word: str) -> bool:
    """True for what can only be meant as an article: a number, a uid, or - for those on stdin."""
    return word == "-" or word.isdecimal() or bool(re.fullmatch("[a-z2-7]{16}", word))


def _piped(stdin: TextIO) -> Iterator[tuple[int, str]]:
    """Gives what each line of stdin names, with the number of the line: words, or the article of a JSON object."""
    import json

    for number in count(1):
        row = stdin.readline(LINE_LIMIT + 1)
        if not row:
            return
        if len(row) > LINE_LIMIT:
            raise UsageError(f"longer than {LINE_LIMIT:,} characters", subject=_place(number), hint=_PIPED)
        if not row.lstrip().startswith("{"):
            yield from ((number, word) for word in row.split())
            continue
        try:
            name = _name_of(json.loads(row))
        except (ValueError, RecursionError):
            raise UsageError("not a JSON object", subject=_place(number), hint=_PIPED) from None
        if name is None:
            raise UsageError("an object without an article's id", subject=_place(number), hint=_PIPED)
        yield number, name


def _name_of(value: object) -> str | None:
    """The uid or id in an object that a command prints for an article, a note on one, or one that was added."""
    match value:
        case {"unread": _} | {
            "query": _
        }:  # a feed, a saved search or a rule: their numbers are not those of articles
            return None
        case {"uid": str(name)} | {"article": {"uid": str(name)}} if name:
            return name
        case {"id": int(number)} | {"article": int(number)} if not isinstance(number, bool):
            return str(number)
    return None


def _place(number: int) -> str:
    return f"line {number:,} of standard input"


def owned(what: str, number: int, article: Article, has: Iterable[Note | Highlight]) -> int:
    """The number, where it is that of a note or highlight (`what`) which the article has. Raises `NothingFound`."""
    if number not in {one.id for one in has}:
        raise NothingFound(
            f"there is no {what} {number}",
            subject=article.title,
            hint=f"to list its {what}s: broadsheet {what} {article.id}",
        )
    return number


def check_site_files(session: Session, out: Output) -> None:
    """Tell the first mistake in the reader's own files for sites in one line, which counts the others."""
    from reader.config import site_rules

    _, wrong = site_rules.check(session.places.config)
    if wrong:
        more = f" (and {len(wrong) - 1} more: broadsheet config check)" if len(wrong) > 1 else ""
        out.warn(f"{wrong[0]}{more}")
