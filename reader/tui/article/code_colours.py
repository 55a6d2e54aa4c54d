"""Colours code by its language: which parts of a block are keywords, strings, comments, numbers, by the roles of a theme.

Code is foreign text, and lexers are regular expressions: only well-known languages are read, only so much of a block,
and only for so long. What is left out is drawn plainly.
"""

from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING

from reader import log
from reader.tui.article.block import INK, Look, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT = 10_000
"""Characters of a block that are coloured: the first ones. Some 250 lines, 20 ms."""

LINE_LIMIT = 500
"""Characters of a line of code that a person writes at most: some expressions take the square of a line's length."""

BUDGET_S = 0.08
"""Seconds of CPU time that a block may take; in honest code of that length it is a third of this."""

_NAMES = (
    "bash c c# c++ clj clojure cpp cs csharp css d dart diff docker dockerfile elixir erlang ex f# fsharp go golang"
    " graphql h haskell hpp hs html java javascript jl js json json5 jsonc jsx julia kotlin kt less lisp lua make"
    " makefile nim nix objc objective-c ocaml patch perl php pl powershell ps1 py pycon python python3 r rb rs ruby"
    " rust scala scheme scss sh shell sql swift toml ts tsx typescript udiff vim xml yaml yml zig zsh"
)
LANGUAGES = frozenset(_NAMES.split())
"""Those whose code is coloured, by the names that fences give them."""
_SPOKEN = {
    "jsx": "js",
    "tsx": "ts",
    "jsonc": "json",
    "json5": "json",
    "h": "c",
    "hpp": "cpp",
    "kt": "kotlin",
    "patch": "diff",
}
"""Names that the lexers know under another one."""

_LOOKS = (
    ("Token.Comment.Preproc", Look("accent")),
    ("Token.Comment", Look("dim", italic=True)),
    ("Token.Literal.String.Doc", Look("dim", italic=True)),
    ("Token.Literal.String", Look("good")),
    ("Token.Literal.Number", Look("warn")),
    ("Token.Keyword", Look("accent")),
    ("Token.Operator.Word", Look("accent")),
    ("Token.Name.Tag", Look("accent")),
    ("Token.Name.Function", Look(bold=True)),
    ("Token.Name.Class", Look(bold=True)),
    ("Token.Generic.Heading", Look(bold=True)),
    ("Token.Generic.Subheading", Look("accent")),
    ("Token.Generic.Prompt", Look("accent")),
    ("Token.Generic.Inserted", Look("good")),
    ("Token.Generic.Deleted", Look("bad")),
)
"""How kinds of tokens look, by how their names begin; everything else is ink."""


def runs(text: str, language: str) -> list[TextRun]:
    """The runs of a block of code, which cover it in order; a single one of ink where its language is not known."""
    name = language.lower()
    end = _coloured_end(text) if name in LANGUAGES else 0
    return (
        _covering(_lexed(text[:end], _SPOKEN.get(name, name)), len(text)) if end else _covering((), len(text))
    )


def _coloured_end(text: str) -> int:
    """The end of what is coloured: a line's end before the limit; 0 where a line is longer than code has them."""
    end = len(text) if len(text) <= LIMIT else text.rfind("\n", 0, LIMIT)
    return 0 if end < 0 or max(map(len, text[:end].split("\n"))) > LINE_LIMIT else end


def _covering(found: Iterable[tuple[int, int, Look]], length: int) -> list[TextRun]:
    """Runs of the text's length: neighbours of one look are one, what was not found is ink."""
    made: list[TextRun] = []
    for start, end, look in (*found, (length, length, INK)):
        at = made[-1].end if made else 0
        for low, high, how in ((at, start, INK), (max(start, at), end, look)):
            if low >= high:
                continue
            if made and made[-1].look == how:
                made[-1] = made[-1]._replace(end=high)
            else:
                made.append(TextRun(low, high, how))
    return made


def _lexed(text: str, name: str) -> Iterator[tuple[int, int, Look]]:
    """Start, end and look of each token, until the time is over."""
    from pygments.lexers import get_lexer_by_name  # late: only an article with code needs it

    over = thread_time() + BUDGET_S
    options = {"startinline": True} if name == "php" else {}
    try:
        for start, kind, value in get_lexer_by_name(name, **options).get_tokens_unprocessed(text):
            if thread_time() > over:
                return
            yield start, start + len(value), _look(str(kind))
    except Exception:  # a fault in one of a hundred lexers costs the rest of the colours, not the article
        log.exception("colouring code", about=name)


def _look(kind: str) -> Look:
    return next((look for begins, look in _LOOKS if kind.startswith(begins)), INK)
