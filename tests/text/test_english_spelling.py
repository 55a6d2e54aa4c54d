"""British and American spellings, and irregular plurals."""

from __future__ import annotations

import pytest

from reader.text.english_spelling import american, others, singular
from reader.text.stemming import stem


@pytest.mark.parametrize(
    ("british", "written"),
    [
        ("colour", "color"), ("coloured", "colored"), ("neighbourhood", "neighborhood"), ("behaviour", "behavior"),
        ("dishonourable", "dishonorable"), ("labourer", "laborer"), ("organise", "organize"), ("organised", "organized"),
        ("organisers", "organizers"), ("organising", "organizing"), ("organisations", "organizations"),
        ("organisational", "organizational"), ("recognisable", "recognizable"), ("analyse", "analyze"), ("paralysed", "paralyzed"),
        ("centre", "center"), ("centres", "centers"), ("theatre", "theater"), ("kilometres", "kilometers"), ("fibre", "fiber"),
        ("millilitre", "milliliter"), ("catalogue", "catalog"), ("dialogues", "dialogs"), ("cataloguing", "cataloging"),
        ("fuelled", "fueled"), ("dialling", "dialing"), ("defence", "defense"), ("offences", "offenses"), ("licence", "license"),
        ("judgement", "judgment"), ("paediatric", "pediatric"), ("haemorrhage", "hemorrhage"), ("leukaemia", "leukemia"),
        ("encyclopaedia", "encyclopedia"), ("foetus", "fetus"), ("oestrogen", "estrogen"), ("manoeuvre", "maneuver"),
        ("manoeuvres", "maneuvers"), ("manoeuvring", "maneuvering"), ("manoeuvred", "maneuvered"), ("practise", "practice"),
        ("grey", "gray"), ("programme", "program"), ("programmes", "program"), ("ploughed", "plowed"), ("sceptical", "skeptical"),
        ("aluminium", "aluminum"), ("moustache", "mustache"), ("pyjamas", "pajamas"), ("mould", "mold"), ("smouldering", "smoldering"),
        ("cosy", "cozy"), ("artefacts", "artifacts"), ("doughnut", "donut"), ("sulphur", "sulfur"), ("whiskey", "whisky"),
        ("yoghurt", "yogurt"), ("aeroplane", "airplane"), ("focussed", "focused"), ("diarrhoea", "diarrhea"),
        ("counsellor", "counselor"), ("woollen", "woolen"), ("jewellery", "jewelry"), ("skilful", "skillful"), ("wilful", "willful"),
        ("travelled", "traveled"), ("marvellous", "marvelous"), ("enrolment", "enrollment"), ("instalment", "installment"),
        ("cancelling", "canceling"), ("modeller", "modeler"), ("tranquillity", "tranquility"), ("ageing", "aging"),
    ],
)  # fmt: skip
def test_both_spellings_have_one_stem(british: str, written: str) -> None:
    assert stem(british, "e") == stem(written, "e")


@pytest.mark.parametrize(
    "word",
    ["hour", "four", "tour", "pour", "contour", "colony", "rise", "wise", "exercise", "promise", "advertised", "premise", "surprises",
     "louise", "denise", "noise", "raised", "entire", "genre", "acre", "ogre", "called", "killer", "rolled", "spelled", "quelled",
     "vogue", "rogue", "science", "fence", "israel", "poet", "shoe", "could", "would", "shoulder", "greyhounds", "scene",
     "paris", "tennis", "metropolis", "lyse"],
)  # fmt: skip
def test_other_words_keep_their_spelling(word: str) -> None:
    assert american(word) in (word, word.replace("grey", "gray").replace("lyse", "lyze"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("tyre", "tire"), ("cheque", "check"), ("storey", "story"), ("kerb", "curb"), ("prize", "prise"), ("size", "sise"),
     ("center", "cent"), ("metal", "metre"), ("defense", "defy"), ("color", "colony"), ("mold", "moldova"), ("women", "womb"),
     ("oman", "omen"), ("yemen", "yeoman"), ("gray", "grain"), ("sulfur", "sullen"), ("advertisement", "advert")],
)  # fmt: skip
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(one, "e") != stem(other, "e")


@pytest.mark.parametrize(
    ("plural", "expected"),
    [("women", "woman"), ("children", "child"), ("feet", "foot"), ("mice", "mouse"), ("wolves", "wolf"), ("crises", "crisis"),
     ("policemen", "policeman"), ("spokeswomen", "spokeswoman"), ("gunmen", "gunman"), ("men", "man"), ("omen", "omen"),
     ("yemen", "yemen"), ("amen", "amen"), ("people", "people"), ("harbours", "harbours")],
)  # fmt: skip
def test_irregular_plurals_have_a_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("woman", "women"),
        ("women", "woman"),
        ("gray", "gre"),
        ("skeptics", "sce"),
        ("colour", "color"),
        ("foot", "feet"),
    ],
)
def test_other_first_letters_of_a_word_are_known(word: str, other: str) -> None:
    assert other in others(word)
    assert "oest" not in others(word)
