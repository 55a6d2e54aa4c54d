"""`related`: the neighbours of an article, grouped, each with its reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reader.cli.json_objects import OBJECTS

if TYPE_CHECKING:
    from reader.demo.newsstand import Newsstand
    from tests.support.real_postgres import RealPostgres
    from tests.support.shell import Shell


@pytest.fixture
def papers(shell: Shell, newsstand: Newsstand) -> Shell:
    """The articles of all English papers and the page of article 1."""
    shell("add", newsstand.page_url("gazette", "ferry-aground"))
    shell("add", *newsstand.feed_urls()[:2])
    return shell


def test_the_publishers_links_come_first_then_the_story_then_its_background(papers: Shell) -> None:
    groups = [row["group"] for row in papers.rows("related", "1", "--limit", "0")]
    assert groups[0] == "linked"
    assert "story" in groups
    assert groups == sorted(groups, key=["linked", "story", "background", "author"].index)


def test_the_other_papers_report_is_the_same_story(papers: Shell) -> None:
    (other,) = [row for row in papers.rows("related", "1") if "Coastguard" in row["title"]]
    assert (other["group"], other["publication"]) == ("story", "The Inland Courier")
    assert "Halcyon" in other["why"]


def test_the_text_form_has_headings_and_reasons(papers: Shell) -> None:
    lines = papers("related", "1").out.splitlines()
    assert lines[0] == "Linked in the article"
    assert "Council Delays Vote on Tidal Barrage" in lines[1]
    story = lines.index("Same story")
    assert story == 2
    assert "Halcyon" in lines[story + 2]


def test_what_the_author_wrote_besides_stands_below_the_others(papers: Shell) -> None:
    id_, row = next(
        (str(one["id"]), row)
        for one in papers.rows("related", "--query", "")
        for row in one["related"]
        if row["group"] == "author"
    )
    (why,) = row["why"]
    assert why.removeprefix("also by ") in row["authors"]
    lines = papers("related", id_).out.splitlines()
    assert lines[lines.index("By the same author") + 2].strip() == why


def test_a_link_that_the_library_lacks_is_a_row_with_its_address(shell: Shell, newsstand: Newsstand) -> None:
    shell("add", newsstand.page_url("gazette", "ferry-aground"))
    (row,) = shell.rows("related", "1")
    assert (row["id"], row["uid"], row["group"]) == (None, None, "linked")
    assert row["url"] == newsstand.page_url("gazette", "barrage-vote")


def test_the_limit_counts_all_groups_together(papers: Shell) -> None:
    assert len(papers.rows("related", "1", "--limit", "2")) == 2
    assert len(papers.rows("related", "1")) <= 10


def test_a_query_gives_one_object_an_article(papers: Shell) -> None:
    rows = papers.rows("related", "--query", "title:halcyon", "--limit", "1")
    assert len(rows) == len(papers.rows("list", "title:halcyon")) > 1
    assert {tuple(row) for row in rows} == {("id", "url", "related")}
    assert {len(row["related"]) for row in rows} == {1}
    assert papers("related", "--query", "unicorn").code == 1


def test_nothing_related_is_said_with_the_size_of_the_library(harbour: Shell) -> None:
    answer = harbour("related", "5")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "nothing related yet in your 6 articles\n"


@pytest.mark.parametrize("argv", [[], ["1", "--query", "gas"]])
def test_an_article_or_a_query_and_not_both(argv: list[str], harbour: Shell) -> None:
    assert harbour("related", *argv).code == 2


def test_the_archive_names_what_the_library_lacks(
    shell: Shell, postgres: RealPostgres, database: str
) -> None:
    told = shell("related", "1", "--archive")
    assert told.code != 0
    shell("archive", "init", postgres.address("postgres", database))
    text = (
        "The ferry Halcyon ran aground off Brannock Head in the night. The coastguard brought 214 people ashore, the "
        "harbour office at Port Lennet said."
    )
    own = {"title": "Ferry Halcyon Aground", "text": text, "url": "https://pier.example/1"}
    other = {
        "title": "Halcyon Aground off Brannock Head",
        "text": f"{text} A tug was called from Oxley.",
        "url": "https://courier.example/1",
    }
    shell("archive", "import", shell.file("two.jsonl", "\n".join(map(json.dumps, (own, other)))))
    shell("import", shell.file("own.jsonl", json.dumps(own)))
    (row,) = shell.rows("related", "1", "--archive")
    assert tuple(row) == tuple(field.name for field in OBJECTS["related archived article"])
    assert (row["title"], row["group"]) == (other["title"], "story")
    assert any("Halcyon" in why for why in row["why"])
    lines = shell("related", "1", "--archive").out.splitlines()
    assert lines[0] == "Same story"
    assert lines[1].startswith(f"{row['name']} ●")
    shell("archive", "keep", row["name"])
    nothing = shell("related", "1", "--archive")
    assert (nothing.code, nothing.err) == (1, "nothing related in the archive that you lack\n")


def test_the_archive_takes_one_article(shell: Shell) -> None:
    told = shell("related", "--query", "ferry", "--archive")
    assert told.code == 2
    assert "--archive takes one article" in told.err
