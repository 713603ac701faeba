from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.parity import NEAREST, Parity, Query, closeness
from backend.migration.target import Distance

DICE = np.random.default_rng(20261122)
POINTS = DICE.normal(size=(60, 8)).astype(np.float32)
WANTED = DICE.normal(size=(3, 8)).astype(np.float32)


def exact(query: Any, distance: Distance) -> list[dict[str, Any]]:
    """What a server without an index answers."""
    scores = {
        "Cosine": POINTS @ query / np.linalg.norm(POINTS, axis=1) / np.linalg.norm(query),
        "Dot": POINTS @ query,
        "Euclid": np.linalg.norm(POINTS - query, axis=1),
        "Manhattan": np.abs(POINTS - query).sum(axis=1),
    }[distance]
    descending = distance in ("Cosine", "Dot")
    order = np.argsort(-scores if descending else scores)
    return [{"id": int(n), "score": float(scores[n])} for n in order]


def recall(queries: list[Query], distance: Distance, step: int = 60) -> float | None:
    parity = Parity(queries, distance)
    for start in range(0, 60, step):
        rows = POINTS[start : start + step]
        parity.add([str(n) for n in range(start, start + len(rows))], rows)
    return parity.recall()


@pytest.mark.parametrize("distance", get_args(Distance))
@given(step=st.integers(1, 60))
def test_an_exact_answer_is_a_recall_of_one_however_the_source_streams(
    distance: Distance, step: int
) -> None:
    queries = [Query(row.tolist(), exact(row, distance)[:NEAREST]) for row in WANTED]
    assert recall(queries, distance, step) == 1.0


@pytest.mark.parametrize("distance", get_args(Distance))
@given(wrong=st.integers(0, NEAREST))
def test_each_wrong_neighbour_costs_a_tenth(distance: Distance, wrong: int) -> None:
    def answered(row: Any) -> list[dict[str, Any]]:
        found = exact(row, distance)
        return found[: NEAREST - wrong] + found[60 - wrong :]

    queries = [Query(row.tolist(), answered(row)) for row in WANTED]
    assert recall(queries, distance) == pytest.approx(1 - wrong / NEAREST)


def test_a_tie_with_the_last_of_the_exact_counts() -> None:
    same = np.ones((30, 8), np.float32)
    parity = Parity([Query([1.0] * 8, [{"id": n, "score": 8.0} for n in range(20, 30)])], "Dot")
    parity.add([str(n) for n in range(30)], same)
    assert parity.recall() == 1.0


def test_where_nothing_was_seen_there_is_no_recall() -> None:
    assert Parity([], "Cosine").recall() is None
    assert Parity([Query([1.0], [])], "Cosine").recall() is None


def test_where_the_target_gave_no_point_to_search_for_there_is_no_recall() -> None:
    parity = Parity([], "Cosine")
    parity.add(["1"], np.ones((1, 4), np.float32))
    assert parity.recall() is None


def test_zero_vectors_are_near_to_nothing() -> None:
    zero = np.zeros((1, 8), np.float32)
    assert closeness(zero, POINTS, "Cosine").tolist() == [[0.0] * 60]
