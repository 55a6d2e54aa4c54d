"""`broadsheet tag`: add and drop tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError
from reader.text.clean import counted

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """examples:
  broadsheet tag 12 +russia +energy/gas -later
To undo: broadsheet undo"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the articles and the tags."""
    parser.add_argument(
        "word", nargs="+", metavar="ID… +a -b", help="articles, then tags to add (+) or remove (-)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Change the tags and say how many articles changed."""
    names = [word for word in args.word if word[0:1] not in ("+", "-")]
    add = [word[1:].lstrip("#") for word in args.word if word.startswith("+")]
    drop = [word[1:].lstrip("#") for word in args.word if word.startswith("-")]
    if not add and not drop:
        raise UsageError("no tag given", hint="for example: broadsheet tag 12 +russia -later")
    with inputs.session(args) as session:
        ids = inputs.articles(session, names, None)
        changed = session.library.tags.change(ids, add=add, drop=drop, now=session.now())
    same = "" if changed == len(ids) else f", {len(ids) - changed} already so"
    out.result({"matched": len(ids), "changed": changed}, f"{counted(changed, 'article')} changed{same}")
    return 0
