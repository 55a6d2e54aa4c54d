"""`broadsheet tag`: add and drop tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError
from reader.text.clean import counted, line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.cli.output import Output

EPILOG = """examples:
  broadsheet tag 12 +russia +energy/gas -later
  broadsheet search gas --json | broadsheet tag - +energy
To undo: broadsheet undo"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the articles and the tags."""
    parser.add_argument(
        "word",
        nargs="+",
        metavar="ID… +a -b",
        help="articles, or - to read them from stdin; then tags to add (+) or remove (-)",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Change the tags and say how many articles changed."""
    names = [word for word in args.word if word == "-" or word[0:1] not in ("+", "-")]
    add = [word[1:].lstrip("#") for word in args.word if word.startswith("+")]
    drop = [word[1:].lstrip("#") for word in args.word if word.startswith("-") and word != "-"]
    if bare := [word for word in names if _is_bare(word)]:
        tag = bare[0].lstrip("#")
        raise UsageError(
            "a tag needs a sign",
            subject=bare[0],
            hint=f"nothing was changed: +{tag} adds the tag, -{tag} removes it",
        )
    if not add and not drop:
        raise UsageError("no tag given", hint="for example: broadsheet tag 12 +russia -later")
    with inputs.session(args) as session:
        instead = "broadsheet list {} --json | broadsheet tag - +TAG"
        ids = inputs.articles(session, names, None, instead=instead)
        changed = session.library.tags.change(ids, add=add, drop=drop, now=session.now())
    same = "" if changed == len(ids) else f", {len(ids) - changed:,} already so"
    said = f"{_done(add, drop)}: {counted(changed, 'article')}{same}"
    out.result({"matched": len(ids), "changed": changed}, said)
    return 0


def _done(add: Sequence[str], drop: Sequence[str]) -> str:
    """`tagged sea/rescue, fuel; removed news`."""
    parts = [
        (word, ", ".join(map(line, tags))) for word, tags in (("tagged", add), ("removed", drop)) if tags
    ]
    return "; ".join(f"{word} {tags}" for word, tags in parts)


def _is_bare(word: str) -> bool:
    """True for what can only be a tag without its sign: no number, no uid, no address."""
    return not (inputs.is_id(word) or re.search(r"[.:]", word))
