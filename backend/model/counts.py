"""Numbers that documents state of an ecosystem, beside what was counted."""

from backend.model.base import Frozen
from backend.model.finding import Evidence


class CountClaim(Frozen):
    """One number, and the lines that state it.

    Attributes:
        lines: How many lines do.
        evidence: The first of them, file by file.
    """

    value: int
    lines: int
    evidence: tuple[Evidence, ...]


class Count(Frozen):
    """One thing that can be counted: every number that is claimed of it, and the fact.

    Attributes:
        what: `managers`, `files`, `lines`, `functions`, `types`, `interfaces`, `packages`, `tests`.
        manager: Whose; empty for all of them together.
        counted: None where it cannot be told.
        claims: What most lines state first.
    """

    what: str
    manager: str = ""
    counted: int | None
    claims: tuple[CountClaim, ...]
