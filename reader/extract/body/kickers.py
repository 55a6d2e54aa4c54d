"""Finds kickers before the text of an article: a subject, a section or the kind of the text, and no part of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from reader.extract.body.attach import words_of
from reader.extract.body.edges import is_good
from reader.extract.metadata.headline_region import is_kicker
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.extract.pieces import Piece

LONGEST = 60
"""Characters of a kicker, at most."""

_KINDS = pattern(
    r"\W*(?:(?:news )?analysis|analyse|análisis|analisi|análise|analiza|analýza|analiz|analisis|phân tích|анализ|аналитика|аналіз"
    r"|opinion|opinión|opinione|opinião|opinie|opinia|meinung|mening|görüş|opini|мнение|думка|comment|commentary|kommentar|commentaire|comentario|commento|komentarz|komentář|комментарий|коментар"
    r"|editorial|leitartikel|éditorial|exclusive|exklusiv|exclusif|exclusiva|esclusiva|exclusivo|эксклюзив|interview|entrevista|intervista|интервью|інтерв['’]ю|wywiad|rozhovor|wawancara"
    r"|reportage|reportaje|reportagem|reportaż|reportáž|репортаж|feature|explainer|hintergrund|décryptage|enquête|tribune|column|kolumne|chronique|columna|coluna|колонка|rezension|recension"
    r"|breaking(?: news)?|eilmeldung|in[- ]depth|long ?read|fact[- ]?check|faktencheck|社説|論説|解説|分析|评论|評論|社论|独家|獨家|사설|칼럼|분석|단독|تحليل|رأي|مقال|حصري|ניתוח|דעה)\W*",
    re.IGNORECASE,
)


def kickers(row: Sequence[Piece], numbers: frozenset[int], section: str | None) -> frozenset[int]:
    """The places before the first running text of short lines that are called kickers, name the page's `section` or no
    more than the kind of the text."""
    first = min((n for n in numbers if is_good(row[n])), default=0)
    named = words_of(section or "")
    return frozenset(n for n in numbers if n < first and _is_kicker(row[n], named))


def _is_kicker(piece: Piece, section: str) -> bool:
    if piece.kind not in ("text", "heading") or piece.frames or not 0 < len(piece.text) <= LONGEST:
        return False
    if section and words_of(piece.text) == section:
        return True
    if piece.kind == "text" and _KINDS.fullmatch(piece.text):
        return True
    parts = [part for part in piece.parts if not isinstance(part, str)]
    inner = (
        parts if len(parts) == 1 and not "".join(p for p in piece.parts if isinstance(p, str)).strip() else []
    )
    return any(map(is_kicker, (*inner, piece.holder, *islice(piece.holder.iterancestors(), 1))))
