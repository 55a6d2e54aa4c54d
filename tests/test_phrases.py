"""Phrases that were replaced by plainer ones do not come back: in what the program says, and in the manual.

Docstrings and comments are not read: a reader of the code knows what is meant.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

PHRASES = tuple(
    line.strip()
    for line in """
    no other report of this event, and nothing related to it
    minus up to a fifth at random
    copies in other feeds included
    whatever may work by now
    an open program has no secrets
    numbers of articles are too long
    the next one picks up
    is only its name here
    of a command of your own
    to a program of yours
    ended a command or the reader
    where that is still felt
    since the start of that time
    from before that time
    for every word of the group
    of the same event by time
    the whole subject
    finds alone
    programs on keys
    change, go to, remove
    not fetched from
    takes it back
    takes both back
    takes the last change back
    u brings it back
    brings a backup back
    done again
    feeds asked
    full texts:
    whole texts
    left for the next time
    reading new articles
    reading what it sent
    grouping reports
    looked up now
    failed the last time
    last asked
    it is asked every
    asked again
    asked lately
    between visits
    to wait, because
    nor a file that is there
    has nothing after it
    is no date or age
    no key for
    nothing for “
    the keys that hold
    all that is shown read
    that hold some words
    take the bookmark away
    take its mark off
    bookmark taken from
    took the bookmark off
    among the sections
    where it comes from, how it is
    each new article that it finds
    parted by spaces
    nothing begun
    leads nowhere else
    exported anew
    exported already
    as it came in
    since it came
    words came
    shows the other
    goes by relevance
    enter into the list
    hold the start
    put the cursor on
    no browser could be started
    folder for documents
    absolute or from
    takes out the clean text
    demo's whole way
    in a library that is gone afterwards
    all that newsboat knows
    coming over
    could not be taken
    lies so far back
    and meant is
    publisher's wish
    what happened last, when it is asked
    metas can be
    are to be unpacked
    say what is done to new articles
    what is done to new articles
    build the search index anew
    built anew
    builds the index anew
    made anew
    makes it anew
    begun anew
    do again what was taken back
    no talk on stderr
    talk to stderr
    take the article out
    takes over feeds
    take over feeds
    neighbours of an article
    the library stays as it is
    beyond what is kept
    give their room back
    gives room back
    give the room back
    make room
    no room for
    without the head
    all that match
    all that matches
    whose time has come
    tells more
    at work on the library
    lies beside
    lie beside
    what stood there
    the default stands
    the defaults stand
    table's keys stand
    is left out, and a line says
    said to be done
    none was given
    gave no text
    gives no text
    did not come
    the server hung up
    answer was cut short
    cannot be asked
    can be asked
    there is no such
    mend it
    mend the
    take it for
    take note n away
    take highlight n away
    a text of
    a row a story
    an article a row
    one change a pull request
    no counterpart
    were taken
    subscription list
    first it came in
    could not be kept
    an unexpected fault
    all the same?
    name it by
    say the number
    give https
    no sound or film
    text not got
    could not be got
    came in
    a adds
    r tries again
    r fetches
    what stands first
    tells when
    row tells
    keep their places
    back again
    a message tells only of failures
    told once of each search
    called as its file is
    brings the one before back
    teaser only
    is told with its number
    is told of
    of your own form
    tells every field
    what was asked for, as it was given
    is there already
    is read already
    whatever limit is set
    are known by it
    cannot stand in parentheses
    kept as it is, since
    a file that is no text
    the export anew
    worded anew
    new articles have come
    take back what you wrote
    takes back what you wrote
    took back what was written
    read back from the exported
    all of the subject
    no file or folder of this name
    which part of the page gave
    hands articles to
    live on in your vault
    puts a page right
    do to new articles
    what holds for
    as it has always been
    not so before
    is none of
    cannot be given to another
    if you like with
    the health of the feed
    would take a wait
    comes over
    come over
    it writes no more
    is a key of
    beyond the right edge
    hidden at the left
    how often is set there
    with this remark
    too, that is no article
    without its partner
    are joined to --json
    file can be written for the program
    so that nobody can fetch
    not tell its address
    joins it with the one
    is never given: say
    without an index, which takes longer
    which is imported by itself
    tried on new articles
    checked no feeds
    the mood was
    each mail is an article
    which part of the work failed
    no display for a browser
    put ) where
    none could be fetched
    by the terminal
    theme of yours
    in one with 16
    for a slow connection
    import what you wrote
    preset's names
    tags, such as
    everything listed
    all of them in the index
    sound backup
    interrupted before all text
    dense, calm
    dense / calm
    is used up
    default, undo
    broadsheet waits, for
    retry-after is obeyed
    killed in between
    to what it does
    some hundred bytes
    that has the keys
    stop asking
    kept output
    kept outputs
    all but miniflux want
    mostly has a password
    sends on to
    sends on elsewhere
    as this kind of server does
    keeps no tags of yours
    keeps none of yours
    not taken
    lists that do not end
    says nowhere
    has no place here
    on a line each
    give one whole name
    half written
    written anew
    how many colours are sent
    searches of their own
    works only in
    works only outside
    nothing found for
    rows to change together
    """.strip().splitlines()
)
"""In lower case, each with the spaces that it has within a line."""

BUILDERS = frozenset(
    {"CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/decisions.md", "docs/glossary.md"}
)
"""Pages that users of the program do not need."""

ALLOWED: dict[str, frozenset[str]] = {
    "docs/glossary.md": frozenset({"kept output"}),  # it says what not to say
    "CHANGELOG.md": frozenset(
        {"feeds asked", "full texts:", "all of them in the index"}
    ),  # it quotes the former words
}
"""Folder or file → phrases that may stand there."""


def literals(source: str) -> Iterator[str]:
    """The strings of a module as the program puts them together: {} stands for a value; docstrings are left out."""
    tree = ast.parse(source)
    left_out = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            left_out.update(map(id, node.values))
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value


def found(text: str) -> list[str]:
    """The phrases in a text, whole words only."""
    said = f" {' '.join(text.lower().split())} "
    return [
        phrase
        for phrase in PHRASES
        if phrase in said and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", said)
    ]


def allowed(place: str) -> set[str]:
    return {phrase for where, phrases in ALLOWED.items() if place.startswith(where) for phrase in phrases}


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "reader").rglob("*.py"))
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
)


@pytest.mark.parametrize("folder", sorted({name.rpartition("/")[0] for name in MODULES}))
def test_no_module_says_one_of_them(folder: str) -> None:
    said = {
        (name, phrase)
        for name in MODULES
        if name.rpartition("/")[0] == folder
        for text in literals((ROOT / name).read_text("utf-8"))
        for phrase in found(text)
        if phrase not in allowed(name)
    }
    assert said == set()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_one_of_them(page: str) -> None:
    assert set(found((ROOT / page).read_text("utf-8"))) - allowed(page) == set()


def test_no_page_for_users_ends_a_clause_with_too() -> None:
    pages = {page: (ROOT / page).read_text("utf-8") for page in PAGES if page not in BUILDERS}
    assert [page for page, text in pages.items() if re.search(r", too\b", text)] == []


def test_messages_quote_in_one_style() -> None:
    """Where `!r` stands in what a person reads, Python's quotes do."""
    quoting = {
        name
        for name in MODULES
        for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8")))
        if isinstance(node, ast.Call) and _is_shown(node)
        for part in ast.walk(node)
        if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
    }
    assert quoting == set()


def _is_shown(call: ast.Call) -> bool:
    """An error of ours is made, or something is told."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in (
        "say",
        "warn",
        "tell",
        "data",
        "result",
        "UsageError",
        "NothingFound",
        "LibraryError",
        "notice",
    )


def test_one_that_comes_back_is_found() -> None:
    source = "\n".join(
        (
            '"""Undo takes it back."""',
            "def say(number):",
            '    """It lies beside."""',
            '    return f"{number} feeds" f" asked" if number else "u takes\\n it back"',
        )
    )
    assert [found(text) for text in literals(source)] == [["feeds asked"], ["takes it back"]]
    assert found("It Takes\nit  back.") == ["takes it back"]
    assert found("mistakes it backs") == []
    assert all(found(phrase) for phrase in PHRASES)
