"""The groups of the settings, and the page of the manual that follows them."""

from __future__ import annotations

from pathlib import Path

from reader.config.setting_groups import GROUPS, ordered, page
from reader.config.settings import TABLE

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_each_setting_has_a_label_of_its_own_in_its_group() -> None:
    names = [setting.name for _, setting in ordered() if setting]
    assert sorted(names) == sorted(setting.name for setting in TABLE)
    assert {name for group in GROUPS.values() for name in group} == set(names)
    assert all(len(set(group.values())) == len(group) for group in GROUPS.values())


def test_the_page_has_the_groups_and_the_order_of_the_screen() -> None:
    found = page()
    assert DOCS.read_text(encoding="utf-8") == found
    places = [
        found.index(f"\n## {label}\n" if row is None else f"| `{row.name}` |") for label, row in ordered()
    ]
    assert places == sorted(places)
