"""Writes text and marks as Markdown paragraphs, less the marks that cannot stand beside what they stand beside."""

from __future__ import annotations

from typing import TypeAlias

from reader.late import pattern
from reader.markdown.escape import inline, paragraph

BREAK = "\x03"
"""A line break within a text token: two in a row part paragraphs, one is a hard break."""

_GAP = " \xa0\u200b" + BREAK
# Spaces are tried from the first of them only: from each, a run of them would take a square of time.
_SPACES_BEFORE = r"(?:(?<![ \xa0])[ \xa0]++)?"
_PARTED = pattern(rf"{_SPACES_BEFORE}(?:{BREAK}[ \xa0]*+){{2,}}")
_HARD = pattern(rf"{_SPACES_BEFORE}{BREAK}[ \xa0]*+")
_HARD_BREAK = "\\\n"
_ENDS = pattern(r"\A(?:[ \xa0\u200b]|\\\n)+|(?<![ \xa0\u200b])(?:[ \xa0\u200b]|\\\n)++\Z")
_AT_ENDS = " \xa0\u200b\\\n"
_BRACKETS_LIMIT = 50
_TILDE = pattern(r"(?<!\\)~")
_SPACES = pattern(r"[\t\n\r\f\v][ \t\n\r\f\v]*+| [ \t\n\r\f\v]++")  # not the space between two words


class Mark:
    """A piece of Markdown that is no text. `opens` is None for one that stands alone, as inline code does."""

    __slots__ = ("opens", "pair", "text")

    def __init__(self, text: str, opens: bool | None = None, pair: Mark | None = None) -> None:
        self.text = text
        self.opens = opens
        self.pair = pair
        if pair is not None:
            pair.pair = self

    @property
    def is_link(self) -> bool:
        """Tells whether it is one of the two marks around the text of a link."""
        return self.text == "[" or self.text.startswith("](")

    @property
    def is_emphasis(self) -> bool:
        """Tells whether it is one that Markdown takes for itself only beside certain characters."""
        return self.text in ("*", "**", "~~")


Token: TypeAlias = str | Mark


def paragraphs(tokens: list[Token]) -> list[str]:
    """Markdown paragraphs of plain text and marks. Marks nest; empty paragraphs are left out."""
    return [made for part in _parted(tokens) if (made := _paragraph(part))]


def _parted(tokens: list[Token]) -> list[list[Token]]:
    """The tokens by paragraphs; marks that are open where one ends are closed there and reopened in the next."""
    done: list[list[Token]] = [[]]
    stack: list[tuple[Mark, str]] = []
    for token in _joined(tokens):
        if isinstance(token, Mark):
            done[-1].append(token)
            if token.opens:
                stack.append((token, token.pair.text if token.pair else token.text))
            elif token.opens is False and stack:
                opener, _ = stack.pop()
                token.pair, opener.pair = opener, token
            continue
        token = _SPACES.sub(" ", token)
        first, *rest = _PARTED.split(token) if BREAK in token else (token,)
        done[-1].append(first)
        for part in rest:
            done[-1].extend(Mark(closing, opens=False, pair=mark) for mark, closing in reversed(stack))
            stack = [(Mark(mark.text, opens=True), closing) for mark, closing in stack]
            done.append([*(mark for mark, _ in stack), part])
    return done


def _joined(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        if isinstance(token, str) and isinstance(last, str):
            out[-1] = last + token
        else:
            out.append(token)
    return out


def _paragraph(tokens: list[Token]) -> str:
    kept = tokens if len(tokens) == 1 else _without_idle(_tight(tokens))
    # Hundreds of lone brackets would have readers of Markdown look for hundreds of links.
    all_brackets = sum(token.count("[") for token in kept if isinstance(token, str)) > _BRACKETS_LIMIT
    has_strikes = any(isinstance(token, Mark) and token.text == "~~" for token in kept)
    out: list[str] = []
    in_link = False
    for token in kept:
        if isinstance(token, str):
            text = _escaped(token, brackets=in_link or all_brackets)
            # A tilde that means nothing by itself does so beside the marks of a strike.
            out.append(_TILDE.sub(r"\\~", text) if has_strikes else text)
        else:
            in_link = token.opens if token.is_link and token.opens is not None else in_link
            out.append(token.text)
    made = "".join(out)
    if made and (made[0] in _AT_ENDS or made[-1] in _AT_ENDS):
        made = _ENDS.sub("", made)
    return paragraph(made)


def _escaped(text: str, *, brackets: bool) -> str:
    """Text in Markdown, its line breaks as hard ones."""
    if BREAK not in text:
        return inline(text, brackets=brackets)
    return _HARD_BREAK.join(inline(part, brackets=brackets) for part in _HARD.split(text))


def _tight(tokens: list[Token]) -> list[Token]:
    """White space moved out of the marks, since `** bold **` is no emphasis; one space where two would meet."""
    turned: list[Token] = []
    for token in reversed(tokens):
        following = turned[-1] if turned else None
        if isinstance(token, Mark) and token.opens and isinstance(following, str):
            inside = following.lstrip(_GAP)
            turned[-1:] = [inside] if inside else []
            turned.extend((token, following[: len(following) - len(inside)]))
        elif token != "":
            turned.append(token)
    out: list[Token] = []
    for token in reversed(turned):
        before = out[-1] if out else None
        if isinstance(token, str):
            if isinstance(before, str):
                out[-1] = before + (token.lstrip(" ") if before.endswith(" ") else token)
            elif token:
                out.append(token)
        elif token.opens is False and isinstance(before, str):
            inside = before.rstrip(_GAP)
            out[-1:] = [inside] if inside else []
            out.extend((token, before[len(inside) :]))
        else:
            out.append(token)
    return _single_spaced([token for token in out if token != ""])


def _single_spaced(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    ends_in_space = True
    for token in tokens:
        if isinstance(token, Mark):
            out.append(token)
            ends_in_space = ends_in_space and token.opens is not None
        else:
            text = token.lstrip(" ") if ends_in_space else token
            if text:
                out.append(text)
                ends_in_space = text[-1] == " "
    return out


def _without_idle(tokens: list[Token]) -> list[Token]:
    """The tokens less marks around nothing and emphasis that Markdown would not see as such."""
    out: list[Token] = []
    for token in tokens:
        before = out[-1] if out else None
        if isinstance(token, Mark) and token.opens is False and before is token.pair and before is not None:
            out.pop()
        elif isinstance(token, Mark) and token.opens and _is_shut_emphasis(before) and token.is_emphasis:
            _join_emphasis(out, token)
        else:
            out.append(token)
    dead = _dead(out)
    return [
        token for token in out if id(token) not in dead and not (isinstance(token, Mark) and not token.text)
    ]


def _dead(tokens: list[Token]) -> set[int]:
    """The ids of the emphasis marks that Markdown would not take as such, or that it might pair in another way:
    those within other emphasis that touch its marks or a word outside."""
    dead: set[int] = set()
    depth = 0
    for place, token in enumerate(tokens):
        if not isinstance(token, Mark) or not token.is_emphasis:
            continue
        depth -= token.opens is False
        if not _flanks(tokens, place, token, is_strict=depth > 0):
            dead |= {id(token), id(token.pair)}
        depth += token.opens is True
    return dead


def _is_shut_emphasis(token: Token | None) -> bool:
    return isinstance(token, Mark) and token.opens is False and token.is_emphasis


def _join_emphasis(out: list[Token], opener: Mark) -> None:
    """`opener` directly follows emphasis that ends: two of a kind become one, of two kinds the second goes."""
    before = out[-1]
    if isinstance(before, Mark) and before.text == opener.text and before.pair and opener.pair:
        out.pop()
        opener.pair.pair = before.pair
        before.pair.pair = opener.pair
    elif opener.pair:
        opener.pair.text = ""


def _flanks(tokens: list[Token], place: int, mark: Mark, *, is_strict: bool) -> bool:
    """Tells whether the mark opens or closes where it stands (CommonMark 0.31, section 6.2); `is_strict`: beyond doubt."""
    step = 1 if mark.opens else -1
    inner = _neighbour(tokens, place, step)
    outer = _neighbour(tokens, place, -step)
    if not inner or inner.isspace():
        return False
    if is_strict:
        return bool(outer) and not outer.isalnum() and not _touches(tokens, place - step)
    return inner.isalnum() or not outer or not outer.isalnum()


def _touches(tokens: list[Token], place: int) -> bool:
    token = tokens[place] if 0 <= place < len(tokens) else ""
    return isinstance(token, Mark) and token.is_emphasis


def _neighbour(tokens: list[Token], place: int, step: int) -> str:
    """The next character that shows on one side of a mark; "" for none."""
    place += step
    while 0 <= place < len(tokens):
        token = tokens[place]
        text = token if isinstance(token, str) else ("" if token.is_emphasis else token.text)
        if text:
            return text[0] if step > 0 else text[-1]
        place += step
    return ""
