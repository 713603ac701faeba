"""One run of one migration at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from backend.migration.errors import Refused
from backend.migration.process import Owner

FILE = "locks.db"


@contextmanager
def locked(folder: Path, migration: tuple[str, str, str]) -> Iterator[None]:
    """Hold one migration (source, target, collection) while the block runs.

    The lock of a process that is gone is taken over. SQLite makes the taking atomic.

    Raises:
        Refused: Another process holds it; says which.
    """
    owner = Owner.this()
    path = folder / FILE
    with _opened(path) as db:
        db.execute(
            "CREATE TABLE IF NOT EXISTS locks (source TEXT, target TEXT, collection TEXT,"
            " pid INTEGER, host TEXT, started REAL, PRIMARY KEY (source, target, collection))"
        )
        db.execute("BEGIN IMMEDIATE")
        try:
            _refuse_if_held(db, migration, path)
            db.execute(
                "INSERT OR REPLACE INTO locks VALUES (?, ?, ?, ?, ?, ?)",
                (*migration, owner.pid, owner.host, owner.started),
            )
        finally:
            db.execute("COMMIT")
    try:
        yield
    finally:
        with _opened(path) as db:
            db.execute(
                "DELETE FROM locks WHERE (source, target, collection) = (?, ?, ?)"
                " AND pid = ? AND host = ?",
                (*migration, owner.pid, owner.host),
            )


def _opened(path: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(path, timeout=10, isolation_level=None))


def _refuse_if_held(db: sqlite3.Connection, migration: tuple[str, str, str], path: Path) -> None:
    held = db.execute(
        "SELECT pid, host, started FROM locks WHERE (source, target, collection) = (?, ?, ?)",
        migration,
    ).fetchone()
    if held is None:
        return
    holder = Owner(*held)
    if not holder.is_gone():
        raise Refused(
            f"this migration is running already, as process {holder.pid} on {holder.host}",
            f"wait for it, or end it; if that host is gone for good, delete {path}",
        )
