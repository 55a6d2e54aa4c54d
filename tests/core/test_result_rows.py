"""The rows of a search: each with the piece of its text, or what stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import search
from reader.core.result_rows import with_snippets
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
        ("kelp risho", "Kelp is eaten in the bay.", ["Kelp"]),
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


def test_without_a_text_the_address_is_shown_only_where_nothing_else_was_found(library: Session) -> None:
    draft = Draft(title="Dulse", url="https://tokyo.example/minato/dulse-risho", authors=("Maud Ferris",))
    library.library.articles.save(draft, now=NOW)
    for words, said, hits in (
        ("dulse", "", []),
        ("ferris", "author: Maud Ferris", ["Ferris"]),
        ("ferris risho", "author: Maud Ferris", ["Ferris"]),
        ("risho", "address: …/dulse-risho", ["risho"]),
    ):
        (row,) = search.search(library, words).found
        assert row.snippet is not None
        assert row.snippet.text == said
        assert [row.snippet.text[start:end] for start, end in row.snippet.hits] == hits
