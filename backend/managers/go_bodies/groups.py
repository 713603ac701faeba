"""Code by its brackets: what stands in each pair, after each other, and never what is in others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_bodies.nesting import CLOSING, OPENING, Nesting


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The brackets of bodies, outer ones first, with what stands in them.

    An opening bracket begins its group; the closing one stands in the group around, for all of it.

    Attributes:
        tokens: By number, group after group.
        symbols: Theirs.
        lined: Whether they begin a line; of a closing bracket, whether the opening one does.
        begins: Where groups begin, in `tokens`.
        stands: Where they stand in other groups: the last so many, bodies stand in none.
        size: How many tokens stand in each.
        spread: Of those that stand in others, whether the closing bracket begins a line.
    """

    tokens: Places
    symbols: NDArray[np.uint8]
    lined: NDArray[np.bool_]
    begins: Places
    stands: Places
    size: Places
    spread: NDArray[np.bool_]

    @property
    def previous(self) -> NDArray[np.uint8]:
        """The symbol before each; an opening bracket before what stands first in its group."""
        return np.concatenate((self.symbols[:1], self.symbols[:-1]))

    @property
    def bodies(self) -> int:
        """How many groups, the first ones, are bodies."""
        return len(self.begins) - len(self.stands)


def grouped(symbols: NDArray[np.uint8], lined: NDArray[np.bool_], nesting: Nesting) -> Groups:
    """The groups of some bodies; `lined` tells which tokens begin a line."""
    inside = np.zeros(len(symbols), np.int8)
    inside[nesting.first], inside[nesting.last] = 1, -1
    within = np.flatnonzero(np.cumsum(inside, dtype=np.int8))
    tokens = within[np.argsort(nesting.depth[within], kind="stable")]
    ordered = symbols[tokens]
    begins = np.flatnonzero(OPENING.take(ordered))
    stands = np.flatnonzero(CLOSING.take(ordered))
    begun = lined[tokens]
    spread = begun[stands]
    begun[stands] = begun[begins[len(begins) - len(stands) :]]
    size = np.diff(begins, append=len(tokens)) - 1
    return Groups(tokens, ordered, begun, begins, stands, size, spread)
