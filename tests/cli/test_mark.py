"""`mark`: read, unread, bookmarked, no longer bookmarked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell


@pytest.mark.parametrize(
    ("how", "query", "said"),
    [
        ("read", "is:read", "1 article marked as read"),
        ("unread", "is:unread", "0 articles marked as unread, 1 already"),
        ("bookmark", "is:bookmarked", "1 article bookmarked"),
        ("unbookmark", "NOT is:bookmarked", "0 articles no longer bookmarked, 1 already"),
        ("mute", "is:muted", "1 article muted"),
        ("unmute", "NOT is:muted", "0 articles no longer muted, 1 already"),
    ],
)
def test_each_mark_is_set_and_counted(how: str, query: str, said: str, harbour: Shell) -> None:
    answer = harbour("mark", how, "2")
    assert (answer.code, answer.out) == (0, f"{said}\n")
    assert 2 in [row["id"] for row in harbour.rows("list", query)]


def test_what_is_muted_is_in_no_list_until_it_is_unmuted(harbour: Shell) -> None:
    harbour("mark", "mute", "--query", "gas")
    assert [row["id"] for row in harbour.rows("list", "gas", "is:muted")] == [2, 1]
    assert harbour("list", "gas").code == 1
    harbour("mark", "unmute", "2")
    assert [row["id"] for row in harbour.rows("list", "gas")] == [2]
    assert harbour("undo", "2").out.splitlines() == [
        "“Oil and gas get cheaper” is muted again",
        "2 articles are no longer muted",
    ]
    assert len(harbour.rows("list", "gas")) == 2


def test_many_by_number_uid_and_address(harbour: Shell) -> None:
    uid = harbour.rows("show", "3")[0]["uid"]
    assert harbour.rows("mark", "read", "1", uid, "https://dunes.example/oil", "1") == [
        {"matched": 3, "changed": 3}
    ]
    assert harbour("count").out == "1\n"


def test_all_that_a_query_finds(harbour: Shell) -> None:
    assert harbour("mark", "read", "--query", "gas").out == "2 articles marked as read\n"
    assert [row["id"] for row in harbour.rows("list", "is:unread")] == [3, 5]


def test_a_bookmark_exports_where_the_setting_says_so(harbour: Shell, tmp_path: Path) -> None:
    config, out = tmp_path / "config" / "config.toml", tmp_path / "out"
    harbour("mark", "bookmark", "3")
    assert not out.exists()
    config.parent.mkdir(exist_ok=True)
    config.write_text(f'[export]\nfolder = "{out}"\non_bookmark = true\n')
    harbour("mark", "read", "2")
    assert not out.exists()
    assert harbour("mark", "bookmark", "2", "3").out == "1 article bookmarked, 1 already\n"
    assert len(list(out.iterdir())) == 2
    harbour("undo")
    assert len(list(out.iterdir())) == 2, "a file stays where a bookmark goes"


def test_a_bookmark_stays_where_its_export_fails(harbour: Shell, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "out").write_text("a file")
    (tmp_path / "config" / "config.toml").write_text(
        f'[export]\nfolder = "{tmp_path}/out"\non_bookmark = true\n'
    )
    answer = harbour("mark", "bookmark", "2")
    assert (answer.code, answer.out) == (3, "1 article bookmarked\n")
    assert "not exported: " in answer.err
    assert 2 in [row["id"] for row in harbour.rows("list", "is:bookmarked")]


def test_a_mark_never_touches_the_index(harbour: Shell) -> None:
    harbour("search", "gas")
    before = sorted(
        (file.name, file.stat().st_mtime_ns) for file in harbour.folder.rglob("library.db.index/**/*")
    )
    harbour("mark", "read", "--query", "gas")
    harbour("search", "gas", "is:read")
    after = sorted(
        (file.name, file.stat().st_mtime_ns) for file in harbour.folder.rglob("library.db.index/**/*")
    )
    assert before == after != []


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["read"], 2),
        (["read", "1", "--query", "gas"], 2),
        (["gone", "1"], 2),
        (["read", "99"], 1),
        (["read", "--query", "unicorn"], 1),
        (["read", "1", "99"], 1),
    ],
)
def test_wrong_use_changes_nothing(argv: list[str], code: int, harbour: Shell) -> None:
    before = harbour("list", "--json").out
    answer = harbour("mark", *argv)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith("broadsheet: ")
    assert harbour("list", "--json").out == before


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["1", "read"], "use: broadsheet mark read 1\n"),
        (["1", "2", "bookmark"], "use: broadsheet mark bookmark 1 2\n"),
        (["bookmarked", "1"], "did you mean bookmark?"),
        (["star", "1"], "did you mean bookmark?"),
        (["1"], "use one of: read, unread, bookmark, unbookmark, mute, unmute\n"),
    ],
)
def test_a_near_miss_names_the_right_form(argv: list[str], said: str, harbour: Shell) -> None:
    answer = harbour("mark", *argv)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
