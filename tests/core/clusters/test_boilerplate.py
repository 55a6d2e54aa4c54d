"""A source's lines are learned from its articles, and left out where texts are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, related
from reader.core.clusters import boilerplate
from reader.model import Draft
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session

FRAME = (
    "The Lennet Messenger is printed on Cooper Street by the brothers Ambrose and Ptolemy Quickley since the great flood.",
    "Subscribers receive the Quickley almanac, the tide tables and the cooking calendar without further payment.",
)
OWN = (
    "Herons returned to the estuary yesterday, watched by schoolchildren who counted seventeen nests.",
    "Bakers demanded cheaper flour, while millers answered with invoices from the previous harvest.",
    "Violinists rehearse nightly beneath the viaduct because nobody complains about practising there.",
    "Glaziers repaired every window of the orphanage and refused payment, apart from some gooseberries.",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        yield opened


def save(library: Session, number: int, text: str, *, host: str = "messenger") -> int:
    draft = Draft(
        title=f"Number {number}",
        url=f"https://{host}.example/{number}",
        text=text,
        markdown=text,
        published=NOW,
    )
    return library.library.articles.save(draft, now=NOW).id


def framed(text: str) -> str:
    return f"{FRAME[0]}\n\n{text}\n\n{FRAME[1]}"


def bodies(library: Session, ids: list[int]) -> list[str]:
    return [read.body for read in boilerplate.without(library, library.library.articles.documents(ids))]


def test_a_line_that_a_text_repeats_is_left_out_of_one_article(library: Session) -> None:
    id_ = save(library, 1, f"View fullsize\n\n{OWN[0]}\n\nView fullsize\n\n{OWN[1]}")
    assert bodies(library, [id_]) == [f"{OWN[0]}\n\n{OWN[1]}"]


def test_lines_of_three_articles_of_a_source_are_left_out(library: Session) -> None:
    ids = [save(library, n, framed(OWN[n])) for n in range(3)]
    other = save(library, 9, framed(OWN[3]), host="courier")
    indexing.catch_up(library)
    assert [body.strip() for body in bodies(library, ids)] == [*OWN[:3]]
    assert bodies(library, [other]) == [framed(OWN[3])]


def test_lines_of_two_articles_count(library: Session) -> None:
    ids = [save(library, n, framed(OWN[n])) for n in range(2)]
    indexing.catch_up(library)
    assert bodies(library, ids) == [framed(OWN[0]), framed(OWN[1])]


def test_articles_are_not_related_by_boilerplate(library: Session) -> None:
    ids = [save(library, n, framed(OWN[n])) for n in range(4)]
    indexing.catch_up(library)
    for article in library.library.articles.many(ids):
        assert related.related(library, article) == ()
    assert len(set(library.library.stories.of(ids).values())) == 4


def test_what_came_before_the_third_is_clustered_again(library: Session) -> None:
    ids = []
    for n in range(3):
        assert not library.library.groups.is_waiting()
        ids.append(save(library, n, framed(OWN[n])))
        indexing.write_changes(library)
        boilerplate.learn(library, boilerplate.lined(library.library.articles.documents([ids[-1]])))
        library.library.groups.settle([ids[-1]], [], [])
        if n == 2:
            assert library.library.groups.waiting(9) == ids[:2]


def test_copies_and_updates_do_not_make_their_text_boilerplate(library: Session) -> None:
    texts = [framed(OWN[0] + " It was so." * n) for n in range(4)]
    ids = [save(library, n, text) for n, text in enumerate(texts)]
    indexing.catch_up(library)
    assert bodies(library, ids) == texts
