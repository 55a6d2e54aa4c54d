"""Finds what a reader wrote into an exported note: tags, sentences below "Notes", highlighted passages.

Each is told by what we wrote last. A note or highlight that is missing says nothing: the file may have been cut short.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from reader.export.merge_file import BOM, same
from reader.markdown import dialect, front_matter
from reader.markdown.note_sections import without_callout
from reader.model import Passage
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reader.markdown.front_matter import Value

ALIKE = 0.6
"""Share of its letters that an edited note must still have to be told from a new one."""

EDITS_LIMIT = 200
"""Notes of one file that are compared with each other."""

_CONTEXT = 120
_HEADING = re.compile(r"#{1,2}[ \t]+(?P<title>.+?)[ \t#]*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_FENCE = re.compile(r"(?ms)^(`{3,}|~{3,}).*?(?:^\1[`~]*[ \t]*$|\Z)")
_CODE = re.compile(r"(`+)[^`\n](?:.{0,2000}?[^`])?\1(?!`)")
_MARKED = re.compile(r"(?<![=\\])==(?![=\s])(?P<words>[^\n]{0,2000}?[^=\s\\])==(?!=)")
_AROUND_TAG = re.compile(r"\A[#/\s]+|[/\s]+\Z")
_CUT_CALLOUT = re.compile(r"\[(?:![\w-]*\]?[+-]?)?")
_QUOTE = re.compile(r"(?m)^> ?")


class NoteEdit(NamedTuple):
    """A note that the reader wrote, or the new words of one that was there; `was` has those before, None for a new one."""

    text: str
    was: str | None = None


class HandEdits(NamedTuple):
    """All that a reader wrote. `written` has all notes and passages of the file that we did not write, as they are compared."""

    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    notes: tuple[NoteEdit, ...] = ()
    highlights: tuple[Passage, ...] = ()
    written: frozenset[str] = frozenset()


def found(text: str, base: str, *, always: str, known: Sequence[str] = ()) -> HandEdits:
    """Compare a file with the text that we wrote last.

    `always` is the tag of all our files. `known` are notes that were read from this file before: other words for one of
    these are an edit of it.
    """
    if same(text, base):
        return HandEdits()
    text, base = (one.removeprefix(BOM).replace("\r\n", "\n") for one in (text, base))
    (keys, body), (base_keys, old_body) = front_matter.read(text), front_matter.read(base)
    name = _tags_name(base_keys, always)
    # Front matter has an end; of a page's properties that were cut short, the last one is missing.
    if not text.startswith("---") and next(reversed(base_keys), name) not in keys:
        keys = {}
    added, removed = (
        _tags(_names(keys[name]), _names(base_keys.get(name, [])), always) if name in keys else ((), ())
    )
    notes, was_notes = _notes(body), _notes(old_body)
    quotes, was_quotes = list(_passages(body)), {key(one.quote) for one in _passages(old_body)}
    highlights = [one for one in quotes if key(one.quote) not in was_quotes and not _is_cut(one, was_quotes)]
    theirs = {key(one) for one in notes} - {key(one) for one in was_notes}
    return HandEdits(
        added,
        removed,
        tuple(_edits(notes, [*was_notes, *known], is_cut=_ends_in_notes(body))),
        tuple(highlights),
        frozenset(theirs | {key(one.quote) for one in highlights}),
    )


def key(text: str) -> str:
    """The words by which a note or a passage is compared."""
    return " ".join(text.split())


def _tags_name(keys: Mapping[str, Value], always: str) -> str:
    """The name of the property with the tags: the one that holds the tag of all our files."""
    return next((name for name, value in keys.items() if _is_of_tags(value, always)), "tags")


def _is_of_tags(value: Value, always: str) -> bool:
    return always in value if isinstance(value, list) else value.startswith(f"{always},")


def _names(value: Value) -> list[str]:
    """The tags of a property, without #."""
    names = value if isinstance(value, list) else value.split(",")
    return [name for one in names if (name := _AROUND_TAG.sub("", one))]


def _tags(text: list[str], base: list[str], always: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    now, was = ({fold(name): name for name in one} for one in (text, base))
    added = tuple(name for one, name in now.items() if one not in was and one != fold(always))
    return added, tuple(name for one, name in was.items() if one not in now and one != fold(always))


# Notes


class _Block(NamedTuple):
    """Lines [start, end) of a body that are one note or one quotation, and what they say."""

    start: int
    end: int
    text: str


def _notes(body: str) -> list[str]:
    return [block.text for block in _note_blocks(body.split("\n"))]


def _note_blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """The items of a list and the paragraphs below each heading "Notes"."""
    for first, last in _sections(lines, "notes"):
        starts: list[int] = []
        is_item = is_apart = True
        for number in range(first, last):
            line = lines[number]
            if _ITEM.match(line):
                starts.append(number)
                is_item = True
            elif line.strip() and is_apart and not (starts and is_item and line[0].isspace()):
                starts.append(number)
                is_item = False
            is_apart = not line.strip()
        yield from _blocks(lines, starts, last)


def _quote_blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """The quotations below each heading "Highlights"."""
    for first, last in _sections(lines, "highlights"):
        starts = [
            number
            for number in range(first, last)
            if lines[number].startswith(">") and not lines[number - 1].startswith(">")
        ]
        yield from _blocks(lines, starts, last)


def _blocks(lines: Sequence[str], starts: Sequence[int], last: int) -> Iterator[_Block]:
    for start, end in zip(starts, [*starts[1:], last], strict=False):
        written = [
            _QUOTE.sub("", lines[start]),
            *(_QUOTE.sub("", line.strip()) for line in lines[start + 1 : end]),
        ]
        if item := _ITEM.match(written[0]):
            written[0] = written[0][item.end() :]
        if lines[start].startswith(">") and _CUT_CALLOUT.fullmatch(written[0]) and not any(written[1:]):
            continue
        if text := dialect.plain(without_callout("\n".join(written))).strip():
            yield _Block(start, end, text)


def _sections(lines: Sequence[str], title: str) -> Iterator[tuple[int, int]]:
    """Lines [start, end) below each heading of that name, up to the next heading of its level or above."""
    headings = [
        (number, match["title"]) for number, line in enumerate(lines) if (match := _HEADING.fullmatch(line))
    ]
    ends = [number for number, _ in headings[1:]] + [len(lines)]
    for (number, name), end in zip(headings, ends, strict=False):  # without headings there is one end
        if name.casefold() == title:
            yield number + 1, end


def _ends_in_notes(body: str) -> bool:
    """True where no heading stands below the last note: a file that was cut short may end there."""
    lines = body.split("\n")
    return any(end == len(lines) for _, end in _sections(lines, "notes"))


def fitted(ours: str, base: str, hand: str) -> tuple[str, str]:
    """Our text and the file, ready to be merged where the reader has notes and quotations in a form of their own.

    What the file has already is not in ours again, and what comes to a section that the reader began stands in it.
    """
    lines = ours.split("\n")
    raw = hand.split("\n")
    for title, blocks in (("notes", _note_blocks), ("highlights", _quote_blocks)):
        theirs = [line.removesuffix("\r") for line in raw]
        was = base.split("\n")
        written, known = ({key(block.text) for block in blocks(one)} for one in (theirs, was))
        found = list(blocks(lines))
        left = [
            block
            for block in found
            if key(block.text) not in written - known or _has(theirs, lines[block.start : block.end])
        ]
        begun = [*_sections(theirs, title)]
        if found and begun and not [*_sections(was, title)]:
            new = [block for block in left if not _has(theirs, lines[block.start : block.end])]
            added = [lines[block.start : block.end] for block in new]
            raw = _added(raw, begun[-1], added, is_list=title == "notes")
            left = []
        if len(left) < len(found):
            kept = {number for block in left for number in range(block.start, block.end)}
            gone = {number for block in found for number in range(block.start, block.end)} - kept
            gone |= set() if left else {found[0].start - 2, found[0].start - 1}
            lines = [line for number, line in enumerate(lines) if number not in gone]
    return "\n".join(lines), "\n".join(raw)


def _added(
    raw: list[str], section: tuple[int, int], blocks: Sequence[Sequence[str]], *, is_list: bool
) -> list[str]:
    """The lines of a file with blocks at the end of a section, parted by blank lines unless they are items of one list."""
    start, end = section
    carriage = "\r" if raw[0].endswith("\r") else ""
    while end > start and not raw[end - 1].strip():
        end -= 1
    new: list[str] = []
    for block in blocks:
        above = new[-1] if new else raw[end - 1]
        if not (is_list and _ITEM.match(above) and _ITEM.match(block[0])):
            new.append("")
        new += [
            line for number, line in enumerate(block) if line.strip() or any(map(str.strip, block[number:]))
        ]
    return [*raw[:end], *(line + carriage for line in new), *raw[end:]]


def _has(lines: Sequence[str], block: Sequence[str]) -> bool:
    """True where the lines of a block, without blank ones, stand somewhere as they are."""
    wanted = [line for line in block if line.strip()]
    return "\n".join(wanted) in "\n".join(line for line in lines if line.strip())


def _edits(notes: Sequence[str], base: Sequence[str], *, is_cut: bool) -> Iterator[NoteEdit]:
    """The notes that are not in the base, each with the one that it was."""
    there, were = {key(one) for one in notes}, {key(one) for one in base}
    missing = [one for one in dict.fromkeys(base) if key(one) not in there]
    for number, text in enumerate(notes):
        if key(text) in were:
            continue
        if (
            is_cut
            and number == len(notes) - 1
            and any(key(one).startswith(key(text).rstrip("\\")) for one in missing)
        ):
            continue
        was = _nearest(text, missing) if max(len(missing), len(notes)) <= EDITS_LIMIT else None
        if was is not None:
            missing.remove(was)
        yield NoteEdit(text, was)


def _nearest(text: str, missing: Collection[str]) -> str | None:
    """The note that became this one; None where it is new."""
    best, nearest = ALIKE, None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(key(text)[:1_000])
    for one in missing:
        matcher.set_seq1(key(one)[:1_000])
        if key(text).startswith(key(one)):
            return one
        if matcher.real_quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, nearest = ratio, one
    return nearest


# Passages


def _passages(body: str) -> Iterator[Passage]:
    """The passages that are marked with == in the text, and those that are quoted below "Highlights"."""
    every = body.split("\n")
    for first, last in _sections(every, "notes"):  # what is marked there is marked in a thought
        every[first:last] = [""] * (last - first)
    lines = [line for line in _FENCE.sub("", "\n".join(every)).split("\n") if line.strip()]
    for number, line in enumerate(lines):
        shown = _CODE.sub(lambda found: " " * len(found[0]), line)
        for match in _MARKED.finditer(shown):
            start, end = match.span("words")
            before = " ".join([*lines[max(number - 1, 0) : number], line[: start - 2]])
            after = " ".join([line[end + 2 :], *lines[number + 1 : number + 2]])
            if words := _plain(line[start:end]):
                yield Passage(words, _plain(before)[-_CONTEXT:], _plain(after)[:_CONTEXT])
    for block in _quote_blocks(body.split("\n")):
        yield Passage(block.text)


def _is_cut(passage: Passage, was: Collection[str]) -> bool:
    """True for a quotation of ours of which the end is missing."""
    return not (passage.before or passage.after) and any(one.startswith(key(passage.quote)) for one in was)


def _plain(markdown: str) -> str:
    return dialect.plain(markdown.replace("==", "").strip("> \t")).strip()
