import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.redundancy.shingles import least, windows

Text = np.ndarray[tuple[int], np.dtype[np.uint32]]
CODES = st.lists(st.integers(0, 3), max_size=60).map(lambda codes: np.array(codes, np.uint32))


@given(CODES, st.integers(1, 20))
def test_equal_windows_have_equal_hashes_and_others_do_not(codes: Text, length: int) -> None:
    hashes = windows(codes, length, np.uint64).tolist()
    texts = [tuple(codes[start : start + length]) for start in range(len(codes) - length + 1)]
    assert len(hashes) == len(texts)
    assert len(set(zip(hashes, texts, strict=True))) == len(set(hashes)) == len(set(texts))


def test_a_difference_of_one_code_anywhere_shows_in_the_upper_half_of_the_hash() -> None:
    codes = np.tile(np.arange(256, dtype=np.uint8), (256, 1))
    np.fill_diagonal(codes, 0)
    upper = [int(windows(text, 256, np.uint64)[0]) >> 32 for text in codes]
    assert len(set(upper)) == 256


@given(CODES, st.integers(1, 20))
def test_the_least_of_each_run(codes: Text, width: int) -> None:
    runs = [min(codes[start : start + width]) for start in range(len(codes) - width + 1)]
    assert least(codes, width).tolist() == runs
