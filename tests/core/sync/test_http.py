from __future__ import annotations

import pytest

from reader.core.sync.http import sender
from reader.errors import FetchError
from reader.fetch.client import Client
from reader.sync.remote import Answer, Request
from tests.support.server import Route, Server


async def sent(
    server: Server, request: Request, *, address: str = "", secrets: tuple[str, ...] = ()
) -> Answer:
    async with Client() as client:
        way = sender(
            client,
            address or server.url("/base/"),
            name="pier.example",
            secrets=secrets,
            headers=[("AppId", "1000")],
        )
        return await way(request)


async def test_a_request_goes_below_the_address_of_the_server(server: Server) -> None:
    server.text("/base/v1/entries?status=read&status=unread&q=a%26b", "{}")
    query = (("status", "read"), ("status", "unread"), ("q", "a&b"))
    request = Request(method="GET", path="/v1/entries", query=query, headers=(("X-Auth-Token", "t0ken"),))
    assert (await sent(server, request)).body == b"{}"
    [seen] = server.seen
    assert (seen.headers["x-auth-token"], seen.headers["appid"]) == ("t0ken", "1000")


async def test_a_form_and_json_are_sent_as_such(server: Server) -> None:
    url = "/base/edit"
    server.text(url, "OK")
    await sent(server, Request(method="POST", path="/edit", form=(("i", "1"), ("i", "2"), ("a", "x/ü&"))))
    await sent(server, Request(method="PUT", path="/edit", json={"entry_ids": [1], "name": "ü"}))
    await sent(server, Request(method="DELETE", path="/edit"))
    form, json, none = server.asked(url)
    assert (form.body, form.headers["content-type"]) == (
        b"i=1&i=2&a=x%2F%C3%BC%26",
        "application/x-www-form-urlencoded",
    )
    assert (json.body, json.headers["content-type"]) == (
        b'{"entry_ids": [1], "name": "\\u00fc"}',
        "application/json",
    )
    assert (none.body, none.method) == (b"", "DELETE")


async def test_a_failure_is_an_answer(server: Server) -> None:
    server.on("/base/x", Route(status=503, body=b"later", headers=(("Retry-After", "9"),)))
    answer = await sent(server, Request(method="GET", path="/x"))
    assert (answer.status, answer.body) == (503, b"later")
    assert ("retry-after", "9") in answer.headers


async def test_no_answer_is_an_error_about_the_server_without_its_secrets(server: Server) -> None:
    request = Request(method="GET", path="/x")
    with pytest.raises(FetchError) as caught:
        await sent(server, request, address="http://ann:pier-glass@127.0.0.1:1/", secrets=("pier-glass", ""))
    error = caught.value
    assert (error.subject, error.word) == ("pier.example", "refused")
    assert error.hint
    assert "pier-glass" not in f"{error}{error.hint}{error.__cause__}"


async def test_only_what_is_safe_is_sent_again(server: Server) -> None:
    server.on("/base/x", Route(raw=b""), Route(raw=b""), Route(body=b"OK"))
    with pytest.raises(FetchError):
        await sent(server, Request(method="POST", path="/x", form=(), safe=False))
    assert (await sent(server, Request(method="POST", path="/x", form=()))).body == b"OK"
    assert server.count("/base/x") == 3
