"""What values say of themselves beyond their fields."""

from __future__ import annotations

import dataclasses
import typing
from datetime import UTC, datetime, timedelta

import pytest

from reader import model
from reader.model import Article, Content, Draft, Embed, Link, Picture, RelatedLink, text_fields

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (230, 1), (231, 2), (2_300, 10)])
def test_reading_time_is_rounded_up(words: int, minutes: int) -> None:
    assert Article(id=1, uid="a", title="A", fetched=NOW, words=words).minutes == minutes


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("No full text: no such host (gone.example).", "no such host (gone.example)"),
        ("The file contains no text", "the file contains no text"),
        ("No full text: HTTP 503.", "HTTP 503"),
        ("", ""),
    ],
)
def test_behind_the_name_of_its_subject_a_reason_is_the_cause_alone(reason: str, said: str) -> None:
    assert model.cause(reason) == said


def test_an_article_is_sorted_by_its_day_or_by_when_it_was_seen() -> None:
    article = Article(id=1, uid="a", title="A", fetched=NOW)
    assert article.sorted_by == NOW
    assert dataclasses.replace(article, published=NOW - timedelta(days=1)).sorted_by == NOW - timedelta(
        days=1
    )


def test_the_words_of_a_date_make_no_other_embed() -> None:
    assert Embed("tweet", date="2026-03-02", date_words="2 March") == Embed("tweet", date="2026-03-02")


def test_every_value_is_frozen_and_its_annotations_can_be_read() -> None:
    kinds = [
        kind for kind in vars(model).values() if dataclasses.is_dataclass(kind) and isinstance(kind, type)
    ]
    assert len(kinds) > 20
    for kind in kinds:
        with pytest.raises(dataclasses.FrozenInstanceError):
            kind.__new__(kind).text = "other"  # type: ignore[attr-defined]
        assert typing.get_type_hints(kind)


def test_a_text_is_handed_on_with_all_that_it_refers_to_and_no_own_words() -> None:
    content = Content(
        markdown="# A",
        text="A",
        pictures=(Picture(alt="a"),),
        embeds=(Embed("post", "b"),),
        links=(Link("https://c.example/"),),
        related=(RelatedLink("d"),),
        highlights=("e",),
        notes=("f",),
    )
    assert Content(**text_fields(content)) == dataclasses.replace(content, highlights=(), notes=())
    draft = Draft(title="A", **text_fields(content))
    assert text_fields(draft) == text_fields(content)
    assert (draft.notes, draft.highlights) == ((), ())
