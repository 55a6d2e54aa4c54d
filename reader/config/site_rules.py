"""The user's own rules for sites: `sites/HOST.toml` in the config folder. Whatever is wrong comes back in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config import toml_file
from reader.model import SiteRules
from reader.text import urls
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "sites"

KEYS = tuple(name for name in SiteRules.__slots__ if name != "name")
"""What a file may set: each a CSS selector, or a list of them."""

SELECTORS_LIMIT = 50
"""Selectors of a key."""

SELECTOR_LENGTH = 1_000
"""Characters of a selector."""


class Sites:
    """The files of a config folder. Each is read when a page of its site is, and again when it has changed."""

    def __init__(self, config: Path) -> None:
        self._folder = config / FOLDER
        self._known: dict[Path, tuple[tuple[int, int], SiteRules | None, tuple[str, ...]]] = {}

    def rules(self, url: str | None) -> SiteRules | None:
        """The rules for an address: the file of its host, else of the nearest parent domain that has one."""
        return self._found(url)[0]

    def notices(self, url: str | None) -> tuple[str, ...]:
        """The problems of the file that an address would go by, a line each."""
        return self._found(url)[1]

    def _found(self, url: str | None) -> tuple[SiteRules | None, tuple[str, ...]]:
        for path in self._paths(url):
            try:
                status = path.stat()
            except (OSError, ValueError):
                continue
            stamp = (status.st_mtime_ns, status.st_size)
            if path not in self._known or self._known[path][0] != stamp:
                self._known[path] = (stamp, *load(path))
            return self._known[path][1:]
        return None, ()

    def _paths(self, url: str | None) -> Iterator[Path]:
        host = (urls.host(url) or "").partition(":")[0] if url else ""
        if not host or not self._folder.is_dir():
            return
        labels = host.split(".")
        for start in range(max(len(labels) - 1, 1)):
            yield self._folder / f"{'.'.join(labels[start:])}.toml"


def load(path: Path) -> tuple[SiteRules | None, tuple[str, ...]]:
    """The rules of a file, None where none can be used, and a line for each thing in it that is wrong."""
    file = toml_file.read(path)
    name = f"{FOLDER}/{path.name}"
    if file.problem:
        said = f"{file.problem}; the file is ignored"
        return None, (toml_file.notice(path, file.problem_line, said),)
    used: dict[str, tuple[str, ...]] = {}
    notices: list[str] = []
    for key, value in file.tree.items():
        place = file.lines.get(key)
        if key not in KEYS:
            # Imported late: only a mistake needs it.
            from difflib import get_close_matches

            near = get_close_matches(key, KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(KEYS)}"
            notices.append(toml_file.notice(path, place, f"there is no key “{line(key, 40)}”; {hint}"))
            continue
        selectors, problems = _selectors(value)
        used[key] = selectors
        notices += [toml_file.notice(path, place, f"{key}: {problem}; ignored") for problem in problems]
    if not any(used.values()):
        return None, tuple(notices)
    return SiteRules(name=name, **used), tuple(notices)


def check(config: Path) -> tuple[int, tuple[str, ...]]:
    """The number of files, and the problems with them."""
    paths = sorted((config / FOLDER).glob("*.toml"))
    return len(paths), tuple(notice for path in paths for notice in (*_name(path), *load(path)[1]))


def _name(path: Path) -> Iterator[str]:
    found = urls.host(f"https://{path.stem}/")
    if found != path.stem:
        should = f"rename it to {found}.toml" if found else "name it after the host, like news.example.toml"
        yield toml_file.notice(path, None, f"the file name is not a host; {should}")


def _selectors(value: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The selectors that can be used, and what is wrong with the others."""
    given = value if isinstance(value, list) else [value]
    if len(given) > SELECTORS_LIMIT:
        return (), (f"has more than {SELECTORS_LIMIT} selectors",)
    good: list[str] = []
    problems: list[str] = []
    for one in given:
        if not isinstance(one, str) or not one.strip():
            problems.append("takes a CSS selector in quotation marks, or a list of them")
        elif (wrong := _wrong(one)) is not None:
            problems.append(f"“{line(one, 60)}” is not a CSS selector ({wrong})")
        else:
            good.append(one)
    return tuple(good), tuple(problems)


def _wrong(selector: str) -> str | None:
    # Imported late: most users have no such file.
    from cssselect import HTMLTranslator, SelectorError

    if len(selector) > SELECTOR_LENGTH:
        return f"longer than {SELECTOR_LENGTH:,} characters"
    try:
        HTMLTranslator().css_to_xpath(selector)
    except (SelectorError, ValueError, RecursionError) as error:
        return line(str(error), 100) or "cannot be read"
    return None
