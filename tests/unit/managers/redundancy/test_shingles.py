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


@given(st.lists(CODES, max_size=5), st.integers(1, 4))
def test_repeated_runs_are_grouped_in_order_and_stay_within_their_text(
    texts: "list[np.ndarray[tuple[int], np.dtype[np.uint32]]]", length: int
) -> None:
    groups: list[list[int]] = []
    for places, number in repeated(texts, length):
        assert sorted(set(number.tolist())) == list(range(len(set(number.tolist()))))
        assert (np.diff(number) >= 0).all()
        groups += (places[number == which].tolist() for which in range(max(number, default=-1) + 1))
    expected: dict[tuple[int, ...], list[int]] = {}
    before = 0
    for text in texts:
        for start in range(len(text) - length + 1):
            run = tuple(text[start : start + length].tolist())
            expected.setdefault(run, []).append(before + start)
        before += len(text)
    assert sorted(groups) == sorted(group for group in expected.values() if len(group) > 1)
