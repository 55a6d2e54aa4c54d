"""The constants by which matching articles are ranked: the index and the archive weigh alike.

BM25 over all that was written, words of the title counted again; then, among the best, those gain in which the words
of the query stand together or in the very form that was typed; the newer gain a little.
"""

from __future__ import annotations

K1, B = 1.2, 0.75
"""BM25's usual constants."""

AVERAGE_SIZE = 300
"""Words of a usual article."""

TITLE_BOOST = 2.0
"""What a word of the title adds, as a multiple of what one in the text says."""

RECENCY, HALF_LIFE_DAYS = 0.10, 365
"""An article of today gains a tenth, one of a year ago half of that, and so on."""

TOGETHER = 0.5
"""What an article gains at most whose words of the query stand together, as a share of its score."""

FORM = 1.5
"""What it gains where the only word of a query stands in the very form that was typed: what has another form comes first only
where its score is 2.5 times as high."""


def form_share(words: int) -> float:
    """Gives what an article gains by each of so many words whose form it has: the more of them, the less a single one says."""
    return FORM / words**3


NEAR = 8
"""Words further apart than that do not stand together at all."""

LONGER = 0.3
"""What a longer word counts, beside the last word of a search as it stands, while that may go on."""
