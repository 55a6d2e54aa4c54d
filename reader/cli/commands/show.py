"""`broadsheet show`: articles, whole; they are not marked read by that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs, rows
from reader.errors import NothingFound, UsageError
from reader.model import cause

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.session import Session
    from reader.model import Article, Content

EPILOG = """examples:
  broadsheet show 12
  broadsheet list newer:1d --json | broadsheet show - --text | less"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the article and the form."""
    parser.add_argument(
        "article",
        nargs="+",
        metavar="ID|URL",
        help="articles by number, uid or address, or - to read these from stdin",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="only the text, as Markdown")
    form.add_argument("--text", action="store_true", help="only the text, as plain text")
    parser.add_argument(
        "--revision",
        type=inputs.from_one,
        metavar="N",
        help="an earlier version of the text; 1 is the oldest",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the head and the text of each, or one of its forms; 3 where some of several have no text."""
    with inputs.session(args) as session:
        instead = "broadsheet list {} --json | broadsheet show -"
        articles = inputs.named(session, args.article, instead=instead)
        if args.revision is not None and len(articles) > 1:
            raise UsageError("--revision shows one article", hint="give its number alone")
        lacking = 0
        for place, article in enumerate(articles):
            if place and not out.json:
                out.data()
            try:
                _show(session, article, args, out)
            except NothingFound as error:
                if len(articles) == 1:
                    raise
                out.fail(error)
                lacking += 1
    return 3 if lacking else 0


def _show(session: Session, article: Article, args: argparse.Namespace, out: Output) -> None:
    from reader.cli import objects
    from reader.core import article_text

    content = article_text.content(session, article.id, args.revision)
    known = article_text.known(session, content)
    form = content.markdown if args.markdown else content.text if args.text else None
    out.result(
        partial(objects.whole, article, content, known),
        partial(_print, article, content, out) if form is None else form,
    )
    if not content.markdown and not out.json:
        said = cause(article.reason) if article.reason else "no text: the source has none"
        raise NothingFound(said, subject=article.title)


def _print(article: Article, content: Content, out: Output) -> None:
    from reader.cli import article_layout
    from reader.markdown import note_sections

    _head(article, out)
    own = (
        note_sections.outputs(content.outputs),
        note_sections.highlights(content.highlights),
        note_sections.notes(content.notes),
    )
    article_layout.body("\n\n".join(part for part in (content.markdown, *own) if part), out)


def _head(article: Article, out: Output) -> None:
    from reader.text import agencies
    from reader.text.clean import line
    from reader.text.urls import masked

    margin = "" if out.columns is None else "  "
    out.styled(margin + out.bold(line(article.title)))
    by = ", ".join(article.authors)
    agency = agencies.beside(article.agency, (*article.authors, article.source)) or ""
    by = f"{by} for {agency}" if by and agency else by or agency
    when = rows.shown_day(article)
    parts = [
        by,
        article.source,
        when,
        f"{article.minutes:,} min" if article.minutes else "",
        " ".join(f"#{tag}" for tag in article.tags),
    ]
    out.styled(margin + out.dim(line(" · ".join(part for part in parts if part))))
    if article.url:
        out.styled(margin + out.dim(line(masked(article.url))))
    if article.text_state != "full":
        out.styled(margin + out.dim(line(f"{article.text_state}: {article.reason or 'incomplete'}")))
    out.data()
