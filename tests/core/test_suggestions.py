"""Other words, and other queries, for a search that finds nothing or little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, search, suggestions
from reader.model import Draft
from reader.query.parse import parse
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.search import Alone
    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Two articles: 1 with gas, 2 with a ferry."""
    with session(tmp_path) as opened:
        save(opened, "Gas from the north", "Gas comes through a pipe.")
        save(opened, "A ferry", "It sails at noon.")
        yield opened


def save(opened: Session, title: str, text: str) -> None:
    opened.library.articles.save(Draft(title=title, text=text), now=NOW)


def offered(opened: Session, source: str) -> str | Alone | None:
    return suggestions.other_word(opened, source, search.search(opened, source))


def test_another_word_is_offered_only_where_nothing_is_found(library: Session) -> None:
    assert offered(library, "fery") == "ferry"
    save(library, "Кафе", "Ёлки стоят у кафе Café Müller, и ёлки горят: Müller’s.")
    assert offered(library, "ёлкм") == "ёлки", "as it is written"
    assert offered(library, "мюллер") is None
    assert offered(library, "mullerr") == "müller"
    assert suggestions.suggestion(library, parse('"fery"', NOW).tree) is None
    assert suggestions.suggestion(library, parse("title:fery", NOW).tree) is None
    assert suggestions.suggestion(library, parse("-fery is:unread", NOW).tree) is None
    assert suggestions.suggestion(library, parse("fery gas", NOW).tree) is None, (
        "with it nothing is found, either"
    )


def test_the_beginning_of_a_word_is_offered_where_no_other_word_is_near(library: Session) -> None:
    save(library, "Олимпийский огонь", "Олимпийские игры начались.")
    assert offered(library, "олимпи") == "олимпи*"
    assert suggestions.suggestion(library, parse("ferry олимпи", NOW).tree) is None, "no article has both"
    assert suggestions.suggestion(library, parse("олимпи OR зимнийй", NOW).tree) == "олимпи*"
    assert suggestions.suggestion(library, parse('"олимпи"', NOW).tree) is None
    assert suggestions.suggestion(library, parse("title:олимпи", NOW).tree) is None
    assert suggestions.suggestion(library, parse("ол", NOW).tree) is None, "far too many words begin so"
    assert suggestions.suggestion(library, parse("зимн*", NOW).tree) is None


def test_no_suggestion_replaces_an_excluded_word(library: Session) -> None:
    for number in range(3):
        save(library, f"Ferris {number}", "The wheel of the ferries turns.")
    assert offered(library, "ferris -ferry") is None
    assert offered(library, "ferris NOT ferry") is None
    assert offered(library, "fery -fery") == "ferry", "the other one still excludes"
    assert offered(library, "fery -ferry") is None, "with it nothing is found, either"


def test_a_word_that_far_more_articles_have_is_offered_for_one_of_few(library: Session) -> None:
    save(library, "Telefon", "The iphonne rings.")
    for number in range(suggestions.COMMONER - 1):
        save(library, f"Telephone {number}", "An iPhone rings in the hall.")
    assert offered(library, "iphonne") is None, "not enough have it"
    save(library, "Another", "One more iPhone.")
    assert offered(library, "iphonne") == search.Alone("iphone", suggestions.COMMONER)
    typed = search.rank(library, "iphonne", is_typed=True).tree
    assert suggestions.commoner(library, typed, 1) == search.Alone("iphone", suggestions.COMMONER)
    for query in ("iphonne rings", '"iphonne"', "title:iphonne", "iphone", "iphonne sort:date", "ferry"):
        assert offered(library, query) is None, query
    save(library, "Two", "The second iphonne.")
    assert offered(library, "iphonne") is None, "twice as many would be needed"


def test_without_an_index_no_other_word_is_looked_for(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "make_ready", lambda *_: False)
    assert offered(library, "fery") is None
