"""The export folder during one run: the names that are taken, and the places to which articles' files were moved."""

from __future__ import annotations

import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader import durable
from reader.errors import FileError
from reader.export import atomic_write, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reader.export.names import Naming
    from reader.export.registry import Exporter
    from reader.model import Article

FILES_LIMIT = 100_000
"""Files whose heads are read to find moved ones."""

INDEX = "index.md"
"""The list of a folder's notes: no note is called so."""

HEAD_BYTES = 16_384
"""Bytes of a file in which its front matter is looked for: title, description and the lists fit."""


class Folder:
    """The folder of one run in one format. Nothing is read or made before it is needed; links are not followed.

    `unedited` gives the states of files as they were last seen, and the uids in them, by path below the folder: while one
    has that state its head is not read.
    """

    def __init__(
        self,
        path: Path,
        exporter: Exporter,
        unedited: Callable[[], Mapping[str, tuple[str, str]]] = dict,
    ) -> None:
        self.path = path
        self.exporter = exporter
        self._get_unedited = unedited
        self._moved: dict[str, Path] | None = None
        self._names: dict[Path, set[str]] = {}
        self._places: dict[str, Path] = {}
        self._written: set[Path] = set()
        self._resolved: dict[str, tuple[Path, bool]] = {}

    @cached_property
    def _unedited(self) -> Mapping[str, tuple[str, str]]:
        return self._get_unedited()

    @cached_property
    def _real(self) -> Path:
        return Path(os.path.realpath(self.path))

    def at(self, relative: str) -> Path:
        """The place of a file within the folder, links resolved; FileError where that leads out of it."""
        # Ten thousand files stand in few folders: each of these is resolved once.
        parent, _, name = relative.rpartition("/")
        folder, is_within = self._resolved.get(parent) or self._resolve(parent)
        place = folder / name
        if is_within and name != ".." and not os.path.islink(place):  # noqa: PTH114 - a third of the time
            return place
        place = Path(os.path.realpath(place))
        if not place.is_relative_to(self._real):
            raise FileError(
                "leads out of the export folder; nothing was written",
                subject=str(self.path / relative),
                hint="remove the link, or export to its target with --to DIR",
            )
        return place

    def _resolve(self, parent: str) -> tuple[Path, bool]:
        """A folder below this one, its links resolved, and True where that is still below: then what a killed export has left
        there is taken away, also by an export that has nothing to write."""
        folder = Path(os.path.realpath(self._real / parent))
        self._resolved[parent] = folder, (is_within := folder.is_relative_to(self._real))
        if is_within:
            durable.remove_left(folder)
        return self._resolved[parent]

    def relative(self, path: Path) -> str:
        """The path below the folder, with slashes: what the library remembers."""
        return path.relative_to(self._real).as_posix()

    def find(self, uid: str) -> Path | None:
        """The file that names the article, wherever in the folder it is; the folder is read once."""
        if self._moved is None:
            self._moved = {}
            for path, found in self.articles():
                self._moved.setdefault(found, path)
        return self._moved.get(uid)

    def is_other(self, path: Path, uid: str) -> bool:
        """True where the file names another article: the reader gave it the name of this one's."""
        return self._uid(path) not in (None, uid)

    def place(self, article: Article, naming: Naming) -> Path:
        """A path for an article's new file that no file there has, nor one that differs by case or Unicode form only. It is
        the article's from then on."""
        if article.uid not in self._places:
            folder = self.at(naming.below(article))
            taken, stem, number = self._taken(folder), naming.stem(article), 1
            while names.key(name := names.file_name(stem, number, self.exporter.suffix)) in taken:
                number += 1
            taken.add(names.key(name))
            self._places[article.uid] = folder / name
        return self._places[article.uid]

    def write(self, path: Path, text: str) -> str | None:
        """Write a file; its name is on the disk with the next `sync`. Gives what `atomic_write.write` gives."""
        state = atomic_write.write(path, text)
        self._written.add(path.parent)
        return state

    def sync(self) -> None:
        """Wait until the names of all files that were written are on the disk: one whose name a power cut took back would
        count as one that the reader deleted."""
        while self._written:
            folder = self._written.pop()
            try:
                durable.sync_folder(folder)
            except OSError as error:
                raise atomic_write.unusable(folder, error, "written") from error

    def _taken(self, folder: Path) -> set[str]:
        if folder not in self._names:
            try:
                self._names[folder] = {INDEX, *(names.key(path.name) for path in folder.iterdir())}
            except FileNotFoundError:
                self._names[folder] = {INDEX}
            except OSError as error:
                raise atomic_write.unusable(folder, error, "read") from error
        return self._names[folder]

    def articles(self) -> Iterator[tuple[Path, str]]:
        """The articles' files below the folder, each with the uid that it names."""
        for number, path in enumerate(self._files()):
            if number >= FILES_LIMIT:
                break
            if (found := self._uid(path)) is not None:
                yield path, found

    def beside(self) -> Iterator[tuple[Path, Path | None]]:
        """The files that were written beside changed ones and are still there, each with the changed one, if any."""
        for path in self._files(beside=True):
            if (uid := self._uid(path)) is not None:
                stem = self._beside.sub("", path.name)
                there = path.with_name(stem + self.exporter.suffix)
                yield path, there if there.is_file() and not there.is_symlink() else self.find(uid)

    @cached_property
    def _beside(self) -> re.Pattern[str]:
        return re.compile(rf"\.new(-\d+)?{re.escape(self.exporter.suffix)}\Z")

    def _files(self, *, beside: bool = False) -> Iterator[Path]:
        """The folder's files of the format: those of the reader, or those that were written beside them."""
        end = self.exporter.suffix
        for parent, folders, here in os.walk(self._real):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(here):
                if (
                    name.endswith(end)
                    and not name.startswith(".")
                    and bool(self._beside.search(name)) == beside
                ):
                    yield Path(parent, name)

    def _uid(self, path: Path) -> str | None:
        below = os.path.relpath(path, self._real)
        if (seen := self._unedited.get(below)) and seen[0] == atomic_write.state(path):
            return seen[1]
        try:
            if path.is_symlink():
                return None
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
        except OSError:
            return None  # a file of the reader's that cannot be read is not one we look for
        return self.exporter.uid(head.decode("utf-8-sig", "replace").replace("\r\n", "\n"))
