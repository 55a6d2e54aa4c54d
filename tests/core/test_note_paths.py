"""Links between the notes of one export folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import export, note_paths
from reader.model import Draft, RelatedLink
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session

WEB = "([quay.example](https://quay.example/{}))"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Three articles; each names the two others, itself, and one that is in no library."""
    with session(tmp_path) as opened:
        opened.places.config.mkdir(parents=True)
        (opened.places.config / "config.toml").write_text('export.preset = "obsidian"\n')
        for number, title in enumerate(("Lamp", "Ferry", "Pier"), 1):
            related = tuple(RelatedLink(f"No {n}", f"https://quay.example/{n}") for n in (1, 2, 3, 9))
            opened.library.articles.save(
                Draft(
                    title=title,
                    url=f"https://quay.example/{number}",
                    text="x",
                    day="2026-03-01",
                    related=related,
                ),
                now=NOW,
            )
        yield opened


def related(folder: Path, name: str = "2026-03-01-lamp") -> list[str]:
    return (folder / f"{name}.md").read_text().split("## Related\n\n")[1].splitlines()


LINKED = [
    "- [No 1](https://quay.example/1)",
    f"- [[2026-03-01-ferry|No 2]] {WEB.format(2)}",
    f"- [[2026-03-01-pier|No 3]] {WEB.format(3)}",
    "- [No 9](https://quay.example/9)",
]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1)])
def test_notes_of_one_run_are_linked_in_any_order(
    order: tuple[int, ...], library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "BATCH", 1)
    monkeypatch.setattr(note_paths, "BATCH", 2)
    export.export(library, order, tmp_path / "out")
    assert related(tmp_path / "out") == LINKED
    again = export.export(library, (2, 3, 1), tmp_path / "out")
    assert {one.outcome for one in again} == {"unchanged"}


def test_one_after_the_other_gives_what_all_at_once_gives(library: Session, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        export.export(library, [number], tmp_path / "out")
    assert related(tmp_path / "out") == [f"- [No {n}](https://quay.example/{n})" for n in (1, 2, 3, 9)]
    done = export.export(library, [1, 2, 3], tmp_path / "out")
    assert [one.outcome for one in done] == ["updated", "updated", "unchanged"]
    assert related(tmp_path / "out") == LINKED


def test_a_note_is_linked_where_it_is_and_not_once_it_is_gone(library: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export.export(library, [1, 2, 3], out)
    (out / "deep").mkdir()
    (out / "2026-03-01-ferry.md").rename(out / "deep" / "Fähre.md")
    (out / "2026-03-01-pier.md").unlink()
    export.export(library, [1], out)
    assert related(out)[1:3] == [f"- [[deep/Fähre|No 2]] {WEB.format(2)}", "- [No 3](https://quay.example/3)"]
    assert [one.outcome for one in export.export(library, [3, 1], out)] == ["gone", "unchanged"]
    export.export(library, [3, 1, 2], out, again=True)
    assert related(out)[2] == LINKED[2]
    assert related(out, "deep/Fähre")[0] == f"- [[../2026-03-01-lamp|No 1]] {WEB.format(1)}"


def test_a_note_in_another_folder_of_exports_is_no_note_here(library: Session, tmp_path: Path) -> None:
    export.export(library, [2], tmp_path / "other")
    export.export(library, [1], tmp_path / "out")
    assert related(tmp_path / "out")[1] == "- [No 2](https://quay.example/2)"


def test_a_dry_run_settles_places_and_writes_none(library: Session, tmp_path: Path) -> None:
    done = export.export(library, [1, 2, 3], tmp_path / "out", dry_run=True)
    assert {one.outcome for one in done} == {"new"}
    assert not (tmp_path / "out").exists()


def test_a_link_out_of_the_folder_is_told_at_its_own_article(library: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export.export(library, [1, 2], out)
    (out / "2026-03-01-ferry.md").unlink()
    (tmp_path / "else.md").write_text("mine")
    (out / "2026-03-01-ferry.md").symlink_to(tmp_path / "else.md")
    done = export.export(library, [1, 2], out)
    assert [one.outcome for one in done] == ["updated", "failed"]
    assert related(out)[1] == "- [No 2](https://quay.example/2)"


def test_plain_files_link_to_the_web_alone(library: Session, tmp_path: Path) -> None:
    (library.places.config / "config.toml").unlink()
    library.forget_settings()
    export.export(library, [1, 2, 3], tmp_path / "out")
    assert related(tmp_path / "out") == [f"- [No {n}](https://quay.example/{n})" for n in (1, 2, 3, 9)]


def test_the_reader_keeps_edits_beside_a_link_that_comes(library: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export.export(library, [1], out)
    note = out / "2026-03-01-lamp.md"
    note.write_text(note.read_text().replace("\nx\n", "\n==x==\n"))
    done = export.export(library, [1, 2, 3], out)
    assert done[0].outcome == "merged"
    assert "==x==" in note.read_text()
    assert related(out) == LINKED
