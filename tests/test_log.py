"""The log of unexpected failures: bounded, private, without texts and secrets, whole with several writers."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from reader import __version__, log
from reader.errors import FetchError, LibraryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEXT = "The lamp on the pier burns again, the harbour master said on Monday"
URL = "https://ann:s3cret@pier.example/feed.xml?token=s3cret#s3cret"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(log, "_folder", lambda: tmp_path / "new" / "cache")
    monkeypatch.delenv(log.DEBUG, raising=False)
    yield tmp_path / "new" / "cache"
    log.echo(on=False)


def fail(error: Exception) -> None:
    raise error


def record(error: Exception, *, about: str | None = None) -> str:
    """What stands in the log after this error."""
    try:
        fail(error)
    except Exception:
        log.exception("reading a feed", about=about)
    file = log.place()
    assert file is not None
    return file.read_text()


def caught(work: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as found:  # noqa: PT011 - any
        work()
    return found.value


def nonsense() -> None:
    with closing(sqlite3.connect(":memory:")) as library:
        library.execute("nonsense")


def test_a_record_names_time_program_work_error_and_frames(folder: Path) -> None:
    told = record(caught(lambda: None.title)).splitlines()  # type: ignore[attr-defined]
    assert re.fullmatch(
        rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ {re.escape(__version__)} \[\d+ [\w.]+\] reading a feed", told[0]
    )
    assert told[1] == "  AttributeError: 'NoneType' object has no attribute 'title'"
    assert re.fullmatch(r"    tests/test_log\.py:\d+ record", told[2])
    assert re.fullmatch(r"    tests/test_log\.py:\d+ fail", told[3])
    assert re.fullmatch(r"    tests/test_log\.py:\d+ caught", told[4])
    assert re.fullmatch(r"    tests/test_log\.py:\d+ <lambda>", told[5])
    assert len(told) == 6
    assert folder.is_dir()


def test_records_stand_one_after_the_other(folder: Path) -> None:
    record(ValueError())
    assert record(RuntimeError()).count("reading a feed") == 2


def test_causes_are_told_and_suppressed_ones_are_not(folder: Path) -> None:
    def nested() -> None:
        try:
            known: dict[str, str] = {}
            known["guid"]
        except KeyError as error:
            raise LookupError(TEXT) from error

    def quiet() -> None:
        try:
            known: dict[str, str] = {}
            known["guid"]
        except KeyError:
            raise LookupError from None

    assert "  LookupError\n" in record(caught(nested))
    assert "  from KeyError: 'guid'\n" in record(caught(nested))
    folder.joinpath(log.NAME).unlink()
    assert "KeyError" not in record(caught(quiet))


def test_only_so_many_causes_are_told(folder: Path) -> None:
    error = ValueError()
    for _ in range(9):
        error, error.__cause__ = ValueError(), error
    assert record(error).count("ValueError") == 4


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(f"{TEXT} {URL}"),
        ValueError(f"invalid literal: '{TEXT}' {URL}"),
        AttributeError(f"{TEXT} {URL}"),
        NameError(f"{TEXT} {URL}"),
        ImportError(f"{TEXT} {URL}", name=TEXT),
        TypeError(f"{TEXT} {URL}"),
        KeyError(TEXT),
        KeyError(URL),
        OSError(f"{TEXT} {URL}"),
        OSError(2, f"{TEXT} {URL}", TEXT),
        UnicodeDecodeError("utf-8", TEXT.encode(), 0, 1, "invalid start byte"),
        FetchError(f"no answer from {URL} for '{TEXT}'", subject=TEXT, hint=TEXT),
        FetchError(f'no answer from {URL} for "{TEXT}" and “{TEXT}”'),
        sqlite3.OperationalError(f"{TEXT} {URL}"),
        AssertionError(TEXT),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_text_and_no_secret_gets_into_the_log(folder: Path, error: Exception) -> None:
    told = record(error, about=URL)
    assert "s3cret" not in told
    assert "ann" not in told
    assert "lamp" not in told
    assert told.splitlines()[0].endswith(" reading a feed https://pier.example/feed.xml")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("guid"), "KeyError: 'guid'"),
        (caught(lambda: lamp), "NameError: 'lamp'"),  # type: ignore[name-defined]  # noqa: F821
        (caught(lambda: __import__("lamp.post")), "ModuleNotFoundError: 'lamp'"),
        (caught(lambda: 1 + "a"), "TypeError: unsupported operand type(s) for +: 'int' and 'str'"),  # type: ignore[operator]
        (caught(lambda: len(5)), "TypeError"),  # type: ignore[arg-type]
        (caught(lambda: iter(5)), "TypeError: 'int' object is not iterable"),  # type: ignore[call-overload]
        (OSError(13, "x"), "PermissionError: Permission denied"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "UnicodeDecodeError: utf-8: invalid start byte"),
        (FetchError("no answer within 30 s"), "FetchError: no answer within 30 s"),
        (FetchError(f"from {URL} on"), "FetchError: from https://pier.example/feed.xml on"),
        (LibraryError("x" * 500), f"LibraryError: {'x' * 200}"),
        (caught(nonsense), "OperationalError: SQLITE_ERROR"),
    ],
)  # fmt: skip
def test_names_of_the_code_and_words_of_ours_are_told(folder: Path, error: Exception, words: str) -> None:
    assert record(error).splitlines()[1] == f"  {words}"


def test_a_long_recursion_is_told_by_its_ends(folder: Path) -> None:
    def deeper(number: int) -> None:
        if not number:
            raise RecursionError
        deeper(number - 1)

    told = record(caught(lambda: deeper(70)))
    assert told.count(" deeper\n") == 6 + 30
    assert "    … 35 more\n" in told
    assert told.index(" record\n") < told.index("more")


def test_only_its_owner_can_read_it_and_it_is_made_so_again(folder: Path) -> None:
    record(ValueError())
    file = folder / log.NAME
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    record(ValueError())
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_file_and_its_older_one_are_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LIMIT", 1_000)
    sizes = set()
    for number in range(30):
        record(KeyError(f"number_{number}"))
        sizes.add((folder / log.NAME).stat().st_size)
    assert 500 < max(sizes) <= 1_000
    assert sorted(path.name for path in folder.iterdir()) == [log.NAME, f"{log.NAME}.1"]
    assert (folder / f"{log.NAME}.1").stat().st_size <= 1_000
    assert "number_29" in (folder / log.NAME).read_text()
    kept = (folder / f"{log.NAME}.1").read_text() + (folder / log.NAME).read_text()
    numbers = [int(found) for found in re.findall(r"number_(\d+)", kept)]
    assert numbers == list(range(numbers[0], 30))


def test_a_file_may_be_filled_to_the_last_byte(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(record(ValueError()).encode())
    monkeypatch.setattr(log, "LIMIT", 2 * size)
    assert record(ValueError()).count("ValueError") == 2
    assert record(ValueError()).count("ValueError") == 1


def test_a_record_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "RECORD_LIMIT", 60)
    told = record(ValueError())
    assert len(told) == 60
    assert told.endswith("\n")
    assert told.splitlines()[0].startswith("20")


def test_records_of_processes_that_write_at_once_are_whole(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\nfrom reader import log\nlog.LIMIT = 20_000\n"
        f"log.write_in(lambda: pathlib.Path({str(tmp_path)!r}))\n"
        "for number in range(200):\n"
        "    try:\n        raise KeyError(f'writer_{sys.argv[1]}_{number}')\n"
        "    except KeyError:\n        log.exception('trying')\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(number)]) for number in range(3)]
    assert [writer.wait(50) for writer in writers] == [0, 0, 0]
    for name in (log.NAME, f"{log.NAME}.1"):
        lines = (tmp_path / name).read_text().splitlines()
        assert (tmp_path / name).stat().st_size <= 20_000
        assert len(lines) % 3 == 0
        for head, error, frame in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
            assert head.endswith("] trying")
            assert re.fullmatch(r"  KeyError: 'writer_\d_\d+'", error)
            assert frame.startswith("    ")


def test_where_it_cannot_be_written_the_program_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.write_text("a file where a folder should be")
    log_nothing(ValueError())

    def homeless() -> Path:
        raise UsageError("the home folder is unknown")

    monkeypatch.setattr(log, "_folder", homeless)
    log_nothing(ValueError())
    assert log.place() is None
    monkeypatch.setattr(log, "_folder", None)
    log_nothing(ValueError())


def log_nothing(error: Exception) -> None:
    try:
        fail(error)
    except ValueError:
        log.exception("reading a feed")


def test_where_nothing_is_handled_nothing_is_written(folder: Path) -> None:
    log.exception("reading a feed")  # noqa: LOG004 - that is what is tried
    assert not folder.exists()


def test_usual_failures_are_written_for_debugging_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_back() -> None:
        try:
            fail(ValueError())
        except ValueError:
            log.debug("reading it fast", about=URL)

    fall_back()
    assert not folder.exists()
    monkeypatch.setenv(log.DEBUG, "1")
    fall_back()
    assert "reading it fast https://pier.example/feed.xml" in (folder / log.NAME).read_text()


def test_the_command_line_can_have_records_repeated(folder: Path, capsys: pytest.CaptureFixture[Any]) -> None:
    record(ValueError())
    assert capsys.readouterr().err == ""
    log.echo(on=True)
    assert record(KeyError("guid")).endswith(capsys.readouterr().err)
