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
    assert (len(words), len(words[10:])) == (notices.LEAST, notices.LEAST_BLANKED)
    assert len(profile("", " ".join(words)).template.whole) == len(words) - 3
    assert profile("", " ".join(words[1:])).template.whole == ()
    assert len(profile("", " ".join(words[10:])).template.sketch) == len(words[10:]) - 3
    assert profile("", " ".join(words[11:])).template.sketch == ()


FIGURES = "Time {0} UTC at epicentre. Location {1}°N {2}°W. Depth of it {3} km below the ground there."


def test_short_texts_of_figures_are_of_one_template() -> None:
    one = profile("M 0.6 near Tarn", FIGURES.format("20:54:12", "37.499", "118.848", "1.83"))
    other = profile("M 2.1 off Lennet", FIGURES.format("03:17:40", "61.204", "150.310", "12.07"))
    assert of_one(one, other)
    assert not of_one(one, one)


def told_by(source: str, title: str) -> Template:
    return profile(title, "").template._replace(source=notices.source_key(source))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lighthouse Keepers 1x8", "Lighthouse Keepers - The Storm 1x9"),
        ("Lighthouse Keepers S01E08 The Lamp", "Harbour Lights s02e01"),
        ("Harbour diary #5: nets", "Harbour diary #7: all is quiet"),
        ("Выпуск 12: о море", "Выпуск 13: о горах"),
        ("The sailing cast, episode 41: knots", "The sailing cast, episode 42: a guest"),
        ("A record of the Tarn Band on Halcyon 49", "One more of the Lennet Trio on Halcyon 50"),
        ("The week of May 3 on the quay", "All of the week of May 10"),
    ],
)
def test_another_number_after_the_same_makes_another_notice_of_one_source(one: str, other: str) -> None:
    first, second = told_by("Gazette", one), told_by("Gazette", other)
    assert are_of_one_template(first, second, same_filling=True)
    assert not are_of_one_template(first, told_by("Courier", other), same_filling=True)
    assert not are_of_one_template(told_by("", one), told_by("", other), same_filling=True)
    assert not are_of_one_template(first, first, same_filling=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ferry aground: 12 rescued", "Ferry aground: 14 rescued"),
        ("Storm kills 12", "Storm kills 14"),
        ("Lennet Cup 2026 begins", "Lennet Cup 2027 is sold out"),
        ("Harbour diary #5: nets", "Harbour diary: nets"),
    ],
)
def test_a_number_that_counts_things_makes_none(one: str, other: str) -> None:
    assert not are_of_one_template(told_by("Gazette", one), told_by("Gazette", other), same_filling=True)


def test_names_in_the_title_alone_are_filled_in_where_capitals_say_something() -> None:
    one = profile("Port Lennet bathing calendar", "Where to swim.")
    other = profile("East Tarn bathing calendar", "All about the beach.")
    assert of_one(one, other)
    heading = profile("Port Lennet Votes on a Barrage", "The vote is on Monday.")
    assert not of_one(heading, profile("East Tarn Votes on a Barrage", "On Monday they vote."))


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
