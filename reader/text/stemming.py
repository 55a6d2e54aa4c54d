"""Stems of words, by the language of their text and by their script.

A word has the stemmer of its text's language where that writes in the word's script, else the usual one of the script:
English for Latin (also in a Russian article), Russian for Cyrillic, Arabic for Arabic, Hindi for Devanagari. A script
without a stemmer keeps its words whole. Each stemmer has a code of one character, which the index keeps: a code never
changes its meaning.

Snowball's stemmers (PyStemmer) get the word in lower case with its diacritics, since they need them; the stem is
folded afterwards. Of the English one's stems those of names in -is and of words in -y are told apart: Ferris, ferries. English, Arabic and Hebrew words are folded first. `light_stemming` has the languages that Snowball
lacks, `english_spelling` makes one stem of British and American spellings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.late import pattern
from reader.text import light_stemming
from reader.text.english_spelling import american, singular
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable

NONE = "-"
"""The code of words that have no stemmer: their stem is their exact form."""

SNOWBALL = {
    "e": "english",
    "d": "german",
    "f": "french",
    "s": "spanish",
    "i": "italian",
    "p": "portuguese",
    "n": "dutch",
    "v": "swedish",
    "k": "danish",
    "w": "norwegian",
    "F": "finnish",
    "h": "hungarian",
    "r": "romanian",
    "t": "turkish",
    "P": "polish",
    "c": "czech",
    "S": "serbian",
    "E": "estonian",
    "l": "lithuanian",
    "q": "catalan",
    "u": "basque",
    "j": "irish",
    "x": "indonesian",
    "o": "esperanto",
    "z": "sesotho",
    "R": "russian",
    "g": "greek",
    "M": "armenian",
    "D": "hindi",
    "N": "nepali",
    "T": "tamil",
    "I": "persian",
    "Y": "yiddish",
}
"""Code → Snowball's name."""

OWN: dict[str, Callable[[str], str]] = {
    "A": light_stemming.arabic,
    "H": light_stemming.hebrew,
    "U": light_stemming.ukrainian,
    "B": light_stemming.bulgarian,
    "L": light_stemming.slovene,
    "C": light_stemming.slovak,
}
"""Code → our own stemmer."""

_EVEN = {
    "P": light_stemming.polish,
    "c": light_stemming.czech,
    "R": light_stemming.russian,
    "p": light_stemming.portuguese,
    "r": light_stemming.romanian,
    "F": light_stemming.finnish,
    "S": light_stemming.serbian,
}
"""Code → what brings Snowball's stems of one word together."""

CODES = "".join((NONE, *SNOWBALL, *OWN))
"""All codes."""

_FOLDED_FIRST = frozenset("eAH")
"""Stemmers that take the folded word."""

_LATIN = {
    "en": "e", "de": "d", "fr": "f", "es": "s", "it": "i", "pt": "p", "nl": "n", "sv": "v", "da": "k", "no": "w",
    "nb": "w", "nn": "w", "fi": "F", "hu": "h", "ro": "r", "tr": "t", "pl": "P", "cs": "c", "sk": "C", "sl": "L",
    "sr": "S", "hr": "S", "bs": "S", "sh": "S", "et": "E", "lt": "l", "ca": "q", "eu": "u", "ga": "j", "id": "x",
    "eo": "o", "st": "z",
}  # fmt: skip
_CYRILLIC = {"ru": "R", "uk": "U", "bg": "B", "sr": "S", "bs": "S", "sh": "S"}
_ARABIC = {"fa": "I"}
_HEBREW = {"yi": "Y"}
_DEVANAGARI = {"ne": "N"}

_KEEP_FIRST_LETTERS = frozenset("edfsipvkwPcRUBLC")
"""Stemmers that take away ends only: a word's stem begins with its first letter, but for `before_stemming`."""

SHORTEST = 3
"""Letters of a word that is stemmed."""

_VOWELS = frozenset("aeiouy")

_DIGIT = pattern(r"\d")
_LOOSE_ACCENTS = pattern("[\u0300-\u036f]")
_SURNAME = pattern(".*[аеиоуыэюя].*(?:ов|ев)")
"""Russian surnames: Snowball takes these for a plural in the nominative only."""

_LIKE_INFLECTED = pattern("(?:[оеая]м|им|ах|[ое]в)$")
_OF_ADJECTIVE = pattern("[ыио]й|[ая]я|[оые]е|[ое]го|[ое]му|[ыи]х|[ыи]ми?|[ую]ю|ои")
"""Ends of words that Snowball stems alike."""


class Stemmers(NamedTuple):
    """The codes of a language's stemmers, by script."""

    latin: str
    cyrillic: str
    arabic: str
    hebrew: str
    devanagari: str

    def code(self, exact: str) -> str:
        """The code of the stemmer for a folded word; `NONE` for short words, words with digits and other scripts."""
        if len(exact) < SHORTEST or not exact[0].isalpha() or (not exact.isalpha() and _DIGIT.search(exact)):
            return NONE
        return self._script(exact[0])

    def _script(self, letter: str) -> str:
        if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff":
            return self.latin
        for first, last, code in (
            ("\u0370", "\u03ff", "g"),
            ("\u0400", "\u052f", self.cyrillic),
            ("\u0531", "\u058f", "M"),
            ("\u05d0", "\u05f2", self.hebrew),
            ("\u0620", "\u06ff", self.arabic),
            ("\u0900", "\u097f", self.devanagari),
            ("\u0b80", "\u0bff", "T"),
        ):
            if first <= letter <= last:
                return code
        return NONE


@lru_cache(maxsize=1_000)
def stemmers(lang: str | None) -> Stemmers:
    """The stemmers of a text in that language; regional forms (`pt-BR`) are not told apart."""
    base = re.split("[-_]", (lang or "").lower(), maxsplit=1)[0]
    return Stemmers(
        _LATIN.get(base, "e"),
        _CYRILLIC.get(base, "R"),
        _ARABIC.get(base, "A"),
        _HEBREW.get(base, "H"),
        _DEVANAGARI.get(base, "D"),
    )


def keeps_first_letters(exact: str, lang: str | None) -> bool:
    """Tells whether words of a folded word's script have stems that begin with the same letter, in a text of that language."""
    return stemmers(lang)._script(exact[0]) in _KEEP_FIRST_LETTERS


def before_stemming(letter: str) -> str:
    """The letters with which a word begins whose stem begins with that letter."""
    return "eo" if letter == "e" else letter  # oestrogen, estrogen


def lowered(word: str) -> str:
    """The word in lower case as stemmers know it: composed, without accents that belong to no letter."""
    if word.isascii():
        return word.lower()
    if not unicodedata.is_normalized("NFKC", word):
        word = unicodedata.normalize("NFKC", word)
    return _LOOSE_ACCENTS.sub("", unicodedata.normalize("NFC", word.lower()))


@lru_cache(maxsize=20_000)
def stem(word: str, code: str) -> str:
    """The folded stem of a lower-cased word; its folded form where the stemmer has nothing to take away."""
    exact = fold(word)
    if code == NONE or len(exact) < SHORTEST or (not exact.isalpha() and _DIGIT.search(exact)):
        return exact
    return _stem(word, exact, code)


def plain(word: str, code: str) -> str:
    """The stem of a lower-cased word of ASCII letters; `code` as `Stemmers.code` gives it."""
    return word if code == NONE else _stem(word, word, code)


def _stem(word: str, exact: str, code: str) -> str:
    if code in light_stemming.IRREGULAR:
        word = light_stemming.IRREGULAR[code].get(word, word)
    return fold(_stemmer(code)(exact if code in _FOLDED_FIRST else word)) or exact


def both(word: str, exact: str, code: str, *, capital: bool) -> tuple[str, str]:
    """Stem and second stem of a lower-cased word, which folded is `exact`; `code` as `Stemmers.code` gives it; `capital`: the
    text writes it with one.

    The second, "" where it would be the same, is what the stemmer makes of the word without its diacritics, so that who
    types none finds it. A Russian word with a capital and a surname's ending has itself as stem, as its other cases
    have (Медведев, Медведева), and Snowball's as second, since it may be no surname (Пассажиров).
    """
    if code == NONE:
        return exact, ""
    first = _stem(word, exact, code)
    if code == "R" and capital and _SURNAME.fullmatch(exact):
        return exact, "" if first == exact else first
    if word == exact or code in _FOLDED_FIRST:
        return first, ""
    second = _stem(exact, exact, code)
    return first, "" if second == first else second


def uncut(exact: str, stem: str, code: str) -> tuple[str, ...]:
    """Words that are the dictionary form of a query's word, though the stemmer takes their end for an ending: of паромы, whose
    stem is паром, паром, which itself is stemmed to пар; of музея, whose stem is музе, музей.

    Adjectives (часовой) are none of a noun's forms (часов).
    """
    if code != "R" or stem == exact or len(stem) < SHORTEST:
        return ()
    if _LIKE_INFLECTED.search(stem) and not _OF_ADJECTIVE.fullmatch(exact, len(stem)):
        return (stem,)
    return (f"{stem}й",) if stem[-1] in "ео" else ()


_VERBS = frozenset(("ski", "taxi"))
"""English verbs in -i: skiing."""


def _english(snowball: Callable[[str], str]) -> Callable[[str], str]:
    """A stemmer whose stem of a word in -i or -is has an s, since without it words in -y have the same: Harris and harry,
    crisis, taxis and taxi."""

    def stemmed(word: str) -> str:
        word = american(singular(word))
        stem = snowball(word)
        if stem[-1:] != "i" or stem[-2:-1] in _VOWELS or stem in _VERBS:
            return stem
        return f"{stem}s" if word in (stem, f"{stem}s") else stem

    return stemmed


def is_cyrillic(char: str) -> bool:
    """Tells whether a letter is Cyrillic."""
    return "\u0400" <= char <= "\u052f"


@cache
def _stemmer(code: str) -> Callable[[str], str]:
    if code in OWN:
        return OWN[code]
    # Imported late: whoever only asks for the grammar or a list of feeds does not need it.
    import Stemmer

    # Its own cache is off: `tokens` remembers more.
    snowball: Callable[[str], str] = Stemmer.Stemmer(SNOWBALL[code], 0).stemWord
    if code == "e":
        return _english(snowball)
    if (even := _EVEN.get(code)) is not None:
        return lambda word: even(snowball(word))
    return snowball
