"""Reads a TOML file of the user's within bounds, with the line of each key. Whatever is wrong comes back in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.late import pattern
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SIZE_LIMIT = 1_000_000
"""Bytes of a file; a longer one is not read."""

NOTICE_LIMIT = 20
"""Notices for one file; the rest is counted."""


class TomlFile(NamedTuple):
    """`tree` as tomllib gives it; `lines`: dotted name → the first line that sets it, as far as lines tell.
    `problem` says in words why the file cannot be used ("is not valid TOML: …"), at `problem_line` where that is known."""

    tree: Mapping[str, object]
    lines: Mapping[str, int]
    problem: str = ""
    problem_line: int | None = None


def read(path: Path) -> TomlFile:
    """The file; an empty tree where there is none, or where it cannot be used."""
    try:
        with path.open("rb") as file:
            body = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        return TomlFile({}, {})
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        return TomlFile({}, {}, f"cannot be read ({getattr(error, 'strerror', None) or error})")
    if len(body) > SIZE_LIMIT:
        return TomlFile({}, {}, f"is larger than {SIZE_LIMIT:,} bytes")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return TomlFile({}, {}, f"is not UTF-8 (byte {error.start:,})")
    return _parse(text) if text.strip() else TomlFile({}, {})


def tree(text: str) -> Mapping[str, object] | None:
    """The tree of a text; None where it is not TOML."""
    return None if (file := _parse(text)).problem else file.tree


def notice(path: Path, at: int | None, problem: str) -> str:
    """One line that says what is wrong with a file, and on which of its lines where that is known."""
    where = f", line {at:,}" if at else ""
    return line(f"{path}{where}: {problem}")


def bounded(path: Path, notices: list[str], things: str) -> tuple[str, ...]:
    """The first `NOTICE_LIMIT` notices of a file; the rest is one notice with their number."""
    if len(notices) <= NOTICE_LIMIT:
        return tuple(notices)
    rest = f"{len(notices) - NOTICE_LIMIT:,} more {things} that cannot be used"
    return (*notices[:NOTICE_LIMIT], notice(path, None, f"{rest}; fix the first ones, then check again"))


def nearest(written: str, known: Iterable[str], otherwise: str, cutoff: float = 0.6) -> str:
    """The next step for a name that is unknown: the known one that is most like it, or `otherwise` where none is."""
    # Imported late: only a mistake needs it.
    from difflib import get_close_matches

    # It takes quadratic time, and no name that is known is longer.
    close = get_close_matches(written[:80].lower().replace("-", "_"), sorted(known), 1, cutoff)
    return f"did you mean {close[0]}?" if close else otherwise


_TOO_DEEP = pattern(r"""(?<![\w.-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}""")
"""A dotted key of more than forty parts: tomllib takes quadratic time for one."""


def _parse(text: str) -> TomlFile:
    # Imported late: most users have no such file.
    import tomllib

    if _TOO_DEEP.search(text):
        return TomlFile({}, {}, "is nested too deeply")
    try:
        return TomlFile(tomllib.loads(text), _lines(text))
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at ")
        place = re.match(r"line (\d+)", where)
        at = int(place[1]) if place else text.count("\n") + 1  # else it says "at end of document"
        return TomlFile({}, {}, f"is not valid TOML: {reason[:1].lower()}{reason[1:]}", at)
    except RecursionError:
        return TomlFile({}, {}, "is nested too deeply")
    except ValueError:
        # int() refuses more than 4,300 digits, datetime the 30th of February.
        return TomlFile({}, {}, "contains an invalid number or date")


_LOOKED_AT = 300
"""Characters of a line in which its key is looked for."""

_HEADER = pattern(r"\[([\w. \t\"'-]+)\]")
_KEY = pattern(r"([\w. \t\"'-]+|\"[^\"]*\"[ \t]*|'[^']*'[ \t]*)=")


def _lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    table = ""
    for number, written in enumerate(text.split("\n"), start=1):
        start = written[:_LOOKED_AT].strip()
        if header := _HEADER.match(start):
            table = _bare(header[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(start):
            lines.setdefault(f"{table}.{_bare(key[1])}" if table else _bare(key[1]), number)
    return lines


def line_of(file: TomlFile, table: str, key: str) -> int | None:
    """The line that sets a key of a table, whatever the key is."""
    return file.lines.get(f"{table}.{_bare(key)}")


def _bare(key: str) -> str:
    return re.sub(r"[\s\"']", "", key)
