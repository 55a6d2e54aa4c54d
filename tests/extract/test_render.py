from __future__ import annotations

import lxml.html
import pytest

from reader.extract import render
from reader.extract.html.inline import Inline
from reader.extract.pieces import pieces


def markdown(body: str) -> str:
    return render.write(
        pieces(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"), None), Inline(None)
    )


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<h1>A <b>b</b></h1><h4>c</h4><h3><b>d</b></h3>", "## A **b**\n\n#### c\n\n### d"),
        ("<h2>C #</h2>", "## C \\#"),
        ("<hr><p>a</p><hr><p>b</p><hr>", "a\n\n---\n\nb"),
        ("<dl><dt>a<dt><b>b</b><dd>c</dl>", "**a**\n\n**b**\n\nc"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n  b\n\n- c"),
        ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ul><li>a</ul><ol><li>b</ol>", "- a\n\n1. b"),
        ("<blockquote><p>a</p><ul><li>b</ul></blockquote>c", "> a\n> - b\n\nc"),
        ("<table><tr><th>a<th>b<tr><td><i>c</i><td>d</table>", "| a | b |\n| --- | --- |\n| *c* | d |"),
        (
            "<table><caption> Table 1: <i>Counts</i> (n = 2)</caption><tr><th>a<th>b<tr><td>c<td>d</table>",
            "*Table 1: Counts (n = 2)*\n\n| a | b |\n| --- | --- |\n| c | d |",
        ),
        (
            "<figure><table><tr><th>a<th>b<tr><td>c<td>d</table><figcaption>Table <b>2</b>: c</figcaption></figure>x",
            "*Table **2**: c*\n\n| a | b |\n| --- | --- |\n| c | d |\n\nx",
        ),
        (
            "<figure><table><tr><th>a<th>b<tr><td>c<td>d</table><table><tr><th>e<th>f<tr><td>g<td>h</table>"
            "<figcaption>Both</figcaption></figure>",
            "| a | b |\n| --- | --- |\n| c | d |\n\n| e | f |\n| --- | --- |\n| g | h |\n\nBoth",
        ),
        (
            "<table><caption hidden>x</caption><tr><th>a<th>b<tr><td>c<td>d</table>",
            "| a | b |\n| --- | --- |\n| c | d |",
        ),
    ],
)
def test_pieces_are_written_as_blocks(body: str, wanted: str) -> None:
    assert markdown(body) == wanted


def test_a_text_is_cut_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "BODY_LIMIT", 8)
    assert markdown("<p>four</p><p>more</p><p>x</p>") == "four\n\nmore"
    assert markdown("<p>four</p><p>more5</p><p>x</p>") == "four"


def test_a_table_is_cut_after_its_last_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "ROWS_LIMIT", 2)
    rows = "".join(f"<tr><td>{n}<td>x" for n in range(4))
    assert markdown(f"<table>{rows}</table>").count("\n") == 2


def code(html: str) -> tuple[str, str | None]:
    pre = next(lxml.html.document_fromstring(f"<html><body>{html}</body></html>").iter("pre"))
    return render.code_text(pre), render.code_language(pre)


@pytest.mark.parametrize(
    ("html", "text", "language"),
    [
        ("<pre>\n\n  a\r\n\tb \n</pre>", "  a\n\tb", None),
        ("<pre>a<br>b<button>Copy</button></pre>", "a\nb", None),
        ("<pre><div>a</div><div>b</div></pre>", "a\nb", None),
        ("<pre><span class=lineno>1</span>a</pre>", "a", None),
        ("<pre><span class=line>a</span><span class=line>b</span></pre>", "a\nb", None),
        ("<pre><span class=line>a</span>\n<span class=line>b</span></pre>", "a\nb", None),
        ("<pre><code class='language-Python x'>a</code></pre>", "a", "python"),
        ("<div class='highlight-source-c++'><pre>a</pre></div>", "a", "c++"),
        ("<pre data-lang=Rust class=language-go>a</pre>", "a", "rust"),
        ("<pre class=language-plaintext>a</pre>", "a", None),
        ("<pre><code class='language-*'>a</code></pre>", "a", None),
        ("<pre class='brush:js'>a</pre>", "a", "js"),
        ("<pre class=language-averyveryverylongclassname>a</pre>", "a", None),
    ],
)
def test_code_keeps_its_lines_and_its_language(html: str, text: str, language: str | None) -> None:
    assert code(html) == (text, language)
