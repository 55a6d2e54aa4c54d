"""The formats of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.export.article_file import export
from reader.export.folder import Folder
from reader.export.markdown_file import MarkdownFile
from reader.export.registry import DEFAULT, EXPORTERS, ONE_FILE
from reader.model import EXPORT_FORMATS
from tests.export.articles import ARTICLE, CONTENT

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Article, Content, LastExport


class PlainText:
    """Another format, as one would add it."""

    suffix = ".txt"

    def render(self, article: Article, content: Content) -> str:
        return f"{article.uid}\n{content.text}\n"

    def fingerprint(self, article: Article, content: Content) -> str:
        return self.render(article, content)

    def uid(self, head: str) -> str | None:
        return head.partition("\n")[0]


def test_markdown_is_what_is_meant_where_nothing_is_said() -> None:
    assert (DEFAULT, list(EXPORTERS)) == ("markdown", ["markdown"])
    assert isinstance(EXPORTERS[DEFAULT], MarkdownFile)


def test_every_format_that_can_be_named_is_there() -> None:
    assert (*EXPORTERS, *ONE_FILE) == EXPORT_FORMATS
    assert [(one.suffix, one.is_text) for one in ONE_FILE.values()] == [
        (".epub", False),
        (".html", True),
        (".json", True),
    ]


def test_the_uid_of_its_own_files_is_found_in_their_heads() -> None:
    form = MarkdownFile()
    assert form.uid(form.render(ARTICLE, CONTENT)) == ARTICLE.uid
    assert form.uid("---\ntitle: x\nbroadsheet: 'abcdefghijklmn23'\nmine: 1\n---\n") == ARTICLE.uid
    assert form.uid("---\ntitle: x\n---\nbroadsheet: abcdefghijklmn23\n") is None
    assert form.uid("broadsheet: abcdefghijklmn23\n") is None


def test_another_format_keeps_what_the_reader_changed_as_well(tmp_path: Path) -> None:
    def run(last: LastExport | None = None, text: str = "") -> tuple[str, str]:
        folder = Folder(tmp_path, PlainText())
        content = CONTENT if not text else CONTENT.__class__(text=text)
        done = export(ARTICLE, content, folder, last=last)
        assert done.last is not None
        lasts.append(done.last)
        return done.outcome, done.path.name

    lasts: list[LastExport] = []
    name = "2024-05-06-two-mayors-meet-as-tolls-rise"
    assert run() == ("new", f"{name}.txt")
    (tmp_path / f"{name}.txt").rename(tmp_path / "moved.txt")
    (tmp_path / "other.md").write_text(f"{ARTICLE.uid}\n")
    assert run(lasts[0]) == ("unchanged", "moved.txt")
    (tmp_path / "moved.txt").write_text(f"{ARTICLE.uid}\nmine\n")
    assert run(lasts[1], "It burns.") == ("beside", "moved.new.txt")
    (tmp_path / "moved.txt").unlink()
    assert run(None, "It burns.") == ("new", f"{name}.txt")  # a file beside is none of the article's own
