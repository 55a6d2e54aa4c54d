"""What exports wrote, by article and folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import LastExport
from reader.store.sql_values import micros
from tests.store.making import LATER, NOW, save

if TYPE_CHECKING:
    from reader.store.library import Library


def test_the_last_export_into_a_folder_is_known(library: Library) -> None:
    number = save(library)
    assert library.exports.last(number, "/notes") is None
    library.exports.record(number, "/notes", "a.md", "hash", "text", NOW)
    library.exports.record(number, "/notes", "b.md", "other", "more", LATER)
    library.exports.record(number, "/elsewhere", "c.md", "", "", NOW)
    assert library.exports.last(number, "/notes") == LastExport("b.md", "more")
    kept = library.database.rows("SELECT hash, exported_at FROM export WHERE folder = '/notes'")
    assert kept == [("other", micros(LATER))]
    assert library.exports.last(save(library, 2), "/notes") is None
    assert sorted(library.exports.texts(number)) == ["", "more"]
