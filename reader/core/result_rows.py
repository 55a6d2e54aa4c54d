"""Gives each result of a search the piece of its text that shows why it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import SNIPPET_LENGTH, Article, Content, Found, Snippet
from reader.query.tree import And, Or, Text, wanted_words
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.core.session import Session
    from reader.query.tree import Node
    from reader.store.search.masks import Mask


DESCRIBED = 400
"""Characters of a description that are read for what a row shows."""


def with_snippets(
    session: Session, tree: Node, articles: Sequence[Article], length: int = SNIPPET_LENGTH
) -> list[Found]:
    """Rows of a search: each with the piece of its text where the words of the tree stand, else of a note or an output; with
    the author or the address before it where a word stands nowhere else."""
    contents = session.library.articles.contents([article.id for article in articles])
    return [
        Found(article=article, snippet=_snippet(article, contents.get(article.id), tree, length))
        for article in articles
    ]


def told_count(found: int, by_address: int) -> str:
    """`12 found, 1 only by its address`: no word of the text says why these are among them."""
    its = "its address" if by_address == 1 else "their addresses"
    return f"{found:,} found{f', {by_address:,} only by {its}' if by_address else ''}"


def by_address_only(session: Session, tree: Node, found: Mask) -> Mask:
    """Those found by an index that lack a word of the query but for their address. Words in phrases and fields, beginnings
    and alternatives do not count."""
    masks, only = session.library.masks, found & False
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(part, Text) and part.field == "any":
            own = masks.of_ids(session.library.own_words.saying(part))
            only |= session.index.in_address_only(part, masks.length) & ~own
    return only & found


def _snippet(article: Article, content: Content | None, tree: Node, length: int) -> Snippet | None:
    if content is None:
        return None
    from reader.index import snippets
    from reader.index.snippets import snippet
    from reader.markdown.dialect import plain, readable
    from reader.text.language import language_of

    body = readable(content)
    lang = language_of(article.title, body, article.lang)
    own = "\n\n".join(
        (*content.notes, *content.highlights, *(plain(output.markdown) for output in content.outputs))
    )
    found = snippet(body, tree, lang, length=length)
    said, its_lang = (body, lang) if found.hits or not own else (own, None)
    shown = found if said is body else snippet(own, tree, length=length)
    asked = [*_asked(tree)]
    if shown.hits and len(asked) < 2:
        return shown
    # What the row shows above, its title, needs no proof.
    texts = ((article.title, lang), (body, lang), (own, None))
    label = _label(article, asked, texts, length // 2 if shown.hits else length)
    if label is not None and shown.hits:
        rest = snippet(said, tree, its_lang, length=max(length - len(label.text), length // 2))
        return snippets.joined(label, rest)
    if label is not None or shown.hits:
        return label or shown
    return found if found.text else _standing_for(article, tree, lang, length)


def _asked(tree: Node) -> Iterator[Or]:
    """The words of each part of a query that may stand anywhere: alternatives are one part."""
    for part in tree.parts if isinstance(tree, And | Or) else (tree,):
        if words := tuple(text for text in wanted_words(part) if text.field == "any"):
            yield Or(words)


def _label(
    article: Article, asked: Sequence[Or], texts: Sequence[tuple[str, str | None]], length: int
) -> Snippet | None:
    """The authors and the part of the address with those words that none of the texts has; None where there are none."""
    from reader.index import snippets
    from reader.index.snippets import snippet

    def only(within: str) -> list[Node]:
        """The parts that stand there and in no text. Few words of an address are not in the title, so that few are looked for in
        the body."""
        return [
            part
            for part in asked
            if snippet(within, part, length=len(within)).hits
            and not any(snippet(said, part, lang, length=length).hits for said, lang in texts if said)
        ]

    named = [*article.authors, *([article.agency] if article.agency else [])]
    by = only(", ".join(named)) if named else []
    authors = snippets.of_authors(named, Or(tuple(by)), length) if by else None
    at = [part for part in only(snippets.bare_address(article.url)) if part not in by] if article.url else []
    address = snippets.of_address(article.url, Or(tuple(at)), length) if article.url and at else None
    return snippets.joined(authors, address) if authors and address else authors or address


def _standing_for(article: Article, tree: Node, lang: str | None, length: int) -> Snippet | None:
    """Gives what an article without a text shows: its description, else its address."""
    from reader.index.snippets import bare_address, snippet

    described = line(article.description or "", DESCRIBED)
    if described and described != line(article.title):
        return snippet(described, tree, lang, length=length)
    return Snippet(line(bare_address(article.url), length)) if article.url else None
