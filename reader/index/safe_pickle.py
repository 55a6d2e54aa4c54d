"""Lets Whoosh read the pickles in its files without running what stands in them.

Whoosh keeps its table of contents and its posting blocks as pickles, and a pickle may name any function to call. The
index lies in the cache, where more than the reader's own programs write; so a pickle of ours may name the few classes
below and nothing else.
"""

from __future__ import annotations

import io
import pickle
import pickletools
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


_MOST = 2**20
"""Bytes of the longest pickle that Whoosh writes for us."""

_PUT, _LONG_BINPUT, _STOP = b"p"[0], b"r"[0], b"."[0]
_LINES = {b"c"[0]: 2, b"i"[0]: 2}
_ARGUMENTS = {ord(opcode.code): 0 if opcode.arg is None else opcode.arg.n for opcode in pickletools.opcodes}
"""The size of each instruction's argument: its bytes, or one of the negative numbers of `pickletools`."""

_COUNTED = {
    pickletools.TAKEN_FROM_ARGUMENT1: 1,
    pickletools.TAKEN_FROM_ARGUMENT4: 4,
    pickletools.TAKEN_FROM_ARGUMENT4U: 4,
    pickletools.TAKEN_FROM_ARGUMENT8U: 8,
}


class _SafeUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if a file of the index may hold it. Raises UnpicklingError."""
        module = module.replace("__builtin__", "builtins")
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return super().find_class(module, name)


def load(file: IO[bytes]) -> Any:
    """Read one pickle from a file, which then stands behind it. Raises UnpicklingError where it names anything else than
    values."""
    start = file.tell()
    data = file.read(_MOST)
    end = _end(data)
    file.seek(start + end)
    return _SafeUnpickler(io.BytesIO(data[:end])).load()


def loads(data: bytes) -> Any:
    """Read a pickle. Raises UnpicklingError where it names anything else than values."""
    return _SafeUnpickler(io.BytesIO(data[: _end(data)])).load()


def _end(data: bytes) -> int:
    """Gives the end of the pickle at the start of the data. Raises UnpicklingError where it does not end, or would have
    the unpickler make more places for values than it has bytes: one damaged number can ask for gigabytes of them."""
    at, size = 0, len(data)
    while at < size:
        code = data[at]
        at += 1
        if code == _STOP:
            return at
        length = _ARGUMENTS.get(code, 0)
        if length >= 0:
            if code == _LONG_BINPUT and int.from_bytes(data[at : at + 4], "little") > size:
                break
            at += length
        elif (count := _COUNTED.get(length)) is not None:
            at += count + int.from_bytes(data[at : at + count], "little")
        else:
            for _ in range(_LINES.get(code, 1)):
                line = at
                at = data.find(b"\n", at) + 1
                if not at or (code == _PUT and at - line > len(str(size)) + 1):
                    raise pickle.UnpicklingError("this is no pickle of an index")
    raise pickle.UnpicklingError("this is no pickle of an index")


def install() -> None:
    """Have Whoosh read all its pickles so, in this process."""
    vars(structfile)["load"] = load
    for module in (whoosh3, columns):
        vars(module)["loads"] = loads
    vars(index)[
        "toc_loaders"
    ].clear()  # readers of older tables of contents, which unpickle by ways of their own
