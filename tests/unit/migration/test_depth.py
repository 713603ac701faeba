import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration import depth
from backend.migration.depth import MOST_DIGITS, Shallow, TooDeep, TooManyDigits
from backend.migration.jsonstream import JsonStream

_values = st.recursive(
    st.text(st.sampled_from('ab"\\{}[]\n'), max_size=5) | st.integers(0, 9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.sampled_from('a"\\[{'), max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@given(st.lists(_values), st.integers(8, 64))
def test_what_is_too_deep_breaks_off_and_nothing_else_does(value: Any, size: int) -> None:
    text = json.dumps(value).encode()
    stream = Shallow(JsonStream(io.BytesIO(text)))
    read = b""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(depth, "DEEPEST", 4)
        try:
            while data := stream.read(size):
                read += data
        except TooDeep:
            assert depth_of(value) > 4
        else:
            assert depth_of(value) <= 4
            assert read == text


@pytest.mark.parametrize("size", [7, 1_000, 65_536])
def test_a_number_that_would_crash_the_parser_breaks_off(size: int) -> None:
    def read(text: bytes) -> bytes:
        stream = Shallow(JsonStream(io.BytesIO(text)))
        return b"".join(iter(lambda: stream.read(size), b""))

    sound = b'{"a":"%b","b":[%b,%b]}' % (b"1" * 9_999, *[b"9" * MOST_DIGITS] * 2)
    assert read(sound) == sound
    with pytest.raises(TooManyDigits):
        read(b'{"a":-1%b}' % (b"9" * MOST_DIGITS))
