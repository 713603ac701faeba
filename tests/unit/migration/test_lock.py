import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from backend.migration.errors import Refused
from backend.migration.lock import locked
from backend.migration.process import Owner

MIGRATION = ("/data/a.json", "http://here:6333", "tasks")


def hold(folder: Path, owner: Owner) -> None:
    """Leave a lock behind as this process would have."""
    with locked(folder, MIGRATION), sqlite3.connect(folder / "locks.db") as db:
        db.execute("CREATE TABLE kept AS SELECT * FROM locks")
    with sqlite3.connect(folder / "locks.db") as db:
        db.execute("INSERT INTO locks SELECT * FROM kept")
        db.execute("UPDATE locks SET pid = ?, host = ?, started = ?", astuple(owner))


def held(folder: Path) -> list[tuple[str, int]]:
    """The collection of each lock, and the process that holds it."""
    with closing(sqlite3.connect(folder / "locks.db")) as db:
        return db.execute("SELECT collection, pid FROM locks ORDER BY collection").fetchall()


def test_a_migration_is_held_by_one_process_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path, MIGRATION), pytest.raises(Refused, match=f"process {os.getpid()} on"):
        locked(tmp_path, MIGRATION).__enter__()


def test_another_migration_is_free(tmp_path: Path) -> None:
    with locked(tmp_path, MIGRATION), locked(tmp_path, (*MIGRATION[:2], "other")):
        assert held(tmp_path) == [("other", os.getpid()), ("tasks", os.getpid())]
    assert held(tmp_path) == []


def test_a_lock_is_given_back_even_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, MIGRATION):
        raise ZeroDivisionError
    assert held(tmp_path) == []


def test_the_lock_of_a_process_that_ended_is_taken_over(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    hold(tmp_path, replace(Owner.this(), pid=ended.pid))
    assert held(tmp_path) == [("tasks", ended.pid)]
    with locked(tmp_path, MIGRATION):
        assert held(tmp_path) == [("tasks", os.getpid())]


def test_the_lock_of_an_earlier_process_with_the_same_number_is_taken_over(tmp_path: Path) -> None:
    hold(tmp_path, replace(Owner.this(), started=1.5))
    with locked(tmp_path, MIGRATION):
        assert held(tmp_path) == [("tasks", os.getpid())]
    assert held(tmp_path) == []


def test_the_lock_of_another_host_holds_and_says_how_to_free_it(tmp_path: Path) -> None:
    hold(tmp_path, Owner(1, "elsewhere", 1.0))
    with pytest.raises(Refused, match=r"on elsewhere.*delete .*locks\.db"):
        locked(tmp_path, MIGRATION).__enter__()


def test_a_process_that_died_and_was_not_waited_for_is_gone() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.read()  # its end closes the pipe; whether it is reaped yet does not matter
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert Owner(child.pid, Owner.this().host, None).is_gone()
    child.wait()
