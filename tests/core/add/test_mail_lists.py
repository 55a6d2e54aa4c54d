"""A folder of newsletters becomes feeds like others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reader.core.add import mail_lists
from reader.core.add.add import add
from reader.core.sandbox.process import ChildProcess
from reader.errors import ParseError, UsageError
from tests.support import near
from tests.support.mails import mail as letter
from tests.support.mails import maildir

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.conftest import Room

TOM: dict[str, Any] = {"sender": "Tom Vance <tom@stormy.example>", "list_id": None}


@pytest.fixture(autouse=True)
def _near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)


def test_each_list_has_an_address(tmp_path: Path) -> None:
    folder = maildir(tmp_path / "m", letter(1), letter(2), letter(3, **TOM))
    assert mail_lists.addresses(str(folder)) == (
        f"mail://{folder}?list=letters.pier.example",
        f"mail://{folder}?list=tom%40stormy.example",
    )


def test_other_folders_files_and_addresses_have_none(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("From the pier one sees far.\n")
    for name in (str(tmp_path), "https://pier.example/", str(tmp_path / "gone")):
        assert mail_lists.addresses(name) == ()


def test_a_folder_without_mails_says_so(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="no mail in this folder"):
        mail_lists.addresses(str(maildir(tmp_path / "m")))


def test_a_whole_mailbox_is_not_made_feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_lists, "LISTS_LIMIT", 1)
    folder = maildir(tmp_path / "m", letter(1), letter(2, **TOM))
    with pytest.raises(UsageError, match="the folder has messages of 2 lists and senders"):
        mail_lists.addresses(str(folder))


def test_a_list_is_subscribed_to_read_cleaned_and_refreshed(room: Room, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "m", letter(1))
    (address,) = mail_lists.addresses(str(folder))
    added = add(room.session, address)
    assert added.feed is not None
    assert (added.feed.title, added.new_articles, added.feed.url) == ("Letters from the pier", 1, address)
    assert add(room.session, address).outcome == "same"
    (article,) = room.articles()
    text = room.session.library.articles.content(article.id)
    assert (article.title, article.text_origin, article.publication) == (
        "Lamp lit",
        "feed",
        "Letters from the pier",
    )
    assert text.markdown == "The old lighthouse was **painted** again, white with one red band."
    room.refresh()
    assert room.feed().outcome == "nothing new"
    (folder / "new" / "7.host").write_bytes(letter(7, subject="Stairs swept", day=10))
    assert room.refresh().new == 1
    assert room.titles() == ["Lamp lit", "Stairs swept"]


def test_a_folder_that_is_gone_fails_in_words_and_keeps_its_articles(room: Room, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "m", letter(1))
    add(room.session, mail_lists.addresses(str(folder))[0])
    folder.rename(tmp_path / "elsewhere")
    room.refresh()
    assert (room.feed().state, room.feed().outcome) == ("failing", "no such folder")
    assert room.titles() == ["Lamp lit"]
