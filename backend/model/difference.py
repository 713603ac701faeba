"""What changed between two scans."""

from backend.model.base import Frozen
from backend.model.finding import Finding


class Changed(Frozen):
    """A figure of a manager before and after; None where it was not known."""

    manager: str
    figure: str
    before: float | None
    after: float | None


class Difference(Frozen):
    """Two scans side by side; edges are strict and recovered imports between managers.

    Attributes:
        before: What the first was made of: a revision or a report.
        figures: Lines and scores of managers that both have.
    """

    before: str
    managers_new: tuple[str, ...] = ()
    managers_gone: tuple[str, ...] = ()
    edges_new: tuple[tuple[str, str], ...] = ()
    edges_gone: tuple[tuple[str, str], ...] = ()
    cycles_new: tuple[tuple[str, ...], ...] = ()
    cycles_gone: tuple[tuple[str, ...], ...] = ()
    findings_new: tuple[Finding, ...] = ()
    findings_gone: tuple[Finding, ...] = ()
    figures: tuple[Changed, ...] = ()
