"""What a scan is held to in CI: kinds of findings, a baseline, suppressions with a reason."""

from datetime import date

from backend.model.base import Frozen
from backend.model.finding import Finding, Severity


class Suppression(Frozen):
    """A finding that is known and accepted.

    Attributes:
        id: Of the finding.
        reason: Why it stays; never empty.
        until: Last day on which it counts; None for good.
    """

    id: str
    reason: str
    until: date | None = None


class Suppressed(Frozen):
    """A finding that a suppression took out of the list."""

    finding: Finding
    reason: str
    until: date | None = None


class Condition(Frozen):
    """Findings that make a check fail.

    Attributes:
        topic: `cycles`, `raci`, `redundancy`, `claims`, or a finding's own kind.
        least: From which severity on.
    """

    topic: str
    least: Severity = Severity.NOTE


class Known(Frozen):
    """One finding of a baseline; kind and summary are for whoever reads the file."""

    id: str
    kind: str
    summary: str


class Baseline(Frozen):
    """Findings that were there when the baseline was written: only others make a check fail."""

    version: int = 1
    findings: tuple[Known, ...] = ()
