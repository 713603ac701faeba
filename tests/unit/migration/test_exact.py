import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.exact import is_exact, loads

_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)


@given(_values)
def test_what_is_written_is_read_to_the_last_digit(value: Any) -> None:
    read = loads(json.dumps(value).encode())
    assert (read, json.dumps(read)) == (value, json.dumps(value))


def test_the_bare_words_of_python_are_nothing() -> None:
    assert loads(b'{"a": [NaN, Infinity, -Infinity, 1]}') == {"a": [None, None, None, 1]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"[" * 200_000, "nested too deeply"),
        (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
        (b"[1,", "Expecting value"),
        (b"9" * 5_000, "limit"),
        (b'"\xff"', "utf-8"),
    ],
)
def test_what_is_no_json_is_told_and_no_more(text: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        loads(text)


def test_what_is_too_deep_to_be_looked_at_is_not_called_exact() -> None:
    value: list[Any] = ["x"]
    for _ in range(5_000):
        value = [value, "x"]
    assert not is_exact(value)
