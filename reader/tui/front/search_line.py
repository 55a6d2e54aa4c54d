"""The line below the search bar: how much was found, why nothing was, and the values that a field can have."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.core import lists
from reader.query.tree import is_word_or_phrase, plain_word
from reader.tui.wording import found_words, nothing_found, nowhere

if TYPE_CHECKING:
    from reader.core import other_scripts, search
    from reader.errors import QueryError
    from reader.tui.front.view import FrontApp, FrontView

VALUES_SHOWN = 8
"""Values of a field that are named while it has none yet."""


class SearchLine:
    """Says what there is to say of the query in the field, and of no other, however long the answer takes. `other` is the
    query that was perhaps meant where this one finds nothing, `wider` one that finds its name in other scripts, too; "" where there
    is none."""

    def __init__(self, view: FrontView, app: FrontApp) -> None:
        self._view, self._app = view, app
        self._has_told_or = self._is_or_known = False
        self._counted: tuple[str, lists.ListSnapshot] | None = None
        self._offered: tuple[str, search.Alone | other_scripts.OtherScripts] | None = None
        self.other = self.wider = ""

    def begin(self) -> None:
        """The bar opens: who was told once that OR is written in capitals is not told again."""
        self._is_or_known = self._has_told_or
        self._offered = None

    def count(self, text: str, found: lists.ListSnapshot, *, is_late: bool) -> None:
        """Say how much was found, and still what is offered for it; `is_late`: so far."""
        self._counted = text, found
        other = self._offered[1] if self._offered and self._offered[0] == text else None
        self._say(text, *found_words(found, other=other, is_late=is_late))

    def _say(self, text: str, *words: str) -> None:
        if self._view.bar.field.value == text:
            self._view.bar.say(*words)

    def may_offer(self, text: str, found: lists.ListSnapshot) -> bool:
        """Tell whether another query may be worth naming: few articles were found, a word may have been mistyped, or `or` may
        have been meant as OR."""
        return _has_few(found) or is_word_or_phrase(found.tree) or self._may_tell_or(text)

    def _may_tell_or(self, text: str) -> bool:
        return not self._is_or_known and " or " in text.lower()

    async def offer(self, text: str, found: lists.ListSnapshot) -> None:
        """Name a query that finds more: the feed whose name was typed, OR in place of a small `or`, the name in other scripts, or a
        likelier word than the one that was typed."""
        from reader.core import other_scripts, suggestions

        ask, whole = self._app.library.ask, _whole(found)
        other: search.Alone | other_scripts.OtherScripts | None
        other = await ask(partial(suggestions.feed_named, source=text, found=whole), "find")
        if other is None and self._may_tell_or(text):
            other = await ask(partial(suggestions.joined_by_or, source=text, found=whole), "find")
            self._has_told_or |= other is not None
        if other is None and plain_word(found.tree):
            elsewhere = await ask(partial(other_scripts.also_written, tree=found.tree), "find")
            if elsewhere and self._view.bar.field.value == text:
                self.wider = elsewhere.query
                self._view.foot()
            other = elsewhere
        if other is None and is_word_or_phrase(found.tree):
            other = await ask(partial(suggestions.likelier, tree=found.tree, found=found.total), "find")
        if other:
            self._offered = text, other
            # Meanwhile what was found may have been counted again, since a row was read.
            now = self._counted[1] if self._counted and self._counted[0] == text else found
            self._say(text, *found_words(now, other=other))

    async def explain(self, text: str, found: lists.ListSnapshot) -> None:
        """Say why nothing was found: names that nothing has, what each part of the query finds alone, and which word was
        perhaps meant. Each is a question by itself, so that the next letter's search comes in between."""
        from reader.core import other_scripts, search, suggestions, unknown_names

        ask, alone = self._app.library.ask, []
        unknown = await ask(partial(unknown_names.told, tree=found.tree), "find")
        if unknown:
            self._say(text, nothing_found(found, unknown=unknown))
        for part, tree in await ask(partial(search.parts, source=text), "find"):
            alone.append(search.Alone(part, await ask(partial(search.count_tree, tree=tree), "find")))
        if alone:
            self._say(text, nothing_found(found, alone=search.told_alone(alone), unknown=unknown))
        query = await ask(partial(suggestions.feed_named, source=text, found=0), "find")
        query = query or await ask(partial(suggestions.joined_by_or, source=text, found=0), "find")
        elsewhere = None
        if query is None and plain_word(found.tree):
            elsewhere = await ask(partial(other_scripts.also_written, tree=found.tree), "find")
        whole = query.part if query else elsewhere.query if elsewhere else ""
        word = None if whole else await ask(partial(lists.suggestion, tree=found.tree), "find")
        if other := whole or word:
            self._say(text, nothing_found(found, other, search.told_alone(alone), unknown=unknown))
            from reader.query.rewrite import with_word

            self.other = whole or with_word(text, found.tree, other)
            self._view.foot()
        elif not (unknown or alone or found.muted):
            self._say(text, nowhere(text))

    def name_values(self, text: str, error: QueryError) -> bool:
        """Name the values that the last field can have, else what it takes, if the mistake is that it has none yet; False
        where it is another mistake."""
        from reader.query.complete import Known, values
        from reader.query.fields import FIELD_BY_NAME

        field, found = values(text, self._view.bar.field.known or Known(), VALUES_SHOWN)
        row = FIELD_BY_NAME.get(field)
        if row is None or error.position < max(text.lower().rfind(f"{field}:"), text.rfind("#")):
            return False
        if not found and not text.endswith((":", "#", '"')):
            return False
        self._say(text, f"{field}: {' · '.join(found) or row.meaning}")
        return True


def _whole(found: lists.ListSnapshot) -> int:
    """The number of results that have all words."""
    return found.relaxed.whole if found.relaxed else found.total


def _has_few(found: lists.ListSnapshot) -> bool:
    from reader.core import search

    return _whole(found) < search.FEW
