"""Offers a name in the other scripts in which the library has it, beside the one in which it was typed."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reader.core import indexing
from reader.core.events import silent
from reader.core.search import count_tree, newest_places
from reader.query.tree import Or, Text, plain_word
from reader.text.fold import fold
from reader.text.transliteration import script_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.session import Session
    from reader.query.tree import Node

CAPITALS = 0.8
"""The share of its places in which a word has a capital, from which on it is a name."""

WEIGHED = 3
"""Words of one script that are looked at, those of most articles first."""

_OPENED = re.compile(r"(?:^|[.!?…]\W*\s|\n)\W*$")
"""What stands before a word that opens a sentence or a title."""

REACH = 6
"""Characters before a word that are looked at."""


class OtherScripts(NamedTuple):
    """A name as others write it: the `words`, the `query` that finds it in all its scripts, else in those in which it is found at
    all, and how many articles that finds beyond those of the typed word."""

    words: tuple[str, ...]
    query: str
    more: int

    def __str__(self) -> str:
        return f"{self.more:,} more written {', '.join(self.words)}"


def also_written(session: Session, tree: Node) -> OtherScripts | None:
    """Gives the same name in other scripts, for a query that is a single name, where it finds more articles; else None."""
    word = plain_word(tree)
    if word is None or not indexing.make_ready(session, silent):
        return None
    known = session.index.in_other_scripts(word)
    if not known or _Written(session, fold(word)).is_no_name:
        return None
    words = _names(session, known)
    if own_script := script_of(fold(word)):  # it leads to other scripts by way of Latin only
        further = session.index.in_other_scripts(words[0]) if words else {}
        words += _names(session, [other for other in further if script_of(other) != own_script])
    if not words:
        return None
    own = Text("any", word)
    found = count_tree(session, own)
    more = count_tree(session, Or((own, *(Text("any", other) for other in words)))) - found
    query = " OR ".join((word, *words) if found else words)
    return OtherScripts(words, query, more) if more else None


def _names(session: Session, others: Iterable[str]) -> tuple[str, ...]:
    """Of each script the first word that is a name."""
    by_script: dict[str, list[str]] = {}
    for other in others:
        by_script.setdefault(script_of(other), []).append(other)
    return tuple(name for same in by_script.values() if (name := _name(session, same)))


def _name(session: Session, others: list[str]) -> str | None:
    """The first of some folded words that is a name, as it is mostly written; None where none is."""
    for other in islice(others, WEIGHED):
        written = _Written(session, other)
        if written.forms and not written.is_no_name:
            form = written.forms.most_common(1)[0][0]
            return form if form.isalpha() else other  # it may have vowel signs
    return None


class _Written:
    """The forms in which the newest articles have a folded word. Those that open a sentence are left out: there every word has
    a capital."""

    def __init__(self, session: Session, folded: str) -> None:
        places = list(newest_places(session, folded))
        self.is_met = bool(places)
        self.forms = Counter(
            text[term.start : term.end]
            for text, term in places
            if not _OPENED.search(text, max(term.start - REACH, 0), term.start)
        )

    @property
    def is_no_name(self) -> bool:
        """True for a word that is mostly written in small letters, in a script that has others, or only opens sentences."""
        if not self.forms:
            return self.is_met
        small = sum(many for form, many in self.forms.items() if form[0].islower())
        return small > (1 - CAPITALS) * self.forms.total()
