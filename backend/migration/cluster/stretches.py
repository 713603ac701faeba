"""Batches in a row that one task of a cluster reads and writes."""

from collections.abc import Iterator, Set

RECORDS = 16_384
"""Records of a stretch at most, if a batch has not more: 25 MB of vectors of 384 dimensions."""


def stretches(count: int, done: Set[int], size: int, shares: int = 1) -> Iterator[range]:
    """Runs of batches that are not done, in order, by their numbers.

    Args:
        count: Batches that there are.
        done: Numbers of those that were acknowledged.
        size: Records in each.
        shares: There shall be as many stretches at least, if there are as many batches.
    """
    most = max(1, min(RECORDS // size, count // shares))
    start: int | None = None
    for number in range(count + 1):
        is_open = number < count and number not in done
        if start is not None and (not is_open or number - start == most):
            yield range(start, number)
            start = None
        if is_open and start is None:
            start = number
