"""`search`: best first, with the place where the words stand, and a line that counts."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from reader.core import search, suggestions

if TYPE_CHECKING:
    import pytest

    from tests.support.shell import Shell

LIGHTHOUSE = " ".join(
    f"Keeper {number} lit the lamp of the old lighthouse again on the {number}th night of the gale."
    for number in range(4, 20)
)


def titles(shell: Shell, *query: str) -> list[str]:
    return [row["title"] for row in shell("search", *query, "--json").rows]


def test_the_best_comes_first_and_scores_fall(harbour: Shell) -> None:
    rows = harbour.rows("search", "gas")
    assert [row["id"] for row in rows] == [1, 2]
    assert rows[0]["score"] > rows[1]["score"] > 0


def test_read_and_unread_are_found_alike(harbour: Shell) -> None:
    assert titles(harbour, "boats") == ["Harbour dues rise", "Ferry on the sandbank"]
    assert titles(harbour, "boats", "is:unread") == []


def test_each_row_shows_its_place_and_a_line_counts(harbour: Shell) -> None:
    answer = harbour("search", "divers")
    assert answer.out.splitlines() == [
        "1 ●★ 2026-02-01  Gas line to the island — The Pier",
        "     The gas line will cross the sound. Divers have begun to lay it.",
    ]
    assert answer.err == "1 found · 1 unread\n"


def test_words_of_other_forms_and_scripts_are_found(harbour: Shell) -> None:
    assert titles(harbour, "bottles") == ["A note without a day"]
    assert titles(harbour, "пассажиры") == ["Паром сел на мель"]
    assert titles(harbour, "DUES") == ["Harbour dues rise"]


def test_without_words_the_newest_come_first(harbour: Shell) -> None:
    rows = harbour.rows("search", "is:bookmarked")
    assert [(row["id"], row["score"], row["hits"]) for row in rows] == [(1, None, []), (5, None, [])]


def test_a_cut_is_said(harbour: Shell) -> None:
    answer = harbour("search", "gas", "--limit", "1")
    assert len(answer.out.splitlines()) == 2
    assert answer.err == "2 found · 2 unread · 1 shown (--limit 0 shows all)\n"


def test_fifty_are_shown_unless_said(shell: Shell) -> None:
    lines = "\n".join(f'{{"title": "Note {n}", "text": "Bottle {n}."}}' for n in range(53))
    shell("import", shell.file("many.jsonl", lines))
    assert len(titles(shell, "bottle")) == 50
    assert len(titles(shell, "bottle", "--limit", "0")) == 53


def test_a_word_that_matches_nothing_offers_the_nearest(harbour: Shell) -> None:
    answer = harbour("search", "sandbnak")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "nothing found; did you mean sandbank?\n"


def test_the_beginning_of_a_word_is_offered_as_the_shell_takes_it(harbour: Shell) -> None:
    answer = harbour("search", "sandb")
    assert (answer.code, answer.err) == (1, "nothing found; did you mean 'sandb*'?\n")
    assert harbour("search", "sandb*").code == 0


def test_what_each_part_finds_alone_is_told_where_all_find_nothing(harbour: Shell) -> None:
    answer = harbour("search", "title:island -is:bookmarked divers")
    assert (answer.code, answer.out) == (1, "")
    number = harbour("count", "title:island").out.strip()
    assert answer.err == (
        f"nothing found\n  title:island alone: {number} · -is:bookmarked alone: 4 · divers alone: 1\n"
    )


def test_the_empty_query_is_everything(harbour: Shell) -> None:
    assert len(titles(harbour, "")) == 6


def test_a_mistake_says_where_and_what_is_near(harbour: Shell) -> None:
    answer = harbour("search", "gas tilte:island")
    assert answer.code == 2
    assert answer.err.splitlines()[1:] == ["  gas tilte:island", "      ^ did you mean title:?"]


def test_an_index_that_was_deleted_is_made_anew(harbour: Shell) -> None:
    shutil.rmtree(harbour.folder / "library.db.index")
    assert titles(harbour, "divers") == ["Gas line to the island"]


def test_an_article_that_lacks_a_word_says_so(harbour: Shell) -> None:
    answer = harbour("search", "gas", "island", "cheaper")
    assert "only 1 of 2 has all the words\n" in answer.err
    assert [line.strip() for line in answer.out.splitlines()].count("missing: cheaper") == 1
    lacks = [row["lacks"] for row in harbour.rows("search", "gas", "island", "cheaper")]
    assert lacks == [[], ["cheaper"]]


def test_a_tag_that_nothing_has_is_told_whether_there_are_results_or_not(harbour: Shell) -> None:
    for command, first in (
        ("list", "nothing matches"),
        ("search", "nothing found"),
    ):
        answer = harbour(command, "tag:nosuch")
        assert (answer.code, answer.err) == (1, f"{first}\n  nothing has the tag “nosuch”\n")
        answer = harbour(command, "divers OR tag:nosuch")
        assert answer.code == 0
        assert answer.err.endswith("  nothing has the tag “nosuch”\n")


def test_a_word_that_far_more_articles_have_is_named(harbour: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = search.Alone("iphone", 1_000)
    monkeypatch.setattr(suggestions, "likelier", lambda *_: offered)
    answer = harbour("search", "lighthouse")
    assert answer.err.splitlines()[-1] == "  did you mean iphone? 1,000 found"
    assert answer.code == 0


def test_a_name_in_other_scripts_is_named_with_the_query_that_finds_all(harbour: Shell) -> None:
    lines = (
        '{"title": "Паром «Халкион»", "text": "Халкион сел на мель."}\n'
        '{"title": "Ferry Halcyon", "text": "The Halcyon ran aground."}\n'
        '{"title": "Μητσοτάκης", "text": "Ο Μητσοτάκης μίλησε."}'
    )
    harbour("import", harbour.file("names.jsonl", lines))
    answer = harbour("search", "halcyon")
    assert answer.err.splitlines()[-1] == "  1 more written Халкион; to find all: halcyon OR Халкион"
    assert answer.code == 0
    answer = harbour("search", "mitsotakis")
    assert (answer.code, answer.err) == (1, "nothing found; did you mean Μητσοτάκης?\n")


def test_a_query_that_is_offered_is_written_as_a_shell_takes_it(harbour: Shell) -> None:
    answer = harbour("search", '"gas lnie"')
    assert answer.err == "nothing found; did you mean '\"gas line\"'?\n"
    answer = harbour("search", "gas or boats")
    assert answer.err.splitlines()[-1] == "  did you mean gas OR boats? 4 found"
    answer = harbour("search", "lamp or tar or title:mole or 'the pier'")
    assert answer.err.splitlines()[0].startswith("nothing found"), "nor do all of them find anything"
    assert harbour("search", "pier", "is:unread").code == 0


def test_copies_of_a_text_are_one_row_and_counted(shell: Shell) -> None:
    rows = [
        {
            "title": "Lighthouse relit",
            "text": LIGHTHOUSE,
            "url": f"https://{name}.example/lit",
            "feeds": [name],
        }
        for name in ("pier", "dunes", "shoal")
    ]
    other = {"title": "Lighthouse open day", "text": "The lighthouse opens its doors on Sunday."}
    shell("import", shell.file("lit.jsonl", "\n".join(map(json.dumps, [*rows, other]))))
    answer = shell("search", "lighthouse")
    assert answer.out.count("Lighthouse relit") == 1
    assert "· +2 copies" in answer.out
    assert answer.err == "4 found, 2 copies folded · 4 unread\n"
    cut = shell("search", "lighthouse", "--limit", "1")
    assert cut.err == "4 found, 2 copies folded · 4 unread · 1 shown (--limit 0 shows all)\n"
    listed = shell.rows("search", "lighthouse")
    assert sorted(len(row["copies"]) for row in listed) == [0, 2, 2, 2]


def test_an_article_with_all_words_says_so_where_one_that_lacks_some_comes_first(shell: Shell) -> None:
    articles = [
        {
            "title": "A piano for the ferry",
            "text": "The piano of the ferry is out of tune. A ferry needs a piano.",
        },
        {"title": "Mud", "text": f"{LIGHTHOUSE} A chart, a piano and a ferry were drawn. {LIGHTHOUSE * 3}"},
    ]
    shell("import", shell.file("two.jsonl", "\n".join(map(json.dumps, articles))))
    answer = shell("search", "ferry", "chart", "piano")
    assert [
        said for row in answer.out.splitlines() if (said := row.strip()) in ("missing: chart", "all words")
    ] == [
        "missing: chart",
        "all words",
    ]
    first = shell("search", "keeper", "piano").out
    assert "missing: keeper" in first
    assert "all words" not in first, "those that have all come first"
