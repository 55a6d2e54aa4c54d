"""Three-way merge of front matter, or of a page's properties, key by key, for a file whose properties the reader edits too.

Only keys that we wrote and the reader left alone become ours. ruamel.yaml reads the keys and writes the values that
change, with their quoting and comments; all other lines stay byte for byte.
"""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from reader.export.markdown_file import ALWAYS_TAGGED
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SET_KEY = "tags"
"""The key whose value is a set, as is that of any key that holds the tag of all our files: what each side added or
removed counts, not the whole."""

ATOMS_LIMIT = 10_000
"""Parts of a value that are compared: aliases can make a line endless."""

_COMMENT = re.compile(r"#.*")
_DASH = re.compile(r"(?m)^( *)-(?: |$)")

_OTHER_ENDS = "\r\x85\u2028\u2029"


class PropertiesRefused(ValueError):
    """Front matter that is no map of keys, in words for the reader."""


class MergedProperties(NamedTuple):
    """The lines for the file, and the keys that both sides gave another value: there the reader's stands."""

    lines: list[str]
    conflicts: tuple[str, ...]


class _Sides(NamedTuple):
    """The value of one key on each side; None where there is no such key."""

    base: object
    hand: object
    ours: object


class _Entry(NamedTuple):
    """Lines [start, end) of a key with its value, without the comments and blank lines below it."""

    start: int
    end: int


def merge(base: Sequence[str], hand: Sequence[str], ours: Sequence[str]) -> MergedProperties:
    """Merge the lines between the fences. Raises PropertiesRefused where the hand's are no YAML that can be kept."""
    was, there, new = _loaded(base), _loaded(hand), _loaded(ours)
    lines, spans = list(hand), _entries(hand, there)
    written, written_spans = list(ours), _entries(ours, new)
    changed: dict[str, list[str]] = {}
    conflicts: list[str] = []
    for key in dict.fromkeys([*new, *was]):
        sides = _Sides(*(_plain(side.get(key)) if key in side else None for side in (was, there, new)))
        if sides.ours in (sides.base, sides.hand):
            continue
        if _is_set(key, sides):
            value = _block_of(_set(sides))
        elif sides.hand == sides.base:
            value = new.get(key)
        else:
            conflicts += [key] if key in there else []  # a property that the reader took away stays away
            continue
        if key in there:
            span = spans[key]
            changed[key] = _rewritten(lines[span.start : span.end], key, value)
        elif value is not None:
            span = written_spans[key]
            is_set = _is_set(key, sides)
            changed[key] = _block(key, value) if is_set else written[span.start : span.end]
    merged = _put(lines, spans, changed, list(new))
    _check(merged, there, changed)
    return MergedProperties(merged, tuple(conflicts))


def merge_page(base: Sequence[str], hand: Sequence[str], ours: Sequence[str]) -> MergedProperties:
    """Merge the lines `name:: value` at the head of a page of Logseq's."""
    was, there, new = map(_page, (base, hand, ours))
    changed: dict[str, list[str]] = {}
    conflicts: list[str] = []
    for key in dict.fromkeys([*new, *was]):
        sides = _Sides(
            *(side[key].partition("::")[2].strip() if key in side else None for side in (was, there, new))
        )
        if sides.ours in (sides.base, sides.hand):
            continue
        if key == SET_KEY or any(
            str(side).startswith(f"{ALWAYS_TAGGED},") for side in (sides.base, sides.ours)
        ):
            names = ", ".join(_set(sides))
            changed[key] = [f"{(new.get(key) or was[key]).partition('::')[0]}:: {names}"] if names else []
        elif sides.hand == sides.base:
            changed[key] = [new[key]] if key in new else []
        else:
            conflicts += [key] if key in there else []
    spans = {key: _Entry(at, at + 1) for at, key in enumerate(there)}
    return MergedProperties(_put(hand, spans, changed, list(new)), tuple(conflicts))


def _page(lines: Sequence[str]) -> dict[str, str]:
    """The lines by their names. Raises PropertiesRefused where two have one name."""
    found = {line.partition("::")[0].strip().lower(): line for line in lines}
    if len(found) < len(lines):
        raise PropertiesRefused("two of its properties have the same name")
    return found


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.composer.warn_double_anchors = (
        False  # an anchor may be given again; a warning would be printed over the screen
    )
    return yaml


def _loaded(lines: Sequence[str]) -> CommentedMap:
    """The keys and values. Raises PropertiesRefused in words."""
    try:
        found = _yaml().load("\n".join(lines) + "\n")
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2} of its properties is" if mark else "its properties are"
        raise PropertiesRefused(f"{where} not valid YAML") from error
    except (ValueError, RecursionError, OverflowError, AttributeError, TypeError, KeyError) as error:
        raise PropertiesRefused("its properties are not valid YAML") from error
    if found is None:
        return CommentedMap()
    if not isinstance(found, CommentedMap) or not all(isinstance(key, str) for key in found):
        raise PropertiesRefused("its properties are not pairs of names and values")
    return found


def _entries(lines: Sequence[str], loaded: CommentedMap) -> dict[str, _Entry]:
    """The place of each key. Raises PropertiesRefused for a map in braces or one that merges others."""
    if not loaded:
        return {}
    # YAML ends lines at these, too, so its numbers of lines are not ours.
    if any(end in line for line in lines for end in _OTHER_ENDS):
        raise PropertiesRefused("its properties contain line ends that Markdown does not know")
    if loaded.fa.flow_style() or loaded.merge:
        raise PropertiesRefused("its properties are not on one line each")
    starts = [(loaded.lc.key(key)[0], key) for key in loaded]
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    if [start for start, _ in starts] != sorted({start for start, _ in starts}):
        raise PropertiesRefused("its properties are not on one line each")
    return {
        key: _Entry(start, _end(lines, start, end)) for (start, key), end in zip(starts, ends, strict=True)
    }


def _end(lines: Sequence[str], start: int, end: int) -> int:
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _plain(value: object) -> object:
    """A value without its form, to be compared: Obsidian quotes, unquotes and indents as it likes."""
    if isinstance(value, CommentedSeq | CommentedMap):
        return tuple(islice(_atoms(value), ATOMS_LIMIT))
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _atoms(value: CommentedSeq | CommentedMap) -> Iterator[object]:
    """The items of a list, the names and values of a map, those of lists and maps within in brackets."""
    waiting: list[object] = [value]
    is_first = True
    while waiting:
        one = waiting.pop()
        if not isinstance(one, CommentedSeq | CommentedMap):
            yield _plain(one)
            continue
        if not is_first:
            yield ("[",)
            waiting.append("]")
        is_first = False
        parts = one if isinstance(one, CommentedSeq) else [part for item in one.items() for part in item]
        waiting += reversed(parts)


def _is_set(key: str, sides: _Sides) -> bool:
    ours = (sides.base, sides.ours)
    return key == SET_KEY or any(isinstance(side, tuple) and ALWAYS_TAGGED in side for side in ours)


def _set(sides: _Sides) -> list[str]:
    """The items of the hand, without what we took away, and with what we added."""
    base, hand, ours = ({fold(name.strip("[]")): name for name in _names(side)} for side in sides)
    kept = {key: name for key, name in hand.items() if key in ours or key not in base}
    added = {key: name for key, name in ours.items() if key not in base}
    return list(({**kept, **added} | kept).values())


def _block_of(names: Iterable[str]) -> CommentedSeq:
    return CommentedSeq(map(DoubleQuotedScalarString, names))


def _names(value: object) -> Iterable[str]:
    """The names of a set: the items of a list, or those of a line with commas."""
    items = value if isinstance(value, tuple) else str(value or "").split(",")
    return [name for item in items if (name := str(item).strip().lstrip("#"))]


def _rewritten(lines: Sequence[str], key: str, value: object) -> list[str]:
    """The lines of a key with another value, None for none, in the form that it had; no comment in it is lost."""
    try:
        loaded = _loaded(lines)
        comments = [*_comments(loaded)]
    except (PropertiesRefused, RecursionError) as error:
        raise PropertiesRefused(f"{key} cannot be changed by itself") from error
    if value is None:
        return comments
    old = loaded[key]
    if isinstance(old, CommentedSeq) and isinstance(value, CommentedSeq):
        _become(old, value)
    else:
        loaded[key] = _like(old, value)
    yaml = _yaml()
    dash = _DASH.search("\n".join(lines))
    indent = len(dash[1]) if dash else 2
    yaml.indent(mapping=2, sequence=indent + 2, offset=indent)
    out = io.StringIO()
    yaml.dump(loaded, out)
    written = out.getvalue().rstrip("\n").split("\n")
    left = "\n".join(written)
    return [*written, *(comment for comment in comments if comment not in left)]


def _block(key: str, value: object) -> list[str]:
    return _rewritten([f"{key}:", '  - ""'], key, value)


def _become(old: CommentedSeq, new: Sequence[object]) -> None:
    """Give a list other items; those that stay keep their form and their comments."""
    wanted = [fold(str(_plain(item))).lstrip("#") for item in new]
    for number in reversed(range(len(old))):
        if fold(str(_plain(old[number]))).lstrip("#") not in wanted:
            del old[number]
    have = [fold(str(_plain(item))).lstrip("#") for item in old]
    like = old[-1] if old else DoubleQuotedScalarString("")
    if have == [name for name in wanted if name in have]:
        for number, (name, item) in enumerate(zip(wanted, new, strict=True)):
            if name not in have:
                old.insert(number, _like(like, item))
    else:
        for name, item in zip(wanted, new, strict=True):
            if name not in have:
                old.append(_like(like, item))


def _like(old: object, new: object) -> object:
    """A text in the quotes of the one before it; others as they are."""
    if not isinstance(new, str):
        return new
    if isinstance(old, SingleQuotedScalarString):
        return SingleQuotedScalarString(new)
    return DoubleQuotedScalarString(new) if isinstance(old, DoubleQuotedScalarString) else str(new)


def _comments(node: Any) -> Iterator[str]:
    """The comments within a value, each from its # on."""
    for token in _tokens(node.ca.comment):
        yield from _COMMENT.findall(token.value)
    for kept in node.ca.items.values():
        for token in _tokens(kept):
            yield from _COMMENT.findall(token.value)
    for child in node.values() if isinstance(node, CommentedMap) else node:
        if isinstance(child, CommentedMap | CommentedSeq):
            yield from _comments(child)


def _tokens(kept: Any) -> Iterator[Any]:
    for token in kept or ():
        if isinstance(token, list):
            yield from _tokens(token)
        elif token is not None:
            yield token


def _put(
    lines: Sequence[str],
    spans: Mapping[str, _Entry],
    changed: Mapping[str, Sequence[str]],
    order: Sequence[str],
) -> list[str]:
    """The lines with the changed keys; a new one comes behind the key that it follows in ours."""
    behind: dict[str | None, list[str]] = {}
    known: str | None = None
    for key in order:
        if key in spans:
            known = key
        elif key in changed:
            behind.setdefault(known, []).extend(changed[key])
    merged, at = list(behind.get(None, [])), 0
    for key, span in spans.items():
        merged += lines[at : span.start]
        merged += changed[key] if key in changed else lines[span.start : span.end]
        merged += behind.get(key, [])
        at = span.end
    return merged + list(lines[at:])


def _check(merged: Sequence[str], there: CommentedMap, changed: Mapping[str, object]) -> None:
    """Raises PropertiesRefused where a key that was not to be changed reads otherwise now."""
    found = _loaded(merged)
    kept = [key for key in there if key not in changed]
    if any(key not in found or _plain(found[key]) != _plain(there[key]) for key in kept):
        raise PropertiesRefused("its properties cannot be changed one by one")
