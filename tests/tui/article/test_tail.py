from __future__ import annotations

from datetime import UTC, datetime

from reader.core.highlights import Placed, PlacedNotes
from reader.model import Highlight, KeptOutput, Note, Passage
from reader.text.quote_anchor import Span
from reader.tui.article import tail
from reader.tui.article.block import ACCENT, DIM, INK, RULE, Look
from tests.support.articles import article, related

NOW = datetime(2026, 11, 24, tzinfo=UTC)
NOTE = Note(1, "Ask\n\nAnn", NOW)
HERE = Placed(Highlight(1, Passage("the ferry"), NOW), Span(0, 9))
GONE = Placed(Highlight(2, Passage("long gone"), NOW), None)


def test_the_head_counts_what_was_added() -> None:
    assert tail.notes_told(PlacedNotes((NOTE,), (HERE, GONE))) == "✎ 1 note · 2 highlights"
    assert tail.notes_told(PlacedNotes((NOTE, NOTE), (HERE,))) == "✎ 2 notes · 1 highlight"
    assert tail.notes_told(PlacedNotes((NOTE,))) == "✎ 1 note"
    assert tail.notes_told(PlacedNotes((), (HERE,))) == "✎ 1 highlight"
    assert tail.notes_told(PlacedNotes()) == ""


def test_notes_stand_before_highlights_each_with_its_sign() -> None:
    found = tail.notes(PlacedNotes((NOTE,), (HERE, GONE)))
    shown = [("".join(span.text for span in block.first), block.text) for block in found]
    assert shown == [
        ("", "─" * 24),
        ("", "NOTES"),
        ("✎ ", "Ask"),
        ("  ", "Ann"),
        ("", "HIGHLIGHTS"),
        ("▎ ", "the ferry"),
        ("▎ ", "long gone"),
        ("▎ ", "no longer in the text"),
    ]
    assert [block.first[0].look for block in found[5:]] == [ACCENT, RULE, RULE]
    assert tail.notes(PlacedNotes()) == []


def test_highlights_alone_stand_right_below_the_rule() -> None:
    found = tail.notes(PlacedNotes((), (HERE,)))
    assert [block.text for block in found] == ["─" * 24, "HIGHLIGHTS", "the ferry"]
    assert [block.gap for block in found[:2]] == [(), None]


def test_related_rows_stand_under_their_groups_and_know_their_numbers() -> None:
    rows = [
        related(1, group="linked", article=None, title="Far\naway", url="https://a.org"),
        related(2, why=("3 h earlier", "by Ann")),
        related(3, article=article(id=3, title="Read", read=True, day="2026-10-01")),
    ]
    found = tail.related(rows)
    assert [(block.text, block.row) for block in found][2:8] == [
        ("Linked in the article", None),
        ("Far away", 0),
        ("not in your library · ⏎ fetch", 0),
        ("Same story", None),
        ("Related 2", 1),
        ("4 Oct 2026 · The Harbour Gazette", 1),
    ]
    assert (found[8].text, found[8].runs[0].look) == ("3 h earlier · by Ann", Look("dim", italic=True))
    looks = {block.text: block.runs[0].look for block in found}
    assert (looks["Far away"], looks["Related 2"], looks["Read"]) == (INK, Look(bold=True), DIM)
    assert tail.related([]) == []


def test_the_day_of_a_related_row_is_in_digits_only_in_a_line_from_the_right() -> None:
    titles = ("Шлюз открыт", "水門", "العبّارة تعود")
    rows = [related(at, article=article(id=at, title=title)) for at, title in enumerate(titles, start=1)]
    days = [block.text.split(" · ")[0] for block in tail.related(rows) if "Gazette" in block.text]
    assert days == ["6 Oct 2026", "6 Oct 2026", "2026-10-06"]


def test_a_blank_line_parts_the_rows_of_a_group() -> None:
    found = tail.related([related(1), related(2)])
    assert [block.gap for block in found if block.text.startswith("Related ")] == [None, ()]


def test_outputs_stand_as_markdown_under_their_name_program_and_day() -> None:
    kept = (
        KeptOutput("Summary", "brief", "# Top\n\n- **one** ![](https://a.example/p.png)\n\nEnd.", NOW),
        KeptOutput("Übersetzung", "tr", "Kurz.", NOW, is_cut=True),
    )
    found = tail.outputs(kept)
    assert [block.text for block in found] == [
        "─" * 24,
        "SUMMARY · brief · 24 Nov 2026",
        "Top",
        "one ▒ picture",
        "End.",
        "ÜBERSETZUNG · tr · 24 Nov 2026 · its end was cut off",
        "Kurz.",
    ]
    assert {(block.level, block.picture) for block in found} == {(0, None)}
    assert tail.outputs(()) == []
    assert tail.notes_told(PlacedNotes((NOTE,), (), kept)) == "✎ 1 note · 2 outputs"
    assert tail.notes(PlacedNotes(outputs=kept)) == []


def test_of_a_very_long_output_the_beginning_is_shown() -> None:
    kept = KeptOutput("Summary", "brief", "A line of words.\n\n" * 5_000, NOW)
    found = tail.outputs([kept])
    assert tail.SHOWN * 0.9 < sum(len(block.text) + 2 for block in found) < tail.SHOWN * 1.1
    assert found[-1].text == "… the rest is in the exported file"
    table = "| a |\n| - |\n" + "| b |\n" * 5_000
    assert len(tail.outputs([KeptOutput("Summary", "brief", table, NOW)])) == 3, "what begins it is shown"
