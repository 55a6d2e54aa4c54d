"""The language of a text, told from its function words.

Pages and feeds name a language, but often the wrong one, that of the site's template, or none. A text has many of the
commonest words of its own language (`function_words.tsv`: language, its words; `*` for the scripts without spaces), so
the language that it names is believed unless another has far more of them. Languages with nearly the same common words
(Danish and Norwegian, Czech and Slovak, Croatian and Serbian in Latin letters) are told apart only where nothing is
named. Texts in scripts without spaces, and Korean ones, tell theirs by the script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reader.late import pattern
from reader.text.scripts import BEYOND, HAN, HANGUL, KANA, THAI, UNSPACED_OR_HANGUL

if TYPE_CHECKING:
    from collections.abc import Mapping

READ = 1_500
"""Characters of a text that are looked at."""

ANY = "*"
"""The rows of words that mean the same in texts of any language."""

_SIGNS = r"\x00-@\[-`{-\x7f"
_WORDS = pattern(
    # At a space nothing begins, and most words are of plain letters: a third quicker than all by the last line.
    rf"(?![{_SIGNS}])(?:"
    rf"[a-zß-öø-ɏа-яё]++(?=[{_SIGNS}])"
    "|(?:[^\\W\\d_]++|[\u0900-\u0963\u0b80-\u0bff]++)++)"
)  # vowel signs of Hindi and Tamil are no letters to `re`
_SCRIPTS = {
    code: pattern(f"[{letters}]")
    for code, letters in (("ja", KANA), ("ko", HANGUL), ("th", THAI), ("zh", HAN))
}
_UNSPACED = pattern(f"[{UNSPACED_OR_HANGUL}]")
_KANA = 0.1
"""Of so many kana for each Chinese character on, a text is Japanese: names and titles in a Chinese one have fewer."""

_FEW, _SHARE = 5, 0.12
"""Different function words of two letters and more, and the share of all words, from which on a text tells its language."""

_PLAINLY = 0.3
"""What is named is believed at once where more than that share of the words are its function words: no other language shares
so many."""

_CERTAIN = 0.7
"""What is named is believed where the text has that share of the best language's function words."""


@cache
def function_word_rows() -> tuple[tuple[str, str], ...]:
    """Languages with their function words, parted by spaces; a language may have several rows."""
    # Not by `importlib.resources`, which takes 12 ms to import.
    table = Path(__file__).with_name("function_words.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in table.splitlines())
    return tuple((language, words) for language, _, words in rows)


def language_of(title: str, body: str, named: str | None) -> str | None:
    """The language by which all of an article is stemmed, its authors and its address too."""
    return language(f"{title}\n{body[:READ]}", named)


def language(text: str, named: str | None = None) -> str | None:
    """The language of a text as a code without region; what is named where the text does not tell otherwise."""
    return _language(text[:READ], named)


@lru_cache(maxsize=256)
def _language(text: str, named: str | None) -> str | None:
    base = re.split("[-_]", named.lower(), maxsplit=1)[0] if named else None
    found = _WORDS.findall(unicodedata.normalize("NFC", text).lower())
    if base and sum(map(_of_language(base).__contains__, found)) > _PLAINLY * len(found):
        return base
    if BEYOND.search(text) and _UNSPACED.search(text) and (written := _by_script(text)):
        return written
    words = Counter(found)
    known = _known()
    many, different = Counter[str](), Counter[str]()
    for word in words.keys() & known.keys():
        for code in known[word]:
            many[code] += words[word]
            different[code] += len(word) > 1
    best = max(many, key=lambda code: (many[code], different[code], code == base, code), default=None)
    if best is None or different[best] < _FEW or many[best] < _SHARE * words.total():
        return base
    return base if base and many[base] >= _CERTAIN * many[best] else best


def _by_script(text: str) -> str | None:
    """The language of a text that is mostly in a script of its own; kana are Japanese even where most characters are Chinese."""
    many = {code: len(written.findall(text)) for code, written in _SCRIPTS.items()}
    if 2 * sum(many.values()) <= sum(map(len, _WORDS.findall(text))):
        return None
    best = max(many, key=lambda code: many[code])
    return "ja" if best == "zh" and many["ja"] >= _KANA * many["zh"] else best


@cache
def _of_language(code: str) -> frozenset[str]:
    """The listed words of a language."""
    rows = (words for language, words in function_word_rows() if language == code)
    return frozenset(word for words in rows for word in _WORDS.findall(words.lower()))


def listed_in(word: str) -> tuple[str, ...]:
    """The languages in which a word, in lower case, carries grammar."""
    return _known().get(word, ())


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    """The languages of each listed word, in lower case."""
    known: dict[str, tuple[str, ...]] = {}
    for code, words in function_word_rows():
        if code != ANY:
            own: tuple[str, ...] = (code,)
            found = dict.fromkeys(_WORDS.findall(words.lower()), own)
            for word in known.keys() & found.keys():
                found[word] = known[word] + own
            known |= found
    return known
