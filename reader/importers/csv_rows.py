"""The rows of a CSV file, by the names in its first row; a row that cannot be read costs itself alone."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.importers.items import LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reader.importers.items import ImportedArticle

_COLUMNS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row and the line on which it ends; the names of its cells are in lower case."""

    place: str
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """The cell, or "" where the row has none."""
        return self.cells.get(name, "")


def articles(
    lines: Iterable[str], article: Callable[[CsvRow], ImportedArticle | LeftOut]
) -> Iterator[ImportedArticle | LeftOut]:
    """The articles that `article` makes of the rows, and what cannot be read as one."""
    for row in rows(lines):
        yield row if isinstance(row, LeftOut) else article(row)


def rows(lines: Iterable[str]) -> Iterator[CsvRow | LeftOut]:
    """The rows below the first. A cell has at most 131,072 characters (the csv module's own limit), so that a quotation
    mark that is never closed swallows no more than that."""
    reader = csv.reader(lines)
    names: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield LeftOut(f"line {reader.line_num}", "not valid CSV: a cell does not end")
            continue
        if names is None:
            names = [name.strip("\ufeff \t").lower() for name in cells[:_COLUMNS_LIMIT]]
        elif any(cell.strip() for cell in cells):
            yield CsvRow(f"line {reader.line_num}", dict(zip(names, cells, strict=False)))
