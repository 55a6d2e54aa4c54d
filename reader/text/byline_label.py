"""The words with which publishers begin a byline, before the name: "Written by", "Autor:", "Текст:", "作者：".

A noun counts with a colon only: without one it may be a part of the name.
"""

from __future__ import annotations

import re

from reader.late import pattern

_NOUNS = (
    r"(?:post |article )?authors?(?:\(s\))?(?: name)?|autora?|autore|autori|autorin|autoren|autorka|autoři|autrice|auteure?s?"
    r"|verfasser(?:in)?|skribent|författare|forfattere?|kirjoittaja|schrijver|szerző|írta|scriitor|yazar|yazan|reporter|penulis|oleh|tác giả"
    r"|автор(?:ы|ка)?(?: текста| статьи)?|текст|written|words|story|text|texte|texto|testo|tekst|teksti|συντάκτης|κείμενο"
    r"|作者|撰文|文|记者|記者|著者|執筆|文責|글|글쓴이|저자|기자|الكاتب|كاتب|كتب|كتبت|المؤلف|بقلم|نویسنده|نوشته|מאת|כתב|כתבה|लेखक|ผู้เขียน"
)
_WITH = r"(?:\s+(?:and|und|et|y|e|og|och|en|&)\s+(?:photos?|pictures|images|fotos?|bilder|bild|photographies|imágenes|fotografie))?"
_PHRASES = (
    rf"(?:(?:written|words|text|story|report|reported|reporting|article|posted|published|created|submitted){_WITH}\s+)?by"
    rf"|(?:(?:ein |eine )?(?:text|beitrag|artikel|kommentar|analyse|bericht|reportage){_WITH}|geschrieben|verfasst)\s+von"
    rf"|(?:écrit|rédigé|publié|article)\s+par|texte{_WITH}\s+(?:par|de)|escrito\s+por|texto{_WITH}\s+(?:por|de)"
    rf"|scritto\s+da|testo{_WITH}\s+(?:di|da)|geschreven\s+door|tekst{_WITH}\s+(?:door|van|av|af)|text{_WITH}\s+av"
    r"|skrevet\s+a[vf]|skriven\s+av|napisane\s+przez|γράφει\s+[οη]|بقلم|เขียนโดย"
)
_LABEL = pattern(
    rf"(?:(?:{_NOUNS}){_WITH}\s*[:：]|(?:{_PHRASES})(?:\s*[:：]|\s+(?=(?-i:[^\W\d_a-z]))))\s*", re.IGNORECASE
)

_TIMES = 2
"""Labels that are taken away, one behind the other: "By Author: Luke"."""


def without_label(text: str) -> str:
    """The text without labels before its name; nothing is left of a label alone."""
    for _ in range(_TIMES):
        if found := _LABEL.match(text):
            text = text[found.end() :].strip()
    return text
