"""The part of an ecosystem that can be drawn: managers, and what ties them together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tui.panes.called import called
from tui.panes.graph.switches import TRACES, seen

if TYPE_CHECKING:
    from backend.model.contract import Contract
    from backend.model.ecosystem import Dependency, Ecosystem, Manager

DRAWN = ("strict", "recovered", "ambiguous")
"""Resolutions of imports whose target is known."""


@dataclass(frozen=True)
class Network:
    """Managers and their ties.

    Attributes:
        imports: Dependencies that imports speak for, by (source, target).
        traces: Those that only other evidence speaks for: fields, manifests, mentions.
        dangling: Imports whose target is nowhere, by the manager that has them.
        cyclic: Managers that take part in a cycle.
        feedback: Imports without which there would be no cycle.
        contract: The interface that all managers are to implement.
    """

    managers: Mapping[str, Manager]
    imports: Mapping[tuple[str, str], Dependency]
    traces: Mapping[tuple[str, str], Dependency]
    dangling: Counter[str]
    cyclic: frozenset[str]
    feedback: frozenset[tuple[str, str]] = frozenset()
    contract: Contract | None = None

    @cached_property
    def _connected(self) -> tuple[str, ...]:
        tied = {name for pair in self.imports for name in pair}
        return tuple(sorted(tied, key=self._rank))

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each connected manager, 0 for the most fundamental."""
        return {name: place for place, name in enumerate(self._connected)}

    @cached_property
    def _ties(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """What each manager imports, and what imports it; by name."""
        uses: dict[str, list[str]] = defaultdict(list)
        used_by: dict[str, list[str]] = defaultdict(list)
        for source, target in sorted(self.imports):
            uses[source].append(target)
            used_by[target].append(source)
        return uses, used_by

    def connected(self) -> list[str]:
        """Managers that an import ties to another, the most fundamental first."""
        return list(self._connected)

    def alone(self) -> list[str]:
        """Managers that no import ties to another, by name."""
        return sorted(self.managers.keys() - self.ranks.keys())

    def layers(self) -> dict[str, int]:
        """A layer for each connected manager, such that lines run from higher to lower ones.

        These are the scan's own, which pass over imports of tests and put the managers of a cycle
        side by side; the lines of all imports but those to cut lift their managers here. Where
        there is a cycle even so, its managers stay where they are.
        """
        kept = [pair for pair in self.imports if pair not in self.feedback]
        straight = [pair for pair in self.imports if not self.cyclic.issuperset(pair)]
        own = {name: self.managers[name].layer for name in self.connected()}
        return _lifted(own, kept) or _lifted(own, straight) or own

    def telling(self) -> set[tuple[str, str]]:
        """The imports that no chain of others implies: what a map needs to show who reaches whom.

        Imports within a cycle are all kept.
        """
        layers = self.layers()
        below: dict[str, set[str]] = {name: set() for name in layers}
        for source, target in self.imports:
            if layers[source] > layers[target]:
                below[source].add(target)
        reached: dict[str, set[str]] = {}
        for name in sorted(layers, key=layers.__getitem__):
            reached[name] = below[name].union(*(reached[one] for one in below[name]))
        return {
            (source, target)
            for source, target in self.imports
            if target not in below[source]
            or not any(target in reached[other] for other in below[source] - {target})
        }

    def called(self, name: str) -> str:
        """A manager's short name; its whole one where another manager is called that."""
        return called(name, self.managers)

    def _rank(self, name: str) -> tuple[int, int, str]:
        manager = self.managers[name]
        return manager.layer, -(manager.coupling.afferent or 0), name

    def resolution(self, pair: tuple[str, str]) -> str:
        """How the import between two managers was resolved."""
        return self.imports[pair].resolution() or ""

    @cached_property
    def broken(self) -> frozenset[tuple[str, str]]:
        """Imports that are not strict, which a map draws with a broken line."""
        return frozenset(pair for pair in self.imports if self.resolution(pair) != "strict")

    def counts(self) -> Counter[str]:
        """How many imports there are of each resolution, dangling ones included."""
        found = Counter(self.resolution(pair) for pair in self.imports)
        found["dangling"] = self.dangling.total()
        return found

    def uses(self, name: str) -> list[str]:
        """The managers that one imports."""
        return list(self._ties[0].get(name, ()))

    def used_by(self, name: str) -> list[str]:
        """The managers that import one."""
        return list(self._ties[1].get(name, ()))


def network(ecosystem: Ecosystem, off: frozenset[str] = frozenset({TRACES})) -> Network:
    """Sort an ecosystem's dependencies by what can be drawn of them.

    Args:
        ecosystem: All that is known.
        off: The switches that are off, see `switches`.
    """
    managers = {manager.name: manager for manager in ecosystem.managers}
    imports: dict[tuple[str, str], Dependency] = {}
    traces: dict[tuple[str, str], Dependency] = {}
    dangling: Counter[str] = Counter()
    for item in seen(ecosystem.dependencies, off):
        resolution = item.resolution()
        if resolution == "dangling":
            dangling[item.source] += sum(
                evidence.resolution == "dangling" for evidence in item.evidence
            )
        elif item.source in managers and item.target in managers and item.source != item.target:
            drawn = resolution in DRAWN or TRACES not in off
            (imports if drawn else traces)[item.source, item.target] = item
    cyclic = frozenset(name for cycle in ecosystem.cycles for name in cycle)
    feedback = frozenset(ecosystem.feedback)
    return Network(managers, imports, traces, dangling, cyclic, feedback, ecosystem.contract)


def _lifted(own: Mapping[str, int], pairs: Sequence[tuple[str, str]]) -> dict[str, int] | None:
    """Layers in which every source is above its target; None where pairs go round in a circle."""
    layers = dict(own)
    for _ in range(len(layers) + 1):
        before = dict(layers)
        for source, target in pairs:
            layers[source] = max(layers[source], layers[target] + 1)
        if layers == before:
            return layers
    return None
