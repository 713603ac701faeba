import pytest

from backend.migration.checks import judged
from backend.migration.comparison import Comparison
from backend.migration.scope import Scope
from backend.migration.target import Space
from backend.model.migration.proof import Check


def scope(before: int | None = 0, sample: int | None = None) -> Scope:
    return Scope("tasks", 4, 100, frozenset(), {"a.json": "1"}, before=before, sample=sample)


def check(name: str, exact: int, before: int | None = 0, deferred: int = 0) -> Check:
    checks = judged(
        scope(before),
        {"a.json": "1"},
        Space(4, deferred=deferred),
        Comparison(norms=False),
        exact=exact,
        expected=10,
        recall=None,
    )
    (found,) = [one for one in checks if one.name == name]
    return found


@pytest.mark.parametrize(
    ("exact", "before", "deferred", "passed"),
    [
        (10, 0, 0, True),
        (9, 0, 0, False),
        (11, 0, 0, False),
        (8, 0, 2, True),
        (8, 0, 1, False),
        (15, 5, 0, True),
        (16, 5, 0, False),
        (10, None, 0, True),
        (9, None, 0, False),
        (12, None, 0, None),
    ],
)
def test_counts_are_exact_and_deferred_points_are_accounted_for(
    exact: int, before: int | None, deferred: int, passed: bool | None
) -> None:
    found = check("count", exact, before, deferred)
    assert found.passed is passed
    assert ("deferred" in found.detail) == (deferred > 0)


def test_where_nothing_was_compared_nothing_is_judged() -> None:
    assert [check(name, 10).passed for name in ("presence", "vectors", "payload", "recall")] == [
        None
    ] * 4


def test_a_source_that_changed_meanwhile_is_no_proof() -> None:
    checks = judged(
        scope(), {"a.json": "2"}, Space(4), Comparison(norms=False),
        exact=10, expected=10, recall=0.5,
    )  # fmt: skip
    verdicts = {one.name: one.passed for one in checks}
    assert (verdicts["source"], verdicts["recall"]) == (False, False)


def test_a_sample_is_drawn_without_repetition_and_always_the_same() -> None:
    drawn = scope(sample=30).drawn()
    assert drawn is not None
    assert len(drawn) == 30
    assert drawn == scope(sample=30).drawn()
    assert max(drawn) < 100
    assert scope(sample=100).drawn() is None
    assert scope().drawn() is None
