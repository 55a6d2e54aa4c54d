"""Which of several texts is shown: the best, or the one that the reader chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.making import LATER, LONG, NOW, draft, save

if TYPE_CHECKING:
    from reader.store.library import Library

FEED = f"from the feed {LONG}"
PAGE = f"from the page {LONG} and more"


@pytest.fixture
def both(library: Library) -> int:
    number = save(library, text=FEED, text_origin="feed", text_state="part", reason="cut")
    library.articles.save(draft(text=PAGE), now=LATER)
    return number


def shown(library: Library, number: int) -> tuple[str, str, str, int]:
    article = library.articles.get(number)
    assert article is not None
    return article.text_origin, article.text_state, library.articles.content(number).text, article.words


def test_the_other_text_is_shown_with_its_own_state(library: Library, both: int) -> None:
    assert library.articles.origins(both) == ["page", "feed"]
    before = library.changes.newest()
    assert library.articles.choose_text(both, "feed")
    assert shown(library, both) == ("feed", "part", FEED, len(FEED.split()))
    assert library.articles.origins(both) == ["feed", "page"]
    assert [change.article_id for change in library.changes.since(before, 9)] == [both]
    assert library.articles.choose_text(both, "page")
    assert shown(library, both)[:2] == ("page", "full")


def test_the_choice_outlives_new_texts(library: Library, both: int) -> None:
    library.articles.choose_text(both, "feed")
    library.articles.save(draft(text=f"{PAGE} anew"), now=LATER)
    assert shown(library, both)[0] == "feed"
    library.articles.save(draft(text=f"{FEED} anew", text_origin="feed", text_state="part"), now=LATER)
    assert shown(library, both)[2] == f"{FEED} anew"


def test_a_text_that_is_not_there_cannot_be_chosen(library: Library, both: int) -> None:
    assert not library.articles.choose_text(both, "file")
    assert shown(library, both)[0] == "page"


def test_a_page_that_gave_nothing_is_no_text(library: Library) -> None:
    number = save(library, text=FEED, text_origin="feed")
    library.articles.save(draft(text="", markdown="", text_state="failed", reason="404"), now=NOW)
    assert library.articles.origins(number) == ["feed"]
    assert not library.articles.choose_text(number, "page")


def test_a_chosen_text_is_not_told_to_be_what_the_page_came_to(library: Library) -> None:
    number = save(library, text=FEED, text_origin="feed", text_state="part")
    library.articles.save(draft(text="Subscribe to read on", text_state="paywall"), now=LATER)
    assert shown(library, number)[:2] == ("feed", "paywall")
    library.articles.choose_text(number, "feed")
    assert shown(library, number)[:2] == ("feed", "part")
