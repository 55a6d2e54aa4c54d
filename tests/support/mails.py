"""Newsletters of made-up senders, and folders of them."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HTML = (
    '<html><body><table role="presentation"><tr><td><p>The old lighthouse was <b>painted</b> again, white with one red band.</p>'
    '<img src="https://track.example/p.gif?u=7" width="1" height="1"><script>alert(1)</script></td></tr></table></body></html>'
)


def mail(
    number: int,
    *,
    sender: str = "The Pier <letters@pier.example>",
    subject: str = "Lamp lit",
    day: int = 3,
    html: str | None = HTML,
    text: str = "Look at this mail in a browser.",
    list_id: str | None = "Letters from the pier <letters.pier.example>",
) -> bytes:
    """A mail."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ann@home.example", subject
    message["Message-ID"], message["Date"] = (
        f"<{number}@mail.example>",
        f"Tue, {day:02} Mar 2026 08:00:00 +0000",
    )
    if list_id:
        message["List-Id"] = list_id
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def maildir(path: Path, *mails: bytes) -> Path:
    """A maildir with these mails, the first one new, the others seen."""
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True)
    for number, one in enumerate(mails):
        (path / ("cur" if number else "new") / f"{number}.host").write_bytes(one)
    return path


def mbox(path: Path, *mails: bytes) -> Path:
    """An mbox file with these mails."""
    parts = (
        b"From ann Tue Mar  3 08:00:00 2026\n" + one.replace(b"\nFrom ", b"\n>From ") + b"\n" for one in mails
    )
    path.write_bytes(b"".join(parts))
    return path
