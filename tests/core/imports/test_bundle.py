"""Exports of several files: folders and zip archives."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.core.imports import bundle, import_file
from reader.core.sandbox.process import ChildProcess
from reader.errors import FileError, ParseError
from tests.support import near
from tests.support.sessions import session

if TYPE_CHECKING:
    from pathlib import Path

CSV = "title,url,time_added,tags,status\nLamp,https://pier.example/{},1700000000,,unread\n"
OPML = '<opml><outline text="Pier" xmlUrl="https://pier.example/feed"/></opml>'


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)


def packed(path: Path, files: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_files_nearest_to_the_top_come_first_and_hidden_ones_not(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.zip",
        {"b/c/d": "", "b/a": "", "z": "", ".x": "", "__MACOSX/z": "", "b/.y": "", "e/": ""},
    )
    with bundle.archive(path) as archive:
        assert archive.names() == ["z", "b/a", "b/c/d"]


def test_a_folders_links_and_hidden_files_are_not_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "b" / "c" / "d" / "e").mkdir(parents=True)
    for name in ("z", "b/a", ".x", "b/c/d/f", "b/c/d/e/too-deep"):
        (folder / name).write_text("x")
    (folder / "link").symlink_to(folder / "z")
    (folder / "links").symlink_to(folder / "b")
    files = bundle.ExportFolder(folder)
    assert files.names() == ["z", "b/a", "b/c/d/f"]
    assert (files.text("b/a", 9), files.text("link", 9), files.text("links/a", 9)) == ("x", "", "")


def test_names_in_an_archive_are_names_and_nothing_more(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(CSV.format(1))
    path = packed(
        tmp_path / "a.zip", {"../evil.csv": CSV.format(2), "/etc/passwd": "x", "a.csv": CSV.format(3)}
    )
    with bundle.archive(path) as archive:
        assert (archive.text("../secret.csv", 99), archive.text("a.csv", 5)) == ("", "title")
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, path)
    assert (imported.new, imported.skipped) == (2, ["/etc/passwd: not in a known format"])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.zip", "own", "secret.csv"]


def test_feeds_and_articles_of_one_archive_come_together(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "freshrss.zip",
        {
            "feeds.opml.xml": OPML,
            "a.csv": CSV.format(1),
            "b/a.csv": CSV.format(2) + "Bad,x,,,\n",
            "cache.db": b"SQLite format 3\0",
        },
    )
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, path)
        assert [feed.title for feed in opened.library.feeds.all()] == ["Pier"]
    assert str(imported) == "subscribed to 1 feed; 2 articles imported; 2 entries not imported"
    assert imported.skipped == [
        "cache.db: a database; import it on its own",
        "b/a.csv, line 3: not a web address (x)",
    ]
    assert imported.notes == ["2 articles without text: only the address was saved"]


def test_a_folder_without_markdown_is_an_export_of_several_files(tmp_path: Path) -> None:
    folder = tmp_path / "pocket"
    (folder / "annotations").mkdir(parents=True)
    (folder / "part_000000.csv").write_text(CSV.format(1))
    (folder / "annotations" / "part_000000.json").write_text(
        '[{"url": "https://pier.example/2", "title": "Two", "highlights": [{"quote": "q", "created_at": 1}]}]'
    )
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, folder)
        assert [article.title for article in opened.library.articles.many([1, 2])] == ["Lamp", "Two"]
    assert (imported.kind, imported.new, imported.skipped) == ("pocket", 2, [])


@pytest.mark.parametrize("files", [{}, {"a.bin": "\0\1"}, {"b/a.zip": b"PK\x03\x04"}])
def test_an_archive_of_nothing_known_is_refused(files: dict[str, str | bytes], tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", files or {"empty/": ""})
    with (
        session(tmp_path) as opened,
        pytest.raises(ParseError, match="nothing to import in this zip archive") as raised,
    ):
        import_file.import_file(opened, path)
    assert raised.value.subject == str(path)


def test_an_archive_that_breaks_off_is_no_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.csv": CSV.format(1)})
    path.write_bytes(path.read_bytes()[:-30])
    with session(tmp_path) as opened, pytest.raises(ParseError, match="not a complete zip archive"):
        import_file.import_file(opened, path)


def test_a_damaged_file_in_it_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.csv": CSV.format(1) * 50}, zipfile.ZIP_STORED)
    body = bytearray(path.read_bytes())
    body[60] ^= 0xFF
    path.write_bytes(bytes(body))
    with session(tmp_path) as opened, pytest.raises(FileError, match="cannot be read to the end") as raised:
        import_file.import_file(opened, path)
    assert raised.value.subject == f"{path}: a.csv"


def test_a_locked_file_is_named_and_no_password_asked_for(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.csv": CSV.format(1)}, zipfile.ZIP_STORED)
    body = path.read_bytes()
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = body.index(mark) + at
        body = body[:start] + struct.pack("<H", 1) + body[start + 2 :]
    path.write_bytes(body)
    with session(tmp_path) as opened, pytest.raises(FileError, match="encrypted"):
        import_file.import_file(opened, path)


def test_an_archive_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "a.zip", {"a.csv": CSV.format(1), "b.csv": CSV.format(2)})
    monkeypatch.setattr(bundle, "UNPACKED_LIMIT", 2 * len(CSV.format(1)) - 1)
    with pytest.raises(FileError, match="more than"), bundle.archive(path):
        pass
    monkeypatch.setattr(bundle, "UNPACKED_LIMIT", 2 * len(CSV.format(1)))
    with bundle.archive(path) as archive:
        assert len(archive.names()) == 2
    monkeypatch.setattr(bundle, "FILES_LIMIT", 1)
    with pytest.raises(FileError, match="more than 1 files"), bundle.archive(path):
        pass


def test_a_pipe_is_no_archive(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.zip")
    with pytest.raises(FileError, match="from a pipe"), bundle.archive(tmp_path / "a.zip"):
        pass


def test_a_file_that_breaks_off_costs_itself_alone(tmp_path: Path) -> None:
    rows = "".join(f"Lamp,https://pier.example/{n},1,,unread\n" for n in range(4_000))
    path = packed(
        tmp_path / "a.zip", {"a.csv": f"title,url,time_added,tags,status\n{rows}", "b.csv": CSV.format("b")}
    )
    body = bytearray(path.read_bytes())
    middle = body.index(b"PK\x03\x04", 4) - 5
    body[middle] ^= 0xFF
    path.write_bytes(bytes(body))
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, path)
        assert opened.library.articles.by_url("https://pier.example/b") is not None
    (left,) = imported.skipped
    assert left.startswith("a.csv: cannot be read to the end")
    assert imported.new > 2_000
