"""Each screen as text, held against a file (`tests/support/golden.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import related
from reader.model import Related
from reader.query.tree import Everything
from tests.support import golden
from tests.support.screen import THEMES

if TYPE_CHECKING:
    from reader.core.session import Session
    from reader.model import Article, RelatedGroup
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

STATES: dict[str, tuple[str, ...]] = {
    "unread": (),
    "unread-other-density": ("Z",),
    "sections": ("tab", "g", "g"),
    "article": ("j", "j", "enter"),
    "article-end": ("j", "j", "enter", "G"),
    "everything": ("j", "j", "j", "j", "j", "enter", "space"),
    "search": ("/", *"halcyon"),
    "search-wrong": ("/", *"is:blue"),
    "find": ("j", "j", "enter", "/", *"crane", "enter"),
    "filter": ("f", *"the"),
    "empty": ("tab", "g", "g", "j", "j", "j", "enter"),
    "related": ("enter", "tab"),
    "related-none": ("j", "j", "j", "enter", "tab"),
    "links": ("j", "j", "enter", "L"),
    "highlight": ("enter", "H", "j", "H", "j"),
    "own-words": ("enter", "H", "j", "enter", "N", *"ask", "enter", *"Edwin", "ctrl+s"),
    "own-words-listed": ("enter", "H", "j", "enter", '"', "j"),
    "note": ("enter", "N", *"ask", "enter", *"Edwin"),
    "why": ("i",),
    "help": ("?",),
    "palette": (":",),
}


def made_up(session: Session, article: Article) -> tuple[Related, ...]:
    """A link, a story of two sources and a piece of background; nothing for the fourth article of all."""
    ids = session.library.queries.ids(Everything())
    if ids.index(article.id) == 3:
        return ()
    near = session.library.articles.many([id_ for id_ in ids[:5] if id_ != article.id][:3])
    groups: tuple[RelatedGroup, ...] = ("story", "story", "background")
    found = [
        Related(group=group, why=("Brannock Head", "ferry"), score=0.5, article=row)
        for group, row in zip(groups, near, strict=True)
    ]
    link = Related(
        group="linked",
        why=("linked",),
        score=1.0,
        title="Elsewhere on Tides",
        url="https://elsewhere.example/1",
    )
    return (link, *found)


@pytest.fixture(autouse=True)
def _known_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which articles are related is held elsewhere: a screen shows what it is given."""
    monkeypatch.setattr(related, "related", made_up)


async def shown(screen: Driver, state: str) -> str:
    if state == "sections" and screen.app.size.width >= 160:
        await screen.press("shift+tab", "g", "g")
    elif state == "empty" and screen.app.size.width >= 160:
        await screen.press("shift+tab", "g", "g", "j", "j", "j", "enter")
    else:
        await screen.press(*STATES[state])
    if screen.app.size.width >= 160:
        await screen.until(lambda: bool(screen.news.rows.ids) == bool(screen.news.state.open_article))
    return f"{screen.text}\n"


@pytest.mark.parametrize("size", golden.SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_a_screen_is_as_it_was(reader: Open, state: str, size: str) -> None:
    async with reader(size=golden.SIZES[size]) as screen:
        found = await shown(screen, state)
    golden.held(f"{state}-{size}", found)


@pytest.mark.parametrize("state", ["unread", "article", "search"])
async def test_a_dark_theme_shows_the_same_words_in_its_own_colours(reader: Open, state: str) -> None:
    text, colours = [], []
    for theme in ("newsprint", "lamplight"):
        async with reader(config=f'theme = "{theme}"') as screen:
            text.append(await shown(screen, state))
            known = {colour.lower() for colour in THEMES[theme].colours.values()}
            used = used_colours(screen)
            assert used <= known, used - known
            colours.append(used)
    assert text[0] == text[1]
    assert not colours[0] & colours[1]


def used_colours(screen: Driver) -> set[str]:
    """All colours of letters and grounds on the screen."""
    strips = screen.app.screen._compositor.render_strips(screen.app.screen.size)
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    found = [colour for style in styles for colour in (style.color, style.bgcolor) if colour]
    return {colour.get_truecolor().hex for colour in found}
