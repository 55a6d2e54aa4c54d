"""Light stemmers of our own: for languages that Snowball lacks, and for Arabic and Hebrew, whose words carry an article
in front.

Each takes a word in lower case and gives its beginning or its middle; they only compare words, and their stems mean
nothing. An ending goes only where a stem of three letters stays, and the longest ending goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.late import pattern

if TYPE_CHECKING:
    import re

_ARTICLES = "[وفبك]?ال|لل|و"
_ARABIC_FRONT = pattern(f"^(?:(?:{_ARTICLES})(?=.{{3}}))+")
_ARABIC_END = pattern("(?<=.{4})(?:ين|ون)$|(?<=.{3})(?:ات|ها|هم|ية|ي|ة|ه)$")
_HEBREW_FRONT = pattern("^(?:ו(?=.{3}))?(?:(?:כש|[כש])?ה(?=.{3}))?")


def front(letter: str) -> str:
    """The pattern of what may stand before a word that begins with the letter, written as one with it; empty in scripts
    where nothing does."""
    if "\u0600" <= letter <= "\u06ff":
        return f"(?:{_ARTICLES})*"
    return "ו?(?:כש|[כש])?ה?" if "\u0590" <= letter <= "\u05ff" else ""


def arabic(word: str) -> str:
    """Without the article, the conjunctions written with it, and up to three of the commonest endings."""
    stem = _ARABIC_FRONT.sub("", word)
    for _ in range(3):
        stem = _ARABIC_END.sub("", stem)
    return stem


def hebrew(word: str) -> str:
    """Without the article and the conjunctions written with it."""
    return _HEBREW_FRONT.sub("", word)


def _shortened(word: str, endings: re.Pattern[str]) -> str:
    match = endings.search(word)
    return word[: match.start()] if match else word


def _any_of(endings: str, stem: int = 3) -> re.Pattern[str]:
    """The longest of the endings that leaves a stem of so many letters."""
    longest_first = sorted(endings.split(), key=lambda ending: (-len(ending), ending))
    return pattern(f"(?<=.{{{stem}}})(?:{'|'.join(longest_first)})$")


_UKRAINIAN = _any_of(
    "а я о е є и і ї у ю ь й ий ій ої ою ею єю ія ію ії єї ією ого його ому йому им їм ім их іх їх ими їми ом ем єм ям ам ах ях"
    " ами ями ові еві єві ів їв ей ся лася лося лися ла ло ли"
)
_UKRAINIAN_SURNAME = pattern("(?<=.{3})(?:ов|ев|єв)$")
_UKRAINIAN_VOWEL = pattern("(?<=[аеиіоуюяєї])([^аеиіоуюяєї]+)і(?=[^аеиіоуюяєї]$)")
_UKRAINIAN_FLEETING = pattern("(?<=..[^аеиіоуюяєїь])[ое](?=[кц]$)")


def ukrainian(word: str) -> str:
    """Without endings of case and number; газопровід as газопроводу, ринок as ринку, питань as питання."""
    stem = _UKRAINIAN_SURNAME.sub("", _shortened(word.replace("'", ""), _UKRAINIAN))
    stem = _UKRAINIAN_FLEETING.sub("", _UKRAINIAN_VOWEL.sub(r"\1о", stem))
    return stem[:-1] if stem.endswith("нн") else stem


_BULGARIAN_ARTICLE = _any_of("ият ия ът ят то те")
_BULGARIAN_SHE = pattern("(?<=.{3}[аятщ])та$")
_BULGARIAN = _any_of("а я о е и ове еве ия ии ие ища")
_BULGARIAN_FLEETING = pattern("ъ(?=[рлн]$)")
_BULGARIAN_EVEN = pattern("(?<=.{4})ат$")


def bulgarian(word: str) -> str:
    """Without the article at its end and the endings of gender and number; министър as министри, политици as политик."""
    stem = _BULGARIAN_SHE.sub("", _shortened(word, _BULGARIAN_ARTICLE))
    stem = _BULGARIAN_FLEETING.sub("", _shortened(stem, _BULGARIAN))
    # The -та of адвоката is no article; адвокат loses the same letters.
    stem = _BULGARIAN_EVEN.sub("", stem)
    return f"{stem[:-1]}к" if stem.endswith("ц") else stem


_SLOVENE = _any_of(
    "a e i o u ih im ah am om em oma ema ama ima ami imi mi ov ev ega emu ju jem ja je ji jo ija ije iji ijo ijah ijam ijami"
)
_SLOVENE_FLEETING = pattern("(?<=[^aeiou])e(?=[rnlc]$)")


def slovene(word: str) -> str:
    """Without endings of case and number; minister as ministra."""
    return _SLOVENE_FLEETING.sub("", _shortened(word, _SLOVENE))


_SLOVAK = _any_of(
    "a e i o u y á é í ý ú ou om em ov ám am iam ách ach iach och mi ami iami ého eho ému emu ým ym ých ych ými ymi ej ovi ovia"
    " ie ia iu ii iou"
)
_SLOVAK_FLEETING = pattern("(?<=[^aeiouyáéíóúý])e(?=[rc]$)")


def slovak(word: str) -> str:
    """Without endings of case and number; minister as ministra."""
    return _SLOVAK_FLEETING.sub("", _shortened(word, _SLOVAK))


# What Snowball's stems of one word still differ in.

_POLISH_ENDS = pattern("(?<=..)i$|(?<=.{4})ow$|(?<=an)in$")
_POLISH_FLEETING = pattern("(?<=.[^aeiouyąęó])e(?=[krłlc]$)|(?<=..)ie(?=c$)")
_POLISH_SOFT = (("ądz", "ąd", 4), ("rz", "r", 6), ("c", "k", 4))
"""Soft endings of stems → hard ones, and letters of the stem from which on."""


def polish(stem: str) -> str:
    """Even stems: unii as unia, poseł as posła, polityce as polityka, sądzie as sąd, chrześcijanin as chrześcijanie."""
    stem = _POLISH_FLEETING.sub("", _POLISH_ENDS.sub("", stem))
    for soft, hard, letters in _POLISH_SOFT:
        if stem.endswith(soft) and len(stem) >= letters:
            return stem.removesuffix(soft) + hard
    return stem


_PORTUGUESE_ENDS = pattern("(?<=...)[ãõ]$|(?<=.{4})al$")


def portuguese(stem: str) -> str:
    """Even stems: eleição as eleições, nacional as nacionais."""
    return _PORTUGUESE_ENDS.sub("", stem)


def romanian(stem: str) -> str:
    """Even stems: ministru as ministrul."""
    return stem[:-1] if stem.endswith("u") and len(stem) > 4 else stem


_SERBIAN_ENDS = pattern("(?<=[aeiou][^aeiou])(?<=..)(?:oj|im|ih)$|(?<=[aeiou][^aeiou]{2})(?:oj|im|ih)$")


def serbian(stem: str) -> str:
    """Even stems: novoj, novim and novih as novi."""
    return _SERBIAN_ENDS.sub("", stem) if len(stem) > 4 else stem


_FINNISH_ENDS = pattern("(?<=.{4})k?s$")


def finnish(stem: str) -> str:
    """Even stems: hallitus as hallituksen and hallitusta, Helsinki as Helsingin."""
    stem = _FINNISH_ENDS.sub("", stem)
    return f"{stem[:-1]}k" if stem.endswith("ng") else stem


def czech(stem: str) -> str:
    """Even stems: Snowball makes k of c before some endings, and of others not (měsíc, měsíce)."""
    return f"{stem[:-1]}k" if stem.endswith("c") and len(stem) > 3 else stem


_RUSSIAN_FLEETING = pattern("(?<=..[^аеиоуыэюяй])[ое](?=[кц]$)")


def russian(stem: str) -> str:
    """Even stems: рынок as рынка, европеец as европейца."""
    stem = f"{stem[:-3]}ейц" if stem.endswith("еец") else stem
    return _RUSSIAN_FLEETING.sub("", stem)


IRREGULAR = {
    "P": {"niemczech": "niemcy", "włoszech": "włochy", "węgrzech": "węgry"},
    "c": {"praze": "praha", "knize": "kniha"},
    "U": {"києва": "київ", "києву": "київ", "києві": "київ", "києвом": "київ", "рік": "року"},
}
"""Code of a stemmer → forms of common words that no rule brings to the word's stem."""
