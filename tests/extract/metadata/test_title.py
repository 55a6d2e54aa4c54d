from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.extract.metadata.normalize import key, plain
from reader.extract.metadata.title import TitleForms, choose

SITE = ("The Daily Lamp",)
HEADLINE = "Lamp lit by night"


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        (
            TitleForms(structured="Structured one", headings=("Heading one",), og="Other one"),
            "Structured one",
        ),
        (TitleForms(headings=("Heading one",), og="Other one", document="Document one"), "Heading one"),
        (TitleForms(og="Shared one", twitter="Twitter one"), "Shared one"),
        (TitleForms(marked="Marked one", twitter="Twitter one"), "Marked one"),
        (TitleForms(meta="Meta one", document="Document one"), "Meta one"),
        (TitleForms(document="Document one"), "Document one"),
        (TitleForms(), None),
    ],
)
def test_forms_are_believed_in_order(forms: TitleForms, wanted: str | None) -> None:
    assert choose(forms, ()) == wanted


@pytest.mark.parametrize(
    "document",
    [
        "Lamp lit by night - The Daily Lamp",
        "Lamp lit by night | Daily Lamp",
        "The Daily Lamp: Lamp lit by night",
        "Lamp lit by night – The Daily Lamp",
        "Lamp lit by night :: The Daily Lamp ::",
        "Lamp lit by night | thedailylamp",
        "Lamp lit by night | Some Other Name",
    ],
)
def test_the_sites_name_comes_off(document: str) -> None:
    assert choose(TitleForms(document=document), SITE) == HEADLINE


def test_a_tail_that_another_form_lacks_comes_off_with_the_sections() -> None:
    forms = TitleForms(
        structured=None, headings=(), og=HEADLINE, document=f"{HEADLINE} - National | Lamp.example"
    )
    assert choose(forms, ()) == HEADLINE


@pytest.mark.parametrize(
    "title",
    [
        "Prison break - and then not",
        "Lamp: a short history of light in many parts",
        "Year in review 2024-2025",
        "C/C++",
    ],
)
def test_a_headline_keeps_its_own_hyphens_and_colons(title: str) -> None:
    assert choose(TitleForms(document=title), SITE) == title


@pytest.mark.parametrize("glued", ["灯が夜に点いた｜東京灯報", "灯亮了，夜里的城市-东方灯网"])
def test_names_of_east_asian_sites_come_off_without_spaces(glued: str) -> None:
    assert choose(TitleForms(document=glued), ()) in ("灯が夜に点いた", "灯亮了，夜里的城市")


def test_a_logo_is_no_headline() -> None:
    forms = TitleForms(
        headings=("The Daily Lamp", "Lamp lit at last"), document="Lamp lit at last - The Daily Lamp"
    )
    assert choose(forms, SITE) == "Lamp lit at last"


def test_of_several_headings_the_one_like_the_other_forms_is_the_headline() -> None:
    forms = TitleForms(
        headings=("Most read", "Lamp lit by night", "About us"), document="Lamp lit by night | Lamp"
    )
    assert choose(forms, ()) == HEADLINE


def test_plain_article_data_that_describes_something_else_is_passed_over() -> None:
    forms = TitleForms(structured="A page about many things", weak=True, headings=(HEADLINE,), og=HEADLINE)
    assert choose(forms, ()) == HEADLINE


def test_a_heading_that_two_forms_share_beats_its_own_shortened_form() -> None:
    forms = TitleForms(structured="Lamp lit", headings=(HEADLINE,), og=HEADLINE, document=HEADLINE)
    assert choose(forms, ()) == HEADLINE


def test_without_structured_data_two_equal_forms_beat_another_heading() -> None:
    forms = TitleForms(headings=("Our weekly podcast",), og=HEADLINE, document=f"{HEADLINE} | The Daily Lamp")
    assert choose(forms, SITE) == HEADLINE


def test_a_site_that_is_all_there_is_is_the_title() -> None:
    assert choose(TitleForms(document="The Daily Lamp"), SITE) == "The Daily Lamp"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Lamp &amp;amp;quot;lit&amp;amp;quot;", 'Lamp "lit"'),
        ("<em>Lamp</em> lit", "Lamp lit"),
        ("Lamp\n\t lit", "Lamp lit"),
        ("Lamp\u200b lit\u00ad", "Lamp lit"),
        ("Lamp [b]lit[/b] *now*", "Lamp [b]lit[/b] *now*"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Lamp lit ¶", "Lamp lit"),
        ("  ", None),
    ],
)
def test_headlines_become_plain_text(raw: str, wanted: str | None) -> None:
    assert plain(raw) == wanted


def test_a_reference_of_thousands_of_digits_is_no_error() -> None:
    assert plain("Lamp &amp;#" + "9" * 9_000 + ";") is not None


@settings(max_examples=150)
@given(st.lists(st.text(max_size=60).map(plain), min_size=4, max_size=4))
def test_the_title_is_a_part_of_a_form_and_there_whenever_a_form_is(given_forms: list[str | None]) -> None:
    structured, heading, og, document = given_forms
    forms = TitleForms(
        structured=structured, headings=(heading,) if heading else (), og=og, document=document
    )
    found = choose(forms, SITE)
    assert any(found in form for form in forms.all()) if found else not any(key(form) for form in forms.all())
