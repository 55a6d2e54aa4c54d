"""Many articles in seven languages, made of the newsstand's paragraphs, and queries of all kinds for them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from reader.demo.press import PUBLICATIONS, stories
from reader.markdown import dialect
from reader.model import Article, Document, Draft
from reader.text.clean import count_words
from reader.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST = datetime(2026, 7, 30, 9, tzinfo=UTC)

COMMON = {
    "en": ("the", "of", "in", "harbour", "and", "was"),
    "de": ("der", "die", "und", "in", "Hafen"),
    "ru": ("в", "на", "и", "не"),
}


@cache
def _paragraphs(lang: str) -> tuple[str, ...]:
    return tuple(
        part
        for paper in PUBLICATIONS
        if paper.lang == lang
        for story in stories(paper)
        for part in story.body.split("\n\n")
        if part[0].isalnum()
    )


def drafts(count: int, seed: int = 1) -> list[Draft]:
    """So many articles, the newest first, over a year; each has some paragraphs of papers in its language."""
    chance = random.Random(seed)
    found: list[Draft] = []
    for number in range(count):
        paper = chance.choice(PUBLICATIONS)
        story = chance.choice(stories(paper))
        pool = _paragraphs(paper.lang)
        markdown = "\n\n".join(chance.sample(pool, min(len(pool), chance.randint(1, 9))))
        content = dialect.contents(markdown)
        found.append(
            Draft(
                title=f"{story.title} {chance.choice(stories(paper)).title}",
                url=f"https://{paper.key}.example/{story.month}/{story.slug}-{number}",
                authors=story.authors,
                agency=story.agency,
                publication=paper.title,
                published=NEWEST - timedelta(hours=number * 8760 / count),
                lang=paper.lang if number % 5 else None,
                markdown=markdown,
                text=content.text,
                pictures=content.pictures,
                embeds=content.embeds,
                related=content.related,
                text_state="full" if number % 9 else "part",
                feeds=(paper.title,),
            )
        )
    return found


def document(draft: Draft, number: int = 1) -> Document:
    """An article as the evaluator sees it."""
    article = Article(
        id=number,
        uid=f"{number:016}",
        title=draft.title,
        fetched=NEWEST,
        url=draft.url,
        authors=draft.authors,
        agency=draft.agency,
        publication=draft.publication,
        feeds=draft.feeds,
        published=draft.published,
        lang=draft.lang,
        words=count_words(draft.text),
        text_state=draft.text_state,
    )
    return Document(article=article, body=dialect.searchable(draft), feed_paths=draft.feeds)


def queries(of: list[Draft], count: int = 210, seed: int = 2) -> list[str]:
    """Queries that people might type, of words that stand in these articles: words, phrases, beginnings, fields, times and
    all of these joined."""
    chance = random.Random(seed)
    made = _queries(of, chance)
    return [next(made) for _ in range(count)]


def _queries(of: list[Draft], chance: random.Random) -> Iterator[str]:
    def run(length: int, text: str) -> str:
        found = [text[term.start : term.end] for term in terms(text) if not term.joined]
        at = chance.randrange(max(len(found) - length, 1))
        return " ".join(found[at : at + length])

    def word() -> str:
        return run(1, chance.choice(of).text) or "harbour"

    while True:
        draft = chance.choice(of)
        common = COMMON.get(draft.lang or "en", COMMON["en"])
        yield word()
        yield chance.choice(common)
        yield f"{word()} {run(1, draft.text)}"
        yield f"{run(1, draft.text)} {run(1, draft.text)} {run(1, draft.title)}"
        yield f"{word()} OR {word()}"
        yield f"{chance.choice(common)} OR {chance.choice(common)} OR {word()}"
        yield f'"{run(2, draft.text)}"'
        yield f'"{run(3, draft.text)}"'
        yield f'"{run(5, draft.text)}" {word()}'
        yield f'"{chance.choice(common)} {chance.choice(common)}"'
        yield f"{word()[:3]}*"
        yield f"{run(1, draft.text)} -{word()}"
        yield f"-{chance.choice(common)}"
        yield f"title:{run(1, draft.title)}"
        yield f'title:"{run(2, draft.title)}"'
        yield f"title:{run(1, draft.title)[:2]}*"
        yield f"author:{run(1, ' '.join(draft.authors)) or 'ferris'}"
        yield f"url:{(draft.url or '').rpartition('-')[2]}"
        yield f"lang:{draft.lang or 'en'} {run(1, draft.text)}"
        yield f"feed:{run(1, draft.feeds[0])} {chance.choice(common)}"
        yield f"site:{(draft.url or '').split('/')[2]} newer:{chance.randint(5, 300)}d"
        yield f"({run(1, draft.text)} newer:100d) OR ({word()} words:>{chance.randint(20, 200)})"
        yield f"NOT ({word()} OR is:full) {chance.choice(common)}"
        yield f'{word()} ("{run(2, draft.text)}" OR title:{run(1, draft.title)}) date:2026'
