"""What is wrong with the reader's own files for sites, told once by a command that reads pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config import site_rules

if TYPE_CHECKING:
    from pathlib import Path

    from reader.cli.output import Output


def tell(config: Path, out: Output) -> None:
    """One line for the first mistake in a config folder, which counts the others."""
    _, wrong = site_rules.check(config)
    if wrong:
        more = f"; and {len(wrong) - 1} more: broadsheet config check" if len(wrong) > 1 else ""
        out.warn(f"{wrong[0]}{more}")
