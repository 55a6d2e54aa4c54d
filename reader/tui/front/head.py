"""Makes the head line of the front page: the name of the list, or how far an article was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.keys import shown
from reader.text.clean import line
from reader.tui.front.layout import stands_beside
from reader.tui.widgets.head_line import HeadState
from reader.tui.wording import time_of_day

if TYPE_CHECKING:
    from reader.tui.front.parts import Parts
    from reader.tui.front.state import State
    from reader.tui.front.view import FrontApp, FrontView

NAMES_KEY = 80
"""Columns of a terminal from which on the key that lists what fails stands beside its number."""


def head_of(state: State, parts: Parts, reader: FrontApp, view: FrontView) -> HeadState:
    """The head line as things are."""
    is_slow = reader.settings.slow_line
    mark = "↻" if state.running or reader.worker.is_busy else ""
    is_reading = state.is_reading and state.has_text
    query = line(state.listing.source) if is_reading else ""
    name = f"{'Demo · ' if reader.is_demo else ''}{query or parts.list.name}"
    if is_reading:
        is_listed = state.is_open(view.rows.current_id or 0)
        left = view.article.minutes_left
        return HeadState(
            back=name,
            title=view.article.passed_title,
            note=parts.archive_reading.place or (parts.list.place if is_listed else ""),
            running=mark if is_slow else state.running or mark,
            aside=""
            if not state.related or stands_beside(state, view.layout_name)
            else f"{len(state.related)} related",
            end=f"{view.article.progress * 100:.0f}%" + (f" · {left:,} min left" if left else ""),
        )
    failing, keys = parts.sections.failing, reader.dispatcher.bindings.keys("jobs", "list")[:1]
    why = "".join(f" · {shown(key)} why" for key in keys) if view.width >= NAMES_KEY else ""
    return HeadState(
        where=name,
        note=""
        if state.listing.is_filtered or state.listing.is_search
        else parts.list.numbers(),  # the bar counts
        running=mark if is_slow else state.running or mark,
        failing=f"{failing:,} failing{why}" if failing else "",
        end="" if is_slow else time_of_day(reader.now()),
    )
