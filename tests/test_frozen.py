"""Values of ours beside those of the standard library, which say the same wherever both can be asked."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import frozen


class Named:
    """A base without fields."""

    __slots__ = ()

    def greeting(self) -> str:
        return f"Hello {self}"


@frozen.dataclass(frozen=True, slots=True)
class Ours(Named):
    """A boat."""

    name: str
    crew: tuple[str, ...] = ()
    log: list[int] = frozen.field(default_factory=list)
    said: str | None = frozen.field(default=None, compare=False)

    @property
    def size(self) -> int:
        return len(self.crew)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs(Named):
    """A boat."""

    name: str
    crew: tuple[str, ...] = ()
    log: list[int] = dataclasses.field(default_factory=list)
    said: str | None = dataclasses.field(default=None, compare=False)

    @property
    def size(self) -> int:
        return len(self.crew)


@frozen.dataclass(frozen=True, slots=True)
class Larger(Ours):
    """A boat with more."""

    crew: tuple[str, ...] = ("Edwin",)
    tons: int = 0


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class ByName:
    """A value whose fields are named."""

    first: int = 1
    second: int


@frozen.dataclass(frozen=True, slots=True)
class Nothing:
    """A value without fields."""


@frozen.dataclass(frozen=True, slots=True)
class Checked:
    """A value that looks at itself."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below zero")


GIVEN = st.fixed_dictionaries(
    {"name": st.text(max_size=3)},
    optional={
        "crew": st.lists(st.text(max_size=2), max_size=2).map(tuple),
        "log": st.lists(st.integers(0, 3), max_size=2),
        "said": st.none() | st.text(max_size=2),
    },
)


@given(GIVEN, GIVEN)
def test_a_value_says_what_the_standard_library_says(one: dict[str, Any], other: dict[str, Any]) -> None:
    ours, theirs = (Ours(**one), Ours(**other)), (Theirs(**one), Theirs(**other))
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert repr(ours[0]).replace("Ours", "") == repr(theirs[0]).replace("Theirs", "")
    assert ours[0].size == theirs[0].size
    assert dataclasses.asdict(ours[0]) == dataclasses.asdict(theirs[0])
    assert msgspec.json.encode(ours[0]) == msgspec.json.encode(theirs[0])
    changed = dataclasses.replace(theirs[0], name="Halcyon")
    for replace in (frozen.replace, dataclasses.replace):
        assert dataclasses.astuple(replace(ours[0], name="Halcyon")) == dataclasses.astuple(changed)


@given(GIVEN)
def test_a_value_comes_back_from_json(one: dict[str, Any]) -> None:
    value = Ours(**one)
    again = msgspec.json.decode(msgspec.json.encode(value), type=Ours)
    assert (again, again.said) == (value, value.said)


def test_a_value_has_the_fields_of_its_base() -> None:
    value = Larger("Halcyon", tons=3)
    assert repr(value) == "Larger(name='Halcyon', crew=('Edwin',), log=[], said=None, tons=3)"
    assert (
        frozen.replace(value, crew=()) == dataclasses.replace(value, crew=()) == Larger("Halcyon", (), tons=3)
    )
    assert value != Larger("Halcyon", tons=4)
    assert value != Ours("Halcyon", ("Edwin",))
    assert msgspec.json.decode(msgspec.json.encode(value), type=Larger) == value
    assert Ours("Halcyon").crew == ()


def test_a_value_of_the_standard_library_can_be_replaced() -> None:
    assert frozen.replace(Theirs("a"), name="b") == Theirs("b")


def test_a_list_of_a_value_is_its_own() -> None:
    assert Ours("a").log is not Ours("a").log


def test_equal_values_have_one_hash_and_no_other_kind_equals_them() -> None:
    assert hash(ByName(second=2)) == hash(ByName(first=1, second=2))
    assert len({Nothing(), Nothing(), ByName(second=2), ByName(second=3)}) == 3
    assert ByName(second=2) != (1, 2)  # type: ignore[comparison-overlap]


def test_a_value_cannot_be_changed_nor_given_more() -> None:
    value = ByName(second=2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.second = 3  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.second
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.third = 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("named", [{}, {"first": 1}, {"second": 1, "third": 1}])
def test_fields_that_are_missing_or_unknown_are_refused(named: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"ByName\.__init__\(\)"):
        ByName(**named)


def test_fields_by_name_are_not_taken_by_place() -> None:
    with pytest.raises(TypeError):
        ByName(1, 2)  # type: ignore[call-arg]


def test_a_value_is_matched_by_place() -> None:
    match Ours("Halcyon", ("Edwin",)):
        case Ours("Halcyon", crew):
            assert crew == ("Edwin",)
        case _:
            pytest.fail("no match")


def test_methods_of_a_base_and_a_look_at_itself_stay() -> None:
    assert Ours("Halcyon").greeting().startswith("Hello Ours(name='Halcyon'")
    with pytest.raises(ValueError, match="below zero"):
        Checked(-1)


def test_only_frozen_values_with_slots_are_made() -> None:
    with pytest.raises(TypeError, match="dataclasses"):
        frozen.dataclass(frozen=True, slots=False)(Nothing)


def test_values_are_defined_made_and_compared_without_the_standard_library() -> None:
    code = (
        "import sys\nfrom reader.model import Link\nfrom reader.frozen import replace\n"
        "assert replace(Link('a'), title='b') == Link('a', 'b')\n"
        "print({'dataclasses', 'inspect'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
