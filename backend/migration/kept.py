"""What a collection held before a run in place wrote into it, id by id.

It is the way back where there is no snapshot: a SQLite file beside the journal. A batch's ids, and
the points that stood there, are in it before the batch is sent for the first time, so that a killed
process never takes its own points for old ones. No id comes in two batches of a run.

It is there until the run was taken back, or until people let go of it (`migrate forget`).
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from backend.migration.identity import PointId

_OWNER_ONLY = 0o600
_SCHEMA = """
CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS points (id TEXT NOT NULL, old BLOB, is_back INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True)
class Before:
    """An id that the run wrote.

    Attributes:
        row: Its number in the file.
        old: The point that stood there, as JSON; None where there was none.
    """

    row: int
    id: PointId
    old: bytes | None


class Kept:
    """Ids and old points of one run; every method is one transaction."""

    def __init__(self, journal: Path) -> None:
        """Open the file beside a journal, or make it, for its owner alone.

        Raises:
            sqlite3.Error: It cannot be opened.
        """
        path = kept_path(journal)
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY))
        except OSError as error:
            raise sqlite3.OperationalError(f"{path}: {error.strerror}") from None
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        # What is overwritten is nowhere else: it is on the disk before that happens.
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)

    def has(self, batch: int) -> bool:
        """Whether a batch was kept before."""
        found = self._db.execute("SELECT 1 FROM batches WHERE number = ?", (batch,))
        return found.fetchone() is not None

    def keep(self, batch: int, ids: Sequence[PointId], old: Mapping[PointId, bytes]) -> None:
        """Keep a batch's ids, with the points that stand there now."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute("INSERT INTO batches VALUES (?)", (batch,))
            self._db.executemany(
                "INSERT INTO points (id, old) VALUES (?, ?)",
                ((orjson.dumps(one).decode(), old.get(one)) for one in ids),
            )
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def counts(self) -> tuple[int, int]:
        """How many points the run added, and how many it replaced, as far as it may have come."""
        added, replaced = self._db.execute(
            "SELECT count(*) - count(old), count(old) FROM points"
        ).fetchone()
        return int(added), int(replaced)

    def left(self, most: int) -> list[Before]:
        """Some that are not back to what they were, the first written first."""
        rows = self._db.execute(
            "SELECT rowid, id, old FROM points WHERE is_back = 0 ORDER BY rowid LIMIT ?", (most,)
        )
        return [Before(row, orjson.loads(identity), old) for row, identity, old in rows]

    def set_back(self, done: Sequence[Before]) -> None:
        """These are what they were."""
        self._db.execute(
            "UPDATE points SET is_back = 1 WHERE rowid BETWEEN ? AND ?", (done[0].row, done[-1].row)
        )

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def kept_path(journal: Path) -> Path:
    """The file of a run's old points, beside its journal."""
    return journal.with_suffix(".before")


def kept_bytes(journal: Path) -> int | None:
    """How much of the disk a run's old points take; None where none are kept."""
    sizes = [part.stat().st_size for part in _parts(journal) if part.exists()]
    return sum(sizes) if kept_path(journal).exists() else None


def forget(journal: Path) -> None:
    """Delete a run's old points; nothing brings them back.

    Raises:
        OSError: They cannot be deleted.
    """
    for part in _parts(journal):
        part.unlink(missing_ok=True)


def _parts(journal: Path) -> tuple[Path, ...]:
    """The file, last, and what SQLite keeps beside it."""
    path = kept_path(journal)
    return (*(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm")), path)
