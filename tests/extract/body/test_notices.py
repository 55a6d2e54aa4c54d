from __future__ import annotations

import pytest

from reader.extract.body.notices import (
    LONGEST,
    are_terms,
    is_byline,
    is_call_to_follow,
    is_notice,
    is_signature,
)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our morning newsletter and get the news of the harbour in your inbox.",
        "Melden Sie sich für unseren Newsletter an.",
        "Inscrivez-vous à notre infolettre",
        "Подпишитесь на наш канал в Telegram",
        "Support independent journalism: make a donation today.",
        "Spenden Sie jetzt für unabhängigen Journalismus",
        "Follow us on Facebook and Instagram.",
        "Copyright 2024 The Quay Courier. All rights reserved.",
        "Alle Rechte vorbehalten",
        "<Copyright ⓒ 항구신문. All rights reserved. 무단 전재>",
        "An error has occurred. Please try again later.",
        "Quay Inc. No reproduction without permission.",
        "To order reprints of this article, click here.",
        "CLICK HERE TO GET THE QUAY COURIER APP",
        "Hat Ihnen dieser Artikel gefallen? Dann unterstützen Sie uns mit einer Spende.",
        "저작권자 ⓒ 항구신문, 무단전재 및 재배포금지",
        "Ein Klick für den Datenschutz",
        "Empfohlener redaktioneller Inhalt",
        "Mit Ihrer Zustimmung wird hier ein externer Inhalt geladen.",
        "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.",
        "We need your permission to load this map. It may set cookies.",
        "Ce contenu est bloqué car vous n'avez pas accepté les cookies.",
        "Om deze inhoud te tonen moeten wij uw toestemming hebben.",
        "Fehler gefunden? Jetzt melden.",
        "Wie hat Ihnen dieser Artikel gefallen?",
        "Found a mistake? Write to the harbour office.",
        "Заметили ошибку? Выделите её и нажмите Ctrl+Enter",
        "¿Has encontrado un error en el artículo?",
        "For more stories like this, check our news page.",
        "有料会員になると、続きの記事もお読みいただけます。",
        "Follow us on Facebook. All of it is free. Sign up for our daily newsletter.",
    ],
)
def test_what_a_publisher_says_to_its_readers_is_a_notice(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "The newsletter of the harbour is read by half of the town, and the other half writes it.",
        "Support for the ferry is growing on the islands.",
        "He said that all rights had been reserved for him by the court.",
        "Join the two ends with a knot and pull.",
        "An error in the report cost the town a million crowns.",
        "Follow the path to the lighthouse and turn left at the bench.",
        "Mit Ihrem Boot kam sie über den Sund, ohne dass jemand es sah.",
        "An dieser Stelle stand einmal der alte Leuchtturm.",
        "Found a mistake that had cost the harbour a year, and said so.",
        "To see this content town lose its ferry is sad.",
        "Download speeds on the island are low.",
        "Follow us on Facebook. She had said it twice, and nobody had laughed at it.",
        "Subscribe to our newsletter. " + "And read on. " * (LONGEST // 12),
        "",
    ],
)
def test_a_sentence_about_such_things_is_none(text: str) -> None:
    assert not is_notice(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ann Lee", True),
        ("By Ann Lee and Max Poe", True),
        ("Von Ann Lee, 3. Mai 2024", True),
        ("2024-05-03 21:37", True),
        ("By Ann Lee ⋅ Senior Analyst ⋅ Updated March 5, 2025", True),
        ("Uppdaterad 15.59 | Publicerad 14.14", True),
        ("Ann Lee opened the bridge", False),
        ("The bridge", False),
        ("In 2024", False),
    ],
)
def test_a_line_is_a_byline_that_names_the_authors_or_the_day_alone(text: str, told: bool) -> None:
    assert is_byline(text, ("Ann Lee", "Max Poe")) is told


def test_a_line_without_a_name_may_have_to_tell_the_day_or_to_be_a_stamp() -> None:
    assert is_byline("Friday, 3 May 2024, 19:25", (), day="2024-05-03")
    assert is_byline("Updated 4 May 2024", (), day="2024-05-03")
    assert not is_byline("4 May 2024", (), day="2024-05-03")
    assert not is_byline("3 May 2024", ("Ann Lee",), is_signed=True)
    assert is_byline("By Ann Lee, harbour editor", ("Ann Lee",), is_signed=True)


def test_links_to_both_privacy_and_rules_are_terms() -> None:
    assert are_terms(["/privacy.html", "/community_guidelines.html"])
    assert are_terms(["/datenschutz", "/netiquette"])
    assert not are_terms(["/privacy.html", "/privacy"])
    assert not are_terms(["/en/api/#cookies", "/docs/guidelines"])


def test_a_heading_calls_to_follow() -> None:
    assert is_call_to_follow("Folgst du schon dem Hafenboten auf Whatsapp?")
    assert not is_call_to_follow("Who follows the harbour master?")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ann Lee", True),
        ("By Ann Lee", True),
        ("[责任编辑:Ann Lee]", True),
        ("• Email: alee@quay.example", True),
        ("Write to Ann Lee at ann.lee@quay.example", True),
        ("alee@quay.example(END)", True),
        ("(END)", True),
        ("Bo Chen", False),
        ("Send your boats to alee@quay.example", False),
        ("Ann Lee was there", False),
        ("The end", False),
    ],
)
def test_a_signature_says_who_wrote_it_and_how_to_reach_them_and_no_more(text: str, told: bool) -> None:
    assert is_signature(text, ("Ann Lee",)) is told
