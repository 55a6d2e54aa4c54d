"""Plain text in Markdown: which of its characters need a backslash to show as they are."""

from __future__ import annotations

import re

CREDIT_LIMIT = 120
"""Characters of a bracketed paragraph that can still be the credit of a picture."""

_SPACES = re.compile(r"[\t\n\r\f\v][ \t\n\r\f\v]*+| [ \t\n\r\f\v]++")  # not the space between two words
_PUNCTUATION = r"!-/:-@\[-`{-~"
_ACTIVE = re.compile(
    rf"\\(?=[{_PUNCTUATION}]|\Z)"  # a backslash that would take its neighbour's meaning
    r"|`"
    r"|\*+|_+|~+"  # emphasis: decided by what stands on both sides
    r"|<(?=[A-Za-z/!?]|\Z)"  # HTML and addresses in angle brackets
    r"|&(?=#?\w+;)"  # entities
    r"|\[(?=\^)|(?<=\^)\["  # footnotes
    r"|\](?=[(\[:]|\Z)"  # links; a piece that ends with ] may be followed by one that starts with (
)
_ANY_ACTIVE = re.compile(r"[\\`*_~<&\[\]]")
_BLOCK_START = re.compile(
    r"(?P<lead>[ \t]*)(?:"
    r"(?P<number>\d{1,9})(?=[.)](?:\s|\Z))"
    r"|(?=\#{1,6}(?:\s|\Z)|[-+*](?:\s|\Z)|>"  # heading, list, quote
    r"|(?P<rule>[-*_])(?:[ \t]*(?P=rule)){2,}[ \t]*\Z|[-:|=][-:|= \t]*\Z"  # rules; what makes the line above a heading or a table
    r"|~~~|```[^`]*\Z|\[[^\]]*\]:))"
)
_CREDIT = re.compile(r"\((?P<credit>[^()]*(?:\([^()]*\)[^()]*)*)\)")
# What `escape` wrote for the case that it begins a block.
_NEEDLESS = re.compile(r"(?<=\S) (\d{0,9})\\(?=[-+>#.)]\#{0,5} )")
# No ( follows the end of a paragraph, and `inline` could not know that.
_LAST_BRACKET = re.compile(r"(?<!\\)((?:\\\\)*)\\\]\Z")
_CAPTION_BY_CHANCE = re.compile(r"(\*[^\n]+\* |)(\([^\n]+\))")
_IMAGE_BY_CHANCE = re.compile(r"(?<!\\)((?:\\\\)*)!(?=\[)")


def escape(text: str) -> str:
    """Plain inline text as Markdown that shows as that text; line breaks and runs of white space become one space.

    A backslash stands only where Markdown would act, so that prose stays readable. Safe at both ends: the result
    may begin a paragraph, or stand beside other inline Markdown.
    """
    if "  " in text or not text.isprintable():  # neither white space but single spaces, nor line breaks
        text = _SPACES.sub(" ", text)
    if is_credit(text.strip()):
        return inline(text).replace("(", "\\(", 1)
    return block_safe(inline(text))


def inline(text: str, *, brackets: bool = False) -> str:
    """`escape` for text that cannot begin a block; with `brackets` each of [ and ] is escaped: for link texts."""
    if not _ANY_ACTIVE.search(text):
        return text
    text = _ACTIVE.sub(_escaped, text)
    return re.sub(r"(?<!\\)((?:\\\\)*)([\[\]])", r"\1\\\2", text) if brackets else text


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found[0] in "*_~":
        before = match.string[match.start() - 1] if match.start() else ""
        after = match.string[match.end()] if match.end() < len(match.string) else ""
        if _is_idle(found, before, after):
            return found
    return "".join("\\" + char for char in found)


def _is_idle(run: str, before: str, after: str) -> bool:
    """Tells whether a run of *, _ or ~ can neither open nor close anything; "" is the end of the piece: not known."""
    if run == "~":
        return not before or before == " "
    if before == after == " ":
        return True
    return run[0] == "_" and before.isalnum() and after.isalnum()


def block_safe(line: str) -> str:
    """One line of inline Markdown that does not begin a heading, list, quote, fence, rule, table or definition."""
    found = _BLOCK_START.match(line)
    return f"{line[: found.end()]}\\{line[found.end() :]}" if found else line


def paragraph(markdown: str) -> str:
    """Inline Markdown, put together from pieces, as one paragraph: stripped, and no line of it begins another block.

    Nor does it read back as a picture: an exclamation mark right before a link, or words in brackets, stay what they
    are.
    """
    text = markdown.strip()
    if "![" in text:
        text = _IMAGE_BY_CHANCE.sub(r"\1\\!", text)
    if "\\" in text and "`" not in text:  # within code a backslash is a backslash
        text = _LAST_BRACKET.sub(r"\1]", _NEEDLESS.sub(r" \1", text))
    if (found := _CAPTION_BY_CHANCE.fullmatch(text)) and is_credit(found[2]):
        text = f"{found[1]}\\{found[2]}"
    return "\n".join(block_safe(line) for line in text.split("\n") if line.strip())


def is_credit(text: str) -> bool:
    """Tells whether a paragraph, as plain text, reads as the lone credit of a picture.

    All of it is in one pair of brackets, at most `CREDIT_LIMIT` characters, begins with a capital or with a letter
    of a script without capitals, and is no sentence: no semicolon, no full stop, ! or ? at its end.
    """
    found = _CREDIT.fullmatch(text) if len(text) <= CREDIT_LIMIT else None
    if found is None:
        return False
    credit = found["credit"].strip()
    first = next((char for char in credit if char.isalpha()), "")
    return bool(first) and not first.islower() and ";" not in credit and credit[-1] not in ".!?…。！？"
