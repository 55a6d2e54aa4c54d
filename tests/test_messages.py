"""Errors and hints are written in one way: a small first letter, no full stop, a command after a colon.

Whoever shows one makes a sentence of it, so that the shell and the screen each speak in their own way.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from reader import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
TABLES = re.compile(r"hint|_HINT|_NEXT_STEPS|_ERRORS|_NO_FEED|_OTHER_ROOTS|_LOCKED|_DAMAGED|_RESTORE")
RAISED = {name for name, made in vars(errors).items() if isinstance(made, type)} | {
    "mistake",
    "_mistake",
    "file_errors",
}
NAMES = re.compile(r"SQLite|OPML|HTTP|JSON|AND\b|\$BROWSER|[{“/`'-]")
"""What a message may begin with besides a small letter or a digit."""


def text(node: ast.AST) -> str | None:
    """A literal, {} for each value in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def whole(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it; a text that is put together stays whole."""
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from whole(child)


def said(source: str) -> Iterator[str]:
    """Messages and hints of errors as a module writes them: where one is made, in names with HINT, and as `hint = …`."""
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in RAISED:
            parts += [one for one in node.args if one not in node.args[3:]]
            parts += [one.value for one in node.keywords if one.arg == "hint"]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if any(TABLES.search(name) for name in names) and node.value:
                parts += whole(node.value)
        yield from filter(None, map(text, parts))


def wrong(message: str) -> bool:
    begins = message[0].islower() or message[0].isdigit() or NAMES.match(message) is not None
    return not begins or message.endswith(".") or "`" in message or message.startswith("broadsheet ")


def test_every_error_and_hint_is_written_alike() -> None:
    modules = [
        path for path in (ROOT / "reader").rglob("*.py") if "tui" not in path.parts or "front" in path.parts
    ]
    found = {
        (path.name, message)
        for path in modules
        for message in said(path.read_text("utf-8"))
        if message.strip() and wrong(message)
    }
    assert found == set()


def passing(source: str) -> Iterator[str]:
    """The texts that a module of the screen tells in passing."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in ("tell", "notify", "say")
            and node.args
        ):
            first = node.args[0]
            yield from filter(None, (text(one) for one in whole(first) if not isinstance(first, ast.Call)))


def is_odd(message: str) -> bool:
    begins = message[0].isupper() or not message[0].isalpha()
    sentences = message.rstrip(".").count(". ") + 1
    return not begins or (not message.endswith("?") and message.endswith(".") != (sentences > 1))


def test_what_is_told_in_passing_has_a_capital_and_full_stops_where_there_are_two_sentences() -> None:
    found = {
        (path.name, message)
        for path in (ROOT / "reader" / "tui").rglob("*.py")
        for message in passing(path.read_text("utf-8"))
        if len(message) > 8 and is_odd(message)
    }
    assert found == set()
    said = 'self.tell("no link")\nself.tell(f"No {x}. Do it")\nself.notify("Kept.")\nself.tell("Kept" if x else "Gone")'
    assert [is_odd(message) for message in passing(said)] == [True, True, True, False, False]


def test_what_is_written_in_another_way_is_found() -> None:
    source = (
        'raise UsageError("No such file", hint="`x` lists them")\nhint = "Give one."\n_HINTS = {1: "Do it"}'
    )
    assert {message for message in said(source) if wrong(message)} == {
        "No such file",
        "`x` lists them",
        "Give one.",
        "Do it",
    }
    assert not wrong("{} feeds match")
    assert not wrong("OPML files begin with <opml>")
