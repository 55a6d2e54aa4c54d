"""Blocks of code: their text as written, and their language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight|brush:|prettyprint\s+lang|sourceCode)[-\s:]*([A-Za-z][\w+#.-]{0,20})"
)
_GUTTER = re.compile(
    r"(?:^|\s)(?:lineno|linenos|linenumber|line-number|gutter|hljs-ln-n|hljs-ln-numbers|copy|copy-button)(?:\s|$)"
)
_LINE = re.compile(r"(?:^|[\s-])line(?:\s|$)")
_NO_LANGUAGE = frozenset(
    {"none", "plain", "plaintext", "text", "txt", "numbers", "highlight", "code", "source", "default"}
)


def source(pre: HtmlElement) -> str:
    """The text of a block of code, lines and indents kept, line numbers and buttons left out."""
    parts: list[str] = []
    _collect(pre, parts)
    text = "".join(parts).replace("\r\n", "\n").replace("\xa0", " ")
    return re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()


def language(pre: HtmlElement) -> str | None:
    """The language that the block or the element right within or around it names."""
    parent = pre.getparent()
    near = [pre, *pre.iterchildren("code"), *([parent] if parent is not None else [])]
    for element in near:
        stated = element.get("data-lang") or element.get("data-language")
        found = _LANGUAGE.search(element.get("class") or "")
        name = (stated or (found[1] if found else "")).lower()
        if name and name not in _NO_LANGUAGE:
            return name
    return None


def _collect(element: HtmlElement, parts: list[str]) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        elif (
            isinstance(child.tag, str)
            and child.tag not in ("button", "script", "style")
            and not _GUTTER.search(child.get("class") or "")
        ):
            if child.tag in ("div", "p", "li", "tr") and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            _collect(child, parts)
            if _ends_line(child) and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
        if child.tail:
            parts.append(child.tail)


def _ends_line(element: HtmlElement) -> bool:
    """Whether an element is a line that only a style sheet parts from the next one."""
    return (
        element.tag == "span"
        and bool(_LINE.search(element.get("class") or ""))
        and not (element.tail or "").startswith("\n")
        and (element.getnext() is not None or bool(element.tail))
    )
