"""Writes an article's file; exported again and again, it never loses what the reader changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reader.export import atomic_write, names
from reader.model import LastExport

if TYPE_CHECKING:
    from pathlib import Path

    from reader.export.folder import Folder
    from reader.model import Article, Content

Outcome = Literal["new", "unchanged", "updated", "kept", "beside", "gone"]
"""new: made. unchanged: the file is as it would be written, and was not touched. updated: replaced, the reader had not
changed it. kept: the reader changed it, we did not. beside: both did, ours is beside it. gone: the reader deleted it."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """The result of an export, or of a dry run. `path` is the file for the reader to look at, the one beside where
    there is one.

    `last` is to be remembered, None where nothing is to be; `message` is for the reader, in words.
    """

    path: Path
    outcome: Outcome
    last: LastExport | None
    message: str | None = None


def export(
    article: Article,
    content: Content,
    folder: Folder,
    *,
    last: LastExport | None,
    again: bool = False,
    dry_run: bool = False,
    by_publication: bool = False,
) -> WrittenFile:
    """Write one article's file below the folder in its format, by what has become of the file that was written last.

    One `Folder` serves a whole run. `again` makes a file anew that the reader deleted; `dry_run` writes nothing and
    tells what would be done. FileError in words where the folder or disk cannot be used.
    """
    text = folder.exporter.render(article, content)
    there = _where(article, folder, last)
    if there is None and last is not None and not again:
        gone = "you deleted this file; --again writes it again"
        return WrittenFile(folder.at(last.path), "gone", None, gone)
    if there is None:
        there = _new_place(article, folder, by_publication=by_publication)
        outcome: Outcome = "new"
        folder.take(there)
    else:
        outcome = _compare(atomic_write.read(there), text, last)
    written, message = there, None
    if outcome == "beside":
        written = _beside(there, text, last)
        message = f"you edited {there.name}: kept, the new version is beside it as {written.name}"
    elif outcome == "kept":
        message = f"you edited {there.name}: kept as it is"
    if outcome in ("new", "updated", "beside") and not dry_run:
        folder.write(written, text)
    to_remember = None if dry_run else LastExport(folder.relative(there), text)
    return WrittenFile(written, outcome, to_remember, message)


def _where(article: Article, folder: Folder, last: LastExport | None) -> Path | None:
    """The article's file: where it was written last, else wherever one names the article."""
    if last is not None and (place := folder.at(last.path)).is_file():
        return place
    return folder.find(article.uid)


def _new_place(article: Article, folder: Folder, *, by_publication: bool) -> Path:
    below = names.folder_name(article.publication) if by_publication and article.publication else "."
    day = names.published_day(article) or f"{article.fetched:%Y-%m-%d}"
    return folder.free(folder.at(below), day, article.title)


def _compare(there: str | None, text: str, last: LastExport | None) -> Outcome:
    if there == text:
        return "unchanged"
    if last is not None and there == last.text:
        return "updated"
    return "kept" if last is not None and text == last.text else "beside"


def _beside(there: Path, text: str, last: LastExport | None) -> Path:
    """`NAME.new.md`, over one that is as we wrote it; `NAME.new-2.md` and so on where the reader changed that too."""
    ours = {text, last.text if last else text}
    number = 1
    while True:
        place = there.with_name(f"{there.stem}.new{'' if number == 1 else f'-{number}'}{there.suffix}")
        if not place.exists() or atomic_write.read(place) in ours:
            return place
        number += 1
