"""`broadsheet rules`: what is done to new articles, listed, changed and tried out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.cli.output import Output
    from reader.core.session import Session
    from reader.store.user_state.rules import Rule

EPILOG = """actions:
  list                      list all rules, and how many articles each has matched (the default)
  add ACTION QUERY          add a rule for new articles. ACTION is one of
                              mute        hide it from lists; is:muted finds it
                              read        mark it as read
                              bookmark    bookmark it
                              tag:NAME    tag it
                            with --saved NAME instead of a query, the rule uses that saved search
  test QUERY|N              show what a query, or rule N, would find; changes nothing
  on N, off N               turn a rule on or off
  remove N                  remove a rule; what it did stays
Rules apply to new articles of feeds, and again when their full text arrives. Pages you add yourself are never muted or
marked read, and rules do not apply to imported articles. broadsheet undo undoes everything they did in a refresh.
examples:
  broadsheet rules test title:horoscope
  broadsheet rules add mute title:horoscope
  broadsheet rules add tag:energy 'gas OR oil lang:en'"""

ACTIONS = {"list": 0, "add": 1, "test": 1, "on": 1, "off": 1, "remove": 1}
"""Each action, and how many words it needs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action, its words, --saved and --limit."""
    inputs.add_actions(parser, ACTIONS)
    parser.add_argument("--saved", metavar="NAME", help="with add: use this saved search instead of a query")
    inputs.add_limit(parser, 50, "with test: at most N articles")


def run(args: argparse.Namespace, out: Output) -> int:
    """List, change one and show it, or show what it would find."""
    inputs.check_action(args, ACTIONS)
    if args.saved is not None and args.action != "add":
        raise UsageError("--saved works with rules add only", hint="see broadsheet rules --help")
    with inputs.session(args, create=args.action == "add") as session:
        if args.action == "list":
            if args.word:
                raise UsageError(
                    "rules list takes no arguments", hint="to try a query: broadsheet rules test QUERY"
                )
            return _list(session, out)
        if args.action == "test":
            return _test(session, out, args.word, args.limit)
        if args.action == "add":
            _print(session, out, [_add(session, args.word, args.saved)])
            return 0
        return _change(session, out, args.action, " ".join(args.word))


def _list(session: Session, out: Output) -> int:
    rules = session.library.rules.all()
    _print(session, out, rules)
    if not rules:
        out.say("no rules yet: broadsheet rules add mute title:horoscope")
        return 1
    return 0


def _add(session: Session, words: list[str], saved: str | None) -> Rule:
    from reader.core import saved_searches

    does, query = saved_searches.rule_action(words[0]), " ".join(words[1:])
    if (saved is None) == (not query):
        raise UsageError(
            "a rule needs a query or a saved search",
            hint="newer:1900 matches everything; for a saved search: broadsheet rules add ACTION --saved NAME",
        )
    return saved_searches.make_rule(session, does, query=query or None, saved=saved)


def _change(session: Session, out: Output, action: str, text: str) -> int:
    from reader.core import saved_searches

    rules, now = session.library.rules, session.now()
    number = _number(text)
    if action == "remove":
        rule = rules.get(number)
        rules.remove(number, now)
        readable = saved_searches.is_readable(session, rule.query)
        out.result({"removed": _object(rule, readable=readable)}, f"removed rule {number}; what it did stays")
        return 0
    _print(session, out, [rules.switch(number, now, on=action == "on")])
    return 0


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise UsageError(
            "rules are identified by their number", subject=text, hint="to list them: broadsheet rules"
        )
    return int(text)


def _test(session: Session, out: Output, words: list[str], limit: int) -> int:
    from reader.cli import rows
    from reader.core import search

    text = " ".join(words)
    named = [rule for rule in session.library.rules.all() if str(rule.id) == text]
    query = named[0].query if named else text
    results = search.listing(session, query, limit=limit, with_muted=True)
    articles = [row.article for row in results.found]
    rows.articles(articles, out)
    shown = f" · {len(articles):,} shown (--limit 0 shows all)" if len(articles) < results.total else ""
    out.say(f"would match {results.total:,} of the articles in the library{shown}")
    return 0 if results.total else 1


def _print(session: Session, out: Output, rules: Sequence[Rule]) -> None:
    from reader.core import saved_searches

    for rule in rules:
        readable = saved_searches.is_readable(session, rule.query)
        out.result(_object(rule, readable=readable), partial(_row, rule, out, readable=readable))


def _row(rule: Rule, out: Output, *, readable: bool) -> None:
    from reader.text.clean import counted, line

    whose = f" (the saved search {line(rule.saved)})" if rule.saved is not None else ""
    state = "" if rule.enabled else " · off"
    state += "" if readable else " · invalid query: remove it and add it again"
    acted = f"matched {counted(rule.hits, 'article')}{state}"
    out.styled(
        f"{rule.id:>4}  {out.bold(line(rule.does))}  {line(rule.query) or '(everything)'}{out.dim(whose)}"
    )
    out.styled(out.dim(f"      {acted}"))


def _object(rule: Rule, *, readable: bool) -> dict[str, object]:
    from reader.cli import objects

    about = objects.fields(rule, "id", "query", "action", "tag", "saved", "enabled")
    return {**about, "readable": readable, "hits": rule.hits}
