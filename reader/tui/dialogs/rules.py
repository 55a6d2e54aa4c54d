"""The rules: what is done to each new article that a query finds; to be made, edited, paused and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.widgets import Static

from reader.frozen import dataclass
from reader.text.clean import counted
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.store.user_state.rules import Rule
    from reader.tui.widgets.foot_line import Hints


@dataclass(frozen=True, slots=True)
class RuleDecision:
    """The change that is to be made to a rule; None for a new one."""

    what: Literal["edit", "switch", "remove"]
    rule: Rule | None = None


class RulesScreen(Dialog[RuleDecision]):
    """Answers with what is to be done, and is reopened then; `at` is the rule that the cursor begins on."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "edit"), ("Space", "on, off"), ("D", "remove"))
    BINDINGS: ClassVar[list[BindingType]] = [("D", "remove_rule")]

    def __init__(self, rules: Sequence[Rule], at: int | None = None) -> None:
        super().__init__()
        self._rules: list[Rule | None] = [None, *rules]
        self._at = next((place for place, rule in enumerate(self._rules) if rule and rule.id == at), 0)

    def body(self) -> ComposeResult:
        """The rules, a new one first, below a line that says what they are for."""
        yield Static(plain("Rules"), classes="heading")
        yield Static(plain("A rule applies to each new article that its query finds"), classes="said")
        yield ChoiceList([_row(rule) for rule in self._rules], at=self._at, spare=8)

    @property
    def _current(self) -> Rule | None:
        return self._rules[self.query_one(ChoiceList).cursor]

    @on(ChoiceList.Opened)
    def _edit(self) -> None:
        self.dismiss(RuleDecision("edit", self._current))

    def action_choose(self) -> None:
        """Have the rule act, or rest."""
        if rule := self._current:
            self.dismiss(RuleDecision("switch", rule))

    def action_remove_rule(self) -> None:
        """Take the rule away."""
        if rule := self._current:
            self.dismiss(RuleDecision("remove", rule))


def _row(rule: Rule | None) -> Choice:
    if rule is None:
        return Choice("New rule", sign="+")
    whose = f" (from the saved search “{rule.saved}”)" if rule.saved else ""
    acted = f"applied to {counted(rule.hits, 'article')}" if rule.hits else "not applied yet"
    return Choice(
        f"{rule.does}: {rule.query or 'every article'}{whose}",
        sign="✓" if rule.enabled else " ",
        end=acted if rule.enabled else "off",
    )
