"""The saved searches and rules that the demo's library begins with: enough to see what they are good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import saved_searches

if TYPE_CHECKING:
    from reader.core.session import Session

SEARCHES = (
    ("The ferry", "ferry OR Fähre OR паром OR フェリー OR عبّارة", ()),
    ("Wind and weather", "gale OR storm OR frost OR шторм", ("tag:weather",)),
    ("Long reads", "minutes:>=2 sort:longest", ()),
)
"""Name, query, and what is done to each new article that it finds."""

NOTICES = "title:notice"
"""What the demo's one rule without a saved search marks read."""


def furnish(session: Session) -> None:
    """Save the searches and make the rules; to be done once, before the first articles come."""
    for name, query, does in SEARCHES:
        saved_searches.save(session, name, query, [saved_searches.rule_action(word) for word in does])
    saved_searches.make_rule(session, saved_searches.rule_action("read"), query=NOTICES)
