"""The presets of exports."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config.setting_values import EXPORT_PROPERTIES
from reader.config.settings import TABLE
from reader.export import presets
from reader.export.presets import PLAIN, PRESETS, PROPERTIES
from reader.text.fold import fold


def test_the_settings_know_the_presets_and_the_properties() -> None:
    (setting,) = (one for one in TABLE if one.name == "export.preset")
    assert setting.choices == tuple(PRESETS)
    assert EXPORT_PROPERTIES == PROPERTIES


@pytest.mark.parametrize(
    ("tag", "obsidian", "logseq"),
    [
        ("roads/tolls", "roads/tolls", "roads/tolls"),
        ("two  words", "two-words", "two words"),
        ("C++", "C", "C"),
        ("1984", "_1984", "1984"),
        ("1984/85", "_1984/85", "1984/85"),
        ("a, b; c", "a-b-c", "a-b-c"),
        (" x/ y /z/", "x/y/z", "x/y/z"),
        ("_x_", "_x_", "x"),
        ("naïve café", "naïve-café", "naïve café"),
        ("日本", "日本", "日本"),
        ("+++", "", ""),
    ],
)
def test_a_tag_becomes_what_the_program_takes(tag: str, obsidian: str, logseq: str) -> None:
    assert (presets.obsidian_tag(tag), presets.logseq_tag(tag)) == (obsidian, logseq)


@given(st.text(max_size=30))
def test_obsidian_takes_every_tag(tag: str) -> None:
    """Letters, digits, `_`, `-` and `/`, and one that is no digit (help.obsidian.md/tags)."""
    found = presets.obsidian_tag(tag)
    assert all(char in "_-/" or unicodedata.category(char)[0] in "LMN" for char in found)
    assert not found or not re.fullmatch(r"[\d/]+", found)
    assert presets.obsidian_tag(found) == found
    assert not set('#,[]()"*') & set(presets.logseq_tag(tag))


def test_tags_are_known_by_what_files_call_them() -> None:
    known = presets.known_tags(["two words", "C++", "1984", "c"])
    assert known[fold("two-words")] == known[fold("two words")] == "two words"
    assert (known["_1984"], known["c"]) == ("1984", "c"), (
        "a tag itself comes before others that would be written so"
    )
    assert presets.known_tags(["a b", "a-b"])["a-b"] == "a-b"
    assert presets.known_tags(["x y", "x+y"])["x-y"] == "x y", "of two, always the same one"


@pytest.mark.parametrize(
    ("title", "note", "wiki"),
    [
        ("Tolls: rise", "2024-05-06-tolls.md", "[[2024-05-06-tolls|Tolls: rise]]"),
        ("Tolls", "../The Quay/tolls.md", "[[../The Quay/tolls|Tolls]]"),
        ("A [b] | c", "a.md", "[A \\[b\\] | c](a.md)"),
        ("<b>x", "a.md", "[\\<b>x](a.md)"),
        ("*x*", "a.md", "[\\*x\\*](a.md)"),
        ("Tolls", "a#b (c).md", "[Tolls](a%23b%20%28c%29.md)"),
        ("Цена", "цена.md", "[[цена|Цена]]"),
    ],
)
def test_a_note_is_linked_in_obsidians_way_where_that_can_hold_it(title: str, note: str, wiki: str) -> None:
    assert presets.wiki_link(title, note) == wiki


def test_a_note_is_linked_by_its_pages_name_in_logseq() -> None:
    assert presets.logseq_link("A [b]", "../The Quay/tolls.md") == "[A \\[b\\]]([[tolls]])"
    assert presets.logseq_link("A", "a[b].md") == "", "no link holds such a name"


def test_properties_get_other_names_and_no_two_the_same() -> None:
    found = PLAIN.renamed({"published": "date", "agency": ""})
    assert (found.names["published"], found.names["agency"], found.names["title"]) == ("date", "", "title")
    assert PLAIN.renamed({"agency": "", "publication": ""}).names["agency"] == ""
    with pytest.raises(ValueError, match=r"^published and created would both be the property date$"):
        PRESETS["pandoc"].renamed({"created": "Date"})
