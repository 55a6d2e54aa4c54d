"""`broadsheet stats`: counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """Free bytes are unused space in the library's file. New articles fill it; broadsheet clean --compact returns it to the disk."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the common options suffice."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Print what the library holds."""
    from reader.core import upkeep

    with inputs.session(args) as session:
        counts = upkeep.numbers(session)
    out.result(
        {name.replace(" ", "_"): number for name, number in counts.items()},
        "\n".join(f"{number:>12,}  {name}" for name, number in counts.items()),
    )
    return 0
