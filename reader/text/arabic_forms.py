"""Arabic letters in the forms that they have beside others: first, middle, last, alone.

The forms are characters of their own (Arabic Presentation Forms A and B), for a terminal that joins no letters by itself. Each
letter stays one character: lām and alif are not drawn as one, as a line keeps its cells.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TATWEEL, _JOINER = "\u0640", "\u200d"
_BLOCKS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF))


def joined(clusters: Sequence[str]) -> list[str]:
    """Clusters of a line as they are written, a letter and its marks each, with their letters in the forms that they have
    there. What is no Arabic letter stays, and so does a letter without forms."""
    forms = _forms()
    drawn = list(clusters)
    for at, cluster in enumerate(clusters):
        found = forms.get(cluster[:1])
        if found is None:
            continue
        joins_before = "final" in found and at > 0 and _joins_next(clusters[at - 1], forms)
        joins_next = "initial" in found and _joins_next(cluster, forms)
        if _JOINER not in cluster:
            joins_next &= at + 1 < len(clusters) and _joins_before(clusters[at + 1], forms)
        name = (("isolated", "initial"), ("final", "medial"))[joins_before][joins_next]
        drawn[at] = found.get(name, cluster[0]) + cluster[1:]
    return drawn


def _joins_next(cluster: str, forms: Mapping[str, Mapping[str, str]]) -> bool:
    """Tell whether a letter joins the one behind it."""
    if "\u200c" in cluster:  # the non-joiner stands behind its letter
        return False
    return cluster[:1] == _TATWEEL or _JOINER in cluster or "initial" in forms.get(cluster[:1], {})


def _joins_before(cluster: str, forms: Mapping[str, Mapping[str, str]]) -> bool:
    return cluster[:1] in (_TATWEEL, _JOINER) or "final" in forms.get(cluster[:1], {})


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each letter by their names."""
    found: dict[str, dict[str, str]] = {}
    for code in (code for block in _BLOCKS for code in block):
        name, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        if len(letters) == 1 and name[1:-1] in ("isolated", "initial", "medial", "final"):
            found.setdefault(chr(int(letters[0], 16)), {})[name[1:-1]] = chr(code)
    return found
