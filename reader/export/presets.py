"""The presets of exports: how each program wants its properties, tags, quotations and links between notes.

Obsidian: help.obsidian.md/tags, /callouts and /links. Logseq: docs.logseq.com, "Properties" and "term/page reference
with label". pandoc: its manual, "Metadata variables" and "Extension: yaml_metadata_block".
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from reader.markdown import escape, pandoc_text
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PROPERTIES = (
    "title", "source", "author", "agency", "publication", "published", "created", "description", "tags", "broadsheet"
)  # fmt: skip
"""The properties of an article, in the order of the file. `broadsheet` is its uid."""

UID = "broadsheet"

_RUN = re.compile(r"[ -]*-[ -]*| {2,}")
_NOT_IN_NAMES = re.compile(r"[\[\]|#^\\:%<>`]")
_NOT_IN_TITLES = re.compile(r"[\[\]|]|%%")


class Preset(NamedTuple):
    """The form that a program takes. `names`: each of `PROPERTIES` → its name, "" where it is left out.

    `tag` writes a tag so that the program takes it, "" where nothing of it is left; `text` writes other words of a
    property. `link` links a note by its title and its path as seen from the file; None: articles are linked on the web
    only. `is_page`: Logseq's form (`markdown.logseq_page`) in place of front matter.
    """

    names: Mapping[str, str]
    tag: Callable[[str], str] = str
    text: Callable[[str], str] = str
    link: Callable[[str, str], str] | None = None
    has_callouts: bool = False
    is_page: bool = False

    def renamed(self, names: Mapping[str, str]) -> Preset:
        """The preset with other names for some properties. Raises ValueError, in words, for two of one name."""
        found = {**self.names, **names}
        for name in found.values():
            same = [one for one, other in found.items() if other and other.casefold() == name.casefold()]
            if len(same) > 1:
                raise ValueError(f"{' and '.join(same)} would both be the property {name}")
        return self._replace(names=MappingProxyType(found))


def obsidian_tag(tag: str) -> str:
    """Letters, digits, `_`, `-` and `/`. Where all of it is numbers and signs, `_` comes first: no digits alone."""
    found = _slug(tag).replace(" ", "-")
    return f"_{found}" if found and re.fullmatch(r"[\W\d]+", found) else found


def logseq_tag(tag: str) -> str:
    """Makes a tag as in Obsidian, but spaces stay, and so do digits alone: a tag is the name of a page. `_` at an end is emphasis."""
    return "/".join(part for one in _slug(tag).split("/") if (part := one.strip(" _")))


def _slug(tag: str) -> str:
    """Words of letters, marks, digits and `_`, joined by single hyphens or spaces, in parts parted by `/`."""
    text = unicodedata.normalize("NFC", tag)
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" or char in "_-/ " else "-" for char in text)
    parts = (_RUN.sub(_shorter, part).strip(" -") for part in kept.split("/"))
    return "/".join(part for part in parts if part)


def _shorter(run: re.Match[str]) -> str:
    return "-" if "-" in run[0] else " "


def wiki_link(title: str, note: str) -> str:
    """`[[name|title]]`, with its path where the note is in another folder; a Markdown link where `[[ ]]` cannot hold it."""
    name = note.removesuffix(".md")
    if (
        _NOT_IN_NAMES.search(name)
        or _NOT_IN_TITLES.search(title)
        or escape.inline(title) != title
        or not title.strip()
    ):
        return markdown_link(title, note)
    return f"[[{name}|{title}]]"


def logseq_link(title: str, note: str) -> str:
    """`[title]([[name]])`: a page is called as its file is, in whatever folder; empty for names that no link can hold."""
    name = note.rpartition("/")[2].removesuffix(".md")
    return "" if re.search(r"[\[\]#%()]", name) else f"[{escape.inline(title, brackets=True)}]([[{name}]])"


def markdown_link(title: str, note: str) -> str:
    """`[title](path)`, the path encoded where Markdown or an address needs it."""
    path = "".join(char if char.isalnum() or char in "/._-~" else quote(char) for char in note)
    return f"[{escape.inline(title, brackets=True)}]({path})"


def known_tags(tags: Iterable[str]) -> Mapping[str, str]:
    """The library's tags by all that files may call them, folded; a name that is a tag itself means that tag."""
    known = sorted(tags)
    found = {fold(written(tag)): tag for tag in reversed(known) for written in _WRITERS if written(tag)}
    return found | {fold(tag): tag for tag in reversed(known)}


_WRITERS = (obsidian_tag, logseq_tag, pandoc_text.escape)

PLAIN = Preset(MappingProxyType({name: name for name in PROPERTIES}))

PRESETS: Mapping[str, Preset] = MappingProxyType({
    "plain": PLAIN,
    "obsidian": PLAIN._replace(tag=obsidian_tag, link=wiki_link, has_callouts=True),
    # Without `title`, which would be the page's name: Logseq takes one page of a name, and news share titles.
    "logseq": PLAIN.renamed({"title": "headline"})._replace(tag=logseq_tag, link=logseq_link, is_page=True),
    "pandoc": PLAIN.renamed({"published": "date", "description": "abstract", "tags": "keywords"})._replace(
        tag=pandoc_text.escape, text=pandoc_text.escape, link=markdown_link
    ),
})  # fmt: skip
"""Name → preset."""
