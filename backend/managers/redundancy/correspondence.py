"""Whether two runs of names are one text under other names."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray


def corresponding(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The share of places where a name meets the name it meets most often, in either direction.

    1 where each name stands for one name on the other side, and for no names at all.
    """
    together = Counter(zip(one.tolist(), other.tolist(), strict=True))
    if not together:
        return 1.0
    mine: dict[int, int] = {}
    theirs: dict[int, int] = {}
    for (name, its), count in together.items():
        mine[name] = max(mine.get(name, 0), count)
        theirs[its] = max(theirs.get(its, 0), count)
    return min(sum(mine.values()), sum(theirs.values())) / together.total()
