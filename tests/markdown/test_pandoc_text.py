"""Text as pandoc wants it in metadata."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.markdown import pandoc_text

HOSTILE = (
    "# no", "1. One", "10) x", "(1) y", "i. foo", "- dash", "+ x", "* x", "---", "- - -", "***", "a *b* _c_ `d`", "$x$ $5", "@cite [@x]",
    "a^b^ ~c~ ~~d~~", "<b>x</b>", "http://x.example/a_b_c", "a\\b", "&amp; &", "{.x} [y]{.z}", "%", "| a", "> q", ": d", "a: b", "[x](y)",
    "![x](y)", "x^[note]", "snake_case", "(@) x", "\\begin{x}", ":::x", "~~~", "true", "1984",
)  # fmt: skip


@given(st.text() | st.sampled_from(HOSTILE))
def test_what_was_escaped_comes_back(text: str) -> None:
    assert pandoc_text.unescape(pandoc_text.escape(text)) == " ".join(text.split())


def test_prose_stays_as_it_is() -> None:
    assert pandoc_text.escape("They met: “for once” (again).") == "They met: “for once” (again)."


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed (apt-get install pandoc)")
def test_pandoc_reads_it_as_the_text_it_was() -> None:
    metadata = "".join(f"  - {json.dumps(pandoc_text.escape(text))}\n" for text in HOSTILE)
    done = subprocess.run(
        ["pandoc", "--from=markdown-smart", "--to=json"],
        input=f"---\nkeywords:\n{metadata}---\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    read = json.loads(done.stdout)["meta"]["keywords"]["c"]
    assert len(read) == len(HOSTILE)
    for text, value in zip(HOSTILE, read, strict=True):
        assert value["t"] == "MetaInlines", text
        assert "".join(" " if one["t"] == "Space" else one["c"] for one in value["c"]) == text
