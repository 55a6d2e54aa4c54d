"""Exporting again and again without losing what the reader changed."""

from __future__ import annotations

import dataclasses
import errno
import os
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.errors import FileError
from reader.export import atomic_write
from reader.export.article_file import WrittenFile, export
from reader.export.folder import Folder
from reader.export.markdown_file import MarkdownFile
from reader.export.names import Naming
from reader.model import Article, Content, KeptOutput, LastExport
from tests.export.articles import ARTICLE, CONTENT

if TYPE_CHECKING:
    from pathlib import Path

NAME = "2024-05-06-two-mayors-meet-as-tolls-rise"
EDITED = dataclasses.replace(CONTENT, markdown=f"{CONTENT.markdown}\n\nThe vote is put off.")


def run(
    folder: Path,
    last: WrittenFile | LastExport | None = None,
    content: Content = CONTENT,
    article: Article = ARTICLE,
    *,
    again: bool = False,
    dry_run: bool = False,
    folders: str = "",
) -> WrittenFile:
    return export(
        article,
        content,
        Folder(folder, MarkdownFile()),
        last=last.last if isinstance(last, WrittenFile) else last,
        again=again,
        dry_run=dry_run,
        naming=Naming(folder=folders),
    )


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def test_the_first_export_makes_the_folder_and_the_file(tmp_path: Path) -> None:
    done = run(tmp_path / "a" / "b")
    assert (done.outcome, done.path) == ("new", tmp_path / "a" / "b" / f"{NAME}.md")
    assert done.last == LastExport(f"{NAME}.md", done.path.read_text())


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    first = run(tmp_path)
    os.utime(first.path, ns=(1, 1))
    second = run(tmp_path, first)
    assert (second.outcome, first.path.stat().st_mtime_ns) == ("unchanged", 1)


def test_a_file_that_only_we_changed_is_replaced(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.chmod(0o640)
    second = run(tmp_path, first, EDITED)
    assert (second.outcome, second.path) == ("updated", first.path)
    assert "put off" in first.path.read_text()
    assert first.path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_only_the_reader_changed_is_kept(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.write_text("mine")
    second = run(tmp_path, first)
    assert second.outcome == "kept"
    assert second.message == f"you edited {NAME}.md, so it was left alone"
    assert everything(tmp_path) == {f"{NAME}.md": "mine"}


def test_where_both_changed_ours_goes_beside_the_readers(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.write_text("mine")
    second = run(tmp_path, first, EDITED)
    assert second.last is not None
    assert (second.outcome, second.path.name) == ("beside", f"{NAME}.new.md")
    assert everything(tmp_path) == {f"{NAME}.md": "mine", f"{NAME}.new.md": second.last.text}
    assert run(tmp_path, second, EDITED).outcome == "kept"


def test_a_file_beside_is_replaced_only_while_the_reader_left_it_alone(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.write_text("mine")
    second = run(tmp_path, first, EDITED)
    third = run(tmp_path, second, Content(text="Third."))
    assert third.path == second.path
    third.path.write_text("mine too")
    fourth = run(tmp_path, third, Content(text="Fourth."))
    assert fourth.path.name == f"{NAME}.new-2.md"
    assert everything(tmp_path)[f"{NAME}.new.md"] == "mine too"


def test_without_a_memory_of_the_last_export_a_file_that_differs_is_the_readers(tmp_path: Path) -> None:
    first = run(tmp_path)
    assert run(tmp_path).outcome == "unchanged"
    assert run(tmp_path, None, EDITED).outcome == "beside"
    assert "put off" not in first.path.read_text()


def test_a_moved_file_is_found_by_its_uid(tmp_path: Path) -> None:
    first = run(tmp_path)
    moved = tmp_path / "deep" / "er" / "My name.md"
    moved.parent.mkdir(parents=True)
    first.path.rename(moved)
    second = run(tmp_path, first, EDITED)
    assert (second.outcome, second.path) == ("updated", moved)
    assert second.last is not None
    assert second.last.path == "deep/er/My name.md"
    assert list(everything(tmp_path)) == ["deep/er/My name.md"]


def test_a_moved_file_is_found_after_its_front_matter_was_edited(tmp_path: Path) -> None:
    first = run(tmp_path)
    edited = (
        first.path.read_text()
        .replace("tags:", "rating: 5\ntags:")
        .replace('"abcdefghijklmn23"', "abcdefghijklmn23")
    )
    first.path.unlink()
    (tmp_path / "x.md").write_bytes(edited.replace("\n", "\r\n").encode())
    assert run(tmp_path, first).path == tmp_path / "x.md"


def test_a_note_that_only_speaks_of_the_uid_is_not_the_file(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.unlink()
    (tmp_path / "a.md").write_text('---\ntitle: "x"\n---\nbroadsheet: "abcdefghijklmn23"\n')
    (tmp_path / "b.md").write_bytes(b"\xff\xfe broken")
    (tmp_path / ".trash").mkdir()
    (tmp_path / ".trash" / "c.md").write_text('---\nbroadsheet: "abcdefghijklmn23"\n---\n')
    assert run(tmp_path, first).outcome == "gone"


def test_a_deleted_file_is_not_made_again_unless_asked(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.unlink()
    second = run(tmp_path, first)
    assert (second.outcome, second.last, second.path) == ("gone", None, first.path)
    assert everything(tmp_path) == {}
    assert run(tmp_path, first, again=True).outcome == "new"
    assert first.path.exists()


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path) -> None:
    done = run(tmp_path / "x", dry_run=True)
    assert (done.outcome, done.last) == ("new", None)
    assert not (tmp_path / "x").exists()
    first = run(tmp_path)
    before = everything(tmp_path)
    assert run(tmp_path, first, EDITED, dry_run=True).outcome == "updated"
    assert everything(tmp_path) == before


def test_articles_of_one_name_get_numbers(tmp_path: Path) -> None:
    folder = Folder(tmp_path, MarkdownFile())
    twins = [
        dataclasses.replace(ARTICLE, uid=uid * 16, title=title)
        for uid, title in [("a", "Gas"), ("b", "GAS!")]
    ]
    paths = [export(twin, CONTENT, folder, last=None).path.name for twin in twins]
    assert paths == ["2024-05-06-gas.md", "2024-05-06-gas-2.md"]


def test_a_file_of_the_readers_is_never_taken_for_a_free_name(tmp_path: Path) -> None:
    own = tmp_path / unicodedata.normalize("NFD", "2024-05-06-ÉLAN.md")
    own.write_text("mine")
    done = run(tmp_path, article=dataclasses.replace(ARTICLE, title="Élan"))
    assert done.path.name == "2024-05-06-élan-2.md"
    assert own.read_text() == "mine"


def test_a_folder_for_each_publication(tmp_path: Path) -> None:
    done = run(tmp_path, folders="{publication}")
    assert done.last is not None
    assert done.last.path == f"The Valley Post/{NAME}.md"
    assert run(tmp_path, done).path == done.path
    nobody = run(
        tmp_path,
        article=dataclasses.replace(ARTICLE, uid="b" * 16, publication=None),
        folders="{publication}",
    )
    assert nobody.path.parent == tmp_path


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (folder / "The Valley Post").symlink_to(outside)
    with pytest.raises(FileError, match="leads out of the export folder"):
        run(folder, folders="{publication}")
    (outside / "note.md").write_text("mine")
    (folder / f"{NAME}.md").symlink_to(outside / "note.md")
    for place in (f"{NAME}.md", "../outside/note.md", str(outside / "note.md")):
        with pytest.raises(FileError, match="leads out of the export folder"):
            run(folder, LastExport(place, "mine"))
    assert everything(outside) == {"note.md": "mine"}


def test_a_folder_that_is_itself_a_link_is_used(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    done = run(tmp_path / "link")
    assert done.path == tmp_path / "real" / f"{NAME}.md"
    assert run(tmp_path / "link", done).outcome == "unchanged"


@pytest.mark.parametrize("step", ["os.open", "os.fchmod", "os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = run(tmp_path)
    before = everything(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(step, full)
        with pytest.raises(FileError, match="cannot be written: no space left on device") as caught:
            run(tmp_path, first, EDITED)
    assert "full" in caught.value.hint
    assert everything(tmp_path) == before


def test_a_file_in_place_of_the_folder_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    for folder in (tmp_path / "x", tmp_path / "x" / "y"):
        with pytest.raises(FileError, match="cannot be"):
            run(folder)


def test_temporary_files_of_a_killed_run_are_taken_away(tmp_path: Path) -> None:
    left, fresh = tmp_path / ".broadsheet-0123.tmp", tmp_path / ".broadsheet-4567.tmp"
    left.write_text("half")
    os.utime(left, (1, 1))
    fresh.write_text("of another run")
    run(tmp_path)
    assert not left.exists()
    assert fresh.exists()


def test_a_file_that_is_no_text_any_more_is_the_readers(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.write_bytes(b"\xff\x00")
    assert run(tmp_path, first).outcome == "kept"
    first.path.write_bytes(b"x" * (atomic_write.SIZE_LIMIT + 1))
    assert run(tmp_path, first, EDITED).outcome == "beside"


def test_what_both_changed_apart_is_merged(tmp_path: Path) -> None:
    first = run(tmp_path)
    own = (
        first.path.read_text()
        .replace("---\n\n", "rating: 5\n---\n\n")
        .replace("two towns met", "two towns ==met==")
    )
    first.path.write_text(own)
    second = run(tmp_path, first, EDITED, dataclasses.replace(ARTICLE, tags=("roads/tolls", "sea")))
    assert (second.outcome, second.path, second.message) == ("merged", first.path, None)
    expected = own.replace("A vote follows in June.", "A vote follows in June.\n\nThe vote is put off.")
    expected = expected.replace('"roads/tolls"\n', '"roads/tolls"\n  - "sea"\n')
    assert everything(tmp_path) == {f"{NAME}.md": expected}
    assert second.last is not None
    assert "rating" not in second.last.text
    os.utime(first.path, ns=(1, 1))
    third = run(tmp_path, second, EDITED, dataclasses.replace(ARTICLE, tags=("roads/tolls", "sea")))
    assert (third.outcome, first.path.stat().st_mtime_ns) == ("kept", 1)


def test_line_ends_of_another_system_are_no_edit(tmp_path: Path) -> None:
    first = run(tmp_path)
    data = b"\xef\xbb\xbf" + first.path.read_bytes().replace(b"\n", b"\r\n")
    first.path.write_bytes(data)
    os.utime(first.path, ns=(1, 1))
    second = run(tmp_path, first)
    assert (second.outcome, first.path.stat().st_mtime_ns) == ("unchanged", 1)
    third = run(tmp_path, second, EDITED)
    assert third.outcome == "updated"
    assert third.last is not None
    assert first.path.read_bytes() == b"\xef\xbb\xbf" + third.last.text.replace("\n", "\r\n").encode()


def test_of_lines_that_both_changed_the_readers_stay_and_the_rest_is_merged(tmp_path: Path) -> None:
    first = run(tmp_path)
    own = first.path.read_text().replace("costs more each year", "costs far too much")
    first.path.write_text(own)
    ours = dataclasses.replace(
        EDITED, markdown=EDITED.markdown.replace("costs more each year", "costs 3 crowns")
    )
    second = run(tmp_path, first, ours)
    assert (second.outcome, second.path.name) == ("beside", f"{NAME}.new.md")
    assert second.last is not None
    assert everything(tmp_path) == {
        f"{NAME}.md": own.replace("in June.", "in June.\n\nThe vote is put off."),
        f"{NAME}.new.md": second.last.text,
    }
    assert second.message == (
        f"you and the article changed the same lines of {NAME}.md: yours stay, the other version is beside it as "
        f"{NAME}.new.md"
    )
    second.path.unlink()
    assert run(tmp_path, second, ours).outcome == "kept"
    assert list(everything(tmp_path)) == [f"{NAME}.md"], (
        "without the other version the reader's is the last word"
    )


def test_an_open_conflict_shows_the_newest_version(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.write_text(first.path.read_text().replace("costs more each year", "costs far too much"))
    ours = dataclasses.replace(
        EDITED, markdown=EDITED.markdown.replace("costs more each year", "costs 3 crowns")
    )
    second = run(tmp_path, first, ours)
    third = run(tmp_path, second, dataclasses.replace(ours, markdown=f"{ours.markdown}\n\nMore."))
    assert (third.outcome, third.last and third.last.text) == ("merged", second.path.read_text())
    assert "far too much" in first.path.read_text()


def test_properties_that_are_no_yaml_leave_the_file_alone_until_they_are(tmp_path: Path) -> None:
    first = run(tmp_path)
    own = first.path.read_text().replace("tags:", "mine: [\ntags:")
    first.path.write_text(own)
    tagged = dataclasses.replace(ARTICLE, tags=("sea",))
    second = run(tmp_path, first, EDITED, tagged)
    assert second.outcome == "beside"
    assert second.message is not None
    assert second.message.startswith(f"{NAME}.md was left alone because line ")
    assert "{" not in second.message
    assert first.path.read_text() == own
    os.utime(second.path, ns=(1, 1))
    again = run(tmp_path, second, EDITED, tagged)
    assert (again.outcome, second.path.stat().st_mtime_ns) == ("beside", 1)
    first.path.write_text(own.replace("mine: [", "mine: []"))
    third = run(tmp_path, again, EDITED, tagged)
    assert third.outcome == "merged"
    assert "put off" in first.path.read_text()
    assert "mine: []" in first.path.read_text()


def test_of_properties_that_are_no_yaml_the_reader_may_refuse_the_other_version(tmp_path: Path) -> None:
    first = run(tmp_path)
    first.path.write_text(first.path.read_text().replace("tags:", "mine: [\ntags:"))
    tagged = dataclasses.replace(ARTICLE, tags=("sea",))
    second = run(tmp_path, first, EDITED, tagged)
    second.path.unlink()
    third = run(tmp_path, second, EDITED, tagged)
    assert (third.outcome, list(everything(tmp_path))) == ("kept", [f"{NAME}.md"])
    assert third.last is not None
    assert third.last.offered is None


def test_a_file_that_took_the_name_of_another_is_left_alone(tmp_path: Path) -> None:
    first = run(tmp_path)
    twin = run(tmp_path, article=dataclasses.replace(ARTICLE, uid="b" * 16, title="Twin"))
    swap = tmp_path / "swap.md"
    first.path.rename(swap)
    twin.path.rename(first.path)
    swap.rename(twin.path)
    second = run(tmp_path, first, EDITED)
    assert (second.outcome, second.path) == ("updated", twin.path)
    assert "put off" not in first.path.read_text()


def test_a_file_that_an_editor_saves_meanwhile_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(tmp_path)
    read = atomic_write.read
    times: list[int] = []

    def saved(path: Path) -> str | None:
        found = read(path)
        if path == first.path and not times:
            times.append(1)
            path.write_text((found or "").replace("two towns met", "two towns, I hear, met"))
        return found

    monkeypatch.setattr(atomic_write, "read", saved)
    assert run(tmp_path, first, EDITED).outcome == "merged"
    assert "I hear" in first.path.read_text()
    assert "put off" in first.path.read_text()


def kept(markdown: str) -> Content:
    """The article with an output."""
    output = KeptOutput("Summary", "brief", markdown, datetime(2026, 11, 29, tzinfo=UTC))
    return dataclasses.replace(CONTENT, outputs=(output,))


def test_a_changed_output_is_a_change_of_ours(tmp_path: Path) -> None:
    first = run(tmp_path)
    second = run(tmp_path, first, kept("It is short."))
    third = run(tmp_path, second, kept("It is shorter."))
    assert (second.outcome, third.outcome) == ("updated", "updated")
    assert "It is shorter." in first.path.read_text()
    assert run(tmp_path, third).outcome == "updated"
    assert "Output of" not in first.path.read_text()


def test_an_edit_of_an_output_in_the_file_is_the_readers(tmp_path: Path) -> None:
    first = run(tmp_path, None, kept("It is short.\n\nAnd good."))
    first.path.write_text(first.path.read_text().replace("It is short.", "It is *too* short."))
    assert run(tmp_path, first, kept("It is short.\n\nAnd good.")).outcome == "kept"
    merged = run(tmp_path, first, kept("It is short.\n\nAnd bad."))
    assert merged.outcome == "merged"
    assert "It is *too* short.\n\nAnd bad." in first.path.read_text()
    beside = run(tmp_path, merged, kept("It is long.\n\nAnd bad."))
    assert beside.outcome == "beside"
    assert "It is *too* short." in first.path.read_text()
    assert "It is long." in beside.path.read_text()
