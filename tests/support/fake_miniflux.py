"""The entries of Miniflux's own interface in memory, on a clock that a test moves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from reader.errors import FetchError
from reader.sync.remote import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.sync.remote import Request


@dataclass
class Lamp:
    """An entry; `changed` is in seconds since 1970."""

    id: int
    changed: float
    status: str = "unread"
    starred: bool = False
    size: int = 1
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class FakeMiniflux:
    """A server; `now` is its clock, in seconds, told in the header Date unless `tells_time` is off. `largest`: sizes of
    entries that an answer holds. `between`: done before each answer. `asked`: methods and paths."""

    now: float = 1_772_438_400.0
    entries: dict[int, Lamp] = field(default_factory=dict)
    tells_time: bool = True
    largest: int = 1_000_000
    between: Callable[[], None] = lambda: None
    asked: list[str] = field(default_factory=list)

    def add(self, number: int, **fields: Any) -> Lamp:
        """A new entry, or a change of one, at this moment unless `changed` says another."""
        lamp = self.entries.get(number) or Lamp(number, self.now)
        lamp.changed = self.now
        for name, value in fields.items():
            setattr(lamp, name, value)
        self.entries[number] = lamp
        return lamp

    async def send(self, request: Request, /) -> Answer:
        """Stands in for the way through the net."""
        self.between()
        self.asked.append(f"{request.method} {request.path}")
        if request.path == "/v1/entries":
            return self._list(request) if request.method == "GET" else self._mark(request)
        number, _, action = request.path.removeprefix("/v1/entries/").partition("/")
        lamp = self.entries.get(int(number)) if number.isdecimal() else None
        if lamp is None:
            return Answer(status=404)
        if action == "bookmark":
            self.add(lamp.id, starred=not lamp.starred)
            return Answer(status=204)
        return self._json(self._entry(lamp))

    def _list(self, request: Request) -> Answer:
        query = dict(request.query)
        statuses = [value for name, value in request.query if name == "status"]
        found = [
            lamp
            for lamp in self.entries.values()
            if lamp.status in statuses
            and lamp.id > int(query.get("after_entry_id", "0"))
            and lamp.id
            < int(query.get("before_entry_id", "0") or 0) + (0 if "before_entry_id" in query else 1 << 63)
            and ("changed_after" not in query or lamp.changed > int(query["changed_after"]))
        ]
        by_change = query["order"] == "changed_at"
        found.sort(
            key=lambda lamp: (lamp.changed if by_change else 0, lamp.id),
            reverse=query.get("direction") == "desc",
        )
        start = int(query.get("offset", "0"))
        part = found[start : start + int(query["limit"])]
        if sum(lamp.size for lamp in part) > self.largest:
            raise FetchError("sent more than 15 MiB", word="too large")
        return self._json({"total": len(found), "entries": [self._entry(lamp) for lamp in part]})

    def _mark(self, request: Request) -> Answer:
        wanted = request.json
        assert isinstance(wanted, dict)
        known = [one for one in wanted["entry_ids"] if one in self.entries]
        for one in known:
            self.add(one, status=wanted["status"])
        # As 2.2 has it: only where it knows none at all.
        return (
            Answer(status=204)
            if known
            else Answer(status=500, body=b'{"error_message":"nothing has been updated"}')
        )

    def _entry(self, lamp: Lamp) -> dict[str, Any]:
        return {
            "id": lamp.id,
            "feed_id": 1,
            "status": lamp.status,
            "starred": lamp.starred,
            "hash": f"hash-{lamp.id}",
            "title": f"Lamp {lamp.id}",
            "url": f"https://pier.example/{lamp.id}",
            "changed_at": datetime.fromtimestamp(lamp.changed, UTC).isoformat().replace("+00:00", "Z"),
            "published_at": "2026-03-02T08:00:00Z",
            "content": "<p>It burns.</p>",
            **lamp.more,
        }

    def _json(self, found: object) -> Answer:
        date = format_datetime(datetime.fromtimestamp(int(self.now), UTC), usegmt=True)
        headers = (("date", date),) if self.tells_time else ()
        return Answer(status=200, headers=headers, body=json.dumps(found).encode())
