"""Writes an article's file; exported again and again, it never loses what the reader changed in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.export import atomic_write, merge_file
from reader.export.names import Naming
from reader.model import LastExport, SeenFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.export.folder import Folder
    from reader.model import Article, Content

NAMING = Naming()
NO_NOTES: Mapping[str, Path] = MappingProxyType({})

Outcome = Literal["new", "unchanged", "updated", "merged", "kept", "beside", "gone"]
"""new: made. unchanged: the file is as it would be written, and was not touched. updated: replaced, the reader had not
changed it. merged: both changed it, and it has both now. kept: the reader changed it, we did not. beside: both changed the
same lines; the file has the reader's, ours is beside it. gone: the reader deleted it."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """The result of an export, or of a dry run. `path` is the file for the reader to look at, the one beside where
    there is one.

    `last` and `seen` are to be remembered, None where nothing is to be; `message` is for the reader, in words.
    """

    path: Path
    outcome: Outcome
    last: LastExport | None
    message: str | None = None
    seen: SeenFile | None = None


class _Change(NamedTuple):
    """A decision about a file: its text, None where it stays as it is, and what is to be remembered.

    `message` is for the reader, with {0} for the name of the file and {1} for that of the one beside it.
    """

    outcome: Outcome
    last: LastExport
    text: str | None = None
    message: str | None = None


def export(
    article: Article,
    content: Content,
    folder: Folder,
    *,
    last: LastExport | None,
    again: bool = False,
    dry_run: bool = False,
    naming: Naming = NAMING,
    notes: Mapping[str, Path] = NO_NOTES,
    settled: int = 0,
) -> WrittenFile:
    """Write one article's file below the folder in its format, by what has become of the file that was written last.

    One `Folder` serves a whole run. `again` makes a file anew that the reader deleted; `dry_run` writes nothing and
    tells what would be done. `notes` are the files of related articles, by address. A file that was changed before
    `settled`, nanoseconds since 1970, is remembered as it was seen. FileError in words where the folder or disk cannot be
    used.
    """
    there = where(article, folder, last)
    if there is None and last is not None and not again:
        gone = "you deleted this file; --again writes it again"
        return WrittenFile(folder.at(last.path), "gone", None, gone)
    is_new = there is None
    there = there or folder.place(article, naming)
    content = _with_notes(content, notes, there)
    text = folder.exporter.render(article, content)
    if is_new:
        if dry_run:
            return WrittenFile(there, "new", None)
        state, is_edited = folder.write(there, text), False
        done = WrittenFile(there, "new", LastExport(folder.relative(there), text))
    else:
        done, state, is_edited = _again(there, text, last, folder, settled, dry_run=dry_run)
    if dry_run or state is None:
        return done
    fingerprint = folder.exporter.fingerprint(article, content)
    return replace(done, seen=SeenFile(folder.relative(there), fingerprint, state, is_edited))


def untouched(
    article: Article,
    content: Content,
    folder: Folder,
    seen: SeenFile,
    *,
    notes: Mapping[str, Path] = NO_NOTES,
) -> WrittenFile | None:
    """The result of an export that has nothing to do, without reading the file or rendering the article; None where it may
    have. The arguments are those of `export`."""
    there = seen_at(folder, seen)
    if there is None or _named_beside(there).exists():
        return None
    if folder.exporter.fingerprint(article, _with_notes(content, notes, there)) != seen.fingerprint:
        return None
    if seen.is_edited:
        return WrittenFile(there, "kept", None, _KEPT.format(there.name))
    return WrittenFile(there, "unchanged", None)


def seen_at(folder: Folder, seen: SeenFile) -> Path | None:
    """The file's place, if nobody changed it since it was seen."""
    there = folder.at(seen.path)
    return there if atomic_write.state(there) == seen.state else None


def _with_notes(content: Content, notes: Mapping[str, Path], there: Path) -> Content:
    """The content with the paths of notes as seen from the file."""
    paths = tuple((url, relative(note, there)) for url, note in notes.items() if note != there)
    return replace(content, note_paths=paths) if paths else content


def relative(note: Path, there: Path) -> str:
    """The path of a note as seen from another file, with slashes: `../Other/note.md`."""
    return PurePath(os.path.relpath(note, there.parent)).as_posix()


def where(article: Article, folder: Folder, last: LastExport | None) -> Path | None:
    """The article's file: where it was written last, else wherever one names the article."""
    if (
        last is not None
        and (place := folder.at(last.path)).is_file()
        and not folder.is_other(place, article.uid)
    ):
        return place
    return folder.find(article.uid)


def _again(
    there: Path, text: str, last: LastExport | None, folder: Folder, settled: int, *, dry_run: bool
) -> tuple[WrittenFile, str | None, bool]:
    """Bring a file that is there up to date, and the one beside it that the reader has not decided about.

    Gives the file's state, None where it is not settled or a file is beside it, and True where the reader changed it.
    """
    state = atomic_write.state(there, settled)
    hand = atomic_write.read(there)
    beside = _beside(there, text, last)
    is_there = beside.exists()
    change = _compare(hand, text, last, is_open=is_there)
    if not dry_run and change.text is not None and change.text != hand:
        if atomic_write.read(there) != hand:  # an editor saved it just now
            return _again(there, text, last, folder, settled, dry_run=dry_run)
        state, hand = folder.write(there, change.text), change.text
    is_beside = change.outcome == "beside"
    if not dry_run and (is_beside or is_there) and _is_behind(beside, text):
        folder.write(beside, text)
    remembered = None if dry_run else replace(change.last, path=folder.relative(there))
    message = change.message.format(there.name, beside.name) if change.message else None
    done = WrittenFile(beside if is_beside else there, change.outcome, remembered, message)
    is_edited = hand is None or not merge_file.same(hand, text)
    return done, None if is_beside or is_there else state, is_edited


_KEPT = "you edited {0}, so it was left alone"
_BOTH = "you and the article changed the same lines of {0}: yours stay, the other version is beside it as {1}"
_UNKNOWN = "you edited {0}, so it was left alone; the new version is beside it as {1}"


def _compare(hand: str | None, text: str, last: LastExport | None, *, is_open: bool) -> _Change:
    """Decide about a file. `hand` is what is in it, None for no text; `is_open`: ours is beside it."""
    now = LastExport("", text)
    kept = _Change("kept", now, message=_KEPT)
    if hand is not None and merge_file.same(hand, text):
        return _Change("unchanged", now)
    if last is None:
        return _Change("beside", now, message=_UNKNOWN)
    if text == last.text or (text == last.offered and not is_open):  # the reader took the other version away
        return kept
    unmerged = _Change("beside", LastExport("", last.text, text), message=_UNKNOWN)
    if hand is None:
        return unmerged
    from reader.export import hand_edits

    ours, theirs = hand_edits.fitted(text, last.text, hand)
    merged = merge_file.merge(last.text, theirs, ours)
    if merged.refused:
        why = merged.refused.replace("{", "{{").replace("}", "}}")
        return unmerged._replace(
            message=f"{{0}} was left alone because {why}; the new version is beside it as {{1}}"
        )
    if merged.conflicts:
        return _Change("beside", now, merged.text, _BOTH)
    if merge_file.same(hand, last.text):
        return _Change("updated", now, merged.text)
    return _Change("merged", now, merged.text) if merged.text != hand else kept


def _is_behind(beside: Path, text: str) -> bool:
    found = atomic_write.read(beside) if beside.exists() else None
    return found is None or not merge_file.same(found, text)


def _beside(there: Path, text: str, last: LastExport | None) -> Path:
    """`NAME.new.md`, over one that is as we wrote it; `NAME.new-2.md` and so on where the reader changed that too."""
    ours = [text, *((last.text, last.offered or text) if last else ())]
    number = 1
    while True:
        place = _named_beside(there, number)
        if not place.exists():
            return place
        if (found := atomic_write.read(place)) is not None and any(
            merge_file.same(found, one) for one in ours
        ):
            return place
        number += 1


def _named_beside(there: Path, number: int = 1) -> Path:
    return there.with_name(f"{there.stem}.new{'' if number == 1 else f'-{number}'}{there.suffix}")
