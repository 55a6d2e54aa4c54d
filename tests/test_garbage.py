"""Work that goes on without a look for garbage."""

from __future__ import annotations

import gc

from reader.garbage import uncollected


def test_garbage_is_looked_for_again_after_the_work_even_where_it_fails() -> None:
    work = uncollected()
    work.__enter__()
    assert not gc.isenabled()
    assert not work.__exit__(ValueError, ValueError("late"), None)
    assert gc.isenabled()


def test_who_looks_for_none_goes_on_so() -> None:
    gc.disable()
    try:
        with uncollected(), uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
