"""Articles of a library as files, and what the library remembers of them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.config import paths
from reader.core import export
from reader.core.events import Notice, Progress
from reader.export import atomic_write
from reader.export.markdown_file import MarkdownFile
from reader.export.registry import EXPORTERS
from reader.model import Draft
from reader.store.library import Library
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.core.events import Event
    from reader.core.session import Session
    from reader.model import Article, Content


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        for title in ("A lamp", "A ferry", "A pier"):
            text = f"{title} stands in the harbour."
            draft = Draft(title=title, text=text, markdown=text, day="2026-03-01", publication="The Quay")
            opened.library.articles.save(draft, now=NOW)
        yield opened


def outcomes(done: list[export.Export]) -> list[tuple[int, str, str]]:
    return [(one.id, one.outcome, one.path.name if one.path else "") for one in done]


def test_files_are_written_in_order_and_remembered(library: Session, tmp_path: Path) -> None:
    events: list[Event] = []
    done = export.export(library, [2, 1], tmp_path / "out", listen=events.append)
    assert outcomes(done) == [(2, "new", "2026-03-01-a-ferry.md"), (1, "new", "2026-03-01-a-lamp.md")]
    assert events == [Progress("exporting", 2, 2)]
    (tmp_path / "out" / "2026-03-01-a-lamp.md").unlink()
    done = export.export(library, [2, 1], tmp_path / "out")
    assert outcomes(done) == [(2, "unchanged", "2026-03-01-a-ferry.md"), (1, "gone", "2026-03-01-a-lamp.md")]
    assert done[1].message == "you deleted this file; --again writes it again"
    assert outcomes(export.export(library, [1], tmp_path / "out", again=True))[0][1] == "new"
    assert outcomes(export.export(library, [1], tmp_path / "elsewhere"))[0][1] == "new"


def test_an_edited_file_stays(library: Session, tmp_path: Path) -> None:
    (first,) = export.export(library, [1], tmp_path)
    assert first.path is not None
    first.path.write_text("mine")
    assert outcomes(export.export(library, [1], tmp_path))[0][1] == "kept"
    assert first.path.read_text() == "mine"


def test_what_is_as_it_was_written_changes_neither_file_nor_library(library: Session, tmp_path: Path) -> None:
    ids = [article.id for article in library.library.articles.many([1, 2])]
    export.export(library, ids, tmp_path / "out")
    before = library.library.database.value("SELECT total_changes()")
    assert [one.outcome for one in export.export(library, ids, tmp_path / "out")] == ["unchanged"] * len(ids)
    assert library.library.database.value("SELECT total_changes()") == before


def test_a_dry_run_writes_and_remembers_nothing(library: Session, tmp_path: Path) -> None:
    assert outcomes(export.export(library, [1], tmp_path / "out", dry_run=True))[0][1] == "new"
    assert not (tmp_path / "out").exists()
    assert export.file(library, 1, tmp_path / "out") is None
    assert outcomes(export.export(library, [1], tmp_path / "out"))[0][1] == "new"


def test_batches_hold_all_articles(library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "BATCH", 2)
    events: list[Event] = []
    done = export.export(library, [3, 1, 2], tmp_path / "out", listen=events.append)
    assert [one.id for one in done] == [3, 1, 2]
    assert events == [Progress("exporting", 2, 3), Progress("exporting", 3, 3)]


def test_one_that_cannot_be_written_does_not_hold_the_others(library: Session, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "The Quay").write_text("a file")
    (library.places.config).mkdir(parents=True)
    (library.places.config / "config.toml").write_text("[export]\nby_publication = true\n")
    library.library.articles.save(Draft(title="A gale", text="It blew.", day="2026-03-01"), now=NOW)
    done = export.export(library, [1, 4], tmp_path / "out")
    assert outcomes(done) == [(1, "failed", ""), (4, "new", "2026-03-01-a-gale.md")]
    assert done[0].message is not None
    assert "A file stands where a folder is needed" in done[0].message or "cannot be" in done[0].message


def test_the_file_of_an_article_is_found_while_it_is_there(library: Session, tmp_path: Path) -> None:
    assert export.file(library, 1, tmp_path) is None
    (done,) = export.export(library, [1], tmp_path)
    assert done.path is not None
    assert export.file(library, 1, tmp_path) == done.path
    assert export.file(library, 1, tmp_path / "else") is None
    done.path.rename(tmp_path / "moved.md")
    assert export.file(library, 1, tmp_path) is None
    done.path.symlink_to(tmp_path / "moved.md")
    assert export.file(library, 1, tmp_path) is None


def test_a_folder_whose_name_is_no_utf8_is_remembered_too(library: Session, tmp_path: Path) -> None:
    odd = Path(str(tmp_path / "od") + "\udcff")
    assert outcomes(export.export(library, [1], odd))[0][1] == "new"
    assert outcomes(export.export(library, [1], odd))[0][1] == "unchanged"


def test_the_folder_is_the_options_the_settings_or_the_documents(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert export.folder(library, None) == paths.documents()
    assert export.folder(library, "~/notes") == tmp_path / "notes"
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text(f'[export]\nfolder = "{tmp_path}/set"\n')
    library.forget_settings()
    assert export.folder(library, None) == tmp_path / "set"
    assert export.folder(library, "given") == Path("given")


class Shouted(MarkdownFile):
    """Another form: the same file, in capitals."""

    def render(self, article: Article, content: Content) -> str:
        return super().render(article, content).upper()


def test_each_form_is_remembered_by_itself(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EXPORTERS, "shouted", Shouted())
    for form, expected in (("markdown", "new"), ("markdown", "unchanged")):
        (done,) = export.export(library, [1], tmp_path, form=form)
        assert (done.outcome, done.title) == (expected, "A lamp")
    (shouted,) = export.export(library, [1], tmp_path / "other", form="shouted")
    assert shouted.path is not None
    assert shouted.path.read_text() == export.text(library, 1, "shouted") == export.text(library, 1).upper()
    assert export.file(library, 1, tmp_path / "other") is None, "as Markdown it was not written there"
    (again,) = export.export(library, [1], tmp_path / "other", form="shouted")
    assert again.outcome == "unchanged"


def test_a_dry_run_over_what_was_written_forgets_nothing(library: Session, tmp_path: Path) -> None:
    (done,) = export.export(library, [1], tmp_path)
    assert done.path is not None
    done.path.unlink()
    assert outcomes(export.export(library, [1], tmp_path, again=True, dry_run=True))[0][1] == "new"
    assert not done.path.exists()
    assert outcomes(export.export(library, [1], tmp_path))[0][1] == "gone"


def test_the_text_is_that_of_the_file(library: Session, tmp_path: Path) -> None:
    (done,) = export.export(library, [1], tmp_path)
    assert done.path is not None
    assert export.text(library, 1) == done.path.read_text()


def test_an_index_lists_the_notes_that_are_there(library: Session, tmp_path: Path) -> None:
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text("export.index = true\n")
    events: list[Event] = []
    out = tmp_path / "out"
    export.export(library, [1], out, dry_run=True)
    assert not out.exists()
    export.export(library, [1, 2, 3], out, listen=events.append)
    (out / "2026-03-01-a-ferry.md").rename(out / "moved.md")
    (out / "2026-03-01-a-pier.md").unlink()
    (out / "mine.md").write_text("No article.")
    export.export(library, [1], out, listen=events.append)
    text = (out / "index.md").read_text()
    assert text.endswith("## 2026-03-01\n\n- [A ferry](moved.md)\n- [A lamp](2026-03-01-a-lamp.md)\n")
    assert not [event for event in events if isinstance(event, Notice)]
    (out / "index.md").write_text(text + "mine\n")
    for _ in range(2):
        export.export(library, [1, 2], out, listen=events.append)
    assert (out / "index.md").read_text() == text + "mine\n"
    (notice,) = (event for event in events if isinstance(event, Notice))
    assert notice.text == "you edited index.md, so it is no longer updated; for a new one, delete it"
    (out / "index.md").unlink()
    export.export(library, [1], out, listen=events.append)
    (out / "index.md").write_text("mine")
    export.export(library, [1], out, listen=events.append)
    assert events.count(notice) == 2


def test_an_index_that_cannot_be_written_is_told_and_the_notes_are(library: Session, tmp_path: Path) -> None:
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text("export.index = true\n")
    (tmp_path / "out" / "index.md").mkdir(parents=True)
    events: list[Event] = []
    (done,) = export.export(library, [1], tmp_path / "out", listen=events.append)
    assert done.outcome == "new"
    assert "cannot be read: is a directory" in next(
        one.text.lower() for one in events if isinstance(one, Notice)
    )


def test_the_library_can_be_changed_while_files_are_written(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, marked = os.fsync, 0

    def slow(number: int) -> None:
        """A disk that lets others have their turn."""
        nonlocal marked
        with Library.open(library.library.path, busy=0) as other:
            other.marks.bookmark([1], NOW)
        marked += 1
        sync(number)

    (tmp_path / "out").mkdir()
    monkeypatch.setattr(os, "fsync", slow)
    assert [one.outcome for one in export.export(library, [1, 2, 3], tmp_path / "out")] == ["new"] * 3
    assert marked == 4  # three files, then the names in their folder


def test_what_was_written_before_an_interruption_is_remembered(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, written = os.fsync, 0

    def interrupted(number: int) -> None:
        nonlocal written
        sync(number)
        written += 1
        if written == 3:
            raise KeyboardInterrupt

    (tmp_path / "out").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            export.export(library, [1, 2, 3], tmp_path / "out")
    kept = [library.library.exports.last(number, export._key(tmp_path / "out")) for number in (1, 2, 3)]
    assert [last is not None for last in kept] == [True, True, False]
    done = export.export(library, [1, 2, 3], tmp_path / "out")
    assert [one.outcome for one in done] == ["unchanged", "unchanged", "new"]


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While an export runs, no file of an article may be read, and none rendered."""

    def no(*_: object) -> str:
        raise AssertionError("read or rendered")

    with monkeypatch.context() as patch:
        for owner, name in ((atomic_write, "read"), (MarkdownFile, "render"), (MarkdownFile, "uid")):
            patch.setattr(owner, name, no)
        yield


def test_what_neither_side_changed_is_not_read(
    library: Session, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (library.places.config).mkdir(parents=True)
    (library.places.config / "config.toml").write_text('export.preset = "obsidian"\n')
    export.export(library, [1, 2, 3], tmp_path / "out")
    request.getfixturevalue("nothing_is_read")
    for dry_run in (True, False):
        done = export.export(library, [1, 2, 3], tmp_path / "out", dry_run=dry_run)
        assert [(one.outcome, one.message) for one in done] == [("unchanged", None)] * 3


def test_an_edited_file_is_read_until_its_last_change_is_past(
    library: Session, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = export.export(library, [1], tmp_path)
    assert first.path is not None
    first.path.write_text("mine")
    (kept,) = export.export(library, [1], tmp_path)
    seen = library.library.exports.seen([1], export._key(tmp_path))[1]
    assert seen.state != atomic_write.state(first.path), "it may change again within this tick"
    monkeypatch.setattr(library, "now", lambda: datetime(2200, 1, 1, tzinfo=UTC))
    assert export.export(library, [1], tmp_path) == [kept]
    request.getfixturevalue("nothing_is_read")
    assert export.export(library, [1], tmp_path) == [kept]
    assert (kept.outcome, kept.message) == ("kept", "you edited 2026-03-01-a-lamp.md, so it was left alone")


def test_a_library_of_before_remembers_after_one_run(
    library: Session, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    export.export(library, [1, 2], tmp_path)
    library.library.database.run("UPDATE export SET fingerprint = NULL, state = NULL")
    monkeypatch.setattr(library, "now", lambda: datetime(2200, 1, 1, tzinfo=UTC))
    assert [one.outcome for one in export.export(library, [1, 2], tmp_path)] == ["unchanged"] * 2
    request.getfixturevalue("nothing_is_read")
    assert [one.outcome for one in export.export(library, [1, 2], tmp_path)] == ["unchanged"] * 2


def test_a_file_with_another_beside_it_is_read(library: Session, tmp_path: Path) -> None:
    (first,) = export.export(library, [1], tmp_path)
    assert first.path is not None
    first.path.write_text("mine")
    library.library.articles.save(
        Draft(title="A lamp", text="It is out.", markdown="It is out.", day="2026-03-01"),
        now=NOW,
        article_id=1,
    )
    (beside,) = export.export(library, [1], tmp_path)
    assert (beside.outcome, beside.path) == ("beside", first.path.with_name("2026-03-01-a-lamp.new.md"))
    assert beside.path is not None
    assert library.library.exports.seen([1], export._key(tmp_path)) == {}
    beside.path.write_text("mine too")
    assert outcomes(export.export(library, [1], tmp_path)) == [(1, "kept", "2026-03-01-a-lamp.md")]


def test_the_others_are_not_read_to_find_one_that_is_gone_or_to_list_all(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text("export.index = true\n")
    first, *_ = export.export(library, [1, 2, 3], tmp_path)
    index = (tmp_path / "index.md").read_text()
    assert first.path is not None
    (tmp_path / "new").mkdir()
    first.path.rename(tmp_path / "new" / "moved.md")
    read: list[str] = []
    uid = MarkdownFile.uid

    def looked_at(self: MarkdownFile, head: str) -> str | None:
        read.append(head)
        return uid(self, head)

    monkeypatch.setattr(MarkdownFile, "uid", looked_at)
    (moved, *others) = export.export(library, [1, 2, 3], tmp_path)
    assert (moved.path, [one.outcome for one in others]) == (tmp_path / "new" / "moved.md", ["unchanged"] * 2)
    assert {"broadsheet index" in head or "A lamp" in head for head in read} == {True}
    assert (tmp_path / "index.md").read_text().splitlines()[1:] == [
        line.replace("2026-03-01-a-lamp.md", "new/moved.md") for line in index.splitlines()[1:]
    ]
