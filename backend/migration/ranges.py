"""The ranges of ids that a collection is read in, fixed once and kept in the journal."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from backend.migration.identity import PointId

_AT_ONCE = 64
"""Ranges that are looked up at once: memory does not grow with their number."""


@dataclass(frozen=True, slots=True)
class Range:
    """Points that follow one another by id.

    Attributes:
        number: Counts from 0; the batch that they make has the same.
        first: The id that the first of them had when the bounds were fixed.
        end: The id that the next range begins with; None for the last.
        points: How many they were.
        ids: Digest of their ids.
    """

    number: int
    first: PointId
    end: PointId | None
    points: int
    ids: bytes


@dataclass(frozen=True, slots=True)
class Bound:
    """Where one range begins, and what was in it."""

    first: PointId
    points: int
    ids: bytes


class Ranges:
    """The ranges of one run; every method is one transaction.

    Ids alone bound them, so that a process that takes the run up reads exactly what lacks,
    whatever was written into the source since.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def forget(self) -> None:
        """Begin fixing them again: a kill came in between."""
        self._db.execute("DELETE FROM ranges")

    def add(self, number: int, bounds: Sequence[Bound]) -> None:
        """Fix some more, the first of them with this number."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany(
            "INSERT INTO ranges VALUES (?, ?, ?, ?)",
            (
                (number + place, orjson.dumps(bound.first).decode(), bound.points, bound.ids)
                for place, bound in enumerate(bounds)
            ),
        )
        self._db.execute("COMMIT")

    def all(self) -> Iterator[Range]:
        """Each in order; more may be asked of the journal meanwhile."""
        waiting: list[Range] = []
        number = -1
        while waiting := self._after(number):
            yield from waiting
            number = waiting[-1].number

    def digests(self) -> Iterator[tuple[int, bytes]]:
        """Number and content's digest of each range that was written."""
        yield from self._db.execute("SELECT number, digest FROM batches WHERE digest IS NOT NULL")

    def _after(self, number: int) -> list[Range]:
        rows = self._db.execute(
            "SELECT number, first, points, ids FROM ranges WHERE number > ? ORDER BY number"
            " LIMIT ?",
            (number, _AT_ONCE + 1),
        ).fetchall()
        ends = [orjson.loads(row["first"]) for row in rows[1:]]
        if len(rows) <= _AT_ONCE:
            ends.append(None)
        return [
            Range(row["number"], orjson.loads(row["first"]), end, row["points"], row["ids"])
            for row, end in zip(rows, ends, strict=False)
        ]
