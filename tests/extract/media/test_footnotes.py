from __future__ import annotations

import lxml.html
import pytest

from reader.extract.media import footnotes


def found(body: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    notes = footnotes.find(root)
    return [(str(one.tag), label) for one, label in notes.references.items()], [
        (one.text_content().strip(), label) for one, label in notes.texts.items()
    ]


NOTE = "<li id=n1>Note. <a href=#r1>\u21a9</a></li>"


def test_a_mark_and_the_note_that_leads_back_to_it() -> None:
    assert found(f"<p>Text<sup id=r1><a href=#n1>1</a></sup></p><ol>{NOTE}</ol>") == (
        [("sup", "1")],
        [("Note.", "1")],
    )
    assert found(f"<p>Text<a id=r1 href=#n1>[a]</a></p><ol>{NOTE}</ol>") == ([("a", "1")], [("Note.", "1")])


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Text<a id=r1 href=#n1>see the note</a></p><ol>{NOTE}</ol>",
        f"<p>Text<a id=r2 href=#n1>1</a></p><ol>{NOTE}</ol>",
        f"<p>Text<a id=r1 href=#n2>1</a></p><ol>{NOTE}</ol>",
        f"<p>Text<a id=r1 href=x#n1>1</a></p><ol>{NOTE}</ol>",
        "<p>Text<a id=r1 href=#n1>1</a></p><table><tr><td id=n1>Note. <a href=#r1>x</a></table>",
    ],
)
def test_other_links_within_the_page_are_no_footnotes(body: str) -> None:
    assert found(body) == ([], [])


def test_notes_are_numbered_in_the_order_of_their_marks_and_up_to_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marks = "".join(f"<p id=r{n}>x<a href=#n{n}>{n}</a></p>" for n in (3, 1, 2))
    notes = "".join(f"<li id=n{n}>Note {n}<a href=#r{n}>^</a></li>" for n in (1, 2, 3))
    body = f"{marks}<ol>{notes}</ol>"
    assert found(body)[1] == [("Note 3", "1"), ("Note 1", "2"), ("Note 2", "3")]
    monkeypatch.setattr(footnotes, "NOTES_LIMIT", 2)
    assert found(body)[1] == [("Note 3", "1"), ("Note 1", "2")]


def test_the_arrow_back_goes_and_other_links_of_a_note_stay() -> None:
    note = "<li id=n1>See <a href=#x>note 4</a>. <a href=#r1>^</a></li>"
    assert found(f"<p>Text<a id=r1 href=#n1>1</a></p><ol>{note}</ol>")[1] == [("See note 4.", "1")]
