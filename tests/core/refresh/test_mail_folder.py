"""Folders of mails are read within bounds, newest first, and never written to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reader.core.refresh import mail_folder
from reader.errors import FileError
from reader.parse import mail
from tests.support.mails import mail as letter
from tests.support.mails import maildir, mbox

if TYPE_CHECKING:
    from pathlib import Path

PIER = "letters.pier.example"


def count(path: Path) -> int:
    return sum(one.mails for one in mail.lists(mail_folder.packed(path)))


def test_maildirs_mbox_files_and_folders_of_them_are_known(tmp_path: Path) -> None:
    inner = maildir(tmp_path / "all" / "letters", letter(1), letter(2))
    box = mbox(tmp_path / "all" / "storms", letter(3))
    (tmp_path / "all" / "notes.txt").write_text("From here one sees the sea.")
    (tmp_path / "empty").mkdir()
    assert [mail_folder.is_mail(path) for path in (inner, box, tmp_path / "empty", tmp_path / "gone")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert (count(inner), count(box)) == (2, 1)


def test_an_mbox_is_taken_apart_and_its_froms_are_given_back(tmp_path: Path) -> None:
    box = mbox(
        tmp_path / "box", letter(1, html=None, text="Hello\n\nFrom the pier one sees far.\n"), letter(2)
    )
    packed = mail_folder.packed(box)
    assert count(box) == 2
    assert b"\nFrom the pier" in packed
    assert b">From" not in packed


def test_nothing_new_is_not_read_again(tmp_path: Path) -> None:
    folder = maildir(tmp_path / "a folder", letter(1))
    address = mail_folder.address(folder, PIER)
    first = mail_folder.response(address, None)
    assert (first.status, first.header("content-type")) == (200, f"{mail.MEDIA_TYPE}; list={PIER}")
    assert mail_folder.response(address, first.header("etag")).status == 304
    (folder / "cur" / "9.host").write_bytes(letter(9))
    second = mail_folder.response(address, first.header("etag"))
    assert (second.status, sum(one.mails for one in mail.lists(second.body))) == (200, 2)


def test_the_newest_come_first_and_only_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = maildir(tmp_path / "m", *(letter(n, subject=f"Letter {n}") for n in range(4)))
    for n, file in enumerate(sorted(folder.rglob("*.host"), key=lambda one: one.name)):
        os.utime(file, (n, n))
    monkeypatch.setattr(mail_folder, "MAILS_LIMIT", 2)
    packed = mail_folder.packed(folder)
    assert (packed.count(b"Subject: Letter 3"), packed.count(b"Subject: Letter 2"), count(folder)) == (
        1,
        1,
        2,
    )


def test_what_is_too_large_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = maildir(tmp_path / "m", letter(1), letter(2, html=None, text="x " * 2_000))
    monkeypatch.setattr(mail_folder, "MAIL_SIZE", 3_000)
    assert count(folder) == 1
    monkeypatch.setattr(mail_folder, "FOLDER_SIZE", 10)
    assert count(folder) == 0


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = maildir(tmp_path / "m", letter(1))
    (tmp_path / "secret").write_bytes(letter(2))
    (folder / "cur" / "2.host").symlink_to(tmp_path / "secret")
    assert count(folder) == 1


def test_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such folder"):
        mail_folder.response(mail_folder.address(tmp_path / "gone", PIER), None)
