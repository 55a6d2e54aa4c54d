"""Servers that speak the Google Reader API: FreshRSS, Miniflux, Inoreader, BazQux, CommaFeed, FeedHQ and others.

Nobody keeps its definition. Read for this: the sources of FreshRSS 1.25, Miniflux 2.2.6 and CommaFeed 7,
github.com/bazqux/bazqux-api, github.com/theoldreader/api, feedhq.readthedocs.io and inoreader.com/developers. It cannot
say what has changed: all unread and all starred ids are asked for each time.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from reader.errors import FetchError
from reader.sync import google_reader_json as forms
from reader.sync import ids as item_ids
from reader.sync.answers import OTHER_SERVER, REFUSED, SWITCHED_OFF, Server, header, rows, text
from reader.sync.remote import Capabilities, RemoteEntry, Request, Standing
from reader.text import urls
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from reader.model import RemoteFeed
    from reader.sync.remote import Answer, Change, Changed, Method, Send

PAGE = 10_000
"""Ids asked for at once: The Old Reader's most; Inoreader gives 1,000."""

RECENT = 10_000
"""The newest ids, read or not: so many read articles come with a first run."""

_RECENT_PAGES = 3
_MOST_PAGES, _MOST_IDS = 2_000, 1_000_000
"""A list that goes on beyond is a mistake of the server's."""

_MOST_LABELS = 1_000
"""Labels whose entries are asked for: each costs a request."""

LOGIN_HINT = (
    "this interface usually has its own password: set it in FreshRSS under Settings → Profile → API password, "
    "in Miniflux under Settings → Integrations → Google Reader, which also switches the interface on; "
    "in CommaFeed it is the API key of the profile"
)
_API_OFF_HINT = (
    "in FreshRSS allow API access under Settings → Authentication, "
    "and set an API password under Settings → Profile"
)

Pairs: TypeAlias = tuple[tuple[str, str], ...]

_API = "/reader/api/0"
_READING_LIST = "user/-/state/com.google/reading-list"
_READ = "user/-/state/com.google/read"
_STARRED = "user/-/state/com.google/starred"
_LABEL = "user/-/label/"
_TOO_LARGE = "too large"


class GoogleReader:
    """A `Remote`. `headers` go with each request, as Inoreader's AppId and AppKey do."""

    BATCH: int = 250

    def __init__(self, send: Send, *, name: str, user: str, secret: str, headers: Pairs = ()) -> None:
        secrets = (secret, *(value for _, value in headers))
        self._server = Server(send=send, name=name, secrets=secrets, login_hint=LOGIN_HINT)
        self._user, self._secret, self._headers = user, secret, headers
        self._login: forms.Login | None = None
        self._token: str | None = None
        self._tags: list[forms.Tag] | None = None

    async def probe(self) -> Capabilities:
        """Logs in and finds out what the server can do."""
        login = await self._logged_in()
        await self.feeds()
        await self._page(_READING_LIST, "", "")
        told = await self._ask("GET", "/user-info", taken=(400, 404, 501))
        user = text(self._server.read(told), "userName") if told.status == 200 else ""
        has_labels = await self._labels() is not None
        return Capabilities(
            name="FreshRSS" if login.is_freshrss else "Google Reader API",
            user=line(user or self._user, 200),
            has_labels=has_labels,
            lacks=()
            if has_labels
            else ("tags stay on this machine: the server does not support tags of articles",),
        )

    async def feeds(self) -> list[RemoteFeed]:
        """Gives all feeds."""
        is_freshrss = (await self._logged_in()).is_freshrss
        answer = await self._ask("GET", "/subscription/list")
        found = rows(self._server.read(answer), "subscriptions")
        if found is None:
            raise self._server.strange()
        read = (forms.read_feed(one, is_freshrss=is_freshrss) for one in found)
        return [feed for feed in read if feed is not None]

    async def changes(self, cursor: str) -> AsyncIterator[Changed]:
        """Gives nothing: `standing` tells."""
        del cursor
        none: tuple[Changed, ...] = ()
        for part in none:
            yield part

    async def standing(self) -> Standing | None:
        """Gives all ids by mark, and the newest ones."""
        unread = await self._listed(_READING_LIST, _READ)
        starred = await self._listed(_STARRED)
        labels = sorted(await self._labels() or ())
        if len(labels) > _MOST_LABELS:
            # Those that are left out would count as taken away from all entries.
            raise self._server.error(f"has more than {_MOST_LABELS:,} tags", word="too many tags")
        return Standing(
            unread=unread,
            starred=starred,
            labelled={name: await self._listed(f"{_LABEL}{name}") for name in labels},
            recent=await self._newest() - unread,
        )

    async def contents(self, ids: Sequence[int]) -> list[RemoteEntry]:
        """Gives these entries; those that the server no longer has are left out, and one too large to be sent."""
        if not ids:
            return []
        labels, wanted = await self._labels(), frozenset(ids)
        is_freshrss = (await self._logged_in()).is_freshrss
        form = tuple(("i", item_ids.long_form(one)) for one in ids)
        try:
            answer = await self._ask("POST", "/stream/items/contents", form=form, taken=(400,))
        except FetchError as error:
            if error.word != _TOO_LARGE:
                raise
            middle = len(ids) // 2
            return [*await self.contents(ids[:middle]), *await self.contents(ids[middle:])] if middle else []
        if answer.status == 400:
            if b"no items returned" in answer.body:  # Miniflux, where it has none of them
                return []
            raise self._server.refusal(answer)
        found = rows(self._server.read(answer), "items")
        if found is None:
            raise self._server.strange()
        read = (forms.read_entry(one, labels=labels, is_freshrss=is_freshrss) for one in found)
        return [one for one in read if one is not None and one.state.remote_id in wanted]

    async def push(self, change: Change) -> Collection[int]:
        """Makes a change; gives all ids: those that the server does not know need not be sent again either."""
        labels = await self._labels() if change.mark == "label" else None
        if change.mark == "label" and labels is None:
            raise self._server.error("the server does not support tags of articles", word="no labels")
        stream = {"read": _READ, "starred": _STARRED}.get(change.mark, f"{_LABEL}{change.label}")
        toggles = change.on and change.mark != "label" and await self._toggles()
        wanted: Sequence[int] = change.ids
        if toggles:
            states = [one.state for one in await self.contents(wanted)]
            has = {one.remote_id: one.is_read if change.mark == "read" else one.is_starred for one in states}
            wanted = [one for one in wanted if has.get(one) is False]
        if not await self._edited(stream, change, wanted, toggles=toggles, taken=(404, 500)):
            # Some servers fail where an id is unknown to them; if none is, something else is wrong.
            known = [one.state.remote_id for one in await self.contents(wanted)]
            await self._edited(stream, change, known, toggles=toggles)
        if change.mark == "label" and change.on and self._tags is not None:
            self._tags.append(forms.Tag(change.label, "tag"))
        return change.ids

    async def subscribe(self, url: str, *, title: str = "", folder: str = "") -> RemoteFeed:
        """Lets the server fetch a feed; one that it has already is given as it is."""
        made = await self._ask(
            "POST", "/subscription/quickadd", form=(("quickadd", url),), taken=_ANY_FAILURE
        )
        remote_id = _stream_id(made)
        if not remote_id:
            if (known := await self._feed(url)) is not None:
                return known
            # Not every server has the quick way.
            form = (("ac", "subscribe"), ("s", f"feed/{url}"), ("t", title), ("a", f"{_LABEL}{folder}"))
            shorter = tuple(pair for pair in form if pair[1] and pair[1] != _LABEL)
            told = await self._ask("POST", "/subscription/edit", form=shorter, taken=_ANY_FAILURE)
            found = await self._feed(url) if told.status == 200 else None
            if found is None:
                raise self._server.not_subscribed(url, made if self._server.words(made) else told)
            return found
        form = (("ac", "edit"), ("s", remote_id), ("t", title), ("a", f"{_LABEL}{folder}" if folder else ""))
        if title or folder:
            await self._ask("POST", "/subscription/edit", form=tuple(pair for pair in form if pair[1]))
        found = next((feed for feed in await self.feeds() if feed.remote_id == remote_id), None)
        if found is None:
            raise self._server.not_subscribed(url, made)
        return found

    async def move(self, remote_id: str, *, folder: str, before: str) -> None:
        """Puts a feed in a folder. Miniflux takes none away that way, and leaves the feed where it is."""
        form: Pairs = (("ac", "edit"), ("s", remote_id))
        form += (("a", f"{_LABEL}{folder}"),) if folder else ()
        form += (("r", f"{_LABEL}{before}"),) if before else ()
        try:
            told = await self._ask("POST", "/subscription/edit", form=form, taken=_ANY_FAILURE)
        except FetchError:
            # Miniflux up to 2.2 hangs up where it does not know the feed.
            if await self._has(remote_id):
                raise
            return
        if told.status != 200 and await self._has(remote_id):
            raise self._server.refusal(told)

    async def unsubscribe(self, remote_id: str) -> None:
        """Lets the server fetch a feed no longer; one that is unknown there is no error."""
        form = (("ac", "unsubscribe"), ("s", remote_id))
        told = await self._ask("POST", "/subscription/edit", form=form, taken=_ANY_FAILURE)
        if told.status != 200 and await self._has(remote_id):
            raise self._server.refusal(told)

    async def _has(self, remote_id: str) -> bool:
        return any(feed.remote_id == remote_id for feed in await self.feeds())

    async def _feed(self, url: str) -> RemoteFeed | None:
        key = urls.feed_identity(url)
        return next(
            (one for one in await self.feeds() if one.url and urls.feed_identity(one.url) == key), None
        )

    async def _edited(
        self, stream: str, change: Change, ids: Sequence[int], *, toggles: bool, taken: tuple[int, ...] = ()
    ) -> bool:
        """Tells whether the server has taken the change of these ids."""
        if not ids:
            return True
        form = (("a" if change.on else "r", stream), *(("i", item_ids.long_form(one)) for one in ids))
        answer = await self._ask("POST", "/edit-tag", form=form, taken=taken, is_safe=not toggles)
        if answer.status != 200:
            return False
        if answer.body.strip(b' \r\n"').upper() != b"OK":
            raise self._server.error(
                "did not accept a change of marks", word="marks not accepted", hint="try again later"
            )
        return True

    async def _toggles(self) -> bool:
        """Tells whether to set what is set already would take it away, as it does in Miniflux up to 2.2: that gives the
        login itself as token."""
        login = await self._logged_in()
        return await self._token_of(login) == login.auth

    async def _labels(self) -> frozenset[str] | None:
        """The labels that entries can have; None for a server that shows none, FreshRSS apart, which makes them."""
        if self._tags is None:
            answer = await self._ask("GET", "/tag/list", taken=(404, 501))
            self._tags = (forms.read_tags(self._server.read(answer)) if answer.status == 200 else []) or []
        names = frozenset(tag.name for tag in self._tags if tag.kind == "tag")
        return names if names or (await self._logged_in()).is_freshrss else None

    async def _listed(self, stream: str, excluded: str = "") -> frozenset[int]:
        """All ids of a stream. Pages shift while they are read, where entries are marked elsewhere; what one reading skips
        stands in another, and an entry that is unread for one run too long is better than one that is not read."""
        found, pages = await self._read_through(stream, excluded)
        if pages > 1:
            found |= (await self._read_through(stream, excluded))[0]
        return frozenset(found)

    async def _read_through(self, stream: str, excluded: str) -> tuple[dict[int, None], int]:
        found: dict[int, None] = {}
        pages = 0
        async for given in self._pages(stream, excluded):
            found |= dict.fromkeys(given)
            pages += 1
            if pages > _MOST_PAGES or len(found) > _MOST_IDS:
                raise self._server.error("sends endless lists", word=OTHER_SERVER)
        return found, pages

    async def _newest(self) -> frozenset[int]:
        """The newest entries, read or not."""
        found: dict[int, None] = {}
        pages = 0
        async for given in self._pages(_READING_LIST, ""):
            found |= dict.fromkeys(given)
            pages += 1
            if pages >= _RECENT_PAGES or len(found) >= RECENT:
                break
        return frozenset(islice(found, RECENT))

    async def _pages(self, stream: str, excluded: str) -> AsyncIterator[list[int]]:
        more, used = "", set[str]()
        while True:
            given, more = await self._page(stream, excluded, more)
            yield given
            # The last page of some is followed by one of none; a continuation that comes again would never end.
            if not given or not more or more in used:
                return
            used.add(more)

    async def _page(self, stream: str, excluded: str, more: str) -> tuple[list[int], str]:
        query = (("s", stream), ("xt", excluded), ("n", str(PAGE)), ("c", more))
        answer = await self._ask("GET", "/stream/items/ids", query=tuple(pair for pair in query if pair[1]))
        found = forms.read_ids(self._server.read(answer))
        if found is None:
            raise self._server.strange()
        given = [one for one in found[0] if one is not None]
        if len(given) < len(found[0]):
            # One that is left out would count as read.
            raise self._server.error(
                "has ids of entries that broadsheet cannot keep (more than 64 bits)",
                word="ids",
                hint="The Old Reader is such a server; export its feeds as OPML and import them",
            )
        return given, found[1]

    async def _logged_in(self) -> forms.Login:
        if self._login is not None:
            return self._login
        form: Pairs = (("Email", self._user), ("Passwd", self._secret), ("output", "json"))
        form += (("client", "broadsheet"), ("accountType", "HOSTED_OR_GOOGLE"), ("service", "reader"))
        request = Request(method="POST", path="/accounts/ClientLogin", form=form, headers=self._headers)
        answer = await self._server.ask(request, 400, 403, 503)
        if answer.status in (400, 403):
            raise self._server.error(
                "the server refused the user name or password",
                word=REFUSED,
                hint=LOGIN_HINT,
                status=answer.status,
            )
        if answer.status == 503:
            if not answer.body.startswith(b"Service Unavailable!"):  # FreshRSS's own words
                raise self._server.refusal(answer)
            raise self._server.error("its API is switched off", word=SWITCHED_OFF, hint=_API_OFF_HINT)
        self._login = forms.read_login(answer.body)
        if self._login is None:
            raise self._server.strange()
        return self._login

    async def _token_of(self, login: forms.Login) -> str:
        if self._token is None:
            request = Request(method="GET", path=f"{_API}/token", headers=self._with(login))
            told = (await self._server.ask(request)).body.decode("ascii", "replace").strip()
            if not told.isprintable() or len(told) > 1_000:
                raise self._server.strange()
            self._token = told
        return self._token

    def _with(self, login: forms.Login) -> Pairs:
        return (("Authorization", f"GoogleLogin auth={login.auth}"), *self._headers)

    async def _ask(
        self,
        method: Method,
        path: str,
        *,
        query: Pairs = (),
        form: Pairs | None = None,
        taken: tuple[int, ...] = (),
        is_safe: bool = True,
    ) -> Answer:
        """Asks with the login and, for a POST, the token. Either may have expired: then both are got anew, once."""
        for is_last in (False, True):
            login = await self._logged_in()
            try:
                token = (("T", await self._token_of(login)),) if form is not None else ()
                request = Request(
                    method=method,
                    path=f"{_API}{path}",
                    query=(("output", "json"), *query),
                    form=None if form is None else (*form, *token, ("output", "json")),
                    headers=self._with(login),
                    safe=is_safe,
                )
                answer = await self._server.ask(request, 400, 401, 403, *taken)
            except FetchError as error:
                if error.status != 401 or is_last:
                    raise
            else:
                has_expired = answer.status == 401 or any(header(answer, name) for name in _BAD_TOKEN)
                if not has_expired and (answer.status not in (400, 403) or answer.status in taken):
                    return answer
                if is_last or not has_expired:
                    raise self._server.refusal(answer)
            self._login = self._token = None
        raise AssertionError("unreachable")


_BAD_TOKEN = ("x-reader-google-bad-token", "google-bad-token")
_ANY_FAILURE = (400, 404, 405, 409, 500, 501)


def _stream_id(answer: Answer) -> str:
    try:
        found: object = json.loads(answer.body) if answer.status == 200 else None
    except (ValueError, RecursionError):
        return ""
    remote_id = text(found, "streamId")
    return remote_id if remote_id.startswith("feed/") and len(remote_id) <= urls.URL_LIMIT else ""
