"""Cycles as boxes: what depends on itself drawn as one, until somebody opens it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.panes.called import short
from tui.panes.graph.network import Network

if TYPE_CHECKING:
    from backend.model.ecosystem import Dependency, Manager


def knots(cycles: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """The sets of managers that cycles tie together, each by name; cycles that meet are one."""
    found: list[set[str]] = []
    for cycle in cycles:
        met = [one for one in found if not one.isdisjoint(cycle)]
        found = [one for one in found if one.isdisjoint(cycle)]
        found.append(set(cycle).union(*met))
    return sorted(tuple(sorted(one)) for one in found)


def box_name(members: Sequence[str]) -> str:
    """What a box is called: `⟲ 3: alpha`."""
    return f"⟲ {len(members)}: {short(members[0])}"


def collapsed(known: Network, closed: Iterable[tuple[str, ...]]) -> Network:
    """The network with one manager in place of each closed knot; what is within it is gone.

    A box stands in the layer of its highest member, and its dependencies are those of all of them.
    """
    inside = {name: box_name(members) for members in closed for name in members}
    if not inside:
        return known
    boxes = {box_name(members): _box(known, members) for members in closed}
    managers = {name: one for name, one in known.managers.items() if name not in inside} | boxes
    imports = _merged(known.imports.items(), inside)
    traces = _merged(known.traces.items(), inside)
    return replace(
        known,
        managers=managers,
        imports=imports,
        traces={pair: item for pair, item in traces.items() if pair not in imports},
        cyclic=known.cyclic - inside.keys(),
    )


def _box(known: Network, members: Sequence[str]) -> Manager:
    parts = [known.managers[name] for name in members]
    highest = max(parts, key=lambda one: one.layer)
    users = {source for source, target in known.imports if target in members} - set(members)
    used = {target for source, target in known.imports if source in members} - set(members)
    tied = len(users) + len(used)
    coupling = highest.coupling.model_copy(
        update={
            "afferent": len(users),
            "efferent": len(used),
            "instability": len(used) / tied if tied else None,
        }
    )
    return highest.model_copy(
        update={
            "name": box_name(members),
            "coupling": coupling,
            "files": sum(one.files for one in parts),
            "lines": sum(one.lines for one in parts),
            "score": None,
        }
    )


def _merged(
    items: Iterable[tuple[tuple[str, str], Dependency]], inside: dict[str, str]
) -> dict[tuple[str, str], Dependency]:
    together: dict[tuple[str, str], list[Dependency]] = defaultdict(list)
    for (source, target), item in items:
        pair = inside.get(source, source), inside.get(target, target)
        if pair[0] != pair[1]:
            together[pair].append(item)
    return {
        pair: found[0]
        if len(found) == 1
        else found[0].model_copy(
            update={"evidence": tuple(one for item in found for one in item.evidence)}
        )
        for pair, found in together.items()
    }
