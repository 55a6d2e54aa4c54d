"""Events as lines of JSON: they come out as they went in, and nothing else is taken for one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from reader.core.events import (
    AddDone,
    Event,
    FeedChoice,
    FeedRefreshed,
    FeedsChecked,
    ImportDone,
    JobDone,
    NewMatches,
    Notice,
    PageRead,
    PageRefused,
    PictureRead,
    Progress,
    Step,
)
from reader.core.worker.messages import from_json, to_json
from reader.model import Link

NOW = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)

EVENTS: list[tuple[str, Event]] = [
    ("progress", Progress("refreshing", 3, 40)),
    ("progress", Progress("refreshing", 3)),
    ("step", Step("adding", "asking example.com")),
    ("notice", Notice("a line\nand another")),
    ("page", PageRead(article_id=3, title="Lamp lit", url="https://pier.example/1", error="too slow")),
    ("picture", PictureRead(url="https://pier.example/tug.png")),
    ("picture", PictureRead(url="https://pier.example/tug.png", error="the picture is damaged")),
    ("matches", NewMatches(saved=3, name="Gas", query="gas OR lng", count=2, titles=("Gas \u2028 flows", "LNG"))),
    ("feed", FeedRefreshed(feed="A", url=None, outcome="ok")),
    ("feeds", FeedsChecked(asked=60, new=214, updated=1, failed=2)),
    (
        "feed",
        FeedRefreshed(
            feed="A", url="https://a.example/", outcome="failed", new=3, updated=2, seconds=1.25, error="slow",
            next_at=NOW, next_why="failed", asked=False,
        ),
    ),
    ("done", JobDone(job="index", summary="done")),
    ("done", JobDone(job="add", summary="", error="no \ud83d feed", hint="look \udc80 again")),
    ("done", JobDone(job="add", summary="", result=FeedChoice(choices=(Link("https://a.example/", "A"), Link("x"))))),
    ("done", JobDone(job="add", summary="", result=PageRefused(said="a list", can_be_kept=True, feeds=(Link("x"),)))),
    ("done", JobDone(job="import", summary="", result=ImportDone(kind="opml", skipped=("line 3",), skipped_count=7))),
    ("done", JobDone(job="add", summary="", result=AddDone(kind="feed", id=1, title="The Pier", outcome="new", new=2))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "event"), EVENTS)
def test_events_come_out_as_they_went_in(name: str, event: Event) -> None:
    line = to_json(event)
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["event"] == name
    assert from_json(line) == event


def test_times_are_told_as_iso_8601() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=3)))
    event = FeedRefreshed(feed="A", url=None, outcome="ok", next_at=local)
    assert json.loads(to_json(event))["next_at"] == "2026-03-02T15:00:00.250000+03:00"
    assert from_json(to_json(event)) == event


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "3", '"done"', "null", "{}", '{"event": "gone"}', '{"event": ["done"]}', "[" * 100_000,
     '{"event": "notice"}', '{"event": "notice", "text": 5}', '{"event": "notice", "text": null}',
     '{"event": "progress", "job": "x", "done": true}', '{"event": "progress", "job": "x", "done": "1"}',
     '{"event": "progress", "job": "x", "done": 1.5}', '{"event": "feed", "feed": "A", "url": null, "outcome": "ok", "next_at": "soon"}',
     '{"event": "feed", "feed": "A", "url": null, "outcome": "ok", "asked": 1}'],
)  # fmt: skip
def test_what_nobody_made_is_no_event(line: str) -> None:
    assert from_json(line) is None


@pytest.mark.parametrize(
    "result",
    ["{}", '{"is": "gone"}', '{"is": "choice", "choices": [3]}', '{"is": "choice"}', "3", '"x"', "[]", '{"is": ["added"]}',
     '{"is": "added", "kind": "feed", "id": true, "title": "A", "outcome": "new"}',
     '{"is": "added", "kind": "opml", "id": 1, "title": "A", "outcome": "new"}',
     '{"is": "imported", "kind": "opml", "skipped": [1]}'],
)  # fmt: skip
def test_a_result_that_nobody_made_is_no_event(result: str) -> None:
    assert from_json(f'{{"event": "done", "job": "add", "summary": "", "result": {result}}}') is None


def test_a_field_that_is_not_known_is_passed_over() -> None:
    assert from_json('{"event": "notice", "text": "a", "colour": 3}') == Notice("a")
