"""Byte strings side by side in one array, sorted and compared eight bytes at a time: a hundred thousand terms without an object each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reader.index.segments.array_file import Array

_STEP = 8
"""Bytes that are compared at once: those of one integer."""

_COPIED_AT_ONCE = 50_000
"""Strings whose bytes are copied at once, some 10 MB of places."""


class ByteStrings:
    """Strings in `text`, each from its place in `begins` to that in `ends`. None may end in a zero byte."""

    def __init__(self, text: NDArray[np.uint8], begins: Array, ends: Array) -> None:
        self.begins, self.ends = begins.astype(np.uint32), ends.astype(np.uint32)
        padded = np.zeros(len(text) + _STEP, np.uint8)
        padded[: len(text)] = text
        self._text = padded
        self._windows = np.ndarray((len(text) + 1,), ">u8", padded, strides=(1,))

    @classmethod
    def joined(cls, pieces: Sequence[tuple[NDArray[np.uint8], Array]]) -> ByteStrings:
        """The strings of some texts, one after another; the array tells where each of a text's strings begins, and the end."""
        bases = np.cumsum([0, *(len(text) for text, _ in pieces)])
        return cls(
            np.concatenate([text for text, _ in pieces]),
            np.concatenate([base + starts[:-1] for base, (_, starts) in zip(bases, pieces, strict=False)]),
            np.concatenate([base + starts[1:] for base, (_, starts) in zip(bases, pieces, strict=False)]),
        )

    def __len__(self) -> int:
        return len(self.begins)

    def taken(self, numbers: Array) -> ByteStrings:
        """Some of the strings, in that order; they share the text."""
        other = object.__new__(ByteStrings)
        other.begins, other.ends = self.begins[numbers], self.ends[numbers]
        other._text, other._windows = self._text, self._windows
        return other

    def order(self, groups: Array | None = None) -> NDArray[np.int64]:
        """The numbers of the strings in the order of their groups and of their bytes; equal ones stay as they are."""
        lengths = self.ends - self.begins
        order = np.arange(len(self)) if groups is None else np.argsort(groups, kind="stable")
        group = np.zeros(len(self), np.int64) if groups is None else groups[order].astype(np.int64)
        left = np.arange(len(self))
        step = 0
        while len(left):
            numbers = order[left]
            eight = self._eight(numbers, step)
            by = np.lexsort((eight, group))
            numbers, eight = numbers[by], eight[by]  # `group` rises already
            order[left] = numbers
            step += 1
            is_new = np.ones(len(left), np.bool_)
            is_new[1:] = (eight[1:] != eight[:-1]) | (group[1:] != group[:-1])
            group = np.cumsum(is_new) - 1
            goes_on = np.bincount(group, lengths[numbers] > step * _STEP) > 0
            kept = (goes_on & (np.bincount(group) > 1))[group]
            left, group = left[kept], group[kept]
        return order

    def repeats(self) -> NDArray[np.bool_]:
        """Marks each string that is the one before it once more."""
        lengths = self.ends - self.begins
        same = np.zeros(len(self), np.bool_)
        same[1:] = lengths[1:] == lengths[:-1]
        step = 0
        while len(left := np.flatnonzero(same & (lengths > step * _STEP))):
            same[left] = self._eight(left, step) == self._eight(left - 1, step)
            step += 1
        return same

    def copied(self) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
        """The bytes of all strings one after another, where each begins, and the end."""
        lengths = self.ends - self.begins
        starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        text = np.empty(int(starts[-1]), np.uint8)
        for first in range(0, len(self), _COPIED_AT_ONCE):
            part = slice(first, first + _COPIED_AT_ONCE)
            new = starts[first : first + len(lengths[part]) + 1]
            places = np.repeat(self.begins[part].astype(np.int64) - new[:-1], lengths[part]) + np.arange(
                new[0], new[-1]
            )
            text[new[0] : new[-1]] = self._text[places]
        return text, starts.astype(np.uint32)

    def _eight(self, numbers: Array, step: int) -> NDArray[np.uint64]:
        """The eight bytes of some strings after so many steps, as integers in their order; zeros follow the end."""
        at = self.begins[numbers].astype(np.int64) + step * _STEP
        over = np.clip(at + _STEP - self.ends[numbers], 0, _STEP).astype(np.uint64) * np.uint64(8)
        eight = self._windows[np.minimum(at, len(self._windows) - 1)].astype(np.uint64)
        cut = np.minimum(over, np.uint64(56))
        return np.where(over < 64, eight >> cut << cut, np.uint64(0))
