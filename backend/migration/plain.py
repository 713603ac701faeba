"""Values of other formats as JSON has them, so that every way to the target says the same."""

import base64
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np

MOST = 1_000_000
"""Values in one field; a pickle may hold one list in another a thousand times at no cost."""

_AS_THEY_ARE = frozenset((str, int, float, bool))


def plain(value: Any) -> Any:
    """The value of one field.

    Dates and times become text by ISO 8601, spans of time seconds, Decimals numbers, bytes text
    (base64 where they are no UTF-8), sets and tuples lists.

    Raises:
        TypeError: JSON has nothing like it, or there is too much in it.
    """
    return value if type(value) in _AS_THEY_ARE else _Plain().of(value)


class _Plain:
    """The values of one field, counted."""

    def __init__(self) -> None:
        self._left = MOST

    def of(self, value: Any) -> Any:
        if value is None or type(value) in _AS_THEY_ARE:
            return value
        if isinstance(value, np.ndarray | np.generic):
            self._spend(value.size)
            is_time = value.dtype.kind in "mM"  # finer than a microsecond it would be a number
            fine = value.astype(f"{value.dtype.kind}8[us]") if is_time else value
            return self.of(fine.tolist())
        if isinstance(value, dict):
            self._spend(len(value))
            return {_key(name): self.of(each) for name, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            self._spend(len(value))
            return [self.of(each) for each in value]
        return _scalar(value)

    def _spend(self, values: int) -> None:
        self._left -= values
        if self._left < 0:
            raise TypeError(f"more than {MOST:,} values in one field")


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a field's name is text, not {type(name).__name__}")
    return name


def _scalar(value: Any) -> Any:
    known: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
        (str | bool | int | float, lambda same: same),
        (datetime | date | time, lambda moment: moment.isoformat()),
        (timedelta, timedelta.total_seconds),
        (Decimal, _number),
        (bytes | bytearray, _text),
        (UUID, str),
    )
    for kinds, convert in known:
        if isinstance(value, kinds):
            return convert(value)
    raise TypeError(f"JSON has nothing like a {type(value).__name__}")


def _number(value: Decimal) -> int | float:
    """Whole where it has no digits behind the point."""
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else float(value)


def _text(value: bytes | bytearray) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()
