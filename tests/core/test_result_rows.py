"""The rows of a search: each with the piece of its text, or what stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import search
from reader.core.result_rows import told_count, with_snippets
from reader.markdown import dialect
from reader.model import Draft, text_fields
from reader.query.parse import parse
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session

FILLER = "Nobody on the coast had seen such a thing before, and those who were asked did not say much of it. "


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        for title, text in (("A lamp", f"{FILLER} It burns gas. {FILLER}"), ("A ferry", "It sails at noon.")):
            draft = Draft(title=title, url=f"https://pier.example/{title[2:]}", text=text, markdown=text)
            opened.library.articles.save(draft, now=NOW)
        yield opened


def test_snippets_of_text_and_notes_are_as_long_as_is_wanted(library: Session) -> None:
    library.library.own_words.write(2, f"{FILLER * 5} Ask the harbour office. {FILLER * 5}", NOW)
    articles = library.library.articles.many([1, 2])
    for words, number in (("burns", 0), ("office", 1)):
        short, long = (
            with_snippets(library, parse(words, NOW).tree, articles, length)[number].snippet
            for length in (40, 150)
        )
        assert short is not None
        assert long is not None
        assert short.hits
        assert len(short.text) < 60 < 100 < len(long.text)


@pytest.mark.parametrize(
    ("words", "snippet"),
    [
        ("druzhinin", "… Picture: The leaders (Alexei Druzhinin / TASS)"),
        ("time tass", "one more time. · Picture: The leaders (Alexei Druzhinin / TASS)"),
        ("lennet", "Place | Height | Port Lennet | 4"),
    ],
)
def test_a_snippet_names_what_stands_beside_the_text_and_parts_the_cells(
    library: Session, words: str, snippet: str
) -> None:
    table = "| Place | Height |\n| --- | --- |\n| Port Lennet | 4 |"
    content = dialect.contents(
        f"{table}\n\n{FILLER * 3}Said one more time.\n\n"
        "*The leaders* (Alexei Druzhinin / TASS)\n\n**Related:** Olympic host city",
    )
    draft = Draft(title="Leaders meet", url="https://pier.example/leaders", **text_fields(content))
    library.library.articles.save(draft, now=NOW)
    (row,) = search.search(library, words).found
    assert row.snippet is not None
    assert snippet in row.snippet.text
    assert search.search(library, "olympic").found == (), "the title of a related link is another article's"


@pytest.mark.parametrize(
    ("words", "snippet", "hits"),
    [
        ("risho", "address: …/ferry-risho?day=2026/10", ["risho"]),
        ("minato ferry", "address: /minato/2026/ferry-risho?day=2026/10", ["minato", "ferry"]),
        ("tokyo", "address: tokyo.example:8080/minato/2026/ferry-risho?day=2026/10", ["tokyo"]),
        ("dulse", "Kelp is eaten in the bay.", []),  # the title has it, which stands above
        ("dulse risho", "address: …/ferry-risho?day=2026/10", ["risho"]),
        ("kelp risho", "address: …/ferry-risho?day=2026/10 · Kelp is eaten in the bay.", ["risho", "Kelp"]),
        ("kelp foraging", "Kelp is eaten in the bay.", ["Kelp"]),
    ],
)
def test_where_the_address_alone_has_the_word_it_is_shown(
    library: Session, words: str, snippet: str, hits: list[str]
) -> None:
    text = "Kelp is eaten in the bay."
    url = "http://ann:lamp@tokyo.example:8080/minato/2026/ferry-risho?day=2026/10"
    draft = Draft(title="Dulse", url=url, text=text, markdown=text)
    library.library.articles.save(draft, now=NOW)
    row = next(row for row in search.search(library, words).found if row.article.title == "Dulse")
    assert row.snippet is not None
    assert row.snippet.text == snippet
    assert [row.snippet.text[start:end] for start, end in row.snippet.hits] == hits


def test_without_a_text_the_author_or_the_address_is_shown(library: Session) -> None:
    draft = Draft(title="Dulse", url="https://tokyo.example/minato/dulse-risho", authors=("Maud Ferris",))
    library.library.articles.save(draft, now=NOW)
    for words, said, hits in (
        ("dulse", "tokyo.example/minato/dulse-risho", []),
        ("ferris", "author: Maud Ferris", ["Ferris"]),
        ("ferris risho", "author: Maud Ferris · address: …/dulse-risho", ["Ferris", "risho"]),
        ("risho", "address: …/dulse-risho", ["risho"]),
    ):
        (row,) = search.search(library, words).found
        assert row.snippet is not None
        assert row.snippet.text == said
        assert [row.snippet.text[start:end] for start, end in row.snippet.hits] == hits


def test_a_row_without_a_text_shows_its_description(library: Session) -> None:
    for title, said, shown in (
        ("Dulse", "Weeds of the  shore.", "Weeds of the shore."),
        ("Bladderwrack", "Bladderwrack", "tokyo.example/Bladderwrack"),
    ):
        draft = Draft(title=title, url=f"https://tokyo.example/{title}", description=said)
        library.library.articles.save(draft, now=NOW)
        (row,) = search.search(library, title).found
        assert row.snippet is not None
        assert (row.snippet.text, row.snippet.hits) == (shown, ())


def test_a_word_that_the_text_has_in_another_form_is_not_shown_in_the_address(library: Session) -> None:
    text = "He cries. She has a lamp."
    draft = Draft(title="Quay", url="https://tokyo.example/cry-lamp", text=text, markdown=text, lang="en")
    library.library.articles.save(draft, now=NOW)
    row = next(row for row in search.search(library, "cry lamp").found if row.article.title == "Quay")
    assert row.snippet is not None
    assert row.snippet.text == text


def test_what_lacks_a_word_but_for_its_address_is_counted(library: Session) -> None:
    def counted(query: str) -> tuple[int, int]:
        found = search.search(library, query)
        return found.total, found.by_address

    assert counted("lamp") == (1, 0), "it is in the title, too"
    assert counted("pier") == counted("pier is:unread") == (2, 2)
    assert (
        counted("pier OR noon")
        == counted("url:pier")
        == counted('"pier example"')
        == counted("pie*")
        == (2, 0)
    )
    library.library.own_words.write(2, "Seen from the pier.", NOW)
    assert counted("pier") == (2, 1), "a note has it as well"
    library.library.marks.mute([1], NOW)
    assert counted("pier") == (1, 0), "one is not shown"
    assert search.rank(library, "pier", is_typed=True).by_address == 0


def test_what_has_a_word_only_in_its_address_comes_last_with_no_higher_score(library: Session) -> None:
    for at in range(3):
        text = f"{FILLER} Nobody waits on the pier. {FILLER * (at + 1)}"
        library.library.articles.save(
            Draft(title="Noon", url=f"https://quay.example/{at}", text=text, markdown=text), now=NOW
        )
    own = search.rank(library, "pier")
    assert {*own.ids[:3]} == {3, 4, 5}
    assert {*own.ids[3:]} == {1, 2}
    assert [own.scores[id_] for id_ in own.ids] == sorted(own.scores.values(), reverse=True)
    assert list(search.rank(library, "pier", limit=4).ids) == list(own.ids)[:4]
    assert len(search.rank(library, "pier", limit=2).ids) == 2


@pytest.mark.parametrize(
    ("found", "by_address", "told"),
    [
        (1_234, 0, "1,234 found"),
        (12, 1, "12 found, 1 only by its address"),
        (2_000, 1_000, "2,000 found, 1,000 only by their addresses"),
    ],
)
def test_the_count_of_a_search_in_words(found: int, by_address: int, told: str) -> None:
    assert told_count(found, by_address) == told
