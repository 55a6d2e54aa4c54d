"""Finds the newsletters in a folder of mails: each list, else each sender, is a feed with an address of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.core.add import target as add_target
from reader.core.refresh import mail_folder
from reader.errors import ParseError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from reader.parse.mail import MailList

LISTS_LIMIT = 50
"""Lists and senders of a folder that are added at once: more are a mailbox, and no folder of newsletters."""


def addresses(target: str) -> tuple[str, ...]:
    """The addresses of the lists in a folder that a person names; none where it names no folder of mails.

    Raises ParseError where the folder has no mail that can be read, and UsageError for more than `LISTS_LIMIT` lists.
    """
    path = add_target.path(target)
    if not add_target.is_file(target) or not mail_folder.is_mail(path):
        return ()
    found = asyncio.run(_lists(path))
    if not found:
        raise ParseError(
            "no mail in this folder", subject=target, hint="give a maildir, or a folder of mbox files"
        )
    if len(found) > LISTS_LIMIT:
        raise UsageError(
            f"the folder has messages of {len(found):,} lists and senders",
            subject=target,
            hint=f"move newsletters to a folder of their own; up to {LISTS_LIMIT} become feeds at once",
        )
    return tuple(mail_folder.address(path, one.key) for one in found)


async def _lists(path: Path) -> tuple[MailList, ...]:
    from reader.core.sandbox.pool import SandboxPool

    async with SandboxPool() as children:
        return await children.mail_lists(mail_folder.packed(path), str(path))
