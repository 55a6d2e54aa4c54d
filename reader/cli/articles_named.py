"""Which articles a command's arguments name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session


def articles(session: Session, names: Sequence[str], query: str | None) -> list[int]:
    """The ids of named articles, or of all that match a query; never both, never none."""
    from reader.core import search

    if names and query is not None:
        raise UsageError("give articles or --query, not both")
    if not names and query is None:
        raise UsageError("no article given", hint="name it by its number, uid or address")
    if query is None:
        return list(dict.fromkeys(search.article(session, name).id for name in names))
    ids = search.matching(session, query)
    if not ids:
        raise NothingFound("nothing matches", subject=query)
    return ids
