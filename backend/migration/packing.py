"""Many points without payload made into protobuf's bytes at once.

Points whose ids take as many bytes are laid out alike: they are the rows of one array of bytes,
written column by column.
"""

import numpy as np
from numpy.typing import NDArray

from backend.migration.protobuf import dense_prefix, numbered_prefix

_LONGER_FROM = np.array([1 << bits for bits in range(7, 64, 7)], np.uint64)
"""The numbers from which on a varint takes one byte more."""


def packed(ids: NDArray[np.uint64], vectors: NDArray[np.float32]) -> list[bytes]:
    """The same as `protobuf.point` makes of each id and vector without a payload.

    Args:
        ids: Shape (points,).
        vectors: Shape (points, dimension).
    """
    sizes = np.searchsorted(_LONGER_FROM, ids, side="right") + 1
    made = [b""] * len(ids)
    for size in np.unique(sizes).tolist():
        places = np.flatnonzero(sizes == size)
        laid_out = _alike(ids[places], vectors[places], size)
        width = laid_out.shape[1]
        raw = laid_out.tobytes()
        for row, place in enumerate(places.tolist()):
            made[place] = raw[row * width : (row + 1) * width]
    return made


def _alike(ids: NDArray[np.uint64], vectors: NDArray[np.float32], size: int) -> NDArray[np.uint8]:
    """A point in each row, the id of each a varint of that many bytes."""
    floats = vectors.astype("<f4", copy=False).view(np.uint8)
    prefix = dense_prefix(vectors.shape[1])
    head = numbered_prefix(size, len(prefix) + floats.shape[1])
    columns = (
        np.frombuffer(head, np.uint8),
        _varints(ids, size),
        np.frombuffer(prefix, np.uint8),
        floats,
    )
    ends = np.cumsum([column.shape[-1] for column in columns])
    rows = np.empty((len(ids), ends[-1]), np.uint8)
    for column, end in zip(columns, ends, strict=True):
        rows[:, end - column.shape[-1] : end] = column
    return rows


def _varints(numbers: NDArray[np.uint64], size: int) -> NDArray[np.uint8]:
    """Each number in seven bits a byte, the lowest first, all but the last byte marked."""
    shifts = np.arange(0, 7 * size, 7, dtype=np.uint64)
    digits = ((numbers[:, None] >> shifts) & 127).astype(np.uint8)
    digits[:, :-1] |= 128
    return digits
