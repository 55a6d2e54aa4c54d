"""Which numbers does an option take?"""

from __future__ import annotations

import argparse

LARGEST = 1_000_000_000
"""More than a library can hold, and small enough for every counter below."""


def from_zero(text: str) -> int:
    """A whole number, 0 or more."""
    return _number(text, 0)


def from_one(text: str) -> int:
    """A whole number, 1 or more."""
    return _number(text, 1)


def _number(text: str, least: int) -> int:
    try:
        number = int(text) if len(text) <= 20 else LARGEST + 1
    except ValueError:
        number = -1
    if not least <= number <= LARGEST:
        raise argparse.ArgumentTypeError(
            f"takes a whole number from {least} to {LARGEST:,}, not {text[:40]!r}"
        )
    return number
