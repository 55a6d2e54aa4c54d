"""Settings and the file they stand in."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reader.config.setting_values import FACTS
from reader.config.settings import (
    TABLE,
    Setting,
    Settings,
    defaults,
    load,
    rows,
    shown,
    typed,
)
from reader.config.toml_file import NOTICE_LIMIT


def loaded(folder: Path, text: str | bytes) -> tuple[Settings, tuple[str, ...]]:
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found, notices = load(path)
    return found, tuple(notice.replace(str(folder), "…") for notice in notices)


def test_a_file_sets_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    text = '[export]\nfolder = "/notes"\nby_publication = true\n'
    expected = replace(defaults(), export_folder=Path("/notes"), export_by_publication=True, refresh_every=60)
    assert loaded(tmp_path, text) == (expected, ())


def test_dotted_keys_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    found, notices = loaded(tmp_path, b"\xef\xbb\xbfrefresh.every = 0\r\nexport.folder = '~/notes'\r\n")
    assert (found.refresh_every, found.export_folder, notices) == (0, Path.home() / "notes", ())


def test_a_program_is_a_list_of_words_and_is_shown_as_it_is_written(tmp_path: Path) -> None:
    found, notices = loaded(tmp_path, 'after_refresh = ["notify", "{new} ü"]')
    assert (found.after_refresh, notices) == (("notify", "{new} ü"), ())
    assert shown(found.after_refresh) == '["notify", "{new} ü"]'


@pytest.mark.parametrize("text", ["", " \n", "# nothing\n", "[export]\n"])
def test_an_empty_file_means_the_defaults(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, text) == (defaults(), ())


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "config.toml") == (defaults(), ())


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (
            "# mine\n[export]\nfoldr = 'x'\n",
            "…/config.toml, line 3: unknown setting “export.foldr”; did you mean export.folder?",
        ),
        (
            "refresh.evry = 3",
            "…/config.toml, line 1: unknown setting “refresh.evry”; did you mean refresh.every?",
        ),
        (
            "[zebra]\nx = 1",
            "…/config.toml, line 1: unknown setting “zebra”; to list all settings: broadsheet config show",
        ),
        (
            "[export]\nby-publication = true",
            "…/config.toml, line 2: unknown setting “export.by-publication”; did you mean export.by_publication?",
        ),
        (
            "\n\n[refresh]\n every = 'often'",
            "…/config.toml, line 4: refresh.every must be a number of minutes, 0 to 10,080; using the default (60)",
        ),
        (
            "[export]\nby_publication = 1",
            "…/config.toml, line 2: export.by_publication must be true or false; using the default (false)",
        ),
        (
            "export = 5",
            "…/config.toml, line 1: unknown setting “export”; did you mean export.index?",
        ),
        (
            "[export",
            "…/config.toml, line 1: is not valid TOML: expected ']' at the end of a table declaration; using the defaults",
        ),
        ("a = 1\nb =\n", "…/config.toml, line 2: is not valid TOML: invalid value; using the defaults"),
        ("a = " + "[" * 20_000, "…/config.toml: is nested too deeply; using the defaults"),
        ("a" + ".a" * 50_000 + " = 1", "…/config.toml: is nested too deeply; using the defaults"),
        ("['a'" + ". b" * 50_000 + "]", "…/config.toml: is nested too deeply; using the defaults"),
        (
            "a = " + "9" * 5_000,
            "…/config.toml: contains an invalid number or date; using the defaults",
        ),
        (b"a = '\xff'", "…/config.toml: is not UTF-8 (byte 5); using the defaults"),
        ("#" * 1_000_001, "…/config.toml: is larger than 1,000,000 bytes; using the defaults"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_used_keeps_its_default_and_is_named_in_one_line(
    text: str | bytes, notice: str, tmp_path: Path
) -> None:
    assert loaded(tmp_path, text) == (defaults(), (notice,))


@pytest.mark.parametrize(
    "line",
    [
        "export.folder = 'relative'",
        "export.folder = ''",
        "export.folder = '~nobody-of-that-name/x'",
        'export.folder = "/a\\u0000b"',
        "export.folder = ['/a']",
        "refresh.every = true",
        "refresh.every = -1",
        "refresh.every = 10081",
        "refresh.every = 1.5",
        "refresh.every = 2026-02-04",
        "export.by_publication = 'yes'",
        "export.by_publication = {}",
        "after_refresh = 'notify-send'",
        "after_refresh = []",
        "after_refresh = ['', 'x']",
        "after_refresh = ['x', 3]",
        'after_refresh = ["x\\u0000"]',
    ],
)
def test_values_of_another_type_or_out_of_bounds_are_refused(line: str, tmp_path: Path) -> None:
    found, notices = loaded(tmp_path, line)
    assert found == defaults()
    assert len(notices) == 1
    assert "using the default" in notices[0]


def test_names_of_properties_are_a_table_and_are_shown_as_one(tmp_path: Path) -> None:
    found, notices = loaded(tmp_path, '[export.properties]\npublished = "date"\nagency = ""\n')
    assert (found.export_properties, notices) == ((("published", "date"), ("agency", "")), ())
    said = shown(found.export_properties)
    assert said == '{ published = "date", agency = "" }'
    (setting,) = (one for one in TABLE if one.name == "export.properties")
    assert typed(setting, said) == {"published": "date", "agency": ""}
    assert typed(setting, '{ broadsheet = "" }') is None


def test_a_name_that_cannot_be_used_is_told_in_words(tmp_path: Path) -> None:
    found, notices = loaded(
        tmp_path, '[export]\nfile_name = "{titel}"\n[export.properties]\nbroadsheet = ""\n'
    )
    assert found == defaults()
    assert notices[0].startswith(
        "…/config.toml, line 2: export.file_name must be text with at least one of {date}, "
    )
    assert notices[0].endswith("; using the default ({date}-{title})")
    assert notices[1] == (
        "…/config.toml, line 3: export.properties: broadsheet can be renamed, but not left out: "
        "it identifies the file; using the default (not set)"
    )


def test_one_bad_setting_spares_the_others(tmp_path: Path) -> None:
    found, notices = loaded(tmp_path, "refresh.every = 'x'\nexport.by_publication = true\n")
    assert found.export_by_publication
    assert len(notices) == 1


def test_a_flood_of_mistakes_is_counted(tmp_path: Path) -> None:
    _, notices = loaded(tmp_path, "".join(f"k{n} = 1\n" for n in range(5_000)))
    assert len(notices) == NOTICE_LIMIT + 1
    assert "4,980 more things" in notices[-1]


def test_a_folder_in_its_place_is_a_notice(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    found, notices = load(tmp_path / "config.toml")
    assert found == defaults()
    assert "cannot be read (Is a directory)" in notices[0]


def test_a_notice_holds_nothing_that_a_terminal_acts_on(tmp_path: Path) -> None:
    _, notices = loaded(tmp_path, '"\\u001b[31m\\nred" = 1')
    assert notices[0].isprintable()


@given(
    text=st.text(max_size=80)
    | st.from_regex(r"(\[?[a-z.]{0,9}\]? ?= ?['\"\d\[{]{0,4}\n?){0,4}", fullmatch=True)
)
@hypothesis_settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_file_gives_settings(text: str, tmp_path: Path) -> None:
    found, notices = loaded(tmp_path, text.encode(errors="surrogatepass"))
    assert isinstance(found, Settings)
    assert all("\n" not in notice for notice in notices)


def test_the_table_and_the_fields_are_one() -> None:
    assert [setting.field for setting in TABLE] == [one.name for one in fields(Settings)]


@pytest.mark.parametrize(
    "setting", [one for one in TABLE if one.default is not None], ids=lambda one: one.name
)
def test_every_default_is_a_value_that_the_setting_takes(setting: Setting) -> None:
    assert setting.read(setting.default) == setting.default


def test_config_show_tells_what_is_set(tmp_path: Path) -> None:
    found, _ = loaded(tmp_path, "refresh.every = 30")
    assert {(row.name, row.value, row.is_default) for row in rows(found)} == {
        ("export.folder", None, True),
        ("export.by_publication", False, True),
        ("export.read_back", False, True),
        ("export.preset", "plain", True),
        ("export.file_name", "{date}-{title}", True),
        ("export.folder_name", None, True),
        ("export.properties", None, True),
        ("export.index", False, True),
        ("export.on_bookmark", False, True),
        ("refresh.every", 30, False),
        ("keep", "all", True),
        ("feeds.sort", "title", True),
        ("feeds.hide_read", False, True),
        ("confirm.mark_all", False, True),
        ("after_refresh", None, True),
        ("notify_command", None, True),
        ("notify_bell", True, True),
        ("theme", None, True),
        ("reading.measure", 72, True),
        ("reading.justify", False, True),
        ("reading.related", "shown", True),
        ("reading.mark_read", "2 s", True),
        ("reading.pictures", "off", True),
        ("clock", "24 h", True),
        ("colours", "auto", True),
        ("slow_line", False, True),
        ("bidi", "auto", True),
        ("list.order", "newest", True),
        ("list.density", "auto", True),
        ("list.dates", "relative", True),
        ("list.facts", FACTS, True),
        ("browser", None, True),
        ("player", None, True),
    }


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("reading.measure = 50", "reading_measure", 50),
        ("reading.measure = 100", "reading_measure", 100),
        ("reading.justify = true", "reading_justify", True),
        ('reading.related = "hidden"', "reading_related", "hidden"),
        ('reading.related = "auto"', "reading_related", "shown"),
        ('clock = "12 h"', "clock", "12 h"),
        ('reading.mark_read = "at once"', "read_after", 0),
        ('reading.mark_read = "by hand"', "read_after", None),
        ('reading.mark_read = "10s"', "read_after", 10),
        ('reading.mark_read = " 3600  s "', "read_after", 3600),
        ('list.order = "longest"', "list_order", "longest"),
        ('list.density = "dense"', "list_density", "dense"),
        ('list.dates = "absolute"', "list_dates", "absolute"),
        ('list.facts = ["tags", "time"]', "list_facts", ("tags", "time")),
        ("list.facts = []", "list_facts", ()),
        ('browser = ["links", "{url}"]', "browser", ("links", "{url}")),
        ('player = ["mpv"]', "player", ("mpv",)),
    ],
)
def test_reading_and_lists_go_by_the_settings(
    tmp_path: Path, written: str, field: str, value: object
) -> None:
    found, notices = loaded(tmp_path, written)
    assert (getattr(found, field), notices) == (value, ())


@pytest.mark.parametrize(
    "written",
    [
        "reading.measure = 49",
        "reading.measure = 101",
        "reading.measure = true",
        'reading.mark_read = "soon"',
        'reading.mark_read = "2"',
        'reading.mark_read = "2 s s"',
        'reading.mark_read = "3601 s"',
        'reading.mark_read = "-1 s"',
        "reading.mark_read = 2",
        'list.order = "relevance"',
        'list.facts = ["colour"]',
        'list.facts = "tags"',
        'browser = ["sh", "-c", "w3m {url}"]',
        'browser = ["links", "{title}"]',
        "browser = []",
    ],
)
def test_what_reading_and_lists_cannot_do_is_told(tmp_path: Path, written: str) -> None:
    found, notices = loaded(tmp_path, written)
    assert found == defaults()
    assert len(notices) == 1
    assert written.split(" ")[0] in notices[0]


@pytest.mark.parametrize(
    "text", ["", "none", "90", "days", "0 days", "-1 days", "36501 days", "1.5 days", "0 articles", "90 weeks",
             "1000000 articles", "9 9 days", "² days", "99999999999 days"]
)  # fmt: skip
def test_nothing_else_says_what_is_kept(tmp_path: Path, text: str) -> None:
    found, notices = loaded(tmp_path, f'keep = "{text}"')
    assert found.keep == "all"
    assert "keep must be all, 90 days or 500 articles; using the default (all)" in notices[0]


@pytest.mark.parametrize(
    "words",
    [
        '["notify-send", "--app-name=broadsheet", "{summary}", "{title}"]',
        '["notify-send", "{name}: {count} new", "{query}"]',
        '["osascript", "-e", "on run a", "-e", "display notification (item 2 of a) with title (item 1 of a)", "-e", "end run", "{summary}", "{title}"]',
        '["curl", "--silent", "--fail", "-H", "Title: {summary}", "--data-raw", "{title}", "https://ntfy.sh/my-gas"]',
        '["sh", "-c", "echo \\"$BROADSHEET_TITLE\\" >> ~/new.txt"]',
    ],
)
def test_a_program_for_notifications_has_its_own_placeholders(tmp_path: Path, words: str) -> None:
    found, notices = loaded(tmp_path, f"notify_command = {words}")
    assert (shown(found.notify_command), notices) == (words, ())


@pytest.mark.parametrize(
    "words",
    [
        '["notify-send", "{new}"]',
        '["notify-send", "{url}"]',
        '["notify-send", "New: {title}"]',
        '["sh", "-c", "echo {summary}"]',
        '["sh", "-c", "echo {count}"]',
        '["osascript", "-e", "display notification \\"{name}\\""]',
        '["xterm", "-e", "echo {name}"]',
        '["ssh", "desk", "notify-send", "{summary}"]',
        '["ssh", "desk", "notify-send", "{query}"]',
        '"notify-send"',
    ],
)
def test_no_title_or_name_can_run_as_a_command_of_a_notification(tmp_path: Path, words: str) -> None:
    found, (notice,) = loaded(tmp_path, f"notify_command = {words}")
    assert found.notify_command is None
    assert "notify_command must be a program and its arguments" in notice


def test_the_bell_can_be_turned_off(tmp_path: Path) -> None:
    assert loaded(tmp_path, "")[0].notify_bell
    assert not loaded(tmp_path, "notify_bell = false")[0].notify_bell
