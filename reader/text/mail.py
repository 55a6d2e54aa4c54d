"""Mail addresses beside names, as RSS gives its authors."""

from __future__ import annotations

import re

_MAIL_NAME = re.compile(r"^[^\s()<>]+@[^\s()<>]+\s*\((.{1,200})\)$")
_NAME_MAIL = re.compile(r"^(.{1,200}?)\s*[(<][^\s()<>]+@[^\s()<>]+[)>]$")
_MAIL = re.compile(r"^(mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+$")


def without_mail(name: str) -> str:
    """The name alone: `ann@example.org (Ann Lee)` is Ann Lee, a bare address nobody ("")."""
    with_mail = _MAIL_NAME.match(name) or _NAME_MAIL.match(name)
    name = with_mail[1].strip() if with_mail else name
    return "" if _MAIL.match(name) else name
