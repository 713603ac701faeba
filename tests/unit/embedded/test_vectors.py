"""Vectors checked before the engine sees them."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.embedded.bodies import Sparse
from backend.embedded.errors import ApiError
from backend.embedded.vectors import VectorSpace

SPACE = VectorSpace(
    {
        "vectors": {
            "": {"size": 3, "distance": "Dot"},
            "parts": {
                "size": 3,
                "distance": "Dot",
                "multivector_config": {"comparator": "max_sim"},
            },
        },
        "sparse_vectors": {"words": {}},
    }
)


def refusal(vector: Any) -> str:
    with pytest.raises(ApiError) as refused:
        SPACE.point_vector(vector)
    assert 400 <= refused.value.status < 500
    return refused.value.message


def fits(number: float) -> bool:
    try:
        struct.pack("f", number)
    except OverflowError:
        return False
    return True


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=3, max_size=3))
def test_a_vector_is_taken_if_each_number_fits_32_bits(vector: list[float]) -> None:
    largest = max(map(abs, vector))
    if largest <= 3.4028234663852886e38:
        assert SPACE.point_vector(vector) == vector
    else:
        assert "32-bit" in refusal(vector)
    if not fits(largest):
        assert "32-bit" in refusal(vector)


@pytest.mark.parametrize(
    ("vector", "message"),
    [
        ([1.0, 2.0], "Vector dimension error: expected dim: 3, got 2"),
        ([], "Vector dimension error: expected dim: 3, got 0"),
        ({"parts": [[1.0, 2.0, 3.0], [1.0]]}, "expected dim: 3, got 1"),
        ({"parts": [1.0, 2.0, 3.0]}, "Conversion between multi and regular vectors failed"),
        ([[1.0, 2.0, 3.0]], "Conversion between multi and regular vectors failed"),
        ({"title": [1.0]}, "Not existing vector name error: title"),
        ({"words": [1.0, 2.0, 3.0]}, "Conversion between sparse and regular vectors failed"),
        ({"": Sparse(indices=[1], values=[1.0])}, "sparse and regular vectors failed"),
        ({"words": Sparse(indices=[1, 1], values=[1.0, 2.0])}, "must be unique"),
        ({"words": Sparse(indices=[1], values=[1.0, 2.0])}, "must be the same length"),
    ],
)
def test_vectors_that_do_not_belong_here(vector: Any, message: str) -> None:
    assert message in refusal(vector)


def test_a_point_may_have_some_of_the_vectors() -> None:
    assert SPACE.point_vector({}) == {}
    assert SPACE.point_vector({"": [1.0, 2.0, 3.0]}) == {"": [1.0, 2.0, 3.0]}
