"""What a reader wrote in exported notes comes back into the library."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from reader.core import export
from reader.core.events import Notice, Progress
from reader.core.imports import read_back
from reader.errors import ParseError, UsageError
from reader.export.presets import PRESETS
from reader.model import Draft, Passage
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session

TEXT = "A lamp stands in the harbour.\n\nTwo ferries come in at night, and two ferries leave at dawn."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        for title in ("A lamp", "A pier"):
            draft = Draft(title=title, text=TEXT, markdown=TEXT, day="2026-03-01", tags=("old",))
            opened.library.articles.save(draft, now=NOW)
        opened.library.tags.change([1, 2], ["old"], [], NOW)
        yield opened


@pytest.fixture
def note(library: Session, tmp_path: Path) -> Path:
    library.library.own_words.write(1, "First thought of mine.", NOW)
    done = export.export(library, [1, 2], tmp_path / "out")[0]
    assert done.path is not None
    return done.path


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)


def notes(library: Session) -> list[str]:
    return [one.text for one in library.library.own_words.notes(1)]


def quotes(library: Session) -> list[str]:
    return [one.passage.quote for one in library.library.own_words.highlights(1)]


def tags(library: Session) -> list[str]:
    article = library.library.articles.get(1)
    assert article is not None
    return list(article.tags)


WRITTEN = (
    ('  - "old"', '  - "mine"'),
    ("mine.\n", "mine.\n- Second thought.\n"),
    ("two ferries leave", "==two ferries== leave"),
)


def test_tags_notes_and_highlights_come_back_as_one_step(library: Session, note: Path) -> None:
    edit(note, *WRITTEN)
    events: list[Event] = []
    done = read_back.folder(library, note.parent, events.append)
    counts = (done.tags_added, done.tags_removed, done.notes, done.highlights, done.conflicts)
    assert (done.files, done.articles, *counts) == (2, 1, 1, 1, 1, 1, 0)
    assert str(done) == "1 tag added, 1 tag removed, 1 note imported, 1 highlight imported"
    assert events[-1] == Progress("reading notes", 2, 2)
    assert (tags(library), notes(library)) == (["mine"], ["First thought of mine.", "Second thought."])
    (highlight,) = library.library.own_words.highlights(1)
    assert highlight.passage.before.endswith("come in at night, and ")
    assert library.library.undo.undo(1, NOW) == ["imported your edits from 1 exported note"]
    assert (tags(library), notes(library), quotes(library)) == (["old"], ["First thought of mine."], [])


@pytest.mark.parametrize("preset", PRESETS)
def test_tags_come_back_as_the_library_has_them(preset: str, library: Session, tmp_path: Path) -> None:
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text(
        f'[export]\npreset = "{preset}"\nproperties = {{ broadsheet = "id" }}\n'
    )
    library.library.tags.change([1], ["two words", "C++"], [], NOW)
    library.library.tags.change([2], ["by the sea"], [], NOW)
    (done,) = export.export(library, [1], tmp_path / "out")
    assert done.path is not None
    assert str(read_back.folder(library, tmp_path / "out")) == "nothing new"
    tag = PRESETS[preset].tag
    if preset == "logseq":
        edit(done.path, (", two words", ""), ("tags:: ", "tags:: by the sea, [[new]], "))
    else:
        edit(done.path, (f'  - "{tag("two words")}"\n', f'  - "{tag("by the sea")}"\n  - new\n'))
    done_back = read_back.folder(library, tmp_path / "out")
    assert (done_back.tags_added, done_back.tags_removed) == (2, 1)
    assert sorted(tags(library)) == ["C++", "by the sea", "new", "old"]
    assert str(read_back.folder(library, tmp_path / "out")) == "nothing new"
    (again,) = export.export(library, [1], tmp_path / "out")
    assert again.outcome in ("kept", "unchanged", "merged")


@pytest.mark.parametrize("preset", PRESETS)
def test_notes_and_highlights_come_back_from_every_preset(
    preset: str, library: Session, tmp_path: Path
) -> None:
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text(f'export.preset = "{preset}"\n')
    library.library.own_words.write(1, "First thought of mine.", NOW)
    library.library.own_words.mark(1, Passage("A lamp"), NOW)
    (done,) = export.export(library, [1], tmp_path / "out")
    assert done.path is not None
    tab = "\t" if preset == "logseq" else ""
    edit(
        done.path,
        (
            f"{tab}- First thought of mine.\n",
            f"{tab}- First thought of mine, longer.\n{tab}- Second thought.\n",
        ),
        ("two ferries leave", "==two ferries== leave"),
    )
    back = read_back.folder(library, tmp_path / "out")
    assert (back.notes, back.highlights, back.conflicts, back.not_found) == (2, 1, 0, [])
    assert notes(library) == ["First thought of mine, longer.", "Second thought."]
    assert quotes(library) == ["A lamp", "two ferries"]
    export.export(library, [1], tmp_path / "out")
    text = done.path.read_text()
    assert (text.count("Second thought."), text.count("> two ferries")) == (1, 1)
    assert str(read_back.folder(library, tmp_path / "out")) == "nothing new"


def test_a_second_time_brings_nothing(library: Session, note: Path) -> None:
    edit(note, *WRITTEN)
    read_back.folder(library, note.parent)
    assert str(read_back.folder(library, note.parent)) == "nothing new"
    export.export(library, [1], note.parent)
    assert str(read_back.folder(library, note.parent)) == "nothing new"
    assert note.read_text().count("Second thought.") == 1
    assert "==two ferries== leave" in note.read_text()


def test_what_was_undone_or_removed_here_does_not_come_again(library: Session, note: Path) -> None:
    edit(note, *WRITTEN)
    read_back.folder(library, note.parent)
    library.library.undo.undo(1, NOW)
    assert str(read_back.folder(library, note.parent)) == "nothing new"
    edit(note, ("Second thought.", "A wholly different sentence."))
    assert read_back.folder(library, note.parent).notes == 1


def test_an_edited_note_is_rewritten_again_and_again(library: Session, note: Path) -> None:
    edit(note, ("First thought of mine.", "First thought of mine, longer."))
    assert read_back.folder(library, note.parent).notes == 1
    assert notes(library) == ["First thought of mine, longer."]
    edit(note, ("mine, longer.", "mine, longer still."))
    read_back.folder(library, note.parent)
    assert notes(library) == ["First thought of mine, longer still."]
    assert [one.outcome for one in export.export(library, [1], note.parent)] == ["unchanged"]


def test_of_a_note_that_both_changed_both_are_kept(library: Session, note: Path) -> None:
    (own,) = library.library.own_words.notes(1)
    library.library.own_words.rewrite(own.id, "First thought of ours.", NOW)
    edit(note, ("First thought of mine.", "My first thought of mine."))
    done = read_back.folder(library, note.parent)
    assert (done.notes, done.conflicts) == (1, 1)
    assert notes(library) == ["First thought of ours.", "My first thought of mine."]
    (exported,) = export.export(library, [1], note.parent)
    assert exported.outcome == "merged"
    assert "- First thought of ours.\n- My first thought of mine.\n" in note.read_text()


def test_nothing_goes_because_a_file_is_gone_or_cut_short(library: Session, note: Path) -> None:
    library.library.own_words.write(1, "Last thought, and a long one.", NOW)
    export.export(library, [1], note.parent)
    text = note.read_text()
    for size in range(0, len(text), 3):
        note.write_text(text[:size])
        with suppress(ParseError):
            read_back.folder(library, note.parent)
        assert notes(library) == ["First thought of mine.", "Last thought, and a long one."], size
        assert tags(library) == ["old"]
    note.unlink()
    read_back.folder(library, note.parent)
    assert len(notes(library)) == 2


def test_a_passage_that_the_text_does_not_have_is_named_each_time(library: Session, note: Path) -> None:
    edit(note, ("A lamp stands", "==A wholly other sentence about gas==\n\nA lamp stands"))
    for _ in range(2):
        done = read_back.folder(library, note.parent)
        assert done.not_found == [f"{note.name}: “A wholly other sentence about gas”"]
    assert quotes(library) == []


def test_of_several_like_passages_the_marked_one_is_meant(library: Session, note: Path) -> None:
    edit(note, ("two ferries leave", "==two ferries== leave"), ("Two ferries come", "==Two ferries== come"))
    read_back.folder(library, note.parent)
    passages = [one.passage for one in library.library.own_words.highlights(1)]
    assert [one.after[:6] for one in passages] == [" come ", " leave"]


def test_a_folder_that_no_export_of_this_library_knows_only_adds(
    library: Session, note: Path, tmp_path: Path
) -> None:
    edit(note, *WRITTEN)
    note.parent.rename(tmp_path / "vault")
    done = read_back.folder(library, tmp_path / "vault")
    assert (done.tags_added, done.tags_removed, done.notes) == (1, 0, 1)
    assert str(read_back.folder(library, tmp_path / "vault")) == "nothing new"


def test_the_vault_above_and_a_copy_within(library: Session, note: Path, tmp_path: Path) -> None:
    (note.parent / "0 copy.md").write_text(note.read_text().replace("mine.\n", "mine.\n- Of the copy.\n"))
    (tmp_path / "x.md").write_bytes(b"---\nbroadsheet: aaaaaaaaaaaaaaaa\n---\n")
    edit(note, *WRITTEN)
    assert read_back.folder(library, tmp_path).tags_removed == 1
    assert "Of the copy." not in notes(library)


def test_a_folder_without_notes_is_told(library: Session, tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="no exported notes"):
        read_back.folder(library, tmp_path)
    with pytest.raises(UsageError, match="not a folder"):
        read_back.folder(library, tmp_path / "none")


def test_a_file_that_is_no_text_is_told_and_holds_no_other(library: Session, note: Path) -> None:
    note.write_bytes(note.read_bytes() + b"\xff")
    done = read_back.folder(library, note.parent)
    assert [one.partition(":")[0] for one in done.unread] == [note.name]


def test_by_the_setting_each_export_reads_back_first(library: Session, note: Path) -> None:
    edit(note, *WRITTEN)
    export.export(library, [1, 2], note.parent)
    assert notes(library) == ["First thought of mine."]
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text("[export]\nread_back = true\n")
    library.forget_settings()
    events: list[Event] = []
    export.export(library, [1, 2], note.parent, dry_run=True)
    assert notes(library) == ["First thought of mine."]
    export.export(library, [1, 2], note.parent, listen=events.append)
    assert notes(library) == ["First thought of mine.", "Second thought."]
    told = "1 tag added, 1 tag removed, 1 note imported, 1 highlight imported"
    assert [one for one in events if isinstance(one, Notice)] == [Notice(f"read your exported notes: {told}")]
    before = note.read_text()
    assert "> two ferries\n" in before
    again: list[Event] = []
    export.export(library, [1, 2], note.parent, listen=again.append)
    assert note.read_text() == before
    assert [one for one in again if isinstance(one, Notice)] == []
