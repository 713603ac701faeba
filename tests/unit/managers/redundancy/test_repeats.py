from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.redundancy.repeats import repeats

Text = np.ndarray[tuple[int], np.dtype[np.uint32]]
TEXTS = st.lists(
    st.lists(st.integers(0, 2), max_size=60).map(lambda codes: np.array(codes, np.uint32)),
    max_size=5,
)


@given(TEXTS, st.integers(1, 12))
def test_each_run_is_followed_by_the_next_equal_one_within_its_text(
    texts: list[Text], length: int
) -> None:
    places: dict[tuple[int, ...], list[int]] = {}
    before = 0
    for text in texts:
        for start in range(len(text) - length + 1):
            run = tuple(text[start : start + length].tolist())
            places.setdefault(run, []).append(before + start)
        before += len(text)
    expected = sorted(
        pair for same in places.values() for pair in pairwise(same) if pair[1] - pair[0] >= length
    )
    first, second = repeats(texts, length)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == expected
