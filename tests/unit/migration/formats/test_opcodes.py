"""Every pickle that Python writes passes; what asks for memory by a number does not."""

import pickle
import pickletools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.formats.opcodes import Unsafe, check

_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=300)
    | st.binary(max_size=300),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3), inner, max_size=4)
        | st.tuples(inner, inner)
        | st.sets(st.text(max_size=3), max_size=3)
    ),
    max_leaves=20,
)


def passes(data: bytes) -> bool:
    """Whether it is a whole pickle that asks for no more than it holds."""
    try:
        check(data)
    except (Unsafe, ValueError):
        return False
    return True


@given(_values, st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_what_python_writes_passes(value: Any, protocol: int) -> None:
    assert passes(pickle.dumps([value, value, np.arange(300), np.float32(1)], protocol=protocol))


def test_many_entries_are_counted_in_every_form() -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        written = pickle.dumps([[n] for n in range(1_000)], protocol=protocol)
        assert passes(written)
        assert not passes(written[:-1])


@given(st.binary(max_size=80))
def test_it_says_where_the_end_is_as_the_standard_library_does(noise: bytes) -> None:
    try:
        list(pickletools.genops(noise))
        is_whole = True
    except Exception:  # noqa: BLE001  (it fails in any way)
        is_whole = False
    try:
        check(noise)
    except Unsafe:
        return
    except ValueError:
        assert not is_whole


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"]r\xff\xff\xff\x7f.", "memory for 2,147,483,647 entries after 0"),
        (b"]q\x00q\x09.", "memory for 9 entries after 1"),
        (b"]p2147483647\n.", "memory for 2,147,483,647 entries"),
        (b"\x96\x00\x00\x00\x00\x01\x00\x00\x00ab.", "memory for 4,294,967,296 bytes and holds 3"),
        (b"B\xff\xff\xff\x7f.", "memory for 2,147,483,647 bytes and holds 1"),
    ],
)
def test_what_asks_for_memory_by_a_number_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unsafe, match=told):
        check(data)
