"""The limits and their defaults: the plan's criteria.

This module imports no pydantic: settings are read before the first paint.
"""

import difflib
from dataclasses import dataclass, fields
from typing import Any


class LimitError(ValueError):
    """A limit that cannot be used.

    Attributes:
        key: Which one, as in the file.
    """

    def __init__(self, key: str, summary: str) -> None:
        super().__init__(f"{key}: {summary}")
        self.key = key


@dataclass(frozen=True)
class Limits:
    """What must hold, as the table `[limits]` of a settings file has it.

    Attributes:
        search_p95_ms: The most that the p95 of searches may take.
        simple_p95_ms: The most that the p95 of any other request may take; writes in bulk have
            no such limit.
        concurrent_requests: As many requests at once neither break the limit on searches nor are
            turned away.
        insertion_per_second: The least a migration writes while nothing holds it back.
        engine_memory_mb: The most that a migration's process may take; 10^6 bytes.
        qdrant_memory_mb_per_100k: The most that Qdrant may take for each 100,000 points.
        failed_percent: The most of a migration's records that may fail.
        hold_seconds: How long a limit must be broken before an alert fires.
        clear_seconds: How long it must hold again before the alert is resolved, and how long
            the alert is then shown as resolved.
    """

    search_p95_ms: float = 50
    simple_p95_ms: float = 100
    concurrent_requests: float = 100
    insertion_per_second: float = 1_000
    engine_memory_mb: float = 500
    qdrant_memory_mb_per_100k: float = 2_000
    failed_percent: float = 5
    hold_seconds: float = 30
    clear_seconds: float = 60

    def __str__(self) -> str:
        """As people would write them: `search_p95_ms 50, …`."""
        return ", ".join(f"{field.name} {getattr(self, field.name):g}" for field in fields(self))


def read_limits(table: Any) -> Limits:
    """The limits in a table; those that it leaves out keep their default.

    Raises:
        LimitError: Naming the key, what was expected and what to do.
    """
    if not isinstance(table, dict):
        raise LimitError("limits", "expected a table [limits] in a settings file")
    known = [field.name for field in fields(Limits)]
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
            raise LimitError(key, f"unknown limit; {hint}")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 <= value < float("inf"):
            raise LimitError(key, f"expected a number, 0 or above, got {value!r}")
    return Limits(**table)
