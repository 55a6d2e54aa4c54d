"""Finds the words of a text that carry its grammar and not its subject.

A library, and the table of ordinary news, know the common words of the languages that they hold much of; in the first
German article of a library "die" and "eine" look as rare as a name. So the commonest words of many languages are listed
(`text/function_words.tsv`); those of the scripts without spaces mean the same in any text.
A text's language is the one whose words it has most of: "die" and "war" are such words in German alone.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from reader.late import pattern
from reader.text.language import ANY, function_word_rows
from reader.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Mapping

_FEW = 2
"""Different words of a language that a text must have to be in it."""

_FILLING = pattern(
    "[\u3041-\u3096的了是在这這们們也就与與而把被]"
    "|การ|ที่|และ|ของ|ความ|เป็น|ได้|ให้|จาก|ใน|มี|ไม่|ว่า|แล้ว|กับ|โดย|เพื่อ|เพรา|ผู้|นี้|จะ|วัน|เมื่|ด้วย|อยู่|หรือ|ถึง|กว่|ต่อ|ราย|เริ่"
)
"""Japanese endings and particles, the Chinese characters and the Thai words that do the same: a run with one says
little."""


@cache
def _known(lang: str | None) -> Mapping[str, tuple[str, ...]]:
    """The languages of each listed word, stemmed as a text of that language is.

    Where the text's own language is listed, only its words: to stem those of all takes a tenth of a second.
    """
    languages: dict[str, tuple[str, ...]] = {}
    rows = [row for row in function_word_rows() if row[0] != ANY]
    own = [row for row in rows if row[0] == lang]
    for language, words in own or rows:
        languages.update({stem: (*languages.get(stem, ()), language) for stem in set(stems(words, lang))})
    return languages


@cache
def _anywhere() -> frozenset[str]:
    """The stems that mean the same in any text: scripts without spaces have no stemmer, so its language does not matter."""
    return frozenset(
        stem for language, words in function_word_rows() if language == ANY for stem in stems(words)
    )


def function_words(counts: Mapping[str, int], lang: str | None = None) -> frozenset[str]:
    """Those of a text's stems that are function words in its language; `counts` says how often it has each, `lang` by
    which language it was stemmed."""
    listed = _known(lang)
    met = {stem: listed[stem] for stem in counts.keys() & listed.keys()}
    how_often, how_many = Counter[str](), Counter[str]()
    for stem, languages in met.items():
        for language in languages:
            how_often[language] += counts[stem]
            how_many[language] += 1
    language = max(how_often, key=lambda name: (how_often[name], how_many[name], name), default="")
    own = {stem for stem, languages in met.items() if language in languages and how_many[language] >= _FEW}
    return frozenset(own | {stem for stem in counts if stem >= "\u0e01" and _fills(stem)})


def _fills(stem: str) -> bool:
    return stem in _anywhere() or len(stem) == 1 or _FILLING.search(stem) is not None
