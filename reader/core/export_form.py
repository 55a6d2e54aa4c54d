"""Reads the settings of exported files: their format, the names of files and of properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reader.core.session import Session
    from reader.export.names import Naming
    from reader.export.presets import Preset
    from reader.export.registry import Exporter
    from reader.model import Article


def exporter(session: Session, form: str = "markdown") -> Exporter:
    """The format of a name in `export.registry`; Markdown by the preset. Raises UsageError where two properties would have
    one name."""
    from reader.export.markdown_file import MarkdownFile
    from reader.export.registry import DEFAULT, EXPORTERS

    return MarkdownFile(preset(session)) if form == DEFAULT else EXPORTERS[form]


def preset(session: Session) -> Preset:
    """The preset of the settings, with the names that they give to properties. Raises UsageError for two of one name."""
    from reader.export.presets import PRESETS

    settings = session.settings
    try:
        return PRESETS[settings.export_preset].renamed(dict(settings.export_properties or ()))
    except ValueError as error:
        raise UsageError(
            str(error),
            subject="the setting export.properties",
            hint=f"choose another name; export.preset is {settings.export_preset}, which has names of its own",
        ) from error


def naming(session: Session) -> Naming:
    """The patterns of new files and their folders."""
    from reader.export.names import Naming

    settings = session.settings
    by_publication = "{publication}" if settings.export_by_publication else ""
    return Naming(settings.export_file_name, settings.export_folder_name or by_publication)


def own_names(session: Session) -> Mapping[str, str]:
    """The names that the reader chose for properties: name → ours."""
    return {name: ours for ours, name in session.settings.export_properties or () if name}


def library_tags(session: Session, article: Article, written: Collection[str]) -> tuple[str, ...]:
    """Tags of an article's exported file as the library has them, whatever a preset made of them: `a-b` may be `a b`."""
    from reader.export.presets import known_tags
    from reader.text.fold import fold

    known = known_tags(article.tags)
    if any(fold(tag) not in known for tag in written):
        known = {**known_tags(name for name, _ in session.library.tags.all()), **known}
    return tuple(dict.fromkeys(known.get(fold(tag), tag) for tag in written))
