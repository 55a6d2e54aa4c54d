"""Names a news agency beside the authors, once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def beside(agency: str | None, authors: Iterable[str]) -> str | None:
    """The agency, or None where an author is the same: by its name or by its initials, AP and Associated Press."""
    if agency is None:
        return None
    own = _forms(agency)
    return agency if all(own.isdisjoint(_forms(author)) for author in authors) else None


def _forms(name: str) -> set[str]:
    """The name and its initials, folded; no initials of one word."""
    words = [word for word in re.findall(r"\w+", name.casefold()) if word != "the"]
    initials = {"".join(word[0] for word in words)} if len(words) > 1 else set()
    return {"".join(words)} | initials
