"""Vectors to write and to search for: random, and the same in every run."""

import numpy as np
import orjson

SEED = 57
SPREAD = 4096
"""Distinct vectors; points share them in turn, so that making them costs the run nothing."""


class Vectors:
    """Vectors of one dimension, as bodies of requests."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        made = np.random.default_rng(SEED).standard_normal((SPREAD, dimension), np.float32)
        self._written = [orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY) for row in made]

    def points(self, first: int, count: int) -> bytes:
        """The body of a write of `count` points whose ids begin with `first`."""
        points = (
            b'{"id":%d,"vector":%b,"payload":{"n":%d}}' % (number, self._row(number), number % 100)
            for number in range(first, first + count)
        )
        return b'{"points":[' + b",".join(points) + b"]}"

    def question(self, number: int, limit: int) -> bytes:
        """The body of a search for the `limit` points that are nearest."""
        # Half way round: never the vector of the point with the same number.
        return b'{"query":%b,"limit":%d}' % (self._row(number * 7 + SPREAD // 2), limit)

    def _row(self, number: int) -> bytes:
        return self._written[number % SPREAD]
