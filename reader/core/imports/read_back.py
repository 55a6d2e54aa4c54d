"""Takes back what a reader wrote in exported notes: tags, sentences below "Notes", highlighted passages.

Nothing goes from the library because a note or highlight is missing in a file, or the file itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.core import export_form
from reader.core.events import Listener, Progress, silent
from reader.errors import FileError, ParseError, UsageError
from reader.text import quote_anchor
from reader.text.clean import clean, counted
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.core.session import Session
    from reader.export.hand_edits import HandEdits, NoteEdit
    from reader.model import Article, Passage


@dataclass(slots=True)
class ReadBack:
    """The result, counted. `conflicts` are notes that the reader changed both in the file and in the library: both are kept.
    `not_found` names the passages that the text of the library does not have, `unread` the files that are no text."""

    files: int = 0
    articles: int = 0
    tags_added: int = 0
    tags_removed: int = 0
    notes: int = 0
    highlights: int = 0
    conflicts: int = 0
    not_found: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [
            f"{counted(number, noun)} {done}"
            for number, noun, done in (
                (self.tags_added, "tag", "added"),
                (self.tags_removed, "tag", "removed"),
                (self.notes, "note", "imported"),
                (self.highlights, "highlight", "imported"),
                (self.conflicts, "note", "also changed here: both are kept"),
            )
            if number
        ]
        return ", ".join(parts) or "nothing new"


class _Written(NamedTuple):
    """An article's file, and the folder under which the library knows it; None where no export of ours wrote it."""

    article: Article
    path: Path
    folder: str | None


def folder(session: Session, target: Path, listen: Listener = silent) -> ReadBack:
    """Take back what the reader wrote in the notes below a folder, as one step of undo.

    Raises ParseError where no exported note is there, UsageError where there is no folder.
    """
    from reader.export.folder import Folder

    if not target.is_dir():
        raise UsageError("not a folder", subject=str(target), hint="name the folder that you export to")
    found: dict[int, _Written] = {}
    for path, uid in Folder(target, export_form.exporter(session)).articles():
        article = session.library.articles.get(uid)
        if article is not None and article.uid == uid:
            one = _Written(article, path, _known_as(session, article.id, path))
            if article.id not in found or _is_place(session, one):  # a copy of a note is not the note
                found[article.id] = one
    if not found:
        raise ParseError(
            "no exported notes in this folder",
            subject=str(target),
            hint="only files whose properties name an article of this library (broadsheet:) are read",
        )
    return _take(session, list(found.values()), listen)


def files(session: Session, written: Iterable[tuple[Article, Path, str]]) -> ReadBack:
    """Take back what the reader wrote in these files, each with the folder of its export, as one step of undo."""
    return _take(session, [_Written(*one) for one in written], silent)


def _known_as(session: Session, article_id: int, path: Path) -> str | None:
    """The export folder that the file lies in."""
    return next(
        (
            one
            for one in session.library.exports.folders(article_id)
            if "#" not in one and path.is_relative_to(one)
        ),
        None,
    )


def _is_place(session: Session, one: _Written) -> bool:
    """True where the file is where the last export put it."""
    last = session.library.exports.last(one.article.id, one.folder) if one.folder else None
    return last is not None and one.folder is not None and one.path == Path(one.folder, last.path)


def _take(session: Session, written: Sequence[_Written], listen: Listener) -> ReadBack:
    done = ReadBack()
    edits: list[tuple[_Written, HandEdits]] = []
    for number, one in enumerate(written, 1):
        done.files += 1
        try:
            found = _found(session, one)
        except FileError as error:
            done.unread.append(f"{one.path.name}: {error}")
        else:
            if found is not None:
                edits.append((one, found))
        listen(Progress("reading notes", number, len(written)))
    with session.library.undo.as_one(f"imported your edits from {counted(len(edits), 'exported note')}"):
        for one, found in edits:
            _apply(session, one, found, done)
    return done


def _found(session: Session, one: _Written) -> HandEdits | None:
    """Read a file for what the reader wrote in it; None where there is nothing to take or to remember."""
    from reader.export import atomic_write, hand_edits
    from reader.export.markdown_file import ALWAYS_TAGGED

    library = session.library
    text = atomic_write.read(one.path)
    if text is None:
        raise FileError("no text", subject=str(one.path))
    last = library.exports.last(one.article.id, one.folder) if one.folder else None
    taken = library.exports.taken(one.article.id, one.folder) if one.folder else frozenset()
    notes = [note.text for note in library.own_words.notes(one.article.id)] if taken else []
    known = [note for note in notes if _hash(note) in taken]
    base = (
        last.text
        if last
        else export_form.exporter(session).render(one.article, library.articles.content(one.article.id))
    )
    found = hand_edits.found(text, base, always=ALWAYS_TAGGED, known=known)
    if last is None:
        found = found._replace(tags_removed=())  # an older file may never have had them
    return found if found != hand_edits.HandEdits() or taken else None


def _hash(text: str) -> str:
    from reader.export import hand_edits

    return hashlib.sha256(hand_edits.key(text).encode()).hexdigest()[:16]


def _apply(session: Session, one: _Written, found: HandEdits, done: ReadBack) -> None:
    """Give the library what is new in the file; what was taken from it before is not taken again."""
    library, number, now = session.library, one.article.id, session.now()
    taken = library.exports.taken(number, one.folder) if one.folder else frozenset()
    before = (done.tags_added, done.tags_removed, done.notes, done.highlights)
    there = {fold(name) for name in one.article.tags}
    added = export_form.library_tags(session, one.article, found.tags_added)
    removed = export_form.library_tags(session, one.article, found.tags_removed)
    signs = [*(f"+{name}" for name in added), *(f"-{name}" for name in removed)]
    add = [name for name in added if _hash(f"+{name}") not in taken and fold(name) not in there]
    drop = [name for name in removed if _hash(f"-{name}") not in taken and fold(name) in there]
    if add or drop:
        library.tags.change([number], add, drop, now)
        done.tags_added += len(add)
        done.tags_removed += len(drop)
    for note in found.notes:
        if _hash(note.text) not in taken:
            _note(session, number, note, done)
    fresh = [passage for passage in found.highlights if _hash(passage.quote) not in taken]
    missing = _highlight(session, one, fresh, done) if fresh else set()
    if one.folder:
        kept = {_hash(text) for text in (*found.written, *signs)}
        library.exports.take(number, one.folder, kept - missing)
    done.articles += before != (done.tags_added, done.tags_removed, done.notes, done.highlights)


def _note(session: Session, article_id: int, note: NoteEdit, done: ReadBack) -> None:
    from reader.export import hand_edits

    own = session.library.own_words
    there = {hand_edits.key(one.text): one.id for one in own.notes(article_id)}
    if hand_edits.key(note.text) in there or not clean(note.text).strip():
        return
    was = there.get(hand_edits.key(note.was)) if note.was is not None else None
    if was is not None:
        own.rewrite(was, note.text, session.now())
    else:
        own.write(article_id, note.text, session.now())
        done.conflicts += note.was is not None
    done.notes += 1


def _highlight(session: Session, one: _Written, passages: Sequence[Passage], done: ReadBack) -> set[str]:
    """Mark the passages in the article's text; the hashes of those that it does not have: it may come to have them."""
    missing: set[str] = set()
    own = session.library.own_words
    text = session.library.articles.content(one.article.id).text
    words = quote_anchor.WordPositions(text)
    spans = [
        span for kept in own.highlights(one.article.id) if (span := quote_anchor.find(words, kept.passage))
    ]
    for passage in passages:
        span = quote_anchor.find(words, passage)
        if span is None:
            done.not_found.append(f"{one.path.name}: “{passage.quote}”")
            missing.add(_hash(passage.quote))
        elif not any(start <= span.start and span.end <= end for start, end in spans):
            spans.append(span)
            number = own.mark(one.article.id, quote_anchor.passage(text, *span), session.now())
            done.highlights += number is not None
    return missing
