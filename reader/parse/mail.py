"""Newsletters: the mails of one list, or of one sender, as a feed. Each mail is an entry with its HTML, else its text.

The mails come one after another in one body, each behind its length in four bytes (`packed`).
"""

from __future__ import annotations

import email
from collections import Counter
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.utils import parseaddr
from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import ParseError
from reader.late import pattern
from reader.parse.raw import MAILS, RawEntry, RawFeed
from reader.text.clean import line
from reader.text.encodings import decode_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import Message

MEDIA_TYPE = MAILS
"""What a body of packed mails is called; `; list=KEY` behind it names the list that is read."""

PARTS_LIMIT = 100
"""Parts of a mail that are looked at."""

HEADER_LIMIT = 2_000
"""Characters of a header that are read."""

_ID = pattern(r"<([^<>\s]{1,200})>\s*$")
_LENGTH = 4


class MailList(NamedTuple):
    """A list, or a sender: the key by which its mails are told, its name, and how many there are."""

    key: str
    name: str
    mails: int


def packed(mails: Iterable[bytes]) -> bytes:
    """Mails as one body."""
    return b"".join(len(mail).to_bytes(_LENGTH, "big") + mail for mail in mails)


def lists(body: bytes) -> tuple[MailList, ...]:
    """The lists and senders in a body, those with most mails first."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for message, _ in _messages(body):
        if key := _key(message):
            counts[key] += 1
            names.setdefault(key, _name(message))
    found = (MailList(key, names[key] or key, count) for key, count in counts.items())
    return tuple(sorted(found, key=lambda one: (-one.mails, one.name)))


def read(body: bytes, content_type: str) -> RawFeed:
    """The feed of the list that the content type names. ParseError where it has no mail."""
    wanted = content_type.partition("list=")[2]
    mails = [(message, raw) for message, raw in _messages(body) if _key(message) == wanted]
    if not mails:
        raise ParseError("no mail of this list in the folder")
    return RawFeed(
        format="mail",
        title=_name(mails[0][0]) or wanted,
        title_kind="text",
        entries=tuple(_entry(*one) for one in mails),
    )


def _messages(body: bytes) -> Iterator[tuple[Message, bytes]]:
    at = 0
    while at + _LENGTH <= len(body):
        end = at + _LENGTH + int.from_bytes(body[at : at + _LENGTH], "big")
        raw = body[at + _LENGTH : end]
        yield email.message_from_bytes(raw), raw
        at = end


def _key(message: Message) -> str:
    """Gives the key of a mail's list: the id of the list, else the address of the sender."""
    if found := _ID.search(_header(message, "List-Id")):
        return found[1].lower()
    return line(parseaddr(_header(message, "From"))[1]).lower()


def _name(message: Message) -> str:
    named = line(_ID.sub("", _header(message, "List-Id")).strip(' "'))
    return named or line(parseaddr(_header(message, "From"))[0])


def _entry(message: Message, raw: bytes) -> RawEntry:
    html, text = _parts(message)
    own = line(_header(message, "Message-ID"))
    archived = _ID.search(_header(message, "Archived-At"))
    author = line(parseaddr(_header(message, "From"))[0])
    return RawEntry(
        title=_header(message, "Subject"),
        title_kind="text",
        guid=own or blake2b(raw, digest_size=16).hexdigest(),
        link=archived[1] if archived else None,
        authors=(author,) if author else (),
        published=_header(message, "Date") or None,
        # Without a tag it is read as plain text, whose lines stay where it was not wrapped by width.
        bodies=(html or escape(text),) if html or text else (),
    )


def _parts(message: Message) -> tuple[str, str]:
    """The HTML and the plain text of a mail, the first of each that is no attachment."""
    html = text = ""
    for number, part in enumerate(message.walk()):
        if number == PARTS_LIMIT or (html and text):
            break
        kind = part.get_content_type()
        if kind not in ("text/html", "text/plain") or part.get_content_disposition() == "attachment":
            continue
        body = part.get_payload(decode=True)
        said = decode_page(body, part.get_content_charset()) if isinstance(body, bytes) else ""
        if kind == "text/html":
            html = html or said
        else:
            text = text or said
    return html, text


def _header(message: Message, name: str) -> str:
    """A header as one line, its encoded words decoded as far as they can be."""
    try:
        raw = str(message.get(name) or "")[:HEADER_LIMIT]
        parts = decode_header(raw)
    except (HeaderParseError, MessageError, ValueError, LookupError, TypeError):
        return ""
    return line(
        "".join(decode_page(part, charset) if isinstance(part, bytes) else part for part, charset in parts)
    )
