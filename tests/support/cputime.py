"""Limits in seconds of the processor: how busy the machine is does not count."""

from __future__ import annotations

import resource
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done inside takes this process less than so many seconds of the processor."""
    with _within(seconds, time.process_time):
        yield


@contextmanager
def of_children_within(seconds: float) -> Iterator[None]:
    """The processes that are started and end inside take less than so many seconds of the processor together."""
    with _within(seconds, _of_children):
        yield


@contextmanager
def _within(seconds: float, clock: Callable[[], float]) -> Iterator[None]:
    before = clock()
    yield
    taken = clock() - before
    assert taken < seconds, f"took {taken:.2f} s of the processor, not {seconds:g}"


def _of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
