"""Ids of entries as servers write them, each as one signed number of 64 bits.

The Google Reader API has two forms: the short one is a decimal, signed or unsigned, the long one 16 hexadecimal digits of
the unsigned number behind `tag:google.com,2005:reader/item/`. Lists of ids have the short form, contents the long one.
"""

from __future__ import annotations

import re

_LONG = re.compile(r"tag:[^/]{1,60}:reader/item/([0-9a-fA-F]{1,16})")
_SHORT = re.compile(r"-?[0-9]{1,20}")
_BITS = 1 << 64


def read(written: object) -> int | None:
    """The number, in -2⁶³ … 2⁶³-1; None for what does not fit, such as the 96 bits of The Old Reader."""
    if isinstance(written, int) and not isinstance(written, bool):
        return _signed(written)
    if not isinstance(written, str):
        return None
    text = written.strip()
    if found := _LONG.fullmatch(text):
        return _signed(int(found[1], 16))
    return _signed(int(text)) if _SHORT.fullmatch(text) else None


def long_form(number: int) -> str:
    """The form that every server reads: Miniflux takes the digits of a short one for hexadecimal."""
    return f"tag:google.com,2005:reader/item/{number % _BITS:016x}"


def _signed(number: int) -> int | None:
    if not -_BITS // 2 <= number < _BITS:
        return None
    return number - _BITS if number >= _BITS // 2 else number
