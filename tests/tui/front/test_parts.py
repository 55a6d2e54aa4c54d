"""Which part does an action: each one alone, or the first that can."""

from __future__ import annotations

import inspect
from collections import defaultdict
from typing import TYPE_CHECKING

from reader.config.actions import ACTIONS
from reader.tui.app import Reader
from reader.tui.front.screen import FrontScreen
from reader.tui.front.view import Signal
from reader.tui.keys.app_base import AppBase
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.section_list import SectionList
from tests.support import household

if TYPE_CHECKING:
    from pathlib import Path

SHARED = {
    "remove": ["SavedSearchesPart", "SectionsPart", "MarksPart"],
    "edit_feed": ["SavedSearchesPart", "SectionsPart"],
    "why": ["SectionsPart", "TextsPart"],
    "sort": ["SectionsPart", "OrderPart"],
    "show_all": ["SearchPart", "ListPart"],
    "refresh": ["ArchiveSearchPart", "JobsPart"],
    "move_down": ["ArchiveSearchPart", "SearchPart"],
    "move_up": ["ArchiveSearchPart", "SearchPart"],
    "next_article": ["ArchiveReadingPart", "ReadingPart"],
    "previous_article": ["ArchiveReadingPart", "ReadingPart"],
    "read_on": ["ArchiveReadingPart", "ReadingPart"],
    "next_unread": ["ArchiveReadingPart", "FindPart"],
    "previous_unread": ["ArchiveReadingPart", "FindPart"],
    "browser": ["ArchiveReadingPart", "OutgoingPart"],
    "copy_address": ["ArchiveReadingPart", "OutgoingPart"],
    "bookmark": ["ArchiveReadingPart", "MarksPart"],
    "toggle_read": ["ArchiveReadingPart", "MarksPart"],
}
"""Actions that several parts have, in the order in which they are asked; each raises `SkipAction` where it is not meant."""


def actions(target: object) -> set[str]:
    kind = target if isinstance(target, type) else type(target)
    return {
        name.removeprefix("action_") for name, _ in inspect.getmembers(kind) if name.startswith("action_")
    }


def doers(room: Path) -> dict[str, list[str]]:
    """The parts that have each action, in the order in which they are asked."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in Reader(household.places(room)).front.action_targets:
        for name in actions(part):
            found[name].append(type(part).__name__)
    return found


def test_an_action_is_done_by_one_part_or_by_those_that_are_written_here(tmp_path: Path) -> None:
    found = doers(tmp_path)
    assert {name: parts for name, parts in found.items() if len(parts) > 1} == SHARED


def test_the_screen_takes_no_action_from_a_part(tmp_path: Path) -> None:
    own = {name for name in vars(FrontScreen) if name.startswith("action_")}
    assert own == {
        "action_back",
        "action_leave",
        "action_next_pane",
        "action_out",
        "action_previous_pane",
        "action_targets",
        "action_zoom",
    }
    assert not {name.removeprefix("action_") for name in own} & set(doers(tmp_path))


def test_all_that_the_table_promises_is_done_by_somebody(tmp_path: Path) -> None:
    found = set(doers(tmp_path))
    for kind in (FrontScreen, Reader, AppBase, ArticleList, ArticleView, SectionList):
        found |= actions(kind)
    elsewhere = {"choose"}  # of dialogs
    assert {action.id for action in ACTIONS} - elsewhere <= found
    assert set().union(
        *(actions(part) for part in Reader(household.places(tmp_path)).front.action_targets)
    ) <= {
        "command",
        *(action.id for action in ACTIONS),
    }


def test_no_part_is_larger_than_a_person_can_know(tmp_path: Path) -> None:
    for part in Reader(household.places(tmp_path)).front.action_targets:
        assert len(vars(type(part))) < 60
        held = [name for name, value in vars(part).items() if type(value).__name__.endswith("Part")]
        assert len(held) <= 3, (type(part).__name__, held)


def test_signals_lead_to_the_parts_that_follow_them(tmp_path: Path) -> None:
    parts = Reader(household.places(tmp_path)).front.parts
    followers = {
        (type(part).__name__, name): [listener.__qualname__ for listener in signal._listeners]
        for part in parts.in_order()
        for name, signal in vars(part).items()
        if isinstance(signal, Signal)
    }
    assert followers == {
        ("SectionsPart", "opened"): ["DialogsPart.greet"],
        ("SectionsPart", "counted"): [
            "SavedSearchesPart.count",
            "SavedSearchesPart.see",
            "FrontScreen._refit",
        ],
        ("SectionsPart", "changed"): ["ReadingPart.read_ahead"],
        ("SectionsPart", "first_wanted"): ["ReadingPart.read_article"],
        ("ListPart", "section_opened"): ["SearchPart.forget", "TargetsPart.end"],
        ("ListPart", "filled"): [
            "ReadingPart.follow_cursor",
            "SectionsPart.filled",
            "SavedSearchesPart.see",
            "ArchiveSearchPart.fit",
            "ArchiveSearchPart.follow",
        ],
        ("SearchPart", "begun"): ["ArchiveSearchPart.begin"],
        ("SearchPart", "asked"): ["ArchiveSearchPart.find"],
        ("SearchPart", "finished"): ["ArchiveSearchPart.submitted"],
        ("SearchPart", "ended"): ["ArchiveSearchPart.close"],
        ("ArchiveReadingPart", "kept"): ["SearchPart.take_news"],
        ("ArchiveReadingPart", "link_wanted"): ["OutgoingPart.browse"],
        ("ReadingPart", "shown"): [
            "FindPart.mark_hits",
            "NotesPart.article_shown",
            "OutgoingPart.show_pictures",
        ],
        ("ReadingPart", "was_read"): ["MarksPart.mark_read"],
        ("RelatedPart", "found"): ["ArchiveRelatedPart.relate"],
        ("RelatedPart", "opened"): ["ReadingPart.read_article"],
        ("RelatedPart", "page_wanted"): ["JobsPart.fetch_page"],
        ("MarksPart", "left"): ["ReadingPart.leave_article"],
        ("MarksPart", "lost"): ["ReadingPart.show_nothing"],
        ("MarksPart", "bookmarked"): ["OutgoingPart.export_bookmarked"],
        ("JobsPart", "came"): ["SearchPart.take_news", "ReadingPart.look_for_text"],
        ("JobsPart", "indexed"): ["SearchPart.look_again", "ReadingPart.look_for_text"],
        ("MarksPart", "stepped"): ["NotesPart.look_again", "StoryPart.take_anew", "RelatedPart.follow_story"],
        ("NotesPart", "changed"): ["StoryPart.look_again"],
        ("ProgramsPart", "kept"): ["NotesPart.look_again"],
        ("MarksPart", "changed"): [
            "SearchPart.renew",
            "StoryPart.look_again",
            "ReadingPart.look_for_text",
        ],
        ("SavedSearchesPart", "applied"): ["SearchPart.renew"],
    }
