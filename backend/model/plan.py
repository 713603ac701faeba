"""Progress of Markdown plans: what they declare beside what their boxes count."""

from typing import Literal

from backend.model.base import Frozen
from backend.model.finding import Evidence


class Phase(Frozen):
    """One phase of a plan.

    Attributes:
        declared_percent: 0 to 100 as the text says; None where it says nothing.
        done: Ticked boxes.
        total: Boxes.
        line: Where its heading stands.
    """

    title: str
    declared_percent: float | None
    done: int
    total: int
    line: int = 0


class Contradiction(Frozen):
    """Two statements of one plan, or a statement and a count, that cannot both hold."""

    summary: str
    claim: str
    fact: str
    evidence: tuple[Evidence, ...] = ()


class Plan(Frozen):
    """One plan file.

    Attributes:
        counted_percent: 100 x done / total; None where there are no boxes.
        encoding: How the bytes were read, a repaired mojibake named as such.
        outside_done, outside_total: Boxes that stand in none of the phases.
    """

    path: str
    title: str = ""
    encoding: str = "utf-8"
    declared_percent: float | None
    counted_percent: float | None
    done: int
    total: int
    outside_done: int = 0
    outside_total: int = 0
    phases: tuple[Phase, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


class Trouble(Frozen):
    """A file that could not be read, and why."""

    path: str
    reason: str


class Plans(Frozen):
    """All plans that were asked for."""

    kind: Literal["plans"] = "plans"
    plans: tuple[Plan, ...] = ()
    unreadable: tuple[Trouble, ...] = ()
