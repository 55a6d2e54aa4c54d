from __future__ import annotations

import lxml.html
import pytest

from reader.extract import pieces as walking
from reader.extract.pieces import FRAMES_LIMIT, Piece, is_data, pieces


def row(body: str) -> list[Piece]:
    return pieces(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"), None)


def test_pieces_come_in_the_order_of_the_page() -> None:
    found = row(
        "a<p>b <img src='https://x.example/1.jpg'> c</p>d<ul><li>e</ul><table><tr><td>f<td>g<tr><td>h<td>i</table><pre>j</pre>"
    )
    assert [(piece.kind, piece.text) for piece in found] == [
        ("text", "a"),
        ("text", "b c"),
        ("picture", ""),
        ("text", "d"),
        ("text", "e"),
        ("table", ""),
        ("code", ""),
    ]


def test_headings_know_their_level_and_terms_that_they_are_terms() -> None:
    found = row("<h3>a</h3><dl><dt>b<dd>c</dl><details><summary>d</summary>e</details><hr>")
    assert [(piece.kind, piece.level, piece.text) for piece in found] == [
        ("heading", 3, "a"),
        ("term", 0, "b"),
        ("text", 0, "c"),
        ("term", 0, "d"),
        ("text", 0, "e"),
        ("rule", 0, ""),
    ]


def test_lists_count_from_their_start_and_frames_nest_up_to_a_bound() -> None:
    found = row("<ol start=9><li>a<li>b</ol><blockquote><ul><li>c</ul></blockquote>")
    assert [[frame.mark or frame.kind for frame in piece.frames] for piece in found] == [
        ["9. "],
        ["10. "],
        ["quote", "- "],
    ]
    deep = row("<blockquote>" * (FRAMES_LIMIT + 3) + "x")
    assert [len(piece.frames) for piece in deep] == [FRAMES_LIMIT]


@pytest.mark.parametrize(
    ("table", "answer"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", True),
        ("<tr><td>a<td>b", False),
        ("<tr><td>a<tr><td>b<tr><td>c", False),
        ("<tr><td>a<td>b<tr><td><td>", False),
        ("<tr><td>a<td>b<tr><td>c<td><table><tr><td>d</table>", False),
        ("<tr><td>a<td><form></form>b<tr><td>c<td>d", False),
        (f"<tr><td>a<td>b<tr><td>c<td>{'d' * 601}", False),
        (f"<tr><td>a<td>b<tr><td>c<td>{'d' * 600}", True),
    ],
)
def test_a_table_of_data_is_told_from_a_scaffold(table: str, answer: bool) -> None:
    root = lxml.html.document_fromstring(f"<table>{table}</table>")
    assert is_data(next(root.iter("table"))) is answer


def test_hidden_elements_and_gutters_give_nothing() -> None:
    assert [piece.text for piece in row("<div hidden>a</div><script>b</script><p>c</p>")] == ["c"]
    gutter = "<table><tr><td class='gutter'>1<td>code</table>"
    assert [piece.text for piece in row(gutter)] == ["code"]


def test_pictures_are_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "ATTACHMENTS_LIMIT", 2)
    found = row("".join(f"<figure><img src='https://x.example/{n}.jpg'></figure>" for n in range(3)))
    assert [piece.kind for piece in found] == ["picture", "picture"]


def test_a_list_without_items_is_a_box() -> None:
    assert [piece.text for piece in row("<ul>a <i>b</i> c<p>d</p></ul>")] == ["a b c", "d"]
