"""`broadsheet run`: a command of the user's own on articles, its output kept with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import BroadsheetError, LibraryError, NothingFound, UsageError
from reader.text.clean import counted, line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.cli.output import Output
    from reader.config.user_commands import UserCommand
    from reader.core.session import Session
    from reader.model import Article, KeptOutput

EPILOG = """examples:
  broadsheet run summary 12
  broadsheet run summary 'is:bookmarked -has:output'
  broadsheet run --forget summary 12
NAME is the value of keep in one of your [commands] in config.toml. The output is kept with the article; running the command
again replaces it. To undo, one article at a time: broadsheet undo. See broadsheet help commands"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command and the articles."""
    parser.add_argument("name", metavar="NAME", help="the name the command keeps its output under")
    parser.add_argument("query", nargs="+", metavar="ID…|QUERY", help="articles, or a query")
    parser.add_argument(
        "--forget", action="store_true", help="remove what is kept under NAME, and run nothing"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Run it on one article after the other; 3 where it failed on some."""
    from reader.core import kept_commands
    from reader.core.events import Progress

    with inputs.session(args) as session, out.progress("running") as progress:
        if args.forget:
            return _forget(session, args.name, inputs.chosen(session, args.query, job="remove"), out)
        command = _command(session, args.name)
        ids = inputs.chosen(session, args.query, job="run it on")
        failed = 0
        for number, id_ in enumerate(ids, 1):
            for article in session.library.articles.many([id_]):
                try:
                    kept = kept_commands.run(session, command, article)
                except LibraryError:
                    raise
                except BroadsheetError as error:
                    if len(ids) == 1:
                        raise
                    failed += 1
                    _failed(article, command.keep, error, out)
                else:
                    _kept(article, kept, out)
            progress(Progress("running", number, len(ids)))
    if failed:
        out.say(f"{failed:,} of {counted(len(ids), 'article')} failed")
    return 3 if failed else 0


def _command(session: Session, name: str) -> UserCommand:
    from reader.config import keys, user_commands

    file = session.places.config / "config.toml"
    commands, notices = user_commands.load(file, keys.load(file)[0])
    if (command := user_commands.named(commands, name)) is not None:
        return command
    known = ", ".join(one.keep for one in commands if one.keep)
    hint = f"use one of: {known}" if known else "to write one: broadsheet help commands"
    raise UsageError(
        f"no command keeps its output as “{line(name, 40)}”",
        hint=notices[0] if notices and not known else hint,
    )


def _forget(session: Session, name: str, ids: Sequence[int], out: Output) -> int:
    articles = session.library.articles
    has = [one for one in ids if any(_is(name, kept) for kept in articles.content(one).outputs)]
    if not has:
        hint = "to see what is kept: broadsheet show ID"
        raise NothingFound(f"no output is kept as “{line(name, 40)}”", hint=hint)
    for number in has:
        session.library.outputs.forget(number, name, session.now())
    said = f"{counted(len(has), 'output')} removed; broadsheet undo restores {'it' if len(has) == 1 else 'the last one'}"
    out.result({"matched": len(ids), "changed": len(has)}, said)
    return 0


def _is(name: str, kept: KeptOutput) -> bool:
    from reader.text.fold import fold

    return fold(kept.name) == fold(line(name))


def _failed(article: Article, name: str, error: BroadsheetError, out: Output) -> None:
    if out.json:
        nothing = dict.fromkeys(("program", "markdown", "made", "is_cut"))
        out.object({"article": article.id, "name": name, **nothing, "error": error.message})
    out.warn(f"{line(article.title)}: {error.message}")


def _kept(article: Article, kept: KeptOutput, out: Output) -> None:
    from reader.cli import objects
    from reader.core.kept_commands import CUT

    value = {"article": article.id, **objects.output(kept), "error": None}
    out.result(value, partial(out.data, f"kept “{kept.name}” with “{line(article.title)}”"))
    if kept.is_cut:
        out.say(f"  {CUT}")
