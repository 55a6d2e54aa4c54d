"""One process at a time for a job."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryError, LibraryLocked
from reader.store.lock import Lock
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "refresh.lock"


def test_a_second_taker_is_told_who_holds_it(place: Path) -> None:
    with Lock(place, "refresh"), pytest.raises(LibraryLocked, match=rf"process {os.getpid()} \(refresh\)"):
        Lock(place, "other").acquire()


def test_a_lock_that_was_released_can_be_taken(place: Path) -> None:
    for _ in range(2):
        with Lock(place, "refresh"):
            assert place.read_text() == f"{os.getpid()} refresh\n"
    assert place.read_text() == ""


def test_waiting_ends_when_the_holder_is_done(place: Path) -> None:
    holder, waiter = Lock(place, "first"), Lock(place, "second")
    holder.acquire()
    timer = threading.Timer(0.05, holder.release)
    timer.start()
    waiter.acquire(wait=PATIENCE)
    assert place.read_text() == f"{os.getpid()} second\n"
    waiter.release()
    timer.join()


def test_who_waits_in_vain_leaves_no_file_open(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []

    def open_(path: Path, flags: int, mode: int) -> int:
        opened.append(whole(path, flags, mode))
        return opened[-1]

    whole = os.open
    with Lock(place, "refresh"):
        monkeypatch.setattr(os, "open", open_)
        lock = Lock(place, "other")
        with pytest.raises(LibraryLocked) as raised:
            lock.acquire()
    assert (raised.value.subject, raised.value.hint) == (
        str(place),
        "wait until it has finished, then try again",
    )
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])
    lock.release()
    assert lock._file is None


def test_a_holder_without_a_name_is_another_process(place: Path) -> None:
    with Lock(place, "refresh"):
        place.write_text("nobody")
        with pytest.raises(LibraryLocked, match="another process is using"):
            Lock(place, "other").acquire()


def test_the_lock_of_a_killed_process_is_free(place: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from reader.store.lock import Lock\n"
        "lock = Lock(Path(sys.argv[1]), 'doomed'); lock.acquire(); print('held', flush=True); time.sleep(3600)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(place)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LibraryLocked, match="doomed"):
            Lock(place, "next").acquire()
        holder.kill()
        holder.wait()
        with Lock(place, "next"):
            assert "next" in place.read_text()


def test_a_lock_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="lock file"):
        Lock(tmp_path / "missing" / "x.lock", "refresh").acquire()


def test_a_lock_file_with_anything_in_it_is_taken(place: Path) -> None:
    place.write_bytes(b"\xff\x00 nonsense")
    with Lock(place, "refresh"):
        assert place.read_text() == f"{os.getpid()} refresh\n"


def test_a_waiter_pauses_between_its_tries(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holder, waiter = Lock(place, "first"), Lock(place, "second")
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            holder.release()

    monkeypatch.setattr(time, "sleep", sleep)
    holder.acquire()
    waiter.acquire(wait=PATIENCE)
    waiter.release()
    assert len(pauses) == 2
    assert min(pauses) > 0


def test_the_file_is_its_owners_alone_and_the_lock_itself_is_given(place: Path) -> None:
    lock, before = Lock(place, "refresh"), os.umask(0)
    try:
        with lock as held:
            assert held is lock
    finally:
        os.umask(before)
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_fails_does_not_keep_the_lock(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = Lock(place, "refresh")
    lock.acquire()

    def fail(*_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", fail)
        lock.release()
    with Lock(place, "again"):
        pass
