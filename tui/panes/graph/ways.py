"""Ways through the graph: a manager's neighbours, and how one manager leads to another."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from itertools import pairwise

from tui.panes.evidence import evidence_line
from tui.panes.graph.network import Network
from tui.widgets.marks import counted
from tui.widgets.text import Line, words

_MOST_WAYS = 5


def around(known: Network, name: str, depth: int) -> Network:
    """The managers that at most so many dependencies lie between, in either direction."""
    near, edge = {name}, {name}
    for _ in range(depth):
        edge = {
            one
            for pair in known.imports
            for one, other in (pair, pair[::-1])
            if other in edge and one not in near
        }
        near |= edge
    return replace(
        known,
        managers={one: manager for one, manager in known.managers.items() if one in near},
        imports={pair: item for pair, item in known.imports.items() if near.issuperset(pair)},
        traces={},
    )


def ways(known: Network, start: str, goal: str) -> list[tuple[str, ...]]:
    """The shortest ways from one manager to another, by name; none where there is no way."""
    uses: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(known.imports):
        uses[source].append(target)
    steps = {start: 0}
    before: dict[str, list[str]] = defaultdict(list)
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for target in uses[name]:
            if target not in steps:
                steps[target] = steps[name] + 1
                waiting.append(target)
            if steps[target] == steps[name] + 1:
                before[target].append(name)
    if goal not in steps or start == goal:
        return []
    found: list[tuple[str, ...]] = []
    unfinished: list[tuple[str, ...]] = [(goal,)]
    while unfinished and len(found) < _MOST_WAYS:
        way = unfinished.pop()
        if way[0] == start:
            found.append(way)
        else:
            unfinished += [(name, *way) for name in reversed(before[way[0]])]
    return found


def way_lines(known: Network, start: str, goal: str, cells: int) -> list[Line]:
    """The ways there with the evidence of each step, then whether there is a way back."""
    if not start:
        return [words("   ○ no start yet: s on a manager makes it the start of the way", "unknown")]
    if not goal or start == goal:
        told = f"   from {known.called(start)}: arrows choose where to"
        return [words(told, "dim")]
    lines: list[Line] = [
        (("   from ", "dim"), (start, "strong"), (" to ", "dim"), (goal, "strong")),
    ]
    there, back = ways(known, start, goal), ways(known, goal, start)
    if not there:
        lines.append(words("   ○ no dependency leads there", "unknown"))
    for number, way in enumerate(there, start=1):
        title = f" {number}  {counted(len(way) - 1, 'step')}: {' → '.join(map(known.called, way))}"
        lines += [(), words(title, "title")]
        for pair in pairwise(way):
            lines.append(words(f"   {known.called(pair[0])} → {known.called(pair[1])}"))
            lines += [evidence_line(one, cells) for one in known.imports[pair].evidence[:2]]
    if back:
        steps = counted(len(back[0]) - 1, "step")
        said = f" ⟲ and back in {steps}: {' → '.join(map(known.called, back[0]))}"
        lines += [(), words(said, "act")]
    return lines
