import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.checksums import LONGEST, checksum, checksums

WORDS = st.text(min_size=1, max_size=2 * LONGEST)


@given(st.lists(WORDS))
def test_words_of_a_text_have_the_checksums_that_each_has(words: list[str]) -> None:
    ends = np.cumsum([len(word.encode()) for word in words], dtype=np.intp)
    begin = np.concatenate([np.zeros(1, np.intp), ends])[:-1]
    found = checksums("".join(words).encode(), begin, ends)
    assert found.tolist() == [checksum(word) for word in words]


def test_words_are_told_apart_by_length_and_by_each_of_the_first_bytes() -> None:
    words = ["", *("a" * count for count in range(1, LONGEST + 3))]
    words += ["a" * place + "b" + "a" * (LONGEST - place - 1) for place in range(LONGEST)]
    assert len({checksum(word) for word in words}) == len(words)
    assert checksum("a" * LONGEST + "b") == checksum("a" * LONGEST + "c")
