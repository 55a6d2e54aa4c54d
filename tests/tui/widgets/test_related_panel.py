from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.model import Article, Related
from reader.tui.widgets.related_panel import RelatedPanel, facts, reasons
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
ARTICLE = Article(id=1, uid="a" * 16, title="One", fetched=NOW, publication="The Pier", words=460)
LINKED = Related(group="linked", why=("linked",), score=1.0, article=ARTICLE)
STORY = [
    Related(group="story", why=("ferry", "crane"), score=1.0, article=replace(ARTICLE, id=2, title="Two")),
    Related(
        group="story",
        why=("ferry",),
        score=0.5,
        article=replace(ARTICLE, id=3, title="Three", publication="The Quay", read=True),
    ),
]
BACKGROUND = Related(
    group="background", why=("head",), score=0.1, article=replace(ARTICLE, id=4, title="Four")
)
ALL = [LINKED, *STORY, BACKGROUND]


class Shown(Harness):
    """A panel alone on the screen."""

    def __init__(self) -> None:
        self.panel = RelatedPanel()
        self.opened: list[int] = []
        super().__init__(self.panel)

    def on_row_list_opened(self, event: RelatedPanel.Opened) -> None:
        self.opened.append(event.index)

    def lines(self) -> list[str]:
        return [line.rstrip() for line in text(self).splitlines()]


async def drawn(found: Sequence[Related], width: int, height: int = 30) -> list[str]:
    app = Shown()
    async with app.run_test(size=(width, height)) as pilot:
        app.panel.put(found, NOW, total=9)
        await pilot.pause()
        return app.lines()


async def test_an_article_has_its_title_its_facts_and_its_reasons() -> None:
    assert [line for line in await drawn(ALL, 40) if line] == [
        " RELATED 4",
        " Linked in the article",
        "▌One",
        "▌now · The Pier",
        " Same story · 2 sources",
        " Two",
        " now · The Pier",
        " ferry · crane",
        " Three",
        " now · The Quay",
        " ferry",
        " See also",
        " Four",
        " now · The Pier",
        " head",
    ]


async def test_a_title_has_all_its_lines_where_all_rows_have_room() -> None:
    words = "Quay lamps go dark as the crane crew walks out over pay and nights on the pier"
    long = replace(LINKED, article=replace(ARTICLE, title=words))
    whole = 2 + 1 + 5 + 2 + 4  # the heading, the group, the title and its facts, another article
    for height, is_whole in ((whole, True), (whole - 1, False)):
        lines = await drawn([long, BACKGROUND], 20, height)
        shown = [line.strip("▌ ") for line in lines]
        title = shown[3 : shown.index("now · The Pier")]
        assert (len(title), title[-1].endswith("…")) == ((5, False) if is_whole else (3, True))
        assert not is_whole or " ".join(title) == words
        assert not any("more below" in line for line in lines)


async def test_the_facts_of_a_title_from_the_right_are_read_from_there() -> None:
    article = replace(ARTICLE, title="אבגד הוז", publication="מזח", bookmarked=True)
    lines = await drawn([replace(LINKED, article=article)], 40)
    assert f"▌{' ' * 27}מזח · now ★" in [line.replace("\u200e", "") for line in lines]


@pytest.mark.parametrize(("width", "said"), [(40, "By the same author"), (18, "Same author")])
async def test_what_the_author_wrote_besides_stands_last(width: int, said: str) -> None:
    own = replace(BACKGROUND, group="author", why=("also by Ute Brandt",))
    lines = [line for line in await drawn([LINKED, own], width) if line]
    assert lines[-4:-1] == [f" {said}", " Four", " now · The Pier"]
    assert lines[-1].startswith(" also by Ute")


async def test_nothing_found_says_in_how_many_articles() -> None:
    assert [line for line in await drawn((), 40) if line] == [
        " RELATED",
        " Nothing related yet in your 9 articles",
    ]


@pytest.mark.parametrize(
    ("width", "linked", "story"),
    [
        (24, "Linked in the article", "Same story · 2 sources"),
        (23, "Linked in the article", "Same story"),
        (22, "Linked", "Same story"),
    ],
)
async def test_a_heading_without_room_is_a_shorter_one(width: int, linked: str, story: str) -> None:
    lines = await drawn(ALL, width)
    assert f" {linked}" in lines
    assert f" {story}" in lines
    assert max(map(len, lines)) < width, "a blank column at the right"


@pytest.mark.parametrize(
    ("height", "last", "more"),
    [
        (19, 18, ""),
        (18, 17, ""),
        (17, 13, "1 more below"),
        (15, 13, "1 more below"),
        (14, 12, "1 more below"),
        (13, 9, "2 more below"),
        (11, 9, "2 more below"),
        (10, 8, "2 more below"),
        (9, 4, "3 more below"),
        (6, 4, "3 more below"),
    ],
)
async def test_articles_are_shown_but_for_the_last_reason_and_the_others_counted(
    height: int, last: int, more: str
) -> None:
    whole, lines = await drawn(ALL, 40), await drawn(ALL, 40, height)
    assert lines[: last + 1] == whole[: last + 1]
    assert [line.strip() for line in lines[last + 1 : height] if line] == ([more] if more else [])
    assert lines[height - 1].strip() == (more or whole[last].strip())


async def test_what_is_not_shown_comes_with_the_cursor_and_cannot_be_clicked() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.panel.put(ALL, NOW, total=9)
        app.panel.focus()
        await pilot.pause()
        assert app.lines()[11].strip() == "2 more below"
        assert await pilot.click(offset=(4, 11))
        assert app.opened == []
        await pilot.press("G")
        await pilot.pause()
        assert "▌head" in app.lines()
        assert "more" not in text(app)
        await pilot.press("home", "enter")
        assert app.opened == [2]


async def test_an_article_that_is_higher_than_the_panel_is_shown_from_its_top() -> None:
    app = Shown()
    async with app.run_test(size=(40, 3)) as pilot:
        app.panel.put(STORY, NOW, total=9)
        app.panel.focus()
        await pilot.press("j")
        assert app.lines()[:3] == ["▌Three", "▌now · The Quay", "▌ferry"]
        await pilot.press("k")
        assert app.lines()[:3] == [" Same story · 2 sources", "▌Two", "▌now · The Pier"]


@pytest.mark.parametrize(
    ("width", "said"),
    [(40, "Tarn Island · ferry · Halcyon"), (28, "Tarn Island · ferry"), (12, "Tarn Island")],
)
def test_only_whole_reasons_are_given(width: int, said: str) -> None:
    assert reasons(("Tarn Island", "ferry", "Halcyon"), width) == said


def test_a_wide_reason_counts_its_cells() -> None:
    assert reasons(("フェリー", "ハルシオン"), 20) == "フェリー"


def test_the_first_reason_is_cut_where_it_must_be() -> None:
    assert reasons(("Tarn Island", "ferry"), 8).endswith("…")


async def test_the_cursor_stays_on_its_article_when_rows_come_and_go() -> None:
    app = Shown()
    async with app.run_test(size=(40, 30)) as pilot:
        app.panel.put(STORY, NOW, total=9)
        app.panel.focus()
        await pilot.press("j")
        app.panel.put([*STORY, BACKGROUND], NOW, total=9)
        assert app.panel.row == STORY[1]
        app.panel.put([LINKED, *STORY, BACKGROUND], NOW, total=9)
        assert app.panel.row == STORY[1]
        app.panel.put([LINKED, STORY[0], BACKGROUND], NOW, total=9)
        assert app.panel.row == BACKGROUND, "what follows takes the place of what is gone"
        app.panel.put([LINKED], NOW, total=9)
        assert app.panel.row == LINKED
        app.panel.put([], NOW, total=9)
        assert app.panel.row is None


async def test_while_the_keys_are_elsewhere_the_first_row_is_the_cursors() -> None:
    app = Shown()
    async with app.run_test(size=(40, 30)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        app.panel.put(STORY, NOW, total=9)
        app.panel.put([LINKED, *STORY], NOW, total=9)
        assert app.panel.row == LINKED


async def test_before_the_index_has_the_article_it_says_so() -> None:
    app = Shown()
    async with app.run_test(size=(50, 30)) as pilot:
        app.panel.look_later()
        await pilot.pause()
        assert [line for line in app.lines() if line] == [
            " RELATED",
            " Articles are still being indexed",
        ]
        app.panel.put(STORY, NOW, total=9)
        await pilot.pause()
        assert not any("indexed" in line for line in app.lines())


async def test_it_is_blank_without_an_article_and_looks_for_those_of_one() -> None:
    app = Shown()
    async with app.run_test(size=(50, 30)) as pilot:

        async def lines() -> list[str]:
            await pilot.pause()
            return [line for line in app.lines() if line]

        assert await lines() == []
        app.panel.waiting()
        assert await lines() == [" RELATED"]
        app.panel.look()
        assert await lines() == [" RELATED", " Looking …"]
        app.panel.look_later()
        app.panel.look()
        assert await lines() == [" RELATED", " Articles are still being indexed"]
        app.panel.put((), NOW, total=9)
        app.panel.clear()
        assert await lines() == []


async def test_it_says_that_others_are_compared_without_moving_anything() -> None:
    app = Shown()
    async with app.run_test(size=(40, 30)) as pilot:
        app.panel.put(STORY, NOW, total=9)
        await pilot.pause()
        before = app.lines()
        app.panel.put(STORY, NOW, total=9, is_comparing=True)
        await pilot.pause()
        assert app.lines() == [f"{before[0].rstrip()} · still comparing", *before[1:]]
        app.panel.put([], NOW, total=9, is_comparing=True)
        await pilot.pause()
        assert [line for line in app.lines() if line] == [
            " RELATED · still comparing",
            " Nothing related yet",
        ]


async def test_no_key_means_an_article_of_the_archive() -> None:
    app = Shown()
    async with app.run_test(size=(40, 30)):
        app.panel.put((), NOW, total=9)
        app.panel.put_archive([BACKGROUND], "")
        assert (app.panel.row, app.panel.current, app.panel.lacked) == (BACKGROUND, None, BACKGROUND)


@pytest.mark.parametrize(
    ("name", "came", "room", "said"),
    [
        ("The Harbour Gazette", "15 Nov", 28, "15 Nov · The Harbour Gazette"),
        ("The Harbour Gazette", "15 Nov", 27, "15 Nov · Harbour Gazette"),
        ("The Harbour Gazette", "15 Nov", 20, "The Harbour Gazette"),
        ("The Moscow Times - News, Business", "15 Nov", 20, "Moscow Times - News…"),
        ("The Moscow Times - News, Business", "1d", 28, "1d · Moscow Times - News, B…"),
        ("The Quay", "15 Nov 25", 17, "15 Nov 25 · Quay"),
        ("The Quay", "15 Nov 25", 15, "The Quay"),
    ],
)
def test_a_source_goes_before_its_age_where_both_have_no_room(
    name: str, came: str, room: int, said: str
) -> None:
    assert facts(name, came, room) == said
