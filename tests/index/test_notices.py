"""Notices of one template are told from reports of one event, and from copies and updates of one report."""

from __future__ import annotations

import pytest

from reader.index import notices
from reader.index.notices import Template, are_of_one_template
from reader.index.profile import Profile, profile
from reader.index.similarity import same_filling, weigh

WEATHER = (
    "The weather office of Velia gives the outlook for {0} on {1}. Highest temperatures reach {2} degrees, lowest {3} "
    "degrees, and the wind blows with {4} kilometres an hour from the sea. Rain falls on {5} of the hills around {0}, while the "
    "roads stay dry and the harbour stays open for boats. The office asks drivers to look out for deer at dusk."
)
REPORT = (
    "The ferry Halcyon ran aground off Brannock Head on Tuesday night with {0} people aboard. The coastguard brought all of "
    "them ashore by dawn, said Edwin Culley, the harbour master of Port Lennet. {1} were treated in hospital for bruises. The "
    "Marine Safety Board has opened an inquiry, and the Halcyon is to be pulled off at the next spring tide by two tugs."
)


def of_one(one: Profile, other: Profile) -> bool:
    same = same_filling(weigh(one, lambda _: 1.0), weigh(other, lambda _: 1.0))
    return are_of_one_template(one.template, other.template, same_filling=same)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Weather for Riga", "Weather for Tallinn", True),
        ("Weather on 3 May", "Weather on 4 May", True),
        ("Markets on Tuesday", "Markets on Wednesday", True),
        ("Firefox 128 released", "Firefox 129 released", True),
        ("Kernel 6.1.2 released", "Kernel 6.1.3 released", True),
        ("Bulletin № 7", "Bulletin № 8", True),
        ("Ferry aground: 12 rescued", "Ferry aground: 40 rescued", False),
        ("Weather for Riga", "Weather for Riga", False),
        ("Weather for Riga", "Storm for Tallinn", False),
        ("Riga", "Tallinn", False),
    ],
)
def test_titles_equal_but_for_names_days_and_editions_are_of_one_template(
    one: str, other: str, expected: bool
) -> None:
    body = "We were in Riga, in Tallinn, and Firefox was not there."
    assert of_one(profile(one, body), profile(other, body)) is expected


def test_texts_that_are_mostly_template_are_notices() -> None:
    one = profile("Outlook", WEATHER.format("Orsava", "Monday", 14, 3, 22, 70))
    other = profile("The next days", WEATHER.format("Brenik", "Friday", 19, 8, 41, 25))
    assert of_one(one, other)


def test_copies_and_updates_of_a_report_are_none() -> None:
    one = profile("Ferry aground", REPORT.format(214, "Eleven"))
    update = profile(
        "Ferry aground, eleven hurt", f"{REPORT.format(216, 'Twelve')} No oil was lost, it said."
    )
    assert not of_one(one, one)
    assert not of_one(one, update)


def test_short_texts_have_no_template() -> None:
    words = [f"word{letter}" for letter in "abcdefghijklmnopqrst"]
    assert len(words) == notices.LEAST
    assert len(profile("", " ".join(words)).template.sketch) == len(words) - 3
    assert profile("", " ".join(words[1:])).template.sketch == ()


@pytest.mark.parametrize(
    ("common", "whole", "same", "expected"),
    [
        (4, 0, False, True),
        (3, 0, False, False),
        (4, 0, True, False),
        (4, 6, False, False),
        (4, 5, False, True),
    ],
)
def test_what_decides_is_the_share_of_runs_and_what_is_filled_in(
    common: int, whole: int, same: bool, expected: bool
) -> None:
    one = Template(sketch=(1, 2, 3, 4, 5, 6, 7, 8), whole=(1, 2, 3, 4, 5, 6, 7, 8))
    other = Template(
        sketch=(*range(1, common + 1), *range(20, 28 - common)),
        whole=(*range(1, whole + 1), *range(20, 28 - whole)),
    )
    assert are_of_one_template(one, other, same_filling=same) is expected
