"""What it means for a phase that letters in its activities are set by hand.

A phase's letters rest on the traces of all its activities together, so letters alone cannot say
them anew. They say what changes: who begins to do an activity does the phase, who does none of its
activities any more does it no longer, and likewise for being asked and told. Who answers for an
activity answers for the phase as far as nobody else does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.model.raci import Letter
    from backend.model.raci_rules import Letters

_ORDER: tuple[Letter, ...] = ("A", "R", "C", "I")


def moved(phases: Letters, before: Letters, after: Letters) -> dict[tuple[str, str], Letter | None]:
    """Manager and phase to its letter there, for those alone whose letter becomes another.

    Args:
        phases: The letters of the phases, by phase and manager.
        before: Those of the activities, such as `alerts/Planning`, that these rest on.
        after: Those of the activities as they are set.
    """
    was, now = _parts(before), _parts(after)
    found: dict[tuple[str, str], Letter | None] = {}
    for manager, phase in sorted(was.keys() | now.keys()):
        old, new = was.get((manager, phase), set()), now.get((manager, phase), set())
        held = phases.get(phase, {})
        if old == new:
            continue
        gained = new - old
        if any(name != manager and "A" in letter for name, letter in held.items()):
            gained -= {"A"}
        had = set(held.get(manager, "").split("/")) - {""}
        parts = (had - (old - new)) | gained or new - {"A"}
        letter = _letter(parts)
        if letter != held.get(manager):
            found[manager, phase] = letter
    return found


def _parts(letters: Letters) -> Mapping[tuple[str, str], set[str]]:
    """Manager and phase to the letters that it has in any of the phase's activities."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for manager, phase, letter in _told(letters):
        found[manager, phase].update(letter.split("/"))
    return found


def _told(letters: Letters) -> Iterator[tuple[str, str, str]]:
    for activity, held in letters.items():
        phase = activity.rpartition("/")[2]
        for manager, letter in held.items():
            yield manager, phase, letter


def _letter(parts: set[str]) -> Letter | None:
    """The letter that says the most of several parts."""
    if parts >= {"R", "A"}:
        return "R/A"
    return next((letter for letter in _ORDER if letter in parts), None)
