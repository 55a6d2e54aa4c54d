"""What each rule for pages does: the pages read with it and without it, and the hosts that it improves and harms.

A rule that helps few hosts has learnt the pages, whatever the score. Each is left out by a patch, so that the program has
no switch for it. A page's value is the mean of its measures; what is counted are hosts whose pages change in sum.
"""

from __future__ import annotations

import json
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from statistics import fmean
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks import text
from reader.extract.metadata.authors.bylines import Byline

if TYPE_CHECKING:
    from collections.abc import Callable

FEWEST = 3
"""Hosts that a rule has to help."""

_ENOUGH = 0.001
_LEFT_OUT = frozenset({"again", "day_1", "precision", "recall", "f1_90", "empty", "ruined", "title_exact"})
_BODY = "reader.extract.body"
_AUTHORS = "reader.extract.metadata.authors"


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _none(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _no_places(*_: Any, **__: Any) -> frozenset[int]:
    return frozenset()


def _false(*_: Any, **__: Any) -> bool:
    return False


def _first(given: Any) -> Any:
    return given


def _same(_: Any, taken: Any, *__: Any, **___: Any) -> Any:
    return taken


def _nobody(*_: Any, **__: Any) -> Byline:
    return Byline()


# Each rule, and what stands in the place of what while it is left out.
RULES: dict[str, dict[str, Callable[..., Any]]] = {
    "freed from elements in which no article belongs": {"reader.extract.html.swallowed.free": _nothing},
    "boxes by their names": {f"{_BODY}.boilerplate.junk": _none},
    "boxes called social that show a post": {f"{_BODY}.boilerplate._holds_embed": _false},
    "galleries": {f"{_BODY}.assemble.unfold": _none},
    "tags": {f"{_BODY}.select.without_tags": _same},
    "other articles": {f"{_BODY}.foreign.other_articles": _none},
    "rows of teasers": {f"{_BODY}.foreign.teasers": _none},
    "data about the publisher": {f"{_BODY}.foreign._publisher_data": _none},
    "notices of the publisher": {f"{_BODY}.select.without_notices": _same},
    "bylines above the text": {f"{_BODY}.select.without_bylines": _same},
    "the title repeated": {f"{_BODY}.select.without_title": _same},
    "calls": {f"{_BODY}.select._without_calls": _same},
    "kickers": {f"{_BODY}.select.kickers": _no_places},
    "signatures": {f"{_BODY}.select.is_signature": _false},
    "lists that a sentence leads to": {f"{_BODY}.complete._led": _none},
    "bold lines above lists": {f"{_BODY}.complete._is_bold": _false},
    "films that the data tell of": {"reader.extract.media.films.place": _nothing},
    "left-out siblings": {f"{_BODY}.select.completed": _same},
    "boxes of facts": {f"{_BODY}.select.with_facts": _same},
    "short lines outside the article": {f"{_BODY}.select.trimmed": _same},
    "the standfirst": {f"{_BODY}.select.standfirst": _nothing},
    "posts within the text": {f"{_BODY}.attach._is_post": _false},
    "posts as bare addresses": {"reader.extract.media.posts._bare": _nothing},
    "drop caps": {f"{_BODY}.assemble.mend_drop_caps": _nothing},
    "printed names for accounts": {f"{_AUTHORS}.authors._in_full": _none},
    "places are no names": {f"{_AUTHORS}.names.is_place": _false},
    "labels are no names": {f"{_AUTHORS}.names._are_labels": _false},
    "agencies in metas": {f"{_AUTHORS}.authors._agency_of_metas": _nothing},
    "a name as first line": {f"{_AUTHORS}.credit_lines.opening_byline": _nobody},
    "a name as last line": {f"{_AUTHORS}.credit_lines.closing_byline": _nobody},
    "a fuller printed byline": {f"{_AUTHORS}.authors._covers": _false},
    "neighbours' bylines": {"reader.extract.metadata.headline_region._is_neighbour": _false},
    "initials of the site": {"reader.extract.metadata.evidence._initials": _none},
    "logos as headlines": {"reader.extract.metadata.evidence._is_logo": _false},
    "numbers of pages in titles": {"reader.extract.metadata.title._unpaged": _first},
    "the first day of live blogs": {"reader.extract.metadata.dates._begun": _nothing},
    "stamps set anew": {"reader.extract.metadata.dates._set_anew": _false},
}


def report(pages: list[tuple[text.Row, bytes]]) -> None:
    """Prints for each rule the hosts whose pages it changes at all, improves and harms; rules that help fewer than `FEWEST`
    are marked. A change that no measure sees is one of pictures, embeds, related links or single lines."""
    with ProcessPoolExecutor() as processes:

        def read(rule: str) -> list[tuple[float, str]]:
            return list(processes.map(_read, pages, [rule] * len(pages), chunksize=8))

        whole = read("")
        print(f"{'rule':<50}{'changed':>8}{'improved':>9}{'harmed':>8}{'gain':>8}")
        for rule in RULES:
            gains: defaultdict[str, float] = defaultdict(float)
            changed: set[str] = set()
            for (truth, _), (value, found), (less, without) in zip(pages, whole, read(rule), strict=True):
                gains[text.host(truth)] += value - less
                changed |= {text.host(truth)} if found != without else set()
            better = sum(gain > _ENOUGH for gain in gains.values())
            worse = sum(gain < -_ENOUGH for gain in gains.values())
            few = "  helps few hosts" if better < FEWEST else ""
            print(
                f"{rule:<50}{len(changed):>8}{better:>9}{worse:>8}{sum(gains.values()):>8.2f}{few}",
                flush=True,
            )


def _read(page: tuple[text.Row, bytes], rule: str) -> tuple[float, str]:
    """The mean of a page's measures, and all that was read, without a rule."""
    truth, body = page
    with ExitStack() as stack:
        for target, stand_in in RULES.get(rule, {}).items():
            stack.enter_context(patch(target, stand_in))
        got = text.ours(body, truth["url"])
    scores = text.scores(truth, got, body)
    value = fmean(float(value) for key, value in scores.items() if key not in _LEFT_OUT) if scores else 0.0
    return value, json.dumps(got, sort_keys=True)
