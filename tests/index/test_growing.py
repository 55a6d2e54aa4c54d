"""An index that grew by any writes, removals and merges answers as one made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.index import Index
from reader.index.segments import merge, write
from tests.index.articles import NOW, document
from tests.index.test_search import CORPUS, trees

if TYPE_CHECKING:
    from reader.model import Document
    from reader.query.tree import Node

Step = tuple[list["Document"], list[int], bool]

LONG = [
    document(1, "gas " * 260 + "pipeline", title="Gas"),
    document(1, "talks " * 300, title="the the the", days_ago=9),
]
documents = st.builds(
    lambda document, id_: replace(document, article=replace(document.article, id=id_)),
    st.sampled_from([*CORPUS, *LONG]),
    st.integers(1, 6),
)
batches = st.lists(documents, max_size=3, unique_by=lambda document: document.article.id)
steps = st.tuples(batches, st.lists(st.integers(1, 6), max_size=2), st.booleans())


def history_has_gone(history: list[Step]) -> bool:
    """Whether an article was taken out or replaced: frequencies count it until its segment is merged."""
    put = [document.article.id for documents, _, _ in history for document in documents]
    return len(set(put)) < len(put) or any(gone for _, gone, _ in history)


@settings(max_examples=60)
@given(
    history=st.lists(steps, min_size=1, max_size=9),
    asked=st.lists(trees(), min_size=1, max_size=6),
    most=st.sampled_from([1, 2, 4]),
    at_once=st.sampled_from([1, 7, 2_000_000]),
)
def test_a_grown_index_is_a_rebuilt_one(
    history: list[Step], asked: list[Node], most: int, at_once: int
) -> None:
    with (
        TemporaryDirectory() as room,
        Index(Path(room) / "a") as grown,
        Index(Path(room) / "b") as rebuilt,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(write, "SEGMENTS_A_TIER", most)
        patch.setattr(merge, "AT_ONCE", at_once)
        kept: dict[int, Document] = {}
        for number, (put, gone, merges) in enumerate(history, 1):
            grown.write(put, gone, number)
            kept = {id_: document for id_, document in kept.items() if id_ not in gone}
            kept |= {document.article.id: document for document in put}
            if merges:
                grown.merge_small()
        rebuilt.rebuild(kept.values(), len(history), lambda _: None)
        assert grown.all_ids() == rebuilt.all_ids() == kept.keys()
        assert grown.count == rebuilt.count
        for tree in asked:
            assert grown.ids(tree) == rebuilt.ids(tree)
            for limit in (20, 2):
                found, expected = (index.search(tree, limit=limit, now=NOW) for index in (grown, rebuilt))
                assert [hit.score for hit in found] == pytest.approx(
                    [hit.score for hit in expected], rel=1e-9, abs=1e-9
                )
                # Scores that differ by less than that may change places.
                if len({round(hit.score, 6) for hit in expected}) == len(expected):
                    assert [hit.id for hit in found] == [hit.id for hit in expected]
        for one in kept.values():
            assert grown.related_candidates(one) == rebuilt.related_candidates(one) or history_has_gone(
                history
            )
        for word in ("pipelin", "gass", "rusning", "harbuor"):
            assert grown.suggest(word) == rebuilt.suggest(word) or history_has_gone(history)
