"""The commands that other processes leave in a journal for the engine."""

import sqlite3
import time
from dataclasses import dataclass
from typing import Literal

Word = Literal["pause", "resume", "abort", "rollback"]


@dataclass(frozen=True)
class Command:
    """What another process tells a run.

    Attributes:
        drop: Delete the staging collection on the way back.
    """

    word: Word
    drop: bool = False


class Mailbox:
    """The commands of one run; every method is one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def leave(self, command: Command) -> int:
        """Leave a command for the engine; its number."""
        cursor = self._db.execute(
            "INSERT INTO commands (at, word, drop_staging) VALUES (?, ?, ?)",
            (time.time(), command.word, int(command.drop)),
        )
        return int(cursor.lastrowid or 0)

    def take(self) -> list[Command]:
        """Commands that nobody has taken yet, the oldest first."""
        waiting = "SELECT number, word, drop_staging FROM commands WHERE taken IS NULL"
        rows = self._db.execute(f"{waiting} ORDER BY number").fetchall()
        taken: list[Command] = []
        for number, word, drop in rows:
            # One that was withdrawn in between is not obeyed.
            done = self._db.execute(
                "UPDATE commands SET taken = ? WHERE number = ?", (time.time(), number)
            )
            if done.rowcount:
                taken.append(Command(word, bool(drop)))
        return taken

    def is_taken(self, number: int) -> bool:
        """Whether the engine has heard a command."""
        row = self._db.execute("SELECT taken FROM commands WHERE number = ?", (number,)).fetchone()
        return row is not None and row[0] is not None

    def withdraw(self, number: int) -> bool:
        """Take a command back; False where it was taken first."""
        done = self._db.execute(
            "DELETE FROM commands WHERE number = ? AND taken IS NULL", (number,)
        )
        return done.rowcount > 0
