"""Finds the words of a search that carry its grammar and not its subject: "who is the chairman of …".

Too few words to tell a language by: a question word counts only at the beginning, where any language's is one, the
others where two of one language are there. Words in capitals count as names: WHO, US.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from reader.text.fold import fold
from reader.text.language import listed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUESTIONS = """
who whom whose what when where why how which did does do is are was were will can
кто что где когда почему зачем как сколько какой какая какие чей куда
хто що де коли чому навіщо як скільки який яка які куди
кой кога къде защо колко какво каква какви
kto co ile kiedy gdzie jak dlaczego czy jaki jaka jakie
kdo kde kdy proč kolik jaký jaká jaké
kaj kdaj kje zakaj kako koliko
wer was wann wo warum wie wieso welche welcher welches wieviel
qui que quoi quand où pourquoi comment combien quel quelle
quién quiénes qué cuándo dónde cómo cuánto cuántos cuál
chi che quando dove perché come quanto quanti quale
"""

_SUBJECTS = frozenset(("us", "may", "it"))
"""Words that are as often what is looked for."""

_FEW = 2
"""Different words of a language that tell that a search is in it."""


@cache
def _questions() -> frozenset[str]:
    return frozenset(fold(word) for word in _QUESTIONS.split())


def small_words(words: Sequence[str]) -> frozenset[str]:
    """Those of a search's words that only ask or join."""
    plain = [word for word in words if not (len(word) > 1 and word.isupper())]
    opening = (
        frozenset(takewhile(lambda word: fold(word) in _questions(), words))
        if words[:1] == plain[:1]
        else frozenset()
    )
    languages = {word: listed_in(word.lower()) for word in plain if word.lower() not in _SUBJECTS}
    many = Counter(code for codes in languages.values() for code in codes)
    best = max(many, key=lambda code: (many[code], code), default=None)
    joining = (
        {word for word, codes in languages.items() if best in codes and many[best] >= _FEW} if best else set()
    )
    return opening & {*plain} | joining
