import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.vectorizing.located_json import Located, load

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1]))
def test_what_is_read_is_what_the_standard_library_reads(value: Any, indent: int | None) -> None:
    assert load(json.dumps(value, indent=indent)) == value


def test_objects_know_their_lines() -> None:
    found = load('\n{"a": {},\n "b": [\n {"c": "\\n"}, {\n}]}')
    lines = [found.line, found["a"].line, *(one.line for one in found["b"])]
    assert lines == [2, 2, 4, 4]
    assert isinstance(found["b"][1], Located)


def test_what_is_no_json_says_where() -> None:
    with pytest.raises(json.JSONDecodeError, match="line 2 column 1"):
        load('{"a":\n}')
