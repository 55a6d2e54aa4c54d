"""A vault of sixty notes with hostile titles, names and tags, in each preset, as other programs read it."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import yaml
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from reader.export import article_file, index_file
from reader.export.folder import Folder
from reader.export.index_file import IndexedNote
from reader.export.markdown_file import MarkdownFile
from reader.export.names import Naming
from reader.export.presets import PRESETS
from reader.markdown import dialect, front_matter
from reader.model import Article, Content, RelatedLink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = 60
TITLES = (
    "Two Mayors Meet", "*Bold* _claim_: `x`", "[Brackets] | bars", "# hash", "C++ & <b>tags</b>", "con", "???", "---", "1. One", "- dash",
    '"Quoted" it’s', "日本の天気", "Газ: 5%", "a\\b", "$5 or $6?", "~~x~~ ^y^", "@me [[wiki]]", "%% comment %%", "true", "2022-02-04",
    "Über\u2028alles", "🎉 Party", "key:: value", "A/B", "> quote", "null", "Weather", "Weather", "<img src=x onerror=y>",
)  # fmt: skip
TAGS = (
    "C++", "a b", "1984", "true", "x/ y /z", "+++", "a--b", "#hash", "_x_", "🎉 party", "naïve café", "a,b; c", "Ünï/日本", "@me", "yes",
    "[x]", "two: words", "null", "2022-02-04", "<b>", "a_b",
)  # fmt: skip
NAMES = ("Jo [x]", "Ann, Lee", "O’Neil", "#Bo", "*Star*", "<i>", "A: B", "- C")
BODY = """Text {0} of <https://paper.example/>.

## Head {0}

- a
- b

> q

```
code

<b>
```

| a | b |
| --- | --- |
| 1 | 2 |

1. x
2. y"""
UID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def articles() -> Iterator[tuple[Article, Content]]:
    dice = random.Random(7)
    for number in range(SIZE):
        names = dice.sample(range(SIZE + 5), 4)
        related = tuple(RelatedLink(TITLES[n % len(TITLES)], f"https://paper.example/{n}") for n in names)
        article = Article(
            id=number,
            uid="".join(dice.choices(UID_LETTERS, k=16)),
            title=TITLES[number % len(TITLES)],
            fetched=datetime(2026, 3, 2, tzinfo=UTC),
            url=f"https://paper.example/{number}",
            authors=tuple(dice.sample(NAMES, dice.randrange(3))),
            publication=dice.choice(("The Quay", "A/B: C?", "..", None)),
            agency=dice.choice((None, "AFP #x")),
            day=f"2026-02-{dice.randrange(10, 20)}",
            description=dice.choice((None, 'He said: "x" #tag [[y]] {z}', "- a: b", "<b>")),
            tags=(TAGS[number % len(TAGS)], *dice.sample(TAGS, dice.randrange(6))),
        )
        yield (
            article,
            Content(
                markdown=BODY.format(number),
                text=dialect.plain(BODY.format(number)),
                related=related,
                notes=(f"Thought *{number}*\n\n- of [[mine]] <b>",) * (number % 3),
                highlights=("Text [[x]]\n\n<b>more",) * (number % 2),
            ),
        )


@pytest.fixture
def preset() -> str:
    """The preset of `vault`, where a test names no other."""
    return "obsidian"


@pytest.fixture
def vault(preset: str, tmp_path: Path) -> Path:
    """The notes of a preset and their index."""
    folder = Folder(tmp_path / "vault", MarkdownFile(PRESETS[preset]))
    naming = Naming("{date} {title}", "{publication}")
    places = {article.url: folder.place(article, naming) for article, _ in articles()}
    for article, content in articles():
        urls = (link.url or "" for link in content.related)
        notes = {url: places[url] for url in urls if url in places}
        article_file.export(article, content, folder, last=None, naming=naming, notes=notes)
    listed = [IndexedNote(places[article.url], article.day or "", article.title) for article, _ in articles()]
    assert index_file.write(folder, listed, PRESETS[preset]) == "written"
    return tmp_path / "vault"


def notes(vault: Path) -> list[Path]:
    found = [path for path in vault.rglob("*.md") if path.name != "index.md"]
    assert len(found) == SIZE
    return found


@pytest.mark.parametrize("preset", ["plain", "obsidian", "pandoc"])
def test_properties_are_the_same_to_every_reader_of_yaml(preset: str, vault: Path) -> None:
    titles = set()
    for path in notes(vault):
        head = path.read_text("utf-8").split("\n---\n")[0].removeprefix("---\n")
        found: dict[str, Any] = yaml.safe_load(head)
        assert found == YAML(typ="safe", pure=True).load(head)
        texts = [value for key, value in found.items() if key not in ("published", "date", "created")]
        assert all(
            isinstance(text, str)
            for value in texts
            for text in (value if isinstance(value, list) else [value])
        )
        assert isinstance(found["created"], date)
        titles.add(found["title"])
    if preset != "pandoc":
        assert titles == {*TITLES}


@pytest.mark.parametrize("preset", ["logseq"])
def test_properties_are_one_a_line_in_logseq(vault: Path) -> None:
    for path in notes(vault):
        head, _, text = path.read_text("utf-8").partition("\n\n")
        assert all(re.fullmatch(r"[a-z]+:: \S.*", line) for line in head.split("\n"))
        assert all(
            not line or line.startswith(("- ", "  ", "\t")) or line == "-" for line in text.split("\n")
        )


def test_obsidian_takes_every_tag(vault: Path) -> None:
    tags = {tag for path in notes(vault) for tag in front_matter.read(path.read_text("utf-8"))[0]["tags"]}
    assert {
        "clippings",
        "C",
        "a-b",
        "_1984",
        "x/y/z",
        "naïve-café",
        "Ünï/日本",
        "true",
        "_2022-02-04",
    } <= tags
    for tag in tags:  # help.obsidian.md/tags: letters, digits, _ - /, and not digits alone
        assert re.fullmatch(r"[\w/-]+", tag)
        assert not tag.isdecimal()


@pytest.mark.parametrize("preset", PRESETS)
def test_nothing_in_a_text_is_active(vault: Path) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    for path in vault.rglob("*.md"):
        text = path.read_text("utf-8")
        body = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
        for token in reader.parse(body):
            for one in (token, *(token.children or ())):
                assert not one.type.startswith("html") or "<!-- broadsheet index" in one.content, path


@pytest.mark.parametrize("preset", PRESETS)
def test_every_link_to_a_note_leads_to_one(preset: str, vault: Path) -> None:
    stems = {path.stem for path in notes(vault)}
    linked = 0
    for path in vault.rglob("*.md"):
        text = path.read_text("utf-8")
        # What a title holds is escaped, so that a bare [[ or ]( is ours.
        wiki = re.findall(r"- \[\[([^|\]\n]+)\|", text)
        pages = re.findall(r"\]\(\[\[([^\]\n]+)\]\]\)", text)
        paths = [unquote(found) for found in re.findall(r"\]\(([^)\s]+\.md)\)", text)]
        assert all((path.parent / f"{name}.md").is_file() for name in wiki)
        assert all((path.parent / name).is_file() for name in paths)
        assert {*pages} <= stems
        assert not wiki or preset == "obsidian"
        assert not pages or preset == "logseq"
        linked += len(wiki) + len(pages) + len(paths)
    assert linked == SIZE + sum(
        (link.url or "").rpartition("/")[2] in map(str, {*range(SIZE)} - {article.id})
        for article, content in articles()
        for link in content.related
        if preset != "plain"
    )
