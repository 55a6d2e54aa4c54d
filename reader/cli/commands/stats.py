"""`broadsheet stats`: counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = "New articles fill the library's unused space; broadsheet clean --compact returns it to the disk."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the common options suffice."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Print what the library holds."""
    from reader.cli import objects, rows
    from reader.core import upkeep

    with inputs.session(args) as session:
        counts, accounts, now = upkeep.numbers(session), session.library.accounts.all(), session.now()
    lines = [
        f"{upkeep.in_megabytes(number) if name in upkeep.FILES else format(number, ','):>12}  {upkeep.FILES.get(name, name)}"
        for name, number in upkeep.told(counts)
    ]
    lines += [f"{one.entries:>12,}  in the account {rows.account(one, now)}" for one in accounts]
    numbers = {name.replace(" ", "_"): number for name, number in counts.items()}
    out.result({**numbers, "accounts": list(map(objects.account, accounts))}, "\n".join(lines))
    return 0
