"""The scripts that write words without spaces, as character ranges for regular expressions: `[{HAN}{KANA}]`."""

from __future__ import annotations

from reader.late import pattern

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA = "\u3041-\u3096\u309d-\u309f"
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
KANA = HIRAGANA + KATAKANA
THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
HANGUL = "\uac00-\ud7a3"
"""Korean parts its words by spaces, but a name's parts it does not, and endings are written to the word."""

UNSPACED = HAN + KANA + THAI
"""Each character, or two, may be a word."""

UNSPACED_OR_HANGUL = UNSPACED + HANGUL
"""A pair of characters says more than what spaces part."""

FIRST_UNSPACED = "\u0e01"
"""The first of these letters: a word that begins before it needs no pattern, and theirs take 3 ms to compile."""

BEYOND = pattern("[^\x00-\u0e00\u1e00-\u2bff]")
"""What all of these letters are among, and few others that most texts have."""
