"""JSON parsed fast, and exactly: no whole number becomes a fraction."""

import json
import math
from typing import Any

import orjson

_LARGEST = 2.0**63


def loads(text: bytes) -> Any:
    """What a piece of JSON says, also in the dialect that Python writes.

    NaN and Infinity, which JSON has not, become None: in a vector that tells the same.

    Args:
        text: The whole piece.

    Raises:
        ValueError: It is none, or is nested too deeply.
    """
    try:
        value = orjson.loads(text)
        if is_exact(value):
            return value
    except orjson.JSONDecodeError:
        pass  # the other parser takes more, and says what is wrong in people's words
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def is_exact(value: Any) -> bool:
    """Whether no whole number beyond 64 bits can have become a fraction in what orjson parsed."""
    try:
        return _is_exact(value)
    except RecursionError:
        return False


def _is_exact(value: Any) -> bool:
    if isinstance(value, float):
        return -_LARGEST < value < _LARGEST
    if isinstance(value, list):
        return _are_exact(value)
    if isinstance(value, dict):
        return all(map(_is_exact, value.values()))
    return True


def _are_exact(values: list[Any]) -> bool:
    try:  # numbers alone, as a vector has them, are seen at once
        return math.hypot(*values) < _LARGEST
    except TypeError:
        return all(map(_is_exact, values))
