"""The layered map in characters: names in columns, lines in the gaps between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rich.cells import cell_len

from tui.panes.graph.colours import Shade
from tui.panes.graph.layout import Edge, Layout
from tui.widgets.text import Line, clean, crop, width

_N, _E, _S, _W = 1, 2, 4, 8
_GLYPHS = {
    _N: "│", _S: "│", _N | _S: "│", _E: "─", _W: "─", _E | _W: "─",
    _N | _E: "└", _N | _W: "┘", _S | _E: "┌", _S | _W: "┐",
    _N | _S | _E: "├", _N | _S | _W: "┤", _E | _W | _S: "┬", _E | _W | _N: "┴",
    _N | _S | _E | _W: "┼",
}  # fmt: skip
_BROKEN = {"─": "┄", "│": "┊"}
_LEAST_NAME = 8
_MOST_NAME = 28
_MOST_SPARE = 8
"""Cells by which columns stand further apart at the most, where there is room."""
_AROUND = 4
"""Cells around the tracks: a blank and a dash at their left, the arrow and a blank behind."""


@dataclass
class _Cell:
    """What runs through one cell: directions by target, the edges, whether any is strict."""

    ways: dict[str, int] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)

    def mask(self) -> int:
        """Directions to draw; a line that only crosses another passes below it."""
        if len(self.ways) == 1:
            return next(iter(self.ways.values()))
        upright = [way for way in self.ways.values() if way & (_N | _S)]
        if not upright:
            return _E | _W
        joins = any(way & (_E | _W) for way in upright)
        mask = 0
        for way in self.ways.values() if joins else upright:
            mask |= way
        return mask


@dataclass(frozen=True)
class Drawing:
    """A map at its full size.

    Attributes:
        lines: One line a row.
        at: Where each manager's name begins: (cell, row).
        by_rows: Whether its layers are rows rather than columns.
    """

    lines: tuple[Line, ...]
    width: int
    at: Mapping[str, tuple[int, int]]
    by_rows: bool = False

    def beside(self, name: str, dx: int, dy: int) -> str:
        """The nearest manager in a direction; the same one where there is none.

        The first one where `name` is none of them.
        """
        if name not in self.at:
            return min(self.at, key=lambda one: self._order(*self.at[one]))
        x, y = self.at[name]
        near = [
            (self._order(abs(to_x - x), abs(to_y - y)), other)
            for other, (to_x, to_y) in self.at.items()
            if (to_x - x) * dx > 0 or (to_y - y) * dy > 0
        ]
        return min(near)[1] if near else name

    def _order(self, x: int, y: int) -> tuple[int, int]:
        return (y, x) if self.by_rows else (x, y)


@dataclass(frozen=True)
class Scene:
    """What a map is drawn from, besides its layout.

    Attributes:
        label: A manager's name as it is to be shown.
        broken: Edges drawn with a broken line.
        chosen: The manager under the cursor, or nothing.
        tied: Those that it uses or that use it.
        shades: How names are coloured while none is chosen, and what stands before them.
        kept: The names that a filter leaves in, the others are dim; None where there is none.
    """

    label: Callable[[str], str]
    broken: frozenset[Edge]
    chosen: str = ""
    tied: frozenset[str] = frozenset()
    shades: Mapping[str, Shade] = field(default_factory=dict)
    kept: frozenset[str] | None = None

    def name_role(self, name: str) -> str:
        """How a name is coloured: chosen, filtered out, tied to the chosen one, or none of it."""
        if name == self.chosen:
            return "selected"
        if not self.keeps(name):
            return "dim"
        if not self.chosen:
            return self.shade(name)[1] or "text"
        return "strong" if name in self.tied else "dim"

    def keeps(self, name: str) -> bool:
        """Whether the filter leaves a name in."""
        return self.kept is None or name in self.kept

    def shade(self, name: str) -> Shade:
        """What stands before a name, and its role; both empty where nothing is measured."""
        return self.shades.get(name, ("", ""))


def name_room(layout: Layout, scene: Scene, cells: int) -> int | None:
    """Cells for the longest name so that the whole map fits, or None where it cannot."""
    longest = [
        max((width(scene.label(place.name)) for place in column if not place.passing), default=1)
        for column in layout.columns
    ]
    between = sum(layout.tracks(gap) + _AROUND for gap in range(len(layout.gaps)))
    most = max(longest, default=_LEAST_NAME)
    for room in range(min(most, _MOST_NAME), min(most, _LEAST_NAME) - 1, -1):
        if between + sum(min(room, one) for one in longest) <= cells:
            return room
    return None


def draw(layout: Layout, scene: Scene, room: int, cells: int = 0, *, airy: bool = False) -> Drawing:
    """Draw a map whose names take at most `room` cells.

    Args:
        layout: Where everything stands.
        scene: How it looks.
        room: Cells of the longest name.
        cells: The room for the map; columns stand further apart where it needs less.
        airy: Whether every second row is left empty.
    """
    layout = layout.spread() if airy else layout
    frame = _Frame(layout, scene, room)
    spare = (cells - frame.width) // max(1, len(layout.gaps))
    if spare > 0:
        frame = _Frame(layout, scene, room, min(spare, _MOST_SPARE))
    grid: dict[tuple[int, int], _Cell] = {}
    arrows: dict[tuple[int, int], set[Edge]] = {}
    for edge in layout.edges:
        route = frame.route(edge)
        _trace(grid, edge, route)
        arrows.setdefault(route[-1], set()).add(edge)
    canvas = [[(" ", "")] * frame.width for _ in range(frame.layout.height)]
    for (x, y), cell in grid.items():
        canvas[y][x] = _drawn(cell, scene)
    for (x, y), tied in arrows.items():
        canvas[y][x] = ("▸", _line_role(tied, scene))
    for name, (x, y) in frame.at.items():
        _write(canvas[y], x, crop(scene.label(name), room), scene.name_role(name))
    return Drawing(tuple(_spans(row) for row in canvas), frame.width, frame.at)


class _Frame:
    """Where columns, names and lines of a layout stand in cells."""

    def __init__(self, layout: Layout, scene: Scene, room: int, spare: int = 0) -> None:
        self.layout = layout
        self._name = {name: min(room, width(scene.label(name))) for name in _names(layout)}
        self._widths = [
            max((self._name[place.name] for place in column if not place.passing), default=1)
            for column in layout.columns
        ]
        self._starts: list[int] = []
        self.width = 0
        for column, taken in enumerate(self._widths):
            self._starts.append(self.width)
            last = column == len(self._widths) - 1
            self.width += taken + (0 if last else layout.tracks(column) + _AROUND + spare)
        self.at = {
            place.name: (self._starts[column], place.row)
            for column, places in enumerate(layout.columns)
            for place in places
            if not place.passing
        }

    def route(self, edge: Edge) -> list[tuple[int, int]]:
        """The corners of an edge's line, from beside its source's name to its target's arrow."""
        source, target = edge
        start, row = self.at[source]
        column = self._starts.index(start)
        goal = self._starts.index(self.at[target][0])
        points = [(start + self._name[source] + 1, row)]
        while column < goal:
            bundle = next(
                one for one in self.layout.gaps[column] if one.target == target and row in one.rows
            )
            if bundle.track >= 0:
                x = self._starts[column] + self._widths[column] + 2 + bundle.track
                points += [(x, row), (x, bundle.row)]
            row, column = bundle.row, column + 1
        return [*points, (self._starts[goal] - 2, row)]


def _names(layout: Layout) -> list[str]:
    return [place.name for column in layout.columns for place in column if not place.passing]


def _trace(grid: dict[tuple[int, int], _Cell], edge: Edge, points: list[tuple[int, int]]) -> None:
    for (x0, y0), (x1, y1) in pairwise(points):
        if y0 == y1:
            _run(grid, edge, [(x, y0) for x in range(x0, x1 + 1)], _E, _W)
        else:
            step = 1 if y1 > y0 else -1
            ways = (_S, _N) if step > 0 else (_N, _S)
            _run(grid, edge, [(x0, y) for y in range(y0, y1 + step, step)], *ways)


def _run(
    grid: dict[tuple[int, int], _Cell],
    edge: Edge,
    cells: list[tuple[int, int]],
    onward: int,
    back: int,
) -> None:
    for place, at in enumerate(cells):
        cell = grid.setdefault(at, _Cell())
        way = (onward if place < len(cells) - 1 else 0) | (back if place else 0)
        cell.ways[edge[1]] = cell.ways.get(edge[1], 0) | way
        cell.edges.add(edge)


def _drawn(cell: _Cell, scene: Scene) -> tuple[str, str]:
    glyph = _GLYPHS.get(cell.mask(), "─")
    if cell.edges <= scene.broken:
        glyph = _BROKEN.get(glyph, glyph)
    return glyph, _line_role(cell.edges, scene)


def _line_role(edges: set[Edge], scene: Scene) -> str:
    if not scene.chosen:
        return "dim"
    return "accent" if any(scene.chosen in edge for edge in edges) else "rule"


def _write(row: list[tuple[str, str]], x: int, text: str, role: str) -> None:
    start, end = x, x + width(text)
    for char in clean(text):
        cells = cell_len(char)
        if cells == 0 and x > start:
            row[x - 1] = (row[x - 1][0] + char, role)
        elif x + cells <= end:
            row[x : x + cells] = [(char, role), *[("", role)] * (cells - 1)]
            x += cells


def _spans(row: list[tuple[str, str]]) -> Line:
    spans: list[tuple[str, str]] = []
    for char, role in row:
        if spans and spans[-1][1] == role:
            spans[-1] = (spans[-1][0] + char, role)
        else:
            spans.append((char, role))
    while spans and not spans[-1][0].strip():
        spans.pop()
    return tuple(spans)
