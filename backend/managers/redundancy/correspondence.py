"""Whether two runs of names are one text under other names."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray


def corresponding(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The share of names that meet again what they meet most often, in either direction.

    A name that comes once meets always the same: only its further places count.

    Returns:
        1 where each name stands for one name on the other side; 0 where none comes again, which
        speaks for nothing.
    """
    together = Counter(zip(one.tolist(), other.tolist(), strict=True))
    mine: dict[int, int] = {}
    theirs: dict[int, int] = {}
    for (name, its), count in together.items():
        mine[name] = max(mine.get(name, 0), count)
        theirs[its] = max(theirs.get(its, 0), count)
    return min(_again(most, len(one)) for most in (mine, theirs))


def _again(most: dict[int, int], places: int) -> float:
    """The share of the places that repeat a name; `most` tells how often it meets the same."""
    again = places - len(most)
    return (sum(most.values()) - len(most)) / again if again else 0.0
