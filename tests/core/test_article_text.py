"""The text of an article as it is now, or was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import article_text, highlights
from reader.errors import NothingFound
from reader.model import Draft, RelatedLink
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from pathlib import Path

FIRST = Draft(
    title="A lamp",
    url="https://pier.example/1",
    text="It burns at night. Nobody knows who lit it, and nobody asks.",
    markdown="It burns at *night*. Nobody knows who lit it, and nobody asks.",
)


def test_earlier_texts_are_counted_from_the_first(tmp_path: Path) -> None:
    second = "It burns by day as well. Somebody knows who lit it, and everybody asks."
    with session(tmp_path) as opened:
        saved = opened.library.articles.save(FIRST, now=NOW).id
        third = "It is out. They who lit it are gone, and so are they who asked. Only the tower stands."
        for hours, text in enumerate((second, third), 1):
            moment = NOW + timedelta(hours=hours)
            changed = replace(FIRST, text=text, markdown=text, updated=moment)
            opened.library.articles.save(changed, now=moment)
        opened.library.own_words.write(saved, "Ask", NOW)
        assert article_text.content(opened, saved).text == third
        assert article_text.content(opened, saved, 2).text == second
        earlier = article_text.content(opened, saved, 1)
        assert (earlier.markdown, earlier.text, earlier.notes) == (FIRST.markdown, FIRST.text, ("Ask",))
        article = opened.library.articles.get(saved)
        assert article is not None
        highlights.highlight(opened, article, "Only the tower stands")
        assert article_text.content(opened, saved, 1).highlights == ("Only the tower stands",)
        for revision in (0, 3):
            with pytest.raises(NothingFound) as raised:
                article_text.content(opened, saved, revision)
            assert raised.value.hint == "the article has 2 earlier versions"
            assert raised.value.subject == str(saved)


def test_a_text_that_never_changed_has_no_earlier_one(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        saved = opened.library.articles.save(FIRST, now=NOW).id
        with pytest.raises(NothingFound, match="no revision 1") as raised:
            article_text.content(opened, saved, 1)
        assert "was not edited since it arrived" in (raised.value.hint or "")


def test_links_to_articles_of_the_library_are_known(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        first = opened.library.articles.save(FIRST, now=NOW).id
        links = (
            RelatedLink("A lamp", "https://pier.example/1"),
            RelatedLink("Else", "https://pier.example/9"),
            RelatedLink("No address", None),
        )
        draft = Draft(title="A pier", url="https://pier.example/2", text="A pier", related=links)
        saved = opened.library.articles.save(draft, now=NOW).id
        content = article_text.content(opened, saved)
        assert article_text.known(opened, content) == {"https://pier.example/1": first}
