"""Redundancy with copied code, which a scan for the screen does not look for."""

from typing import Literal

from backend.model.base import Frozen
from backend.model.redundancy import Redundancy


class RedundancyView(Frozen):
    """What was found once somebody asked.

    Attributes:
        redundancy: All of it, copied code too; None as long as that was not looked for.
    """

    kind: Literal["redundancy"] = "redundancy"
    redundancy: Redundancy | None = None
