"""Names of our modules that stand in strings, where no import fails when a module moves: `-m` arguments, what is put
in the place of something, code for another process, documentation."""

from __future__ import annotations

import ast
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

DOTTED = re.compile(r"(?<![\w./@-])reader(?:\.\w+)+")
IMPORTED = re.compile(r"\bfrom\s+(reader(?:\.\w+)*)\s+import\s+(\w+(?:\s*,\s*\w+)*)")


def strings(file: Path) -> Iterator[str]:
    """The strings of a Python file, docstrings and pieces of f-strings among them; all of any other file."""
    text = file.read_text("utf-8")
    if file.suffix != ".py":
        yield text
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def names(text: str) -> Iterator[str]:
    """The dotted names in a text: modules, and what is said to be in them."""
    yield from DOTTED.findall(text)
    for module, imported in IMPORTED.findall(text):
        yield from (f"{module}.{name.strip()}" for name in imported.split(","))


@cache
def is_there(name: str) -> bool:
    """Whether a dotted name leads to a module, or to something in one."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("place", ["reader", "tests", "benchmarks", "scripts", "Makefile", "pyproject.toml"])
def test_a_module_that_a_string_names_is_there(place: str) -> None:
    files = [ROOT / place] if (ROOT / place).is_file() else sorted((ROOT / place).rglob("*"))
    wrong = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        if file.is_file() and (file.suffix == ".py" or place in {"scripts", "Makefile", "pyproject.toml"})
        if file != Path(__file__)
        for text in strings(file)
        for name in names(text)
        if not is_there(name)
    }
    assert not wrong


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reader.errors", True),
        ("reader.errors.BroadsheetError", True),
        ("reader.errors.BroadsheetError.__init__", True),
        ("reader.errors.Nothing", False),
        ("reader.errors.BroadsheetError.nothing", False),
        ("reader.nowhere", False),
        ("reader.nowhere.main", False),
    ],
)
def test_a_name_is_looked_up_as_module_and_as_value(name: str, expected: bool) -> None:
    assert is_there(name) is expected


def test_names_are_found_where_strings_hold_them() -> None:
    code = "import reader.a.b, sys; from reader.c import d, e\npython -m reader.f x reader.g.\nhttp://reader.example/"
    assert sorted(names(code)) == [
        "reader.a.b",
        "reader.c",
        "reader.c.d",
        "reader.c.e",
        "reader.f",
        "reader.g",
    ]
