"""A packed article is as like others as the article itself."""

from __future__ import annotations

import math

import pytest

from reader.index.clusters.cluster_features import CLUES, gist, unpacked
from reader.index.profile import profile
from reader.index.similarity import Weighed, likeness, weigh
from tests.index.related.test_related import BREAD, DAM, DAM_AGAIN, DAM_BEFORE, RUSSIAN, RUSSIAN_AGAIN

ARTICLES = (DAM, DAM_AGAIN, DAM_BEFORE, BREAD, RUSSIAN, RUSSIAN_AGAIN)


def rare(_: str) -> float:
    return 5.0


def weighed(article: object) -> Weighed[str]:
    return weigh(profile(article.article.title, article.body), rare)  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", ARTICLES, ids=lambda article: str(article.article.id))
@pytest.mark.parametrize("other", ARTICLES, ids=lambda article: str(article.article.id))
def test_likeness_survives_packing(one: object, other: object) -> None:
    whole = likeness(weighed(one), weighed(other))
    packed = likeness(*(unpacked(gist(weighed(each), rare).packed) for each in (one, other)))
    assert packed == pytest.approx(whole, abs=0.005)


def test_an_article_takes_some_hundreds_of_bytes() -> None:
    long = profile("A long one", " ".join(f"word{n}" for n in range(5_000)))
    assert len(gist(weigh(long, rare), rare).packed) < 1_500


def test_words_that_many_articles_have_lead_to_none() -> None:
    assert len(gist(weighed(DAM), rare).clues) == CLUES
    assert gist(weighed(DAM), lambda _: math.log(20)).clues == []
