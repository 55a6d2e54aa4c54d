"""Arabic letters in the forms that they have beside others: first, middle, last, alone.

The forms are characters of their own (Arabic Presentation Forms A and B), for a terminal that joins no letters by itself. Lām and
the alif behind it are one character of these, as Arabic is never written otherwise; whoever counts cells has one to spare then,
as with FriBidi, which puts a filler of no width for the alif.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_TATWEEL, _JOINER, _NON_JOINER = "\u0640", "\u200d", "\u200c"
_LAM = "\u0644"
_WITH_LAM = {
    "\u0622": ("\ufef5", "\ufef6"),
    "\u0623": ("\ufef7", "\ufef8"),
    "\u0625": ("\ufef9", "\ufefa"),
    "\u0627": ("\ufefb", "\ufefc"),
}
"""The forms of an alif with the lām before it: alone, and behind a letter that joins them."""

_BLOCKS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF))


def lams(clusters: Sequence[str]) -> list[int]:
    """The places of each lām that is drawn as one with the alif behind it."""
    return [
        at
        for at in range(len(clusters) - 1)
        if clusters[at][:1] == _LAM
        and clusters[at + 1][:1] in _WITH_LAM
        and _NON_JOINER not in clusters[at]
        and _JOINER not in clusters[at]
    ]


def joined(clusters: Sequence[str], ligatures: Collection[int] = ()) -> list[str]:
    """Clusters of a line as they are written, a letter and its marks each, with their letters in the forms that they have
    there. What is no Arabic letter stays, and so does a letter without forms. `ligatures`: the places of each lām (`lams`) that is
    drawn as one with its alif, which is empty then."""
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
    for at in ligatures:
        joins_before = at > 0 and _joins_next(clusters[at - 1], forms)
        form = _WITH_LAM[clusters[at + 1][0]][joins_before]
        drawn[at], drawn[at + 1] = form + clusters[at][1:] + clusters[at + 1][1:], ""
    return drawn


def _joins_next(cluster: str, forms: Mapping[str, Mapping[str, str]]) -> bool:
    """Tell whether a letter joins the one behind it."""
    if _NON_JOINER in cluster:  # the non-joiner stands behind its letter
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
