"""The protocol of a server that keeps feeds, the same for every interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from reader.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence

    from reader.model import Entry, RemoteFeed

Interface = Literal["miniflux", "google-reader"]

Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to the server. `path` begins with a slash and is relative to the address of the account; `query` and
    `form` keep their order and may repeat a name. At most one of `form` (urlencoded) and `json` is given. `safe` says
    that sending it twice does no harm, so that a lost answer may be asked for again. `headers` are never logged."""

    method: Method
    path: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] | None = None
    json: object = None
    headers: tuple[tuple[str, str], ...] = ()
    safe: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The server's answer, whatever its status; `body` is decoded and bounded. Header names are lower-case."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Send(Protocol):
    """Sends a request; the one way to the net that this package knows. Raises FetchError where no answer came."""

    async def __call__(self, request: Request, /) -> Answer:
        """Sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """The abilities of the server. `lacks` says in words what stays on this machine or does not work there."""

    name: str
    version: str = ""
    user: str = ""
    has_labels: bool = False
    can_subscribe: bool = True
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteState:
    """The marks of an entry as the server has them. `labels` is None where the server has none, or did not say."""

    remote_id: int
    is_read: bool
    is_starred: bool
    labels: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEntry:
    """An entry with its marks, and the server's id of its feed. `entry.guid` is the server's own word for it, since none
    gives the feed's; `entry.digest` proves all that it gives."""

    feed_id: str
    entry: Entry
    state: RemoteState


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A part of what is new since a cursor: entries with their contents. Once it is kept, `cursor` is what the next
    question begins with, this run's or a later one's; `done` and `total` are for progress, `total` 0 where unknown."""

    entries: tuple[RemoteEntry, ...] = ()
    cursor: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All unread and all starred ids (and labelled ones), of a server that cannot say what has changed. Absence from
    `unread` means read only for an entry that the server still has: `sync.decide` tells. `recent` are the newest of those
    that are read, some thousands at most."""

    unread: frozenset[int]
    starred: frozenset[int]
    labelled: Mapping[str, frozenset[int]] = field(default_factory=dict)
    recent: frozenset[int] = frozenset()


Mark = Literal["read", "starred", "label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A mark that the server is to have: `on` or off, for all these entries. `label` is its name where `mark` is
    "label". At most `Remote.BATCH` ids."""

    mark: Mark
    on: bool
    ids: tuple[int, ...]
    label: str = ""


class Remote(Protocol):
    """A server behind its interface. All methods raise FetchError with the server as its subject, the cause in words
    and the next step: wrong password, interface switched off, server down, quota reached, not such a server."""

    BATCH: int
    """The most ids in one change, or in one call of `contents`."""

    async def probe(self) -> Capabilities:
        """Logs in and finds out what the server can do."""

    async def feeds(self) -> list[RemoteFeed]:
        """Gives all feeds."""

    def changes(self, cursor: str) -> AsyncIterator[Changed]:
        """Gives what is new since the cursor ("" for all), oldest first, in parts that fit in memory. A server that
        cannot say this gives nothing: `standing` is asked instead."""

    async def standing(self) -> Standing | None:
        """Gives all ids by mark; None for a server whose `changes` tell."""

    async def contents(self, ids: Sequence[int]) -> list[RemoteEntry]:
        """Gives these entries (at most `BATCH`); those that the server no longer has are left out."""

    async def push(self, change: Change) -> Collection[int]:
        """Makes a change; gives the ids that the server has taken, or that it no longer knows: neither is sent again.
        Sent twice it does no harm."""

    async def subscribe(self, url: str, *, title: str = "", folder: str = "") -> RemoteFeed:
        """Lets the server fetch a feed; one that it has already is given as it is."""

    async def move(self, remote_id: str, *, folder: str, before: str) -> None:
        """Puts a feed in a folder, which is made where it is missing; "" for none, and `before` is the one that it is in.
        Whether the server has done so, `feeds` tells. Sent twice it does no harm; one that is unknown there is no error."""

    async def unsubscribe(self, remote_id: str) -> None:
        """Lets the server fetch a feed no longer; one that is unknown there is no error."""
