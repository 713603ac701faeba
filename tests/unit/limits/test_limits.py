from dataclasses import fields
from typing import Any

import pytest

from backend.limits.limits import LimitError, Limits, read_limits


def test_the_plans_criteria_are_the_defaults() -> None:
    limits = read_limits({})
    assert (limits.search_p95_ms, limits.simple_p95_ms) == (50, 100)
    assert (limits.insertion_per_second, limits.failed_percent) == (1_000, 5)
    assert (limits.engine_memory_mb, limits.qdrant_memory_mb_per_100k) == (500, 2_000)


def test_a_table_changes_what_it_names() -> None:
    limits = read_limits({"search_p95_ms": 20.5})
    assert limits == Limits(search_p95_ms=20.5)
    assert str(limits).startswith("search_p95_ms 20.5, simple_p95_ms 100, ")
    assert all(field.name in str(limits) for field in fields(Limits))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"serch_p95_ms": 1}, "unknown limit; did you mean search_p95_ms?"),
        ({"zzz": 1}, "unknown limit; known: search_p95_ms"),
        ({"hold_seconds": "30"}, "expected a number, 0 or above, got '30'"),
        ({"hold_seconds": -1}, "expected a number, 0 or above, got -1"),
        ({"hold_seconds": True}, "expected a number"),
        ({"hold_seconds": float("inf")}, "expected a number"),
        ({"hold_seconds": float("nan")}, "expected a number"),
        ("50", "expected a table [limits]"),
    ],
)
def test_a_bad_table_names_the_key_and_the_way_out(table: Any, words: str) -> None:
    with pytest.raises(LimitError) as caught:
        read_limits(table)
    assert words in str(caught.value)
    assert str(caught.value).startswith(caught.value.key)
