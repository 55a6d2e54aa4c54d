from __future__ import annotations

from typing import TYPE_CHECKING, cast

from reader.tui import toast
from reader.tui.toast import LIMIT, clear_stale, path, seconds, show, stands, with_path, with_title
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from textual.pilot import Pilot

    from reader.tui.toast import Mood


async def painted(pilot: Pilot[int]) -> None:
    """The old one goes, the new one comes, both are laid out."""
    for _ in range(4):
        await pilot.pause()


async def test_one_line_stands_in_the_foot_line_and_more_in_the_corner_above_it() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        show(app, "12 marked read", "good")
        await painted(pilot)
        rows = text(app).split("\n")
        assert rows[8] == ""
        assert rows[9] == "▌ 12 marked read"
        show(app, "Exported to ~/notes:\na.md", "good")
        await painted(pilot)
        rows = text(app).split("\n")
        assert [row.strip() for row in rows[7:]] == ["▌ Exported to ~/notes:", "▌ a.md", ""]
        assert rows[8].startswith("   ")


async def test_foreign_words_in_it_are_plain() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        show(app, "[/] \x1b]0;x\x07[b]bold[/b]", "bad")
        await painted(pilot)
        assert "[/] ]0;x[b]bold[/b]" in text(app)


async def test_an_endless_one_is_cut() -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        show(app, "word " * 5_000, "good")
        await painted(pilot)
        assert 60 < text(app).count("word") <= LIMIT // 5
        assert text(app).rstrip().endswith("…")


async def test_of_several_at_once_the_last_is_shown() -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        for number in range(5):
            show(app, f"J does nothing here, {number}", "warn")
        await painted(pilot)
        assert text(app).count("J does nothing here") == 1
        assert "J does nothing here, 4" in text(app)


async def test_one_takes_the_place_of_the_one_before() -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        seen = []
        for words, mood in (
            ("One", "good"),
            ("Two", "good"),
            ("Bad", "bad"),
            ("Three", "good"),
            ("Worse", "bad"),
        ):
            show(app, words, cast("Mood", mood))
            await painted(pilot)
            seen.append([row.strip("▌ ") for row in text(app).split("\n") if "▌" in row and row.strip("▌ ")])
        assert seen == [["One"], ["Two"], ["Bad"], ["Three"], ["Worse"]]


async def test_the_next_action_takes_what_went_wrong_away() -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        for mood, is_there in (("good", True), ("bad", False)):
            show(app, "Words", cast("Mood", mood))
            await painted(pilot)
            await pilot.press("x")
            await painted(pilot)
            assert "Words" in text(app), "a key without an action is none"
            await pilot.press("ctrl+l")
            await painted(pilot)
            assert ("Words" in text(app)) == is_there


def test_longer_and_worse_ones_stay_longer_within_bounds() -> None:
    assert seconds("one word", "good") < seconds("one word " * 3, "good") < seconds("one word " * 3, "bad")
    assert seconds("word", "good") == 3.25
    assert seconds("word", "bad") == 4.75
    assert [seconds("word " * 90, mood) for mood in ("good", "warn", "bad")] == [6, 15, 6]


def test_a_path_says_no_home_and_leaves_out_folders_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert path("/home/ann/notes/a.md") == "~/notes/a.md"
    assert path("/home/anna/notes/a.md") == "/home/anna/notes/a.md"
    assert path("/home/ann") == "~"
    assert path(f"/home/ann/{'a' * 40}/{'b' * 40}/{'c' * 9}/gale.md") == f"~/…/{'b' * 40}/{'c' * 9}/gale.md"
    assert path(f"/home/ann/{'a' * 40}/{'b' * 80}/{'c' * 9}/gale.md") == f"~/…/{'c' * 9}/gale.md"
    assert path(f"/var/{'b' * 30}/gale.md", 20) == "/var/…/gale.md"
    assert path(f"/{'b' * 30}/gale.md", 20) == "…/gale.md"
    assert path("/home/ann/Documents/broadsheet", 21) == "~/…/broadsheet"
    monkeypatch.setenv("HOME", "/")
    assert path("/notes") == "/notes"


def test_the_name_of_a_file_stays_whole_and_is_else_cut_in_the_middle() -> None:
    place = "/var/notes/the-gale-over-the-lennet.md"
    assert path(place, 36) == "/var/…/the-gale-over-the-lennet.md"
    assert path(place, 30) == "…/the-gale-over-the-lennet.md"
    assert path(place, 28) == "the-gale-over-the-lennet.md"
    assert path(place, 20) == "the-gale-o…lennet.md"
    assert path("/var/notes/霧の中のレネット川と港.md", 16) == "霧の中の…と港.md"


async def test_one_is_wrapped_anew_in_a_smaller_terminal() -> None:
    app = Harness()
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        words = "Checked 2 feeds: 2 failed (The Harbour Gazette, Slack Water)"
        show(app, words, "good")
        await painted(pilot)
        assert words in text(app)
        await pilot.resize_terminal(40, 12)
        await painted(pilot)
        rows = [row.split("▌ ")[1].strip() for row in text(app).split("\n") if "▌ " in row]
        assert len(rows) == 2
        assert " ".join(rows) == words


async def test_a_key_that_does_something_takes_away_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        show(app, "Marked as read · u to undo", "good")
        await painted(pilot)
        assert clear_stale(app) == []
        monkeypatch.setattr(toast, "READ_S", 0.0)
        gone = clear_stale(app)
        assert [one.message for one in gone] == ["Marked as read · u to undo"]
        assert not app._notifications
        assert stands(app, "u to undo", gone), "it can still be undone by it"


async def test_what_offers_no_key_goes_once_it_was_read_where_the_reader_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(toast, "READ_S", 3600.0)
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        later: list[tuple[float, Callable[[], object]]] = []
        monkeypatch.setattr(app, "set_timer", lambda delay, then: later.append((delay, then)))
        for said, goes in (("Marked as read · u to undo", False), ("Nothing to undo", True)):
            show(app, said, "good")
            await painted(pilot)
            clear_stale(app)
            assert [one.message for one in app._notifications] == [said], "it is not read yet"
            assert bool(later) == goes
        [(delay, then)] = later
        assert 3500 < delay <= 3600
        then()
        assert not app._notifications


async def test_what_a_key_did_not_do_goes_with_one_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toast, "READ_S", 3600.0)
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        show(app, "H: only in the article", "warn")
        await painted(pilot)
        clear_stale(app)
        assert len(app._notifications) == 1
        clear_stale(app, "H: only in the article")
        assert not app._notifications


def test_words_and_a_path_are_one_line_at_every_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    folder = "/home/ann/Documents/broadsheet"
    assert with_path("Exported", f"{folder}/ferry.md") == "Exported: ~/Documents/broadsheet/ferry.md"
    name = "2026-10-06-the-harbour-office-expects-two-more-days-of-fog"
    assert with_path("Exported", f"{folder}/{name}.md", 120) == (
        f"Exported: {folder.replace('/home/ann', '~')}/{name}.md"
    )
    assert with_path("Exported", f"{folder}/{name}.md") == (f"Exported: ~/…/{name}.md")
    assert with_path("Exported", f"{folder}/{name}.md", 44) == f"Exported: {name[:14]}…{name[-11:]}.md"
    assert with_path("3 articles exported", folder, 44) == "3 articles exported: ~/…/broadsheet"
    for width in range(24, 130):
        assert len(with_path("Exported", f"{folder}/{name}.md", width)) <= width - 4


def test_words_and_a_title_are_one_line_at_every_width() -> None:
    title, ending = "The harbour office expects two more days of fog and no ferry", " · u to undo"
    assert with_title("Removed", "Fog", ending) == "Removed “Fog” · u to undo"
    assert with_title("Removed", title, ending, 200) == (
        "Removed “The harbour office expects two more days of fog…” · u to undo"
    )
    assert (
        with_title("Marked as read:", title, ending, 60)
        == "Marked as read: “The harbour office…” · u to undo"
    )
    assert with_title("Marked as read:", title, ending, 44) == "Marked as read · u to undo"
    for width in range(32, 130):
        assert len(with_title("Marked as read:", title, ending, width)) <= width - 4


async def test_no_line_begins_with_a_separator() -> None:
    app = Harness()
    async with app.run_test(size=(60, 12), notifications=True) as pilot:
        for cells in range(30, 60):
            show(app, f"{'a' * 25} {'b' * (cells - 26)} · 12 cd · u to undo", "good")
            await painted(pilot)
            rows = [row.split("▌ ")[1].strip() for row in text(app).split("\n") if "▌ " in row]
            assert not any(row.startswith("·") for row in rows)
            assert rows[-1].endswith("u to undo")


async def test_a_shorter_one_leaves_nothing_of_a_longer_one() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        show(app, "A message that takes more room", "warn")
        await painted(pilot)
        (before,) = app.screen.query("Toast")
        show(app, "Short", "good")
        assert not before.display, "it is gone before the next one is painted"
        await painted(pilot)
        assert text(app).split("\n")[9].strip() == "▌ Short"


async def test_a_message_that_is_shown_is_known_by_its_ending() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        show(app, "Muted · u to undo", "good")
        await painted(pilot)
        assert stands(app, "u to undo", ())
        show(app, "A refresh is already running", "good")
        await painted(pilot)
        assert not stands(app, "u to undo", ())
