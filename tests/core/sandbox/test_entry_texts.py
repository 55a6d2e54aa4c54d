from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.sandbox.entry_texts import BATCH_CHARS, BATCH_ENTRIES, batches, drafts
from reader.errors import ParseError
from reader.model import Draft, Entry, ParsedFeed


def feed(*titles: str) -> ParsedFeed:
    return ParsedFeed(
        title="News", entries=tuple(Entry(title=title, summary="In short.") for title in titles)
    )


class Asked:
    """Reads every entry but those whose title starts with `bad`; knows what it was asked."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    async def __call__(self, some: ParsedFeed) -> tuple[Draft, ...]:
        titles = [entry.title for entry in some.entries]
        self.batches.append(titles)
        if any(title.startswith("bad") for title in titles):
            raise ParseError("took too long")
        return tuple(Draft(title=title) for title in titles)


async def test_every_entry_gets_its_draft_in_order() -> None:
    titles = [f"entry {number}" for number in range(2 * BATCH_ENTRIES + 1)]
    ask = Asked()
    found = await drafts(feed(*titles), ask, seconds=60, losses=3)
    assert [draft.title for draft in found] == titles
    assert [len(batch) for batch in ask.batches] == [BATCH_ENTRIES, BATCH_ENTRIES, 1]


async def test_a_failed_entry_keeps_its_summary_and_says_why() -> None:
    found = await drafts(feed("a", "bad", "c"), Asked(), seconds=60, losses=3)
    assert [draft.text_state for draft in found] == ["full", "failed", "full"]
    assert (found[1].text, found[1].reason) == ("In short.", "The feed's text: took too long.")


async def test_after_some_losses_the_rest_is_not_tried() -> None:
    ask = Asked()
    found = await drafts(feed("bad 1", "bad 2", "bad 3", "d"), ask, seconds=60, losses=2)
    assert [draft.title for draft in found] == ["bad 1", "bad 2", "bad 3", "d"]
    assert [draft.text_state for draft in found] == ["failed"] * 4
    assert ask.batches[1:] == [["bad 1"], ["bad 2"]]


async def test_after_the_time_the_rest_is_not_tried() -> None:
    ask = Asked()
    found = await drafts(feed("a"), ask, seconds=-1, losses=2)
    assert (found[0].text_state, ask.batches) == ("failed", [])


@settings(max_examples=50)
@given(st.lists(st.integers(0, 2 * BATCH_CHARS), max_size=120))
def test_batches_hold_every_entry_once_and_are_bounded(sizes: list[int]) -> None:
    entries = [Entry(title=str(number), html="x" * size) for number, size in enumerate(sizes)]
    found = list(batches(entries))
    assert [entry for batch in found for entry in batch] == entries
    for batch in found:
        assert 0 < len(batch) <= BATCH_ENTRIES
        assert len(batch) == 1 or sum(len(entry.html) for entry in batch) <= BATCH_CHARS
