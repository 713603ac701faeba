"""What a verification found, and where the alias stands that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.marks import flagged
from tui.widgets.text import Line, words

if TYPE_CHECKING:
    from backend.model.migration.proof import Verification
    from backend.model.migration.run import Run
    from backend.model.migration.switch import Switch


def proof(run: Run) -> list[Line]:
    """What arrived, point by point, once that was compared; none before."""
    lines = _verified(run.verification) if run.verification is not None else []
    return [*lines, _alias(run.switch)] if run.switch is not None else lines


def _verified(found: Verification) -> list[Line]:
    """One line where all is well, else one for each check that is not."""
    failed = [check for check in found.checks if check.passed is False]
    unjudged = [check for check in found.checks if check.passed is None]
    compared = "a sample was" if found.sample is not None else "every point was"
    lines = [flagged("act", f"not as the source: {check.detail}") for check in failed]
    if not failed and found.passed:
        lines = [flagged("fine", f"{compared} compared with its record and is as it should be")]
    elif not failed:
        lines = [flagged("act", "the verification did not pass")]
    return lines + [flagged("unknown", f"{check.name}: {check.detail}") for check in unjudged]


def _alias(switch: Switch) -> Line:
    before = f", {switch.previous} before" if switch.previous else ""
    return words(f"   alias {switch.alias}: {switch.state}{before}   fills {switch.staging}", "dim")
