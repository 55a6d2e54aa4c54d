"""Other words, and other queries, for a search that finds nothing or little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, search, suggestions
from reader.model import Draft, Subscription
from reader.query.parse import parse
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.other_scripts import OtherScripts
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


def offered(opened: Session, source: str) -> str | Alone | OtherScripts | None:
    return suggestions.other(opened, source, search.search(opened, source))


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
    assert suggestions.likelier(library, typed, 1) == search.Alone("iphone", suggestions.COMMONER)
    for query in ("iphonne rings", '"iphonne"', "title:iphonne", "iphone", "iphonne sort:date", "ferry"):
        assert offered(library, query) is None, query
    save(library, "Two", "The second iphonne.")
    assert offered(library, "iphonne") is None, "twice as many would be needed"


def test_without_an_index_no_other_word_is_looked_for(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "make_ready", lambda *_: False)
    assert offered(library, "fery") is None


def test_a_phrase_with_a_misspelt_word_is_offered_as_an_article_has_it(library: Session) -> None:
    save(library, "Inquiry", "The marine safety board has asked the crew.")
    save(library, "Slip", "Nobody spells it saftey.")
    for slip in ("marine saftey board", "marine safety borad", "mrine saftey borad"):
        assert offered(library, f'"{slip}"') == '"marine safety board"', slip
    assert offered(library, 'crew "marine saftey board"') == '"marine safety board"'
    assert offered(library, '"board safety marine"') is None, "its words stand in another order"
    assert offered(library, 'ferry "marine saftey board"') is None, "no article has both"
    assert offered(library, 'crew -"marine saftey board"') is None


@pytest.fixture
def feeds(library: Session) -> Session:
    """Two articles of the feed BBC News, in the folder world, that do not say so; one of the feed Slack Water that does."""
    for number, (name, title, tags) in enumerate(
        (("bbc", "BBC News", ["world"]), ("slack", "Slack Water", []))
    ):
        library.library.feeds.add(
            Subscription(url=f"https://{name}.example/feed", title=title, tags=tuple(tags)), NOW
        )
        for each in range(2 - number):
            save(library, f"Report {each} of {name}", "Slack water at noon." if number else "Rain is due.")
            library.library.database.run(
                "INSERT INTO appearance (article_id, feed_id, title, seen_at) VALUES (?, ?, 'T', 0)",
                (len(library.library.queries.ids(parse("", NOW).tree)), number + 1),
            )
    return library


def test_a_feed_whose_name_was_typed_is_offered_where_it_finds_more(feeds: Session) -> None:
    assert offered(feeds, "news") == search.Alone("feed:news", 2)
    assert offered(feeds, "BBC News") == search.Alone('feed:"BBC News"', 2)
    assert offered(feeds, '"bbc news"') == search.Alone('feed:"bbc news"', 2)
    assert offered(feeds, "world") == search.Alone("feed:world", 2), "a folder is found as a feed is"
    assert offered(feeds, "slack water") is None, "the words find as many"
    for query in ("new", "news OR rain", "news is:unread", "-news", "title:news", "rain"):
        assert not isinstance(offered(feeds, query), search.Alone), query


def test_a_feed_is_not_offered_where_enough_articles_have_its_name(feeds: Session) -> None:
    assert suggestions.feed_named(feeds, "news", search.FEW - 1) is None, "it finds fewer"
    assert suggestions.feed_named(feeds, "news", 1) == search.Alone("feed:news", 2)
    for number in range(search.FEW):
        save(feeds, f"News {number}", "What is new.")
    assert offered(feeds, "news") is None


def test_or_in_capitals_is_offered_where_it_finds_more(library: Session) -> None:
    save(library, "Question", "Gas or oil?")
    save(library, "Oil", "Oil is dear.")
    assert offered(library, "gas or oil") == search.Alone("gas OR oil", 3)
    assert offered(library, "ferry Or oil or gas sort:date") == search.Alone(
        "ferry OR oil OR gas sort:date", 4
    )
    assert offered(library, "question or oil") == search.Alone("question OR oil", 2)
    for query in ("gas and oil", "or", "or gas", "gas or", "gas OR or", '"gas or oil"', "gas or sort:date"):
        found = offered(library, query)
        assert not isinstance(found, search.Alone), query
    assert suggestions.joined_by_or(library, "gas or oil", 3) is None, "it finds no more"


@pytest.fixture
def two_languages(library: Session) -> Session:
    """Polish articles that appeal and name Angela Merkel, English ones about apples and her."""
    for number in range(12):
        polish = Draft(
            title=f"Apel {number}",
            text="Apelowali. Angela Merkel",
            lang="pl",
            url=f"http://a.example/{number}",
        )
        english = Draft(
            title=f"Apples {number}",
            text="An apple and an iPhone",
            lang="en",
            url=f"http://b.example/{number}",
        )
        library.library.articles.save(polish, now=NOW)
        library.library.articles.save(english, now=NOW)
    for number in range(2):
        library.library.articles.save(
            Draft(title="Apple", text="Angela Merkel’s apple", lang="en", url=f"http://c.example/{number}"),
            now=NOW,
        )
    return library


def test_a_likelier_word_is_offered_where_one_is_found_by_a_stem_of_another_language(
    two_languages: Session,
) -> None:
    assert search.search(two_languages, "aple").total == 12
    assert offered(two_languages, "aple") == search.Alone("apple", 14)
    assert offered(two_languages, "apple") is None
    assert offered(two_languages, "apples") is None
    assert offered(two_languages, "merkle") == search.Alone("merkel", 14)
    assert offered(two_languages, '"Angela Merkle"') == search.Alone('"Angela Merkel"', 14)
    assert offered(two_languages, '"Angela Merkel"') is None
    assert offered(two_languages, "aple is:unread") is None
    relaxed = search.search(two_languages, "aple iphone").relaxed
    assert relaxed is not None
    assert relaxed.read_as == {"aple": "apple"}


def test_another_word_has_a_capital_where_the_typed_one_has_one(library: Session) -> None:
    assert offered(library, "Fery") == "Ferry"
    assert offered(library, "fery") == "ferry"
    assert offered(library, '"A Fery"') == '"A Ferry"'
    relaxed = search.search(library, "Fery noon").relaxed
    assert relaxed is not None
    assert relaxed.read_as == {"Fery": "Ferry"}
