"""How a command opens the library: the session that the common options name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.session import Places, Session

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output


def session(args: argparse.Namespace, out: Output, *, create: bool = False) -> Session:
    """The library of `--library`, the environment, or the reader's own; made only by what adds to it (`create`)."""
    opened = Session(Places.found(args.library), create=create)
    for notice in opened.library.notices:
        out.say(notice)
    return opened
