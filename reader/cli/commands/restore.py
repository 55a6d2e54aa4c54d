"""`broadsheet restore`: a backup takes the library's place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """The current library is moved aside, not overwritten. The index is rebuilt at the next search."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE."""
    parser.add_argument("file", metavar="FILE", help="the backup")


def run(args: argparse.Namespace, out: Output) -> int:
    """Prove the backup, put it in place, and say where the other is."""
    from reader.core import doctor
    from reader.core.session import LibraryPaths

    path = LibraryPaths.found(args.library).library
    aside = doctor.restore(path, Path(args.file).expanduser())
    out.result(
        {"library": str(path), "aside": str(aside) if aside else None}, f"restored the backup to {path}"
    )
    if aside and not out.json:
        out.say(f"  the previous library is {aside}")
    return 0
