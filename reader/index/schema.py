"""The schema of the index: the fields of an article and the format of their words.

| field | holds |
| --- | --- |
| text | stems of all that a bare word looks in: title, body, authors, agency, address; each at its place, in that order |
| title, author, url | the same stems of one field alone |
| exact | the exact forms that are not stems, with a mark of where they stand (`*` anywhere, `t:` `a:` `u:`) |
| begin | the first letter, and the first two, of longer stems and exact forms, with the same marks |
| id, date, size | columns: the article's id, days since 1970 of its date, number of terms in `text` |

Nothing is stored but the columns: texts are in the library.
"""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from reader.index import safe_pickle

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    Postings = Generator[tuple[bytes, int, float | int, bytes], None, None]

safe_pickle.install()

FORMAT = 3
"""Number of this layout, of `text.tokens` and of `text.fold.fold`: raised with every change that an index made earlier
would answer wrongly after."""

WordField = Literal["text", "title", "author", "url"]


class Places(Positions):
    """Positions as differences of 32 bits each: smaller and faster than the pickled lists of its parent."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """Bytes of rising positions."""
        return array("I", (b - a for a, b in zip((0, *poslist), poslist, strict=False))).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions again."""
        return list(accumulate(array("I", valuestring)))


class Words(FieldType):
    """A field that takes stems with their positions, as `analysis` finds them."""

    def __init__(self) -> None:
        super().__init__(format=Places(), analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Mapping[str, Sequence[int]], **_: object) -> Postings:
        """Postings of one document."""
        encode = Places().encode
        for stem, places in value.items():
            yield stem.encode(), len(places), float(len(places)), encode(places)


class Forms(FieldType):
    """A field that takes a set of words and keeps no more than who has them."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)  # type: ignore[arg-type]

    def index(self, value: Iterable[str], **_: object) -> Postings:
        """Postings of one document."""
        for form in value:
            yield form.encode(), 1, 1.0, b""


SCHEMA = Schema(
    text=Words(),
    title=Words(),
    author=Words(),
    url=Words(),
    exact=Forms(),
    begin=Forms(),
    id=COLUMN(NumericColumn("q")),
    date=COLUMN(NumericColumn("i")),
    size=COLUMN(NumericColumn("I")),
)
