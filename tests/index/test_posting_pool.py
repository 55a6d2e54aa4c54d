"""Postings wait for their segment."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from whoosh.writing import PostingPool

from reader.index.posting_pool import PostingBuffer

if TYPE_CHECKING:
    from pathlib import Path

    from reader.index.posting_pool import Posting


def made_up(articles: int) -> list[Posting]:
    rng = random.Random(7)
    return [
        (field, term, number, float(rng.randint(1, 9)), rng.randbytes(4 * rng.randint(0, 3)))
        for number in range(articles)
        for field in rng.sample(("text", "title", "exact"), 3)
        for term in rng.sample((b"", b"a", b"\xc3\xa9t\xc3\xa9", b"heron", b"weir", b"z" * 300), 4)
    ]


def test_it_gives_what_whooshs_own_pool_gives(tmp_path: Path) -> None:
    postings = made_up(40)
    ours, theirs = PostingBuffer(), PostingPool(cast("Any", tmp_path), cast("Any", SimpleNamespace()))
    for posting in postings:
        ours.add(posting)
        theirs.add(posting)
    assert ours.fieldnames == theirs.fieldnames
    assert list(ours.iter_postings()) == list(theirs.iter_postings())


def test_no_value_is_an_empty_one() -> None:
    pool = PostingBuffer()
    pool.add(("exact", b"*herons", 3, 1.0, None))
    assert list(pool.iter_postings()) == [("exact", b"*herons", 3, 1.0, b"")]


def test_every_posting_is_given_once() -> None:
    pool = PostingBuffer()
    pool.add(("text", b"heron", 0, 1.0, b""))
    assert len(list(pool.iter_postings())) == 1
    assert not list(pool.iter_postings())
