from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backend.migration.comparison import Comparison, differences
from backend.migration.expected import Expected, payload_digest

numbers = st.floats(-1e30, 1e30).filter(lambda x: x == 0 or abs(x) > 1e-20)
vectors = arrays(np.float64, (3, 4), elements=numbers)


def expected(point: int, vector: list[float], **payload: Any) -> Expected:
    content = np.array([vector], np.float32)
    digest = payload_digest(payload)
    return Expected((f"a[{point}]",), (str(point),), (point,), content, (digest,), (0,))


def together(*points: Expected) -> Expected:
    return Expected(
        tuple(place for point in points for place in point.places),
        tuple(identity for point in points for identity in point.ids),
        tuple(number for point in points for number in point.points),
        np.vstack([point.vectors for point in points]),
        tuple(digest for point in points for digest in point.payloads),
        tuple(range(len(points))),
    )


def returned(point: int, vector: list[float], **payload: Any) -> dict[str, Any]:
    return {"id": point, "vector": vector, "payload": payload}


@given(vectors)
def test_a_vector_does_not_differ_from_itself(rows: Any) -> None:
    away, stretched = differences(rows, rows)
    assert away.max() < 1e-9
    assert stretched.max() == 0


@given(vectors, st.floats(0.1, 1000))
def test_another_length_is_the_same_direction_and_another_norm(rows: Any, factor: float) -> None:
    away, stretched = differences(rows, rows * factor)
    assert away.max() < 1e-9
    for norm, stretch in zip(np.linalg.norm(rows, axis=1), stretched, strict=True):
        assert stretch == pytest.approx(abs(factor - 1) if norm else 0, abs=1e-9)


def test_two_zero_vectors_are_equal_and_one_is_not() -> None:
    rows = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]])
    away, stretched = differences(rows, rows[[0, 2, 1]])
    assert away.tolist() == [0, 1, 1]
    assert stretched.tolist() == [0, np.inf, 1]


def test_each_difference_is_found_by_its_own_check() -> None:
    comparison = Comparison(norms=True)
    wanted = together(
        expected(1, [1, 2], a=1),
        expected(2, [1, 2], a=1),
        expected(3, [1, 2], a=1),
        expected(4, [1, 2], a=1),
        expected(5, [1, 2], a=1, b=None),
    )
    comparison.add(
        wanted,
        [
            returned(5, [1.0004, 2.0008], b=None, a=1),
            returned(3, [2, 4], a=1),
            returned(2, [1, 2], a=2),
            returned(1, [2, 1], a=1),
        ],
    )
    assert (comparison.compared, comparison.found) == (5, 4)
    assert comparison.failed == {"presence": 1, "payload": 1, "vectors": 2}
    assert {(one.point, one.check) for one in comparison.mismatches} == {
        ("4", "presence"), ("2", "payload"), ("1", "vectors"), ("3", "vectors"),
    }  # fmt: skip


def test_norms_do_not_matter_where_the_distance_ignores_them() -> None:
    comparison = Comparison(norms=False)
    comparison.add(expected(1, [3, 4]), [returned(1, [0.6, 0.8])])
    assert not comparison.failed


@pytest.mark.parametrize("vector", [None, [1.0], {"text": [1.0, 2.0]}, [[1.0, 2.0]], [1.0, None]])
def test_what_is_no_such_vector_is_a_mismatch(vector: Any) -> None:
    comparison = Comparison(norms=False)
    comparison.add(expected(1, [1, 2]), [{"id": 1, "vector": vector, "payload": {}}])
    assert comparison.failed == {"vectors": 1}


@given(st.permutations(range(5)))
def test_the_digest_does_not_depend_on_the_order(order: list[int]) -> None:
    def digest(points: list[int]) -> str:
        comparison = Comparison(norms=False)
        for n in points:
            comparison.add(expected(n, [n, 1]), [returned(n, [n, 1])])
        return comparison.digest

    assert digest(order) == digest(list(range(5)))
    assert digest(order[1:]) != digest(order)
