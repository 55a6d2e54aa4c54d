"""The state of the front page: one value, which the screen owns and its parts share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from reader.frozen import dataclass
from reader.query.tree import Everything, Node
from reader.tui.widgets.section_list import Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.archive.protocol import Place
    from reader.core.lists import Counts, ListOrder
    from reader.model import Article, Related
    from reader.query.tree import Sort
    from reader.store.search.relax import Relaxation

PaneName = Literal["sections", "middle", "text", "related"]
PANES: tuple[PaneName, ...] = get_args(PaneName)

STOCKING = "Setting up the newsstand …"
"""Said in an empty list while the demo's library is being filled, and to a key that needs an article."""

UNREAD = Section("unread", "Unread")
"""The section that the reader opens with."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The contents of the list: a section, or a search. `source` is the search's query; `folded` counts the copies that have no
    row of their own; of a section it may show only the titles that hold some `words`; `came` counts what came in above
    the cursor since it was opened. `order` is the one that the query of a search asks for itself; `relaxed` where some
    of the articles lack words of it; `begins` is the last word of it where words that begin so are found, too, `is_typed`:
    since Enter has not yet been pressed."""

    section: Section
    source: str = ""
    sort: ListOrder = "date"
    tree: Node = Everything()
    ids: Sequence[int] = ()
    folded: int = 0
    words: str = ""
    came: int = 0
    order: Sort | None = None
    relaxed: Relaxation | None = None
    begins: str = ""
    is_typed: bool = False

    @property
    def is_search(self) -> bool:
        """True for what a person searched for."""
        return bool(self.source)

    @property
    def lacks(self) -> Mapping[int, Sequence[str]]:
        """The words that rows of a search say they lack."""
        return self.relaxed.of_rows if self.relaxed else {}

    @property
    def complete(self) -> frozenset[int]:
        """The rows of a search that say that they have all words."""
        return self.relaxed.complete(self.ids) if self.relaxed else frozenset()

    @property
    def divided(self) -> tuple[int, str] | None:
        """The first row of a search that lacks a word, and what is said above it; None where there is no line to draw."""
        return self.relaxed.divided(self.ids) if self.relaxed else None

    @property
    def is_filtered(self) -> bool:
        """True where it shows some titles only."""
        return bool(self.words)

    @property
    def is_of_one_feed(self) -> bool:
        """True where every row would name the same source."""
        return self.section.kind == "feed" and not self.is_search


@dataclass(frozen=True, slots=True)
class Unkept:
    """An article of the shared archive that the library lacks. `index` is its place among the results there, or None: then it
    is related to the library's article `beside`."""

    index: int | None
    place: Place
    article: Article
    beside: int | None = None


class State:
    """`at` is the pane that has the keys. `open_article` is the one in the article pane, which a person reads only while
    `is_reading`; in its place may be one of the archive, which is `unkept`; `related` are its related articles, `is_unrelated` says that it has none, as far as is known;
    `has_panel` is False where they stand below the text only; their panel `has_room` beside the text in a terminal that is
    wide enough.
    `stays_unread` is the id of an open article that was marked unread by hand: scrolling does not mark it read again.
    `running` says in the head line what the worker is at; `is_stocking`: the demo's library is being filled. The selected
    rows are the list widget's."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.counts: Counts | None = None
        self.at: PaneName = "middle"
        self.open_article: Article | None = None
        self.unkept: Unkept | None = None
        self.related: Sequence[Related] = ()
        self.is_unrelated = False
        self.has_panel = True
        self.has_room = True
        self.stays_unread: int | None = None
        self.is_reading = False
        self.is_zoomed = False
        self.shows_all = False
        self.is_stocking = False
        self.running = ""

    @property
    def is_unstocked(self) -> bool:
        """True while the demo's first articles are on their way."""
        return self.is_stocking and not self.listing.ids

    @property
    def has_text(self) -> bool:
        """True where the article pane has an article, of the library or of the archive."""
        return self.open_article is not None or self.unkept is not None

    def is_open(self, article_id: int) -> bool:
        """True while this article is in the article pane."""
        return self.open_article is not None and self.open_article.id == article_id
