import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.redundancy.shingles import repeated, windows

CODES = st.lists(st.integers(0, 3), max_size=60).map(lambda codes: np.array(codes, np.uint32))


@given(CODES, st.integers(1, 8))
def test_equal_windows_have_equal_hashes_and_others_do_not(
    codes: "np.ndarray[tuple[int], np.dtype[np.uint32]]", length: int
) -> None:
    hashes = windows(codes, length).tolist()
    texts = [tuple(codes[start : start + length]) for start in range(len(codes) - length + 1)]
    assert len(hashes) == len(texts)
    assert len(set(zip(hashes, texts, strict=True))) == len(set(hashes)) == len(set(texts))


@given(CODES)
def test_repeated_places_are_grouped_in_order(
    codes: "np.ndarray[tuple[int], np.dtype[np.uint32]]",
) -> None:
    places, number = repeated(codes.astype(np.uint64), np.arange(len(codes)))
    groups: dict[int, list[int]] = {}
    for place, which in zip(places.tolist(), number.tolist(), strict=True):
        groups.setdefault(which, []).append(place)
    expected = [[place for place, code in enumerate(codes) if code == value] for value in range(4)]
    assert list(groups.values()) == [group for group in expected if len(group) > 1]
    assert list(groups) == list(range(len(groups)))
