"""Light stemmers of our own: for languages that Snowball lacks, and for Arabic and Hebrew, whose words carry an article in front.

Each takes a word in lower case and gives its beginning or its middle; they only compare words, and their stems mean nothing. An ending goes only where a
stem of three letters stays, and the longest ending goes first.
"""

from __future__ import annotations

import re

_ARABIC_FRONT = re.compile("^(?:(?:[وفبك]?ال|لل|و)(?=.{3}))+")
_ARABIC_END = re.compile("(?<=.{3})(?:ات|ها|هم|ية|ي|ة|ه)$")
_HEBREW_FRONT = re.compile("^(?:ו(?=.{3}))?(?:[כש]?ה(?=.{3}))?")


def arabic(word: str) -> str:
    """Without the article, the conjunctions written with it, and the commonest endings."""
    return _ARABIC_END.sub("", _ARABIC_FRONT.sub("", word))


def hebrew(word: str) -> str:
    """Without the article and the conjunctions written with it."""
    return _HEBREW_FRONT.sub("", word)


def _shortened(word: str, endings: re.Pattern[str]) -> str:
    match = endings.search(word)
    return word[: match.start()] if match else word


def _any_of(endings: str, stem: int = 3) -> re.Pattern[str]:
    """The longest of the endings that leaves a stem of so many letters."""
    longest_first = sorted(endings.split(), key=lambda ending: (-len(ending), ending))
    return re.compile(f"(?<=.{{{stem}}})(?:{'|'.join(longest_first)})$")


_UKRAINIAN = _any_of(
    "а я о е є и і ї у ю ь й ий ій ої ою ею єю ія ію ії єю ого його ому йому им їм ім их іх їх ими їми ом ем єм ям ам ах ях"
    " ами ями ові еві єві ів їв ей ся лася лося лися вся ла ло ли ння нням ті та то те"
)
_UKRAINIAN_POSSESSIVE = re.compile("(?<=.{3})(?:ов|ев|єв)$")


def ukrainian(word: str) -> str:
    """Without endings of case and number."""
    stem = _shortened(word.replace("'", ""), _UKRAINIAN)
    return _UKRAINIAN_POSSESSIVE.sub("", stem)


_BULGARIAN_ARTICLE = _any_of("ият ия ът ят та то те")
_BULGARIAN = _any_of("а я о е и ове еве ия ии ие ища")
_BULGARIAN_FLEETING = re.compile("ъ(?=[рлн]$)")


def bulgarian(word: str) -> str:
    """Without the article at its end and the endings of gender and number."""
    stem = _shortened(_shortened(word, _BULGARIAN_ARTICLE), _BULGARIAN)
    return _BULGARIAN_FLEETING.sub("", stem)


_SLOVENE = _any_of(
    "a e i o u ih im ah am om em oma ema ama ima ami imi mi ov ev ega emu ju jem ja je ji jo ija ije iji ijo ijah ijam ijami"
)
_SLOVENE_FLEETING = re.compile("(?<=[^aeiou])e(?=[rnlc]$)")


def slovene(word: str) -> str:
    """Without endings of case and number."""
    return _SLOVENE_FLEETING.sub("", _shortened(word, _SLOVENE))


_SLOVAK = _any_of(
    "a e i o u y á é í ý ú ou om em ov ám iam ách iach mi ami ami ého ému ým ých ými ej ovi ovia ie ia iu ii iou iám"
)


def slovak(word: str) -> str:
    """Without endings of case and number."""
    return _shortened(word, _SLOVAK)
