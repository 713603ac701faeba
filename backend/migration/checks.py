"""The questions of a verification, each answered in one sentence."""

from collections.abc import Mapping
from typing import Protocol

from backend.migration.comparison import TOLERANCE, CheckName, Comparison
from backend.migration.parity import NEAREST, SEARCHES
from backend.migration.report import changed_files, counts_agree
from backend.migration.scope import Scope
from backend.migration.target import Space
from backend.model.migration.proof import Check


class Tally(Protocol):
    """What came of points that were compared one by one."""

    @property
    def compared(self) -> int:
        """Points asked for."""
        ...

    @property
    def found(self) -> int:
        """Points that are there."""
        ...

    @property
    def failed(self) -> Mapping[CheckName, int]:
        """How many failed each check."""
        ...


LEAST_RECALL = 0.9
"""Share of the exact nearest below which searches no longer find what was moved."""


def judged(
    scope: Scope,
    digests: Mapping[str, str],
    space: Space,
    comparison: Comparison,
    *,
    exact: int,
    expected: int,
    recall: float | None,
) -> tuple[Check, ...]:
    """Every check of one verification.

    Args:
        scope: What was compared with what.
        digests: The source's files as they were read for it.
        space: What the target's vectors are.
        comparison: What came of the points one by one.
        exact: Qdrant's exact count.
        expected: Points that the source makes.
        recall: Mean recall@10; None where it cannot be compared.
    """
    return (
        presence_check(comparison),
        count_check(scope.before, expected, exact, space.deferred),
        _vectors(comparison, space),
        payload_check(comparison),
        _recall(recall),
        _source(scope, digests),
    )


def presence_check(comparison: Tally) -> Check:
    """Whether every point compared is there."""
    missing = comparison.failed["presence"]
    found = f"{comparison.found:,} of {comparison.compared:,} points compared are there, by id"
    return Check(
        name="presence",
        checked=comparison.compared,
        failed=missing,
        passed=missing == 0 if comparison.compared else None,
        detail=found,
    )


def count_check(before: int | None, expected: int, exact: int, deferred: int) -> Check:
    """Whether the target holds what it should."""
    detail = f"Qdrant holds {exact:,} exactly; the source makes {expected:,}"
    passed: bool | None
    if before is not None:
        passed = counts_agree(expected, before, exact + deferred)
        detail += f", {before:,} were there before" if before else ""
    elif exact > expected:
        passed = None
        detail += f": {exact - expected:,} came from elsewhere"
    else:
        passed = exact + deferred == expected
    if deferred:
        detail += f"; {deferred:,} are deferred and not visible to reads yet"
    off = 0 if passed is not False else abs(expected - exact - deferred)
    return Check(name="count", checked=expected, failed=off, passed=passed, detail=detail)


def _vectors(comparison: Comparison, space: Space) -> Check:
    failed = comparison.failed["vectors"]
    what = f"1 - cosine is at most {comparison.farthest:.1e}, allowed are {TOLERANCE:g}"
    if space.distance == "Cosine":
        what += "; directions only, as Cosine stores unit vectors"
    else:
        what += f"; norms within {100 * TOLERANCE:g} %, as {space.distance} depends on them"
    return Check(
        name="vectors",
        checked=comparison.found,
        failed=failed,
        passed=failed == 0 if comparison.found else None,
        detail=what,
    )


def payload_check(comparison: Tally) -> Check:
    """Whether every payload is equal."""
    failed = comparison.failed["payload"]
    return Check(
        name="payload",
        checked=comparison.found,
        failed=failed,
        passed=failed == 0 if comparison.found else None,
        detail=f"{comparison.found - failed:,} of {comparison.found:,} payloads are equal, by hash",
    )


def _recall(recall: float | None) -> Check:
    if recall is None:
        detail = (
            "not comparable: the collection is empty or holds other points too, or its Qdrant is "
            "older than 1.10"
        )
        return Check(name="recall", passed=None, detail=detail)
    return Check(
        name="recall",
        checked=SEARCHES,
        passed=recall >= LEAST_RECALL,
        detail=f"recall@{NEAREST} is {recall:.3f} against an exact search in the source, "
        f"at least {LEAST_RECALL} is asked for",
    )


def _source(scope: Scope, digests: Mapping[str, str]) -> Check:
    changed = changed_files(dict(scope.digests), dict(digests))
    detail = f"changed meanwhile: {', '.join(changed)}" if changed else "the files did not change"
    return Check(name="source", failed=len(changed), passed=not changed, detail=detail)
