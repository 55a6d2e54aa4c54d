"""The values that cross stages: frozen, plain, without behaviour beyond what follows from their own fields.

Times are aware UTC `datetime`s; a `day` is `YYYY-MM-DD` in the publisher's own zone; unknown is None, never "".
All strings are clean already (`text.clean`): the stage that took a text from outside cleaned it.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from reader.frozen import dataclass, field

TextOrigin = Literal["page", "feed", "file"]
TextState = Literal["full", "part", "teaser", "paywall", "script", "failed", "pending", "none"]
PageKind = Literal[
    "article", "list", "video", "gallery", "product", "questions", "forum", "login", "cookies", "paywall", "error", "script",
    "data",
]  # fmt: skip
EmbedKind = Literal["tweet", "post", "video", "audio", "frame", "other"]
LinkRole = Literal["link", "canonical", "enclosure"]
FeedState = Literal["new", "ok", "failing", "gone"]
RelatedGroup = Literal["linked", "story", "background", "loose", "author"]
ExportFormat = Literal["markdown", "epub", "html", "csl-json"]

RELATED_HEADINGS: dict[RelatedGroup, str] = {
    "linked": "Linked in the article",
    "story": "Same story",
    "background": "See also",
    "loose": "Loosely related",
    "author": "By the same author",
}
"""What stands over the related articles of a group, in the order of the groups."""

READABLE: frozenset[PageKind] = frozenset(("article", "questions", "forum"))
"""Kinds of pages that are kept without a question: their text is there to be read."""

FOREIGN: frozenset[PageKind] = frozenset(("list", "login", "cookies", "error", "data"))
"""Kinds of pages whose words are none of the article that was looked for at their address."""

EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
"""The first is what is meant where nothing is said, and the only one with a file for each article."""

UNTITLED = "Untitled"
"""The title of an article that has none."""

NO_FULL_TEXT = "No full text: "
"""How a failed fetch begins its reason, which stands alone in the article."""


def cause(reason: str) -> str:
    """The cause alone of an article's reason, which is a sentence: what follows the name of its subject in a line."""
    said = reason.removeprefix(NO_FULL_TEXT).removesuffix(".")
    return f"{said[:1].lower()}{said[1:]}" if said[1:2].islower() else said


WORDS_PER_MINUTE = 230
"""Silent reading of English non-fiction: 238 words a minute on average (Brysbaert 2019), rounded down."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the text. At least one field is known."""

    url: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Embed:
    """Something quoted from elsewhere. `text` keeps its paragraphs, parted by blank lines; `handle` starts with @;
    `date` is `YYYY-MM-DD`, and `date_words` says it as the page prints it, for the text alone."""

    kind: EmbedKind
    text: str | None = None
    author: str | None = None
    handle: str | None = None
    url: str | None = None
    date: str | None = None
    date_words: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the text or the feed gives."""

    url: str
    title: str | None = None
    role: LinkRole = "link"


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A related article that the publisher names within the text. `url` is None where only its title is known."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article that were kept, with what stood before and after them, so that an edit does not lose them.
    Paragraphs of the quotation are parted by blank lines."""

    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage that the reader marked."""

    id: int
    passage: Passage
    changed: datetime


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of an article that were highlighted in another program, and what was written on them there."""

    quote: str
    note: str = ""
    made: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The reader's own words on an article: plain text of any number of lines."""

    id: int
    text: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class KeptOutput:
    """The text that a program of the reader's printed on an article, as Markdown, kept under a name; one name has one output.
    `is_cut`: it printed more."""

    name: str
    program: str
    markdown: str
    made: datetime
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """An article's text before an edit by its publisher, which came in at `replaced`."""

    origin: TextOrigin
    title: str
    markdown: str
    replaced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article before the library knows it: from a page, a feed entry, a file or an import.

    `url` is the address under which it was got (None: unknown), `canonical` the one that the page claims.
    `markdown` is our dialect (`markdown.dialect`); `text` the plain body: with embeds, without captions, credits, related
    links and link addresses. `reason` says in words why `text_state` is not "full", and what the page is where it is of
    another `page_kind` than an article.
    The fields from `uid` on are set by imports only: `saved` is when the reader kept it elsewhere, `progress` the share read.
    """

    title: str
    url: str | None = None
    canonical: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    publication: str | None = None
    published: datetime | None = None
    day: str | None = None
    updated: datetime | None = None
    lang: str | None = None
    description: str | None = None
    markdown: str = ""
    text: str = ""
    pictures: tuple[Picture, ...] = ()
    embeds: tuple[Embed, ...] = ()
    links: tuple[Link, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    text_origin: TextOrigin = "page"
    text_state: TextState = "full"
    reason: str | None = None
    page_kind: PageKind = "article"
    uid: str | None = None
    read: bool = False
    bookmarked: bool = False
    tags: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    saved: datetime | None = None
    notes: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    progress: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """The way in which the pages of a site are read, by CSS selectors that a person wrote into the file `name`; empty: as always.

    The text is what `keep` selects, less what `drop` does; of the other fields the first element that says something.
    `item` selects the articles on a page that is a list, the others from `item_title` on what is told of each within it.
    """

    name: str
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    item_title: tuple[str, ...] = ()
    item_link: tuple[str, ...] = ()
    item_day: tuple[str, ...] = ()


UNDATED = datetime.min.replace(tzinfo=UTC)
"""Stands for an unknown time: before every other, and no date of a query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A row of the library, without its text. `feeds` are titles; `copies` the ids of its other copies, `near_copies`
    those of them whose text was edited: they are read and unread by themselves, `unread_copies` of them are unread.
    `undated`: it stood in its feed when that was first fetched, and names no date, so that it can be of any age.
    `own_source` is the reader's own title of the feed whose site it is from; `annotated`: it has notes or highlights.
    `full_text_error` says why its page could not be fetched for its full text, `full_text_next` when that is tried again
    by itself."""

    id: int
    uid: str
    title: str
    fetched: datetime
    url: str | None = None
    canonical: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    publication: str | None = None
    feeds: tuple[str, ...] = ()
    published: datetime | None = None
    day: str | None = None
    updated: datetime | None = None
    lang: str | None = None
    words: int = 0
    description: str | None = None
    text_origin: TextOrigin = "page"
    text_state: TextState = "none"
    reason: str | None = None
    read: bool = False
    bookmarked: bool = False
    muted: bool = False
    progress: float | None = None
    tags: tuple[str, ...] = ()
    copies: tuple[int, ...] = ()
    near_copies: tuple[int, ...] = ()
    unread_copies: int = 0
    undated: bool = False
    own_source: str | None = None
    annotated: bool = False
    full_text_error: str | None = None
    full_text_next: datetime | None = None

    @property
    def source(self) -> str:
        """The name of its source: the reader's own, else its publication, else its feed; "" where it has none."""
        return self.own_source or self.publication or (self.feeds[0] if self.feeds else "")

    @property
    def minutes(self) -> int:
        """Reading time, rounded up; 0 for an article without text."""
        return math.ceil(self.words / WORDS_PER_MINUTE)

    @property
    def sorted_by(self) -> datetime:
        """The time that lists and dates in queries go by: published, else first seen; `UNDATED` where both say nothing."""
        return UNDATED if self.undated else self.published or self.fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """An article's text and what the text refers to; the fields are those of `Draft`.

    `note_paths` is known during an export only: the addresses of related articles that have a note in its folder, each
    with the note's path as seen from the file that is written.
    """

    markdown: str = ""
    text: str = ""
    pictures: tuple[Picture, ...] = ()
    embeds: tuple[Embed, ...] = ()
    links: tuple[Link, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    highlights: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outputs: tuple[KeptOutput, ...] = ()
    note_paths: tuple[tuple[str, str], ...] = ()


def text_fields(content: Content | Draft) -> dict[str, Any]:
    """The text and what it refers to, as the fields that `Content` and `Draft` both have: all but the reader's words."""
    names = ("markdown", "text", "pictures", "embeds", "links", "related")
    return {name: getattr(content, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article as search sees it: `body` is the plain text, then captions, credits and the titles of related links,
    parted by blank lines (`markdown.dialect.searchable`). `own` are the reader's notes and highlights, each a text of its
    own; `outputs` the plain texts of kept outputs. `feed_paths` are the feeds' titles and path tags."""

    article: Article
    body: str = ""
    own: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    feed_paths: tuple[str, ...] = ()
    has: frozenset[str] = frozenset()
    revisions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. `html` is the longest body it carries, as given (its doors are in extract);
    `summary` the plain shorter one. `guid` is None where the feed gives none; `digest` proves all that it gives."""

    title: str
    guid: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    day: str | None = None
    updated: datetime | None = None
    html: str = ""
    html_is_summary: bool = False
    summary: str | None = None
    lang: str | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Link, ...] = ()
    picture: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed as its bytes say. `ttl` is in seconds; `notes` says in words what was mended or left out."""

    title: str
    url: str | None = None
    site_url: str | None = None
    description: str | None = None
    lang: str | None = None
    ttl: int | None = None
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    format: str | None = None


HIDDEN = "hidden"
"""The tag of feeds whose articles are listed by themselves only; `!` in newsboat."""

PAUSED = ("interval", "never")
"""The setting of a feed that is not refreshed by itself."""


def is_hiding(tag: str) -> bool:
    """Tells whether a feed's tag is `hidden`."""
    return tag.casefold() == HIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A subscription. `title` is the reader's own title, else the feed's, else its address; `url` is None for the feed
    of an import, which is never refreshed. `ttl` is in seconds; `outcome` and `next_why` are in words. `crash_hash` is
    the digest of bytes that ended the process that read them, `crash_count` how often. `account` is the name of the account
    whose server fetches it, as it does then instead of this program, and `server` names that: "Miniflux at example.org";
    `sync_error` says in words why the account could not be synced the last time."""

    id: int
    title: str
    url: str | None = None
    site_url: str | None = None
    tags: tuple[str, ...] = ()
    articles: int = 0
    unread: int = 0
    state: FeedState = "new"
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    ttl: int | None = None
    last_tried: datetime | None = None
    last_success: datetime | None = None
    outcome: str | None = None
    next_at: datetime | None = None
    next_why: str | None = None
    failures: int = 0
    retry_after: datetime | None = None
    crash_hash: str | None = None
    crash_count: int = 0
    settings: tuple[tuple[str, str], ...] = ()
    account: str | None = None
    server: str | None = None
    sync_error: str | None = None

    @property
    def is_hidden(self) -> bool:
        """True where its articles stay out of Unread, Today and its folder: it has the tag `hidden`."""
        return HIDDEN in map(str.casefold, self.tags)

    @property
    def is_paused(self) -> bool:
        """True where it is refreshed only if it is named: its setting `interval` is `never`."""
        return PAUSED in self.settings

    @property
    def folder(self) -> str:
        """The tag that is its folder among the sections; "" for none."""
        first = self.tags[0] if self.tags else ""
        return next((tag for tag in self.tags if not is_hiding(tag)), "") if is_hiding(first) else first


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFeed:
    """A feed that the server fetches. `remote_id` is what the server calls it; `folder` is "" where it is in none."""

    remote_id: str
    title: str
    url: str | None = None
    site_url: str | None = None
    folder: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed as a subscription list names it. `tags` are path tags (`news/world`), `settings` those of a new feed."""

    url: str
    title: str | None = None
    site_url: str | None = None
    tags: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


SNIPPET_LENGTH = 220
"""Characters of a snippet: three lines of a terminal."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article's text; `hits` are [start, end) character offsets in `text`."""

    text: str
    hits: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that a search found."""

    article: Article
    score: float | None = None
    snippet: Snippet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A neighbour. `why` is never empty. A link of the publisher's that the library lacks has no article."""

    group: RelatedGroup
    why: tuple[str, ...]
    score: float
    article: Article | None = None
    title: str | None = None
    url: str | None = None

    @property
    def key(self) -> int | str | None:
        """Tells it from the others of one article: by its article; a link, which may be fetched meanwhile, by where it leads."""
        return self.article.id if self.article and self.group != "linked" else self.url or self.title


@dataclass(frozen=True, slots=True)
class LastExport:
    """The library's memory of an article's last export: the file's path below the folder, and the text with which later
    ones are compared. `offered` is the text of a file beside it that the reader has yet to decide about, if it is another."""

    path: str
    text: str
    offered: str | None = None


@dataclass(frozen=True, slots=True)
class SeenFile:
    """The library's memory of an exported file that was read or written whole: while `state` is that of the file on the disk,
    it holds the same bytes, and while `fingerprint` is that of the article, the same text would be written.

    `path` is below the folder; `is_edited`: the reader changed the file.
    """

    path: str
    fingerprint: str
    state: str
    is_edited: bool
