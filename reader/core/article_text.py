"""One article's text: as front ends show it, and as a file of it comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.core import export_form
from reader.errors import NothingFound
from reader.frozen import replace
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.core.session import Session
    from reader.model import Article, Content, Draft
    from reader.store.articles.save_article import SaveResult

_UID = re.compile(r"[a-z2-7]{16}")


def content(session: Session, article_id: int, revision: int | None = None) -> Content:
    """The article's text now, or its `revision` (1 is the first). Raises `NothingFound`: no such revision."""
    articles = session.library.articles
    if revision is None:
        return articles.content(article_id)
    from reader.markdown import dialect

    earlier = articles.earlier(article_id)
    if not 1 <= revision <= len(earlier):
        has = (
            f"{len(earlier)} earlier versions"
            if earlier
            else "no earlier version: it was not edited since it arrived"
        )
        raise NothingFound(f"no revision {revision}", subject=str(article_id), hint=f"the article has {has}")
    now = articles.content(article_id)
    read = dialect.contents(earlier[revision - 1].markdown)
    return replace(read, highlights=now.highlights, notes=now.notes, outputs=now.outputs)


def known(session: Session, shown: Content) -> Mapping[str, int]:
    """The related links of the text whose articles are in the library: address → id."""
    addresses = (link.url for link in shown.related if link.url)
    found = ((url, session.library.articles.by_url(url)) for url in addresses)
    return {url: id_ for url, id_ in found if id_ is not None}


def update(session: Session, original: Article, draft: Draft, body: bytes) -> SaveResult:
    """Update an article from our export of it. A text that was edited in the file is shown from then on, whatever others
    the article has."""
    draft = replace(draft, tags=export_form.library_tags(session, original, draft.tags))
    is_shown = _is_shown(session, original, draft)
    saved = _save(session, original, draft, is_shown=is_shown)
    if is_shown or not _is_edited(session, original, body):
        return saved
    chosen = session.library.articles.choose_text(original.id, "file")
    return replace(saved, outcome="updated") if chosen else saved


def renew(session: Session, known: Article, draft: Draft) -> SaveResult:
    """Save what a file says of an article that is there."""
    return _save(session, known, draft, is_shown=_is_shown(session, known, draft))


def _is_shown(session: Session, known: Article, draft: Draft) -> bool:
    return session.library.articles.content(known.id).text.split() == draft.text.split()


def _is_edited(session: Session, original: Article, body: bytes) -> bool:
    """True where the file's text is none that an export wrote. What was exported by another library is not known."""
    written = {_body(text) for text in session.library.exports.texts(original.id)}
    return bool(written) and _body(body.decode("utf-8", "replace")) not in written


def _body(text: str) -> str:
    """The text below the properties, which other programs rewrite."""
    from reader.markdown import front_matter

    return front_matter.read(text)[1].strip()


def _save(session: Session, known: Article, draft: Draft, *, is_shown: bool) -> SaveResult:
    draft = replace(draft, url=known.url, canonical=known.canonical)
    if is_shown:  # no file knows that this is a teaser
        draft = replace(draft, text_state=known.text_state, reason=known.reason)
    return session.library.articles.save(
        draft, now=session.now(), article_id=known.id, fills=is_shown or not draft.text
    )


def exported(session: Session, draft: Draft) -> Article | None:
    """The article of which the file is our export, if any: it names its uid, and one of its addresses."""
    known = session.library.articles.get(draft.uid) if draft.uid and _UID.fullmatch(draft.uid) else None
    if known is None:
        return None
    addresses = {urls.identity(url) for url in (known.url, known.canonical) if url} or {None}
    return known if (urls.identity(draft.url) if draft.url else None) in addresses else None
