"""Which dependencies are drawn: by kind of evidence and by how the import was resolved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend.model.ecosystem import Dependency, Ecosystem
    from backend.model.finding import Evidence

TRACES = "traces as lines"
"""The switch of what no import speaks for; the only one that is off at first."""


def names_of(one: Evidence) -> Iterator[str]:
    """The switches that a piece of evidence hangs on."""
    yield one.kind
    if one.resolution is not None:
        yield one.resolution


def choices(ecosystem: Ecosystem, off: frozenset[str]) -> dict[str, str]:
    """What to offer, `hide strict  41`, and the switch that each offer turns."""
    found = Counter(
        name for item in ecosystem.dependencies for one in item.evidence for name in names_of(one)
    )
    order = ("strict", "recovered", "ambiguous", "dangling")
    kinds = sorted(found.keys() - set(order))
    offers = {
        f"{'show' if name in off else 'hide'} {name}  {found[name]:,}": name
        for name in (*order, *kinds)
        if found[name]
    }
    drawn = "show" if TRACES in off else "hide"
    return {**offers, f"{drawn} {TRACES}: fields, manifests, documents": TRACES}


def seen(dependencies: tuple[Dependency, ...], off: frozenset[str]) -> Iterator[Dependency]:
    """The dependencies that some evidence speaks for that is not switched off."""
    hidden = off - {TRACES}
    for item in dependencies:
        kept = tuple(one for one in item.evidence if hidden.isdisjoint(names_of(one)))
        if len(kept) == len(item.evidence):
            yield item
        elif kept:
            yield item.model_copy(update={"evidence": kept})
