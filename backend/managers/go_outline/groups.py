"""Code by its brackets: what stands in each pair, after each other, and never what is in others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_outline.declarations import CLOSING, OPENING, Declarations


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Declarations, and then their brackets, outer ones first, with what stands in them.

    An opening bracket begins its group; the closing one stands in the group around, for all of it.

    Attributes:
        tokens: By number, group after group.
        symbols: Theirs.
        lined: Whether they begin a line; of a closing bracket, whether the opening one does.
        begins: Where brackets begin, in `tokens`; before the first stands what is in none.
        stands: Where they stand in other groups.
        size: How many tokens stand in each.
        spread: Whether its closing bracket begins a line.
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
    def outside(self) -> int:
        """How many tokens, the first ones, are in no brackets."""
        return int(self.begins[0])


def grouped(symbols: NDArray[np.uint8], lined: NDArray[np.bool_], made: Declarations) -> Groups:
    """The groups of some declarations, of which there is one at least.

    Args:
        symbols: All tokens of the files.
        lined: Which of them begin a line.
        made: The declarations.
    """
    inside = np.zeros(len(symbols) + 1, np.int8)
    inside[made.start] = 1
    inside[made.closing + 1] -= 1
    within = np.flatnonzero(np.cumsum(inside[:-1], dtype=np.int8))
    tokens = within[np.argsort(made.depth[within], kind="stable")]
    ordered = symbols[tokens]
    begins = np.flatnonzero(OPENING.take(ordered))
    stands = np.flatnonzero(CLOSING.take(ordered))
    begun = lined[tokens]
    spread = begun[stands]
    begun[stands] = begun[begins]
    size = np.diff(begins, append=len(tokens)) - 1
    return Groups(tokens, ordered, begun, begins, stands, size, spread)
