"""Gives each result of a search the piece of its text that shows why it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import SNIPPET_LENGTH, Article, Content, Found, Snippet
from reader.query.tree import And, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session
    from reader.query.tree import Node
    from reader.store.search.masks import Mask


def with_snippets(
    session: Session, tree: Node, articles: Sequence[Article], length: int = SNIPPET_LENGTH
) -> list[Found]:
    """Rows of a search: each with the piece of its text where the words of the tree stand, else of a note or an output; where
    the title has none of them either, the author or the address that has."""
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
    found = snippet(body, tree, lang, length=length)
    if found.hits:
        return found
    own = "\n\n".join(
        (*content.notes, *content.highlights, *(plain(output.markdown) for output in content.outputs))
    )
    if own and (noted := snippet(own, tree, length=length)).hits:
        return noted
    # What the row shows above, its title, needs no proof.
    if snippet(article.title, tree, lang).hits:
        return found
    named = [*article.authors, *([article.agency] if article.agency else [])]
    shown = snippets.of_authors(named, tree, length)
    if shown is None and article.url is not None:
        shown = snippets.of_address(article.url, tree, length)
    return shown or found
