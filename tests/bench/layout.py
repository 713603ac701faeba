"""The map's layout beside graphviz's dot, on layered graphs of a fixed seed.

Our crossings are those of the lines drawn: lines to one target run together from where they meet.
dot's are those of its own curves, each edge for itself, taken at four points of each piece.
"""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import combinations, pairwise

from tests.bench.rows import Row, Setup
from tui.panes.graph.layout import Edge, Layout, lay_out

_SIZES = ((26, 60, 6), (200, 420, 12))

_Point = tuple[float, float]


def measure(setup: Setup) -> Iterator[Row]:
    """Nothing where dot is not installed."""
    if not shutil.which("dot"):
        print("layout: dot (graphviz) is not installed, nothing to compare with", file=sys.stderr)  # noqa: T201
        return
    for nodes, count, depth in _SIZES:
        layers, edges = _graph(nodes, count, depth)
        began = time.perf_counter()
        ours = lay_out(layers, edges)
        took = time.perf_counter() - began
        began = time.perf_counter()
        curves = _dot(edges)
        theirs = time.perf_counter() - began
        size = f"{nodes}/{count}"
        crossed = _crossings(curves)
        yield Row(f"layout {size}: crossings", _drawn_crossings(ours), "", "dot", crossed)
        yield Row(f"layout {size}: time", 1000 * took, "ms", "dot", 1000 * theirs)


def _graph(nodes: int, count: int, depth: int) -> tuple[dict[str, int], list[Edge]]:
    chance = random.Random(7)
    names = [f"n{at:03}" for at in range(nodes)]
    layers = {name: at if at < depth else chance.randrange(depth) for at, name in enumerate(names)}
    edges: set[Edge] = set()
    while len(edges) < count:
        source, target = chance.sample(names, 2)
        if layers[source] > layers[target]:
            edges.add((source, target))
    return layers, sorted(edges)


def _dot(edges: list[Edge]) -> list[tuple[Edge, list[_Point]]]:
    text = "digraph {" + ";".join(f"{source}->{target}" for source, target in edges) + "}"
    answer = subprocess.run(
        ["dot", "-Tplain"], input=text, capture_output=True, text=True, timeout=60, check=True
    )
    curves = []
    for line in answer.stdout.splitlines():
        kind, *words = line.split()
        if kind == "edge":
            flat = [float(word) for word in words[3 : 3 + 2 * int(words[2])]]
            curves.append(
                ((words[0], words[1]), _sampled(list(zip(flat[::2], flat[1::2], strict=True))))
            )
    return curves


def _sampled(controls: list[_Point]) -> list[_Point]:
    """Points on the cubic Bezier pieces that dot writes."""
    points = controls[:1]
    for at in range(0, len(controls) - 3, 3):
        piece = controls[at : at + 4]
        for step in (0.25, 0.5, 0.75, 1.0):
            left = 1 - step
            weights = (left**3, 3 * left**2 * step, 3 * left * step**2, step**3)
            x, y = (
                sum(w * p[axis] for w, p in zip(weights, piece, strict=True)) for axis in (0, 1)
            )
            points.append((x, y))
    return points


def _crossings(curves: list[tuple[Edge, list[_Point]]]) -> int:
    return sum(
        _cross(a, b, c, d)
        for (one, left), (other, right) in combinations(curves, 2)
        if not set(one) & set(other)
        for a, b in pairwise(left)
        for c, d in pairwise(right)
        if min(a[1], b[1]) <= max(c[1], d[1]) and min(c[1], d[1]) <= max(a[1], b[1])
    )


def _cross(a: _Point, b: _Point, c: _Point, d: _Point) -> bool:
    def side(p: _Point, q: _Point, r: _Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def _drawn_crossings(layout: Layout) -> int:
    return sum(
        (left - other_left) * (right - other_right) < 0
        for gap in layout.gaps
        for (left, right), (other_left, other_right) in combinations(
            [(row, bundle.row) for bundle in gap for row in bundle.rows], 2
        )
    )
