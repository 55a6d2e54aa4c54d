"""A server of the Google Reader API in memory, with the habits of all that there are as knobs."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from reader.sync.remote import Answer
from tests.support.server import Route, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reader.sync.remote import Request
    from tests.support.server import Seen, Server

USER, PASSWORD = "ann", "pier-glass"

STATE = "user/-/state/com.google/"
LABEL = "user/-/label/"
JSON = "application/json"


@dataclass
class FakeEntry:
    """An entry as the server keeps it; `id` is signed. `more` overrides fields of its JSON."""

    id: int
    feed: str = "feed/1"
    title: str = ""
    is_read: bool = False
    is_starred: bool = False
    labels: set[str] = field(default_factory=set)
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class FakeFeed:
    """A feed as the server keeps it."""

    id: str
    url: str
    title: str = "The Pier"
    folder: str = "News"


Form = dict[str, list[str]]


@dataclass
class FakeGoogleReader:
    """The server; `send` asks it in memory, `serving` puts it on a port of loopback. `asked` is what it was asked.

    `ids`: the form in lists. `more`: what continues a list. `largest`: ids in an answer. `lives`: requests after which
    login and token expire. `toggles`: setting what is set takes it away, and the token is the login (Miniflux 2.2).
    `fails_on`: paths, each with a status. `silent`: paths that answer 200 with `[]`. `fails_on_unknown`: 500 for a mark of
    an entry that is not there. `quota`: requests until 429. `between`: done after each page of a list.
    """

    entries: dict[int, FakeEntry] = field(default_factory=dict)
    feeds: dict[str, FakeFeed] = field(
        default_factory=lambda: {"feed/1": FakeFeed("feed/1", "https://pier.example/feed")}
    )
    ids: Literal["decimal", "unsigned", "hex", "object"] = "decimal"
    more: Literal["offset", "token", "always"] = "token"
    largest: int = 10_000
    lives: int = 1_000_000
    login_form: Literal["json", "lines", "freshrss"] = "lines"
    has_labels: bool = True
    has_quickadd: bool = True
    tells_types: bool = True
    toggles: bool = False
    refused: bytes = b"Unauthorized!"
    fails_on: dict[str, int] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    fails_on_unknown: bool = False
    quota: int | None = None
    between: Callable[[], None] = lambda: None
    asked: list[tuple[str, str]] = field(default_factory=list)
    _logins: int = 0
    _left: int = 0

    def add(self, *entries: FakeEntry) -> None:
        for entry in entries:
            self.entries[entry.id] = entry

    async def send(self, request: Request, /) -> Answer:
        """Stands in for the way through the net."""
        form = parse_qs(urlencode(request.form or ()), keep_blank_values=True)
        query = parse_qs(urlencode(request.query), keep_blank_values=True)
        route = self.answer(request.method, request.path, query, form, dict(request.headers))
        headers = tuple((name.lower(), value) for name, value in route.headers)
        return Answer(status=route.status, headers=headers, body=route.body)

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """The same on loopback."""

        def answer(seen: Seen) -> Route:
            parts = urlsplit(seen.path)
            form = parse_qs(seen.body.decode(), keep_blank_values=True)
            headers = {"Authorization": seen.headers.get("authorization", "")}
            return self.answer(seen.method, parts.path, parse_qs(parts.query), form, headers)

        with running() as server:
            server.otherwise = answer
            yield server

    def answer(self, method: str, path: str, query: Form, form: Form, headers: Mapping[str, str]) -> Route:
        self.asked.append((method, path))
        if self.quota is not None:
            self.quota -= 1
            if self.quota < 0:
                return Route(status=429, headers=(("Retry-After", "600"),))
        if path == "/accounts/ClientLogin":
            return self._log_in(form)
        call = path.removeprefix("/reader/api/0")
        if call == path:
            return Route(status=404, body=b"<html>not here</html>")
        self._left -= 1
        if headers.get("Authorization") != f"GoogleLogin auth={self._auth}" or self._left < 0:
            return Route(status=401, body=self.refused)
        if method == "POST" and form.get("T") != [self._token]:
            return Route(status=401, headers=(("X-Reader-Google-Bad-Token", "true"),), body=b"Unauthorized")
        if call in self.silent:
            return Route(body=b"[]")
        if call in self.fails_on:
            return Route(status=self.fails_on[call], body=b'{"error_message":"out of tide"}')
        return self._called(call, query, form)

    @property
    def _auth(self) -> str:
        return f"{USER}/{self._logins:040x}"

    @property
    def _token(self) -> str:
        return self._auth if self.toggles else f"token-{self._logins}"

    def _log_in(self, form: Form) -> Route:
        if (form.get("Email"), form.get("Passwd")) != ([USER], [PASSWORD]):
            return Route(status=401, body=self.refused)
        self._logins += 1
        self._left = self.lives
        if self.login_form == "json":
            return Route(
                body=json.dumps({"SID": self._auth, "LSID": self._auth, "Auth": self._auth}).encode()
            )
        lsid = "null" if self.login_form == "freshrss" else "unused"
        return Route(body=f"SID={self._auth}\nLSID={lsid}\nAuth={self._auth}\n".encode())

    def _called(self, call: str, query: Form, form: Form) -> Route:
        match call:
            case "/token":
                return Route(body=f"{self._token}\n".encode())
            case "/user-info":
                return _json({"userName": USER})
            case "/subscription/list":
                return _json({"subscriptions": [self._feed(feed) for feed in self.feeds.values()]})
            case "/tag/list":
                return _json({"tags": self._tags()})
            case "/stream/items/ids":
                return self._list(query)
            case "/stream/items/contents":
                known = [self.entries[one] for one in map(_number, form["i"]) if one in self.entries]
                return _json({"items": [self._item(entry) for entry in known]})
            case "/edit-tag":
                return self._edit(form)
            case "/subscription/quickadd" if self.has_quickadd:
                return self._add(form["quickadd"][0])
            case "/subscription/edit":
                return self._edit_feed(form)
        return Route(status=404)

    def _feed(self, feed: FakeFeed) -> dict[str, Any]:
        folders = [{"id": f"user/1/label/{feed.folder}", "label": feed.folder}] if feed.folder else []
        return {"id": feed.id, "title": feed.title, "url": feed.url, "categories": folders}

    def _tags(self) -> list[dict[str, str]]:
        folders = sorted({feed.folder for feed in self.feeds.values() if feed.folder})
        labels = (
            sorted(set().union(*(entry.labels for entry in self.entries.values()))) if self.has_labels else []
        )
        found = [{"id": f"{STATE}starred"}]
        found += [{"id": f"user/1/label/{name}", "type": "folder"} for name in folders]
        found += [{"id": f"user/1/label/{name}", "type": "tag"} for name in labels]
        return found if self.tells_types else [{"id": one["id"]} for one in found]

    def _list(self, query: Form) -> Route:
        stream, start = query["s"][0], query.get("c", ["0"])[0]
        found = sorted(
            (entry for entry in self.entries.values() if _is_in(entry, stream)), key=lambda one: -one.id
        )
        if query.get("xt") == [f"{STATE}read"]:
            found = [entry for entry in found if not entry.is_read]
        if self.more == "offset":
            found = found[int(start) :]
        elif start != "0":
            found = [entry for entry in found if entry.id < int(start)]
        part = found[: min(self.largest, int(query["n"][0]))]
        told: dict[str, Any] = {"itemRefs": [{"id": self._id(entry.id)} for entry in part]}
        if part and (len(part) < len(found) or self.more == "always"):
            told["continuation"] = int(start) + len(part) if self.more == "offset" else str(part[-1].id)
        self.between()
        return _json(told)

    def _id(self, number: int) -> str:
        unsigned = number % (1 << 64)
        forms = {
            "decimal": str(number),
            "unsigned": str(unsigned),
            "hex": _long(number),
            "object": f"{unsigned:024x}",
        }
        return forms[self.ids]

    def _item(self, entry: FakeEntry) -> dict[str, Any]:
        states = [name for name, on in (("read", entry.is_read), ("starred", entry.is_starred)) if on]
        return {
            "id": _long(entry.id),
            "title": entry.title or f"Lamp {entry.id}",
            "published": 1_772_438_400 + entry.id % 1_000,
            "canonical": [{"href": f"https://pier.example/{entry.id}"}],
            "origin": {"streamId": entry.feed},
            "summary": {"content": f"<p>Lamp {entry.id} burns.</p>"},
            "categories": [
                "user/1/state/com.google/reading-list",
                f"user/1/label/{self.feeds[entry.feed].folder}",
                *(f"user/1/state/com.google/{name}" for name in states),
                *(f"user/1/label/{name}" for name in sorted(entry.labels)),
            ],
            **entry.more,
        }

    def _edit(self, form: Form) -> Route:
        numbers = [_number(one) for one in form["i"]]
        if self.fails_on_unknown and any(one not in self.entries for one in numbers):
            return Route(status=500)
        for entry in (self.entries[one] for one in numbers if one in self.entries):
            for on, streams in ((True, form.get("a", [])), (False, form.get("r", []))):
                for stream in streams:
                    self._mark(entry, stream, on=on)
        return Route(body=b"OK")

    def _mark(self, entry: FakeEntry, stream: str, *, on: bool) -> None:
        if stream == f"{STATE}read":
            entry.is_read = not entry.is_read if self.toggles and on else on
        elif stream == f"{STATE}starred":
            entry.is_starred = not entry.is_starred if self.toggles and on else on
        elif stream.startswith(LABEL) and self.has_labels:
            (entry.labels.add if on else entry.labels.discard)(stream.removeprefix(LABEL))

    def _add(self, url: str) -> Route:
        if any(feed.url == url for feed in self.feeds.values()) or "none" in url:
            return _json({"numResults": 0, "error": f"cannot add {url}"})
        feed = self._new(url)
        return _json({"numResults": 1, "streamId": feed.id})

    def _new(self, url: str) -> FakeFeed:
        feed = FakeFeed(f"feed/{len(self.feeds) + 100}", url, folder="")
        self.feeds[feed.id] = feed
        return feed

    def _edit_feed(self, form: Form) -> Route:
        action, stream = form["ac"][0], form["s"][0]
        if action == "subscribe" and "none" not in stream:
            stream = self._new(stream.removeprefix("feed/")).id
        elif stream not in self.feeds:
            return Route(status=400, body=b"Bad Request!")
        if action == "unsubscribe":
            del self.feeds[stream]
            return Route(body=b"OK")
        feed = self.feeds[stream]
        feed.title = form.get("t", [feed.title])[0]
        if "a" in form:
            feed.folder = form["a"][0].removeprefix(LABEL)
        elif form.get("r") == [f"{LABEL}{feed.folder}"]:
            feed.folder = ""
        return Route(body=b"OK")


def _is_in(entry: FakeEntry, stream: str) -> bool:
    if stream.startswith(LABEL):
        return stream.removeprefix(LABEL) in entry.labels
    return stream == f"{STATE}reading-list" or (stream == f"{STATE}starred" and entry.is_starred)


def _long(number: int) -> str:
    return f"tag:google.com,2005:reader/item/{number % (1 << 64):016x}"


def _number(written: str) -> int:
    unsigned = int(written.rpartition("/")[2], 16)
    return unsigned - (1 << 64) if unsigned >= 1 << 63 else unsigned


def _json(found: object) -> Route:
    return Route(body=json.dumps(found).encode(), headers=(("Content-Type", JSON),))
