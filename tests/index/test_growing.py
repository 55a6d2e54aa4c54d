"""An index that grew by any writes, removals and merges answers as one made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.index import Index
from tests.index.articles import NOW
from tests.index.test_search import CORPUS, trees

if TYPE_CHECKING:
    from reader.model import Document
    from reader.query.tree import Node

Step = tuple[list["Document"], list[int], bool]

documents = st.builds(
    lambda document, id_: replace(document, article=replace(document.article, id=id_)),
    st.sampled_from(CORPUS),
    st.integers(1, 6),
)
steps = st.tuples(st.lists(documents, max_size=3), st.lists(st.integers(1, 6), max_size=2), st.booleans())


@settings(max_examples=25)
@given(history=st.lists(steps, min_size=1, max_size=7), asked=st.lists(trees(), min_size=1, max_size=4))
def test_a_grown_index_is_a_rebuilt_one(history: list[Step], asked: list[Node]) -> None:
    with TemporaryDirectory() as room, Index(Path(room) / "a") as grown, Index(Path(room) / "b") as rebuilt:
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
            found = [{hit.id for hit in index.search(tree, limit=20, now=NOW)} for index in (grown, rebuilt)]
            assert found[0] == found[1]
