"""`broadsheet backup`: the whole library in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """A backup is also made beside the library every week, and before its form changes; three are kept.
broadsheet restore FILE brings one back."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE."""
    parser.add_argument("file", metavar="FILE", help="the file to write; it is replaced where it is there")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write it and say how large it is."""
    from reader.cli import open_session

    target = Path(args.file).expanduser()
    with open_session.session(args) as session:
        session.library.sound.backup(target)
    size = target.stat().st_size
    if out.json:
        out.object({"path": str(target), "bytes": size})
    else:
        out.data(f"{target}: {size:,} bytes")
    return 0
