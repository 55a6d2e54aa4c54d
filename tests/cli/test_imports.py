"""What each entry point may load: speed is held by counts of modules, not by clocks."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reader.core.session import LibraryPaths, Session
from reader.model import Draft, Subscription
from reader.store.feeds import FeedOutcome
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import Server

HEAVY = frozenset(
    (
        "aiohttp",
        "feedparser",
        "fastfeedparser",
        "trafilatura",
        "lxml",
        "selectolax",
        "whoosh",
        "numpy",
        "rich",
        "textual",
    )
)
INDEX = frozenset(("whoosh", "cached_property", "numpy", "Stemmer", "cython_runtime"))
LATE = frozenset(
    (
        "ast", "asyncio", "bz2", "dataclasses", "difflib", "email", "gzip", "hashlib", "http", "inspect", "lzma", "msgspec",
        "multiprocessing", "numpy", "random", "shlex", "shutil", "socket", "ssl", "subprocess", "tempfile", "threading",
        "tokenize", "tomllib", "traceback", "zlib",
        "reader.config.settings", "reader.core.clusters", "reader.core.indexing", "reader.core.lists", "reader.core.refresh.run",
        "reader.core.sandbox", "reader.core.sync", "reader.index", "reader.query.evaluate", "reader.query.rewrite",
        "reader.store.articles.save_article", "reader.text.language", "reader.text.stemming", "reader.text.tokens",
    )
)  # fmt: skip
"""What takes a millisecond or more to load, and a small command has no use for."""

MARKDOWN = frozenset(("markdown_it", "linkify_it", "mdurl", "mdit_py_plugins"))


def modules(code: str) -> set[str]:
    """All modules that a fresh interpreter has loaded after this code, less those of its own start."""
    script = f"import sys\nstarted = set(sys.modules)\n{code}\nprint('\\n'.join(sorted(set(sys.modules) - started)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines())


def loaded(code: str) -> set[str]:
    """The top-level modules of others that a fresh interpreter has loaded after this code."""
    found = {name.partition(".")[0] for name in modules(code)}
    ours = {"reader", "sitecustomize", *sys.stdlib_module_names}
    return {name for name in found - ours if not name.startswith("_")}


def command(*argv: str) -> str:
    return (
        "import io\nfrom reader.cli.main import main\n"
        f"kept, sys.stdout = sys.stdout, io.StringIO()\ncode = main({list(argv)!r})\nsys.stdout = kept\nassert code == 0"
    )


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import reader.cli.main", set()),
        (command("--help"), set()),
        (command("help", "query"), set()),
        (command("completion", "bash"), set()),
        ("import reader.core.session", set()),
        (command("list"), set()),
        (command("count"), set()),
        (command("show", "1"), set()),
        (command("mark", "read", "1"), set()),
        (command("tag", "1", "+sea"), set()),
        (command("config"), set()),
        (command("list", "--json=id"), set()),
        (command("list", "--format", "{id}"), set()),
        (command("_complete", "words", "list", "feed:"), set()),
        (command("_complete", "bash", " ", "broadsheet import --"), set()),
        (command("search", "harbour"), INDEX | MARKDOWN),
        (command("list", "harbour"), INDEX),
        (command("export", "1", "--to", "-"), MARKDOWN),
        (command("export", "1", "--to", "-", "--as", "html"), MARKDOWN),
    ],
    ids=lambda value: value.rpartition("main([")[2].partition("])")[0] if isinstance(value, str) else "",
)
@pytest.mark.usefixtures("library_with_one")
def test_an_entry_point_loads_no_more_than_it_needs(code: str, allowed: set[str]) -> None:
    assert loaded(code) <= {"platformdirs", *allowed}


@pytest.mark.usefixtures("library_with_one")
def test_the_test_itself_sees_what_is_loaded() -> None:
    assert {"whoosh", "numpy", "Stemmer"} <= loaded(command("search", "harbour"))
    assert loaded("import aiohttp") & HEAVY == {"aiohttp"}


def test_writing_an_index_loads_nothing_for_single_calls(tmp_path: Path) -> None:
    code = (
        "from datetime import UTC, datetime\nfrom pathlib import Path\nfrom reader.index.index import Index\n"
        "from reader.model import Article, Document\n"
        "article = Article(id=1, uid='1', title='A ferry', lang='en', fetched=datetime(2026, 1, 1, tzinfo=UTC))\n"
        f"Index(Path({str(tmp_path / 'index')!r})).write([Document(article=article, body='It is in the port')], [], 1)"
    )
    found = modules(code)
    assert "reader.index.segments.invert" in found
    assert not found & {
        "numpy.ma",
        "zipfile",
        "importlib.readers",
    }  # `np.unique`, `importlib.resources.files`


@pytest.mark.usefixtures("library_with_one")
def test_news_are_indexed_without_what_reads_markdown_or_keeps_feeds() -> None:
    with Session(LibraryPaths.found()) as session:
        draft = Draft(
            title="A ferry", url="https://pier.example/2", text="It is late.", markdown="It is *late*."
        )
        session.library.articles.save(draft, now=session.now())
    found = modules(
        "from reader.core import indexing\nfrom reader.core.session import LibraryPaths, Session\n"
        "with Session(LibraryPaths.found()) as session:\n    indexing.write_changes(session)"
    )
    assert "reader.index.segments.invert" in found
    assert not found & {"reader.markdown.blocks", "reader.store.feeds", "_hashlib"}  # OpenSSL takes 3 ms


@pytest.mark.parametrize(
    ("argv", "ours", "others"),
    [
        (["--version"], 15, 35),
        (["count"], 60, 60),
        (["list"], 62, 60),
        (["list", "is:unread"], 62, 60),
        (["feeds"], 55, 60),
        (["mark", "read", "1"], 60, 60),
        (["tag", "1", "+sea"], 60, 60),
        (["refresh", "--due"], 60, 60),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("library_with_nothing_due")
def test_a_small_command_loads_few_modules(argv: list[str], ours: int, others: int) -> None:
    found = modules(command(*argv))
    assert not found & LATE
    of_ours = {name for name in found if name.partition(".")[0] == "reader"}
    assert len(of_ours) <= ours, sorted(of_ours)
    assert len(found - of_ours) <= others, sorted(found - of_ours)


@pytest.mark.usefixtures("library_with_nothing_due")
def test_a_number_of_the_library_is_told_without_the_index() -> None:
    assert not modules(command("stats")) & {"numpy", "whoosh", "reader.index"}


NEEDED_FOR_NEWS = frozenset(
    (
        "msgspec", "numpy", "whoosh", "markdown_it", "reader.index", "reader.core.clusters", "reader.core.indexing",
        "reader.core.refresh.full_texts", "reader.core.refresh.mail_folder", "reader.core.sandbox.entry_draft",
        "reader.core.sandbox.process", "reader.core.saved_searches", "reader.core.upkeep", "reader.parse.feed",
    )
)  # fmt: skip
"""What a refresh loads only once something new came."""


@pytest.mark.usefixtures("library_with_nothing_due")
def test_a_refresh_without_news_loads_neither_children_nor_index(server: Server) -> None:
    url = server.on("/feed", Route(status=304))
    with Session(LibraryPaths.found()) as session:
        now = session.now()
        for feed in session.library.feeds.all():
            session.library.feeds.remove(feed.id, now)
        feed, _ = session.library.feeds.add(Subscription(url=url), now)
        known = FeedOutcome(tried=now, state="ok", outcome="1 new", etag='"1"', body_hash="1")
        session.library.feeds.tried(feed.id, known)
    found = modules(command("refresh", "--no-full-text"))
    assert server.count("/feed") == 1
    assert not found & NEEDED_FOR_NEWS


def test_a_child_that_reads_feeds_loads_no_second_parser_and_nothing_for_pages() -> None:
    tasks = "reader.core.sandbox.tasks"
    found = modules(f"import reader.core.sandbox.child, {tasks}.feed, {tasks}.entries")
    assert not found & {"feedparser", "trafilatura", "reader.parse.mail", "reader.parse.json_feed", "numpy"}
