"""Tells the limits under which it is done."""

from __future__ import annotations

import resource
import signal

from reader.core.sandbox.child import _data_size


def run(body: bytes) -> tuple[int, ...]:
    """The limit of core files, the bytes of memory that are left, and the seconds until an alarm."""
    del body
    left = resource.getrlimit(resource.RLIMIT_DATA)[0] - (_data_size() or 0)
    return (*resource.getrlimit(resource.RLIMIT_CORE), left, round(signal.getitimer(signal.ITIMER_REAL)[0]))
