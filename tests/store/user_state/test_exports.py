"""What exports wrote, by article and folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import LastExport, SeenFile
from reader.store.sql_values import micros
from tests.store.making import LATER, NOW, save

if TYPE_CHECKING:
    from reader.store.library import Library


def test_the_last_export_into_a_folder_is_known(library: Library) -> None:
    number = save(library)
    assert library.exports.last(number, "/notes") is None
    library.exports.record(number, "/notes", LastExport("a.md", "text", "offered"), "hash", NOW)
    library.exports.record(number, "/notes", LastExport("b.md", "more"), "other", LATER)
    library.exports.record(number, "/elsewhere", LastExport("c.md", ""), "", NOW)
    assert library.exports.last(number, "/notes") == LastExport("b.md", "more")
    kept = library.database.rows("SELECT hash, exported_at FROM export WHERE folder = '/notes'")
    assert kept == [("other", micros(LATER))]
    assert library.exports.last(save(library, 2), "/notes") is None
    assert sorted(library.exports.texts(number)) == ["", "more"]


def test_a_version_that_waits_beside_the_file_is_remembered(library: Library) -> None:
    number = save(library)
    library.exports.record(number, "/notes", LastExport("a.md", "text", "offered"), "hash", NOW)
    assert library.exports.last(number, "/notes") == LastExport("a.md", "text", "offered")


def test_texts_are_kept_compressed(library: Library) -> None:
    number = save(library)
    library.exports.record(number, "/notes", LastExport("a.md", "word " * 10_000), "hash", NOW)
    assert library.database.rows("SELECT text, length(packed) < 500 FROM export") == [("", 1)]
    last = library.exports.last(number, "/notes")
    assert last is not None
    assert last.text == "word " * 10_000


def test_what_was_read_back_stays_known_through_exports(library: Library) -> None:
    number = save(library)
    library.exports.take(number, "/notes", ["a"])
    assert library.exports.taken(number, "/notes") == frozenset()
    library.exports.record(number, "/notes", LastExport("a.md", "text"), "hash", NOW)
    library.exports.take(number, "/notes", ["b", "a"])
    library.exports.record(number, "/notes", LastExport("a.md", "more"), "hash", LATER)
    assert library.exports.taken(number, "/notes") == {"a", "b"}
    assert library.exports.taken(number, "/elsewhere") == frozenset()
    library.exports.take(number, "/notes", [])
    assert library.exports.taken(number, "/notes") == frozenset()


def test_the_folders_of_an_article_are_known_the_last_one_first(library: Library) -> None:
    number = save(library)
    assert library.exports.folders(number) == []
    library.exports.record(number, "/b", LastExport("a.md", ""), "", NOW)
    library.exports.record(number, "/a", LastExport("a.md", ""), "", NOW)
    library.exports.record(number, "/c", LastExport("a.md", ""), "", LATER)
    assert library.exports.folders(number) == ["/c", "/a", "/b"]


def test_an_index_that_was_left_alone_is_recorded_once(library: Library) -> None:
    assert [library.exports.leave_index(folder) for folder in ("/a", "/a", "/b")] == [True, False, True]
    library.exports.forget_index("/a")
    library.exports.forget_index("/a")
    assert [library.exports.leave_index(folder) for folder in ("/a", "/b")] == [True, False]


def test_what_was_seen_of_a_file_is_known_until_another_is_recorded(library: Library) -> None:
    first, second = save(library), save(library, 2)
    seen = SeenFile("a.md", "f00", "10 20 30 40", is_edited=True)
    library.exports.saw(first, "/notes", seen)
    assert library.exports.seen([first], "/notes") == {}
    for number in (first, second):
        library.exports.record(number, "/notes", LastExport("a.md", "text"), "hash", NOW)
    library.exports.saw(first, "/notes", seen)
    assert library.exports.seen([first, second], "/notes") == {first: seen}
    assert library.exports.seen([first], "/elsewhere") == {}
    assert library.exports.unedited("/notes") == {}
    library.exports.saw(second, "/notes", SeenFile("a.md", "f00", "1 2 3 4", is_edited=False))
    uid = library.articles.many([second])[0].uid
    assert library.exports.unedited("/notes") == {"a.md": ("1 2 3 4", uid)}
    library.exports.record(first, "/notes", LastExport("b.md", "text"), "hash", NOW)
    assert library.exports.seen([first], "/notes") == {}
