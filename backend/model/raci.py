"""Who does what, answers for it, is asked and is told: the responsibility matrix."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen
from backend.model.finding import Evidence

Letter = Literal["R", "A", "R/A", "C", "I"]
"""Does it, answers for it, both, is consulted, is informed."""


class Override(Frozen):
    """A letter that people set in a file of theirs, whatever the evidence says.

    Attributes:
        activity: `configuration/Validation`, or a phase alone for the four columns.
        letter: None where the manager has no part in it.
        reason: Why; never empty.
        by: Who set it; never empty.
        until: Last day on which it counts; None for good.
        path: The file.
        line: Where it begins there.
    """

    manager: str
    activity: str
    letter: Letter | None
    reason: str
    by: str
    until: date | None = None
    path: str = ""
    line: int = 0


class Cell(Frozen):
    """Who a manager is in one activity, and why.

    Attributes:
        letter: Inferred from evidence; None where nothing speaks for any.
        declared: What a document says; None where none says anything.
        override: What people set instead; it counts, and `letter` stays what was inferred.
        confidence: 0 to 1, of the inferred letter.
        reason: The numbers or the rule behind the inferred letter, in words.
        evidence: For the inferred letter, and the declaring table's line.
    """

    activity: str
    letter: Letter | None = None
    declared: str | None = None
    override: Override | None = None
    confidence: float = 0.0
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def in_force(self) -> Letter | None:
        """The letter that counts."""
        return self.override.letter if self.override else self.letter


class RaciRow(Frozen):
    """One manager's letters.

    Attributes:
        found: False for a manager that a document names and no root holds.
        letters: Those in force, by activity.
        cells: Of a matrix of activities, those alone that say something.
    """

    manager: str
    found: bool = True
    letters: dict[str, Letter]
    score: float | None = None
    declared_score: float | None = None
    cells: tuple[Cell, ...] = ()


class Raci(Frozen):
    """The responsibility matrix: one row a manager, one column an activity."""

    activities: tuple[str, ...] = ()
    rows: tuple[RaciRow, ...] = ()

    def holders(self, activity: str, letter: str) -> tuple[str, ...]:
        """The managers that have a letter in force in an activity; `R/A` is both."""
        return tuple(
            row.manager
            for row in self.rows
            if letter in str(row.letters.get(activity, "")).split("/")
        )


class RaciFile(Frozen):
    """The file of people's own letters.

    Attributes:
        path: Where it is, or would be.
        saved: When letters were last to be saved there; None before.
        told: What came of it.
        failed: Whether nothing was written.
    """

    kind: Literal["raci_file"] = "raci_file"
    path: str
    saved: AwareDatetime | None = None
    told: str = ""
    failed: bool = False
