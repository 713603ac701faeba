"""Many records at once: what an array's rows are before anything is made of each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.migration.records import Entry
from backend.migration.shapes import Shape


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows one behind the other that are numbered and hold a vector each, and nothing else.

    Attributes:
        index: Of the first of them, counted over the entries of the whole source.
        file: Name of their file.
        row: Of the first of them in that file.
        ids: Shape (rows,).
        vectors: Shape (rows, dimension).
    """

    index: int
    file: str
    row: int
    shape: Shape
    ids: NDArray[np.uint64]
    vectors: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)

    def places(self) -> Iterator[str]:
        """Where each row stands."""
        return (f"{self.file}: row {row}" for row in range(self.row, self.row + len(self)))

    def entries(self) -> Iterator[Entry]:
        """Each row by itself."""
        shape = self.shape
        rows = zip(self.places(), self.ids.tolist(), self.vectors, strict=True)
        for index, (place, identity, vector) in enumerate(rows, self.index):
            content = {shape.id_field: identity, shape.vector_field: vector}
            yield Entry(index, place, shape, content)

    def parts(self, size: int) -> Iterator["Block"]:
        """The same in pieces, each of one batch of that many entries."""
        first = 0
        while first < len(self):
            end = min(len(self), first + size - (self.index + first) % size)
            yield Block(
                self.index + first,
                self.file,
                self.row + first,
                self.shape,
                self.ids[first:end],
                self.vectors[first:end],
            )
            first = end
