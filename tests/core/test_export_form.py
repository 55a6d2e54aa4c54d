"""What the settings say of exported files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import export_form
from reader.errors import UsageError
from reader.export.markdown_file import MarkdownFile
from reader.export.names import Naming
from reader.export.presets import PLAIN, PRESETS
from reader.model import Draft
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        yield opened


def configure(library: Session, text: str) -> None:
    library.places.config.mkdir(parents=True, exist_ok=True)
    (library.places.config / "config.toml").write_text(f"[export]\n{text}\n")
    library.forget_settings()


def test_markdown_goes_by_the_preset(library: Session) -> None:
    assert export_form.preset(library).names == PLAIN.names
    configure(library, 'preset = "logseq"\nproperties = { title = "name" }')
    found = export_form.exporter(library)
    assert isinstance(found, MarkdownFile)
    assert found.preset.is_page
    assert found.preset.names == {**PRESETS["logseq"].names, "title": "name"}
    assert export_form.own_names(library) == {"name": "title"}


def test_two_properties_of_one_name_are_refused_in_words(library: Session) -> None:
    configure(library, 'preset = "pandoc"\nproperties = { created = "date" }')
    with pytest.raises(UsageError, match="published and created would both be the property date") as caught:
        export_form.exporter(library)
    assert caught.value.hint.endswith("export.preset is pandoc, which has names of its own")


def test_the_folder_of_a_publication_is_one_of_many_patterns(library: Session) -> None:
    assert export_form.naming(library) == Naming()
    configure(library, "by_publication = true")
    assert export_form.naming(library) == Naming(folder="{publication}")
    configure(library, 'by_publication = true\nfolder_name = "{year}"\nfile_name = "{title}"')
    assert export_form.naming(library) == Naming("{title}", "{year}")


def test_tags_of_a_file_are_those_of_its_article_then_of_the_library(library: Session) -> None:
    for number, tags in enumerate((("two words",), ("C++", "sea")), 1):
        saved = library.library.articles.save(Draft(title=f"A {number}", text="x"), now=NOW)
        library.library.tags.change([saved.id], tags, [], NOW)
    article = library.library.articles.get(1)
    assert article is not None
    assert export_form.library_tags(library, article, ("two-words", "C", "c", "new")) == (
        "two words",
        "C++",
        "new",
    )
