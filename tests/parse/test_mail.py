"""Newsletters are read as feeds: one list one feed, each mail an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.parse import mail
from reader.parse.feed import parse
from reader.parse.mail import MailList
from tests.support.mails import HTML
from tests.support.mails import mail as letter

if TYPE_CHECKING:
    from reader.model import ParsedFeed

TOM: dict[str, Any] = {"sender": "Tom Vance <Tom@stormy.example>", "list_id": None, "html": None}
PIER = "letters.pier.example"


def feed(*mails: bytes, key: str = PIER) -> ParsedFeed:
    return parse(mail.packed(mails), "mail:///home/ann/Mail", content_type=f"{mail.MEDIA_TYPE}; list={key}")


def test_a_list_is_told_by_its_id_and_else_by_its_sender() -> None:
    body = mail.packed([letter(1), letter(2, sender="Other <b@pier.example>"), letter(3, **TOM)])
    assert mail.lists(body) == (
        MailList(PIER, "Letters from the pier", 2),
        MailList("tom@stormy.example", "Tom Vance", 1),
    )


def test_a_mail_is_an_entry_with_its_html() -> None:
    found = feed(letter(1, subject="Café am Hafen"), letter(2, **TOM))
    assert (found.title, found.format) == ("Letters from the pier", "mail")
    (entry,) = found.entries
    assert (entry.title, entry.guid, entry.url, entry.authors, entry.day) == (
        "Café am Hafen", "<1@mail.example>", None, ("The Pier",), "2026-03-03",
    )  # fmt: skip
    assert entry.html.strip() == HTML


def test_a_mail_without_html_gives_its_text() -> None:
    (entry,) = feed(
        letter(1, **TOM, text="Storms <early> & late.\n\nTie up the boats."), key="tom@stormy.example"
    ).entries
    assert "Storms &lt;early&gt; &amp; late." in entry.html
    assert "Tie up the boats." in entry.html


def test_an_attachment_is_no_text() -> None:
    body = letter(1, html=None).replace(
        b"Content-Type: text/plain", b"Content-Disposition: attachment\nContent-Type: text/plain"
    )
    assert feed(body).entries[0].html == ""


def test_an_address_in_the_archive_is_the_entrys() -> None:
    body = b"Archived-At: <https://pier.example/letters/1>\n" + letter(1)
    assert feed(body).entries[0].url == "https://pier.example/letters/1"


def test_an_encoding_that_nobody_knows_costs_no_mail() -> None:
    body = letter(1, html=None, text="Räucherfisch").replace(b'charset="utf-8"', b'charset="x-nobody"')
    assert "cherfisch" in feed(body).entries[0].html


def test_a_mail_without_an_id_is_known_again() -> None:
    body = letter(1).replace(b"Message-ID: <1@mail.example>\n", b"")
    first, second = (feed(body).entries[0].guid for _ in range(2))
    assert first
    assert first == second


def test_a_folder_without_mails_of_the_list_says_so() -> None:
    with pytest.raises(ParseError, match="no mail of this list in the folder"):
        feed(letter(1), key="other.example")


@given(st.lists(st.binary(max_size=400), max_size=4))
@settings(max_examples=60)
def test_no_bytes_upset_it(bodies: list[bytes]) -> None:
    packed = mail.packed(bodies)
    for one in mail.lists(packed):
        assert len(feed(*bodies, key=one.key).entries) == one.mails


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_no_header_upsets_it(value: bytes) -> None:
    value = value.replace(b"\n", b" ").replace(b"\r", b" ")
    body = (
        b"List-Id: <a.example>\nSubject: "
        + value
        + b"\nFrom: "
        + value
        + b"\nContent-Type: "
        + value
        + b"\n\nText"
    )
    assert len(feed(body, key="a.example").entries) == 1
