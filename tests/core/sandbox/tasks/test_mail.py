"""The task that tells which lists mails are from."""

from __future__ import annotations

from reader.core.sandbox.tasks import mail
from reader.parse.mail import MailList, packed
from tests.support.mails import mail as letter


def test_the_lists_are_told() -> None:
    assert mail.run(packed([letter(1)])) == (MailList("letters.pier.example", "Letters from the pier", 1),)
