"""The index as Whoosh sees it: a codec of our own, and a table of contents that is JSON.

Whoosh has the numbers of articles, deletions, commits and the files that go with them. What a segment holds is
ours: arrays (`segment`), made by inverting a batch (`invert`) or by merging (`merge`). Whoosh's own files hold pickles,
and its matchers cost a chain of calls for each posting; its search still runs on these segments, and the tests compare
ours with it.

All imports of Whoosh stand here, so that another fork of it, or something else, can take its place.
"""

from __future__ import annotations

import fcntl
import json
import re
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from whoosh.codec import base
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Positions
from whoosh.index import FileIndex, LockError, clean_files
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo
from whoosh.support.levenshtein import damerau_levenshtein
from whoosh.writing import SegmentWriter

from reader.index.segments import array_file
from reader.index.segments.array_file import DamagedFileError
from reader.index.segments.invert import PostingBatch
from reader.index.segments.merge import merge
from reader.index.segments.segment import COLUMNS, PLACE_BITS, POSTINGS, Segment

__all__ = ["Catalog", "CommitWriter", "LockError", "SegmentEntry", "damerau_levenshtein"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reader.index.analyse import Analysed

FIELDS = {"text": "*", "title": "t", "author": "a", "url": "u"}
"""The fields of an article's words, with the letter that stands for each in a segment's terms. `text` holds all that a
bare word looks in: title, body, authors, agency, address."""

_NAME = "MAIN"
_SEGMENT = re.compile("[0-9a-z]+")
"""What Whoosh names a segment: never a path that leads elsewhere."""
_TOC = re.compile(rf"_{_NAME}_(\d+)\.toc")


class _Places(Positions):
    """The places of a posting, which are given as numbers and never as bytes."""

    def decode_positions(self, valuestring: Sequence[int]) -> list[int]:
        """The places as they are."""
        return list(valuestring)


class _Words(FieldType):
    def __init__(self) -> None:
        super().__init__(format=_Places(), analyzer=None, scorable=True)  # type: ignore[arg-type]


SCHEMA = Schema(
    **{name: _Words() for name in FIELDS},
    id=COLUMN(NumericColumn("q")),
    date=COLUMN(NumericColumn("i")),
    size=COLUMN(NumericColumn("I")),
)
_COLUMNS = {"id": np.int64, "date": np.int32, "size": np.uint32}


class SegmentEntry(base.Segment):
    """A segment in the table of contents: `segid` is its name, `count` the number of its articles, `deleted` ones
    included."""

    def __init__(self, segid: str | None = None, count: int = 0, deleted: Sequence[int] = ()) -> None:
        super().__init__(_NAME)  # type: ignore[no-untyped-call]
        self.segid = segid or self.segid
        self.count = count
        self.deleted = set(deleted)

    def opened(self, folder: Path) -> Segment:
        """Its arrays. Raises OSError, `DamagedFileError`."""
        segment = Segment(folder, self.segment_id())
        if len(segment.ids) != self.count or any(not 0 <= doc < self.count for doc in self.deleted):
            raise DamagedFileError(f"{segment.name} has {len(segment.ids)} articles instead of {self.count}")
        return segment.after_losing(self.deleted)

    def codec(self) -> ArrayCodec:
        """The codec of its files."""
        return ArrayCodec()  # type: ignore[abstract]  # posting files are not made apart

    def should_assemble(self) -> bool:
        """False: its two files stay two."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Set the number of its articles."""
        self.count = count

    def doc_count_all(self) -> int:
        """The number of its articles."""
        return self.count

    def deleted_count(self) -> int:
        """The number of deleted articles."""
        return len(self.deleted)

    def deleted_docs(self) -> set[int]:
        """The deleted articles."""
        return self.deleted

    def is_deleted(self, docnum: int) -> bool:
        """Tells whether an article was deleted."""
        return docnum in self.deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Take an article out, or back in."""
        (self.deleted.add if delete else self.deleted.discard)(docnum)


class Contents(NamedTuple):
    """The table of contents of one commit, as Whoosh's writer asks for it."""

    generation: int
    segments: list[SegmentEntry]
    schema: Schema = SCHEMA


class _WriteLock:
    """The lock of a writer. Whoosh's own has a finalizer in Python, in which a Ctrl-C is lost, with a traceback."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None

    def acquire(self, blocking: bool = False) -> bool:
        """Take it; False where another writer has it."""
        file = FileIO(self._path, "ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX if blocking else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            if not isinstance(error, BlockingIOError):
                raise
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give it back."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Catalog(FileIndex):
    """The index in a folder, whose table of contents is JSON. Raises what `read` does."""

    def __init__(self, folder: Path) -> None:
        # Its parent's would read a pickle.
        self.folder = folder
        self.storage = FileStorage(str(folder))
        self.indexname = _NAME
        self._schema = SCHEMA

    @classmethod
    def made(cls, folder: Path) -> Catalog:
        """An empty index in an empty folder."""
        catalog = cls(folder)
        catalog.write_contents(Contents(0, []))
        return catalog

    def lock(self, name: str) -> _WriteLock:
        """The lock of that name, not taken yet."""
        return _WriteLock(self.folder / f"{_NAME}_{name}")

    def contents(self) -> Contents:
        """The newest commit. Raises OSError, `DamagedFileError`."""
        path = self.folder / newest_contents(self.folder)
        try:
            told = json.loads(path.read_bytes())
            entries = [
                SegmentEntry(str(name), int(count), list(map(int, deleted))) for name, count, deleted in told
            ]
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise DamagedFileError(f"{path.name} is no table of contents") from error
        if not all(_SEGMENT.fullmatch(str(entry[0])) for entry in told):
            raise DamagedFileError(f"{path.name} is no table of contents: no segment has such a name")
        return Contents(int(path.stem.rpartition("_")[2]), entries)

    _read_toc = contents

    def write_contents(self, contents: Contents) -> None:
        """Write the table of contents of a commit."""
        told = [(entry.segid, entry.count, sorted(entry.deleted)) for entry in contents.segments]
        path = self.folder / f"_{_NAME}_{contents.generation}.toc"
        temporary = path.with_suffix(".toc.new")
        temporary.write_text(json.dumps(told), encoding="utf-8")
        temporary.replace(path)

    def opened(self, known: Mapping[str, Segment]) -> list[Segment]:
        """The segments of the newest commit, of which some are `known` by name. Raises OSError, `DamagedFileError`."""
        return [
            before.after_losing(entry.deleted)
            if (before := known.get(entry.segment_id())) and len(before.ids) == entry.count
            else entry.opened(self.folder)
            for entry in self.contents().segments
        ]


def newest_contents(folder: Path) -> str:
    """The name of the newest table of contents. Raises FileNotFoundError."""
    found = [(int(match[1]), match[0]) for path in folder.iterdir() if (match := _TOC.fullmatch(path.name))]
    if not found:
        raise FileNotFoundError(2, "there is no table of contents", str(folder))
    return max(found)[1]


class CommitWriter(SegmentWriter):
    """Writes a batch of articles, or what was merged, into a new segment, in one commit. Raises `LockError`."""

    def __init__(self, catalog: Catalog) -> None:
        try:
            super().__init__(catalog, codec=ArrayCodec(), compound=False)  # type: ignore[abstract, no-untyped-call]
        except BaseException:
            # It takes the lock before it reads the newest commit.
            if (lock := getattr(self, "writelock", None)) is not None:
                lock.release()
            raise
        self._catalog = catalog
        self._batch = PostingBatch()
        self._columns: dict[str, list[int]] = {name: [] for name in _COLUMNS}
        self._merged: list[Segment] = []

    def add(self, article: Analysed) -> None:
        """Take an article."""
        for name, value in (("id", article.id), ("date", article.day), ("size", article.size)):
            self._columns[name].append(value)
        for field, words, start in article.words:
            self._batch.add(self.docnum, FIELDS[field], words, start)
        self.docnum += 1
        self._added = True

    def merge_segments(self, wanted: Callable[[SegmentEntry], bool]) -> None:
        """Commit one segment in the place of those that are wanted."""

        def merged(_: SegmentWriter, entries: list[SegmentEntry]) -> list[SegmentEntry]:
            self._merged = [entry.opened(self._catalog.folder) for entry in entries if wanted(entry)]
            self._added = True
            return [entry for entry in entries if not wanted(entry)]

        self.commit(mergetype=merged)

    def _flush_segment(self) -> None:
        folder, name = self._catalog.folder, self.newsegment.segment_id()
        try:
            self._write_segment(folder, name)
        except BaseException:
            for ending in (COLUMNS, POSTINGS):  # on a full disk, each try would leave more behind
                (folder / f"{name}{ending}").unlink(missing_ok=True)
            raise

    def _write_segment(self, folder: Path, name: str) -> None:
        if self._merged:
            self.docnum = merge(self._merged, folder, name)
            return
        columns = {column: np.array(values, _COLUMNS[column]) for column, values in self._columns.items()}
        array_file.write(folder / f"{name}{COLUMNS}", columns)
        array_file.write(folder / f"{name}{POSTINGS}", self._batch.arrays())

    def _commit_toc(self, segments: list[SegmentEntry]) -> None:
        self._catalog.write_contents(Contents(self.generation, segments))
        clean_files(self.storage, self.indexname, self.generation, segments)


class _Nothing:
    """Stands for a file writer of Whoosh's: `CommitWriter` writes the files itself."""

    is_closed = False

    def close(self) -> None:
        """Take note."""
        self.is_closed = True


class ArrayCodec(base.Codec):
    """Arrays in the place of Whoosh's posting, term and column files."""

    length_stats = False

    def new_segment(self, storage: FileStorage, indexname: str) -> SegmentEntry:
        """An empty segment."""
        return SegmentEntry()

    def per_document_writer(self, storage: FileStorage, segment: SegmentEntry) -> _Nothing:
        """Nothing."""
        return _Nothing()

    def field_writer(self, storage: FileStorage, segment: SegmentEntry) -> _Nothing:
        """Nothing."""
        return _Nothing()

    def terms_reader(self, storage: FileStorage, segment: SegmentEntry) -> _Terms:
        """Terms and postings, one by one."""
        return _Terms(segment.opened(Path(storage.folder)))  # type: ignore[abstract]  # no cursor is asked for

    def per_document_reader(self, storage: FileStorage, segment: SegmentEntry) -> _Articles:
        """Articles, one by one."""
        return _Articles(segment.opened(Path(storage.folder)))


class _Articles(base.PerDocumentReader):
    """A segment's articles for Whoosh's own search."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def doc_count_all(self) -> int:
        """The number of articles."""
        return len(self._segment.ids)

    def doc_count(self) -> int:
        """The number of those that are not deleted."""
        return len(self._segment.ids) - len(self._segment.deleted)

    def has_deletions(self) -> bool:
        """Tells whether any was deleted."""
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Tells whether it was deleted."""
        return docnum in self._segment.deleted

    def deleted_docs(self) -> frozenset[int]:
        """The deleted ones."""
        return self._segment.deleted

    def stored_fields(self, docnum: int) -> dict[str, int]:
        """The number in the library: nothing else is stored."""
        return {"id": int(self._segment.ids[docnum])}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The words of an article, whatever the field."""
        return int(self._segment.sizes[docnum])

    def field_length(self, fieldname: str) -> int:
        """The words of all articles."""
        return int(self._segment.sizes.sum())

    def min_field_length(self, fieldname: str) -> int:
        """The words of the shortest article."""
        return min(self._segment.sizes.tolist(), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """The words of the longest article."""
        return int(self._segment.sizes.max(initial=0))


class _Terms(base.TermsReader):
    """A segment's terms for Whoosh's own search: each is a stem with its stemmer and a form."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def _number(self, fieldname: str, text: bytes) -> int | None:
        key = FIELDS[fieldname].encode() + text
        number = self._segment.terms.find(key)
        return number if number < len(self._segment.terms) and self._segment.terms[number] == key else None

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms by field."""
        return ((field, term) for name in sorted(FIELDS) for field, term in self.terms_from(name, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from one on."""
        letter, table = FIELDS[fieldname].encode(), self._segment.terms
        for number in range(table.find(letter + prefix), table.beginning(letter).stop):
            yield fieldname, table[number][1:]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The terms of a field from one on with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Counts of a term. Raises KeyError."""
        if (number := self._number(fieldname, text)) is None:
            raise KeyError((fieldname, text))
        start, end = (int(at) for at in self._segment.start[number : number + 2])
        counts = self._segment.counts(start, end)
        docs = self._segment.doc[start:end]
        sizes = self._segment.sizes[docs]
        return TermInfo(
            weight=int(counts.sum()),
            df=len(counts),
            minlength=min(sizes.tolist(), default=0),
            maxlength=int(sizes.max(initial=0)),
            maxweight=int(counts.max(initial=0)),
            minid=int(docs[0]) if len(docs) else 0,
            maxid=int(docs[-1]) if len(docs) else 0,
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The sum of a term's counts in all articles."""
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """The number of articles that have a term."""
        return int(self.term_info(fieldname, text).doc_frequency())

    def matcher(self, fieldname: str, text: bytes, format_: Positions, scorer: Any = None) -> ListMatcher:
        """The articles that have a term, one by one. Raises KeyError."""
        info = self.term_info(fieldname, text)
        number = self._number(fieldname, text)
        assert number is not None
        start, end = (int(at) for at in self._segment.start[number : number + 2])
        docs, counts = self._segment.doc[start:end], self._segment.counts(start, end)
        places = self._segment.places([range(number, number + 1)], docs.astype(np.int64)) & (
            2**PLACE_BITS - 1
        )
        # A list would be taken for encoded values that are still to be combined.
        values = [tuple(piece.tolist()) for piece in np.split(places, np.cumsum(counts)[:-1])]
        return ListMatcher(
            docs.tolist(),
            counts.astype(float).tolist(),
            values,
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=info,
        )

    def indexed_field_names(self) -> list[str]:
        """The fields."""
        return list(FIELDS)
