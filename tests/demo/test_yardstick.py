"""One page of the newsstand has every part that a page can have, and each comes out at its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from reader.demo.press import PUBLICATIONS, Publication, stories
from reader.extract.page import extract
from reader.markdown import dialect
from reader.model import Embed, RelatedLink

if TYPE_CHECKING:
    from reader.demo.newsstand import Newsstand
    from reader.model import Draft


_FILM = re.compile(r"\]\((/videos/[^)]+)\)")


def page(newsstand: Newsstand, url: str) -> Draft:
    assert url.startswith(newsstand.origin)
    with urlopen(url) as answer:
        return extract(answer.read(), url)


def test_the_page_with_all_parts_comes_out_whole(newsstand: Newsstand) -> None:
    draft = page(newsstand, newsstand.page_url("gazette", "ferry-aground"))
    assert (draft.authors, draft.agency) == (("Maud Ferris", "Ilya Renko"), "CWS")
    assert (draft.publication, draft.day, draft.text_state) == ("The Harbour Gazette", "2026-10-14", "full")
    (picture,) = draft.pictures
    assert picture.caption == "The Halcyon on the Brannock sandbank at first light"
    assert picture.credit == "Odile Marchetti / Coastwise"
    (post,) = draft.embeds
    assert (post.kind, post.author, post.handle, post.date) == (
        "tweet",
        "Вера Солнцева",
        "@vera_solntse",
        "2026-10-13",
    )
    assert (post.text or "").startswith("Паром «Халкион» сидит на мели у мыса Браннок.")
    vote = newsstand.page_url("gazette", "barrage-vote")
    title = "Council Delays Vote on Tidal Barrage After Night of Protest"
    assert draft.related == (RelatedLink(title, vote),)


def test_each_part_stands_between_its_own_paragraphs(newsstand: Newsstand) -> None:
    blocks = page(newsstand, newsstand.page_url("gazette", "ferry-aground")).markdown.split("\n\n")
    starts = [
        "![The ferry Halcyon on the sandbank",
        "The ferry Halcyon ran aground",
        "Nobody was seriously hurt.",
        "The vessel had left Tarn Island",
        "> Паром «Халкион»",
        "Harbour master Edwin Culley",
        "## Three hours in the dark",
        "The first lifeboat",
        "“They counted us out loud,”",
        "**Related:** [Council Delays Vote",
        "The Halcyon, built in 1998,",
        "Investigators from the Marine Safety Board",
    ]
    assert len(blocks) == len(starts)
    assert [block for block, start in zip(blocks, starts, strict=True) if not block.startswith(start)] == []


@pytest.mark.parametrize("paper", PUBLICATIONS, ids=lambda paper: paper.key)
def test_no_page_loses_a_picture_a_post_or_a_related_link(newsstand: Newsstand, paper: Publication) -> None:
    for story in stories(paper):
        draft = page(newsstand, newsstand.origin + paper.path(story))
        printed = dialect.contents(re.sub(r"\]\(/", f"]({newsstand.origin}/", story.body))
        assert [(p.caption, p.credit) for p in draft.pictures] == [
            (p.caption, p.credit) for p in printed.pictures
        ], story.slug
        posts = [_told(e) for e in draft.embeds if e.kind != "video"]
        assert posts == [_told(e) for e in printed.embeds], story.slug
        films = [e.url for e in draft.embeds if e.kind == "video"]
        assert films == [newsstand.origin + path for path in _FILM.findall(story.body)], story.slug
        assert draft.related == printed.related, story.slug


def _told(embed: Embed) -> tuple[str | None, ...]:
    return embed.text, embed.author, embed.handle, embed.url, embed.date
