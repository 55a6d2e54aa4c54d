"""The manifest beside the index's own files: their format, the rules for words that they were made by, the change of the library that they follow, their sizes
and hashes.

The manifest is written after each commit, so it never runs ahead of it; a kill between the two leaves the number of
an earlier change, and the changes since are applied once more, which changes nothing.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from reader.index.analyse import FORMAT
from reader.index.segments.segment import COLUMNS, POSTINGS
from reader.index.segments.whoosh_codec import newest_contents
from reader.text.tokens import ANALYSIS

if TYPE_CHECKING:
    from pathlib import Path

NAME = "broadsheet.json"
_PART = 1 << 20
_CHEAP = 1 << 20
"""Files up to this many bytes are checked by content whenever the index is opened: damage to a column raises nothing."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` gives size and CRC-32 of each file by name; `analysis` is the `text.tokens.ANALYSIS` of its terms."""

    format: int = FORMAT
    last_change: int = 0
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    analysis: int = ANALYSIS

    @property
    def is_current(self) -> bool:
        """True where this program would write the index as it is."""
        return (self.format, self.analysis) == (FORMAT, ANALYSIS)


def read(folder: Path) -> Manifest | None:
    """The folder's manifest, or None where it is missing or unreadable."""
    try:
        raw = json.loads((folder / NAME).read_bytes())
        files = {str(name): (int(size), int(crc)) for name, (size, crc) in raw["files"].items()}
        "".join(files).encode()  # raises ValueError for a name that no file can have
        # The first version that wrote no number had the rules of number 1.
        return Manifest(int(raw["format"]), int(raw["last_change"]), files, int(raw.get("analysis", 1)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def write(folder: Path, last_change: int, before: Manifest | None = None) -> Manifest:
    """Describe the folder as it is; files that `before` knows in the same size are not read again."""
    known = before.files if before else {}
    files: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.iterdir()):
        size = path.stat().st_size
        if path.name == NAME or path.suffix not in (".toc", POSTINGS, COLUMNS):
            continue
        kept = known.get(path.name, (-1, 0))
        files[path.name] = kept if kept[0] == size else (size, _crc(path))
    manifest = Manifest(FORMAT, last_change, files)
    temporary = folder / f"{NAME}.new"
    try:
        temporary.write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        temporary.replace(folder / NAME)
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def is_sound(folder: Path, manifest: Manifest, *, thorough: bool = False) -> bool:
    """Tells whether the files that the newest commit needs are there as they were written.

    Sizes of all, contents of the small ones; `thorough` reads them all. Files that a commit after the manifest took
    away are not missed, as long as that commit's table of contents is there.
    """
    try:
        newer = newest_contents(folder) not in manifest.files
    except OSError:
        return False
    for name, (size, crc) in manifest.files.items():
        path = folder / name
        try:
            if path.stat().st_size != size or ((thorough or size <= _CHEAP) and _crc(path) != crc):
                return False
        except OSError:
            if not newer:
                return False
    return True


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while part := file.read(_PART):
            crc = zlib.crc32(part, crc)
    return crc
