from __future__ import annotations

from datetime import UTC, datetime

import pytest
from textual.widgets import Input

from reader.model import Article
from reader.tui.dialogs.tags import TagsScreen
from tests.support.dialogs import Opened, opened

KNOWN = [("later", 40), ("news/coast", 4), ("news/world", 3), ("russia", 12), ("startups", 1)]


def article(*tags: str, title: str = "Lamp lit") -> Article:
    return Article(id=1, uid="a" * 16, title=title, fetched=datetime(2026, 11, 24, tzinfo=UTC), tags=tags)


def rows(dialog: Opened) -> list[str]:
    """The rows of the list, the space between title and count as one blank."""
    field = next(at for at, line in enumerate(dialog.lines) if "─" in line and at) + 4
    return [" ".join(line.strip("▌ ").split()) for line in dialog.lines[field + 1 : -2] if line.strip("─ ")]


async def test_its_own_tags_stand_first_and_all_others_below() -> None:
    async with opened(TagsScreen([article("russia")], KNOWN)) as dialog:
        assert " Tags for Lamp lit" in dialog.lines
        assert rows(dialog) == [
            "✓ russia 12 articles",
            "later 40 articles",
            "news/coast 4 articles",
            "news/world 3 articles",
            "startups 1 article",
        ]


async def test_typing_filters_and_enter_ticks() -> None:
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.type("lat")
        assert rows(dialog) == ["later 40 articles", "+ lat a new tag"]
        await dialog.press("enter")
        assert dialog.answer == (("later",), ())


async def test_space_takes_a_tag_away_and_enter_never_does() -> None:
    async with opened(TagsScreen([article("russia")], KNOWN)) as dialog:
        await dialog.press("space", "escape")
        assert dialog.answer == ((), ("russia",))
    async with opened(TagsScreen([article("russia", "later")], KNOWN)) as dialog:
        await dialog.press("down", "enter")
        assert dialog.answer is None


async def test_enter_in_the_empty_field_is_done() -> None:
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.press("enter")
        assert dialog.answer is None
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.press("space", "enter")
        assert dialog.answer == (("later",), ())


async def test_commas_part_several_tags_which_may_hold_spaces() -> None:
    async with opened(TagsScreen([article("russia")], KNOWN)) as dialog:
        await dialog.type("sea/rescue, #Ferry  boats,, RUSSIA , la")
        given = ["+ sea/rescue a new tag", "+ Ferry boats a new tag", "✓ russia 12 articles"]
        assert rows(dialog)[:4] == [*given, "later 40 articles"]
        await dialog.press("tab")
        assert dialog.app.screen.query_one(Input).value.endswith(" , later")
        await dialog.press("enter")
        assert dialog.answer == (("sea/rescue", "Ferry boats", "later"), ())


async def test_each_tag_before_a_comma_stays_in_sight() -> None:
    async with opened(TagsScreen([article("russia")], KNOWN)) as dialog:
        await dialog.type("wreck, later, ")
        assert rows(dialog)[:3] == ["+ wreck a new tag", "✓ later 40 articles", "✓ russia 12 articles"]
        await dialog.type("star")
        assert rows(dialog) == [
            "+ wreck a new tag",
            "✓ later 40 articles",
            "startups 1 article",
            "+ star a new tag",
        ]
        await dialog.press("enter")
        assert dialog.answer == (("wreck", "later", "star"), ())


async def test_commas_alone_give_nothing() -> None:
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.type(", ,")
        await dialog.press("enter")
        assert dialog.answer is None


async def test_a_tag_that_is_new_is_given() -> None:
    async with opened(TagsScreen([article("russia")], KNOWN)) as dialog:
        await dialog.type("#Sea/Lights")
        assert rows(dialog) == ["+ Sea/Lights a new tag"]
        await dialog.press("enter")
        assert dialog.answer == (("Sea/Lights",), ())


async def test_case_makes_no_second_tag() -> None:
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.type("RUSSIA")
        assert rows(dialog) == ["russia 12 articles"]


async def test_a_part_of_a_path_finds_it_and_a_word_within_comes_last() -> None:
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.type("co")
        assert rows(dialog) == ["news/coast 4 articles", "+ co a new tag"]
        await dialog.press("backspace", "backspace")
        await dialog.type("art")
        assert rows(dialog) == ["+ art a new tag", "startups 1 article"]


async def test_tab_completes_so_that_a_path_can_go_on() -> None:
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.type("news/w")
        await dialog.press("tab")
        assert dialog.app.screen.query_one(Input).value == "news/world"
        await dialog.type("/asia")
        await dialog.press("enter")
        assert dialog.answer == (("news/world/asia",), ())


async def test_arrows_choose_and_two_times_space_changes_nothing() -> None:
    async with opened(TagsScreen([article("russia")], KNOWN)) as dialog:
        await dialog.press("down", "space")
        assert "✓ later 40 articles" in rows(dialog)
        await dialog.press("space", "escape")
        assert dialog.answer is None
    async with opened(TagsScreen([article("russia")], KNOWN)) as dialog:
        await dialog.press("down", "enter")
        assert dialog.answer == (("later",), ())


async def test_of_several_articles_a_tag_of_some_is_given_to_all_then_taken_from_all() -> None:
    two = [article("russia", "later"), article("later")]
    async with opened(TagsScreen(two, KNOWN)) as dialog:
        assert " Tags for 2 articles" in dialog.lines
        assert rows(dialog)[:2] == ["✓ later 40 articles", "– russia 12 articles"]
        await dialog.press("down", "space")
        assert "✓ russia 12 articles" in rows(dialog)
        await dialog.press("escape")
        assert dialog.answer == (("russia",), ())
    async with opened(TagsScreen(two, KNOWN)) as dialog:
        await dialog.press("down", "space", "space", "escape")
        assert dialog.answer == ((), ("russia",))


async def test_a_click_ticks() -> None:
    async with opened(TagsScreen([article()], KNOWN)) as dialog:
        await dialog.pilot.click(
            offset=(10, next(y for y, row in enumerate(dialog.lines) if "russia  " in row))
        )
        await dialog.type("new")
        await dialog.press("enter")
        assert dialog.answer == (("russia", "news/coast"), ())


async def test_where_no_tag_is_known_one_is_asked_for() -> None:
    async with opened(TagsScreen([article()], [])) as dialog:
        assert rows(dialog) == ["No tags yet: type one"]
        await dialog.press("#", "enter")
        assert dialog.answer is None


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_very_many_tags_and_a_hostile_title_keep_the_lines(size: tuple[int, int]) -> None:
    known = [(f"tag{number:03}", number) for number in range(300)]
    title = "\x1b[2J[red]Very[/red] 長い題名 " * 20
    async with opened(TagsScreen([article(title=title)], known), size=size) as dialog:
        await dialog.press("up", *["down"] * 14)
        assert dialog.lit.startswith("tag014")
        assert sum("Tags for" in line for line in dialog.lines) == 1
        assert "[red]Very[/red]" in dialog.text
        assert "\x1b" not in dialog.text
        assert dialog.lines[-1].startswith(" Enter add")
