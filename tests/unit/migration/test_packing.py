"""Points made together are those made one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backend.migration import protobuf
from backend.migration.packing import packed

_ids = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 2**15), min_size=1, max_size=40)


@given(_ids, st.integers(1, 50), st.data())
def test_many_points_are_the_same_bytes(
    ids: list[int], dimension: int, data: st.DataObject
) -> None:
    numbers = st.floats(width=32, allow_nan=False)
    vectors = data.draw(arrays(np.float32, (len(ids), dimension), elements=numbers))
    one_by_one = [protobuf.point(one, row, {}) for one, row in zip(ids, vectors, strict=True)]
    assert packed(np.array(ids, np.uint64), vectors) == one_by_one


def test_ids_at_which_a_varint_grows() -> None:
    ids = [edge + step for edge in (2**bits for bits in range(7, 64, 7)) for step in (-1, 0)]
    vectors = np.ones((len(ids), 3), np.float32)
    made = packed(np.array(ids, np.uint64), vectors)
    assert [protobuf.read_id(point) for point in made] == ids
    assert [len(point) for point in made[::2]] == [len(point) - 1 for point in made[1::2]]
