"""What managers are coloured by; the figure stands beside the name, as colour alone tells none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem, Manager

MEASURES = ("", "layer", "instability", "score", "redundancy")
"""In the order in which a key goes through them; the first is none."""

_LAYERS = ("fine", "bar", "accent", "title", "stale", "unknown")
_LOOK, _ACT = 0.5, 0.8
"""Instability from which a manager is worth a look, and that of one that nothing should rest on."""
_SOUND, _WEAK = 7.0, 5.0
"""Scores from which on a responsibility is clear, and below which it is not."""
_SOME, _MUCH = 5, 15
"""Groups of a redundant name that a manager takes part in."""

Shade = tuple[str, str]
"""What stands before the name, and its role."""


def shades(ecosystem: Ecosystem, measure: str) -> dict[str, Shade]:
    """How each manager is to be coloured; those without a figure are unknown."""
    if measure == "redundancy":
        kept = Counter(name for group in ecosystem.redundancy.groups for name in group.managers)
        return {one.name: _counted(kept[one.name]) for one in ecosystem.managers}
    if not measure:
        return {}
    return {one.name: _shade(one, measure) for one in ecosystem.managers}


def _counted(groups: int) -> Shade:
    role = "fine" if groups < _SOME else "look" if groups < _MUCH else "act"
    return f"{groups}× ", role


def _shade(one: Manager, measure: str) -> Shade:
    if measure == "layer":
        return f"L{one.layer} ", _LAYERS[one.layer % len(_LAYERS)]
    if measure == "instability":
        value = one.coupling.instability
        if value is None:
            return "? ", "unknown"
        return f"{value:.2f} ", "fine" if value < _LOOK else "look" if value < _ACT else "act"
    if one.score is None:
        return "? ", "unknown"
    value = one.score.value
    return f"{value:.1f} ", "fine" if value >= _SOUND else "look" if value >= _WEAK else "act"
