from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.tokens import Joined, Tokens, packed_lines

LINES = st.lists(st.integers(1, 9), max_size=12).map(sorted)
"""The lines in which the tokens of one file begin."""


def tokens(lines: Sequence[int], first: int) -> Tokens:
    raw = np.arange(first, first + len(lines), dtype=np.uint32)
    packed = packed_lines(np.array(lines, np.intp)) if lines else Tokens().lines
    return Tokens(raw.tobytes(), bytes(len(lines)), packed)


@given(st.lists(LINES, min_size=1, max_size=5))
def test_each_token_of_joined_files_is_told_its_file_and_line(files: list[list[int]]) -> None:
    starts = [sum(map(len, files[:number])) for number in range(len(files))]
    joined = Joined([tokens(*one) for one in zip(files, starts, strict=True)])
    count = sum(map(len, files))
    assert joined.raw.tolist() == list(range(count))
    numbers, lines = joined.lines_of(np.arange(count))
    expected = [(number, line) for number, some in enumerate(files) for line in some]
    assert list(zip(numbers.tolist(), lines.tolist(), strict=True)) == expected


@given(LINES, st.integers(1, 12))
def test_tokens_before_a_line_are_counted_beyond_the_last_one_too(
    lines: list[int], line: int
) -> None:
    assert tokens(lines, 0).before(line) == sum(one < line for one in lines)
