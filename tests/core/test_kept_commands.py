"""Commands of the user's own whose output is kept with the article."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.config.user_commands import UserCommand
from reader.core import kept_commands, search, user_programs
from reader.errors import FileError, NothingFound, UsageError, WorkFailed
from reader.model import Draft, KeptOutput
from reader.store.library import Library
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.core.session import Session
    from reader.model import Article


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        for title, text in (("A lamp", "It shines."), ("A ferry", "It sails."), ("Nothing", "")):
            opened.library.articles.save(Draft(title=title, text=text, markdown=text), now=NOW)
        yield opened


def article(library: Session, number: int = 1) -> Article:
    (found,) = library.library.articles.many([number])
    return found


def command(code: str, *more: str, keep: str = "Summary") -> UserCommand:
    return UserCommand("X", (sys.executable, "-c", code, *more), keep=keep)


COPY = command("import sys; sys.stdout.write(sys.stdin.read())")
SAYS = command("print('# A zeppelin')")


def test_a_command_reads_the_article_and_what_it_prints_is_kept(library: Session) -> None:
    kept = kept_commands.run(library, COPY, article(library))
    assert (kept.name, kept.program, kept.made) == ("Summary", Path(sys.executable).name, NOW)
    assert kept.markdown.endswith("\n---\n\nIt shines.")
    assert library.library.outputs.of(1) == [kept]


def test_what_was_kept_before_is_no_part_of_what_it_reads(library: Session) -> None:
    kept_commands.run(library, SAYS, article(library))
    assert "zeppelin" not in kept_commands.run(library, COPY, article(library)).markdown


def test_a_search_finds_what_was_kept_and_forgets_what_was_removed(library: Session) -> None:
    kept_commands.run(library, SAYS, article(library))
    (found,) = search.search(library, "zeppelins").found
    assert (found.article.id, found.snippet and found.snippet.text) == (1, "A zeppelin")
    library.library.undo.undo(1, NOW)
    assert search.search(library, "zeppelins").found == ()


def test_a_file_for_the_program_goes_with_its_end(library: Session) -> None:
    read = command("import sys; print(open(sys.argv[1]).read(), sys.argv[1], sep='|')", "{file}")
    text, _, path = kept_commands.run(library, read, article(library)).markdown.partition("|")
    assert text.endswith("It shines.\n")
    assert not Path(path).parent.exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "import sys; print('half'); sys.exit('no model')",
            r"Summary: .*: python\S* failed \(1\): no model",
        ),
        ("print()", r"Summary: nothing was kept: python\S* printed nothing"),
        ("print('\\x1b\\x07')", r"Summary: nothing was kept: python\S* printed nothing"),
    ],
)
def test_a_failure_or_no_output_keeps_nothing_and_leaves_what_was_kept(
    library: Session, code: str, said: str
) -> None:
    before = kept_commands.run(library, SAYS, article(library))
    with pytest.raises(WorkFailed, match=said):
        kept_commands.run(library, command(code), article(library))
    assert library.library.outputs.of(1) == [before]
    assert library.library.undo.undo(9, NOW) == ["kept “Summary” with “A lamp”"]


def test_hostile_output_is_cleaned_and_a_long_one_cut(library: Session) -> None:
    code = f"print('\\x1b[31mred', 'x' * {user_programs.KEPT})"
    kept = kept_commands.run(library, command(code), article(library))
    assert kept.is_cut
    assert kept.markdown.startswith("[31mred xxx")


def test_an_output_of_brackets_is_code(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_commands, "BRACKETS", 3)
    for code, kept in (
        ("print('[a](https://a.example) [b')", "[a](https://a.example) [b"),
        ("print('[*[*[')", "```\n[*[*[\n```"),
    ):
        assert kept_commands.run(library, command(code), article(library)).markdown == kept


def test_what_an_article_lacks_is_told_before_anything_starts(library: Session) -> None:
    for words, number, said in (
        (("nowhere",), 3, "Nothing: this article has no text"),
        (("nowhere", "{url}"), 1, "A lamp: this article has no address"),
        (("nowhere", "{enclosure}"), 1, "A lamp: this article has no audio or video"),
    ):
        with pytest.raises(NothingFound, match=said):
            kept_commands.run(library, UserCommand("X", words, keep="S"), article(library, number))
    with pytest.raises(UsageError, match="nowhere: no such program"):
        kept_commands.run(library, UserCommand("X", ("nowhere",), keep="S"), article(library))


def test_a_disk_without_room_for_the_file_is_told(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(user_programs, "article_file", full)
    with pytest.raises(FileError, match="cannot write a file for the program \\(No space left"):
        kept_commands.run(library, UserCommand("X", ("cat", "{file}"), keep="S"), article(library))


def test_an_interrupt_ends_the_program_and_keeps_nothing(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes: list[int] = []
    wait = user_programs.Running.wait

    def interrupted(self: user_programs.Running, seconds: float | None = None) -> user_programs.Ended:
        processes.append(self._process.pid)
        if len(processes) == 1:
            raise KeyboardInterrupt
        return wait(self, seconds)

    monkeypatch.setattr(user_programs.Running, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        kept_commands.run(library, command("import time; time.sleep(600)"), article(library))
    with pytest.raises(ProcessLookupError):
        os.kill(processes[0], 0)
    assert library.library.outputs.of(1) == []


def test_an_output_survives_a_backup(library: Session, tmp_path: Path) -> None:
    kept = kept_commands.run(library, SAYS, article(library))
    library.library.sound.backup(tmp_path / "copy.db")
    with Library.open(tmp_path / "copy.db") as copy:
        assert copy.outputs.of(1) == [KeptOutput(kept.name, kept.program, "# A zeppelin", NOW)]
