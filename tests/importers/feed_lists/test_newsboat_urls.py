"""newsboat's `urls` file, as newsboat itself reads it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.importers.feed_lists.newsboat_urls import detect, read
from reader.importers.file_kind import FileHead
from reader.model import Subscription
from tests.support import cputime


def one(text: str) -> Subscription:
    (found,) = read(text.encode()).subscriptions
    return found


def test_a_line_is_a_feed_with_its_tags() -> None:
    assert one('https://pier.example/feed  sea\tnews/world "two words"\r\n') == Subscription(
        url="https://pier.example/feed", tags=("sea", "news/world", "two words")
    )


def test_a_tilde_gives_the_title_and_is_no_tag() -> None:
    found = one('https://pier.example/feed "~The \\"Pier\\"" sea ~Else')
    assert (found.title, found.tags) == ('The "Pier"', ("sea",))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("!", ("hidden",)),
        ("! sea", ("hidden", "sea")),
        ("!sea", ("hidden", "sea")),
        ('"!by night"', ("hidden", "by night")),
    ],
)
def test_a_hidden_feed_is_subscribed_and_tagged(tags: str, expected: tuple[str, ...]) -> None:
    result = read(f"https://pier.example/feed {tags}\nhttps://dunes.example/feed".encode())
    assert (result.subscriptions[0].tags, result.notes) == (
        expected,
        ("1 feed hidden in newsboat: tagged hidden",),
    )


def test_comments_and_empty_lines_are_passed_over() -> None:
    text = "# mine\n\n   \nhttps://pier.example/feed a#b sea # the rest is a comment\n  # so is this\n"
    assert one(text).tags == ("a#b", "sea")


def test_quoted_addresses_and_escapes_are_read() -> None:
    found = one('"https://pier.example/feed?a=b c" "a \\\\ b\\tc"')
    assert (found.url, found.tags) == ("https://pier.example/feed?a=b%20c", ("a \\ b c",))


def test_an_address_met_again_adds_its_tags() -> None:
    text = 'https://pier.example/feed sea\nhttps://PIER.example/feed news "~The Pier"\n'
    assert one(text) == Subscription(url="https://pier.example/feed", title="The Pier", tags=("sea", "news"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("exec:~/bin/fetch-news sea", "exec:~/bin/fetch-news (a program, which is never run)"),
        ('"exec:~/bin/fetch news" sea', "exec:~/bin/fetch news (a program, which is never run)"),
        (
            "filter:~/bin/cut:https://me:secret@pier.example/feed",
            "filter:~/bin/cut:https://me:***@pier.example/feed (a program, which is never run)",
        ),
        ("file:///etc/passwd", "file:///etc/passwd (a file, not a web address)"),
        ("|rm -rf", "|rm (not a web address)"),
        ("`rm -rf`", "`rm (not a web address)"),
        ('include "/etc/passwd"', "include (not a web address)"),
        ("gopher://pier.example/", "gopher://pier.example/ (not a web address)"),
        (
            '"query:Secure:rssurl =~ \\"^https:\\"" mine',
            'the saved search “Secure” (rssurl =~ "^https:"): broadsheet has no equivalent of rssurl =~ “^https:”',
        ),
        ("query:nothing", "query:nothing (not a web address)"),
    ],
)
def test_what_is_no_address_is_named_and_never_run_or_read(line: str, words: str) -> None:
    result = read(f"https://pier.example/feed\n{line}\n".encode())
    assert len(result.subscriptions) == 1
    assert result.skipped == (words,)


def test_a_name_shows_nothing_that_a_terminal_acts_on() -> None:
    (reason,) = read("exec:\x1b[2J\u202eevil".encode()).skipped
    assert not set(reason) & {"\x1b", "\u202e"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://pier.example/feed\n", True),
        ('# c\n"query:All:age < 3"\nhttps://pier.example/feed "a b"\n', True),
        ("exec:run\n", True),
        ("", False),
        ("# only a comment\n", False),
        ("https://pier.example/feed\nis where it is.\n", False),
        ("Lamp lit\n\nIt burns, says https://pier.example/\n", False),
        ("title,url,time_added,tags,status\n", False),
    ],
)
def test_such_a_file_is_known_by_its_lines(text: str, expected: bool) -> None:
    assert detect(FileHead(text.encode(), "urls")) is expected


@pytest.mark.parametrize(
    "line",
    ['"' * 200_000, "\\" * 200_000, 'https://a.example "' + "\\" * 200_000, " " * 200_000, 'x"' * 100_000],
    ids=["quotes", "backslashes", "escapes", "spaces", "pairs"],
)
def test_a_hostile_line_is_read_in_time(line: str) -> None:
    with cputime.within(1):
        read((line + "\n").encode() * 3)


@settings(max_examples=60)
@given(st.text(st.sampled_from('ab" \\#~!:/\t\n.https'), max_size=80))
def test_any_text_is_read(text: str) -> None:
    for feed in read(text.encode()).subscriptions:
        assert feed.url.startswith("http")
