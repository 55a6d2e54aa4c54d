from __future__ import annotations

import gc
from time import thread_time

import pytest
from pygments.lexer import RegexLexer
from pygments.lexers import get_lexer_by_name

from reader.tui.article import code_colours
from reader.tui.article.block import INK, Look, TextRun
from reader.tui.article.code_colours import LANGUAGES, LIMIT, LINE_LIMIT, runs

COMMENT = Look("dim", italic=True)


def looks(code: str, language: str) -> dict[str, Look]:
    return {code[run.start : run.end].strip(): run.look for run in runs(code, language)}


def test_parts_of_code_look_by_what_they_are() -> None:
    found = looks('def lift(gate):  # up\n    """Open it."""\n    return "é" + 12', "python")
    assert found["def"] == found["return"] == Look("accent")
    assert found["lift"] == Look(bold=True)
    assert found["# up"] == found['"""Open it."""'] == COMMENT
    assert found['"é"'] == Look("good")
    assert found["12"] == Look("warn")
    assert found["(gate):"] == INK


def test_what_came_and_went_in_a_patch_has_its_colour() -> None:
    found = looks("@@ -1 +1 @@\n-old\n+new\n same", "patch")
    assert (found["-old"], found["+new"], found["same"]) == (Look("bad"), Look("good"), INK)


def test_php_needs_no_opening_tag() -> None:
    assert looks("return 1;", "php")["return"] == Look("accent")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_language_is_known_to_its_lexer(language: str) -> None:
    assert get_lexer_by_name(code_colours._SPOKEN.get(language, language))
    assert runs("a = 1", language)[-1].end == 5


@pytest.mark.parametrize("language", ["klingon", "text", "__class__"])
def test_a_language_that_is_not_named_is_plain(language: str) -> None:
    assert runs("return 1", language) == [TextRun(0, 8, INK)]
    assert runs("return 1", "Python")[0].look == Look("accent")


def test_code_is_coloured_up_to_the_last_line_within_the_limit() -> None:
    code = "return\n" * (LIMIT // 7 + 2)
    found = runs(code, "python")
    last = code.rfind("\n", 0, LIMIT)
    assert [run.start for run in found if run.look != INK][-1] == last - 6
    assert (found[-1].start, found[-1].end, found[-1].look) == (last, len(code), INK)
    assert runs(code[:LIMIT], "python")[-2].look == Look("accent")


def test_a_line_longer_than_code_has_them_leaves_the_block_plain() -> None:
    line = "return " + "x" * (LINE_LIMIT - 7)
    assert runs(line, "python")[0].look == Look("accent")
    assert runs(f"{line}x", "python") == [TextRun(0, LINE_LIMIT + 1, INK)]


def test_a_block_without_an_end_of_line_in_the_limit_is_plain() -> None:
    assert runs("x" * (LIMIT + 1), "python") == [TextRun(0, LIMIT + 1, INK)]


@pytest.mark.parametrize(
    "unit", ["\n", "a.\n", '"\\\n', "// \n", "http://a", ":  ", '"""\n', "{-\n", "<a b=\n"]
)
@pytest.mark.parametrize("language", ["java", "c", "typescript", "python", "zsh", "haskell", "html"])
def test_code_made_to_be_slow_costs_no_more_than_its_time(unit: str, language: str) -> None:
    code = (unit * LIMIT)[: LIMIT - 1]
    runs("a", language)  # the lexer's own tables
    gc.disable()  # what many tests have left behind is not to be looked through in between
    try:
        begun = thread_time()
        assert runs(code, language)[-1].end == len(code)
        assert thread_time() - begun < 10 * code_colours.BUDGET_S
    finally:
        gc.enable()


def test_a_lexer_that_fails_costs_the_colours_from_there_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: RegexLexer, text: str) -> object:
        yield 0, "Token.Keyword", text[:3]
        raise ValueError(text)

    monkeypatch.setattr(RegexLexer, "get_tokens_unprocessed", failing)
    assert runs("def x", "toml") == [TextRun(0, 3, Look("accent")), TextRun(3, 5, INK)]


def test_tokens_after_the_time_is_over_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_colours, "BUDGET_S", -1.0)
    assert runs("return 1", "python") == [TextRun(0, 8, INK)]
