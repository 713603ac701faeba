"""Vectors of a request checked against the collection, and made the engine's."""

import math
from typing import Any

import qdrant_edge as edge

from backend.embedded.bodies import Dense, Json, Sparse
from backend.embedded.definitions import VectorParams
from backend.embedded.errors import ApiError, bad_input, malformed
from backend.embedded.schema import dense_params, sparse_params

_LARGEST = 3.4028234663852886e38  # of a 32-bit float: what is stored


class VectorSpace:
    """The vectors that a collection takes.

    The engine applies a batch up to the first bad vector and logs the whole of it, so a batch is
    checked here before any of it is given to the engine.
    """

    def __init__(self, params: Json) -> None:
        self._dense = dense_params(params)
        self._sparse = sparse_params(params)

    @property
    def names(self) -> list[str]:
        """Names of all vectors; ``""`` is the unnamed one."""
        return [*self._dense, *self._sparse]

    def point_vector(self, vector: Any) -> Any:
        """A point's vector or vectors, checked.

        Raises:
            ApiError: Wrong dimension, no such vector, or a number that no 32-bit float holds.
        """
        if isinstance(vector, dict):
            return {name: self.vector(each, name) for name, each in vector.items()}
        return self.vector(vector, "")

    def vector(self, vector: Dense | list[Dense] | Sparse, name: str) -> Any:
        """One vector of that name, checked.

        Raises:
            ApiError: As for `point_vector`.
        """
        if name in self._sparse:
            return _sparse(vector)
        params = self._dense.get(name)
        if params is None:
            raise bad_input(f"Not existing vector name error: {name}")
        if isinstance(vector, Sparse):
            raise bad_input("Conversion between sparse and regular vectors failed")
        return _dense(vector, params)


def _dense(vector: Dense | list[Dense], params: VectorParams) -> Any:
    nested = bool(vector) and isinstance(vector[0], list)
    if nested != bool(params.multivector_config):
        raise bad_input("Conversion between multi and regular vectors failed")
    for row in vector if nested else [vector]:
        _check_row(row, params.size)
    return vector


def _check_row(row: Any, size: int) -> None:
    if len(row) != size:
        raise bad_input(f"Vector dimension error: expected dim: {size}, got {len(row)}")
    # The norm is one call in C and finds nearly every vector in order; only a huge one needs a
    # look at each number.
    if math.hypot(*row) > _LARGEST and any(abs(number) > _LARGEST for number in row):
        raise malformed("a vector has a number that no 32-bit float holds")


def _sparse(vector: Any) -> edge.SparseVector:
    if not isinstance(vector, Sparse):
        raise bad_input("Conversion between sparse and regular vectors failed")
    if len(vector.indices) != len(vector.values):
        raise ApiError(422, "Validation error in JSON body: must be the same length as indices")
    if len(set(vector.indices)) != len(vector.indices):
        raise ApiError(422, "Validation error in JSON body: indices must be unique")
    return edge.SparseVector(vector.indices, vector.values)
