from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.redundancy import candidates as index
from backend.managers.redundancy.candidates import FREQUENT, SHARED, SHINGLE, candidates

COMMON = 0.75
PIECES = [bytes([number] * 3 + list(range(number, number + 11))) for number in range(6)]
TEXTS = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=2, max_size=5).map(b"".join),
    max_size=30,
)


def expected(texts: list[bytes]) -> set[tuple[int, int]]:
    """The same by the definition."""
    held = [{text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)} for text in texts]
    owners = Counter(shingle for own in held for shingle in own)
    rare = {shingle for shingle, count in owners.items() if count <= FREQUENT}
    return {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if (shared := len(held[one] & held[other] & rare))
        and 2 * min(len(texts[one]), len(texts[other]))
        >= COMMON * (len(texts[one]) + len(texts[other]))
        and shared >= SHARED * (min(len(held[one]), len(held[other])) + SHINGLE - 1)
    }


@given(TEXTS)
def test_pairs_that_share_enough_shingles(texts: list[bytes]) -> None:
    found = list(candidates(texts, COMMON))
    assert len(found) == len(set(found))
    assert set(found) == expected(texts)


@given(TEXTS)
def test_a_large_tree_is_counted_and_paired_in_parts(texts: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(index, "_AT_A_TIME", 5)
        small.setattr(index, "_PAIRED", 5)
        assert set(candidates(texts, COMMON)) == expected(texts)
