"""A line of bash as words, and a word written again in the quotes that are open: what bash itself reads out of it."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli.shell_words import read, written

BREAKS = " \t\n\"'><=;|&(:"
"""COMP_WORDBREAKS as bash has it."""

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@pytest.mark.parametrize(
    ("line", "words", "kept", "quote"),
    [
        ("", [""], 0, ""),
        ("a b", ["a", "b"], 0, ""),
        ("a b ", ["a", "b", ""], 0, ""),
        ("a feed:mo", ["a", "feed:mo"], 5, ""),
        ("a --json=id,ti", ["a", "--json=id,ti"], 7, ""),
        ("a 'The Pi", ["a", "The Pi"], 0, "'"),
        ('a "The Pi', ["a", "The Pi"], 0, '"'),
        ('a feed:"The Pi', ["a", "feed:The Pi"], 5, '"'),
        (r"a The\ Pi", ["a", "The Pi"], 0, ""),
        (r"a The\:Pi", ["a", "The:Pi"], 0, ""),
        (r'a "b\"c\d', ["a", 'b"c\\d'], 0, '"'),
        (r"a 'b\'c", ["a", "b\\c"], 2, ""),
        ("a ''", ["a", ""], 0, ""),
        ("a b\\", ["a", "b\\"], 0, ""),
    ],
)
def test_a_line_is_read_as_words(line: str, words: list[str], kept: int, quote: str) -> None:
    assert read(line, BREAKS) == (words, kept, quote)


@given(TEXTS, st.sampled_from(["", "'", '"']))
def test_what_is_written_is_read_as_it_was(text: str, quote: str) -> None:
    assert read(f"a {quote}{written(text, quote)}{quote} b", BREAKS).words == (
        ["a", text, "b"] if text or quote else ["a", "b"]
    )


@given(st.text(max_size=60))
def test_any_line_has_a_word_that_is_being_typed(line: str) -> None:
    found = read(line, BREAKS)
    assert 0 <= found.kept <= len(found.words[-1])


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_bash_reads_what_is_written(quote: str) -> None:
    texts = [
        'The Pier "Daily" & Co',
        "Moscow Times's",
        "a`b`$HOME$(c)",
        "x\\y",
        "*?[a]{b,c}",
        "~ #; |<>()",
        "Чайка 朝",
    ]
    typed = " ".join(f"{quote}{written(text, quote)}{quote}" for text in texts)
    run = subprocess.run(
        ["bash", "-c", f"printf '%s\\n' {typed}"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert run.stdout.splitlines() == texts
