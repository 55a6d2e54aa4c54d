"""All articles in one file: where it goes, whole or not at all, in bounded memory."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader import durable
from reader.core import one_file
from reader.core.events import Progress
from reader.errors import FileError, NothingFound
from reader.model import EXPORT_FORMATS, Draft
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.core.events import Event
    from reader.core.session import Session
    from reader.model import Content, ExportFormat

ONE_FILE = EXPORT_FORMATS[1:]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        for title in ("A lamp", "A ferry", "A pier"):
            text = f"{title} stands in the harbour."
            opened.library.articles.save(
                Draft(title=title, text=text, markdown=text, day="2026-03-01"), now=NOW
            )
        yield opened


def titles(path: Path) -> list[str]:
    return [one["title"] for one in json.loads(path.read_text("utf-8"))]


@pytest.mark.parametrize("form", ONE_FILE)
def test_all_are_in_the_file_in_order(library: Session, tmp_path: Path, form: ExportFormat) -> None:
    path = tmp_path / "far" / "away"
    events: list[Event] = []
    done = one_file.write(library, [2, 1, 3], path, form, listen=events.append)
    assert done == one_file.FileExport(path=path, form=form, articles=3, gone=[])
    assert events == [Progress("exporting", 3, 3)]
    if form == "epub":
        with zipfile.ZipFile(path) as archive:
            text = archive.read("EPUB/nav.xhtml").decode()
    else:
        text = path.read_text("utf-8")
    assert text.index("A ferry") < text.index("A lamp") < text.index("A pier")
    assert [one.name for one in path.parent.iterdir()] == ["away"]


def test_a_file_that_is_there_is_replaced_only_if_that_is_wanted(library: Session, tmp_path: Path) -> None:
    path = tmp_path / "refs.json"
    path.write_text("mine")
    for dry_run in (True, False):
        with pytest.raises(FileError, match="this file already exists") as raised:
            one_file.write(library, [1], path, "csl-json", dry_run=dry_run)
        assert (path.read_text(), raised.value.hint) == ("mine", "to replace it, add --again")
    one_file.write(library, [1], path, "csl-json", replace=True)
    assert titles(path) == ["A lamp"]


def test_a_dry_run_writes_nothing(library: Session, tmp_path: Path) -> None:
    done = one_file.write(library, [1, 2], tmp_path / "a" / "b.epub", "epub", dry_run=True)
    assert done.articles == 2
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("form", ONE_FILE)
@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_end_on_the_way_leaves_the_old_file_and_nothing_else(
    library: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: ExportFormat,
    stop: type[BaseException],
) -> None:
    monkeypatch.setattr(one_file, "BATCH", 1)
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "a"
    path.write_text("old")

    def listen(event: Event) -> None:
        if event == Progress("exporting", 2, 3):
            raise stop

    with pytest.raises(stop):
        one_file.write(library, [1, 2, 3], path, form, replace=True, listen=listen)
    assert [one.name for one in path.parent.iterdir()] == ["a"]
    assert path.read_text() == "old"


@pytest.mark.parametrize("form", ONE_FILE)
def test_another_export_leaves_a_slow_one_its_file(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: ExportFormat
) -> None:
    monkeypatch.setattr(one_file, "BATCH", 1)
    folder = tmp_path / "out"

    def listen(_: Event) -> None:
        durable.remove_left(folder)
        (temporary,) = folder.iterdir()
        os.utime(temporary, (0, 0))

    one_file.write(library, [1, 2, 3], folder / "a", form, listen=listen)
    assert [one.name for one in folder.iterdir()] == ["a"]


def test_no_more_than_a_batch_of_texts_is_held(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    contents = library.library.articles.contents

    def counted(_: object, ids: Sequence[int]) -> Mapping[int, Content]:
        asked.append(len(ids))
        return contents(ids)

    monkeypatch.setattr(one_file, "BATCH", 2)
    monkeypatch.setattr(type(library.library.articles), "contents", counted)
    one_file.write(library, [1, 2, 3], tmp_path / "a", "html")
    assert asked == [2, 1]


def test_what_is_gone_meanwhile_is_told(library: Session, tmp_path: Path) -> None:
    done = one_file.write(library, [1, 77, 3], tmp_path / "a.json", "csl-json")
    assert (done.articles, done.gone) == (2, [77])
    assert titles(tmp_path / "a.json") == ["A lamp", "A pier"]
    with pytest.raises(NothingFound, match="nothing to export"):
        one_file.write(library, [77], tmp_path / "b.json", "csl-json")
    assert not (tmp_path / "b.json").exists()


def test_text_goes_on_a_line_at_a_time(library: Session) -> None:
    lines: list[str] = []
    done = one_file.pipe(library, [1, 2], "csl-json", lines.append)
    assert (done.path, done.articles, len(lines)) == (None, 2, 4)
    assert [one["title"] for one in json.loads("".join(lines))] == ["A lamp", "A ferry"]


@pytest.mark.parametrize(
    ("ids", "to", "name"),
    [
        ([1, 2], "{}/books", "books"),
        ([1, 2], "{}/books/", "books/broadsheet-2026-03-02.epub"),
        ([1, 2], "{}/there", "there/broadsheet-2026-03-02.epub"),
        ([1], "{}/there", "there/2026-03-01-a-lamp.epub"),
        ([1, 2], "{}/there/a.zip", "there/a.zip"),
        ([1, 2], None, "home/Documents/broadsheet/broadsheet-2026-03-02.epub"),
    ],
)
def test_a_folder_gives_a_name_in_it(
    library: Session, tmp_path: Path, ids: list[int], to: str | None, name: str
) -> None:
    (tmp_path / "there").mkdir()
    place = one_file.place(library, ids, "epub", to and to.format(tmp_path))
    assert place == tmp_path / name


def test_a_name_in_a_folder_is_one_that_is_free(library: Session, tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        place = one_file.place(library, [1, 2], "html", str(tmp_path))
        one_file.write(library, [1, 2], place, "html")
        names.append(place.name)
    assert names == [f"broadsheet-2026-03-02{end}.html" for end in ("", "-2", "-3")]


def test_what_is_no_file_is_written_to(library: Session) -> None:
    assert one_file.write(library, [1], Path("/dev/null"), "epub").articles == 1
