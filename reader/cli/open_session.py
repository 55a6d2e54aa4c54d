"""How a command opens the library: the session that the common options name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.session import LibraryPaths, Session

if TYPE_CHECKING:
    import argparse


def session(args: argparse.Namespace, *, create: bool = False) -> Session:
    """The library of `--library`, the environment, or the reader's own; made only by what adds to it (`create`)."""
    return Session(LibraryPaths.found(args.library), create=create)
