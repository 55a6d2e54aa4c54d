from __future__ import annotations

import lxml.html
import pytest

from reader.extract.body.kickers import LONGEST, kickers
from reader.extract.pieces import pieces

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."


def found(body: str, section: str | None = None) -> list[str]:
    row = pieces(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"), None)
    return [row[n].text for n in sorted(kickers(row, frozenset(range(len(row))), section))]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<p class='article__kicker'>The harbour</p>", "The harbour"),
        ("<p><span class=overline>The harbour</span></p>", "The harbour"),
        ("<div class=topline><p>The harbour</p></div>", "The harbour"),
        ("<h2 class=kicker>The harbour</h2>", "The harbour"),
        ("<p><strong>ANALYSIS</strong></p>", "ANALYSIS"),
        ("<p>Kommentar:</p>", "Kommentar:"),
        ("<p>独家</p>", "独家"),
        ("<p>world news</p>", "world news"),
        ("<h3>World News</h3>", "World News"),
    ],
)
def test_a_short_line_before_the_text_is_a_kicker_by_its_name_the_section_or_its_word(
    line: str, text: str
) -> None:
    assert found(f"<div>{line}<p>{LONG}</p></div>", "World News") == [text]
    assert found(f"<div><p>{LONG}</p>{line}<p>{LONG}</p></div>", "World News") == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>The harbour</p>",
        "<h2>Analysis</h2>",
        "<p>Analysis by Ann Lee of what it cost</p>",
        "<ul><li>Analysis</li></ul>",
        f"<p class=kicker>{'x' * (LONGEST + 1)}</p>",
        "<p>The <span class=kicker>harbour</span> opens</p>",
    ],
)
def test_other_lines_before_the_text_are_none(line: str) -> None:
    assert found(f"<div>{line}<p>{LONG}</p></div>", "World News") == []
