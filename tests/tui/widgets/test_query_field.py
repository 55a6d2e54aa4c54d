"""The field of a query: its completion is right from the first value on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from reader.tui.widgets.query_field import QueryField, offered_word

if TYPE_CHECKING:
    from textual.suggester import Suggester


def test_its_first_value_may_be_completed_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """From Python 3.12 on Textual starts the worker of a completion at once, within Input's own `__init__`."""

    def made(field: Input, value: str, *, suggester: Suggester, **_others: Any) -> None:
        with pytest.raises(StopIteration) as ended:
            suggester.get_suggestion(value).send(None)
        assert ended.value.value == "title:"

    monkeypatch.setattr(Input, "__init__", made)
    QueryField("titl", id="query")


@pytest.mark.parametrize(
    ("typed", "offered", "offer"),
    [
        ("sit", "site:", "site:"),
        ("gas (sit", "gas (site:", "site:"),
        ('gas feed:"The Har', 'gas feed:"The Harbour"', 'feed:"The Harbour"'),
        ('"gas line" sit', '"gas line" site:', "site:"),
        ("site:", "", ""),
        ("sit", "sit", ""),
    ],
)
def test_the_word_that_is_offered_is_named(typed: str, offered: str, offer: str) -> None:
    assert offered_word(typed, offered) == offer
