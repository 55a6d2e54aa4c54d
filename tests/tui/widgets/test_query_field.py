"""The field of a query: its completion is right from the first value on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from reader.tui.widgets.query_field import QueryField

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
