"""Lets Whoosh read the pickles in its files without running what stands in them.

Whoosh keeps its table of contents and its posting blocks as pickles, and a pickle may name any function to call. The
index lies in the cache, where more than the reader's own programs write; so a pickle of ours may name the few classes
below and nothing else.
"""

from __future__ import annotations

import io
import pickle
from typing import IO, Any

from whoosh import columns, index
from whoosh.codec import whoosh3
from whoosh.filedb import structfile

_ALLOWED = frozenset(
    {
        ("_codecs", "encode"),
        ("array", "_array_reconstructor"),
        ("array", "array"),
        ("builtins", "frozenset"),
        ("builtins", "int"),
        ("builtins", "set"),
        ("collections", "defaultdict"),
        ("whoosh.codec.whoosh3", "W3Codec"),
        ("whoosh.codec.whoosh3", "W3Segment"),
    }
)
"""What the files that Whoosh writes for us name; none of it does anything but make values (`encode`: bytes, in the
pickles of an older protocol, which also calls builtins by their older name)."""


class _SafeUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if a file of the index may hold it. Raises UnpicklingError."""
        module = module.replace("__builtin__", "builtins")
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return super().find_class(module, name)


def load(file: IO[bytes]) -> Any:
    """Read one pickle from a file. Raises UnpicklingError where it names anything else than values."""
    return _SafeUnpickler(file).load()


def loads(data: bytes) -> Any:
    """Read a pickle. Raises UnpicklingError where it names anything else than values."""
    return _SafeUnpickler(io.BytesIO(data)).load()


def install() -> None:
    """Have Whoosh read all its pickles so, in this process."""
    vars(structfile)["load"] = load
    for module in (whoosh3, columns):
        vars(module)["loads"] = loads
    vars(index)[
        "toc_loaders"
    ].clear()  # readers of older tables of contents, which unpickle by ways of their own
