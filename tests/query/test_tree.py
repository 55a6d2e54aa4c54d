"""The walker of query trees."""

from __future__ import annotations

from reader.query.tree import And, Everything, Filter, Node, Not, Or, Text, nodes, parts, texts, wanted_words

GAS, OIL, TAR = Text("any", "gas"), Text("title", "oil"), Text("any", "tar")
UNREAD = Filter("is", "unread")
OF_TAR = Not(Or((TAR, UNREAD)))
TREE: Node = And((GAS, Or((OIL, UNREAD)), OF_TAR))


def test_a_node_has_the_parts_directly_below_it() -> None:
    assert parts(TREE) == (GAS, Or((OIL, UNREAD)), OF_TAR)
    assert parts(OF_TAR) == (Or((TAR, UNREAD)),)
    assert parts(GAS) == parts(UNREAD) == parts(Everything()) == ()


def test_nodes_come_each_before_its_parts() -> None:
    assert list(nodes(TREE)) == [
        TREE, GAS, Or((OIL, UNREAD)), OIL, UNREAD, OF_TAR, Or((TAR, UNREAD)), TAR, UNREAD,
    ]  # fmt: skip


def test_below_a_node_that_is_not_entered_there_is_nothing() -> None:
    assert list(nodes(TREE, lambda node: not isinstance(node, Or | Not))) == [
        TREE, GAS, Or((OIL, UNREAD)), OF_TAR,
    ]  # fmt: skip


def test_words_are_all_or_those_that_are_wanted() -> None:
    assert list(texts(TREE)) == [GAS, OIL, TAR]
    assert list(wanted_words(TREE)) == [GAS, OIL]
    assert list(wanted_words(Not(Not(GAS)))) == []
