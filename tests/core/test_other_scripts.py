"""A name in the other scripts in which the library has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, other_scripts, search, suggestions
from reader.core.other_scripts import OtherScripts
from reader.model import Draft
from reader.query.parse import parse
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Putin in English, Russian and Arabic; a name that is Greek only."""
    with session(tmp_path) as opened:
        save(opened, "Putin in Moscow", "Mr Putin has spoken.")
        save(opened, "Путин в Москве", "Путина ждали: Путин сказал, что едет.")
        save(opened, "Слово Путина", "С Путиным говорили долго.")
        save(opened, "بوتين في موسكو", "قال بوتين اليوم كلمته.")
        save(opened, "Ο Μητσοτάκης στην Αθήνα", "Ο Μητσοτάκης μίλησε.")
        yield opened


def save(opened: Session, title: str, text: str) -> None:
    opened.library.articles.save(Draft(title=title, text=text), now=NOW)


def offered(opened: Session, source: str) -> OtherScripts | None:
    return other_scripts.also_written(opened, parse(source, NOW).tree)


def test_a_name_is_offered_in_every_other_script(library: Session) -> None:
    assert offered(library, "putin") == OtherScripts(("Путин", "بوتين"), "putin OR Путин OR بوتين", 3)
    assert offered(library, "Путин") == OtherScripts(("Putin", "بوتين"), "Путин OR Putin OR بوتين", 2)
    assert offered(library, "بوتين") == OtherScripts(("Putin", "Путин"), "بوتين OR Putin OR Путин", 3)
    assert search.count(library, "putin OR Путин OR بوتين") == 4
    assert str(offered(library, "putin")) == "3 more written Путин, بوتين"


def test_a_name_that_stands_nowhere_as_it_was_typed_is_looked_for_as_it_stands(library: Session) -> None:
    assert offered(library, "mitsotakis") == OtherScripts(("Μητσοτάκης",), "Μητσοτάκης", 1)


def test_it_is_what_the_search_suggests(library: Session) -> None:
    for source in ("putin", "mitsotakis"):
        results = search.search(library, source)
        assert suggestions.other(library, source, results) == offered(library, source)


@pytest.mark.parametrize(
    "source",
    [
        "putin moscow",
        '"putin"',
        "title:putin",
        "-putin",
        "puti",
        "spoken",
        "putin OR Путин OR بوتين",
        "",
        "普京",
    ],
)
def test_nothing_is_offered_for_what_is_not_one_name(library: Session, source: str) -> None:
    assert offered(library, source) is None


def test_words_that_are_no_names_are_not_offered(library: Session) -> None:
    save(library, "The Prezident yacht", "The Prezident sails with a motor and a Sonata.")
    save(library, "Президент", "Новый президент слушал: соната, соната, мотор.")
    for source in ("prezident", "президент", "motor", "мотор", "sonata", "соната"):
        assert offered(library, source) is None, source


def test_a_name_that_stands_in_no_text_or_only_opens_sentences_is_not_offered(library: Session) -> None:
    opened = Draft(title="Мораторий", text="Мораторий. Никто не ждал.", authors=("Бирюков",))
    library.library.articles.save(opened, now=NOW)
    save(library, "Biryukov", "A Biryukov, and a Moratorij.")
    assert offered(library, "biryukov") is None
    assert offered(library, "moratorij") is None
    assert offered(library, "мораторий") is None


def test_a_name_that_finds_no_more_is_not_offered(library: Session) -> None:
    save(library, "Паром «Халкион» (Halcyon)", "Паром Халкион, по-английски Halcyon, сел на мель.")
    assert offered(library, "halcyon") is None
    save(library, "Халкион снят", "Халкион сняли с мели.")
    assert offered(library, "halcyon") == OtherScripts(("Халкион",), "halcyon OR Халкион", 1)


def test_without_an_index_nothing_is_offered(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "make_ready", lambda *_: False)
    assert offered(library, "putin") is None
