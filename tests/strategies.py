"""Hypothesis strategies for every model, made from the models' own field types."""

import types
from dataclasses import is_dataclass
from datetime import UTC, date
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, MinLen
from hypothesis import strategies as st
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from backend.model.base import Frozen
from backend.model.reading import Reading

MOST = 2**53
"""What every reader of JSON still holds exactly."""

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(0, MOST),
    float: st.floats(0, 1e12, allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    AwareDatetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
}
POSITIVE = {"period": st.floats(1e-3, 1e6)}


def of_type(kind: Any, least: int = 0) -> st.SearchStrategy[Any]:
    """Values of a field's annotation; tuples of any length have `least` elements."""
    origin, arguments = get_origin(kind), get_args(kind)
    made: st.SearchStrategy[Any]
    if kind in PLAIN:
        made = PLAIN[kind]
    elif origin is Annotated:
        made = of_type(arguments[0])
    elif origin is Literal:
        made = st.sampled_from(arguments)
    elif origin in (Union, types.UnionType):
        made = st.one_of([of_type(argument) for argument in arguments])
    elif origin is tuple and arguments[-1] is Ellipsis:
        made = st.lists(of_type(arguments[0]), min_size=least, max_size=2).map(tuple)
    elif origin is tuple:
        made = st.tuples(*[of_type(argument) for argument in arguments])
    elif origin is dict:
        made = st.dictionaries(TEXT, of_type(arguments[1]), max_size=2)
    elif issubclass(kind, Enum):
        made = st.sampled_from(list(kind))
    elif isinstance(kind, type) and is_dataclass(kind):
        made = st.builds(kind, **{name: of_type(of) for name, of in get_type_hints(kind).items()})
    else:
        made = st.deferred(lambda: of_model(kind))
    return made


def of_model(model: type[Frozen]) -> st.SearchStrategy[Any]:
    """Instances of a model with every field drawn."""
    fields = {
        name: POSITIVE[name] if name in POSITIVE else _of_field(field)
        for name, field in model.model_fields.items()
    }
    return st.builds(model, **fields)


def _of_field(field: FieldInfo) -> st.SearchStrategy[Any]:
    # pydantic moves the outermost Annotated into the field; AwareDatetime is a class by itself.
    for said in field.metadata:
        match said:
            case MinLen(min_length=least):
                return of_type(field.annotation, least)
            case Ge(ge=int() as least) if field.annotation is int:
                return st.integers(least, MOST)
    return of_type(field.annotation)


readings = of_model(Reading)
