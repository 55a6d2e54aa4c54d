"""Objects that are made with what their classes annotate, as dataclasses are, and cost nothing to define: the standard library
compiles a constructor for each class while it is imported, a third of a millisecond of the start."""

from __future__ import annotations

from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class Record:
    """Takes a value for each name that it and its bases of this kind annotate, in their order or by name; then calls
    `__post_init__`, where there is one. None has a default."""

    _names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        cls._names = (*cls._names, *cls.__annotations__)

    def __init__(self, *values: object, **named: object) -> None:
        given = dict(zip(self._names, values, strict=False)) | named
        if len(given) != len(values) + len(named) or given.keys() != set(self._names):
            raise TypeError(f"{type(self).__name__} is made with {', '.join(self._names)}")
        for name, value in given.items():
            setattr(self, name, value)
        if (make_the_rest := getattr(self, "__post_init__", None)) is not None:
            make_the_rest()
