"""Whoosh's writer, and its search as the judge of ours; the table of contents."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from whoosh.reading import TermNotFound

from reader.index.analyse import analysed
from reader.index.segments import whoosh_codec
from reader.index.segments.array_file import DamagedFileError
from reader.index.segments.segment import PLACE_BITS
from reader.index.segments.whoosh_codec import (
    FIELDS,
    SCHEMA,
    Catalog,
    CommitWriter,
    Contents,
    LockError,
    SegmentEntry,
    newest_contents,
)
from tests.index.articles import document, opened, put, snapshot
from tests.index.segments import whoosh_reference
from tests.index.segments.made import told
from tests.index.segments.whoosh_reference import Judge, asked

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
FORK = Path(sys.prefix) / "whoosh-reloaded"
"""Where `scripts/setup` puts another fork of Whoosh."""

FIRST = [
    document(11, "Gas, gas pipelines carry gas.", title="A pipeline", authors=("Ann Gas",), url="https://gas.example/"),
    document(12, "The pipeline carries oil."),
    document(13, "Gas pipelines and more pipelines, says the pilot."),
]  # fmt: skip
SECOND = [document(14, "Pilots meet. A meeting of pilots."), document(15, "gas " * 300)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    snapshot(tmp_path / "x", FIRST, SECOND, gone=[12])
    return tmp_path / "x"


@pytest.fixture
def judge(folder: Path) -> Iterator[Judge]:
    made = Judge(folder)
    yield made
    made.searcher.close()


# Whoosh's search


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What both find in some hundred articles, in this process."""
    return whoosh_reference.report(300)


def test_whoosh_finds_what_we_find(found: dict[str, Any]) -> None:
    assert len(found["judged"]) == 50
    assert found["ids"] == found["judged"]
    assert sum(map(bool, found["judged"])) >= 30
    assert all(
        {id_ for id_, _ in best} <= set(ids) for best, ids in zip(found["ranked"], found["ids"], strict=True)
    )
    assert [len(best) for best in found["ranked"]] == [min(len(ids), 20) for ids in found["ids"]]


def reported(count: int, **environment: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.index.segments.whoosh_reference", str(count)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(run.stdout)
    return told


@pytest.mark.skipif(
    not FORK.is_dir(), reason="another fork of Whoosh is not there; `make test` puts it there"
)
def test_another_fork_of_whoosh_writes_the_same_index_and_finds_the_same_in_the_same_order() -> None:
    own, other = reported(1_000), reported(1_000, PYTHONPATH=f"{FORK}{os.pathsep}{ROOT}")

    assert (own.pop("whoosh"), other.pop("whoosh")) == ([3, 54, 0], [2, 7, 5])
    assert other == own
    assert len(own["judged"]) == 50
    assert own["ids"] == own["judged"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (asked.Term("text", b"gas\0e"), {11, 13, 15}), (asked.Term("text", "gas\0e"), {11, 13, 15}), (asked.Term("text", b"gas\0r"), set()),
        (asked.Term("title", b"pipelin\0epipeline"), {11}), (asked.Term("author", b"gas\0e"), {11}), (asked.Term("url", b"gas\0e"), {11}),
        (asked.Prefix("text", "pip"), {11, 13}), (asked.Prefix("text", "pil"), {13, 14}), (asked.Prefix("title", "gas"), set()),
        (asked.Or([asked.Term("text", b"gas\0e"), asked.Prefix("text", "meet")]), {11, 13, 14, 15}),
        (asked.AndNot(asked.Term("text", b"gas\0e"), asked.Prefix("text", "pipelin")), {15}), (asked.Every(), {11, 13, 14, 15}),
        (asked.Phrase("text", ["gas\0e", "pipelin\0epipelines"]), {11, 13}), (asked.Phrase("text", ["gas\0e", "gas\0e"]), {11, 15}),
        (asked.Sequence([asked.Prefix("text", "pipelin"), asked.Prefix("text", "and")]), {13}), (asked.Phrase("text", ["pilot\0epilots", "gas\0e"]), set()),
    ],
    ids=str,
)  # fmt: skip
def test_a_query_of_whooshs_own_finds_its_articles(judge: Judge, query: Any, ids: set[int]) -> None:
    assert {hit["id"] for hit in judge.searcher.search(query, limit=None)} == ids


def test_the_reader_knows_articles_and_those_that_were_deleted(judge: Judge) -> None:
    reader = judge.reader

    assert (reader.doc_count(), reader.doc_count_all(), reader.has_deletions()) == (4, 5, True)
    assert [reader.is_deleted(doc) for doc in range(5)] == [False, True, False, False, False]
    assert list(reader.all_doc_ids()) == [0, 2, 3, 4]
    assert [stored["id"] for stored in reader.all_stored_fields()] == [11, 13, 14, 15]
    assert set(reader.indexed_field_names()) == {"text", "title", "author", "url"}
    first, second = (leaf for leaf, _ in reader.leaf_readers())
    assert (first.has_deletions(), second.has_deletions()) == (True, False)
    assert [first.doc_count(), first.doc_count_all(), set(first.deleted_docs_set)] == [2, 3, {1}]


def test_an_articles_length_is_that_of_all_its_words(judge: Judge, folder: Path) -> None:
    sizes = np.concatenate([segment.sizes for segment in opened(folder).segments]).tolist()

    assert [judge.reader.doc_field_length(doc, "title") for doc in range(5)] == sizes
    assert (judge.reader.field_length("text"), judge.reader.max_field_length("url")) == (
        sum(sizes),
        max(sizes),
    )
    assert judge.reader.min_field_length("text") == min(sizes)


def test_the_terms_of_a_field_come_in_order_and_from_one_on(judge: Judge, folder: Path) -> None:
    tables = [segment.terms for segment in opened(folder).segments]
    keys = sorted({table[number] for table in tables for number in range(len(table))})
    of = {field: [key[1:] for key in keys if key[:1] == letter.encode()] for field, letter in FIELDS.items()}

    assert list(judge.reader.all_terms()) == sorted(
        (field, key) for field, found in of.items() for key in found
    )
    for field, found in of.items():
        assert list(judge.reader.lexicon(field)) == found
        for start in (b"", b"a", b"gas\0e", b"gas\0f", b"zzz", b"\xff"):
            expected = [(field, key) for key in found if key >= start]
            assert [one for one in judge.reader.terms_from(field, start) if one[0] == field] == expected
    assert list(judge.reader.expand_prefix("text", "pi")) == [
        key for key in of["text"] if key.startswith(b"pi")
    ]
    assert FIELDS == {"text": "*", "title": "t", "author": "a", "url": "u"}
    assert set(SCHEMA.names()) == {*FIELDS, "id", "date", "size"}


def test_a_term_that_is_not_there_is_not_found(judge: Judge) -> None:
    for field, key in (
        ("text", b"coal\0e"),
        ("title", b"gas\0e"),
        ("text", b"gas"),
        ("text", b"zzz"),
        ("text", b"\xff"),
        ("url", b""),
    ):
        assert (field, key) not in judge.reader
        assert (judge.reader.doc_frequency(field, key), judge.reader.frequency(field, key)) == (0, 0)
        for ask in (judge.reader.term_info, judge.reader.postings):
            with pytest.raises(TermNotFound):
                ask(field, key)
    assert ("text", b"gas\0e") in judge.reader


def test_what_is_known_of_a_term_is_what_its_articles_say(judge: Judge, folder: Path) -> None:
    for (leaf, _), segment in zip(judge.reader.leaf_readers(), opened(folder).segments, strict=True):
        names = {letter: field for field, letter in FIELDS.items()}
        everything = told(folder, segment.name)
        assert dict(leaf).keys() == {(names[chr(key[0])], key[1:]) for key in everything}
        for key, having in everything.items():
            field, term = names[chr(key[0])], key[1:]
            info, counts = leaf.term_info(field, term), [len(places) for places in having.values()]
            sizes = [int(segment.sizes[doc]) for doc in having]
            assert (info.weight(), info.doc_frequency(), info.max_weight()) == (
                sum(counts),
                len(counts),
                max(counts),
            )
            assert (info.min_length(), info.max_length()) == (min(sizes), max(sizes))
            assert (info.min_id(), info.max_id()) == (min(having), max(having))
            assert (leaf.frequency(field, term), leaf.doc_frequency(field, term)) == (
                sum(counts),
                len(counts),
            )
            assert next(iter(leaf.iter_from(field, term)))[0] == (field, term)


def test_a_matcher_gives_articles_counts_and_places(judge: Judge, folder: Path) -> None:
    for (leaf, _), segment in zip(judge.reader.leaf_readers(), opened(folder).segments, strict=True):
        for key, having in told(folder, segment.name).items():
            field = next(field for field, letter in FIELDS.items() if key[:1] == letter.encode())
            living = {doc: places for doc, places in having.items() if doc not in segment.deleted}
            matcher = leaf.postings(field, key[1:])
            found: dict[int, tuple[float, list[int]]] = {}
            while matcher.is_active():
                found[matcher.id()] = matcher.weight(), matcher.value_as("positions")
                matcher.next()
            assert found == {doc: (len(places), places) for doc, places in living.items()}
            assert list(leaf.postings(field, key[1:]).all_ids()) == list(living)


def test_a_matcher_skips_to_an_article(judge: Judge) -> None:
    matcher = judge.reader.postings("text", b"gas\0e")
    matcher.skip_to(1)
    assert (matcher.id(), matcher.spans()[0].start) == (2, 101)
    matcher.skip_to(4)
    assert (matcher.id(), matcher.weight()) == (4, 300)


def test_terms_that_nobody_has_any_more_are_empty(folder: Path) -> None:
    put(folder, [], [11, 13, 15])
    CommitWriter(Catalog(folder)).merge_segments(lambda _: True)
    judge = Judge(folder)
    info = judge.reader.term_info("text", b"gas\0e")

    assert (info.doc_frequency(), info.weight(), info.max_weight(), info.min_id(), info.max_id()) == (
        0,
        0,
        0,
        0,
        0,
    )
    assert not judge.reader.postings("text", b"gas\0e").is_active()
    assert list(judge.searcher.search(asked.Term("text", b"gas\0e"))) == []
    assert [hit["id"] for hit in judge.searcher.search(asked.Prefix("text", "pilot"))] == [14]


# The table of contents


def contents(folder: Path) -> list[tuple[int, list[int]]]:
    return [(entry.count, sorted(entry.deleted)) for entry in Catalog(folder).contents().segments]


def test_a_new_index_is_an_empty_list(tmp_path: Path) -> None:
    catalog = Catalog.made(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["_MAIN_0.toc"]
    assert (tmp_path / "_MAIN_0.toc").read_text() == "[]"
    assert catalog.contents() == Contents(0, [], SCHEMA)
    assert catalog.opened({}) == []


def test_the_table_of_contents_is_json_of_names_counts_and_deletions(folder: Path) -> None:
    (path,) = folder.glob("*.toc")
    told = json.loads(path.read_text())

    assert path.name == newest_contents(folder) == "_MAIN_3.toc"
    assert [entry[1:] for entry in told] == [[3, [1]], [2, []]]
    assert {f"MAIN_{name}{ending}" for name, *_ in told for ending in (".pst", ".col")} == {
        path.name for path in folder.glob("MAIN_*") if path.suffix
    }
    assert Catalog(folder).contents().generation == 3


def test_contents_are_written_whole_under_the_number_of_the_commit(tmp_path: Path) -> None:
    catalog = Catalog.made(tmp_path)
    catalog.write_contents(Contents(7, [SegmentEntry("abc", 3, [2, 0])]))

    assert json.loads((tmp_path / "_MAIN_7.toc").read_text()) == [["abc", 3, [0, 2]]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["_MAIN_0.toc", "_MAIN_7.toc"]
    read = catalog.contents()
    assert (read.generation, [(one.segid, one.count, one.deleted) for one in read.segments]) == (
        7,
        [("abc", 3, {0, 2})],
    )


def test_the_newest_contents_have_the_highest_number(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no table of contents"):
        newest_contents(tmp_path)
    for name in (
        "_MAIN_9.toc",
        "_MAIN_10.toc",
        "_OTHER_99.toc",
        "_MAIN_11.toc.new",
        "_MAIN_x.toc",
        "x_MAIN_12.toc",
    ):
        (tmp_path / name).touch()
    assert newest_contents(tmp_path) == "_MAIN_10.toc"


@pytest.mark.parametrize(
    "told",
    [
        b"", b"{", b"\xff", b"null", b"3", b"[3]", b"[[]]", b'[["abc", 1]]', b'[["abc", 1, [], 1]]', b'[["abc", "x", []]]',
        b'[["abc", 1, ["x"]]]', b'[["abc", 1, 3]]', b'[["abc", null, []]]', b'[["Abc", 1, []]]', b'[["abc", 1e999, []]]', b'[["abc", 1, [1e999]]]',
        b"[" * 100_000, b'[["../x", 1, []]]', b'[["/etc/x", 1, []]]', b'[["", 1, []]]', b'[[".", 1, []]]', b'[["a\\u0000b", 1, []]]',
        b'[["a/b", 1, []]]', b'[["a\\\\b", 1, []]]', b'[[null, 1, []]]', b'[["a b", 1, []]]', b'[["\\ud800", 1, []]]', b"cos\nsystem\n.",
    ],
    ids=lambda told: str(told)[:30],
)  # fmt: skip
def test_contents_that_are_none_are_damage(tmp_path: Path, told: bytes) -> None:
    catalog = Catalog.made(tmp_path)
    (tmp_path / "_MAIN_0.toc").write_bytes(told)
    with pytest.raises(DamagedFileError, match=r"^_MAIN_0\.toc is no table of contents"):
        catalog.contents()


@pytest.mark.parametrize(
    ("count", "deleted"), [(2, []), (4, []), (-3, []), (3, [3]), (3, [-1]), (3, [10**30]), (0, [])]
)
def test_contents_that_do_not_fit_the_segment_are_damage(
    folder: Path, count: int, deleted: list[int]
) -> None:
    entry = Catalog(folder).contents().segments[0]
    assert len(SegmentEntry(entry.segid, 3, [0, 2]).opened(folder).ids) == 3
    with pytest.raises(DamagedFileError, match="has 3 articles"):
        SegmentEntry(entry.segid, count, deleted).opened(folder)


def test_a_segment_that_is_known_is_not_opened_again(folder: Path) -> None:
    known = {segment.name: segment for segment in opened(folder).segments}
    assert Catalog(folder).opened(known) == list(known.values())
    put(folder, [], [13])
    first, second = Catalog(folder).opened(known)

    assert second is known[second.name]
    assert first.doc is known[first.name].doc
    assert set(first.deleted) == {1, 2}
    wrong = {first.name: second}
    assert Catalog(folder).opened(wrong)[0].ids.tolist() == [11, 12, 13]


def test_an_entry_tells_whoosh_of_its_articles() -> None:
    entry = SegmentEntry("abc", 5, [4])
    entry.delete_document(2)
    assert (entry.segment_id(), entry.doc_count_all(), entry.doc_count(), entry.deleted_count()) == (
        "MAIN_abc",
        5,
        3,
        2,
    )
    assert [entry.is_deleted(doc) for doc in range(5)] == [False, False, True, False, True]
    entry.delete_document(2, delete=False)
    entry.set_doc_count(9)
    assert (entry.deleted_docs(), entry.count, entry.has_deletions()) == ({4}, 9, True)
    assert entry.should_assemble() is False
    assert SegmentEntry().segid != SegmentEntry().segid
    assert len(SegmentEntry().segid) == 16


# The writer


def test_a_commit_is_two_files_more_and_a_table_of_contents(tmp_path: Path) -> None:
    writer = CommitWriter(Catalog.made(tmp_path))
    for one in FIRST:
        writer.add(analysed(one))
    writer.commit(merge=False)
    name = f"MAIN_{Catalog(tmp_path).contents().segments[0].segid}"

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        (f"{name}.pst", f"{name}.col", "_MAIN_1.toc", "MAIN_WRITELOCK")
    )
    (segment,) = Catalog(tmp_path).opened({})
    assert segment.ids.tolist() == [11, 12, 13]
    assert segment.days.tolist() == [analysed(one).day for one in FIRST]
    assert segment.sizes.tolist() == [analysed(one).size for one in FIRST]
    assert [segment.ids.dtype.str, segment.days.dtype.str, segment.sizes.dtype.str] == ["<i8", "<i4", "<u4"]
    places = segment.places([segment.terms.of_stem("*", "gas")], np.array([0])) & (2**PLACE_BITS - 1)
    assert places.tolist() == [102, 103, 106, 208, 310]


def test_a_second_writer_waits_for_nobody(folder: Path) -> None:
    held = CommitWriter(Catalog(folder))
    with pytest.raises(LockError):
        CommitWriter(Catalog(folder))
    held.cancel()
    CommitWriter(Catalog(folder)).cancel()


def test_a_writer_that_is_cancelled_leaves_what_was(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    writer = CommitWriter(Catalog(folder))
    writer.add(analysed(FIRST[0]))
    writer.delete_document(0)
    writer.cancel()

    assert sorted(path.name for path in folder.iterdir()) == before
    assert contents(folder) == [(3, [1]), (2, [])]


def test_an_article_is_deleted_by_its_number_over_all_segments(folder: Path) -> None:
    writer = CommitWriter(Catalog(folder))
    for number in (2, 3):
        writer.delete_document(number)
    writer.commit(merge=False)
    assert contents(folder) == [(3, [1, 2]), (2, [0])]


def test_segments_that_are_wanted_become_one_behind_the_others(folder: Path) -> None:
    put(folder, [document(16, "coal")])
    CommitWriter(Catalog(folder)).merge_segments(lambda entry: entry.count != 2)

    assert contents(folder) == [(2, []), (3, [])]
    assert opened(folder).ids.tolist() == [14, 15, 11, 13, 16]
    assert len(list(folder.glob("*.pst"))) == len(list(folder.glob("*.col"))) == 2
    assert [path.name for path in folder.glob("*.toc")] == ["_MAIN_5.toc"]


def test_a_merge_that_fails_leaves_what_was_and_the_lock_free(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(whoosh_codec, "merge", fails)
        with pytest.raises(OSError, match="No space"):
            CommitWriter(Catalog(folder)).merge_segments(lambda _: True)
    assert contents(folder) == [(3, [1]), (2, [])]
    CommitWriter(Catalog(folder)).merge_segments(lambda _: True)
    assert contents(folder) == [(4, [])]


def test_no_file_of_an_index_is_read_by_pickle(folder: Path) -> None:
    """Whoosh imports the module; nothing of it may be called, in writing or in searching."""
    script = (
        "import pickle, _pickle, marshal, sys\n"
        "def never(*_, **__): raise AssertionError('pickled')\n"
        "from pathlib import Path\n"
        "from reader.index.index import Index\n"
        "from reader.query.tree import Text\n"
        "from tests.index.articles import NOW, document\n"
        "for name in ('loads', 'load', 'dumps', 'dump', 'Pickler', 'Unpickler'):\n"
        "    for module in [*sys.modules.values()]:\n"
        "        if getattr(module, name, None) is getattr(pickle, name): setattr(module, name, never)\n"
        "    setattr(_pickle, name, never)\n"
        "with Index(Path(sys.argv[1])) as index:\n"
        "    index.write([document(20, 'gas meets coal')], [15], 9)\n"
        "    index.merge_small()\n"
        "    print(sorted(index.ids(Text('any', 'gas'))), [hit.id for hit in index.search(Text('any', 'gas'), limit=2, now=NOW)])\n"
        "    index.suggest('pipelin'), index.related_candidates(document(3, 'gas pipelines'))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("[11, 13, 20] [")
    assert {path.suffix for path in folder.iterdir() if path.name != "MAIN_WRITELOCK"} == {
        ".pst",
        ".col",
        ".toc",
        ".json",
    }


def test_one_writer_has_the_lock_until_it_gives_it_back_or_is_gone(tmp_path: Path) -> None:
    catalog = Catalog.made(tmp_path)
    one, other = catalog.lock("WRITELOCK"), catalog.lock("WRITELOCK")
    assert one.acquire()
    assert not other.acquire()
    one.release()
    assert other.acquire()
    assert not one.acquire()
    with pytest.warns(ResourceWarning):
        del other
    assert one.acquire()
    one.release()
    one.release()
    assert not hasattr(one, "__del__"), "an interrupt in it would be lost"


def test_a_folder_that_is_gone_has_no_lock(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Catalog(tmp_path / "gone").lock("WRITELOCK").acquire()
