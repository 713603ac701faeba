"""Tracks: where lines between two columns of a map turn, so that no two run over each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Bundle:
    """The lines to one target between two neighbouring columns.

    Attributes:
        rows: Where they come from in the left column.
        row: Where they go in the right column.
        track: Their vertical track, from 0 at the left; -1 where they run straight on.
    """

    target: str
    rows: tuple[int, ...]
    row: int
    track: int = -1


def tracked(bundles: Iterable[Bundle]) -> tuple[Bundle, ...]:
    """The bundles with a track each; lines of one track never touch.

    Where a row holds a source at its left end and the target of others at its right end, the
    source's tracks lie left of theirs, else both would run over each other.
    """
    bundles = sorted(bundles, key=lambda bundle: (bundle.row, bundle.rows))
    placed: dict[Bundle, int] = {}
    taken: list[list[tuple[int, int]]] = []
    waiting = [bundle for bundle in bundles if bundle.rows != (bundle.row,)]
    while waiting:
        # A ring of rows that want each other first cannot be had; the first of them gives way.
        bundle = next((one for one in waiting if not _before(one, waiting)), waiting[0])
        waiting.remove(bundle)
        least = max((placed[one] + 1 for one in _before(bundle, placed)), default=0)
        span = (min(*bundle.rows, bundle.row), max(*bundle.rows, bundle.row))
        track = next(
            (
                number
                for number in range(least, len(taken))
                if all(span[1] < low or high < span[0] for low, high in taken[number])
            ),
            max(least, len(taken)),
        )
        while len(taken) <= track:
            taken.append([])
        taken[track].append(span)
        placed[bundle] = track
    return tuple(replace(one, track=placed.get(one, -1)) for one in bundles)


def _before(bundle: Bundle, others: Iterable[Bundle]) -> list[Bundle]:
    """Those whose lines start in the row that this bundle ends in."""
    return [one for one in others if one is not bundle and bundle.row in one.rows]
