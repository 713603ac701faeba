"""A layered layout: columns of managers, and the tracks on which their lines run.

Sugiyama's steps in plain Python, without chance: layers are given; lines that pass a column get
a place in it; the order within columns follows barycentres; lines to the same target share one
vertical track between two columns.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

Edge = tuple[str, str]

_SWEEPS = 12


@dataclass(frozen=True)
class Place:
    """A row of a column: a manager, or the lines that pass it on their way to one."""

    name: str
    row: int
    passing: bool = False


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


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes:
        columns: From the managers that use others, at the left, to those that only are used.
        gaps: The bundles between each column and the next.
        height: Rows that the tallest column takes.
        level: Edges within a layer or against the order of layers, which are not drawn.
    """

    columns: tuple[tuple[Place, ...], ...]
    gaps: tuple[tuple[Bundle, ...], ...]
    height: int
    level: tuple[Edge, ...]

    def tracks(self, gap: int) -> int:
        """Vertical tracks between a column and the next."""
        return max((bundle.track + 1 for bundle in self.gaps[gap]), default=0)

    def spread(self) -> "Layout":
        """The same with an empty row between any two."""
        return Layout(
            columns=tuple(
                tuple(replace(place, row=2 * place.row) for place in column)
                for column in self.columns
            ),
            gaps=tuple(
                tuple(
                    replace(one, rows=tuple(2 * row for row in one.rows), row=2 * one.row)
                    for one in gap
                )
                for gap in self.gaps
            ),
            height=max(0, 2 * self.height - 1),
            level=self.level,
        )


_Item = tuple[str, bool]


def lay_out(layers: Mapping[str, int], edges: Iterable[Edge]) -> Layout:
    """Lay managers out.

    Args:
        layers: The managers to draw, 0 for those that use no other.
        edges: (source, target) pairs between them.
    """
    edges = sorted(edges)
    drawn = [(source, target) for source, target in edges if layers[source] > layers[target]]
    level = tuple(edge for edge in edges if layers[edge[0]] <= layers[edge[1]])
    depths = sorted(set(layers.values()), reverse=True)
    column_of = {name: depths.index(layer) for name, layer in layers.items()}
    columns: list[list[_Item]] = [[] for _ in depths]
    for name in sorted(layers):
        columns[column_of[name]].append((name, False))
    links: list[dict[_Item, set[_Item]]] = [defaultdict(set) for _ in depths]
    for source, target in drawn:
        here: _Item = (source, False)
        for column in range(column_of[source] + 1, column_of[target] + 1):
            there = (target, column != column_of[target])
            if there not in columns[column]:
                columns[column].append(there)
            links[column - 1][here].add(there)
            here = there
    ordered = _ordered(columns, links)
    rows = _rows(ordered, links)
    return Layout(
        columns=tuple(
            tuple(Place(item[0], rows[at, item], item[1]) for item in column)
            for at, column in enumerate(ordered)
        ),
        gaps=tuple(_tracked(at, links[at], rows) for at in range(len(ordered) - 1)),
        height=max((len(column) for column in ordered), default=0),
        level=level,
    )


def _ordered(
    columns: list[list[_Item]], links: Sequence[Mapping[_Item, set[_Item]]]
) -> list[list[_Item]]:
    """The order with the fewest crossings that sweeping to and fro finds."""
    best = [sorted(column) for column in columns]
    fewest = _crossings(best, links)
    present = [list(column) for column in best]
    into = [_reversed(link) for link in links]
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        forth = sweep % 2 == 0
        steps = range(1, len(present)) if forth else range(len(present) - 2, -1, -1)
        for at in steps:
            near = present[at - 1] if forth else present[at + 1]
            ties = into[at - 1] if forth else links[at]
            present[at] = _by_barycentre(present[at], near, ties)
        found = _crossings(present, links)
        if found < fewest:
            best, fewest = [list(column) for column in present], found
    return best


def _reversed(link: Mapping[_Item, set[_Item]]) -> dict[_Item, set[_Item]]:
    back: dict[_Item, set[_Item]] = defaultdict(set)
    for left, rights in link.items():
        for right in rights:
            back[right].add(left)
    return back


def _by_barycentre(
    column: list[_Item], near: list[_Item], ties: Mapping[_Item, set[_Item]]
) -> list[_Item]:
    place = {item: at for at, item in enumerate(near)}

    def centre(entry: tuple[int, _Item]) -> tuple[float, int]:
        at, item = entry
        tied = [place[other] for other in ties.get(item, ())]
        return (sum(tied) / len(tied) if tied else float(at), at)

    return [item for _, item in sorted(enumerate(column), key=centre)]


def _crossings(
    columns: Sequence[Sequence[_Item]], links: Sequence[Mapping[_Item, set[_Item]]]
) -> int:
    crossed = 0
    for at in range(len(columns) - 1):
        place = {item: row for row, item in enumerate(columns[at + 1])}
        seen: list[int] = []
        for item in columns[at]:
            ends = sorted(place[other] for other in links[at].get(item, ()))
            crossed += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return crossed


def _rows(
    columns: Sequence[Sequence[_Item]], links: Sequence[Mapping[_Item, set[_Item]]]
) -> dict[tuple[int, _Item], int]:
    """A row for each item: the tallest column is packed, its neighbours lean towards it."""
    rows: dict[tuple[int, _Item], int] = {}
    if not columns:
        return rows
    height = max(len(column) for column in columns)
    start = next(at for at, column in enumerate(columns) if len(column) == height)
    into = [_reversed(link) for link in links]
    for row, item in enumerate(columns[start]):
        rows[start, item] = row
    for at in range(start + 1, len(columns)):
        _lean(at, columns[at], at - 1, into[at - 1], rows, height)
    for at in range(start - 1, -1, -1):
        _lean(at, columns[at], at + 1, links[at], rows, height)
    return rows


def _lean(
    at: int,
    column: Sequence[_Item],
    beside: int,
    ties: Mapping[_Item, set[_Item]],
    rows: dict[tuple[int, _Item], int],
    height: int,
) -> None:
    chosen: list[int] = []
    for item in column:
        tied = [rows[beside, other] for other in ties.get(item, ())]
        wanted = round(sum(tied) / len(tied)) if tied else 0
        chosen.append(max(wanted, chosen[-1] + 1 if chosen else 0))
    limit = height - 1
    for place in range(len(chosen) - 1, -1, -1):
        chosen[place] = min(chosen[place], limit)
        limit = chosen[place] - 1
    for item, row in zip(column, chosen, strict=True):
        rows[at, item] = row


def _tracked(
    at: int, link: Mapping[_Item, set[_Item]], rows: Mapping[tuple[int, _Item], int]
) -> tuple[Bundle, ...]:
    """Bundles with tracks, so that lines of one track never touch.

    Where a row holds a source at its left end and the target of others at its right end, the
    source's tracks lie left of theirs, else both would run over each other.
    """
    bundles = [
        Bundle(item[0], tuple(sorted(rows[at, left] for left in lefts)), rows[at + 1, item])
        for item, lefts in _reversed(link).items()
    ]
    bundles.sort(key=lambda bundle: (bundle.row, bundle.rows))
    placed: dict[Bundle, int] = {}
    taken: list[list[tuple[int, int]]] = []
    waiting = [bundle for bundle in bundles if bundle.rows != (bundle.row,)]
    while waiting:
        # A ring of rows that want each other first cannot be had; the first of them gives way.
        free = [one for one in waiting if not _before(one, waiting)] or waiting[:1]
        bundle = free[0]
        waiting.remove(bundle)
        least = max((placed[one] + 1 for one in _before(bundle, list(placed))), default=0)
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
    return tuple(
        Bundle(one.target, one.rows, one.row, placed[one]) if one in placed else one
        for one in bundles
    )


def _before(bundle: Bundle, others: Sequence[Bundle]) -> list[Bundle]:
    """Those whose lines start in the row that this bundle ends in."""
    return [one for one in others if one is not bundle and bundle.row in one.rows]
