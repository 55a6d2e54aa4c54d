from __future__ import annotations

import pytest

from reader.errors import FetchError
from reader.sync.answers import Server, header, number, retry_after, rows, server_time, text
from reader.sync.remote import Answer, Request
from tests.sync.scripted import Scripted, said

ME = Request(method="GET", path="/v1/me")


def asked(answer: Answer) -> Server:
    return Server(
        send=Scripted().on("GET /v1/me", answer),
        name="pier.example",
        secrets=("s3cret",),
        login_hint="look there",
    )


async def failure(answer: Answer) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await asked(answer).found(ME)
    return caught.value


async def test_json_is_read() -> None:
    assert await asked(said({"a": 1})).found(ME) == {"a": 1}


@pytest.mark.parametrize("body", ["", "<html>", "[" * 100_000, "\ud800", '{"a":'])
async def test_what_is_no_json_is_another_server(body: str) -> None:
    assert (await failure(said(body))).word == "another server"


async def test_a_refused_password_names_the_server_and_the_next_step() -> None:
    error = await failure(said("", 401))
    assert str(error) == "pier.example: the server refused the user name, password or token"
    assert (error.hint, error.word, error.status) == ("look there", "password", 401)


@pytest.mark.parametrize(
    ("headers", "wait", "hint"),
    [
        ({"retry_after": "600"}, 600.0, "try again in 10 min"),
        ({"retry_after": "30"}, 30.0, "try again in 30 s"),
        ({"x_reader_limits_reset_after": "19452.000100"}, 19452.0001, "try again in 5 h"),
        (
            {"retry_after": "Mon, 02 Mar 2026 08:05:00 GMT", "date": "Mon, 02 Mar 2026 08:00:00 GMT"},
            300.0,
            "try again in 5 min",
        ),
        ({"retry_after": "9" * 9}, 604_800.0, "try again in 168 h"),
        ({"retry_after": "soon"}, None, "try again later"),
        ({}, None, "try again later"),
    ],
)
async def test_a_quota_tells_when_to_come_back(
    headers: dict[str, str], wait: float | None, hint: str
) -> None:
    error = await failure(said("", 429, **headers))
    assert (error.word, error.retry_after, error.hint) == ("quota", wait, hint)


def test_a_date_to_come_back_needs_the_servers_own_clock() -> None:
    assert retry_after(said("", 503, retry_after="Mon, 02 Mar 2026 08:05:00 GMT")) is None


@pytest.mark.parametrize(
    ("location", "word"),
    [("https://pier.example/v1/me", "moved"), ("/login", "another server"), ("", "another server")],
)
async def test_a_redirect_is_told(location: str, word: str) -> None:
    error = await failure(said("", 302, location=location))
    assert error.word == word
    assert location in error.message


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"error_message": "out of tide"}', "HTTP 500 (out of tide)"),
        ('{"error": "out of tide"}', "HTTP 500 (out of tide)"),
        ('{"errors": ["out of tide"]}', "HTTP 500 (out of tide)"),
        ("out of\x1b[2J tide", "HTTP 500 (out of[2J tide)"),
        ("<html>a page</html>", "HTTP 500 (internal server error)"),
        ("[]", "HTTP 500 (internal server error)"),
        ("7", "HTTP 500 (internal server error)"),
        ("the password is s3cret", "HTTP 500 (the password is …)"),
    ],
)
async def test_a_failure_has_the_servers_words_but_no_secret(body: str, told: str) -> None:
    error = await failure(said(body, 500))
    assert (error.message, error.word) == (f"the server answered {told}", "HTTP 500")


async def test_words_are_bounded() -> None:
    assert len((await failure(said("x" * 5_000, 500))).message) < 300


def test_a_server_shows_no_secret() -> None:
    assert "s3cret" not in repr(asked(said({})))


async def test_a_status_that_is_taken_is_an_answer() -> None:
    assert (await asked(said("", 404)).ask(ME, 404)).status == 404


def test_the_servers_clock_is_its_date() -> None:
    moment = server_time(said("", date="Mon, 02 Mar 2026 08:00:00 GMT"))
    assert moment is not None
    assert moment.timestamp() == 1_772_438_400
    assert server_time(said("", date="tomorrow")) is None
    assert header(said(""), "date") is None


def test_values_of_a_wrong_type_are_missing() -> None:
    found = {"a": [{}, 1, None, {"b": 2}], "t": 7, "n": True, "s": "x"}
    assert rows(found, "a") == [{}, {"b": 2}]
    assert rows(found, "t") is None
    assert rows([], "a") is None
    assert (text(found, "t"), text(None, "t"), text(found, "s")) == ("", "", "x")
    assert (number(found, "n"), number("x", "n"), number(found, "t")) == (None, None, 7)
