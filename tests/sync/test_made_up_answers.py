"""Whatever a server answers, an interface gives clean values or says what is wrong."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FetchError
from reader.sync.interfaces import remote
from reader.sync.remote import Answer, Change, RemoteEntry
from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.sync.remote import Interface, Request

NAMES = [
    "entries", "total", "id", "feed_id", "hash", "title", "url", "content", "status", "starred", "changed_at",
    "published_at", "tags", "enclosures", "size", "category", "username", "version", "subscriptions", "categories", "label",
    "itemRefs", "continuation", "items", "origin", "streamId", "canonical", "href", "summary", "published", "author",
    "enclosure", "length", "type", "error", "errors", "Auth",
]  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["1", "tag:google.com,2005:reader/item/01", "user/-/label/x", "user/1/state/com.google/read",
                     "2026-03-02T08:00:00Z", "feed/1", "https://pier.example/1", "\ud800", "x\x1b[2J"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


def said(found: object) -> bytes:
    return json.dumps(found).encode()


def answers(whole: object, status: int) -> Callable[[Request], Answer]:
    """Lets the first steps succeed, so that what follows is read."""

    def answer(request: Request) -> Answer:
        if request.path.endswith("ClientLogin"):
            return Answer(status=200, body=b"Auth=x\nLSID=null")
        if request.path.endswith("/token"):
            return Answer(status=200, body=b"t")
        return Answer(status=status, body=said(whole), headers=(("date", "x"), ("retry-after", "\u0663")))

    return answer


def shaped() -> st.SearchStrategy[Any]:
    return st.one_of(
        VALUES,
        st.fixed_dictionaries(
            {name: st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES), max_size=3) for name in (
                "entries", "items", "subscriptions", "tags", "itemRefs")},
            optional={"total": SCALARS, "continuation": SCALARS},
        ),
        st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES), max_size=3),
    )  # fmt: skip


def check(entry: RemoteEntry) -> None:
    assert -(2**63) <= entry.state.remote_id < 2**63
    assert entry.entry.title
    assert entry.entry.title == clean(entry.entry.title)
    assert entry.entry.url is None or entry.entry.url.startswith("http")


@settings(max_examples=60)
@given(
    st.sampled_from(["miniflux", "google-reader"]),
    shaped(),
    st.sampled_from([200, 200, 200, 204, 302, 400, 403, 404, 429, 500]),
)
def test_no_answer_is_a_fault_of_ours(interface: Interface, whole: object, status: int) -> None:
    answer = answers(whole, status)
    failures: list[FetchError] = []
    entries: list[object] = []

    async def send(request: Request, /) -> Answer:
        return answer(request)

    async def run() -> None:
        account = remote(interface, send, name="pier.example", user="ann", secret="pier-glass")
        calls: list[Callable[[], Any]] = [
            account.probe,
            account.feeds,
            account.standing,
            lambda: account.contents([1, 2]),
            lambda: account.push(Change(mark="read", on=True, ids=(1, 2))),
            lambda: account.push(Change(mark="starred", on=True, ids=(1, 2))),
            lambda: account.push(Change(mark="label", on=True, ids=(1, 2), label="sea")),
            lambda: account.subscribe("https://pier.example/feed", title="x", folder="y"),
            lambda: account.unsubscribe("1"),
        ]
        for call in calls:
            try:
                found = await call()
            except FetchError as error:
                failures.append(error)
            else:
                entries.extend(found if isinstance(found, list) else ())
        try:
            async for part in account.changes(""):
                entries.extend(part.entries)
        except FetchError as error:
            failures.append(error)

    asyncio.run(run())
    for entry in entries:
        if isinstance(entry, RemoteEntry):
            check(entry)
    assert {error.subject for error in failures} <= {"pier.example"}
    told = [f"{error} {error.hint}" for error in failures]
    assert not any("pier-glass" in words or words != clean(words) for words in told)
