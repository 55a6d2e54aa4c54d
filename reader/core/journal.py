"""The reading journal: what the reader noted, highlighted, bookmarked and tagged, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from reader.core import indexing, search
from reader.core.events import Listener, silent
from reader.export.markdown_file import source
from reader.export.names import published_day
from reader.frozen import dataclass
from reader.markdown import dialect, note_sections
from reader.model import Article
from reader.query.parse import parse
from reader.query.tokens import mistake
from reader.query.tree import And, Everything, Node, TimeSpan, nodes
from reader.store.user_state.journal import JournalMark
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from reader.core.session import Session

By = Literal["day", "tag", "story"]

NO_TAG = "Without a tag"
NO_STORY = "Other articles"
"""The last groups: what belongs to none."""

BATCH = 500
"""Articles that are read at a time."""

_Groups = Callable[[Article, JournalMark], Sequence[str]]


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An article in a group of the journal, with the marks that stand there, the earliest first; `outputs` are the names of
    all that is kept with it."""

    group: str
    article: Article
    marks: tuple[JournalMark, ...]
    outputs: tuple[str, ...] = ()

    def of(self, kind: str) -> list[JournalMark]:
        """The marks of a kind."""
        return [mark for mark in self.marks if mark.kind == kind]


def entries(session: Session, query: str, by: By = "day", listen: Listener = silent) -> list[JournalEntry]:
    """The journal of the articles that a query finds, muted ones too, group by group: what was done last comes first, with
    `sort:oldest` what was done first; tags by name.

    Dates of the query are those of the marks, not of the articles. Raises `QueryError`, also for a date that stands in
    parentheses or behind OR or NOT.
    """
    read = parse(query, session.now())
    tree, start, end = _parted(read.source, read.tree)
    marks = session.library.journal.marks(start, end)
    if tree != Everything():
        found = set(search.ids_of(session, tree, None, with_muted=True))
        marks = [mark for mark in marks if mark.article_id in found]
    ids = list(dict.fromkeys(mark.article_id for mark in marks))
    articles = {
        article.id: article
        for at in range(0, len(ids), BATCH)
        for article in session.library.articles.many(ids[at : at + BATCH])
    }
    if by == "story":
        groups = _by_story(session, ids, listen)
    else:
        groups = _by_tag if by == "tag" else _by_day(session.now().tzinfo)
    outputs = session.library.outputs.names(articles)
    return _sorted(_grouped(articles, marks, groups, outputs), by, is_oldest_first=read.sort == "oldest")


def _parted(typed: str, tree: Node) -> tuple[Node, datetime | None, datetime | None]:
    """The tree without its dates, and the time that all of them leave: from its start up to its end."""
    below = tree.parts if isinstance(tree, And) else (tree,)
    spans = [part for part in below if isinstance(part, TimeSpan)]
    rest = tuple(part for part in below if not isinstance(part, TimeSpan))
    for part in rest:
        if inner := next((node for node in nodes(part) if isinstance(node, TimeSpan)), None):
            raise mistake(
                typed,
                max(typed.casefold().find(f"{inner.name}:"), 0),
                f"in a journal, “{inner.name}:” cannot be used in parentheses or after OR or NOT",
                "it means when you wrote something; put it next to the rest of the query",
            )
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    left: Node = Everything() if not rest else rest[0] if len(rest) == 1 else And(rest)
    return left, max(filter(None, starts), default=None), min(filter(None, ends), default=None)


def _by_day(zone: tzinfo | None) -> _Groups:
    return lambda _, mark: (mark.at.astimezone(zone).date().isoformat(),)


def _by_tag(article: Article, _: JournalMark) -> Sequence[str]:
    return article.tags or (NO_TAG,)


def _by_story(session: Session, ids: Sequence[int], listen: Listener) -> _Groups:
    """Groups articles by the title of the earliest report of their story; a story of one report is none."""
    indexing.make_grouped(session, listen)
    stories = session.library.stories.of(ids)
    reports = session.library.stories.reports(set(stories.values()))
    several = {story: told[0] for story, told in reports.items() if len(told) > 1}
    titles = session.library.articles.titles(several.values())
    return lambda article, _: (titles.get(several.get(stories.get(article.id, 0), 0), NO_STORY),)


def _grouped(
    articles: dict[int, Article], marks: Iterable[JournalMark], groups: _Groups, outputs: dict[int, list[str]]
) -> list[JournalEntry]:
    found: dict[tuple[str, int], list[JournalMark]] = {}
    for mark in marks:
        if article := articles.get(mark.article_id):
            for group in groups(article, mark):
                found.setdefault((group, article.id), []).append(mark)
    return [
        JournalEntry(group, articles[id_], tuple(its), tuple(outputs.get(id_, ())))
        for (group, id_), its in found.items()
    ]


def _sorted(found: list[JournalEntry], by: By, *, is_oldest_first: bool) -> list[JournalEntry]:
    """The entries in order: those of a group together, and the group of what belongs to none last."""
    found.sort(key=lambda entry: (entry.marks[-1].at, entry.article.id), reverse=not is_oldest_first)
    if by == "tag":
        places = {group: fold(group) for group in {entry.group for entry in found}}
        found.sort(key=lambda entry: (entry.group == NO_TAG, places[entry.group], entry.group))
        return found
    order = {group: at for at, group in enumerate(dict.fromkeys(entry.group for entry in found))}
    found.sort(key=lambda entry: (entry.group == NO_STORY, order[entry.group]))
    return found


def as_markdown(found: Sequence[JournalEntry]) -> str:
    """The journal as Markdown in which nothing of an article is active, with one line feed at its end."""
    parts = [dialect.heading(1, "Reading journal")]
    group = None
    for entry in found:
        if entry.group != group:
            group = entry.group
            parts.append(dialect.heading(2, group))
        parts += [
            _title(entry.article),
            _facts(entry),
            *(dialect.quote(dialect.from_text(mark.text)) for mark in entry.of("highlight")),
            note_sections.items([mark.text for mark in entry.of("note")]),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(article: Article) -> str:
    address = source(article)
    return f"### {dialect.link(article.title, address)}" if address else dialect.heading(3, article.title)


def _facts(entry: JournalEntry) -> str:
    article = entry.article
    kept = f"kept: {', '.join(entry.outputs)}" if entry.outputs else ""
    facts = (
        article.source,
        published_day(article) or "",
        "bookmarked" if entry.of("bookmark") else "",
        " ".join(f"#{mark.text}" for mark in entry.of("tag")),
        kept,
    )
    return dialect.escape(" · ".join(fact for fact in facts if fact))
