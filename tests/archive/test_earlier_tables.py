"""An archive that an earlier program filled (`tests/data/archive-3`) is brought up to date whole, and goes on as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.archive import schema
from reader.archive.protocol import Put
from reader.config.archive_place import ArchivePlace
from reader.core.archive import access, sync
from reader.core.session import LibraryPaths, Session
from reader.errors import ArchiveError
from reader.model import Draft
from tests.archive.conftest import NOW

if TYPE_CHECKING:
    from reader.archive.protocol import Archive, LeasedFeed
    from tests.support.real_postgres import RealPostgres
    from tests.support.shell import Shell

DUMP = Path(__file__).parents[1] / "data" / "archive-3" / "archive.sql"
PIPELINE, CHEAPER, LAMPS, TUGS, FROZEN, SEA = (
    "The gas pipeline to the island",
    "Gas gets cheaper",
    "Lamps at the mole",
    "Two tugs and a barge",
    "Der Hafen friert zu",
    "The minister of the sea",
)
RULES = "all words are made by the present rules"


@pytest.fixture
def filled(postgres: RealPostgres, database: str) -> ArchivePlace:
    """The archive as that program left it."""
    for role in schema.ROLES:
        postgres.sql(f"DO $$ BEGIN IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role}; END IF; END $$")
    postgres.sql(DUMP.read_text("utf-8"), database=database)
    return ArchivePlace(postgres.address("postgres", database))


@pytest.fixture
def today(filled: ArchivePlace, shell: Shell) -> Shell:
    """The same, brought up to date."""
    assert shell("archive", "init", filled.address).out == (
        f"the archive's tables were brought from version 3 to {schema.VERSION}\n"
    )
    return shell


def titles(shell: Shell, *query: str) -> list[str]:
    answer = shell("search", "--archive", *query, "--json")
    return [row["title"] for row in answer.rows]


def wrong(shell: Shell) -> dict[str, str]:
    """What a check finds."""
    return {row["check"]: row["wrong"] for row in shell("archive", "check", "--json").rows if row["wrong"]}


SEARCHES = (
    ("gas", {PIPELINE, CHEAPER, TUGS}),
    ('"gas pipeline"', {PIPELINE}),
    ('"of the interior"', {PIPELINE, SEA}),
    ('"minister of the sea"', {SEA}),
    ('title:"of the"', {SEA}),
    ("pipel*", {PIPELINE, CHEAPER}),
    ("Fähre", {FROZEN}),
    ("author:keel tug", {TUGS}),
    ("gas -pipeline", {TUGS}),
    ('"the mole" OR barge', {LAMPS, TUGS}),
    ("is:bookmarked", {PIPELINE, TUGS}),
    ("is:read", {TUGS}),
    ("date:2026-02 feed:pier", {PIPELINE, CHEAPER, LAMPS}),
)


@pytest.mark.parametrize("is_reindexed", [False, True])
def test_everything_is_found_as_before(today: Shell, is_reindexed: bool) -> None:
    if is_reindexed:
        assert today("archive", "reindex").out == "renewed the words of 6 articles\n"
    for query, found in SEARCHES:
        for order in ("sort:date", "sort:relevance"):
            assert set(titles(today, query, order)) == found, (query, order)
    assert titles(today, "the minister")[0] == SEA


def test_it_is_sound_and_says_which_words_are_old(today: Shell) -> None:
    (state,) = today.rows("archive", "status")
    assert (state["articles"], state["feeds"], state["due"]) == (6, 2, 1)
    assert [(month["name"], month["articles"]) for month in state["months"]] == [
        ("2026-03", 3),
        ("2026-02", 3),
    ]
    assert today("archive", "status").out.count("old words: broadsheet archive reindex") == 2
    assert wrong(today) == {RULES: "6 articles have others: broadsheet archive reindex"}
    today("archive", "reindex")
    assert wrong(today) == {}
    assert "old words" not in today("archive", "status").out


def test_filing_goes_on(today: Shell, filled: ArchivePlace) -> None:
    lamps = Draft(
        title=LAMPS,
        url="https://pier.example/2026-02-20",
        text="The lamps of the mole are lit again. Nobody knows by whom.",
        text_state="full",
    )
    new = replace(lamps, url="https://pier.example/new", title="A new gas pipeline")

    async def put(archive: Archive) -> Put:
        return replace(await archive.put([lamps, new, lamps], NOW), places=())

    assert access.run(filled, put) == Put(new=1, improved=1)
    assert titles(today, "nobody knows", "sort:oldest") == [LAMPS, "A new gas pipeline"]
    assert titles(today, '"gas pipeline"', "sort:oldest") == [PIPELINE, "A new gas pipeline"]
    assert wrong(today) == {RULES: "5 articles have others: broadsheet archive reindex"}


def test_another_reader_has_her_marks(today: Shell, filled: ArchivePlace, postgres: RealPostgres) -> None:
    database = filled.address.rpartition("/")[2]
    hers = f"marker_{database}"
    postgres.sql(f"CREATE ROLE {hers} LOGIN IN ROLE broadsheet_reader")
    postgres.sql(f"UPDATE broadsheet.mark SET reader = '{hers}' WHERE reader = 'anna'", database=database)
    assert today("archive", "init", postgres.address(hers, database)).code == 0
    assert titles(today, "is:bookmarked") == [CHEAPER]


def test_a_saved_search_hears_of_what_comes_after_it(
    filled: ArchivePlace, shell: Shell, postgres: RealPostgres
) -> None:
    assert shell("saved", "add", "Gas", "gas", "--notify", "--archive").code == 0
    snapshot = "SELECT pg_snapshot_xmin(pg_current_snapshot())"
    asked = int(postgres.sql(snapshot, database=filled.address.rpartition("/")[2]))
    places = LibraryPaths(shell.library, shell.folder / "cache", shell.folder / "config")
    access.remember(places.config, filled)
    with Session(places) as session:
        session.library.archive_searches.found(1, filled.address, asked, [])
        events: list[object] = []
        assert sync.run(session, listen=events.append).found == ()
        assert "broadsheet needs version" in str(events)
        assert shell("archive", "init", filled.address).code == 0
        assert sync.run(session).found == ()
        draft = Draft(title="Gas again", url="https://pier.example/again", text="Gas.")
        access.run(filled, lambda archive: archive.put([draft], NOW))
        (found,) = sync.run(session).found
    assert (found.count, found.titles) == (1, ("Gas again",))


async def _leased(archive: Archive) -> LeasedFeed | None:
    return await archive.lease()


def test_an_earlier_worker_is_refused_in_words(
    today: Shell, filled: ArchivePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "VERSION", 3)
    with pytest.raises(
        ArchiveError, match=r"has version \d of its tables, and this broadsheet knows version 3"
    ) as caught:
        access.run(filled, _leased)
    assert caught.value.hint == "install the broadsheet that its owner uses"
    said = today("archive", "work", "--once")
    assert (said.code, said.out) == (4, "")
    assert "this broadsheet knows version 3" in said.err
    monkeypatch.undo()
    leased = access.run(filled, _leased)
    assert leased is not None
    assert leased.url == "https://pier.example/feed"


def test_a_worker_that_runs_meanwhile_is_refused_its_next_feed(
    filled: ArchivePlace, shell: Shell, postgres: RealPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "VERSION", 3)
    database = filled.address.rpartition("/")[2]

    async def worked(archive: Archive) -> None:
        leased = await archive.lease()
        assert leased is not None
        await archive.give_back(leased)
        postgres.sql("UPDATE broadsheet.meta SET value = 4 WHERE key = 'schema'", database=database)
        with pytest.raises(ArchiveError, match="this broadsheet knows version 3"):
            await archive.lease()

    access.run(filled, worked)
