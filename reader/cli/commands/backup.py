"""`broadsheet backup`: the whole library in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.text.clean import size

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """broadsheet backs up the library every week, and before an update converts it. It keeps three backups.
To restore one: broadsheet restore FILE"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE."""
    parser.add_argument("file", metavar="FILE", help="the file to write; an existing one is replaced")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write it and say how large it is."""
    target = Path(args.file).expanduser()
    with inputs.session(args) as session:
        session.library.sound.backup(target)
    number = target.stat().st_size
    out.result({"path": str(target), "bytes": number}, f"{target}: {size(number)}")
    return 0
