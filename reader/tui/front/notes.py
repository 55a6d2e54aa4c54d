"""The reader's own words on an article: notes, and passages that are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.keys import shown
from reader.core import highlights
from reader.frozen import replace
from reader.model import KeptOutput, Note
from reader.text import quote_anchor
from reader.text.clean import counted
from reader.tui.front.view import FrontPart, Signal, background, with_target
from reader.tui.widgets.article_row import shown_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.session import Session
    from reader.model import Article, Passage
    from reader.text.quote_anchor import Span
    from reader.tui.front.reading import ReadingPart
    from reader.tui.widgets.foot_line import Hints

OUTPUTS = 0
"""The outputs below the text, where else the number of a highlight says what is to be shown."""

CHOOSING = (
    (("mark_passage",), "highlight"),
    (("end_choice",), "leave"),
    (("sentence_on", "sentence_back"), "sentence"),
    (("hold",), "start selection"),
    (("word_back", "word_on"), "word"),
)
HOLDING = (
    (("mark_passage",), "highlight"),
    (("end_choice",), "leave"),
    (("sentence_on", "sentence_back"), "more, less"),
    (("word_back", "word_on"), "word"),
)
"""What actions do while a passage is chosen, and once its start is held: what ends it comes first."""


class NotesPart(FrontPart):
    """Notes and highlights.

    Signal: `changed` once some were written or taken away.
    """

    reading: ReadingPart

    def __post_init__(self) -> None:
        self._wanted: int | None = None
        self.changed: Signal[[]] = Signal()

    def hints(self) -> Hints:
        """Hints for the foot line while a passage is chosen."""
        if self.state.at != "text" or not self.view.article.is_choosing:
            return ()
        bindings = self.app.dispatcher.bindings
        hints: list[tuple[str, str]] = []
        for actions, said in HOLDING if self.view.article.is_holding else CHOOSING:
            named = [shown(keys[0]) for action in actions if (keys := bindings.keys(action, "choosing"))]
            hints += [(" ".join(named), said)] if named else []
        return tuple(hints)

    # Notes

    @with_target(group="dialog")
    async def action_note(self, article: Article) -> None:
        """Write a note on the article, at once: whatever is typed next is meant for it. What is there already is behind
        another key."""
        own = await self._asked(article)
        kinds = ((own.notes, "note"), (own.highlights, "highlight"), (own.outputs, "output"))
        there = ", ".join(counted(len(items), kind) for items, kind in kinds if items)
        there += self._way_to("own_words", "in the list and the article shows all") if there else ""
        await self._write(article, Note(0, "", self.app.now()), there=there)

    @with_target(group="dialog")
    async def action_own_words(self, article: Article) -> None:
        """List the notes, highlights and outputs of the article, to change one, go to it or take it away."""
        from reader.tui.dialogs.note import OwnWordsScreen

        own = await self._asked(article)
        if not own:
            self.view.tell(f"No notes or highlights here yet{self._way_to('note', 'writes a note')}")
            return
        new = Note(0, "", self.app.now())
        listed = OwnWordsScreen(shown_title(article), own, new, await self._draft(article, new))
        chosen = await self.app.push_screen_wait(listed)
        if chosen is not None and listed.taken:
            await self._take_away(article, chosen)
        elif isinstance(chosen, Note):
            await self._write(article, chosen)
        elif isinstance(chosen, KeptOutput):
            self._go_to(article, OUTPUTS)
        elif chosen is not None and chosen.span:
            self._go_to(article, chosen.highlight.id)

    async def _write(self, article: Article, note: Note, *, there: str = "") -> None:
        """Have a note written, or changed; `there` tells of what is on the article already."""
        from reader.tui.dialogs.note import NoteScreen

        def unanswered(text: str) -> None:
            self.app.library.post(_written(article, note, text))

        def drafted(text: str) -> None:
            self.app.library.post(
                lambda session: session.library.own_words.keep_draft(article.id, note.id, text)
            )

        draft = await self._draft(article, note)
        writing = NoteScreen(
            shown_title(article), note.text, unanswered, draft=draft, drafted=drafted, there=there
        )
        text = await self.app.push_screen_wait(writing)
        if text is not None:
            await self._keep_note(article, note, text)
            drafted("")  # last: a kill in between costs nothing
            return
        drafted(writing.left)
        if writing.left:
            self.view.tell(f"Draft kept{self._way_to('own_words' if note.id else 'note', 'continues it')}")

    def _way_to(self, action: str, said: str) -> str:
        """The end of a message that names the key of an action; "" where it has none."""
        keys = self.app.dispatcher.bindings.keys(action, "list")
        return f" · {shown(keys[0])} {said}" if keys else ""

    async def _asked(self, article: Article) -> highlights.PlacedNotes:
        """Gives what was added to the article, asked for where words are written: what was left a moment ago may still be on its
        way."""
        return await self.app.library.ask(self._own(article.id), "write")

    async def _draft(self, article: Article, note: Note) -> str:
        return await self.app.library.ask(
            lambda session: session.library.own_words.draft(article.id, note.id), "write"
        )

    async def _keep_note(self, article: Article, note: Note, text: str) -> None:
        if text:
            await self._change(article, _written(article, note, text), "Note saved · u to undo")
        elif note.id:
            await self._take_away(article, note)

    async def _take_away(self, article: Article, item: Note | highlights.Placed | KeptOutput) -> None:
        def work(session: Session) -> None:
            own = session.library.own_words
            if isinstance(item, KeptOutput):
                session.library.outputs.forget(article.id, item.name, session.now())
            elif isinstance(item, Note):
                own.remove_note(item.id, session.now())
            else:
                own.unmark(item.highlight.id, session.now())

        kept = item.name if isinstance(item, KeptOutput) else ""
        what = kept or ("Note" if isinstance(item, Note) else "Highlight")
        await self._change(article, work, f"{what} removed · u to undo")

    async def _change(self, article: Article, work: Callable[[Session], None], say: str) -> None:
        look = self._own(article.id)

        def both(session: Session) -> tuple[highlights.PlacedNotes, list[Article]]:
            session.library.articles.present([article.id])
            work(session)
            return look(session), session.library.articles.many([article.id])

        own, rows = await self.app.library.ask(both, "write")
        self._show_own(article.id, own)
        for row in rows:
            self.view.rows.update(row)
        self.view.tell(say)
        self.changed()

    def _own(self, article_id: int) -> Callable[[Session], highlights.PlacedNotes]:
        """Reads what was added to an article; where it is open, placed in the text that is shown: a refresh may have brought
        another one since."""
        shown = self.view.article.plain_text if self.state.is_open(article_id) else None

        def look(session: Session) -> highlights.PlacedNotes:
            content = session.library.articles.content(article_id)
            return highlights.of(
                session, article_id, content if shown is None else replace(content, text=shown)
            )

        return look

    def _show_own(self, article_id: int, own: highlights.PlacedNotes) -> None:
        self.reading.read_ahead()
        if self.state.is_open(article_id):
            self.reading.own_words = own
            self.view.article.put_own(own)

    def _go_to(self, article: Article, highlight: int) -> None:
        """Show a marked passage, or the outputs below the text; the article is opened where it is not open."""
        self._wanted = highlight
        if self.state.is_reading and self.state.is_open(article.id):
            self._show_wanted()
        else:
            self.reading.read_article(article.id)

    def article_shown(self) -> None:
        """The article is there whose passage was to be shown."""
        if self._wanted is not None:
            self.view.call_after_refresh(self._show_wanted)

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted == OUTPUTS:
            self.view.article.show_tail()
        for placed in self.reading.own_words.highlights:
            if placed.highlight.id == wanted and placed.span:
                self.view.article.show_passage(placed.span)

    # Highlights

    def action_highlight(self) -> None:
        """Choose a passage."""
        self.app.end_told_before()  # the foot line says how
        if not self.view.article.choose():
            self.view.tell("This article has no text to highlight")

    def passage_chosen(self, span: Span | None) -> None:
        """Mark a passage; one within a marked passage takes that mark off."""
        article = self.state.open_article
        if article is None or span is None:
            self.view.tell("Only the article's own text can be highlighted")
            return
        own = self.reading.own_words.highlights
        marked = next((one for one in own if one.span and _holds(one.span, span)), None)
        if marked is None:
            self._mark(article, quote_anchor.passage(self.view.article.plain_text, *span))
        else:
            self._unmark(article, marked)

    @background(group="marks")
    async def _mark(self, article: Article, passage: Passage) -> None:
        def work(session: Session) -> None:
            session.library.own_words.mark(article.id, passage, session.now())

        await self._change(article, work, "Highlighted · u to undo")

    @background(group="marks")
    async def _unmark(self, article: Article, marked: highlights.Placed) -> None:
        await self._take_away(article, marked)

    @background(group="marks")
    async def look_again(self) -> None:
        """Undo may have brought words back, or taken some away."""
        article = self.state.open_article
        if article is not None:
            self._show_own(article.id, await self.app.library.ask(self._own(article.id)))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _written(article: Article, note: Note, text: str) -> Callable[[Session], None]:
    """Writes a note; one without a number is a new one."""

    def work(session: Session) -> None:
        if note.id:
            session.library.own_words.rewrite(note.id, text, session.now())
        else:
            session.library.own_words.write(article.id, text, session.now())
        session.library.own_words.keep_draft(article.id, note.id, "")

    return work
