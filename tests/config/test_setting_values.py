"""Values of settings."""

from __future__ import annotations

import pytest

from reader.config.setting_values import Kept, file_pattern, folder_pattern, kept, property_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("all", Kept()),
        (" all ", Kept()),
        ("1 day", Kept(days=1)),
        ("90 days", Kept(days=90)),
        ("36500 days", Kept(days=36_500)),
        ("1 article", Kept(newest=1)),
        ("999999 articles", Kept(newest=999_999)),
    ],
)
def test_what_is_kept_is_all_or_a_number_of_days_or_articles(text: str, found: Kept) -> None:
    assert kept(text) == found
    assert kept(str(found)) == found


@pytest.mark.parametrize(
    "text", ["", "none", "90", "days", "0 days", "-1 days", "36501 days", "1.5 days", "0 articles", "90 weeks",
             "1000000 articles", "9 9 days", "² days", "99999999999 days"]
)  # fmt: skip
def test_nothing_else_says_what_is_kept(text: str) -> None:
    assert kept(text) is None


@pytest.mark.parametrize("value", ["{date}-{title}", "{year} {author}", " {id} ", "Ü_{publication}"])
def test_a_name_of_files_has_a_placeholder(value: str) -> None:
    assert file_pattern(value) == value.strip()


@pytest.mark.parametrize(
    "value", ["", "note", "{titel}", "{title", "title}", "{}", "{title}/x", "a\\{title}", "{title}\n", "x" * 99 + "{id}", 5]
)  # fmt: skip
def test_other_names_of_files_are_refused(value: object) -> None:
    assert file_pattern(value) is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", ""),
        ("Clippings", "Clippings"),
        ("{publication}/{year}", "{publication}/{year}"),
        ("/etc", None),
        ("../x", None),
        ("a//b", None),
        ("a/ . /b", None),
        ("{feed}", None),
        (None, None),
    ],
)
def test_folders_lie_below_the_export_folder(value: object, found: str | None) -> None:
    assert folder_pattern(value) == found


def test_properties_get_names() -> None:
    assert property_names({"published": "date", "broadsheet": "id", "agency": ""}) == (
        ("published", "date"),
        ("broadsheet", "id"),
        ("agency", ""),
    )
    assert property_names("date") is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"headline": "x"}, "headline is not a property; use one of title, source, "),
        ({"broadsheet": ""}, "broadsheet can be renamed, but not left out"),
        ({"title": "my title"}, "the name for title must be one word"),
        ({"title": 5}, "the name for title must be one word"),
        ({"title": "No"}, "No is not a name in YAML"),
        ({"title": "a", "agency": "A"}, "title and agency would both be the property a"),
    ],
)
def test_names_that_cannot_be_used_are_refused_in_words(value: object, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}"):
        property_names(value)
