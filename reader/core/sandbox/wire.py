"""How our frozen dataclasses cross a pipe: as plain JSON values, and back into the types that their fields declare."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union

from reader import model

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
_Reader = Callable[[Any], Any]

_NAMES = {**vars(model), "datetime": datetime}
"""What annotations may name that their own module imports for the type checker only."""


def to_plain(value: object) -> Any:
    """Dicts, lists, strings, numbers, booleans and None. Fields that have their default are left out.

    Takes dataclasses, tuples, lists, frozensets and aware datetimes (ISO 8601), nested at will; TypeError for all else.
    """
    match value:
        case None | str() | int() | float():
            return value
        case tuple() | list() | frozenset():
            return [to_plain(part) for part in value]
        case datetime():
            return value.isoformat()
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {
                name: part if type(part) is str else to_plain(part)
                for name, default in _columns(type(value))
                if (part := getattr(value, name)) is not default and part != default
            }
        case _:
            raise TypeError(f"cannot cross a pipe: {type(value).__name__}")


@cache
def _columns(kind: type[DataclassInstance]) -> tuple[tuple[str, object], ...]:
    """The names of its fields and their defaults, MISSING where there is none."""
    return tuple((field.name, field.default) for field in fields(kind))


def from_plain(kind: type[T], plain: object) -> T:
    """The value of type `kind` that `to_plain` made `plain` of; ValueError where the two do not fit."""
    declared: Any = kind
    try:
        found: T = _reader(declared)(plain)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error!r}") from error
    return found


@cache
def _reader(kind: Any) -> _Reader:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        return _optional(_reader(next(part for part in parts if part is not types.NoneType)))
    if origin is Literal:
        return _one_of(frozenset(parts))
    if origin is tuple and parts[-1] is not Ellipsis:
        return _row([_reader(part) for part in parts])
    if origin in (tuple, frozenset):
        return _many(origin, _reader(parts[0]))
    if kind is datetime:
        return datetime.fromisoformat
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    return _scalar(kind)


def _scalar(kind: type) -> _Reader:
    allowed = (int, float) if kind is float else (kind,)

    def read(plain: Any) -> Any:
        if type(plain) not in allowed:
            raise TypeError(f"{type(plain).__name__} for {kind.__name__}")
        return plain

    return read


def _optional(inner: _Reader) -> _Reader:
    return lambda plain: None if plain is None else inner(plain)


def _one_of(allowed: frozenset[Any]) -> _Reader:
    def read(plain: Any) -> Any:
        if plain not in allowed:
            raise ValueError(f"not one of {sorted(allowed)}")
        return plain

    return read


def _many(make: Callable[[Any], Any], inner: _Reader) -> _Reader:
    return lambda plain: make(map(inner, _list(plain)))


def _row(readers: list[_Reader]) -> _Reader:
    return lambda plain: tuple(read(part) for read, part in zip(readers, _list(plain), strict=True))


def _list(plain: Any) -> list[Any]:
    if type(plain) is not list:
        raise TypeError(f"{type(plain).__name__} for list")
    return plain


def _record(kind: type) -> _Reader:
    readers = {name: _reader(hint) for name, hint in typing.get_type_hints(kind, localns=_NAMES).items()}
    return lambda plain: kind(**{name: readers[name](part) for name, part in plain.items()})
