"""Ranges of numbers, and where equal values begin: many at once."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer]
Places = NDArray[np.intp]


def spans(starts: Integers, lengths: Integers) -> Places:
    """The numbers from each start on, as many as its length says, one range after the other."""
    ends = np.cumsum(lengths, dtype=np.intp)
    found = np.repeat(starts - ends + lengths, lengths)
    found += np.arange(len(found))
    return found


def begins(values: Integers) -> Places:
    """The places of values that differ from the one before; the first does."""
    new = np.ones(len(values), np.bool_)
    new[1:] = values[1:] != values[:-1]
    return np.flatnonzero(new)
