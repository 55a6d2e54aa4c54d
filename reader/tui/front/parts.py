"""The parts of the front page, in the order in which they are asked for an action, and the signals between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.tui.archive_client import ArchiveClient
from reader.tui.front.archive_reading import ArchiveReadingPart
from reader.tui.front.archive_related import ArchiveRelatedPart
from reader.tui.front.archive_search import ArchiveSearchPart
from reader.tui.front.dialogs import DialogsPart
from reader.tui.front.finding import FindPart
from reader.tui.front.jobs import JobsPart
from reader.tui.front.list import ListPart
from reader.tui.front.marks import MarksPart
from reader.tui.front.notes import NotesPart
from reader.tui.front.order import OrderPart
from reader.tui.front.outgoing import OutgoingPart
from reader.tui.front.programs import ProgramsPart
from reader.tui.front.reading import ReadingPart
from reader.tui.front.related import RelatedPart
from reader.tui.front.saved_searches import SavedSearchesPart
from reader.tui.front.searching import SearchPart
from reader.tui.front.sections import SectionsPart
from reader.tui.front.story import StoryPart
from reader.tui.front.targets import TargetsPart
from reader.tui.front.texts import TextsPart
from reader.tui.index_updates import IndexUpdates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.tui.front.state import State
    from reader.tui.front.view import FrontApp, FrontPart, FrontView


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts, in the order in which they are asked for an action. Of two that have the same one, the first does it
    unless it raises `SkipAction`: what is done in the sections comes before what is done to an article."""

    archive_reading: ArchiveReadingPart
    archive_search: ArchiveSearchPart
    archive_related: ArchiveRelatedPart
    saved_searches: SavedSearchesPart
    sections: SectionsPart
    searching: SearchPart
    order: OrderPart
    finding: FindPart
    list: ListPart
    reading: ReadingPart
    related: RelatedPart
    targets: TargetsPart
    marks: MarksPart
    notes: NotesPart
    jobs: JobsPart
    outgoing: OutgoingPart
    texts: TextsPart
    story: StoryPart
    programs: ProgramsPart
    dialogs: DialogsPart

    @classmethod
    def of(cls, view: FrontView, state: State, app: FrontApp) -> Parts:
        """Make the parts, each with what it needs."""
        index = IndexUpdates(app.library, app.worker)
        archive = ArchiveClient(app.library, app.places.config)
        listing = ListPart(view, state, app, index)
        sections = SectionsPart(view, state, app, listing)
        related = RelatedPart(view, state, app, index)
        reading = ReadingPart(view, state, app, listing, related)
        targets = TargetsPart(view, state, app)
        marks = MarksPart(view, state, app, targets, listing, related)
        archive_search = ArchiveSearchPart(view, state, app, archive)
        archive_related = ArchiveRelatedPart(view, state, app, archive)
        searching = SearchPart(view, state, app, index, listing, reading)
        jobs = JobsPart(view, state, app, listing, reading, related)
        parts = cls(
            archive_reading=ArchiveReadingPart(
                view, state, app, archive, archive_search, archive_related, reading
            ),
            archive_search=archive_search,
            archive_related=archive_related,
            saved_searches=SavedSearchesPart(view, state, app, sections, listing),
            sections=sections,
            searching=searching,
            order=OrderPart(view, state, app, listing, searching),
            finding=FindPart(view, state, app, reading),
            list=listing,
            reading=reading,
            related=related,
            targets=targets,
            marks=marks,
            notes=NotesPart(view, state, app, reading),
            jobs=jobs,
            outgoing=OutgoingPart(view, state, app, targets, reading, marks),
            texts=TextsPart(view, state, app, reading, jobs),
            story=StoryPart(view, state, app, index, reading, related),
            programs=ProgramsPart(view, state, app),
            dialogs=DialogsPart(view, state, app, sections, reading, jobs),
        )
        parts._connect()
        return parts

    def _connect(self) -> None:
        """Connect each signal with the parts that follow it."""
        self.sections.opened.connect(self.dialogs.greet)
        self.sections.counted.connect(self.saved_searches.count, self.saved_searches.see)
        self.sections.changed.connect(self.reading.read_ahead)
        self.sections.first_wanted.connect(self.reading.read_article)
        self.list.section_opened.connect(self.searching.forget, self.targets.end)
        self.list.filled.connect(
            self.reading.follow_cursor,
            self.sections.filled,
            self.saved_searches.see,
            self.archive_search.fit,
            self.archive_search.follow,
        )
        self.searching.begun.connect(self.archive_search.begin)
        self.searching.asked.connect(self.archive_search.find)
        self.searching.finished.connect(self.archive_search.submitted)
        self.searching.ended.connect(self.archive_search.close)
        self.archive_reading.kept.connect(self.searching.take_news)
        self.archive_reading.link_wanted.connect(self.outgoing.browse)
        self.reading.shown.connect(
            self.finding.mark_hits, self.notes.article_shown, self.outgoing.show_pictures
        )
        self.reading.was_read.connect(self.marks.mark_read)
        self.related.found.connect(self.archive_related.relate)
        self.related.opened.connect(self.reading.read_article)
        self.related.page_wanted.connect(self.jobs.fetch_page)
        self.jobs.came.connect(self.searching.take_news, self.reading.look_for_text)
        self.jobs.indexed.connect(self.searching.look_again, self.reading.look_for_text)
        self.marks.stepped.connect(self.notes.look_again, self.story.take_anew, self.related.follow_story)
        self.notes.changed.connect(self.story.look_again)
        self.programs.kept.connect(self.notes.look_again)
        self.marks.changed.connect(self.searching.renew, self.story.look_again, self.reading.look_for_text)
        self.marks.left.connect(self.reading.leave_article)
        self.marks.lost.connect(self.reading.show_nothing)
        self.marks.bookmarked.connect(self.outgoing.export_bookmarked)
        self.saved_searches.applied.connect(self.searching.renew)

    def in_order(self) -> Sequence[FrontPart]:
        """All parts, in the order of the fields."""
        return [getattr(self, name) for name in self.__match_args__]
