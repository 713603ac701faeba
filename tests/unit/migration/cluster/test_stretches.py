from hypothesis import given
from hypothesis import strategies as st

from backend.migration.cluster.stretches import RECORDS, stretches


@given(
    st.integers(0, 200),
    st.sets(st.integers(0, 200)),
    st.sampled_from([1, 100, 5000, 100_000]),
    st.integers(1, 20),
)
def test_every_batch_that_is_left_stands_in_one_stretch(
    count: int, done: set[int], size: int, shares: int
) -> None:
    found = list(stretches(count, done, size, shares))
    assert [n for one in found for n in one] == [n for n in range(count) if n not in done]
    assert all(len(one) == 1 or len(one) * size <= RECORDS for one in found)


def test_there_is_work_for_everyone() -> None:
    assert len(list(stretches(40, set(), 1, 20))) == 20
    assert list(stretches(3, {1}, 1, 20)) == [range(1), range(2, 3)]
