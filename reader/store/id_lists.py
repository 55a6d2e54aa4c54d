"""How do many ids go into one statement?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def id_list(ids: Iterable[int]) -> str:
    """Ids as one bound value, for `IN (SELECT value FROM json_each(?))`: however many, and however large."""
    return f"[{','.join(map(str, ids))}]"
