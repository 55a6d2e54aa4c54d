from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from reader.config import themes
from reader.config.themes import ROLES, Theme, shipped_names
from tests.support.contrast import contrast, luminance

SHIPPED = shipped_names()

COLOURED = [name for name in SHIPPED if name not in ("ansi", "plain")]


def own(folder: Path, text: str, name: str = "mine") -> tuple[dict[str, Theme], tuple[str, ...]]:
    (folder / "themes").mkdir(exist_ok=True)
    (folder / "themes" / f"{name}.toml").write_text(text, "utf-8")
    return themes.load(folder)


def whole(name: str, **changed: str) -> str:
    colours = dict.fromkeys(ROLES, "#123456") | changed
    rows = "\n".join(f'{role} = "{colour}"' for role, colour in colours.items())
    return f'name = "{name}"\ndark = true\n[colours]\n{rows}\n'


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("ground", ["paper", "selection"])
@pytest.mark.parametrize("role", ["ink", "dim", "accent", "good", "warn", "bad"])
def test_what_is_read_stands_out_from_paper_and_selection(
    tmp_path: Path, name: str, ground: str, role: str
) -> None:
    colours = {str(key): colour for key, colour in themes.load(tmp_path)[0][name].colours.items()}
    assert contrast(colours[role], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", COLOURED)
def test_ink_stands_out_from_marks(tmp_path: Path, name: str) -> None:
    colours = themes.load(tmp_path)[0][name].colours
    assert contrast(colours["ink"], colours["mark"]) >= 4.5


def test_shipped_themes_have_their_files_names_and_every_role(tmp_path: Path) -> None:
    found, notices = themes.load(tmp_path)
    assert not notices
    assert tuple(found) == SHIPPED
    assert all(set(theme.colours) == set(ROLES) for theme in found.values())


def test_a_file_in_the_folder_is_a_shipped_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "shipped"
    shutil.copytree(themes.shipped_folder(), folder)
    (folder / "bay.toml").write_text((folder / "sepia.toml").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(themes, "shipped_folder", lambda: folder)
    assert shipped_names() == (*SHIPPED[:4], *sorted((*SHIPPED[4:], "bay")))
    found, _ = themes.load(tmp_path)
    assert tuple(found) == shipped_names()
    assert found["bay"].name == "bay"


def test_the_defaults_and_those_for_special_eyes_stand_first() -> None:
    assert SHIPPED[:4] == ("newsprint", "lamplight", "sepia", "high-contrast")
    assert SHIPPED[4:] == ("ansi", "plain")


def test_dark_is_said_of_those_with_light_ink(tmp_path: Path) -> None:
    for name in COLOURED:
        theme = themes.load(tmp_path)[0][name]
        assert theme.dark == (luminance(theme.colours["ink"]) > luminance(theme.colours["paper"]))


def test_ansi_and_plain_use_the_terminals_colours_and_plain_has_none(tmp_path: Path) -> None:
    found = themes.load(tmp_path)[0].items()
    assert [name for name, theme in found if theme.uses_terminal] == ["ansi", "plain"]
    assert [name for name, theme in found if theme.is_plain] == ["plain"]


def test_a_users_theme_comes_after_the_shipped_ones(tmp_path: Path) -> None:
    found, notices = own(tmp_path, whole("mine", ink="#ABCDEF"))
    assert not notices
    assert tuple(found) == (*SHIPPED, "mine")
    assert found["mine"].colours["ink"] == "#abcdef"


def test_a_users_theme_takes_the_place_of_a_shipped_one_of_its_name(tmp_path: Path) -> None:
    found, _ = own(tmp_path, whole("sepia"))
    assert tuple(found) == SHIPPED
    assert found["sepia"].colours["ink"] == "#123456"


def test_a_replaced_shipped_theme_is_no_default_for_others(tmp_path: Path) -> None:
    own(tmp_path, whole("lamplight"), "a")
    found, _ = own(tmp_path, "dark = true", "b")
    assert found["b"].colours["ink"] == "#e8e2d6"


def test_a_name_that_is_not_said_is_the_files(tmp_path: Path) -> None:
    assert "mine" in own(tmp_path, whole("x").replace('name = "x"', ""))[0]


def test_roles_that_are_not_set_are_named_and_taken_from_a_shipped_theme(tmp_path: Path) -> None:
    found, notices = own(tmp_path, '[colours]\nink = "#000000"\n')
    assert found["mine"].colours["paper"] == "#f8f4ea"
    assert len(notices) == 1
    assert "paper, dim, accent" in notices[0]
    assert "using the colours of newsprint" in notices[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (whole("mine", ink="#12"), "line 5: ink must be #rrggbb or a colour of the terminal, not “#12”"),
        (whole("mine", ink="redd"), "did you mean red?"),
        (whole("mine", ink="red; color: blue"), "ink must be"),
        (whole("mine", ikn="#000000"), "unknown role “ikn”; did you mean ink?"),
        (whole("mine", zzz="#000000"), "the roles are paper, ink"),
        (whole("mine").replace("dark = true", "dark = 3"), "line 2: dark must be true or false"),
        (whole("a{}b"), "the theme is ignored"),
        ("colours = 3", "paper, ink, dim"),
        ("name =", "line 1: is not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    found, notices = own(tmp_path, text)
    assert len(notices) == 1
    assert said in notices[0]
    assert "mine.toml" in notices[0]
    assert set(SHIPPED) <= set(found)


def test_a_bad_colour_keeps_the_default(tmp_path: Path) -> None:
    found, _ = own(tmp_path, whole("mine", ink="blurple"))
    assert found["mine"].colours["ink"] == "#e8e2d6"


def test_a_themes_folder_that_is_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "themes").write_text("x")
    assert tuple(themes.load(tmp_path)[0]) == SHIPPED


def test_a_file_larger_than_the_limit_is_left_out(tmp_path: Path) -> None:
    found, notices = own(tmp_path, whole("mine") + "#" * 1_000_000)
    assert "mine" not in found
    assert "larger than" in notices[0]


def test_the_example_in_the_manual_is_a_whole_theme_that_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "themes.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(name = .*?)```", page, re.DOTALL)
    found, notices = own(tmp_path, example, "harbour")
    assert notices == ()
    assert found["harbour"].dark
    assert [name for name in SHIPPED if f"| {name} |" not in page] == []
    assert [role for role in ROLES if f"`{role}`" not in page] == []
