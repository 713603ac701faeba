"""A layered layout: columns of managers, and the tracks on which their lines run.

Sugiyama's steps in plain Python, without chance: layers are given; lines that pass a column get
a place in it; the order within columns follows barycentres; lines to the same target share one
vertical track between two columns.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tui.panes.graph.tracks import Bundle, tracked

Edge = tuple[str, str]

_SWEEPS = 12


@dataclass(frozen=True)
class Place:
    """A row of a column: a manager, or the lines that pass it on their way to one."""

    name: str
    row: int
    passing: bool = False


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes:
        columns: From the managers that use others, at the left, to those that only are used.
        gaps: The bundles between each column and the next.
        height: Rows that the tallest column takes.
        edges: Those that are drawn.
        level: Edges within a layer or against the order of layers, which are not drawn.
    """

    columns: tuple[tuple[Place, ...], ...]
    gaps: tuple[tuple[Bundle, ...], ...]
    height: int
    edges: tuple[Edge, ...]
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
            edges=self.edges,
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
        gaps=tuple(tracked(_bundles(at, links[at], rows)) for at in range(len(ordered) - 1)),
        height=max((len(column) for column in ordered), default=0),
        edges=tuple(drawn),
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
    _exchange(best, links, into)
    return best


def _exchange(
    columns: list[list[_Item]],
    links: Sequence[Mapping[_Item, set[_Item]]],
    into: Sequence[Mapping[_Item, set[_Item]]],
) -> None:
    """Exchange neighbours in a column as long as that saves crossings (dot's transpose)."""
    saving = True
    while saving:
        saving = False
        for at, column in enumerate(columns):
            sides = []
            if at:
                sides.append(_ends(column, columns[at - 1], into[at - 1]))
            if at < len(columns) - 1:
                sides.append(_ends(column, columns[at + 1], links[at]))
            for row in range(len(column) - 1):
                upper, lower = column[row], column[row + 1]
                gain = sum(_crossed(ends[upper], ends[lower]) for ends in sides)
                if gain > 0:
                    column[row], column[row + 1] = lower, upper
                    saving = True


def _ends(
    column: Sequence[_Item], near: Sequence[_Item], ties: Mapping[_Item, set[_Item]]
) -> dict[_Item, list[int]]:
    """Where the lines of a column's items end in the column beside it, from above."""
    place = {item: row for row, item in enumerate(near)}
    return {item: sorted(place[other] for other in ties.get(item, ())) for item in column}


def _crossed(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Crossings that two items have more in this order than in the other."""
    return sum(bisect_left(lower, end) - (len(lower) - bisect_right(lower, end)) for end in upper)


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
    order = [*range(start + 1, len(columns)), *range(start - 1, -1, -1)]
    for at in order:
        beside, ties = (at - 1, into[at - 1]) if at > start else (at + 1, links[at])
        wanted = []
        for item in columns[at]:
            tied = [rows[beside, other] for other in ties.get(item, ())]
            wanted.append(round(sum(tied) / len(tied)) if tied else 0)
        for item, row in zip(columns[at], _apart(wanted, height), strict=True):
            rows[at, item] = row
    return rows


def _apart(wanted: Sequence[int], height: int) -> list[int]:
    """Rows as near to those wanted as order and height allow."""
    chosen: list[int] = []
    for row in wanted:
        chosen.append(max(row, chosen[-1] + 1 if chosen else 0))
    limit = height - 1
    for place in range(len(chosen) - 1, -1, -1):
        chosen[place] = min(chosen[place], limit)
        limit = chosen[place] - 1
    return chosen


def _bundles(
    at: int, link: Mapping[_Item, set[_Item]], rows: Mapping[tuple[int, _Item], int]
) -> list[Bundle]:
    return [
        Bundle(item[0], tuple(sorted(rows[at, left] for left in lefts)), rows[at + 1, item])
        for item, lefts in _reversed(link).items()
    ]
