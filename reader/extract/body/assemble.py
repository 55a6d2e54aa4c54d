"""Which text of a page is its article? By a person's rules where there are any, else by choice, junk boxes out first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.extract import site_rules
from reader.extract.body import boilerplate, live_blog
from reader.extract.body.choose import ChosenPieces, choose
from reader.extract.body.select import selected, without_title
from reader.extract.fragment import content
from reader.extract.html.inline import Inline
from reader.extract.html.weights import Weights
from reader.extract.media import footnotes
from reader.extract.pieces import pieces
from reader.extract.render import write
from reader.markdown import dialect
from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from reader.extract.body.live_blog import Update
    from reader.extract.media.footnotes import Notes
    from reader.extract.metadata.evidence import Metadata
    from reader.extract.pieces import Piece
    from reader.extract.trace import ExtractionTrace
    from reader.model import Content, SiteRules


@dataclass(frozen=True, slots=True)
class ArticleBody:
    """The text, and whether it was chosen, rather than all paragraphs that the page has. `present` are the characters
    of running text on the whole page, 0 where nobody counted."""

    content: Content
    is_chosen: bool = True
    present: int = 0


def body(
    root: HtmlElement,
    base: str | None,
    said: Metadata,
    *,
    rules: SiteRules | None = None,
    updates: Sequence[Update] = (),
    loosely: bool = False,
    trace: ExtractionTrace | None = None,
) -> ArticleBody:
    """The text of a page, which loses on the way what is no part of it. `said` is what the page says of itself,
    `updates` the entries of a live blog that its data name. `loosely`: rather too much than too little."""
    live_blog.mark(root, updates)
    titles = [said.title or "", *said.title_forms]
    if rules is not None:
        _drop(site_rules.drop(root, rules), "dropped by the site file", trace)
        if (kept := site_rules.kept(root, rules)) is not None:
            return ArticleBody(_all_of(kept, base, titles, trace))
    weights = Weights(root)
    for box in boilerplate.junk(root, weights, loosely=loosely):
        _drop([box], boilerplate.reason(box) if trace is not None else "", trace)
    notes = footnotes.find(root)
    row = pieces(root, base, notes.texts)
    choice = choose(root, row, base, loosely=loosely)
    if choice.paragraphs:
        if trace is not None:
            trace.how = "text that the page carries in its data"
        return ArticleBody(content(dialect.from_text(clean("\n\n".join(choice.paragraphs))), ()))
    kept_pieces = selected(row, choice.numbers, weights.container(), titles, said.description, trace)
    kept_pieces, references = _with_notes(row, kept_pieces, notes)
    if trace is not None:
        _tell(trace, row, kept_pieces, choice)
    text = content(write(kept_pieces, Inline(base, references)), kept_pieces)
    if further := live_blog.lacking(updates, text.text):
        if trace is not None:
            trace.how += ", and the entries of the live blog from the page's data"
        text = content(f"{text.markdown}\n\n{further}".strip(), kept_pieces)
    return ArticleBody(text, is_chosen=bool(choice.numbers) or bool(further), present=weights.total)


def _all_of(
    kept: HtmlElement, base: str | None, titles: Collection[str], trace: ExtractionTrace | None
) -> Content:
    """All that a person's rules keep, but for the title, which an article shows anyway."""
    notes = footnotes.find(kept)
    row = pieces(kept, base, notes.texts)
    everything = frozenset(range(len(row)))
    numbers = without_title(row, everything, titles)
    if trace is not None:
        trace.how = "all that the site file keeps"
        trace.pieces(row, everything - numbers, "the title again")
    shown = [row[number] for number in sorted(numbers)]
    return content(write(shown, Inline(base, notes.references)), shown)


def _with_notes(
    row: list[Piece], kept: list[Piece], notes: Notes
) -> tuple[list[Piece], dict[HtmlElement, str]]:
    """The kept pieces with the footnotes that they lead to, and the marks in them; a mark without its note is none."""
    if not notes.references:
        return kept, notes.references
    led = {
        notes.references[element]
        for piece in kept
        for part in piece.parts
        if not isinstance(part, str)
        for element in part.iter()
        if element in notes.references
    }
    taken = {id(piece) for piece in kept}
    shown = [piece for piece in row if id(piece) in taken or piece.note in led]
    present = {piece.note for piece in shown}
    return shown, {element: label if label in present else "" for element, label in notes.references.items()}


def _drop(found: Collection[HtmlElement], reason: str, trace: ExtractionTrace | None) -> None:
    for box in found:
        if trace is not None:
            trace.box(box, reason)
        box.drop_tree()


def _tell(trace: ExtractionTrace, row: list[Piece], kept: list[Piece], choice: ChosenPieces) -> None:
    taken = {id(row[number]) for number in choice.numbers}
    if not choice.numbers:
        trace.how = "all running text of the page, since no article was found"
    elif any(id(piece) in taken for piece in kept):
        trace.how = "the extractor's choice, completed by what stands beside it"
    else:
        trace.how = "the box that holds most paragraphs, since the extractor's choice missed it"
    trace.rest(row, kept, "not chosen: apart from the running text, or little else than links")
