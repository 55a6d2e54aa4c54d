"""The page about JSON: every object of every command is told, with links that lead somewhere."""

from __future__ import annotations

import re

from reader.cli import json_forms
from reader.cli.json_objects import OBJECTS


def test_every_object_and_form_is_on_the_page() -> None:
    page = json_forms.page()
    assert all(f"\n### {name}\n" in page for name in OBJECTS)
    assert all(f"| `{form.call}` |" in page for form in json_forms.FORMS)
    assert all(f"| `{field.name}` |" in page for fields in OBJECTS.values() for field in fields)


def test_links_within_the_page_lead_to_a_heading() -> None:
    page = json_forms.page()
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= headings


def test_the_fields_of_an_article_are_told_once() -> None:
    assert json_forms.page().count("| `text_state` |") == 1


def test_the_names_of_a_command_are_those_of_all_its_forms() -> None:
    assert json_forms.names("feeds")[0] == "id"
    assert "removed" in json_forms.names("feeds")
    assert json_forms.names("opml") == ()
    assert {"library", "export.folder"} <= set(json_forms.names("config"))
