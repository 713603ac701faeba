"""What is newly claimed in a log: its lines and the reports that span several of them."""

import re
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from backend.watching.lines import read_line, read_object
from backend.watching.statement import Quoted, Statement
from backend.watching.tail import Cursor, Line, read_on

BUDGET = 0.5
"""Seconds of work after which a look ends, however much is left to read."""

LONGEST_REPORT = 400
"""Lines of one indented JSON object."""

LONGEST_QUOTE = 240
"""Characters of a line that are kept as evidence."""


@dataclass(frozen=True)
class LogCursor:
    """Where the last look at a log ended.

    Attributes:
        block: The lines of an indented object that has not ended yet.
        block_line: Where that began.
    """

    tail: Cursor = field(default_factory=Cursor)
    block: tuple[str, ...] = ()
    block_line: int = 0


@dataclass(frozen=True)
class LogLook:
    """What one look at a log found."""

    cursor: LogCursor
    quoted: tuple[Quoted, ...] = ()


def read_claims(path: Path, cursor: LogCursor, patterns: tuple[str, ...] = ()) -> LogLook:
    """What is claimed since the last look; runs in a worker, which an expression may keep busy.

    Raises:
        OSError: There is no such file, or it cannot be read.
    """
    compiled = [re.compile(pattern) for pattern in patterns]
    until = time.monotonic() + BUDGET
    quoted: list[Quoted] = []
    while True:
        look = read_on(path, cursor.tail)
        cursor = replace(cursor, tail=look.cursor, block=() if look.anew else cursor.block)
        for line in look.lines:
            cursor, statement, number = _step(cursor, line, compiled)
            if statement is not None:
                text = line.text.strip()[:LONGEST_QUOTE]
                quoted.append(Quoted(statement, number, text, line.age))
        if not look.cursor.unread or time.monotonic() >= until:
            return LogLook(cursor, tuple(quoted))


def _step(
    cursor: LogCursor, line: Line, patterns: list[re.Pattern[str]]
) -> tuple[LogCursor, Statement | None, int]:
    """The cursor after one line, what it claims, and where that stands."""
    bare = line.text.rstrip()
    if bare == "{":
        return replace(cursor, block=(bare,), block_line=line.number), None, 0
    if not cursor.block:
        return cursor, read_line(line.text, patterns), line.number
    block = (*cursor.block, line.text)
    if bare == "}":
        return replace(cursor, block=()), read_object("\n".join(block)), cursor.block_line
    if len(block) > LONGEST_REPORT:
        block = ()
    return replace(cursor, block=block), None, 0
