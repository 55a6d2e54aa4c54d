"""Frozen values with slots that cost nothing to define: `dataclass`, `field` and `replace` in the words of `dataclasses`.

The standard library compiles eight methods a class while it is imported, about 1 ms, and loads `inspect` before the first
one; a command that prints a number would spend half of its time on that. Here methods are shared, and a class gets its
constructor with its first value. To a type checker these are the library's own. So they are to whoever asks them at run
time: `dataclasses.fields`, `dataclasses.replace` and msgspec find `__dataclass_fields__`, which is made when it is asked for.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_MISSING: Any = object()


class _Field:
    """What is known of a field beyond its name and type."""

    __slots__ = ("compare", "default", "default_factory", "kind", "repr")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Callable[[], Any] | None = None,
        compare: bool = True,
        repr: bool = True,  # noqa: A002 - the library's word
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.repr = repr
        self.kind: Any = None

    @property
    def told(self) -> dict[str, Any]:
        """The same for `dataclasses.field`."""
        known: dict[str, Any] = {"compare": self.compare, "repr": self.repr}
        if self.default is not _MISSING:
            known["default"] = self.default
        if self.default_factory is not None:
            known["default_factory"] = self.default_factory
        return known


def _dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
    """Makes a class one of frozen values. Its fields are those of its bases of this kind and all that it annotates itself: it
    has no class variables."""
    if not (frozen and slots):
        raise TypeError("values are frozen and have slots: for others there is dataclasses")

    def defined(bare: type) -> type:
        space = dict(vars(bare))
        space.pop("__dict__", None)
        space.pop("__weakref__", None)
        own = {
            name: _as_field(space.pop(name, _MISSING), kind) for name, kind in bare.__annotations__.items()
        }
        fields: dict[str, _Field] = {}
        for base in reversed(bare.__mro__):
            fields |= vars(base).get("__frozen_fields__", {})
        fields |= own
        names = tuple(fields)
        space.update(
            __slots__=tuple(own),
            __frozen_fields__=fields,
            __match_args__=() if kw_only else names,
            __qualname__=bare.__qualname__,
            __setattr__=_refuse_to_set,
            __delattr__=_refuse_to_delete,
            __dataclass_fields__=_FieldsWhenAsked(fields, kw_only=kw_only),
            __repr__=space.get("__repr__", _shown([name for name in names if fields[name].repr])),
        )
        _compared(space, [name for name in names if fields[name].compare])

        def first(self: Any, *values: Any, **named: Any) -> None:
            made.__init__ = init = _constructor(made, fields, kw_only=kw_only)  # type: ignore[misc]
            init(self, *values, **named)

        space["__init__"] = first
        made = type(bare)(bare.__name__, bare.__bases__, space)
        return made

    return defined


def _as_field(given: Any, kind: Any) -> _Field:
    field = given if isinstance(given, _Field) else _Field(default=given)
    field.kind = kind
    return field


def _constructor(made: type, fields: Mapping[str, _Field], *, kw_only: bool) -> Callable[..., None]:
    """Compiles `__init__`: it sets each slot by the slot's own descriptor, past the refusal of `__setattr__`."""
    known: dict[str, Any] = {"MISSING": _MISSING}
    heads, rows = ["self", "*"] if kw_only and fields else ["self"], []
    for name, field in fields.items():
        known[f"set_{name}"] = getattr(made, name).__set__
        value = name
        if field.default_factory is not None:
            known[f"new_{name}"] = field.default_factory
            heads.append(f"{name}=MISSING")
            value = f"new_{name}() if {name} is MISSING else {name}"
        elif field.default is not _MISSING:
            known[f"default_{name}"] = field.default
            heads.append(f"{name}=default_{name}")
        else:
            heads.append(name)
        rows.append(f"set_{name}(self, {value})")
    if hasattr(made, "__post_init__"):
        rows.append("self.__post_init__()")
    body = "\n    ".join(rows or ["pass"])
    exec(f"def __init__({', '.join(heads)}):\n    {body}", known)  # noqa: S102 - made of names in our own code
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _compared(space: dict[str, Any], names: Sequence[str]) -> None:
    """Gives a class that has no own way to compare one by its fields."""
    if "__eq__" in space:
        return
    key: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        return bool(key(self) == key(other)) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(key(self))

    space.update(__eq__=__eq__, __hash__=space.get("__hash__") or __hash__)


def _shown(names: Sequence[str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


def _refuse_to_set(_: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


class _FieldsWhenAsked:
    """`__dataclass_fields__`, as the standard library makes them of a class with the same fields."""

    def __init__(self, fields: Mapping[str, _Field], *, kw_only: bool) -> None:
        self._fields = fields
        self._kw_only = kw_only
        self._made: dict[str, Any] | None = None

    def __get__(self, _: object, owner: type) -> dict[str, Any]:
        if self._made is None:
            from dataclasses import field, make_dataclass

            rows = [(name, one.kind, field(**one.told)) for name, one in self._fields.items()]
            twin: Any = make_dataclass(owner.__name__, rows, kw_only=self._kw_only, frozen=True)
            self._made = twin.__dataclass_fields__
        return self._made


def _replace(value: Any, **changes: Any) -> Any:
    """The same value with other fields; what the standard library made is left to it."""
    if not hasattr(value, "__frozen_fields__"):
        from dataclasses import replace

        return replace(value, **changes)
    for name in value.__frozen_fields__:
        if name not in changes:
            changes[name] = getattr(value, name)
    return value.__class__(**changes)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _Field, _replace

__all__ = ["dataclass", "field", "replace"]
