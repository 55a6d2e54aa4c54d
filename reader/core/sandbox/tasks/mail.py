"""Tells which lists and senders packed mails are from."""

from __future__ import annotations

from reader.parse import mail


def run(body: bytes) -> tuple[mail.MailList, ...]:
    """The lists in the mails, those with most first."""
    return mail.lists(body)
