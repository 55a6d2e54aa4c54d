"""What each entry point may load: speed is held by counts of modules, not by clocks."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
MARKDOWN = frozenset(("markdown_it", "linkify_it", "mdurl", "mdit_py_plugins"))


def loaded(code: str) -> set[str]:
    """The top-level modules of others that a fresh interpreter has loaded after this code."""
    script = f"import sys\n{code}\nprint('\\n'.join(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    found = {name.partition(".")[0] for name in run.stdout.splitlines()}
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
