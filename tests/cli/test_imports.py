"""What each entry point may load: speed is held by counts of modules, not by clocks."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "aiohttp",
    "feedparser",
    "fastfeedparser",
    "trafilatura",
    "lxml",
    "whoosh",
    "numpy",
    "rich",
    "textual",
)


def loaded(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after this code."""
    script = f"import sys\n{code}\nprint('\\n'.join(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.splitlines()}


def command(*argv: str) -> str:
    return f"import io\nfrom reader.cli.main import main\nkept, sys.stdout = sys.stdout, io.StringIO()\nmain({argv!r})\nsys.stdout = kept"


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import reader.cli.main", set()),
        (command("--help"), set()),
        ("import reader.core.session", {"platformdirs"}),
        (command("list"), {"platformdirs"}),
        (command("count"), {"platformdirs"}),
        (command("mark", "read", "1"), {"platformdirs"}),
        (command("search", "harbour"), {"platformdirs", "whoosh", "markdown_it", "Stemmer"}),
    ],
)
def test_an_entry_point_loads_no_more_than_it_needs(
    code: str, allowed: set[str], library_with_one: None
) -> None:
    found = loaded(code)
    assert found & set(HEAVY) <= allowed
    ours_and_standard = set(sys.stdlib_module_names) | {"reader", "_virtualenv", "sitecustomize"} | allowed
    foreign = {name for name in found - ours_and_standard if not name.startswith(("_", "__"))}
    assert foreign <= {"mdurl", "mdit_py_plugins", "cached_property"}
