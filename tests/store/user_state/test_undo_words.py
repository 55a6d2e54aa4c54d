"""What undo tells is the state that is now: no word of what had been done before."""

from __future__ import annotations

import re

import pytest

from reader.store.user_state import undo_words
from reader.store.user_state.undo_words import taken_back

CASES = [
    ("marked 9 articles as read", "9 articles are unread again"),
    ("marked “Gas as read” as read", "“Gas as read” is unread again"),
    ("marked “Gas” and 3 copies as read", "“Gas” and 3 copies are unread again"),
    ("marked “Gas” and 1 copy as read", "“Gas” and 1 copy are unread again"),
    ("marked 9 articles and 1 copy as read", "9 articles and 1 copy are unread again"),
    ("marked 1,200 articles as unread", "1,200 articles are marked as read again"),
    ("bookmarked “9 articles”", "“9 articles” is no longer bookmarked"),
    ("removed the bookmark from “Gas”", "“Gas” is bookmarked again"),
    ("muted 2 articles", "2 articles are no longer muted"),
    ("unmuted “Gas”", "“Gas” is muted again"),
    ("removed “Gas”", "“Gas” is back in the library"),
    ("removed 2 articles", "2 articles are back in the library"),
    ("added “Gas”", "“Gas” is removed from the library"),
    ("tagged “Gas” +oil", "#oil removed from “Gas”"),
    ("tagged “Gas” +far out +oil -sea", "#far out #oil removed from “Gas”, #sea restored"),
    ("tagged 3 articles -sea", "#sea back on 3 articles"),
    ("added a note to “Gas”", "note removed from “Gas”"),
    ("changed a note on “Gas”", "the note on “Gas” is as it was before"),
    ("removed a note from “Gas”", "the note on “Gas” is back"),
    ("highlighted a passage in “Gas”", "highlight removed from “Gas”"),
    ("removed a highlight from “Gas”", "the highlight in “Gas” is back"),
    ("kept “summary” with “Gas”", "the output “summary” of “Gas” is as it was before"),
    ("removed “summary” from “Gas”", "the output “summary” of “Gas” is back"),
    ("split “Gas” off the story", "“Gas” is in the story again"),
    ("joined 2 articles into one story", "2 articles are no longer in that story"),
    ("subscribed to “Pier”", "unsubscribed from “Pier”; its articles stay"),
    ("renamed the feed “Pier”", "the feed is called “Pier” again"),
    ("changed the tags of the feed “Pier”", "the tags of the feed “Pier” are as they were before"),
    ("hid the feed “Pier”", "the feed “Pier” is no longer hidden"),
    ("showed the feed “Pier” again", "the feed “Pier” is hidden again"),
    ("paused the feed “Pier”", "the feed “Pier” is no longer paused"),
    ("changed the settings of the feed “Pier”", "the settings of the feed “Pier” are as they were before"),
    ("removed the feed “Pier”", "the feed “Pier” is back"),
    ("removed 3 feeds", "3 feeds are back"),
    ("saved the search “Sea”", "search “Sea” removed"),
    ("changed the search “Sea”", "the search “Sea” is as it was before"),
    ("moved the search “Sea”", "the search “Sea” is in its former place again"),
    ("removed the search “Sea”", "the search “Sea” is back"),
    ("renamed “Sea” to “Shore”", "the search “Shore” is called “Sea” again"),
    ("started keeping what “Sea” finds", "what “Sea” finds is no longer kept"),
    ("stopped keeping what “Sea” finds", "what “Sea” finds is kept again"),
    ("turned on notifications of “Sea”", "notifications of “Sea” are off again"),
    ("turned off notifications of “Sea”", "notifications of “Sea” are on again"),
    ("added rule 3", "rule 3 removed"),
    ("turned rule 3 on", "rule 3 is off again"),
    ("turned rule 3 off", "rule 3 is on again"),
    ("removed rule 3", "rule 3 is back"),
    (
        "applied rules (1 muted, 3 marked read, 2 bookmarked, 1 tagged)",
        "rules undone: 1 no longer muted, 3 unread again, 2 no longer bookmarked, 1 no longer tagged",
    ),
    (
        "imported your edits from 1 exported note",
        "your edits from 1 exported note are no longer in the library",
    ),
    ("did what a later version does", "undone: did what a later version does"),
]


@pytest.mark.parametrize(("operation", "said"), CASES)
def test_each_operation_has_words_for_what_is_so_again(operation: str, said: str) -> None:
    assert taken_back(operation) == said


def test_each_row_of_the_table_has_an_example_above() -> None:
    for pattern, _ in undo_words._BACK:
        assert any(re.fullmatch(pattern, operation) for operation, _ in CASES), pattern
