"""Reads the text of a page: by a person's rules where there are any, else by choice, with junk boxes dropped first.

A text that is thin, on a page that holds much more, is read once more, loosely, and the fuller of the two is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.extract import site_rules
from reader.extract.body import boilerplate, live_blog
from reader.extract.body.choose import ChosenPieces, choose
from reader.extract.body.foreign import foreign
from reader.extract.body.galleries import unfold
from reader.extract.body.select import selected, without_title
from reader.extract.explain import ExtractionTrace
from reader.extract.fragment import content
from reader.extract.html import tree
from reader.extract.html.inline import Inline, mend_drop_caps
from reader.extract.html.weights import Weights
from reader.extract.media import films, footnotes
from reader.extract.pieces import pieces
from reader.extract.render import write
from reader.markdown import dialect
from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from reader.extract.body.live_blog import BlogUpdate
    from reader.extract.media.films import Film
    from reader.extract.media.footnotes import Notes
    from reader.extract.metadata.evidence import Metadata
    from reader.extract.pieces import Piece
    from reader.model import Content, SiteRules

THIN = 400
"""Characters below which a text may be thin: a standfirst, the first paragraph."""

FULLER = 3
"""How many times as much running text the page has to hold, and the other way has to give: beside a short notice stand
teasers, which are no text of it."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts that are known of a page before its text is read. `said` is what it says of itself, `updates` are the entries of
    a live blog that its data name, `films` those that they tell of; `may_be_live` is false where no element is called an
    entry of one."""

    base: str | None
    said: Metadata
    rules: SiteRules | None = None
    updates: Sequence[BlogUpdate] = ()
    may_be_live: bool = True
    films: Sequence[Film] = ()

    @property
    def titles(self) -> list[str]:
        """All forms of the headline."""
        return [self.said.title or "", *self.said.title_forms]


@dataclass(frozen=True, slots=True)
class ArticleBody:
    """The text and how it came about.

    `is_chosen`: it was chosen, rather than all paragraphs that the page has. `present` are the characters of running
    text on the whole page, 0 where nobody counted. `was_loose` says which of two readings it is.
    """

    content: Content
    trace: ExtractionTrace
    is_chosen: bool = True
    present: int = 0
    was_loose: bool = False


def read_body(
    html: str, root: HtmlElement, page: PageFacts, *, loosely_first: bool = False, explain: bool = False
) -> ArticleBody:
    """The better of two readings of a page. `root` is the tree of `html`, and loses what is no part of the text.

    `loosely_first` where that was the better way with other pages of the site.
    """
    first = reading(root, page, loosely=loosely_first, explain=explain)
    length = max(len(first.content.text), 1)
    if length >= THIN or first.present < FULLER * length:
        return first
    second = reading(tree.parse(html), page, loosely=not loosely_first, explain=explain)
    # All paragraphs of a page are more than any choice of them: only a choice can be the better text.
    return second if second.is_chosen and len(second.content.text) >= FULLER * length else first


def reading(
    root: HtmlElement, page: PageFacts, *, loosely: bool = False, explain: bool = False
) -> ArticleBody:
    """One reading of a page. `loosely`: rather too much than too little."""
    trace = ExtractionTrace(is_wanted=explain)
    found = _read(root, page, trace, loosely=loosely)
    if loosely:
        trace.how += ", read loosely"
    return replace(found, was_loose=loosely)


def _read(root: HtmlElement, page: PageFacts, trace: ExtractionTrace, *, loosely: bool) -> ArticleBody:
    if page.updates or page.may_be_live:
        live_blog.mark(root, page.updates)
    films.place(root, page.films, page.base)
    if page.rules is not None:
        for box in site_rules.drop(root, page.rules):
            _drop(box, "dropped by the site file", trace)
        if (kept := site_rules.kept(root, page.rules)) is not None:
            return ArticleBody(_all_of(kept, page, trace), trace)
    for box in unfold(root, page.base):
        trace.box(box, "a gallery, but for its pictures and their captions")
    weights = Weights(root)
    for box, reason in boilerplate.junk(root, weights, page.base, loosely=loosely):
        _drop(box, reason, trace)
    for box, reason in foreign(root, weights, page.said.title or "", page.base):
        _drop(box, reason, trace)
    mend_drop_caps(root)
    notes = footnotes.find(root)
    row = pieces(root, page.base, notes.texts)
    choice = choose(root, row, page.base, loosely=loosely)
    if choice.paragraphs and not weights.total:
        trace.how = "text from the data embedded in the page"
        return ArticleBody(content(dialect.from_text(clean("\n\n".join(choice.paragraphs))), ()), trace)
    shown = selected(row, choice.numbers, weights.container(), page.titles, page.said, trace)
    shown, references = _with_notes(row, shown, notes)
    _tell(trace, row, shown, choice)
    text = content(write(shown, Inline(page.base, references)), shown)
    if further := live_blog.lacking(page.updates, text.text):
        trace.how += ", and the entries of the live blog from the page's data"
        text = content(f"{text.markdown}\n\n{further}".strip(), shown)
    is_chosen = bool(choice.numbers or further)
    return ArticleBody(text, trace, is_chosen=is_chosen, present=weights.total)


def _all_of(kept: HtmlElement, page: PageFacts, trace: ExtractionTrace) -> Content:
    """All that a person's rules keep, but for the title, which an article shows anyway."""
    notes = footnotes.find(kept)
    row = pieces(kept, page.base, notes.texts)
    everything = frozenset(range(len(row)))
    numbers = without_title(row, everything, page.titles)
    trace.how = "everything the site file keeps"
    trace.pieces(row, everything - numbers, "repeats the title")
    shown = [row[number] for number in sorted(numbers)]
    return content(write(shown, Inline(page.base, notes.references)), shown)


def _with_notes(
    row: list[Piece], kept: list[Piece], notes: Notes
) -> tuple[list[Piece], dict[HtmlElement, str]]:
    """The kept pieces with the footnotes that they lead to, and the marks in them; a mark without its note is none."""
    if not notes.references:
        return kept, notes.references
    inner = (part for piece in kept for part in piece.parts if not isinstance(part, str))
    led = {notes.references[mark] for part in inner for mark in part.iter() if mark in notes.references}
    taken = {id(piece) for piece in kept}
    shown = [piece for piece in row if id(piece) in taken or piece.note in led]
    present = {piece.note for piece in shown}
    return shown, {element: label if label in present else "" for element, label in notes.references.items()}


def _drop(box: HtmlElement, reason: str, trace: ExtractionTrace) -> None:
    trace.box(box, reason)
    box.drop_tree()


def _tell(trace: ExtractionTrace, row: list[Piece], kept: list[Piece], choice: ChosenPieces) -> None:
    taken = {id(row[number]) for number in choice.numbers}
    if not choice.numbers:
        trace.how = "all running text of the page, because no article was found"
    elif any(id(piece) in taken for piece in kept):
        trace.how = "the extractor's choice, completed with text beside it"
    else:
        trace.how = "the box with the most paragraphs, because the extractor missed it"
    trace.rest(row, kept, "not chosen: away from the running text, or mostly links")
